//! What a system's file last said of each child, until the next file: read in line by line, put together child by child, and put in the place of
//! what stood there in one step.

use std::collections::BTreeMap;
use std::sync::Arc;

use feeds::{Listed, What};
use gate::{Action, Pass};
use serde::{Deserialize, Serialize};

use crate::append::AppendError;
use crate::child::Child;
use crate::feed::{FeedEntry, Feeds, Imported};
use crate::known;
use crate::record::{Record, RecordError};
use crate::store::{Row, Statement, Value, statement};

/// How many children are put together at a time.
const PAGE: i64 = 500;

/// Whose file, of which kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// The authority.
    pub authority: String,
    /// `yjs` or `csc`.
    pub service: String,
    /// Which kind of file.
    pub layout: String,
}

impl Feed {
    /// In one word.
    pub fn word(&self) -> String {
        format!("{}/{}/{}", self.authority, self.service, self.layout)
    }

    fn values(&self) -> [Value; 3] {
        [&self.authority, &self.service, &self.layout].map(|word| word.as_str().into())
    }
}

/// Something of the last file that could not be used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unused {
    /// The file.
    pub file: String,
    /// The row.
    pub row: u64,
    /// The column.
    pub column: String,
    /// The child's number, where the row has one.
    pub number: String,
    /// The value.
    pub value: String,
    /// What is wrong with it.
    pub rule: String,
    /// What became of it.
    pub effect: String,
}

/// A child as a file lists them, put together, with what the file before said.
#[derive(Debug, Clone)]
pub struct Compared {
    /// As the file lists them now.
    pub now: Listed,
    /// As the one before did; nothing where it did not.
    pub before: Option<Listed>,
}

fn read<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, RecordError> {
    serde_json::from_str(text).map_err(|e| RecordError::Broken(format!("what a file said: {e}")))
}

fn said<T: Serialize>(what: &T) -> Result<String, RecordError> {
    serde_json::to_string(what).map_err(|e| RecordError::Broken(format!("what a file said: {e}")))
}

impl Record {
    /// Makes room for a file: what another reading of the same kind had left goes.
    pub async fn begin_file(&self, _pass: &Pass, feed: &Feed) -> Result<(), RecordError> {
        Ok(self.store.write(clear(feed)).await?)
    }

    /// Takes in what a file says, line by line: the number of the child, the place in the order in which it was read, and what.
    pub async fn stage(&self, _pass: &Pass, feed: &Feed, told: &[(String, u64, What)]) -> Result<(), RecordError> {
        const STAGE: &str = "INSERT INTO staged (feed, number, place, what) VALUES ($1, $2, $3, $4)";
        let feed = feed.word();
        let line = |(number, place, what): &(String, u64, What)| {
            let values = [feed.as_str().into(), number.as_str().into(), (*place).into(), said(what)?.into()];
            Ok(statement(STAGE, values))
        };
        let batch: Result<Vec<Statement>, RecordError> = told.iter().map(line).collect();
        Ok(self.store.write(batch?).await?)
    }

    /// The children whose numbers come after one, put together from what was taken in, with what the file before said of them; none at the end.
    pub async fn staged_after(&self, _pass: &Pass, feed: &Feed, after: &str) -> Result<Vec<Compared>, RecordError> {
        const NUMBERS: &str =
            "SELECT DISTINCT number FROM staged WHERE feed = $1 AND number > $2 ORDER BY number LIMIT $3";
        const STAGED: &str =
            "SELECT number, what FROM staged WHERE feed = $1 AND number > $2 AND number <= $3 ORDER BY number, place";
        const BEFORE: &str = "SELECT number, said FROM listed WHERE authority = $1 AND service = $2 AND layout = $3 \
                              AND number > $4 AND number <= $5";
        let word = feed.word();
        let numbers = self.store.read(NUMBERS, [word.as_str().into(), after.into(), PAGE.into()]).await?;
        let Some(last) = numbers.last().map(|row| row.text(0)) else { return Ok(Vec::new()) };
        let [authority, service, layout] = feed.values();
        let before = self.store.read(BEFORE, [authority, service, layout, after.into(), last.into()]).await?;
        let mut before: BTreeMap<String, Listed> = before
            .iter()
            .map(|row| Ok((row.text(0).to_owned(), read(row.text(1))?)))
            .collect::<Result<_, RecordError>>()?;
        let mut all: Vec<Compared> = Vec::new();
        for row in self.store.read(STAGED, [word.into(), after.into(), last.into()]).await? {
            let what: What = read(row.text(1))?;
            match all.last_mut().filter(|one| one.now.number == row.text(0)) {
                Some(one) => one.now.take(what),
                None => {
                    let mut now = Listed::new(row.text(0));
                    now.take(what);
                    all.push(Compared { before: before.remove(row.text(0)), now });
                }
            }
        }
        Ok(all)
    }

