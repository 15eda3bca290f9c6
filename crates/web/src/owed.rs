//! What does a list show of a duty, to the one who looks? Derived from the child as it is; nothing of it is kept on the disk.
//!
//! A duty that does not follow from what the person may read keeps its reason back (safety R4). Whoever owes it, or leads those who do, sees
//! what it is and by when. To everybody else its words, date and place in a list would tell what happened: they see whose it is, and no more.
//! A child, a pass and a moment in, lines out; what follows now comes from the answer that the record holds in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::Moment;
use duties::{Line, Side, State};
use exchange::Around;
use gate::{Class, Pass, Person, Relation, Service, Ties};
use protocol::vocabulary::Service as Of;
use record::{Child, Staff};

use crate::app::App;
use crate::parts::{Due, Link, Mark};
use crate::readable::Readable;

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
    /// It was due long before the record began.
    History,
    /// No date is given.
    NoDate,
}

impl When {
    /// All of them, the most pressing first.
    pub const ALL: [When; 6] = [When::Overdue, When::Today, When::Week, When::Later, When::History, When::NoDate];

    /// What stands over them in a list.
    pub const fn heading(self) -> &'static str {
        match self {
            When::Overdue => "Overdue",
            When::Today => "Due today",
            When::Week => "Due in the next seven days",
            When::Later => "Later",
            When::History => "Due before this record began: say what became of it",
            When::NoDate => "No date given, or none that is confirmed",
        }
    }

    /// Whether it stands behind a line that opens it, so that what presses is seen.
    pub const fn folds(self) -> bool {
        matches!(self, When::History | When::NoDate)
    }

    /// The mark in the address.
    pub const fn word(self) -> &'static str {
        match self {
            When::Overdue => "overdue",
            When::Today => "today",
            When::Week => "week",
            When::Later => "later",
            When::History => "history",
            When::NoDate => "no-date",
        }
    }
}

/// One duty of one child, as a list shows it. What many duties have in common they share: a list holds thousands.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The child's record.
    pub child: Arc<str>,
    /// The child's name.
    pub name: Arc<str>,
    /// The duty.
    pub line: Arc<Line>,
    /// Who owes it.
    pub by: Arc<Owner>,
    /// When it is due.
    pub when: When,
    /// Whether it rests on something that is for others to see: then neither the event nor why is shown.
    pub withheld: bool,
    /// Whether not even its words are shown: it is withheld, and not the person's to answer for.
    pub masked: bool,
    /// What changed the child's status of late, where a list says it; empty else.
    pub lately: Arc<str>,
}

/// Who owes a duty for a child, as a list shows it.
#[derive(Debug)]
pub struct Owner {
    /// The role, in words.
    pub role: String,
    /// Which service owes it.
    pub service: Of,
    /// Who that is by name, or that nobody is named and who is reminded instead; empty where nobody here answers for it.
    pub people: String,
    /// The people who are reminded of it, by their ids.
    pub people_ids: Vec<String>,
    /// Whose it is.
    pub whose: Whose,
}

impl Shown {
    /// What the duty is called in addresses and forms: its clause, and which one of it. The id of the line names what set it off, which is not
    /// for everybody who sees the duty (safety R4).
    pub fn key(&self) -> String {
        key(&self.line)
    }

    /// To whom it is owed, in words; empty where to nobody in particular.
    pub fn counterpart(&self) -> String {
        self.line.counterpart.as_deref().map(duties::in_full).unwrap_or_default()
    }
}

/// What a duty is called in addresses and forms.
pub fn key(line: &Line) -> String {
    format!("{}~{}", line.clause, line.occurrence)
}

/// Whether a line is the one that is called so, or has that id: a message may lead here by it.
pub fn is_called(line: &Line, name: &str) -> bool {
    !line.clause.is_empty() && (line.id == name || key(line) == name)
}

/// A child with those who work with it, and the people among whom they are.
#[derive(Clone, Copy)]
pub struct Whom<'a> {
    /// The child.
    pub child: &'a Child,
    /// Who works with it, and the roles to which it is owed something.
    pub ties: &'a Ties,
    /// The people of its authorities.
    pub staff: &'a [Arc<Staff>],
}

