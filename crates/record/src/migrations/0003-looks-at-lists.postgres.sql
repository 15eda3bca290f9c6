INSERT INTO looked_at (child, at, look)
    SELECT DISTINCT one.child, looked.at, looked.id FROM looked
    CROSS JOIN LATERAL json_array_elements_text(CASE WHEN looked.children = '' THEN '[]' ELSE looked.children END::json) AS one (child);
CREATE TRIGGER looked_at_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON looked_at FOR EACH STATEMENT EXECUTE FUNCTION only_added_to();
