//! Which children and duties stand in a list? Those that a click on them would open, asked one by one; worked out now.
//!
//! In come the children that the record found; out go those that the gate lets pass, with what is owed for them, in the order in which it
//! falls due. A child that the person may not see leaves no trace: no line, no number, no place in a count (safety R4, R7).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use calendar::Moment;
use duties::Side;
use gate::{Action, Pass, Standing, Ties};
use record::{Child, Found, Staff};

use crate::ask::Ask;
use crate::clauses;
use crate::form::in_address;
use crate::owed::{self, Shown, When, Whom};
use crate::pages::child::latest;
use crate::pages::words::beside;
use crate::parts::{Due, ServiceTag};
use crate::problem::Problem;
use crate::readable::Readable;

/// From so many children on, the work is done where it holds up nobody else.
const MANY: usize = 20;

/// A child of a list, whom the person may see.
pub struct Listed {
    /// That they may.
    pub pass: Pass,
    /// Who works with the child.
    pub ties: Ties,
    /// The child.
    pub child: Arc<Child>,
    /// The people of the authority of whoever looks, and of the other one that is the child's too.
    staff: Vec<Arc<Staff>>,
}

impl Listed {
    /// The child with those around it.
    pub fn whom(&self) -> Whom<'_> {
        Whom { child: &self.child, ties: &self.ties, staff: &self.staff }
    }

    /// What is still owed for the child, of what is meant, with what changed the child's status of late.
    pub fn still(&self, ask: &Ask, now: Moment, is_meant: impl Fn(&Shown) -> bool) -> Vec<Shown> {
        let readable = Readable::now(&ask.app, &self.pass, &self.child, now);
        let owed = owed::still(&ask.app, &self.pass, self.whom(), &readable, now).filter(is_meant);
        let latest = latest::latest(&ask.app, &readable, now, latest::ON_A_LIST).next();
        let lately: Arc<str> = latest.map(|event| latest::in_words(&ask.app, event, now).into()).unwrap_or_default();
        owed.map(|one| Shown { lately: Arc::clone(&lately), ..one }).collect()
    }
}

/// The children that the person may see, each once, in the order of their ids.
pub async fn read(ask: &Ask, found: impl IntoIterator<Item = Ties>) -> Result<Vec<Listed>, Problem> {
    read_for(ask, Action::SeeChild, found).await
}

/// The children to whom the person may do something, each once, in the order of their ids.
pub async fn read_for(
    ask: &Ask,
    action: Action,
    found: impl IntoIterator<Item = Ties>,
) -> Result<Vec<Listed>, Problem> {
    let may = |ties: Ties| Some((ties.child.clone(), (ask.pass_for(action, &ties)?, ties)));
    let mut each: BTreeMap<String, (Pass, Ties)> = found.into_iter().filter_map(may).collect();
    let passes: Vec<Pass> = each.values().map(|(pass, _)| pass.clone()).collect();
    let children = ask.app.record.children(&passes).await?;
    let mut listed = Vec::new();
    let mut met: BTreeMap<Vec<String>, Vec<Arc<Staff>>> = BTreeMap::new();
    for child in children {
        let Some((pass, ties)) = each.remove(&child.id) else { continue };
        // Few children are of two authorities: the people of the other one are asked for once.
        let staff = match met.get(&ties.authorities) {
            Some(staff) => staff.clone(),
            None => {
                let staff = ask.staff_of(&ties).await?;
                met.insert(ties.authorities.clone(), staff.clone());
                staff
            }
        };
        listed.push(Listed { pass, ties, child, staff });
    }
    Ok(listed)
}

/// The children among whom whoever asks may owe something themselves: those with whom they work by name, those of the teams that they lead, and
/// those to whom a role of theirs owes something that nobody else answers for; for whoever stands in, every child of whom the gate lets them.
pub async fn mine(ask: &Ask) -> Result<Vec<Ties>, Problem> {
    let (record, person) = (&ask.app.record, &ask.caller.person);
    let mut all: Vec<Ties> = ties(record.mine(&ask.pass).await?).collect();
    for team in &person.leads {
        all.extend(ties(record.of_team(&ask.pass, team).await?));
    }
    for role in &person.roles {
        all.extend(ties(record.owing(&ask.pass, role).await?));
    }
    if person.standing == Standing::Duty {
        all.extend(ties(record.of_authority(&ask.pass).await?));
    }
    Ok(all)
}

/// Only the ties of what was found.
pub fn ties(found: Vec<Found>) -> impl Iterator<Item = Ties> {
    found.into_iter().map(|one| one.ties)
}

/// What is owed for these children, of what is meant, what is nearest first.
pub fn owed(ask: &Ask, listed: &[Listed], is_meant: impl Fn(&Shown) -> bool) -> Vec<Shown> {
    let now = ask.moment();
    let work = || -> Vec<Shown> {
        let of = |one: &Listed| one.still(ask, now, &is_meant);
        let mut all: Vec<Shown> = listed.iter().flat_map(of).collect();
        all.sort_by(|a, b| order(a).cmp(&order(b)));
        all
    };
    if listed.len() > MANY { tokio::task::block_in_place(work) } else { work() }
}

