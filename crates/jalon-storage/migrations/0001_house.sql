-- Portable types only: TEXT, BIGINT. Instants are RFC 3339 in UTC, so that text order is time order.
CREATE TABLE territory (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  parent_id TEXT REFERENCES territory (id),
  body TEXT NOT NULL
);
CREATE TABLE organisation (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL
);
CREATE TABLE user_account (
  id TEXT PRIMARY KEY,
  email TEXT UNIQUE,
  name TEXT NOT NULL,
  organisation_id TEXT REFERENCES organisation (id),
  password_hash TEXT NOT NULL,
  language TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'suspended', 'erased')),
  instance_role TEXT NOT NULL CHECK (instance_role IN ('none', 'administrator', 'auditor')),
  created_at TEXT NOT NULL
);
CREATE TABLE person_key (
  user_id TEXT PRIMARY KEY,
  secret TEXT NOT NULL
);
CREATE TABLE session (
  token_digest TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user_account (id),
  csrf_token TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE INDEX session_by_user ON session (user_id);
CREATE TABLE token (
  token_digest TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('invitation', 'password_reset')),
  user_id TEXT NOT NULL REFERENCES user_account (id),
  expires_at TEXT NOT NULL
);
CREATE TABLE framework (
  code TEXT NOT NULL,
  version TEXT NOT NULL,
  content_digest TEXT NOT NULL,
  body TEXT NOT NULL,
  imported_at TEXT NOT NULL,
  PRIMARY KEY (code, version)
);
CREATE TABLE dossier (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  territory_id TEXT NOT NULL REFERENCES territory (id),
  stage TEXT NOT NULL,
  revision BIGINT NOT NULL,
  created_at TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE TABLE membership (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  user_id TEXT NOT NULL REFERENCES user_account (id),
  role TEXT NOT NULL,
  PRIMARY KEY (dossier_id, user_id)
);
CREATE INDEX membership_by_user ON membership (user_id);
CREATE TABLE answer (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  key TEXT NOT NULL,
  revision BIGINT NOT NULL,
  changed_at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (dossier_id, key)
);
CREATE TABLE finding (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  key TEXT NOT NULL,
  revision BIGINT NOT NULL,
  changed_at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (dossier_id, key)
);
CREATE TABLE evidence (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  key TEXT NOT NULL,
  revision BIGINT NOT NULL,
  changed_at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (dossier_id, key)
);
CREATE TABLE paragraph (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  key TEXT NOT NULL,
  revision BIGINT NOT NULL,
  changed_at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (dossier_id, key)
);
CREATE TABLE figure (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  key TEXT NOT NULL,
  revision BIGINT NOT NULL,
  changed_at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (dossier_id, key)
);
CREATE TABLE participant (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  key TEXT NOT NULL,
  revision BIGINT NOT NULL,
  changed_at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (dossier_id, key)
);
CREATE TABLE comment (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  key TEXT NOT NULL,
  revision BIGINT NOT NULL,
  changed_at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (dossier_id, key)
);
CREATE TABLE validation (
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  key TEXT NOT NULL,
  revision BIGINT NOT NULL,
  changed_at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (dossier_id, key)
);
CREATE TABLE release (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  version BIGINT NOT NULL,
  content_digest TEXT NOT NULL,
  published_at TEXT NOT NULL,
  withdrawn_at TEXT NOT NULL,
  summary TEXT NOT NULL,
  content TEXT NOT NULL,
  UNIQUE (dossier_id, version)
);
CREATE TABLE ledger_head (
  singleton BIGINT PRIMARY KEY CHECK (singleton = 1),
  sequence BIGINT NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO ledger_head (singleton, sequence, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
CREATE TABLE ledger_entry (
  sequence BIGINT PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  use_case TEXT NOT NULL,
  dossier TEXT NOT NULL,
  subject TEXT NOT NULL,
  before_state TEXT NOT NULL,
  after_state TEXT NOT NULL,
  reason TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX ledger_entry_subject ON ledger_entry (dossier, subject);
