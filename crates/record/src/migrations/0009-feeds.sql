-- The numbers that a child has in the services' own systems. Built from the log, and built again by `tandem rebuild`.
CREATE TABLE child_number (
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    number TEXT NOT NULL,
    child TEXT NOT NULL,
    PRIMARY KEY (authority, service, number, child)
);
CREATE INDEX child_number_by_child ON child_number (child);
CREATE INDEX child_by_birth ON child (authority, born);
-- From here: not built from the log. What a system's file last said of each child; the next file takes its place.
CREATE TABLE listed (
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    layout TEXT NOT NULL,
    number TEXT NOT NULL,
    is_open BIGINT NOT NULL,       -- the service worked with the child on the day of the file
    said TEXT NOT NULL,            -- what it said, in JSON
    PRIMARY KEY (authority, service, layout, number)
);
CREATE INDEX listed_open ON listed (authority, service, number) WHERE is_open = 1;
-- The same while a file is read, and before it counts.
CREATE TABLE listed_next (
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    layout TEXT NOT NULL,
    number TEXT NOT NULL,
    is_open BIGINT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (authority, service, layout, number)
);
-- What the file says, line by line, in the order in which it was read: put together child by child.
CREATE TABLE staged (
    feed TEXT NOT NULL,
    number TEXT NOT NULL,
    place BIGINT NOT NULL,
    what TEXT NOT NULL,
    PRIMARY KEY (feed, number, place)
);
-- What of the last file could not be used.
CREATE TABLE feed_refusal (
    feed TEXT NOT NULL,
    place BIGINT NOT NULL,
    said TEXT NOT NULL,            -- where, the value, the rule, what became of it, in JSON
    PRIMARY KEY (feed, place)
);
-- Who may be one and the same child, in the two services' systems: found anew with each file.
CREATE TABLE pair (
    authority TEXT NOT NULL,
    yjs TEXT NOT NULL,             -- the number in youth justice's system
    csc TEXT NOT NULL,             -- the number in social care's
    answer TEXT NOT NULL,          -- same, ask
    said TEXT NOT NULL,            -- the evidence, in JSON
    found BIGINT NOT NULL,
    PRIMARY KEY (authority, yjs, csc)
);
-- Of whom something waits until a person has looked, and why.
CREATE TABLE held (
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,            -- pair, two-records, …
    why TEXT NOT NULL,             -- in words
    about TEXT NOT NULL,           -- the other number, or the records, in JSON
    found BIGINT NOT NULL,         -- since when
    PRIMARY KEY (authority, service, number, kind, about)
);
-- Names and date of birth of everybody who is open to a service, by a key that is not in the database: for the known-to check (safety R27).
CREATE TABLE known (
    blind BYTEA NOT NULL,
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    source TEXT NOT NULL,          -- the feed, or `record`
    subject TEXT NOT NULL,         -- the number in the feed, or the child
    hidden BIGINT NOT NULL,
    PRIMARY KEY (blind, authority, service, source, subject)
);
CREATE INDEX known_by_source ON known (source, authority, subject);
CREATE TABLE known_next (
    blind BYTEA NOT NULL,
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    source TEXT NOT NULL,
    subject TEXT NOT NULL,
    hidden BIGINT NOT NULL,
    PRIMARY KEY (blind, authority, service, source, subject)
);
-- Under which key the lines of `known` are: a hash that only the key gives.
CREATE TABLE known_key (
    id BIGINT PRIMARY KEY,
    said BYTEA NOT NULL
);
-- Who asked whether a child is known, before they were answered. Only added to, but for the last two columns.
CREATE TABLE known_check (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    person TEXT NOT NULL,
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    reason TEXT NOT NULL,
    names BYTEA NOT NULL,          -- blind: the names alone
    blind BYTEA NOT NULL,          -- blind: the names and the date of birth
    seen TEXT NOT NULL,            -- the services that were told of, by a blank
    hidden TEXT NOT NULL,          -- the records that were not, in JSON
    settled BIGINT NOT NULL,       -- when the guardian had dealt with it; 0 before
    settled_by TEXT NOT NULL
);
CREATE INDEX known_check_by_person ON known_check (person, at);
CREATE INDEX known_check_hidden ON known_check (authority, at) WHERE hidden <> '[]';
-- Where the questions of one person wait for each other.
CREATE TABLE known_turn (
    person TEXT PRIMARY KEY,
    turns BIGINT NOT NULL
);
