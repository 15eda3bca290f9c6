//! What waits until a person has looked: of whom, for what, and in which words.

use feeds::events::Whose;
use record::{Feed, Waiting};

use super::Plan;
use crate::imports::report::Report;
use crate::imports::take::GONE;

/// Of whom something waits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    /// `yjs` or `csc`.
    pub service: &'static str,
    /// The number in that system.
    pub number: String,
    /// For what.
    pub waits: Waits,
}

/// For what something waits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Waits {
    /// A person is to say whether the child is the one of this number in the other system.
    Pair(String),
    /// There are two records for what is one child.
    TwoRecords(Vec<String>),
    /// Neither system tells a date of birth.
    NoBirth,
    /// Neither system tells a name.
    NoName,
    /// A record without this number looks like this child.
    Alike(String),
    /// The number now stands beside another name and date of birth than in the record.
    AnotherChild(String),
    /// By hand something else was written than the system says: the event.
    ByHand(String, String),
    /// The record says another date of birth than the systems.
    Born(String),
    /// The child was open in the last file of this kind and is not in this one.
    Gone(String),
    /// The same child seems to stand in this system under this number too.
    Twice(String),
    /// Not everybody could be looked at whom the child may be.
    NotAll,
    /// The system says that the child died.
    Died,
    /// What would be written is refused: why.
    Refused(String),
}

impl Waits {
    /// The word in the record.
    pub const fn word(&self) -> &'static str {
        match self {
            Waits::Pair(_) => "pair",
            Waits::TwoRecords(_) => "two-records",
            Waits::NoBirth => "no-birth",
            Waits::NoName => "no-name",
            Waits::Alike(_) => "alike",
            Waits::AnotherChild(_) => "another-child",
            Waits::ByHand(..) => "by-hand",
            Waits::Born(_) => "born",
            Waits::Gone(_) => "gone",
            Waits::Twice(_) => "twice",
            Waits::NotAll => "not-all",
            Waits::Died => "died",
            Waits::Refused(_) => "refused",
        }
    }

    /// For what, in words: for whoever looks after the data. It names no child.
    pub fn in_words(&self) -> String {
        match self {
            Waits::Pair(_) => "may be a child of the other service: say whether it is the same".into(),
            Waits::TwoRecords(_) => {
                "is one child with two records here: take the numbers out of the one that is not to go on".into()
            }
            Waits::NoBirth => "has no date of birth in either system: put it right there".into(),
            Waits::NoName => "has no name in either system: put it right there".into(),
            Waits::Alike(_) => {
                "looks like a record that has no such number: say whether it is the same child".into()
            }
            Waits::AnotherChild(_) => {
                "has a number that belongs to a record of another name and date of birth: say whether it is the same child".into()
            }
            Waits::ByHand(event, day) => {
                format!("{event}: the record was told {day} by hand, and the system says otherwise")
            }
            Waits::Born(_) => "has another date of birth in the system than in the record: put right whichever is wrong".into(),
            Waits::Gone(_) => {
                "was open in the file before and is not in this one: close the child there, or look why they are missing".into()
            }
            Waits::Twice(other) => format!("seems to stand there under number {other} too: put the two together there"),
            Waits::NotAll => {
                "is like too many others for all of them to be compared: give an NHS number, UPN or address there".into()
            }
            Waits::Died => "has died, by the system: record it by hand, and with care".into(),
            Waits::Refused(why) => format!("would be written and cannot be: {why}"),
        }
    }
}

impl Plan {
    /// Adds whoever is missed in the file of a feed that was read; who was missed in the others before still is. Where none was read, what the lists
    /// said by themselves stands as it did.
    pub fn missed(&mut self, waiting: Vec<Waiting>, read: Option<(&Feed, &Report)>) {
        let is_of_it = |one: &Waiting| {
            read.is_some_and(|(feed, _)| one.service == feed.service && one.about.as_str() == Some(&feed.layout))
        };
        for one in waiting.into_iter().filter(|one| !is_of_it(one)) {
            let Some(whose) = Whose::named(&one.service) else { continue };
            let about = one.about.as_str().unwrap_or_default().to_owned();
            let waits = match (one.kind.as_str(), read.is_some()) {
                (GONE, _) => Waits::Gone(about),
                ("twice", false) => Waits::Twice(about),
                ("not-all", false) => Waits::NotAll,
                _ => continue,
            };
            self.held.push(Held { service: whose.word(), number: one.number, waits });
        }
        if let Some((feed, report)) = read
            && let Some(whose) = Whose::named(&feed.service)
        {
            let held = |number: &String| Held {
                service: whose.word(),
                number: number.clone(),
                waits: Waits::Gone(feed.layout.clone()),
            };
            self.held.extend(report.missed.iter().map(held));
        }
    }
}
