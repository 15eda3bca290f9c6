-- The looks at a child that were looks at a list: which, and when, so that who has looked at one child is found at once.
CREATE TABLE looked_at (
    child TEXT NOT NULL,
    at BIGINT NOT NULL,
    look TEXT NOT NULL,            -- its line in `looked`
    PRIMARY KEY (child, at, look)
);
