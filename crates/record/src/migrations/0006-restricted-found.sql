-- Few records are restricted: they are found without looking at all the others.
CREATE INDEX child_restricted ON child (child) WHERE ties NOT LIKE '%"restricted":null%';
