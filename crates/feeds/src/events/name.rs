//! What an event that came from a file is called: the same for the same thing in every file, so that it is written once and known again.
//!
//! ```text
//! event     = "feed-" service "-" number "-" thing "-" which "-" part   feed-csc-C9-plan-2026-03-02-child_2d_protection-start
//! service   = "yjs" | "csc"
//! number    = the child's number in that system, as `safe` writes it
//! thing     = "open" | "plan" | "care" | "placed" | "missing"           of which kind it is
//! which     = its own number there | day "-" [ word ]                   from which day it holds, and what it is; of work the day alone
//! part      = "start" | "end" | "plan" | "rest" | "missing" | "returned"
//! anew      = event "-anew-" n                                          told for the n-th time after it was taken back
//! household = "feed-csc-household-of-" hash                             that a brother or sister is open to social care
//! ```
//!
//! What is said of a told event bears its name, and in turn: `-put-right-N` corrects it for the n-th time, `-open-again` takes back an end that the
//! system takes back, `-taken-back-N` takes it back because a join was undone at version N of the record.

use crate::events::Whose;
use crate::listed::{Listed, Spell, SpellKind};

/// How the name of every event begins that came from a file.
pub const FROM_A_FILE: &str = "feed-";
/// Before the number of the times that an event was told anew after it was taken back.
pub const ANEW: &str = "-anew-";
/// Before the number of the times that an event was put right.
pub const PUT_RIGHT: &str = "-put-right-";
/// At the end of what takes an end back, where the system does.
pub const OPEN_AGAIN: &str = "-open-again";
/// Before the version of the record at which an event was taken back, because a join was undone.
pub const TAKEN_BACK: &str = "-taken-back-";
/// How the names of ends end, and those of what they end.
const ENDS: [(&str, &str); 3] = [("-end", "-start"), ("-rest", "-start"), ("-returned", "-missing")];

/// Whether an event came from a file.
pub fn is_from_a_file(id: &str) -> bool {
    id.starts_with(FROM_A_FILE)
}

/// The beginning that an event ends, by its name; nothing where it ends none.
///
/// ```
/// use feeds::events::name::beginning_of;
///
/// assert_eq!(beginning_of("feed-csc-C9-open-R1-end").as_deref(), Some("feed-csc-C9-open-R1-start"));
/// assert_eq!(beginning_of("feed-csc-C9-open-R1-start"), None);
/// ```
pub fn beginning_of(id: &str) -> Option<String> {
    ENDS.iter().find_map(|(end, start)| Some(format!("{}{start}", id.strip_suffix(end)?)))
}

/// The end of a beginning, by its name; nothing where it is none.
pub fn end_of(id: &str) -> Option<String> {
    ENDS.iter().find_map(|(end, start)| Some(format!("{}{end}", id.strip_suffix(start)?)))
}

/// Whether an event is of the child whose names begin with `own` ([`events_of`]): one number may be the beginning of another.
pub fn is_of(own: &str, id: &str) -> bool {
    id.strip_prefix(own).is_some_and(|rest| rest.starts_with('-'))
}

/// Whether an event of the child whose names begin with `own` tells of work: that it begins, goes on upon another plan, or ends.
pub fn is_of_work(own: &str, id: &str) -> bool {
    id.strip_prefix(own).is_some_and(|rest| rest.starts_with("-open-"))
}

/// Whether an event is called after its day alone: the system gives it no number.
pub fn is_by_day(own: &str, id: &str) -> bool {
    let which = id.strip_prefix(own).and_then(|rest| rest.strip_prefix("-open-")?.rsplit_once('-'));
    which.is_some_and(|(day, _)| day.parse::<calendar::Day>().is_ok())
}

/// The name under which something was told first.
pub fn first(id: &str) -> &str {
    id.split_once(ANEW).map_or(id, |(first, _)| first)
}

