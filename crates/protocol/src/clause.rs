//! A clause: one thing that a protocol says, with what it became.
//!
//! Made only by reading (`read`), so every word in it exists. It holds what was agreed and nothing about any child.

use calendar::wording::Rhythm;
use calendar::{Day, LeftOut, Span};

use serde::{Deserialize, Serialize};

use crate::condition::{Expr, ValueExpr};
use crate::pattern::Pattern;
use crate::vocabulary::RoleId;

/// The kind of a clause, as the catalogue has it (`clauses/README.md`, Kinds).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Someone must do something for a child when something happens.
    Duty,
    /// Decides a status, an eligibility, a threshold, who may act.
    Rule,
    /// Information that must, may or must not pass.
    Sharing,
    /// What must be written down, where, in which form.
    Record,
    /// How a disagreement or a missed thing climbs.
    Escalation,
    /// An organisation must do something on a calendar or always.
    Standing,
    /// A panel or meeting.
    Forum,
    /// A template's or a checklist's contents.
    Form,
    /// A place, a rota, a contact point, a system's name.
    Directory,
    /// Context and values.
    Principle,
}

/// The kinds, by their words.
pub const KINDS: [(&str, Kind); 10] = [
    ("duty", Kind::Duty),
    ("rule", Kind::Rule),
    ("sharing", Kind::Sharing),
    ("record", Kind::Record),
    ("escalation", Kind::Escalation),
    ("standing", Kind::Standing),
    ("forum", Kind::Forum),
    ("form", Kind::Form),
    ("directory", Kind::Directory),
    ("principle", Kind::Principle),
];

impl Kind {
    /// Its word.
    pub fn word(self) -> &'static str {
        KINDS.iter().find(|(_, k)| *k == self).map_or("", |(word, _)| word)
    }
}

/// What a clause became: what the program does with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Became {
    /// A duty of a child.
    Duty,
    /// A finding about a child.
    Finding,
    /// An entry of the service's own calendar.
    Calendar,
    /// Something that the service must have in place at all times.
    Standing,
    /// A rule that always holds: shown beside the section's duties.
    StandingRule,
    /// An entry about a panel or meeting.
    Forum,
    /// A form with its items.
    Form,
    /// An entry of the directory.
    Directory,
    /// Guidance.
    Guidance,
}

impl Became {
    /// As a person names it.
    pub const fn word(self) -> &'static str {
        match self {
            Became::Duty => "duty",
            Became::Finding => "finding",
            Became::Calendar => "calendar",
            Became::Standing => "standing",
            Became::StandingRule => "standing rule",
            Became::Forum => "forum",
            Became::Form => "form",
            Became::Directory => "directory",
            Became::Guidance => "guidance",
        }
    }
}

/// What sets a clause off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum On {
    /// It stands at all times.
    Always,
    /// It recurs whatever happens to a child.
    OnCalendar,
    /// Any of these events.
    Events(Vec<Pattern>),
}

/// A question that a person must answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its name inside the clause.
    pub name: String,
    /// The question.
    pub text: String,
}

/// A condition, as written and as understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// As written.
    pub text: String,
    /// As understood.
    pub expr: Expr,
}

/// Which date of an anchor counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnchorDate {
    /// When it happened.
    Happened,
    /// When the owner's own service came to know.
    Knowing,
    /// A date that it tells of: the attribute's place.
    Told(u8),
}

/// The events that a clock counts from or to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Anchor {
    /// Each with the date of it that counts.
    pub events: Vec<(Pattern, AnchorDate)>,
}

/// A length of time, and whether it is the text's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Length {
    /// How long.
    pub span: Span,
    /// Set by the authority, because the text gives no figure.
    pub assumed: bool,
}

/// How a deadline counts, every word in it settled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Clock {
    /// So long after the anchor.
    Within(Length, Anchor),
    /// So long before the anchor.
    Before(Length, Anchor),
    /// The anchor's own day, urgent.
    SameDay(Anchor),
    /// The text's "as soon as possible": the authority's setting, assumed.
    AsSoonAsPossible(Length, Anchor),
    /// The anchor's own day: an order only.
    Order(Anchor),
    /// Again and again.
    Repeating(Repeat),
    /// On the calendar, whatever happens to a child.
    OnCalendar(Length, Rhythm),
}

/// A clock that comes again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repeat {
    /// The lengths of the first ones, where they differ.
    pub first: Vec<Length>,
    /// The length of every further one.
    pub every: Length,
    /// The shorter end of a range.
    pub not_before: Option<Length>,
    /// From when the first one counts.
    pub anchor: Anchor,
    /// What ends it.
    pub until: Vec<Pattern>,
    /// One more when this happens.
    pub finally: Vec<Pattern>,
    /// Whether each falls due by the calendar, done or not, and each trigger keeps a run of its own; else each counts from when the one
    /// before was done.
    pub by_the_calendar: bool,
}

/// A deadline, as worded and as understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deadline {
    /// As worded.
    pub text: String,
    /// As understood.
    pub clock: Clock,
}

