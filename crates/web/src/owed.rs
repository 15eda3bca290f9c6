//! What does a list show of a duty, to the one who looks? Derived now, from the child as it is; nothing of it is kept.
//!
//! What rests on a fact that the person may not see is shown without its reason (safety R4): the duty itself stays, with its date, since
//! somebody owes it. Pure: a child, a pass and a moment in, lines out.

use std::sync::Arc;

use calendar::Moment;
use duties::{Line, State};
use exchange::Around;
use gate::{Pass, Person, Service};
use protocol::vocabulary::Service as Of;
use record::{Child, Staff};

use crate::app::App;
use crate::parts::{Due, Link, Mark};

/// Whose duty it is, seen from the one who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// Mine.
    Mine,
    /// My own service's, and somebody else's there.
    Ours,
    /// The other service's.
    Theirs,
    /// Of neither: the police, a school, the council as a whole.
    Others,
}

/// When it is due, seen from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// It was due.
    Overdue,
    /// Today.
    Today,
    /// In the next seven days.
    Week,
    /// Later.
    Later,
    /// No date is given.
    NoDate,
}

impl When {
    /// All of them, the most pressing first.
    pub const ALL: [When; 5] = [When::Overdue, When::Today, When::Week, When::Later, When::NoDate];

    /// What stands over them in a list.
    pub const fn heading(self) -> &'static str {
        match self {
            When::Overdue => "Overdue",
            When::Today => "Due today",
            When::Week => "Due in the next seven days",
            When::Later => "Later",
            When::NoDate => "No date given, or none that is confirmed",
        }
    }

    /// The mark in the address.
    pub const fn word(self) -> &'static str {
        match self {
            When::Overdue => "overdue",
            When::Today => "today",
            When::Week => "week",
            When::Later => "later",
            When::NoDate => "no-date",
        }
    }
}

/// One duty of one child, as a list shows it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The child's record.
    pub child: String,
    /// The child's name.
    pub name: String,
    /// The duty.
    pub line: Line,
    /// Who owes it, in words.
    pub owner: String,
    /// To whom, in words; empty where to nobody in particular.
    pub counterpart: String,
    /// Which service owes it.
    pub service: Of,
    /// The people who owe it, by name.
    pub people: Vec<String>,
    /// The same people, by their ids.
    pub people_ids: Vec<String>,
    /// Whose it is.
    pub whose: Whose,
    /// When it is due.
    pub when: When,
    /// Whether what set it off is for others to see: then neither the event nor why is shown.
    pub withheld: bool,
}

impl Shown {
    /// What the duty is called in addresses and forms: its clause, and which one of it. The id of the line names what set it off, which is not
    /// for everybody who sees the duty (safety R4).
    pub fn key(&self) -> String {
        key(&self.line)
    }
}

/// What a duty is called in addresses and forms.
pub fn key(line: &Line) -> String {
    format!("{}~{}", line.clause, line.occurrence)
}

/// Whether a line is the one that is called so, or has that id: a message may lead here by it.
pub fn is_called(line: &Line, name: &str) -> bool {
    line.id == name || key(line) == name
}

/// Everything that is owed for a child and was done of late, as the holder of the pass may see it.
pub fn shown(
    app: &App,
    pass: &Pass,
    staff: &Arc<Staff>,
    child: &Child,
    as_at: Moment,
    as_known_at: Option<Moment>,
) -> Vec<Shown> {
    let timeline = child.timeline(as_at, as_known_at);
    let lines = child.answer(app.book, &timeline, as_known_at).lines();
    each(app, pass, staff, child, lines, as_at)
}

/// What is still owed for a child now, as the holder of the pass may see it.
pub fn still(app: &App, pass: &Pass, staff: &Arc<Staff>, child: &Child, now: Moment) -> Vec<Shown> {
    let standing = app.record.standing(child, now);
    let lines = standing.lines.iter().filter(|line| line.is_owed()).cloned();
    each(app, pass, staff, child, lines, now)
}

