INSERT INTO child_number (authority, service, number, child)
    SELECT c.authority, n.service, json_extract(l.payload, '$.details.numbers.' || n.service), c.child
    FROM child c
    JOIN log l ON l.stream = c.child AND l.version = (
        SELECT MAX(o.version) FROM log o WHERE o.stream = c.child AND json_extract(o.payload, '$.entry') IN ('opened', 'details'))
    JOIN (SELECT 'yjs' AS service UNION ALL SELECT 'csc') n
    WHERE COALESCE(json_extract(l.payload, '$.details.numbers.' || n.service), '') <> '';
