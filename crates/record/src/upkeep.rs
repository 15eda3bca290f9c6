//! Is what is kept whole, and is what stands beside the log what the log says?
//!
//! [`Record::verify`] walks every stream: numbers without a gap, none missing at the end, the chain unbroken, every line readable, and what
//! was built from it equal to what is built from it now. [`Record::rebuild`] builds it again, while others read and write.

use std::collections::{BTreeMap, BTreeSet};

use gate::Pass;

use crate::chain::{self, START};
use crate::child::{Child, LOG};
use crate::fold;
use crate::index;
use crate::record::{Record, RecordError};
use crate::store::{Row, Value, WriteError, statement};
use crate::words;

/// How many streams are looked at in one go.
const AT_ONCE: i64 = 500;
/// How often a child is built again while somebody writes of them in between: another program may hold the turn to write for long.
const TRIES: usize = 500;

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The stream.
    pub stream: String,
    /// The line of its log; 0 where it is what stands beside the log.
    pub version: u64,
    /// What is wrong.
    pub what: String,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many streams.
    pub streams: u64,
    /// How many lines.
    pub lines: u64,
    /// What is not as it should be.
    pub differences: Vec<Difference>,
}

/// What stands in the database of one stream, as at one moment.
struct Stream {
    log: Vec<Row>,
    line: Vec<Row>,
    words: Vec<Row>,
    involved: Vec<Row>,
    numbers: Vec<Row>,
}

impl Record {
    /// Walks everything that is kept. The pass is for the installation. `said` is told now and then how many streams were walked.
    pub async fn verify(&self, _pass: &Pass, mut said: impl FnMut(u64)) -> Result<Verified, RecordError> {
        // Read first: what is written meanwhile adds to the streams and not to this.
        let promised = self.promised().await?;
        let mut found = Verified::default();
        let mut seen = BTreeSet::new();
        let mut after = String::new();
        loop {
            let streams = self.streams_after(&after).await?;
            let Some(last) = streams.last() else { break };
            after.clone_from(last);
            for name in streams {
                let stream = self.stream(&name).await?;
                found.streams += 1;
                found.lines += stream.log.len() as u64;
                found.differences.extend(broken(&name, &stream.log));
                found.differences.extend(cut_off(&name, stream.log.len() as u64, promised.get(&name)));
                if is_child(&name) {
                    found.differences.extend(self.beside(&name, &stream));
                }
                seen.insert(name);
            }
            said(found.streams);
        }
        let nothing = |name: &&String| !seen.contains(*name);
        found.differences.extend(promised.keys().filter(nothing).filter_map(|n| cut_off(n, 0, promised.get(n))));
        for row in self.store.read(NO_LOG, []).await? {
            let what = "it stands beside the log and has no line in it".to_owned();
            found.differences.push(Difference { stream: row.text(0).to_owned(), version: 0, what });
        }
        Ok(found)
    }

    /// Builds again what stands beside the log, child by child, and drops what has no log. Says how many were built.
    pub async fn rebuild(&self, _pass: &Pass, now: i64, mut said: impl FnMut(u64)) -> Result<u64, RecordError> {
        let (mut built, mut after) = (0, String::new());
        loop {
            let streams = self.streams_after(&after).await?;
            let Some(last) = streams.last() else { break };
            after.clone_from(last);
            for stream in streams.iter().filter(|stream| is_child(stream)) {
                self.build(stream, now).await?;
                built += 1;
            }
            said(built);
        }
        let gone = self.store.read(NO_LOG, []).await?;
        let drop = gone.iter().flat_map(|row| FORGET.map(|sql| statement(sql, [row.text(0).into()])));
        self.store.write(drop.collect()).await?;
        self.children.clear();
        Ok(built)
    }

    async fn build(&self, stream: &str, now: i64) -> Result<(), RecordError> {
        for _ in 0..TRIES {
            let child = fold::fold(stream, &self.log(stream).await?, self.book)?;
            let mut batch = index::anew(&child, self.key());
            batch.push(index::look_again(&child, None, now));
            match self.store.write(batch).await {
                Err(WriteError::Stopped(_)) => {}
                result => return Ok(result?),
            }
        }
        Err(RecordError::Broken(format!("record {stream}: others wrote so often that it could not be built again")))
    }

    async fn streams_after(&self, after: &str) -> Result<Vec<String>, RecordError> {
        const STREAMS: &str = "SELECT DISTINCT stream FROM log WHERE stream > $1 ORDER BY stream LIMIT $2";
        let rows = self.store.read(STREAMS, [after.into(), AT_ONCE.into()]).await?;
        Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
    }

