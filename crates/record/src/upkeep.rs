//! Is what is kept whole, and is what stands beside the log what the log says?
//!
//! [`Record::verify`] walks every stream: numbers without a gap, the chain unbroken, every line readable, and what was built from it equal
//! to what is built from it now. [`Record::rebuild`] builds it again.

use gate::Pass;

use crate::chain::{self, START};
use crate::child::Child;
use crate::fold;
use crate::index;
use crate::involvement;
use crate::record::{Record, RecordError};
use crate::store::{Row, Statement, statement};

/// How many streams are looked at in one go.
const AT_ONCE: i64 = 500;

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

impl Record {
    /// Walks everything that is kept. The pass is for the installation. `said` is told now and then how many streams were walked.
    pub async fn verify(&self, _pass: &Pass, mut said: impl FnMut(u64)) -> Result<Verified, RecordError> {
        let mut found = Verified::default();
        let mut after = String::new();
        loop {
            let streams = self.streams_after(&after).await?;
            let Some(last) = streams.last() else { break };
            after.clone_from(last);
            for stream in &streams {
                let rows = self.log(stream).await?;
                found.streams += 1;
                found.lines += rows.len() as u64;
                found.differences.extend(broken(stream, &rows));
                if !stream.starts_with("staff:") {
                    found.differences.extend(self.beside(stream, &rows).await?);
                }
            }
            said(found.streams);
        }
        for row in self.store.read("SELECT child FROM child WHERE child NOT IN (SELECT stream FROM log)", []).await? {
            let what = "it stands beside the log and has no line in it".to_owned();
            found.differences.push(Difference { stream: row.text(0).to_owned(), version: 0, what });
        }
        Ok(found)
    }

    /// Builds again what stands beside the log, child by child. Says how many.
    pub async fn rebuild(&self, _pass: &Pass, now: i64, mut said: impl FnMut(u64)) -> Result<u64, RecordError> {
        let clear =
            ["DELETE FROM child", "DELETE FROM involvement", "DELETE FROM agenda"].map(|sql| statement(sql, []));
        self.store.write(clear.into()).await?;
        self.children.clear();
        let (mut built, mut after) = (0, String::new());
        loop {
            let streams = self.streams_after(&after).await?;
            let Some(last) = streams.last() else { break };
            after.clone_from(last);
            let mut batch: Vec<Statement> = Vec::new();
            for stream in streams.iter().filter(|s| !s.starts_with("staff:")) {
                let child = fold::fold(stream, &self.log(stream).await?, self.book)?;
                batch.extend(index::statements(&child));
                batch.push(index::look_again(&child.id, now));
                built += 1;
            }
            self.store.write(batch).await?;
            said(built);
        }
        Ok(built)
    }

    async fn streams_after(&self, after: &str) -> Result<Vec<String>, RecordError> {
        const STREAMS: &str = "SELECT DISTINCT stream FROM log WHERE stream > $1 ORDER BY stream LIMIT $2";
        let rows = self.store.read(STREAMS, [after.into(), AT_ONCE.into()]).await?;
        Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
    }

    /// What stands beside the log of a child and is not what the log says.
    async fn beside(&self, stream: &str, rows: &[Row]) -> Result<Option<Difference>, RecordError> {
        const CHILD: &str =
            "SELECT authority, host, version, given, family, born, search, ties FROM child WHERE child = $1";
        const INVOLVED: &str = "SELECT authority, service, team, person, role FROM involvement WHERE child = $1";
        let wrong = |what: String| Difference { stream: stream.to_owned(), version: 0, what };
        let child = match fold::fold(stream, rows, self.book) {
            Ok(child) => child,
            Err(error) => return Ok(Some(wrong(error.to_string()))),
        };
        let beside = self.store.read_all(vec![(CHILD, vec![stream.into()]), (INVOLVED, vec![stream.into()])]).await?;
        let [line, involved] = beside.as_slice() else { return Ok(None) };
        let same = line.first().is_some_and(|row| row.0 == expected(&child));
        let mut there: Vec<Vec<String>> =
            involved.iter().map(|row| (0..5).map(|n| row.text(n).to_owned()).collect()).collect();
        let mut due: Vec<Vec<String>> = child
            .involved
            .iter()
            .map(|p| [&p.authority, &p.service, &p.team, &p.person, &p.role].map(String::clone).into())
            .collect();
        there.sort();
        due.sort();
        Ok((!same || there != due)
            .then(|| wrong("what stands beside the log is not what the log says: run `tandem rebuild`".into())))
    }
}

fn expected(child: &Child) -> Vec<crate::store::Value> {
    let details = &child.details;
    vec![
        details.authority.as_str().into(),
        details.host.clone().unwrap_or_default().into(),
        child.version.into(),
        details.given.as_str().into(),
        details.family.as_str().into(),
        details.born.as_str().into(),
        index::search(child).into(),
        involvement::written(child).into(),
    ]
}

/// Where the numbers have a gap, or the chain breaks: the first place.
fn broken(stream: &str, rows: &[Row]) -> Option<Difference> {
    let mut before = START.to_vec();
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
        let link = chain::link(&before, &line);
        if link.as_slice() != row.bytes(5) {
            return wrong("the chain breaks: this line, or one before it, was changed");
        }
        before = link.to_vec();
    }
    None
}
