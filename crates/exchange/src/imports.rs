//! What comes in from the two services' own systems?
//!
//! One road, in four steps: [`take`] reads the files and lays them beside the last ones; [`together`] finds the children who stand in both
//! services' lists; [`plan`] says what would be written of whom, and what waits until a person has looked; [`keep`] writes it. Without the last it
//! is a dry run, and nothing that counts has changed. A file counts whole or not at all; what is written of a child is written once, however
//! often the file comes.

mod decide;
mod disagree;
mod households;
mod keep;
mod plan;
mod report;
mod take;
mod together;

use calendar::Day;
use feeds::events::Whose;
use feeds::read::{Listener, Read, Unreadable};
use gate::{Gate, Pass};
use record::{AppendError, Feed, Record, RecordError, Run};

use crate::london::moment;
use take::Taking;

pub use decide::{Came, Word, by_hand, decide, joined, place};
pub use disagree::{Differs, differs};
pub use plan::{Held, Plan, Planned, Waits};
pub use report::{Changed, Report};
pub use together::{Found, Standing};

/// Reads the files, and tells whoever listens what stands in them: here, as [`feeds::read::read`] does, or in a process of its own.
pub type Reading<'r> = Box<dyn FnOnce(&mut Listener<'_>) -> Result<Read, Unreadable> + Send + 'r>;

/// What is asked of an import.
pub struct Import<'i> {
    /// Whose file, of which kind.
    pub feed: Feed,
    /// What reads its files.
    pub reading: Reading<'i>,
    /// Of which day the files are, where they do not say so themselves or are to be taken for another.
    pub as_of: Option<Day>,
    /// Whether what the file says is to count; else it is a dry run.
    pub keep: bool,
    /// Whether a file that lists far fewer children than the one before may count.
    pub far_fewer: bool,
    /// Now, in milliseconds since 1970.
    pub now: i64,
}

/// Why nothing of a file counts.
#[derive(Debug)]
pub enum ImportError {
    /// It cannot be read.
    Unreadable(Unreadable),
    /// What it says cannot be kept.
    Append(AppendError),
    /// The gate.
    Refused(String),
    /// The record.
    Record(RecordError),
}

impl std::fmt::Display for ImportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ImportError::Unreadable(why) => why.fmt(f),
            ImportError::Append(why) => why.fmt(f),
            ImportError::Refused(why) => f.write_str(why),
            ImportError::Record(why) => why.fmt(f),
        }
    }
}

impl std::error::Error for ImportError {}

impl From<RecordError> for ImportError {
    fn from(error: RecordError) -> ImportError {
        ImportError::Record(error)
    }
}

impl From<AppendError> for ImportError {
    fn from(error: AppendError) -> ImportError {
        ImportError::Append(error)
    }
}

impl From<Unreadable> for ImportError {
    fn from(error: Unreadable) -> ImportError {
        ImportError::Unreadable(error)
    }
}

/// Takes in the files of a feed, or says what they would change. `said` is told now and then how far it is.
///
/// # Errors
///
/// Where the files cannot be read as a whole, or the record cannot be used: then nothing of them counts.
pub async fn import(
    record: &Record,
    gate: &Gate,
    pass: &Pass,
    import: Import<'_>,
    said: &mut (dyn FnMut(&str) + Send),
) -> Result<Report, ImportError> {
    if Whose::named(&import.feed.service).is_none() {
        return Err(ImportError::Refused(format!("`{}` is neither of the two services", import.feed.service)));
    }
    let run = record.begin_file(pass, &import.feed).await?;
    let came = read_and_keep(record, gate, pass, import, &run, said).await;
    if came.as_ref().map_or(true, |report| !report.kept) {
        record.drop_file(pass, &run).await?;
    }
    came
}

async fn read_and_keep(
    record: &Record,
    gate: &Gate,
    pass: &Pass,
    import: Import<'_>,
    run: &Run,
    said: &mut (dyn FnMut(&str) + Send),
) -> Result<Report, ImportError> {
    let Import { feed, reading, as_of, keep, far_fewer, now } = import;
    let mut report = take::take(record, pass, run, Taking { reading, as_of, now }, said).await?;
    said("looking for the children whom both services have");
    let today = moment(now).day();
    let found = together::together(record, pass, Some(&feed), today).await?;
    let mut plan = plan::plan(record, pass, found, Some(&feed), now).await?;
    plan.missed(record.waiting(pass).await?, Some((&feed, &report)));
    if keep {
        if let Some(why) = report.far_fewer().filter(|_| !far_fewer) {
            return Err(ImportError::Refused(why));
        }
        said("writing");
        keep::keep(record, gate, pass, run, now, &report, &plan).await?;
        report.kept = true;
    }
    report.plan = plan;
    Ok(report)
}
