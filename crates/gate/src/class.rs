//! Which kinds of fact are there? Every event, every attribute and every field of a child is of one (safety R3); [`crate::Reading`] says which.

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

    /// The class of this word.
    pub fn of(word: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|c| c.word() == word)
    }
}

/// A set of classes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
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
