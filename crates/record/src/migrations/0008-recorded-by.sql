-- What somebody recorded lately is found without reading what all the others did.
CREATE INDEX log_by_person ON log (person, recorded);
