//! One duty as a line of a page about a child: what, by when and where it says so, who owes it.

use calendar::Moment;
use duties::{Line, Side, State};
use protocol::{Clause, Protocols};

use crate::app::App;
use crate::owed::Shown;
use crate::pages::words::address_part;
use crate::parts::{Due, Link, Mark, ServiceTag, Tag};

/// One duty, ready to be shown.
pub struct Row {
    /// What it is called in forms.
    pub key: String,
    /// What must be done.
    pub title: String,
    /// Where it says why.
    pub why: String,
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
pub fn row(app: &App, shown: &Shown, now: Moment) -> Row {
    let line = &shown.line;
    let why = format!("/children/{}/why?duty={}", shown.child, address_part(&shown.key()));
    Row {
        key: shown.key(),
        title: line.title.clone(),
        service: shown.service.into(),
        owner: shown.owner.clone(),
        people: shown.people.join(", "),
        counterpart: shown.counterpart.clone(),
        due: due(app.book.protocols, line, now, &why),
        state: state(line),
        under: under(line.side),
        unknown: line.unknown,
        ticks: false,
        set_aside: String::new(),
        why,
    }
}

/// When a line is due, with the clause that leads to why.
pub fn due(protocols: &Protocols, line: &Line, now: Moment, why: &str) -> Due {
    let number = clause(protocols, &line.clause);
    let said = if line.side == Side::Floor { format!("of the law: {number}") } else { number };
    let marks = [(line.urgent, Mark::Urgent), (line.assumed, Mark::Assumed), (line.order, Mark::OrderOnly)];
    Due {
        due: line.due,
        now,
        is_settled: !line.is_owed(),
        marks: marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect(),
        clause: Some(Link::new(said, why.to_owned())),
    }
}

/// A clause as a person calls it: its number in the paper, or where it stands in law.
pub fn clause(protocols: &Protocols, id: &str) -> String {
    match protocols.clause(id) {
        // The whole of it stands on the page that says why.
        Some((_, Clause { law: Some(law), .. })) => law.provision.clone(),
        Some((protocol, _)) => id.strip_prefix(&format!("{}-", protocol.authority)).unwrap_or(id).to_owned(),
        None => id.to_owned(),
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
