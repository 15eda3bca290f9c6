//! What may a person change of their own entry among the staff? What is no right: where they are reached (safety R44). Their name is for an
//! administrator: it stands beside every look and every entry, and nobody is to look under another's (R28).
//!
//! In come these two and a pass for one's own things; out goes the entry as it stands now, with nothing else changed. Whose entry it is comes
//! from the pass: nobody writes another's by this.

use gate::{Admitted, Person};

use crate::append::AppendError;
use crate::entry::StaffEntry;
use crate::record::{Record, RecordError};

/// How often it is tried while others change the people and teams.
const TRIES: usize = 5;

/// Where a person is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDetails {
    /// Where to reach them; empty where not known.
    pub telephone: String,
    /// Where notices go; empty where they get none.
    pub email: String,
}

impl Record {
    /// Keeps where the person of the pass is reached. What others changed of them meanwhile stays.
    pub async fn keep_own_details(&self, admitted: Admitted<OwnDetails>, now: i64) -> Result<(), AppendError> {
        let (pass, own) = admitted.into_parts();
        let mut seen = 0;
        for _ in 0..TRIES {
            let staff = self.staff(pass.authority()).await?;
            let person = staff.person(&pass.person().id).filter(|person| person.active).ok_or(RecordError::NotFound)?;
            let OwnDetails { telephone, email } = own.clone();
            let changed = Person { telephone, email, ..person.clone() };
            if changed == *person {
                return Ok(());
            }
            seen = staff.version;
            match self.keep_with(&pass, vec![StaffEntry::from(&changed)], seen, now, Vec::new()).await {
                Err(AppendError::Conflict(_)) => {}
                result => return result.map(drop),
            }
        }
        Err(AppendError::Conflict(seen))
    }
}
