-- Few children have a role that owes them something and that nobody was given: they are found without looking at all the others.
CREATE INDEX agenda_owing ON agenda (child) WHERE owing <> '[]';
