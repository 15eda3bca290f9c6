//! What somebody has begun to write and not yet saved: kept for them alone, so that nothing typed is lost.

use gate::Pass;

use crate::record::{Record, RecordError};
use crate::store::{WriteError, statement};

/// Something begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: String,
    /// About which child.
    pub child: String,
    /// What it is, in words.
    pub title: String,
    /// The fields of the form, in JSON.
    pub body: String,
    /// When it was last saved, in milliseconds since 1970.
    pub saved: i64,
}

impl Record {
    /// Keeps a draft of the person of the pass, in place of an earlier one of the same id; an id of another person's, or of another child, is not found.
    pub async fn keep_draft(&self, pass: &Pass, draft: Draft) -> Result<(), RecordError> {
        const KEEP: &str = "INSERT INTO draft (id, person, child, title, body, saved) VALUES ($1, $2, $3, $4, $5, $6) \
                            ON CONFLICT (id) DO UPDATE SET title = excluded.title, body = excluded.body, saved = excluded.saved \
                            WHERE draft.person = excluded.person AND draft.child = excluded.child";
        let person = pass.person().id.as_str();
        let values = [
            draft.id.into(),
            person.into(),
            draft.child.into(),
            draft.title.into(),
            draft.body.into(),
            draft.saved.into(),
        ];
        match self.store.write(vec![statement(KEEP, values).must()]).await {
            Err(WriteError::Stopped(_)) => Err(RecordError::NotFound),
            result => Ok(result?),
        }
    }

    /// The drafts of the person of the pass, the latest first.
    pub async fn drafts(&self, pass: &Pass) -> Result<Vec<Draft>, RecordError> {
        const DRAFTS: &str =
            "SELECT id, child, title, body, saved FROM draft WHERE person = $1 ORDER BY saved DESC, id LIMIT 100";
        let rows = self.store.read(DRAFTS, [pass.person().id.as_str().into()]).await?;
        let text = |row: &crate::store::Row, n: usize| row.text(n).to_owned();
        Ok(rows
            .iter()
            .map(|row| Draft {
                id: text(row, 0),
                child: text(row, 1),
                title: text(row, 2),
                body: text(row, 3),
                saved: row.int(4),
            })
            .collect())
    }

    /// Drops a draft of the person of the pass: it was saved, or is not wanted.
    pub async fn drop_draft(&self, pass: &Pass, id: &str) -> Result<(), RecordError> {
        const DROP: &str = "DELETE FROM draft WHERE id = $1 AND person = $2";
        Ok(self.store.write(vec![statement(DROP, [id.into(), pass.person().id.as_str().into()])]).await?)
    }
}