fn order(one: &Shown) -> (When, Option<Moment>, bool, &str, &str) {
    (one.when, one.line.due, !one.line.urgent, &one.name, &one.line.clause)
}

/// One duty as a line of a list.
pub struct Row {
    /// What a tick sends: the child and the duty; empty where it cannot be ticked.
    pub tick: String,
    /// The child's record.
    pub child: String,
    /// The child's name.
    pub name: String,
    /// What changed the child's status of late, on the first line of a table that is about the child; empty on the others.
    pub lately: Arc<str>,
    /// What must be done.
    pub title: String,
    /// Who owes it, in words.
    pub owner: String,
    /// Their names.
    pub people: String,
    /// Whose it is.
    pub service: ServiceTag,
    /// By when.
    pub due: Due,
    /// Each of them, where the same is owed several times over.
    pub times: Vec<Time>,
}

/// One of several duties that are alike but for what set them off.
pub struct Time {
    /// What a tick sends; empty where it cannot be ticked.
    pub tick: String,
    /// Which one.
    pub words: String,
    /// Where it says why.
    pub why: String,
}

impl Row {
    /// The id of its box: an id holds no blank.
    fn id(&self) -> String {
        in_address(&self.tick)
    }

    /// Whether there is a box to tick.
    pub fn has_ticks(&self) -> bool {
        !self.tick.is_empty() || self.times.iter().any(|time| !time.tick.is_empty())
    }
}

impl Time {
    fn id(&self) -> String {
        in_address(&self.tick)
    }
}

/// What a tick sends: the child and the duty; empty where it cannot be ticked.
fn tick(one: &Shown, ticks: bool) -> String {
    if ticks && !one.masked { format!("{} {}", one.child, one.key()) } else { String::new() }
}

/// Whether two duties of a list say the same, and by the same day: then a worker has one thing to do, so many times.
pub fn is_alike(a: &Shown, b: &Shown) -> bool {
    fn named(one: &Shown) -> (&str, &str, Side, &str) {
        (&one.child, &one.line.clause, one.line.side, &one.by.people)
    }
    fn said(one: &Shown) -> (&str, Option<Moment>, bool, bool) {
        (&one.line.title, one.line.due, one.line.urgent, one.withheld)
    }
    let sure = |one: &Shown| (one.line.assumed, one.line.order, one.line.unknown, one.line.unconfirmed);
    !a.masked && !b.masked && named(a) == named(b) && said(a) == said(b) && sure(a) == sure(b)
}

/// The first so many of a list, and the rest of those that are like the last of them: a row says how many there are.
pub fn first<'s, 'a>(shown: &'s [&'a Shown], most: usize) -> &'s [&'a Shown] {
    let Some((last, rest)) = shown.get(..most).and_then(<[_]>::last).zip(shown.get(most..)) else { return shown };
    let more = rest.iter().take_while(|one| is_alike(last, one)).count();
    shown.get(..most + more).unwrap_or(shown)
}

/// Duties as lines of a list, those that are alike in one; `ticks` where the person may say that one is done.
pub fn rows(ask: &Ask, shown: &[&Shown], mut ticks: impl FnMut(&Shown) -> bool) -> Vec<Row> {
    let mut row = |alike: &[&Shown]| match alike {
        [] => None,
        [one] => Some(row(ask, one, ticks(one))),
        [first, ..] => {
            let times = alike.iter().map(|one| time(one, ticks(one))).collect();
            let clause = clauses::to_clause(ask.app.book.protocols, &first.line.clause);
            let row = row(ask, first, false);
            Some(Row { due: Due { clause: Some(clause), ..row.due }, times, ..row })
        }
    };
    let mut rows: Vec<Row> = shown.chunk_by(|a, b| is_alike(a, b)).filter_map(&mut row).collect();
    let mut met: BTreeSet<String> = BTreeSet::new();
    for row in &mut rows {
        if !met.insert(row.child.clone()) {
            row.lately = Arc::default();
        }
    }
    rows
}

fn time(one: &Shown, ticks: bool) -> Time {
    Time { tick: tick(one, ticks), words: which(one), why: clauses::why_address(one) }
}

/// Which of several that are alike: by the day that set it off, unless that would tell what the person may not know.
pub fn which(one: &Shown) -> String {
    if one.withheld {
        return format!("Number {}", one.line.occurrence);
    }
    format!("Set off on {}", one.line.trigger_at.in_words())
}

/// A duty as a line of a list; `ticks` where the person may say that it is done.
fn row(ask: &Ask, one: &Shown, ticks: bool) -> Row {
    Row {
        tick: tick(one, ticks),
        child: one.child.to_string(),
        name: one.name.to_string(),
        lately: Arc::clone(&one.lately),
        title: one.line.title.to_string(),
        owner: beside(one.by.service, &one.by.role),
        people: one.by.people.clone(),
        service: one.by.service.into(),
        due: owed::due(one, ask.moment(), clauses::why(ask.app.book.protocols, one)),
        times: Vec::new(),
    }
}

/// The lines of one group, as a table that becomes a list on a narrow screen.
#[derive(Template)]
#[template(path = "worklist.html")]
pub struct Rows {
    /// What the table shows.
    pub caption: String,
    /// The lines.
    pub rows: Vec<Row>,
    /// Whether there is a box to tick.
    pub ticks: bool,
}
