//! An event as written: what happened, when, who knew when, and what it says of other events.

use calendar::{Day, Moment};
use protocol::vocabulary::{EventId, Service, Value};

/// The child, as the head of a journey has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Child {
    /// The date of birth.
    pub born: Day,
    /// The sex, `female` or `male`; nothing where it was not said.
    pub sex: Option<&'static str>,
    /// How many brothers and sisters are known of; nothing where it was not said.
    pub siblings: Option<u32>,
}

/// When each service came to know of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Youth justice; nothing where it has not been told.
    pub yjs: Option<Moment>,
    /// Social care; nothing where it has not been told.
    pub csc: Option<Moment>,
}

impl Known {
    /// Both services knew at this moment.
    pub const fn both(at: Moment) -> Known {
        Known { yjs: Some(at), csc: Some(at) }
    }

    /// The earlier of the two services' times.
    pub fn earliest(self) -> Option<Moment> {
        match (self.yjs, self.csc) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// When an owner came to know: its own service; for one of neither service or of both, the earlier (contract, Duties out).
    pub fn to(self, service: Service) -> Option<Moment> {
        match service {
            Service::Yjs => self.yjs,
            Service::Csc => self.csc,
            Service::Both | Service::Third => self.earliest(),
        }
    }
}

/// What an entry of a journey says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Something happened.
    Event {
        /// The event.
        kind: EventId,
        /// What it says, one place for each attribute of the event.
        values: Box<[Option<Value>]>,
        /// The event that this one takes the place of.
        corrects: Option<String>,
    },
    /// The event of this id did not happen.
    Retracts(String),
    /// An event whose content was lawfully erased, by this authority.
    Erased(Erased),
}

/// An event that was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// On what authority.
    pub by: String,
    /// The event that it took the place of.
    pub corrects: Option<String>,
}

/// An entry of a journey, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its place in the file, from 1.
    pub place: u32,
    /// Its line in the file.
    pub line: usize,
    /// When it happened.
    pub at: Moment,
    /// When it became known.
    pub known: Known,
    /// Its id.
    pub id: Option<String>,
    /// The id of the event it carries on.
    pub follows: Option<String>,
    /// What it says.
    pub what: What,
}

impl Written {
    /// The id of the event that it takes the place of.
    pub(crate) fn corrects(&self) -> Option<&str> {
        match &self.what {
            What::Event { corrects, .. } | What::Erased(Erased { corrects, .. }) => corrects.as_deref(),
            What::Retracts(_) => None,
        }
    }

    /// When it was recorded: when the first service knew.
    pub fn recorded(&self) -> Moment {
        self.known.earliest().unwrap_or(self.at)
    }
}
