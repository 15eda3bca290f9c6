//! Who works with a child: the one read without a pass, because the gate itself needs it. No name, no date, no event is in it.

use gate::{Involved, Service, Ties};
use serde::{Deserialize, Serialize};

use crate::child::Child;
use crate::entry::Place;
use crate::record::{Record, RecordError};
use crate::store::Row;

/// Ties as they are kept beside the log.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    open_to_yjs: bool,
    open_to_csc: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    told: Vec<String>,
    involved: Vec<Place>,
    restricted: Option<Vec<String>>,
}

/// The ties of a child, as they are kept beside the log.
pub fn written(child: &Child) -> String {
    let kept = Kept {
        open_to_yjs: child.open_to_yjs,
        open_to_csc: child.open_to_csc,
        told: child.told.iter().map(|service| service.word().to_owned()).collect(),
        involved: child.involved.clone(),
        restricted: child.restricted.clone(),
    };
    serde_json::to_string(&kept).unwrap_or_default()
}

/// Ties from a row that begins with the child, the authority, the host, the ties and what is owed.
pub fn read(row: &Row) -> Result<Ties, RecordError> {
    let broken = |e: serde_json::Error| RecordError::Broken(format!("who works with {}: {e}", row.text(0)));
    let kept: Kept = serde_json::from_str(row.text(3)).map_err(broken)?;
    let owing = if row.text(4).is_empty() { Vec::new() } else { serde_json::from_str(row.text(4)).map_err(broken)? };
    let authorities = [row.text(1), row.text(2)].into_iter().filter(|a| !a.is_empty()).map(str::to_owned).collect();
    let involved = |place: Place| {
        let service = Service::of(&place.service)?;
        Some(Involved { service, authority: place.authority, team: place.team, person: place.person, role: place.role })
    };
    Ok(Ties {
        child: row.text(0).to_owned(),
        authorities,
        open_to_yjs: kept.open_to_yjs,
        open_to_csc: kept.open_to_csc,
        told: kept.told.iter().filter_map(|word| Service::of(word)).collect(),
        involved: kept.involved.into_iter().filter_map(involved).collect(),
        owing,
        restricted: kept.restricted.is_some(),
        named: kept.restricted.unwrap_or_default(),
    })
}

impl Record {
    /// Who works with a child; nothing where there is no such record.
    pub async fn ties(&self, child: &str) -> Result<Option<Ties>, RecordError> {
        Ok(self.ties_and_version(child).await?.map(|(ties, _)| ties))
    }

    /// Who works with a child, and how many lines its log has: what [`Record::child_from`] takes, so that what is shown is no older than
    /// what the gate was told.
    pub async fn ties_and_version(&self, child: &str) -> Result<Option<(Ties, u64)>, RecordError> {
        const TIES: &str = "SELECT c.child, c.authority, c.host, c.ties, a.owing, c.version FROM child c \
                            LEFT JOIN agenda a ON a.child = c.child WHERE c.child = $1";
        let row = self.store.first(TIES, [child.into()]).await?;
        row.map(|row| Ok((read(&row)?, row.int(5) as u64))).transpose()
    }
}