    /// Puts children into the list that is to take the place of the one before; each with whether the service works with them now.
    pub async fn list_next(&self, _pass: &Pass, feed: &Feed, all: &[(&Listed, bool)]) -> Result<(), RecordError> {
        const NEXT: &str = "INSERT INTO listed_next (authority, service, layout, number, is_open, said) \
                            VALUES ($1, $2, $3, $4, $5, $6)";
        let mut batch = Vec::new();
        for (listed, is_open) in all {
            let [authority, service, layout] = feed.values();
            let values =
                [authority, service, layout, listed.number.as_str().into(), (*is_open).into(), said(listed)?.into()];
            batch.push(statement(NEXT, values));
            if let (Some(key), true) = (self.key(), *is_open) {
                batch.extend(known::of_listed(key, feed, listed));
            }
        }
        Ok(self.store.write(batch).await?)
    }

    /// The children who stood in the file before and stand in this one no more, as they stood there, whose numbers come after one.
    pub async fn gone_after(&self, _pass: &Pass, feed: &Feed, after: &str) -> Result<Vec<Listed>, RecordError> {
        const GONE: &str = "SELECT said FROM listed WHERE authority = $1 AND service = $2 AND layout = $3 AND number > $4 \
                            AND NOT EXISTS (SELECT 1 FROM listed_next n WHERE n.authority = listed.authority AND n.service = listed.service \
                            AND n.layout = listed.layout AND n.number = listed.number) ORDER BY number LIMIT $5";
        let [authority, service, layout] = feed.values();
        let rows = self.store.read(GONE, [authority, service, layout, after.into(), PAGE.into()]).await?;
        rows.iter().map(|row| read(row.text(0))).collect()
    }

    /// Drops what was read: nothing of the file counts.
    pub async fn drop_file(&self, pass: &Pass, feed: &Feed) -> Result<(), RecordError> {
        self.begin_file(pass, feed).await
    }

    /// Puts what was read in the place of what the file before said, and writes down that it came: both or neither.
    pub async fn keep_file(
        &self,
        pass: &Pass,
        feed: &Feed,
        imported: Imported,
        unused: &[Unused],
        now: i64,
    ) -> Result<(), AppendError> {
        const OUT: &str = "DELETE FROM listed WHERE authority = $1 AND service = $2 AND layout = $3";
        const IN: &str = "INSERT INTO listed (authority, service, layout, number, is_open, said) \
                          SELECT authority, service, layout, number, is_open, said FROM listed_next \
                          WHERE authority = $1 AND service = $2 AND layout = $3";
        const UNKNOWN: &str = "DELETE FROM known WHERE source = $1";
        const KNOWN: &str = "INSERT INTO known (blind, authority, service, source, subject, hidden) \
                             SELECT blind, authority, service, source, subject, hidden FROM known_next WHERE source = $1";
        const USED: &str = "DELETE FROM feed_refusal WHERE feed = $1";
        const UNUSED: &str = "INSERT INTO feed_refusal (feed, place, said) VALUES ($1, $2, $3)";
        let word = feed.word();
        let by_word = |sql| statement(sql, [word.as_str().into()]);
        let mut batch = vec![
            statement(OUT, feed.values()),
            statement(IN, feed.values()),
            by_word(UNKNOWN),
            by_word(KNOWN),
            by_word(USED),
        ];
        for (place, one) in (0_u64..).zip(unused) {
            batch.push(statement(UNUSED, [word.as_str().into(), place.into(), said(one)?.into()]));
        }
        batch.extend(clear(feed));
        let seen: Feeds = self.feeds(pass).await?;
        self.keep_feed_with(pass, &[FeedEntry::Imported(imported)], &seen, now, batch).await?;
        Ok(())
    }

    /// What of the last file could not be used.
    pub async fn unused(&self, _pass: &Pass, feed: &Feed) -> Result<Vec<Unused>, RecordError> {
        const UNUSED: &str = "SELECT said FROM feed_refusal WHERE feed = $1 ORDER BY place";
        self.store.read(UNUSED, [feed.word().into()]).await?.iter().map(|row| read(row.text(0))).collect()
    }

    /// The children whom a service of the authority of the pass works with now, by what its systems say: each once, with what all of its files
    /// say of them. With `next`, as it will be when what was read of that file counts.
    pub async fn open_children(
        &self,
        pass: &Pass,
        service: &str,
        next: Option<&Feed>,
    ) -> Result<Vec<Listed>, RecordError> {
        const OPEN: &str = "SELECT number, said FROM listed WHERE authority = $1 AND service = $2 AND layout <> $3 AND number IN \
                            (SELECT number FROM listed WHERE authority = $1 AND service = $2 AND layout <> $3 AND is_open = 1 \
                            UNION SELECT number FROM listed_next WHERE authority = $1 AND service = $2 AND layout = $3 AND is_open = 1) \
                            UNION ALL \
                            SELECT number, said FROM listed_next WHERE authority = $1 AND service = $2 AND layout = $3 AND number IN \
                            (SELECT number FROM listed WHERE authority = $1 AND service = $2 AND layout <> $3 AND is_open = 1 \
                            UNION SELECT number FROM listed_next WHERE authority = $1 AND service = $2 AND layout = $3 AND is_open = 1) \
                            ORDER BY 1";
        let layout = next.filter(|feed| feed.service == service).map(|feed| feed.layout.as_str()).unwrap_or_default();
        let rows = self.store.read(OPEN, [pass.authority().into(), service.into(), layout.into()]).await?;
        together(&rows)
    }