/// Everything that is owed for a child and was done of late, as the holder of the pass may see it.
pub fn shown(app: &App, pass: &Pass, whom: Whom<'_>, readable: &Readable, at: Moment) -> Vec<Shown> {
    let shown = each(app, pass, whom, readable, &readable.whole.lines, at);
    // That something unnamed was done, or no longer applies, helps nobody and tells that it was there.
    shown.filter(|one| !one.masked || one.line.is_owed()).collect()
}

/// What is still owed for a child, as the holder of the pass may see it.
pub fn still<'a>(
    app: &'a App,
    pass: &'a Pass,
    whom: Whom<'a>,
    readable: &'a Readable,
    now: Moment,
) -> impl Iterator<Item = Shown> + use<'a> {
    each(app, pass, whom, readable, readable.whole.lines.iter().filter(|line| line.is_owed()), now)
}

/// Lines of a child as they are shown, one for one.
pub fn each<'a, L: IntoIterator<Item = &'a Arc<Line>>>(
    app: &'a App,
    pass: &'a Pass,
    whom: Whom<'a>,
    readable: &'a Readable,
    lines: L,
    now: Moment,
) -> impl Iterator<Item = Shown> + use<'a, L> {
    let mut lister = Lister::new(app, pass, whom, now);
    lines.into_iter().map(move |line| lister.show(line, !readable.has(line)))
}

/// Shows the lines of one child to one who looks, one after another.
pub struct Lister<'a> {
    app: &'a App,
    pass: &'a Pass,
    around: Around<'a>,
    child: &'a Child,
    id: Arc<str>,
    name: Arc<str>,
    now: Moment,
    /// Each owner that was met, for the one place and for the other.
    owners: BTreeMap<(Arc<str>, Side), Arc<Owner>>,
    /// Stands in the place of an owner of whom only the service is shown.
    unnamed: BTreeMap<(Of, Whose), (Arc<Owner>, Arc<str>)>,
}

