CREATE TRIGGER table_release_frozen BEFORE UPDATE OF dossier_id, number, table_key, dataset_key, content_digest, signed_at, note, cells ON table_release BEGIN SELECT RAISE(ABORT, 'a signed table does not change'); END;
CREATE TRIGGER table_release_kept BEFORE DELETE ON table_release BEGIN SELECT RAISE(ABORT, 'a signed table does not change'); END;
