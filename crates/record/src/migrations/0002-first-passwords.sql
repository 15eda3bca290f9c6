-- A password that somebody else has given counts until then, and is changed when it was used; 0 where the person chose it.
ALTER TABLE credential ADD COLUMN first_until BIGINT NOT NULL DEFAULT 0;
-- 1 where the session opens nothing until the person has chosen a password.
ALTER TABLE session ADD COLUMN first BIGINT NOT NULL DEFAULT 0;