/// How high a rule of law ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// An Act.
    Statute,
    /// Regulations.
    Regulation,
    /// Guidance that must be followed or departed from with reason.
    StatutoryGuidance,
    /// Other guidance.
    Guidance,
    /// Policy and grant conditions.
    Policy,
}

/// The levels, by their words.
pub const LEVELS: [(&str, Level); 5] = [
    ("statute", Level::Statute),
    ("regulation", Level::Regulation),
    ("statutory guidance", Level::StatutoryGuidance),
    ("guidance", Level::Guidance),
    ("policy", Level::Policy),
];

/// Where a rule of law stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Law {
    /// The Act, regulations or guidance.
    pub instrument: String,
    /// The section, regulation or chapter.
    pub provision: String,
    /// Both where there is little room: `Children Act 1989, s 47`.
    pub cited: String,
    /// Where it applies.
    pub extent: String,
    /// How high it ranks.
    pub level: Level,
    /// Whether it has been verified; what has not is shown and raises no breach.
    pub sure: bool,
}

/// Whether information passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sharing {
    /// It must.
    Must,
    /// It may.
    May,
    /// It must not.
    MustNot,
}

/// The rules of sharing, by their words.
pub const SHARING: [(&str, Sharing); 3] =
    [("must", Sharing::Must), ("may", Sharing::May), ("must-not", Sharing::MustNot)];

/// From when until when something is in force; open where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct InForce {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

impl InForce {
    /// Whether it is in force on this day.
    pub fn on(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// One thing that a protocol says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clause {
    /// Its id: the authority, the paragraph as printed, a letter.
    pub id: String,
    /// The paragraph as printed.
    pub para: String,
    /// The place inside the paragraph.
    pub place: Option<String>,
    /// Its kind.
    pub kind: Kind,
    /// What sets it off.
    pub on: On,
    /// When it applies; always, where nothing is said.
    pub condition: Option<Condition>,
    /// The questions it asks.
    pub asks: Vec<Question>,
    /// Who must act.
    pub owner: Option<RoleId>,
    /// Towards whom.
    pub towards: Option<RoleId>,
    /// What must be done, or what holds, in our words.
    pub says: String,
    /// The printed list.
    pub items: Vec<String>,
    /// By when.
    pub due: Option<Deadline>,
    /// Whether a new trigger begins a running repeating duty again.
    pub restarts: bool,
    /// The days that its clock in hours leaves out.
    pub leaves_out: Vec<LeftOut>,
    /// What shows it was done: any of these.
    pub shown_by: Vec<Pattern>,
    /// Whether one event shows every occurrence that was set off before it, not the earliest still owed alone.
    pub one_for_all: bool,
    /// Clauses that ask for the same thing.
    pub same_as: Vec<String>,
    /// The question that a rule's finding answers.
    pub question: Option<String>,
    /// The answer, where it is not simply yes or no.
    pub value: Option<ValueExpr>,
    /// Whether the information that it speaks of must, may or must not pass; nothing where it does not say.
    pub sharing: Option<Sharing>,
    /// What a clause of a special kind holds, in order: `sharing`, `forum`, `ladder`, `directory`, `definition` and so on.
    pub details: Vec<(String, String)>,
    /// Where it stands in law, for the floor.
    pub law: Option<Law>,
    /// When this clause itself is in force, where that differs from the edition.
    pub in_force: InForce,
    /// Clauses on the same matter.
    pub see_also: Vec<String>,
    /// Slips, gaps, clashes and readings.
    pub note: Option<String>,
    /// The file it stands in.
    pub file: String,
    /// The line it begins on.
    pub line: usize,
}

impl Clause {
    /// What the program does with it (contract, Duties out): a duty, sharing, record or escalation clause set off by an event becomes a
    /// duty, a rule set off by an event a finding; what stands always or recurs belongs to the service.
    pub fn became(&self) -> Became {
        let by_event = matches!(self.on, On::Events(_));
        let recurs = matches!(self.due.as_ref().map(|d| &d.clock), Some(Clock::OnCalendar(..)))
            || (!by_event && self.due.is_some())
            || self.on == On::OnCalendar;
        match self.kind {
            Kind::Duty | Kind::Sharing | Kind::Record | Kind::Escalation if by_event => Became::Duty,
            Kind::Rule if by_event => Became::Finding,
            Kind::Rule => Became::StandingRule,
            Kind::Directory => Became::Directory,
            Kind::Principle => Became::Guidance,
            Kind::Form => Became::Form,
            _ if recurs => Became::Calendar,
            Kind::Forum => Became::Forum,
            _ => Became::Standing,
        }
    }

    /// The events that can set it off.
    pub fn triggers(&self) -> &[Pattern] {
        if let On::Events(patterns) = &self.on { patterns } else { &[] }
    }

    /// Whether its deadline repeats.
    pub fn repeats(&self) -> bool {
        self.repeat().is_some()
    }

    /// Its deadline, where it comes again.
    pub fn repeat(&self) -> Option<&Repeat> {
        match self.due.as_ref().map(|d| &d.clock) {
            Some(Clock::Repeating(repeat)) => Some(repeat),
            _ => None,
        }
    }
}
