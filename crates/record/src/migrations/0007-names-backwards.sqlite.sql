-- Each name of a child backwards, so that one is found of which the beginning was mistyped; until now stood two letters of each end (`=bdel`).
INSERT INTO child_word (child, word)
    SELECT own.child, '<' || (
        WITH RECURSIVE back (rest, done) AS (
            SELECT own.word, '' UNION ALL SELECT substr(rest, 2), substr(rest, 1, 1) || done FROM back WHERE rest <> ''
        ) SELECT done FROM back WHERE rest = ''
    ) FROM child_word AS own WHERE own.word NOT GLOB '*[0-9]*' AND EXISTS (
        SELECT 1 FROM child_word AS ends WHERE ends.child = own.child AND ends.word = '='
            || min(substr(own.word, 1, 1), substr(own.word, 2, 1)) || max(substr(own.word, 1, 1), substr(own.word, 2, 1))
            || min(substr(own.word, -2, 1), substr(own.word, -1)) || max(substr(own.word, -2, 1), substr(own.word, -1))
    );
DELETE FROM child_word WHERE word >= '=' AND word < '>';
