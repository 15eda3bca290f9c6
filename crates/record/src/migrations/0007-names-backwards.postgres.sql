-- Each name of a child backwards, so that one is found of which the beginning was mistyped; until now stood two letters of each end (`=bdel`).
INSERT INTO child_word (child, word)
    SELECT own.child, '<' || reverse(own.word) FROM child_word AS own WHERE own.word !~ '[0-9]' AND EXISTS (
        SELECT 1 FROM child_word AS ends WHERE ends.child = own.child AND ends.word = '='
            || LEAST(substr(own.word, 1, 1), substr(own.word, 2, 1)) || GREATEST(substr(own.word, 1, 1), substr(own.word, 2, 1))
            || LEAST(left(right(own.word, 2), 1), right(own.word, 1)) || GREATEST(left(right(own.word, 2), 1), right(own.word, 1))
    );
DELETE FROM child_word WHERE word >= '=' AND word < '>';