fn each(
    app: &App,
    pass: &Pass,
    staff: &Arc<Staff>,
    child: &Child,
    lines: impl IntoIterator<Item = Line>,
    now: Moment,
) -> Vec<Shown> {
    let ties = child.ties(Vec::new());
    let staff = [Arc::clone(staff)];
    let around = Around::new(&ties, &staff, &app.book.protocols.vocabulary, &app.gate);
    lines.into_iter().map(|line| one(app, pass, &around, child, line, now)).collect()
}

/// One line as it is shown.
pub fn one(app: &App, pass: &Pass, around: &Around<'_>, child: &Child, line: Line, now: Moment) -> Shown {
    let vocabulary = &app.book.protocols.vocabulary;
    let service = vocabulary.role_id(&line.owner).map_or(Of::Third, |id| vocabulary.role(id).service);
    let owing = around.owed_by(&line);
    let whose = whose(pass.person(), &owing, service);
    Shown {
        child: child.id.clone(),
        name: child.name(),
        owner: duties::in_full(&line.owner),
        counterpart: line.counterpart.as_deref().map(duties::in_full).unwrap_or_default(),
        service,
        people: owing.iter().map(|p| p.name.clone()).collect(),
        people_ids: owing.iter().map(|p| p.id.clone()).collect(),
        whose,
        when: when(&line, now),
        withheld: !may_see_trigger(app, pass, child, &line),
        line,
    }
}

fn whose(person: &Person, owing: &[&Person], service: Of) -> Whose {
    if owing.iter().any(|p| p.id == person.id) {
        return Whose::Mine;
    }
    match (service, person.service) {
        (Of::Yjs, Service::Yjs) | (Of::Csc, Service::Csc) | (Of::Both, Service::Yjs | Service::Csc) => Whose::Ours,
        (Of::Yjs | Of::Csc | Of::Both, _) => Whose::Theirs,
        (Of::Third, _) => Whose::Others,
    }
}

/// When a line is due, seen from a moment. What is not confirmed is never late: where its day has passed, it has no date that holds.
pub fn when(line: &Line, now: Moment) -> When {
    let Some(due) = line.due else { return When::NoDate };
    match due.day().number() - now.day().number() {
        _ if line.state == State::Overdue => When::Overdue,
        ..0 => When::NoDate,
        0 => When::Today,
        1..=7 => When::Week,
        _ => When::Later,
    }
}

/// By when, for a page. What is no longer owed, or not confirmed and past, is told without haste.
pub fn due(line: &Line, now: Moment, clause: Link) -> Due {
    let marks = [(line.urgent, Mark::Urgent), (line.assumed, Mark::Assumed), (line.order, Mark::OrderOnly)];
    Due {
        due: line.due,
        now,
        is_settled: !line.is_owed() || when(line, now) == When::NoDate,
        marks: marks.into_iter().filter_map(|(is, mark)| is.then_some(mark)).collect(),
        clause: Some(clause),
    }
}

/// Whether what set a duty off may be seen: its class, and that the person's own service has been told (safety R3, R4).
fn may_see_trigger(app: &App, pass: &Pass, child: &Child, line: &Line) -> bool {
    let (event, place) = &line.trigger;
    let Some(id) = app.book.protocols.vocabulary.event_id(event) else { return false };
    let told = *place == 0 || child.journey.written.iter().filter(|w| w.place == *place).any(|w| told(w.known, pass));
    app.gate.reading().readable(pass.reads(), id, told)
}

/// Whether the service of whoever looks has been told of something.
pub fn told(known: journey::Known, pass: &Pass) -> bool {
    match pass.person().service {
        Service::Yjs => known.yjs.is_some(),
        Service::Csc => known.csc.is_some(),
        Service::Authority => known.earliest().is_some(),
    }
}
