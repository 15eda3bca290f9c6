-- What was said stays said: the log, the log of looks and the keys of writes are only added to (safety R36).
CREATE TRIGGER log_is_not_changed BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'log is only added to'); END;
CREATE TRIGGER log_is_not_deleted BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'log is only added to'); END;
CREATE TRIGGER looked_is_not_changed BEFORE UPDATE ON looked BEGIN SELECT RAISE(ABORT, 'looked is only added to'); END;
CREATE TRIGGER looked_is_not_deleted BEFORE DELETE ON looked BEGIN SELECT RAISE(ABORT, 'looked is only added to'); END;
CREATE TRIGGER write_key_is_not_changed BEFORE UPDATE ON write_key BEGIN SELECT RAISE(ABORT, 'write_key is only added to'); END;
CREATE TRIGGER write_key_is_not_deleted BEFORE DELETE ON write_key BEGIN SELECT RAISE(ABORT, 'write_key is only added to'); END;