/// The name under which something is told anew.
///
/// ```
/// use feeds::events::name::{anew, first};
///
/// assert_eq!(anew("feed-csc-C9-open-R1-end"), "feed-csc-C9-open-R1-end-anew-1");
/// assert_eq!(anew("feed-csc-C9-open-R1-end-anew-1"), "feed-csc-C9-open-R1-end-anew-2");
/// assert_eq!(first("feed-csc-C9-open-R1-end-anew-2"), "feed-csc-C9-open-R1-end");
/// ```
pub fn anew(id: &str) -> String {
    match id.split_once(ANEW) {
        Some((first, n)) => format!("{first}{ANEW}{}", n.parse::<usize>().unwrap_or(0) + 1),
        None => format!("{id}{ANEW}1"),
    }
}

/// The name of what puts an event right for the n-th time.
pub fn put_right(id: &str, n: usize) -> String {
    format!("{id}{PUT_RIGHT}{n}")
}

/// The name of what takes an end back.
pub fn open_again(id: &str) -> String {
    format!("{id}{OPEN_AGAIN}")
}

/// The name of what takes an event back, because a join was undone.
pub fn taken_back(id: &str, version: u64) -> String {
    format!("{id}{TAKEN_BACK}{version}")
}

/// The name of what says that another child of a household is open to social care; of the youth justice's child the hash alone is in it.
pub fn household(hash: &str) -> String {
    format!("{FROM_A_FILE}csc-household-of-{hash}")
}

/// Which of the events of one thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// It begins.
    Start,
    /// It ends.
    End,
    /// Work goes on upon another plan.
    Plan,
    /// What is left of care ends, beside what its reason ends.
    Rest,
    /// The child is missing.
    Missing,
    /// The child is back.
    Returned,
}

impl Part {
    const fn word(self) -> &'static str {
        match self {
            Part::Start => "start",
            Part::End => "end",
            Part::Plan => "plan",
            Part::Rest => "rest",
            Part::Missing => "missing",
            Part::Returned => "returned",
        }
    }
}

/// What the names of a child's events begin with.
pub fn events_of(listed: &Listed, of: Whose) -> String {
    format!("{FROM_A_FILE}{}-{}", of.word(), safe(&listed.number))
}

/// The names of one child's events.
pub(super) struct Names(String);

impl Names {
    pub(super) fn of(listed: &Listed, of: Whose) -> Names {
        Names(events_of(listed, of))
    }

    /// Of something that holds for a time: by its own number, else by its first day and what it is.
    pub(super) fn spell(&self, spell: &Spell, part: Part) -> String {
        let thing = match spell.kind {
            SpellKind::Open => "open",
            SpellKind::Plan => "plan",
            SpellKind::LookedAfter => "care",
            SpellKind::Placed => "placed",
            SpellKind::Missing => "missing",
        };
        let word = if spell.word.is_empty() { &spell.code } else { &spell.word };
        let which = own_number(spell).unwrap_or_else(|| format!("{}-{}", spell.from.0, safe(word)));
        self.name(thing, &which, part)
    }

    /// Of a whole time of work: by the number of its first part, else by its first day alone, so that a word that is put right is no other time.
    pub(super) fn work(&self, whole: &Spell, part: Part) -> String {
        self.name("open", &own_number(whole).unwrap_or_else(|| whole.from.0.to_string()), part)
    }

    fn name(&self, thing: &str, which: &str, part: Part) -> String {
        format!("{}-{thing}-{which}-{}", self.0, part.word())
    }
}

fn own_number(spell: &Spell) -> Option<String> {
    (!spell.key.is_empty()).then(|| safe(&spell.key))
}

/// Letters and digits of a number, for a name: others are written by their number. Two that differ differ here.
fn safe(number: &str) -> String {
    let mut text = String::new();
    for c in number.chars() {
        if c.is_ascii_alphanumeric() { text.push(c) } else { text.push_str(&format!("_{:x}_", u32::from(c))) }
    }
    text
}
