CREATE TRIGGER table_release_frozen BEFORE UPDATE OF dossier_id, number, table_key, dataset_key, content_digest, signed_at, note, cells ON table_release FOR EACH ROW EXECUTE FUNCTION refuse_release_change();
CREATE TRIGGER table_release_kept BEFORE DELETE ON table_release FOR EACH ROW EXECUTE FUNCTION refuse_release_change();
