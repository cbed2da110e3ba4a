CREATE TRIGGER release_frozen BEFORE UPDATE OF id, dossier_id, version, content_digest, published_at, summary, content ON release BEGIN SELECT RAISE(ABORT, 'a release does not change'); END;
CREATE TRIGGER release_kept BEFORE DELETE ON release BEGIN SELECT RAISE(ABORT, 'a release does not change'); END;