    /// What the systems of a service of the authority of the pass say of one child, all of its files together.
    pub async fn listed(&self, pass: &Pass, service: &str, number: &str) -> Result<Option<Listed>, RecordError> {
        const ONE: &str =
            "SELECT number, said FROM listed WHERE authority = $1 AND service = $2 AND number = $3 ORDER BY layout";
        let rows = self.store.read(ONE, [pass.authority().into(), service.into(), number.into()]).await?;
        Ok(together(&rows)?.pop())
    }

    /// The same, as it will be when what was read of a file counts.
    pub async fn listed_with(
        &self,
        pass: &Pass,
        service: &str,
        number: &str,
        next: Option<&Feed>,
    ) -> Result<Option<Listed>, RecordError> {
        const ONE: &str = "SELECT number, said FROM listed WHERE authority = $1 AND service = $2 AND number = $3 AND layout <> $4 \
                           UNION ALL SELECT number, said FROM listed_next \
                           WHERE authority = $1 AND service = $2 AND number = $3 AND layout = $4";
        let layout = next.filter(|feed| feed.service == service).map(|feed| feed.layout.as_str()).unwrap_or_default();
        let rows =
            self.store.read(ONE, [pass.authority().into(), service.into(), number.into(), layout.into()]).await?;
        Ok(together(&rows)?.pop())
    }

    /// The records that have this number in a service's system: one, where all is well.
    pub async fn children_of_number(
        &self,
        pass: &Pass,
        service: &str,
        number: &str,
    ) -> Result<Vec<String>, RecordError> {
        const OF: &str =
            "SELECT child FROM child_number WHERE authority = $1 AND service = $2 AND number = $3 ORDER BY child";
        let rows = self.store.read(OF, [pass.authority().into(), service.into(), number.into()]).await?;
        Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
    }

    /// A record that is kept up to what the systems say; nothing where there is none, or the pass is not for that.
    pub async fn child_to_keep_up(&self, pass: &Pass, id: &str) -> Result<Option<Arc<Child>>, RecordError> {
        if pass.action() != Action::Import { Ok(None) } else { self.child_of(id).await }
    }

    /// The records of the authority of everybody born on a day: the record, first names, family name.
    pub async fn born_on(&self, pass: &Pass, born: &str) -> Result<Vec<(String, String, String)>, RecordError> {
        const BORN: &str = "SELECT child, given, family FROM child WHERE authority = $1 AND born = $2 ORDER BY child";
        let rows = self.store.read(BORN, [pass.authority().into(), born.into()]).await?;
        let text = |row: &Row, column: usize| row.text(column).to_owned();
        Ok(rows.iter().map(|row| (text(row, 0), text(row, 1), text(row, 2))).collect())
    }

    /// Every number that a record has in a service's system, with the record.
    pub async fn numbers_of_children(
        &self,
        pass: &Pass,
        service: &str,
    ) -> Result<BTreeMap<String, Vec<String>>, RecordError> {
        const ALL: &str =
            "SELECT number, child FROM child_number WHERE authority = $1 AND service = $2 ORDER BY number, child";
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in self.store.read(ALL, [pass.authority().into(), service.into()]).await? {
            all.entry(row.text(0).to_owned()).or_default().push(row.text(1).to_owned());
        }
        Ok(all)
    }
}

/// Rows of a number and what a file said, in the order of the numbers: each child once.
fn together(rows: &[Row]) -> Result<Vec<Listed>, RecordError> {
    let mut all: Vec<Listed> = Vec::new();
    for row in rows {
        let listed: Listed = read(row.text(1))?;
        match all.last_mut().filter(|one| one.number == row.text(0)) {
            Some(one) => one.take(What::Who(Box::new(listed))),
            None => all.push(listed),
        }
    }
    Ok(all)
}

fn clear(feed: &Feed) -> Vec<Statement> {
    let word = || [Value::from(feed.word())];
    vec![
        statement("DELETE FROM staged WHERE feed = $1", word()),
        statement("DELETE FROM known_next WHERE source = $1", word()),
        statement("DELETE FROM listed_next WHERE authority = $1 AND service = $2 AND layout = $3", feed.values()),
    ]
}
