CREATE TABLE boundary_set (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  key TEXT NOT NULL,
  revision BIGINT NOT NULL,
  changed_at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (dossier_id, key)
);
