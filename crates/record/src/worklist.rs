//! Whose children are these? Those of a person, of a team, of an authority: ties and versions, for the gate to pass one by one.

use std::sync::Arc;

use gate::Pass;

use crate::child::Child;
use crate::find::{Found, found};
use crate::fold;
use crate::record::{Record, RecordError};
use crate::store::Query;

impl Record {
    /// The children with whom the person of the pass works by name.
    pub async fn mine(&self, pass: &Pass) -> Result<Vec<Found>, RecordError> {
        const MINE: &str = "SELECT c.child, c.authority, c.host, c.ties, a.owing, c.version, c.given, c.family, c.born FROM child c \
                            LEFT JOIN agenda a ON a.child = c.child \
                            WHERE c.child IN (SELECT child FROM involvement WHERE person = $1) ORDER BY c.child";
        self.store.read(MINE, [pass.person().id.as_str().into()]).await?.iter().map(found).collect()
    }

    /// The children with whom a team works. The pass is for that team, or the person's own list asks for one of their own teams.
    pub async fn of_team(&self, _pass: &Pass, team: &str) -> Result<Vec<Found>, RecordError> {
        const TEAM: &str = "SELECT c.child, c.authority, c.host, c.ties, a.owing, c.version, c.given, c.family, c.born FROM child c \
                            LEFT JOIN agenda a ON a.child = c.child \
                            WHERE c.child IN (SELECT child FROM involvement WHERE team = $1) ORDER BY c.child";
        self.store.read(TEAM, [team.into()]).await?.iter().map(found).collect()
    }

    /// The children to whom one of these roles owes something now and whom the role's own people are not allocated to.
    pub async fn owing(&self, pass: &Pass, role: &str) -> Result<Vec<Found>, RecordError> {
        const OWING: &str = "SELECT c.child, c.authority, c.host, c.ties, a.owing, c.version, c.given, c.family, c.born FROM child c \
                             JOIN agenda a ON a.child = c.child \
                             WHERE (c.authority = $1 OR c.host = $1) AND a.owing LIKE $2 ORDER BY c.child LIMIT 500";
        let like = format!("%\"{role}\"%");
        self.store.read(OWING, [pass.authority().into(), like.into()]).await?.iter().map(found).collect()
    }

    /// The children of the passes, in their order; one whose record is gone is left out.
    pub async fn children(&self, passes: &[Pass]) -> Result<Vec<Arc<Child>>, RecordError> {
        const VERSION: &str = "SELECT version FROM child WHERE child = $1";
        let ids: Vec<&str> = passes.iter().filter_map(Pass::child).collect();
        let queries: Vec<Query> = ids.iter().map(|id| (VERSION, vec![(*id).into()])).collect();
        let versions = self.store.read_all(queries).await?;
        let mut children = Vec::with_capacity(ids.len());
        for (id, rows) in ids.into_iter().zip(versions) {
            let Some(version) = rows.first().map(|row| row.int(0)) else { continue };
            let held = self.children.get(id).filter(|held| held.version as i64 >= version);
            let child = match held {
                Some(held) => held,
                None => {
                    let child = Arc::new(fold::fold(id, &self.log(id).await?, self.book)?);
                    self.children.insert(id.to_owned(), Arc::clone(&child));
                    child
                }
            };
            children.push(child);
        }
        Ok(children)
    }
}
