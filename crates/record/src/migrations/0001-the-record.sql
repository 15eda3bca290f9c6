-- What both databases understand. (SQLite takes BIGINT and BYTEA for names of types, and keeps what it is given.)
-- The log: one stream for each child (its id) and one for the staff of each authority (staff:NAME). Nothing here is changed or deleted.
CREATE TABLE log (
    stream TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded BIGINT NOT NULL,      -- milliseconds since 1970, by the server's clock, never going back within a stream
    person TEXT NOT NULL,
    payload TEXT NOT NULL,         -- what was said, in JSON
    salt BYTEA NOT NULL,
    chain BYTEA NOT NULL,          -- over the one before, the header, and a salted hash of the payload
    PRIMARY KEY (stream, version)
);
-- Each write by the key that its sender gave it, so that it is kept once however often it is sent.
CREATE TABLE write_key (
    key TEXT PRIMARY KEY,
    stream TEXT NOT NULL,
    body BYTEA NOT NULL,           -- a hash of what was sent
    version BIGINT NOT NULL        -- the version it led to
);
-- From here to the line below: built from the log, and built again by `tandem rebuild`.
CREATE TABLE child (
    child TEXT PRIMARY KEY,
    authority TEXT NOT NULL,
    host TEXT NOT NULL,
    version BIGINT NOT NULL,
    given TEXT NOT NULL,
    family TEXT NOT NULL,
    born TEXT NOT NULL,
    search TEXT NOT NULL,          -- names and numbers, folded, with a blank before each
    ties TEXT NOT NULL             -- who works with the child, in JSON: what the gate is told
);
CREATE INDEX child_by_authority ON child (authority, family, given);
CREATE INDEX child_by_host ON child (host);
-- The words of `search`, for finding by how they begin.
CREATE TABLE child_word (
    child TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (child, word)
);
CREATE INDEX child_word_by_word ON child_word (word, child);
CREATE TABLE involvement (
    child TEXT NOT NULL,
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    team TEXT NOT NULL,
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (child, authority, service, team, person, role)
);
CREATE INDEX involvement_by_person ON involvement (person);
CREATE INDEX involvement_by_team ON involvement (team);
-- When to look at a child again, and what was owed when it was last looked at.
CREATE TABLE agenda (
    child TEXT PRIMARY KEY,
    next_look BIGINT NOT NULL,
    owing TEXT NOT NULL
);
CREATE INDEX agenda_by_next_look ON agenda (next_look);
-- Not built from the log: who looked, keys to sign in by, what is not yet said, what was sent.
CREATE TABLE looked (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    person TEXT NOT NULL,
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    standing TEXT NOT NULL,
    action TEXT NOT NULL,
    relation TEXT NOT NULL,
    child TEXT NOT NULL,           -- empty where the look was at no one child
    children TEXT NOT NULL,        -- the children of a list, in JSON; empty elsewhere
    classes TEXT NOT NULL,
    refused TEXT NOT NULL,
    request TEXT NOT NULL
);
CREATE INDEX looked_by_child ON looked (child, at);
CREATE INDEX looked_by_person ON looked (person, at);
CREATE TABLE credential (
    person TEXT PRIMARY KEY,
    authority TEXT NOT NULL,
    sign_in TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    totp TEXT NOT NULL,
    totp_step BIGINT NOT NULL,     -- the last time step used: a code counts once
    failed BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    calendar TEXT NOT NULL         -- a hash of the secret in the address of the person's calendar; empty where there is none
);
CREATE TABLE session (
    id TEXT PRIMARY KEY,           -- a hash: the id itself is with the browser alone
    person TEXT NOT NULL,
    authority TEXT NOT NULL,
    form_token TEXT NOT NULL,
    made BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    second_factor BIGINT NOT NULL, -- when a second factor was last given; 0 before it was
    ended BIGINT NOT NULL
);
CREATE INDEX session_by_person ON session (person);
CREATE TABLE token (
    id TEXT PRIMARY KEY,           -- a hash
    person TEXT NOT NULL,
    authority TEXT NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    made BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    last_used BIGINT NOT NULL,
    ended BIGINT NOT NULL
);
CREATE INDEX token_by_person ON token (person);
CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    child TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    saved BIGINT NOT NULL
);
CREATE INDEX draft_by_person ON draft (person, saved);
CREATE TABLE notice (
    key TEXT PRIMARY KEY,          -- what it is about, at which stage, to whom: told once
    person TEXT NOT NULL,
    authority TEXT NOT NULL,
    child TEXT NOT NULL,
    kind TEXT NOT NULL,
    message_id TEXT NOT NULL,      -- one for ever
    made BIGINT NOT NULL,
    state TEXT NOT NULL,           -- waiting, claimed, sent, failed
    tries BIGINT NOT NULL,
    next_try BIGINT NOT NULL,
    said TEXT NOT NULL             -- why it failed
);
CREATE INDEX notice_by_state ON notice (state, next_try);
CREATE TABLE job (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    held_until BIGINT NOT NULL,
    evaluated_to BIGINT NOT NULL
);
