CREATE FUNCTION refuse_release_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a release does not change'; END $$;
CREATE TRIGGER release_frozen BEFORE UPDATE OF id, dossier_id, version, content_digest, published_at, summary, content ON release FOR EACH ROW EXECUTE FUNCTION refuse_release_change();
CREATE TRIGGER release_kept BEFORE DELETE ON release FOR EACH ROW EXECUTE FUNCTION refuse_release_change();
CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
