INSERT INTO child_number (authority, service, number, child)
    SELECT c.authority, n.service, l.payload::json -> 'details' -> 'numbers' ->> n.service, c.child
    FROM child c
    JOIN log l ON l.stream = c.child AND l.version = (
        SELECT MAX(o.version) FROM log o WHERE o.stream = c.child AND o.payload::json ->> 'entry' IN ('opened', 'details'))
    CROSS JOIN (SELECT 'yjs' AS service UNION ALL SELECT 'csc') n
    WHERE COALESCE(l.payload::json -> 'details' -> 'numbers' ->> n.service, '') <> '';
ALTER TABLE child_number ALTER COLUMN child TYPE TEXT COLLATE "C";
ALTER TABLE child_number ALTER COLUMN number TYPE TEXT COLLATE "C";
ALTER TABLE listed ALTER COLUMN number TYPE TEXT COLLATE "C";
ALTER TABLE listed_next ALTER COLUMN number TYPE TEXT COLLATE "C";
ALTER TABLE staged ALTER COLUMN number TYPE TEXT COLLATE "C";
