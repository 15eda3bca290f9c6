-- Order and ranges by the bytes, as SQLite has them, whatever the database's own language is.
ALTER TABLE log ALTER COLUMN stream TYPE TEXT COLLATE "C";
ALTER TABLE child ALTER COLUMN child TYPE TEXT COLLATE "C", ALTER COLUMN family TYPE TEXT COLLATE "C", ALTER COLUMN given TYPE TEXT COLLATE "C";
ALTER TABLE child_word ALTER COLUMN child TYPE TEXT COLLATE "C", ALTER COLUMN word TYPE TEXT COLLATE "C";
-- What was said stays said: the log, the log of looks and the keys of writes are only added to (safety R36).
CREATE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER log_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION only_added_to();
CREATE TRIGGER looked_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON looked FOR EACH STATEMENT EXECUTE FUNCTION only_added_to();
CREATE TRIGGER write_key_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON write_key FOR EACH STATEMENT EXECUTE FUNCTION only_added_to();