    /// How far each stream went by the keys of what was written to it.
    async fn promised(&self) -> Result<BTreeMap<String, u64>, RecordError> {
        const PROMISED: &str = "SELECT stream, MAX(version) FROM write_key GROUP BY stream";
        let rows = self.store.read(PROMISED, []).await?;
        Ok(rows.iter().map(|row| (row.text(0).to_owned(), row.int(1) as u64)).collect())
    }

    async fn stream(&self, stream: &str) -> Result<Stream, RecordError> {
        const LINE: &str =
            "SELECT child, authority, host, version, given, family, born, search, ties FROM child WHERE child = $1";
        const WORDS: &str = "SELECT word FROM child_word WHERE child = $1 ORDER BY word";
        const INVOLVED: &str = "SELECT authority, service, team, person, role FROM involvement WHERE child = $1";
        const NUMBERS: &str = "SELECT service, number FROM child_number WHERE child = $1 ORDER BY service, number";
        let queries = [LOG, LINE, WORDS, INVOLVED, NUMBERS].map(|sql| (sql, vec![stream.into()]));
        let mut all = self.store.read_all(queries.into()).await?.into_iter();
        let mut next = || all.next().unwrap_or_default();
        Ok(Stream { log: next(), line: next(), words: next(), involved: next(), numbers: next() })
    }

    /// What stands beside the log of a child and is not what the log says.
    fn beside(&self, name: &str, stream: &Stream) -> Option<Difference> {
        let wrong = |what: String| Some(Difference { stream: name.to_owned(), version: 0, what });
        let child = match fold::fold(name, &stream.log, self.book) {
            Ok(child) => child,
            Err(error) => return wrong(error.to_string()),
        };
        let same = stream.line.first().is_some_and(|row| row.0 == index::row(&child))
            && stream.words.iter().map(|row| row.text(0).to_owned()).eq(words::indexed(&child.details))
            && index::numbers_of(&child).eq(stream.numbers.iter().map(|row| (row.text(0), row.text(1))))
            && sorted(stream.involved.iter().map(|row| row.0.clone())) == sorted(places(&child));
        if same {
            None
        } else {
            wrong("what stands beside the log is not what the log says: run `tandem rebuild`".into())
        }
    }
}

const NO_LOG: &str = "SELECT child FROM child WHERE NOT EXISTS (SELECT 1 FROM log WHERE log.stream = child.child)";

/// Whether a stream is a child's: those of an authority's people and feeds have a colon.
fn is_child(stream: &str) -> bool {
    !stream.contains(':')
}

const FORGET: [&str; 6] = [
    "DELETE FROM child WHERE child = $1",
    "DELETE FROM child_word WHERE child = $1",
    "DELETE FROM involvement WHERE child = $1",
    "DELETE FROM agenda WHERE child = $1",
    "DELETE FROM child_number WHERE child = $1",
    "DELETE FROM known WHERE source = 'record' AND subject = $1",
];

fn places(child: &Child) -> impl Iterator<Item = Vec<Value>> {
    child
        .involved
        .iter()
        .map(|p| [&p.authority, &p.service, &p.team, &p.person, &p.role].map(|word| word.as_str().into()).into())
}

fn sorted(rows: impl Iterator<Item = Vec<Value>>) -> Vec<Vec<Value>> {
    let mut rows: Vec<Vec<Value>> = rows.collect();
    rows.sort();
    rows
}

/// Whether lines are missing at the end.
fn cut_off(stream: &str, lines: u64, promised: Option<&u64>) -> Option<Difference> {
    let promised = promised.filter(|promised| **promised > lines)?;
    let what = format!("{promised} lines were written, and only {lines} are there");
    Some(Difference { stream: stream.to_owned(), version: lines + 1, what })
}

/// Where the numbers have a gap, or the chain breaks: the first place.
fn broken(stream: &str, rows: &[Row]) -> Option<Difference> {
    let mut before = START;
    for (n, row) in rows.iter().enumerate() {
        let version = n as u64 + 1;
        let wrong = |what: &str| Some(Difference { stream: stream.to_owned(), version, what: what.to_owned() });
        if row.int(0) != version as i64 {
            return wrong("a line is missing");
        }
        let line = chain::Line {
            stream,
            version,
            recorded: row.int(1),
            person: row.text(2),
            payload: row.text(3),
            salt: row.bytes(4),
        };
        before = chain::link(&before, &line);
        if before.as_slice() != row.bytes(5) {
            return wrong("the chain breaks: this line, or one before it, was changed");
        }
    }
    None
}
