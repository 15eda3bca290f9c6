INSERT INTO looked_at (child, at, look)
    SELECT DISTINCT one.value, looked.at, looked.id FROM looked, json_each(looked.children) AS one WHERE looked.children <> '';
CREATE TRIGGER looked_at_is_not_changed BEFORE UPDATE ON looked_at BEGIN SELECT RAISE(ABORT, 'looked_at is only added to'); END;
CREATE TRIGGER looked_at_is_not_deleted BEFORE DELETE ON looked_at BEGIN SELECT RAISE(ABORT, 'looked_at is only added to'); END;
