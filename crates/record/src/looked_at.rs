//! Who looked at what: written, and on the disk, before the bytes leave (safety R28). No log, no data.

use gate::{Pass, Refused, Request};

use crate::chain;
use crate::record::{Record, RecordError};
use crate::store::{Row, StoreError, WriteError, statement};

/// One look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Who.
    pub person: String,
    /// Of which authority.
    pub authority: String,
    /// Of which service.
    pub service: String,
    /// With which post.
    pub standing: String,
    /// Doing what.
    pub action: String,
    /// Tied how.
    pub relation: String,
    /// At which child; empty where at no one child.
    pub child: String,
    /// At the children of a list.
    pub children: Vec<String>,
    /// Which classes of fact could be read.
    pub classes: String,
    /// Why it was refused; empty where it was not.
    pub refused: String,
    /// The request that it belongs to.
    pub request: String,
}

impl Look {
    /// The look that a pass allows.
    pub fn of(pass: &Pass, request: &str) -> Look {
        let classes: Vec<&str> =
            gate::Class::ALL.into_iter().filter(|c| pass.reads().has(*c)).map(|c| c.word()).collect();
        let relations: Vec<&str> = pass.relations().iter().map(|r| r.word()).collect();
        Look {
            person: pass.person().id.clone(),
            authority: pass.authority().to_owned(),
            service: pass.person().service.word().to_owned(),
            standing: pass.person().standing.word().to_owned(),
            action: pass.action().word().to_owned(),
            relation: relations.join(" "),
            child: pass.child().unwrap_or_default().to_owned(),
            children: Vec::new(),
            classes: classes.join(" "),
            refused: String::new(),
            request: request.to_owned(),
        }
    }

    /// The look that was refused.
    pub fn refused(asked: &Request<'_>, refused: &Refused, child: &str, request: &str) -> Look {
        let relations: Vec<&str> = asked.relations.iter().map(|r| r.word()).collect();
        Look {
            person: asked.person.id.clone(),
            authority: asked.person.authority.clone(),
            service: asked.person.service.word().to_owned(),
            standing: asked.person.standing.word().to_owned(),
            action: asked.action.word().to_owned(),
            relation: relations.join(" "),
            child: child.to_owned(),
            children: Vec::new(),
            classes: String::new(),
            refused: refused.reason.clone(),
            request: request.to_owned(),
        }
    }
}

/// For how long a visit to a child lasts, in milliseconds: what had changed when it began stays on the page until it is over.
const VISIT: i64 = 30 * 60_000;

/// Somebody's visit to a child, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// When they last looked before it; nothing where they never did.
    pub last: Option<i64>,
    /// When they first looked in it; nothing where this is the first look.
    pub began: Option<i64>,
}

/// A look as it is read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// What it was.
    pub look: Look,
}

impl Record {
    /// Everybody who has looked at a child since a moment, in milliseconds since 1970: for the program, which tells them that what they saw was of
    /// two children.
    pub async fn who_looked(&self, _pass: &Pass, child: &str, since: i64) -> Result<Vec<String>, RecordError> {
        const WHO: &str = "SELECT person FROM looked WHERE child = $1 AND at >= $2 AND refused = '' \
                           UNION SELECT l.person FROM looked_at a JOIN looked l ON l.id = a.look WHERE a.child = $1 AND a.at >= $2 \
                           ORDER BY 1";
        let rows = self.store.read(WHO, [child.into(), since.into()]).await?;
        let people = rows.iter().map(|row| row.text(0)).filter(|person| !person.starts_with("program:"));
        Ok(people.map(str::to_owned).collect())
    }

