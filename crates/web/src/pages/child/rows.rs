//! One duty as a line of a page about a child: what, by when and where it says so, who owes it.

use calendar::Moment;
use duties::{Line, Side, State};

use crate::app::App;
use crate::clauses;
use crate::owed::{self, Shown};
use crate::pages::words::beside;
use crate::parts::{Due, ServiceTag, Tag};

/// One duty, ready to be shown.
pub struct DutyRow {
    /// What it is called in forms.
    pub key: String,
    /// What must be done.
    pub title: String,
    /// Where it says why; empty where that is withheld with all the rest.
    pub why: String,
    /// Which of several that say the same; empty where it stands alone.
    pub which: String,
    /// Whose it is.
    pub service: ServiceTag,
    /// Who owes it, in words.
    pub owner: String,
    /// Their names.
    pub people: String,
    /// To whom; empty where to nobody in particular.
    pub counterpart: String,
    /// By when.
    pub due: Due,
    /// How it stands, where it is no longer owed.
    pub state: Option<Tag>,
    /// Under what, where that is not the child's own protocol.
    pub under: &'static str,
    /// Whether it is not known if it applies.
    pub unknown: bool,
    /// Whether it can be ticked.
    pub ticks: bool,
    /// Whether it can be set aside: the address where.
    pub set_aside: String,
}

/// A line of a child's page.
pub fn row(app: &App, shown: &Shown, now: Moment) -> DutyRow {
    let line = &shown.line;
    DutyRow {
        key: shown.key(),
        title: line.title.to_string(),
        which: String::new(),
        service: shown.by.service.into(),
        owner: beside(shown.by.service, &shown.by.role),
        people: shown.by.people.clone(),
        counterpart: shown.counterpart(),
        due: owed::due(shown, now, clauses::why(app.book.protocols, shown)),
        state: state(line),
        under: under(line.side),
        unknown: line.unknown,
        ticks: false,
        set_aside: String::new(),
        why: clauses::why_address(shown),
    }
}

fn state(line: &Line) -> Option<Tag> {
    let (words, class) = match line.state {
        State::Open | State::Overdue => return None,
        State::Done => ("Done", "govuk-tag--grey"),
        State::DoneLate => ("Done late", "govuk-tag--grey"),
        State::Ended => ("No longer applies", "govuk-tag--grey"),
    };
    let words = line.done_at.map_or_else(|| words.to_owned(), |at| format!("{words} {}", at.day().in_words()));
    Some(Tag { text: words.into(), classes: class.into(), ..Tag::default() })
}

/// Under what a duty is owed, where that is not the child's own protocol.
pub const fn under(side: Side) -> &'static str {
    match side {
        Side::Home => "",
        Side::Host => "Protocol of the place where the child is",
        Side::Floor => "The law",
    }
}
