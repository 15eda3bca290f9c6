-- Whose turn it is with a feed: whoever began to read it last. What another had begun before counts no more.
CREATE TABLE feed_turn (
    feed TEXT PRIMARY KEY,
    run TEXT NOT NULL
);
-- Of which day the file is, and whether it tells since when the service works with the child: of two files, the fresher one counts.
ALTER TABLE listed ADD COLUMN as_of TEXT NOT NULL DEFAULT '';
ALTER TABLE listed ADD COLUMN tells BIGINT NOT NULL DEFAULT 0;
ALTER TABLE listed_next ADD COLUMN as_of TEXT NOT NULL DEFAULT '';
ALTER TABLE listed_next ADD COLUMN tells BIGINT NOT NULL DEFAULT 0;
-- Who asked about a child is found by what they asked for.
CREATE INDEX known_check_by_blind ON known_check (blind, authority);
-- Of one child, what every file says.
CREATE INDEX listed_by_number ON listed (authority, service, number);
-- Whether the file says that not everybody may know of the record: what is said of all who are restricted is found without reading what is said of
-- anybody.
ALTER TABLE listed ADD COLUMN restricted BIGINT NOT NULL DEFAULT 0;
ALTER TABLE listed_next ADD COLUMN restricted BIGINT NOT NULL DEFAULT 0;
UPDATE listed SET restricted = 1 WHERE said LIKE '%"restricted":true%';
CREATE INDEX listed_restricted ON listed (authority, service, number) WHERE restricted = 1;
-- What a person is to be told of on their first page.
CREATE INDEX notice_of_person ON notice (person, kind, made);
