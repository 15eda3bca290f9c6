-- The id of a child is ordered by its bytes in every table, as it is in `child`: an index in another order is of no use where two tables are
-- joined, and every line of the second was read for each child.
ALTER TABLE agenda ALTER COLUMN child TYPE TEXT COLLATE "C";
ALTER TABLE involvement ALTER COLUMN child TYPE TEXT COLLATE "C";
ALTER TABLE looked ALTER COLUMN child TYPE TEXT COLLATE "C";
ALTER TABLE looked_at ALTER COLUMN child TYPE TEXT COLLATE "C";
ALTER TABLE draft ALTER COLUMN child TYPE TEXT COLLATE "C";
ALTER TABLE notice ALTER COLUMN child TYPE TEXT COLLATE "C";