impl<'a> Lister<'a> {
    /// For a child, to the holder of a pass, at a moment.
    pub fn new(app: &'a App, pass: &'a Pass, whom: Whom<'a>, now: Moment) -> Lister<'a> {
        let around = Around::new(whom.ties, whom.staff, &app.book.protocols.vocabulary, &app.gate);
        let (child, id, name) = (whom.child, whom.child.id.as_str().into(), whom.child.name().into());
        Lister { app, pass, around, child, id, name, now, owners: BTreeMap::new(), unnamed: BTreeMap::new() }
    }

    /// One line as it is shown. It is withheld where it does not follow from what the holder of the pass may read.
    pub fn show(&mut self, line: &Arc<Line>, withheld: bool) -> Shown {
        let owner = self.owner(line);
        if withheld && !answers(self.app, self.pass, owner.whose, line) {
            return self.masked(line, &owner);
        }
        Shown {
            child: Arc::clone(&self.id),
            name: Arc::clone(&self.name),
            by: owner,
            when: when(line, self.child, self.now),
            withheld,
            masked: false,
            lately: Arc::default(),
            line: Arc::clone(line),
        }
    }

    /// Whether not even the words of a line may be shown.
    pub fn masks(&mut self, readable: &Readable, line: &Line) -> bool {
        !readable.has(line) && !answers(self.app, self.pass, self.owner(line).whose, line)
    }

    fn owner(&mut self, line: &Line) -> Arc<Owner> {
        let key = (Arc::clone(&line.owner), line.side);
        if let Some(owner) = self.owners.get(&key) {
            return Arc::clone(owner);
        }
        let service = service_of(self.app, &line.owner);
        let owing = self.around.owed_by(line);
        let owner = Arc::new(Owner {
            role: duties::in_full(&line.owner),
            service,
            people: by_name(service, &owing, &self.around.who_fill(line)),
            people_ids: owing.iter().map(|p| p.id.clone()).collect(),
            whose: whose(self.pass.person(), &owing, service),
        });
        self.owners.insert(key, Arc::clone(&owner));
        owner
    }

    /// A line of which nothing is shown but whose it is: a date, or a place by date, would tell when something happened.
    fn masked(&mut self, line: &Line, owner: &Owner) -> Shown {
        let (service, whose) = (owner.service, owner.whose);
        let (by, title) = self.unnamed.entry((service, whose)).or_insert_with(|| {
            let nobody = Owner { role: String::new(), service, people: String::new(), people_ids: Vec::new(), whose };
            (Arc::new(nobody), masked_title(service).into())
        });
        let state = if line.is_owed() { State::Open } else { State::Ended };
        let line = Line {
            id: String::new(),
            clause: Arc::default(),
            title: Arc::clone(title),
            side: Side::Home,
            owner: Arc::default(),
            counterpart: None,
            trigger: (Arc::default(), 0),
            trigger_at: line.trigger_at,
            due: None,
            urgent: false,
            assumed: false,
            order: false,
            occurrence: 0,
            repeats: false,
            state,
            done_at: None,
            sooner: None,
            unknown: false,
            unconfirmed: false,
        };
        Shown {
            child: Arc::clone(&self.id),
            name: Arc::clone(&self.name),
            line: Arc::new(line),
            by: Arc::clone(by),
            when: When::NoDate,
            withheld: true,
            masked: true,
            lately: Arc::default(),
        }
    }
}

/// Those who fill the role that owes. Whoever is reminded because nobody does is not passed off as one who fills it.
fn by_name(service: Of, reminded: &[&Person], fill: &[&Person]) -> String {
    let names = |people: Vec<&str>| people.join(", ");
    let named = names(fill.iter().map(|p| p.name.as_str()).collect());
    let others = reminded.iter().filter(|p| !fill.iter().any(|own| own.id == p.id));
    let others = names(others.map(|p| p.name.as_str()).collect());
    match (named.is_empty(), others.is_empty()) {
        (true, true) if service == Of::Third => String::new(),
        (true, true) => "nobody is named".to_owned(),
        (true, false) => format!("nobody is named; reminders go to {others}"),
        (false, true) => named,
        (false, false) => format!("{named}; reminders also go to {others}"),
    }
}

fn service_of(app: &App, owner: &str) -> Of {
    let vocabulary = &app.book.protocols.vocabulary;
    vocabulary.role_id(owner).map_or(Of::Third, |id| vocabulary.role(id).service)
}

/// Whether a duty is the person's to answer for: they owe it, fill the role that does, or lead the team for their own service.
///
/// What was said of a colleague may be about whoever merely stands in for the role that owes: they lead the team, or it is not for them.
fn answers(app: &App, pass: &Pass, whose: Whose, line: &Line) -> bool {
    let tied = |relation| pass.relations().contains(&relation);
    let fills = pass.person().roles.iter().any(|role| **role == *line.owner);
    let trigger = app.book.protocols.vocabulary.event_id(&line.trigger.0);
    let of_staff = trigger.is_none_or(|event| app.gate.reading().of_event(event) == Class::Staff);
    (whose == Whose::Mine && (fills || !of_staff))
        || (matches!(whose, Whose::Mine | Whose::Ours) && tied(Relation::Leads))
        || (tied(Relation::Owes) && fills)
}

/// What stands in the place of words that are withheld.
pub fn masked_title(service: Of) -> String {
    let whose = match service {
        Of::Yjs => "youth justice",
        Of::Csc => "social care",
        Of::Both => "both services",
        Of::Third => "another service",
    };
    format!("A duty of {whose} (reason withheld)")
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
fn when(line: &Line, child: &Child, now: Moment) -> When {
    let Some(due) = line.due else { return When::NoDate };
    match due.day().number() - now.day().number() {
        _ if line.state == State::Overdue && child.is_history(line) => When::History,
        _ if line.state == State::Overdue => When::Overdue,
        ..0 => When::NoDate,
        0 => When::Today,
        1..=7 => When::Week,
        _ => When::Later,
    }
}

/// By when, for a page. What is no longer owed, or not confirmed and past, or history, is told without haste.
pub fn due(shown: &Shown, now: Moment, clause: Option<Link>) -> Due {
    let line = &shown.line;
    let marks = [
        (line.urgent, Mark::Urgent),
        (line.assumed && line.due.is_some(), Mark::Assumed),
        (line.order, Mark::OrderOnly),
    ];
    Due {
        due: line.due,
        now,
        is_settled: !line.is_owed() || shown.when.folds(),
        marks: marks.into_iter().filter_map(|(is, mark)| is.then_some(mark)).collect(),
        clause,
    }
}
