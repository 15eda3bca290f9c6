//! The sentences of a `why`, each in one place: for one child (`why`) and for a whole caseload (`caseload`).
//!
//! Days come in as words, since saying one is the dearest part; nothing here looks at a child or decides anything.

use calendar::{Calendar, Day, LeftOut, Span, Unit};
use protocol::vocabulary::EventKind;
use protocol::{Clause, Protocol};

use crate::duty::Side;

/// The figure is not the text's.
pub const ASSUMED: &str = "Assumed: the text gives no figure; this is the authority's setting, not the protocol's.";
/// There is no deadline.
pub const NO_TIME: &str = "The text gives no time: it is owed from that day until it is done.";
/// It is overdue.
pub const OVERDUE: &str = "That date has passed and nothing recorded shows it done: overdue.";
/// It rests on law that is not confirmed.
pub const UNCONFIRMED: &str = "This row of the law has not been confirmed yet: it is shown, and raises no breach.";

/// A text that is made piece by piece.
pub fn made(make: impl FnOnce(&mut String)) -> String {
    let mut text = String::new();
    make(&mut text);
    text
}

fn push(out: &mut String, pieces: &[&str]) {
    for piece in pieces {
        out.push_str(piece);
    }
}

/// What an event means; the vocabulary's notes for those who write journeys come after a semicolon.
pub fn means(event: &EventKind) -> &str {
    event.means.split(';').next().unwrap_or_default()
}

/// With a capital and a full stop.
pub fn sentence(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    match chars.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), chars.as_str()),
        None => String::new(),
    }
}

/// What happened.
pub fn trigger(out: &mut String, day: &str, means: &str) {
    push(out, &[day, ": ", means, "."]);
}

/// Which paper says so, and whether its own review date has passed by a day.
pub fn source(protocol: &Protocol, clause: &Clause, side: Side, today: Day) -> String {
    if let Some(law) = &clause.law {
        return format!("The law beneath every protocol: {}, {} ({}).", law.instrument, law.provision, clause.id);
    }
    let host = if side == Side::Host { "host " } else { "" };
    let edition = protocol.edition.split(['.', ';', ':']).next().unwrap_or_default().trim();
    let mut name = protocol.authority.chars();
    let first = name.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let mut text = format!(
        "Paragraph {} of the {host}protocol of {first}{} ({edition}), {}.",
        clause.para,
        name.as_str(),
        clause.id
    );
    if let Some(review) = protocol.review_by.filter(|r| *r < today) {
        text.push_str(&format!(" The paper's own review date, {}, has passed.", review.in_words()));
    }
    text
}

/// The condition holds, and what of it decided that.
pub fn applies(parts: &[String]) -> String {
    format!("It applies here: {}.", parts.join("; "))
}

/// Whether the condition holds is not known, and what is missing.
pub fn not_known(parts: &[String]) -> String {
    format!("Not known: {}. Until that is recorded nobody can tell.", parts.join("; "))
}

/// The deadline as the text words it.
pub fn clock(text: &str) -> String {
    format!("The text's clock: {text}.")
}

/// The day on which the count begins.
pub fn day_zero(out: &mut String, day: &str) {
    push(out, &[day, " is day zero."]);
}

/// What a further turn counts from.
pub fn from_the_last(out: &mut String, by_the_calendar: bool, day: &str) {
    push(
        out,
        &["It counts from when it ", if by_the_calendar { "last fell due" } else { "was last done" }, ": ", day, "."],
    );
}

/// A length of time, saying which days it counts, and which of a count in hours are left out.
pub fn length(span: Span, left_out: &[LeftOut]) -> String {
    match span.unit {
        Unit::Hours if !left_out.is_empty() => {
            let days: Vec<&str> = left_out.iter().map(|day| day.in_words()).collect();
            format!("{} hours, through nights but leaving out {}", span.n, days.join(", "))
        }
        Unit::Weeks => format!("{span} ({} calendar days)", span.n * 7),
        Unit::Days => format!("{} calendar day{}", span.n, if span.n == 1 { "" } else { "s" }),
        Unit::Months => format!("{} calendar month{}", span.n, if span.n == 1 { "" } else { "s" }),
        Unit::Hours => format!("{} hours, straight through nights and weekends", span.n),
        _ => span.to_string(),
    }
}

/// What a sum of working days after one day and up to another skipped, by name.
pub fn skipped(out: &mut String, calendar: &Calendar, from: Day, to: Day, say: impl Fn(&mut String, Day)) {
    let weekend = (from.number() + 1..=to.number().min(from.number() + 7)).any(|n| Day::from_number(n).is_weekend());
    let mut between = if weekend { ", " } else { ", skipping " };
    if weekend {
        out.push_str(", skipping weekends");
    }
    for (day, name) in calendar.skipped(from, to) {
        push(out, &[between, name, " ("]);
        say(out, day);
        out.push(')');
        between = ", ";
    }
}

/// Counted on, and the result.
pub fn forward(out: &mut String, length: &str, skipped: &str, due: &str) {
    push(out, &[length, " after that", skipped, ": due ", due, "."]);
}

/// Counted back, and the result.
pub fn backward(out: &mut String, length: &str, skipped: &str, due: &str) {
    push(out, &[length, " before that, counted back", skipped, ": due ", due, "."]);
}

/// What showed it done, and when.
pub fn shown(out: &mut String, late: bool, day: &str, means: &str) {
    push(out, &["Shown done", if late { ", late" } else { "" }, ": ", day, " (", means, ")."]);
}
