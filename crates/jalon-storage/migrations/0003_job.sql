-- Work to be done later. `done_at` is empty until then.
CREATE TABLE job (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  run_after TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  last_error TEXT NOT NULL,
  done_at TEXT NOT NULL
);
CREATE INDEX job_open ON job (done_at, run_after);
