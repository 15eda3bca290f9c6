//! What is kept?
//!
//! An append-only log for each child, and what is read from it. What comes in was let in by the gate ([`gate::Admitted`]); every read of a
//! child shows a [`gate::Pass`]. The one read without a pass is [`Record::ties`]: who works with the child, which the gate itself needs.
//! Nothing in the log is ever changed or deleted; what stands beside it can be dropped and built again from it, but for the log of looks, the keys to
//! sign in by, who asked whether a child is known, and what a service's file last said of each child, which its next file says again.

mod accounts;
mod agenda;
mod alike;
mod append;
mod backup;
mod chain;
mod child;
mod drafts;
mod entry;
mod feed;
mod find;
mod fold;
mod index;
mod involvement;
mod known;
mod leaving;
mod listed;
mod looked_at;
mod may_read;
mod notices;
mod own_details;
mod reckoned;
mod record;
mod sessions;
mod staff;
mod store;
mod upkeep;
mod waiting;
mod words;
mod worklist;

pub use accounts::Account;
pub use agenda::Evaluated;
pub use append::{AppendError, Appended, Write};
pub use backup::copy;
pub use chain::{fresh_id, hash};
pub use child::{About, Besides, Child, Kept};
pub use drafts::Draft;
pub use entry::{Contact, Details, Entry, Numbers, Place, StaffEntry, Warning};
pub use feed::{Decided, FeedEntry, Feeds, Imported, Kept as KeptFeed, Placed, Said, Settled};
pub use feeds::events::name::TAKEN_BACK;
pub use find::Found;
pub use fold::open_after;
pub use known::{Check, Hidden, Key, KnownError, Pressing, Question, Quota, REASONS, Reason, Restricted};
pub use leaving::Naming;
pub use listed::{Compared, Feed, Run, Unused};
pub use looked_at::{Look, Looked, Visit};
pub use may_read::{MayRead, Reader};
pub use notices::{Notice, NoticeState, Stage};
pub use own_details::OwnDetails;
pub use reckoned::Reckoned;
pub use record::{Book, Record, RecordError};
pub use sessions::{Session, Token};
pub use staff::{Staff, StaffChange, StaffKept};
pub use store::{Encryption, Server, Settings, StoreError};
pub use upkeep::{Difference, Verified};
pub use waiting::{PairKept, Waiting};
pub use words::name_and_birth;
