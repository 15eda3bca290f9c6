//! What a system's file last said of each child, until the next file: read in line by line, put together child by child, and put in the place of
//! what stood there in one step.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::Day;
use feeds::{Listed, SpellKind, What};
use gate::{Action, Pass};
use serde::{Deserialize, Serialize};

use crate::append::AppendError;
use crate::chain;
use crate::child::Child;
use crate::feed::{FeedEntry, Feeds, Imported};
use crate::known;
use crate::record::{Record, RecordError};
use crate::store::{Row, Statement, Value, WriteError, statement};

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

/// One reading of a feed's files. There is one at a time: whoever begins later overtakes whoever began before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Of which feed.
    pub feed: Feed,
    run: String,
}

impl Run {
    /// That it is still this one's turn: else nothing of a batch holds.
    fn turn(&self) -> Statement {
        const TURN: &str = "UPDATE feed_turn SET run = run WHERE feed = $1 AND run = $2";
        statement(TURN, [self.feed.word().into(), self.run.as_str().into()]).must()
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
    /// Makes room for a file: what another reading of the same kind had begun goes, and counts no more.
    pub async fn begin_file(&self, _pass: &Pass, feed: &Feed) -> Result<Run, RecordError> {
        const TURN: &str =
            "INSERT INTO feed_turn (feed, run) VALUES ($1, $2) ON CONFLICT (feed) DO UPDATE SET run = excluded.run";
        let run = Run { feed: feed.clone(), run: chain::fresh_id()? };
        let mut batch = vec![statement(TURN, [feed.word().into(), run.run.as_str().into()])];
        batch.extend(clear(feed));
        self.store.write(batch).await?;
        Ok(run)
    }

    /// Writes, as long as it is the turn of this reading.
    async fn write_in(&self, run: &Run, batch: Vec<Statement>) -> Result<(), RecordError> {
        let batch = std::iter::once(run.turn()).chain(batch).collect();
        match self.store.write(batch).await {
            Err(WriteError::Stopped(0)) => Err(RecordError::Overtaken),
            other => Ok(other?),
        }
    }

    /// Takes in what a file says, line by line: the number of the child, the place in the order in which it was read, and what.
    pub async fn stage(&self, _pass: &Pass, run: &Run, told: &[(String, u64, What)]) -> Result<(), RecordError> {
        const STAGE: &str = "INSERT INTO staged (feed, number, place, what) VALUES ($1, $2, $3, $4)";
        let feed = run.feed.word();
        let line = |(number, place, what): &(String, u64, What)| {
            let values = [feed.as_str().into(), number.as_str().into(), (*place).into(), said(what)?.into()];
            Ok(statement(STAGE, values))
        };
        let batch: Result<Vec<Statement>, RecordError> = told.iter().map(line).collect();
        self.write_in(run, batch?).await
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

    /// Puts children into the list that is to take the place of the one before, of a file of this day; each with whether the service works with
    /// them now.
    pub async fn list_next(
        &self,
        _pass: &Pass,
        run: &Run,
        as_of: Day,
        all: &[(&Listed, bool)],
    ) -> Result<(), RecordError> {
        const NEXT: &str = "INSERT INTO listed_next (authority, service, layout, number, is_open, restricted, said, as_of, tells) \
                            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let as_of = as_of.to_string();
        let mut batch = Vec::new();
        for (listed, is_open) in all {
            let [authority, service, layout] = run.feed.values();
            let tells = listed.spells.iter().any(|spell| spell.kind == SpellKind::Open);
            let values = [
                authority,
                service,
                layout,
                listed.number.as_str().into(),
                (*is_open).into(),
                listed.restricted.into(),
                said(listed)?.into(),
                as_of.as_str().into(),
                tells.into(),
            ];
            batch.push(statement(NEXT, values));
            if let (Some(key), true) = (self.key(), *is_open) {
                batch.extend(known::of_listed(key, &run.feed, listed));
            }
        }
        self.write_in(run, batch).await
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
    pub async fn drop_file(&self, _pass: &Pass, run: &Run) -> Result<(), RecordError> {
        match self.write_in(run, clear(&run.feed)).await {
            // Whoever began later has cleared it away.
            Err(RecordError::Overtaken) => Ok(()),
            other => other,
        }
    }

    /// How many children of the last file the service worked with.
    pub async fn open_before(&self, _pass: &Pass, feed: &Feed) -> Result<u64, RecordError> {
        const OPEN: &str =
            "SELECT COUNT(*) FROM listed WHERE authority = $1 AND service = $2 AND layout = $3 AND is_open = 1";
        let row = self.store.first(OPEN, feed.values()).await?;
        Ok(row.map_or(0, |row| u64::try_from(row.int(0)).unwrap_or(0)))
    }

    /// Puts what was read in the place of what the file before said, and writes down that it came: both or neither. Where two files of one service
    /// tell of a child, the fresher one says whether the service works with them now.
    pub async fn keep_file(
        &self,
        pass: &Pass,
        run: &Run,
        imported: Imported,
        unused: &[Unused],
        now: i64,
    ) -> Result<(), AppendError> {
        const OUT: &str = "DELETE FROM listed WHERE authority = $1 AND service = $2 AND layout = $3";
        const IN: &str = "INSERT INTO listed (authority, service, layout, number, is_open, restricted, said, as_of, tells) \
                          SELECT authority, service, layout, number, is_open, restricted, said, as_of, tells FROM listed_next \
                          WHERE authority = $1 AND service = $2 AND layout = $3";
        const STALE: &str = "UPDATE listed SET is_open = 0 WHERE authority = $1 AND service = $2 AND is_open = 1 AND EXISTS \
                             (SELECT 1 FROM listed f WHERE f.authority = $1 AND f.service = $2 AND f.number = listed.number \
                             AND f.layout <> listed.layout AND f.tells = 1 AND f.as_of > listed.as_of)";
        const UNKNOWN: &str = "DELETE FROM known WHERE source = $1";
        const KNOWN: &str = "INSERT INTO known (blind, authority, service, source, subject, hidden) \
                             SELECT blind, authority, service, source, subject, hidden FROM known_next WHERE source = $1";
        const NOT_OPEN: &str = "DELETE FROM known WHERE authority = $1 AND service = $2 AND source <> 'record' AND NOT EXISTS \
                                (SELECT 1 FROM listed l WHERE l.authority = $1 AND l.service = $2 AND l.number = known.subject \
                                AND l.is_open = 1 AND known.source = l.authority || '/' || l.service || '/' || l.layout)";
        const USED: &str = "DELETE FROM feed_refusal WHERE feed = $1";
        const UNUSED: &str = "INSERT INTO feed_refusal (feed, place, said) VALUES ($1, $2, $3)";
        let feed = &run.feed;
        let word = feed.word();
        let by_word = |sql| statement(sql, [word.as_str().into()]);
        let of_service = || [feed.authority.as_str().into(), feed.service.as_str().into()];
        let mut batch = vec![
            run.turn(),
            statement(OUT, feed.values()),
            statement(IN, feed.values()),
            statement(STALE, of_service()),
            by_word(UNKNOWN),
            by_word(KNOWN),
            statement(NOT_OPEN, of_service()),
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
        const OPEN: &str = "SELECT number, said, as_of FROM listed WHERE authority = $1 AND service = $2 AND layout <> $3 AND number IN \
                            (SELECT number FROM listed WHERE authority = $1 AND service = $2 AND layout <> $3 AND is_open = 1 \
                            UNION SELECT number FROM listed_next WHERE authority = $1 AND service = $2 AND layout = $3 AND is_open = 1) \
                            UNION ALL \
                            SELECT number, said, as_of FROM listed_next WHERE authority = $1 AND service = $2 AND layout = $3 AND number IN \
                            (SELECT number FROM listed WHERE authority = $1 AND service = $2 AND layout <> $3 AND is_open = 1 \
                            UNION SELECT number FROM listed_next WHERE authority = $1 AND service = $2 AND layout = $3 AND is_open = 1) \
                            ORDER BY 1, 3 DESC";
        let layout = next.filter(|feed| feed.service == service).map(|feed| feed.layout.as_str()).unwrap_or_default();
        let rows = self.store.read(OPEN, [pass.authority().into(), service.into(), layout.into()]).await?;
        together(&rows)
    }

    /// What the systems of a service of the authority of the pass say of one child, all of its files together.
    pub async fn listed(&self, pass: &Pass, service: &str, number: &str) -> Result<Option<Listed>, RecordError> {
        const ONE: &str = "SELECT number, said, as_of FROM listed WHERE authority = $1 AND service = $2 AND number = $3 ORDER BY as_of DESC, layout";
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
        const ONE: &str = "SELECT number, said, as_of FROM listed WHERE authority = $1 AND service = $2 AND number = $3 AND layout <> $4 \
                           UNION ALL SELECT number, said, as_of FROM listed_next \
                           WHERE authority = $1 AND service = $2 AND number = $3 AND layout = $4 ORDER BY 3 DESC";
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

/// Rows of a number and what a file said, in the order of the numbers, of each the freshest first: each child once. What holds for a time is told
/// by the freshest file that tells anything of that kind; the others fill in what it does not tell of.
fn together(rows: &[Row]) -> Result<Vec<Listed>, RecordError> {
    let mut all: Vec<Listed> = Vec::new();
    for row in rows {
        let mut listed: Listed = read(row.text(1))?;
        match all.last_mut().filter(|one| one.number == row.text(0)) {
            Some(one) => {
                listed.spells.retain(|spell| one.spells.iter().all(|fresher| fresher.kind != spell.kind));
                // Who works with the child is who the freshest file names that names anybody.
                if !one.workers.is_empty() {
                    listed.workers.clear();
                }
                one.take(What::Who(Box::new(listed)));
            }
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