    /// Writes looks down. What they are looks at may be shown when this has answered, and not before.
    pub async fn looked(&self, looks: Vec<Look>, now: i64) -> Result<(), RecordError> {
        const LOOK: &str = "INSERT INTO looked (id, at, person, authority, service, standing, action, relation, child, children, \
                            classes, refused, request) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        const AT: &str = "INSERT INTO looked_at (child, at, look) VALUES ($1, $2, $3)";
        let mut statements = Vec::with_capacity(looks.len());
        for look in looks {
            let by_chance: [u8; 10] =
                chain::random().map_err(|e| RecordError::Broken(format!("no random bytes: {e}")))?;
            // Begins with the moment: lines of one time lie together on the disk, and a look costs no page of its own in the index.
            let id = format!("{now:012x}{}", data_encoding::HEXLOWER.encode(&by_chance));
            let mut seen = look.children.clone();
            seen.sort();
            seen.dedup();
            statements
                .extend(seen.into_iter().map(|child| statement(AT, [child.into(), now.into(), id.as_str().into()])));
            let children = if look.children.is_empty() {
                String::new()
            } else {
                serde_json::to_string(&look.children).unwrap_or_default()
            };
            statements.push(statement(
                LOOK,
                [
                    id.into(),
                    now.into(),
                    look.person.into(),
                    look.authority.into(),
                    look.service.into(),
                    look.standing.into(),
                    look.action.into(),
                    look.relation.into(),
                    look.child.into(),
                    children.into(),
                    look.classes.into(),
                    look.refused.into(),
                    look.request.into(),
                ],
            ));
        }
        match self.store.add(statements).await {
            Ok(()) => Ok(()),
            Err(WriteError::Store(error)) => Err(error.into()),
            Err(WriteError::Stopped(_)) => Err(RecordError::Broken("a look could not be written down".into())),
        }
    }

    /// The visit of the person of the pass to the child at a moment. Every look at the child counts, whichever page it was at: whoever begins on
    /// the timeline has been there as well as whoever begins on the child's own page.
    pub async fn visit(&self, pass: &Pass, now: i64) -> Result<Visit, StoreError> {
        const LAST: &str = "SELECT at FROM looked WHERE child = $1 AND person = $2 AND refused = '' AND at < $3 ORDER BY at DESC LIMIT 1";
        const FIRST: &str = "SELECT at FROM looked WHERE child = $1 AND person = $2 AND refused = '' AND at >= $3 AND at < $4 \
                             ORDER BY at LIMIT 1";
        let (child, person) = (pass.child().unwrap_or_default(), pass.person().id.as_str());
        let from = now - VISIT;
        let last = vec![child.into(), person.into(), from.into()];
        let first = vec![child.into(), person.into(), from.into(), now.into()];
        let [last, first] = self.store.firsts([(LAST, last), (FIRST, first)]).await?;
        let at = |row: Option<Row>| row.and_then(|row| row.maybe_int(0));
        Ok(Visit { last: at(last), began: at(first) })
    }

    /// Who has looked at the child of the pass, by itself or in a list, the latest first, at most `limit`.
    pub async fn looks(&self, pass: &Pass, limit: u32) -> Result<Vec<Looked>, RecordError> {
        // Each half is found by its index and cut before the two are laid together.
        const LOOKS: &str = "SELECT at, person, authority, service, standing, action, relation, child, classes, refused, request FROM (\
                             SELECT * FROM (SELECT * FROM looked WHERE child = $1 ORDER BY at DESC, id LIMIT $2) AS own \
                             UNION ALL SELECT * FROM (SELECT looked.* FROM looked_at JOIN looked ON looked.id = looked_at.look \
                             WHERE looked_at.child = $1 ORDER BY looked_at.at DESC, looked_at.look LIMIT $2) AS listed) AS every \
                             ORDER BY at DESC, id LIMIT $2";
        let child = pass.child().ok_or(RecordError::NotFound)?;
        let rows = self.store.read(LOOKS, [child.into(), i64::from(limit).into()]).await?;
        Ok(rows.iter().map(looked).collect())
    }
}

fn looked(row: &Row) -> Looked {
    let text = |n: usize| row.text(n).to_owned();
    let look = Look {
        person: text(1),
        authority: text(2),
        service: text(3),
        standing: text(4),
        action: text(5),
        relation: text(6),
        child: text(7),
        children: Vec::new(),
        classes: text(8),
        refused: text(9),
        request: text(10),
    };
    Looked { at: row.int(0), look }
}
