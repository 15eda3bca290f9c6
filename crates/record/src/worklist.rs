//! Whose children are these? Those of a person, of a team, of an authority: ties and versions, for the gate to pass one by one.

use std::collections::BTreeMap;
use std::sync::Arc;

use gate::{Action, Pass, Service};

use crate::child::{Child, LOG};
use crate::find::{Found, found};
use crate::fold;
use crate::record::{Record, RecordError};
use crate::store::{Query, Value};

/// How many children one question after their versions names.
const PLACES: usize = 16;
/// How many logs are read in one go.
const LOGS: usize = 100;

impl Record {
    /// The children with whom the person of the pass works by name.
    pub async fn mine(&self, pass: &Pass) -> Result<Vec<Found>, RecordError> {
        const MINE: &str = "SELECT c.child, c.authority, c.host, c.ties, a.owing, c.version, c.given, c.family, c.born FROM child c \
                            LEFT JOIN agenda a ON a.child = c.child \
                            WHERE c.child IN (SELECT child FROM involvement WHERE person = $1) ORDER BY c.child";
        self.store.read(MINE, [pass.person().id.as_str().into()]).await?.iter().map(found).collect()
    }

    /// The children about whom the person of the pass has recorded something since a moment, in milliseconds since 1970.
    pub async fn recorded_by(&self, pass: &Pass, since: i64) -> Result<Vec<Found>, RecordError> {
        const RECORDED: &str = "SELECT c.child, c.authority, c.host, c.ties, a.owing, c.version, c.given, c.family, c.born FROM child c \
                                LEFT JOIN agenda a ON a.child = c.child \
                                WHERE c.child IN (SELECT stream FROM log WHERE person = $1 AND recorded > $2) ORDER BY c.child";
        let values = [pass.person().id.as_str().into(), since.into()];
        self.store.read(RECORDED, values).await?.iter().map(found).collect()
    }

    /// The children with whom a team of the authority works. The pass is for that team, or for one's own list; then it is a team that the
    /// person works in or leads.
    pub async fn of_team(&self, pass: &Pass, team: &str) -> Result<Vec<Found>, RecordError> {
        const TEAM: &str = "SELECT c.child, c.authority, c.host, c.ties, a.owing, c.version, c.given, c.family, c.born FROM child c \
                            LEFT JOIN agenda a ON a.child = c.child \
                            WHERE c.child IN (SELECT child FROM involvement WHERE team = $1 AND authority = $2) ORDER BY c.child";
        let own = pass.person().teams.iter().chain(&pass.person().leads).any(|t| t == team);
        if pass.team().map_or(!own, |t| t != team) {
            return Err(RecordError::NotFound);
        }
        self.store.read(TEAM, [team.into(), pass.authority().into()]).await?.iter().map(found).collect()
    }

    /// The children to whom one of these roles owes something now and whom the role's own people are not allocated to.
    pub async fn owing(&self, pass: &Pass, role: &str) -> Result<Vec<Found>, RecordError> {
        // The few whom a role owes something come first: joined the other way round, every child of the authority is looked at.
        const OWING: &str = "SELECT c.child, c.authority, c.host, c.ties, a.owing, c.version, c.given, c.family, c.born \
                             FROM agenda a CROSS JOIN child c WHERE c.child = a.child AND a.owing <> '[]' AND a.owing LIKE $2 \
                             AND (c.authority = $1 OR c.host = $1) AND a.child > $3 ORDER BY a.child LIMIT 500";
        let like = format!("%\"{role}\"%");
        self.all(OWING, &[pass.authority().into(), like.into()]).await
    }

    /// The open children of an authority and those placed there whom the service of whoever stands in works with or was told of: the gate says
    /// which of them are theirs. All of them: what was overdue for the one who is left out would be nobody's.
    pub async fn of_authority(&self, pass: &Pass) -> Result<Vec<Found>, RecordError> {
        const ALL: &str = "SELECT c.child, c.authority, c.host, c.ties, a.owing, c.version, c.given, c.family, c.born FROM child c \
                           LEFT JOIN agenda a ON a.child = c.child WHERE (c.authority = $1 OR c.host = $1) \
                           AND (c.ties LIKE '%\"open_to_yjs\":true%' OR c.ties LIKE '%\"open_to_csc\":true%') \
                           AND (c.ties LIKE $2 OR c.ties LIKE $3) AND c.child > $4 ORDER BY c.child LIMIT 500";
        let (open, told) = match pass.person().service {
            Service::Authority => ("%".to_owned(), "%".to_owned()),
            service => (format!("%\"open_to_{}\":true%", service.word()), format!("%\"told\":[%{}%", service.word())),
        };
        self.all(ALL, &[pass.authority().into(), open.into(), told.into()]).await
    }

