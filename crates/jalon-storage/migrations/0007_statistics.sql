CREATE TABLE dataset (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  key TEXT NOT NULL,
  revision BIGINT NOT NULL,
  changed_at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (dossier_id, key)
);
CREATE TABLE statistical_table (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  key TEXT NOT NULL,
  revision BIGINT NOT NULL,
  changed_at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (dossier_id, key)
);
-- What was signed. `note` says where it comes from and who answers for it, `cells` is the protected table.
CREATE TABLE table_release (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  number BIGINT NOT NULL,
  table_key TEXT NOT NULL,
  dataset_key TEXT NOT NULL,
  content_digest TEXT NOT NULL,
  signed_at TEXT NOT NULL,
  withdrawn_at TEXT NOT NULL,
  withdrawn_reason TEXT NOT NULL,
  note TEXT NOT NULL,
  cells TEXT NOT NULL,
  PRIMARY KEY (dossier_id, number)
);