    /// Some of the children of the authority of the pass, whole, whose records come after one; none at the end. For whoever takes them out.
    pub async fn taken_out_after(&self, pass: &Pass, after: &str) -> Result<Vec<Arc<Child>>, RecordError> {
        const OWN: &str = "SELECT child FROM child WHERE authority = $1 AND child > $2 ORDER BY child LIMIT 200";
        if pass.action() != Action::Export {
            return Err(RecordError::NotFound);
        }
        let rows = self.store.read(OWN, [pass.authority().into(), after.into()]).await?;
        let ids: Vec<&str> = rows.iter().map(|row| row.text(0)).collect();
        self.many(&ids).await?.into_iter().collect()
    }

    /// Every child that a question finds, page after page: a list that is cut before the gate has spoken would lack some without a word. The
    /// question's last value is the child after which a page begins.
    async fn all(&self, question: &'static str, values: &[Value]) -> Result<Vec<Found>, RecordError> {
        let mut all: Vec<Found> = Vec::new();
        loop {
            let after = all.last().map_or("", |last| last.ties.child.as_str());
            let values: Vec<Value> = values.iter().cloned().chain([after.into()]).collect();
            let rows = self.store.read_all(vec![(question, values)]).await?.pop().unwrap_or_default();
            if rows.is_empty() {
                return Ok(all);
            }
            all.extend(rows.iter().map(found).collect::<Result<Vec<_>, _>>()?);
        }
    }

    /// The children of the passes, in their order; one whose record is gone is left out.
    pub async fn children(&self, passes: &[Pass]) -> Result<Vec<Arc<Child>>, RecordError> {
        let ids: Vec<&str> = passes.iter().filter_map(Pass::child).collect();
        self.many(&ids).await?.into_iter().collect()
    }

    /// Many children in two rounds: how long their logs are, and the logs of those that are not held. One that cannot be read is told of
    /// in its place.
    pub(crate) async fn many(&self, ids: &[&str]) -> Result<Vec<Result<Arc<Child>, RecordError>>, RecordError> {
        let versions = self.versions(ids).await?;
        let there = || ids.iter().filter_map(|id| versions.get(*id).map(|version| (*id, *version)));
        let held = |id: &str, version: i64| self.children.get(id).filter(|held| held.version as i64 >= version);
        let missing: Vec<&str> =
            there().filter(|(id, version)| held(id, *version).is_none()).map(|(id, _)| id).collect();
        let mut read = BTreeMap::new();
        for some in missing.chunks(LOGS) {
            let logs = self.store.read_all(some.iter().map(|id| (LOG, vec![(*id).into()])).collect()).await?;
            read.extend(
                some.iter().zip(logs).map(|(id, log)| (*id, fold::fold(id, &log, self.book).map(|c| self.hold(c)))),
            );
        }
        let one = |(id, version)| read.remove(id).or_else(|| held(id, version).map(Ok));
        Ok(there().filter_map(one).collect())
    }

    async fn versions(&self, ids: &[&str]) -> Result<BTreeMap<String, i64>, RecordError> {
        const SOME: &str = "SELECT child, version FROM child WHERE child IN \
                            ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
        let padded = |some: &[&str]| {
            let all = some.iter().copied().chain(std::iter::repeat("")).take(PLACES);
            all.map(Value::from).collect::<Vec<Value>>()
        };
        let queries: Vec<Query> = ids.chunks(PLACES).map(|some| (SOME, padded(some))).collect();
        let rows = self.store.read_all(queries).await?;
        Ok(rows.iter().flatten().map(|row| (row.text(0).to_owned(), row.int(1))).collect())
    }
}
