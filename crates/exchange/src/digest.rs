//! How does the work of a manager's teams stand this week? Numbers only: no child, no clause, no service.
//!
//! What comes in is the record, the gate and the manager; only children whom the manager may see are counted, so that a restricted record
//! does not show in a sum (safety R7). What goes out is five numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use calendar::Day;
use duties::{Line, State};
use gate::{Action, Gate, On, Person, Request, Ties, relations};
use record::Record;

use crate::failure::{Failure, permitted, program};
use crate::london::{moment, monday};
use crate::owners::services;

/// A week, by its Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week(pub Day);

impl Week {
    /// The week of a day.
    pub fn of(day: Day) -> Week {
        Week(monday(day))
    }

    /// The week before.
    pub fn before(self) -> Week {
        Week(self.0.plus_days(-7))
    }

    fn has(self, day: Day) -> bool {
        monday(day) == self.0
    }
}

/// How the work stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Owed now, the overdue among them.
    pub owed: usize,
    /// Overdue now; not what was due long before the child's record began.
    pub overdue: usize,
    /// Owed, and due on a day of this week.
    pub due_this_week: usize,
    /// Done on a day of the week before.
    pub done_last_week: usize,
    /// Messages of the last 30 days to people of the teams that could not be delivered; each may hold several notices.
    pub undelivered: usize,
}

impl Counts {
    /// Counts the lines of one child; `is_history` says which were due long before the record began.
    pub fn add<'l>(
        &mut self,
        lines: impl IntoIterator<Item = &'l Line>,
        week: Week,
        is_history: impl Fn(&Line) -> bool,
    ) {
        for line in lines {
            self.owed += usize::from(line.is_owed());
            self.overdue += usize::from(line.state == State::Overdue && !is_history(line));
            self.due_this_week += usize::from(line.is_owed() && line.due.is_some_and(|d| week.has(d.day())));
            let is_done = matches!(line.state, State::Done | State::DoneLate);
            self.done_last_week += usize::from(is_done && line.done_at.is_some_and(|d| week.before().has(d.day())));
        }
    }
}

/// How the work of the teams that a person leads stands, as far as their own service owes it.
pub async fn counts(record: &Record, gate: &Gate, person: &Person, now: i64) -> Result<Counts, Failure> {
    let program = program(gate)?;
    let staff = record.staff(&person.authority).await?;
    let mut children: BTreeMap<String, Ties> = BTreeMap::new();
    for team in person.leads.iter().filter_map(|id| staff.team(id)) {
        let on = On::Team { authority: &team.authority, team: &team.id, service: team.service };
        let Ok(pass) = permitted(gate, &Request::new(person, Action::SeeTeam, on, &Vec::new())) else { continue };
        let found = record.of_team(&pass, &team.id).await?;
        children.extend(found.into_iter().map(|one| (one.ties.child.clone(), one.ties)));
    }
    let passes = children.values().filter_map(|ties| {
        let relations = relations(person, ties, &staff.teams);
        permitted(gate, &Request::new(person, Action::SeeChild, On::Child(ties), &relations)).ok()
    });
    let passes: Vec<_> = passes.collect();
    let (at, book) = (moment(now), record.book());
    let mut counts = Counts::default();
    for child in record.children(&passes).await? {
        let timeline = child.timeline(at, None);
        let lines = child.answer(book, &timeline, None).lines();
        let own = |line: &&Line| services(&book.protocols.vocabulary, &line.owner).contains(&person.service);
        counts.add(lines.iter().map(Arc::as_ref).filter(own), Week::of(at.day()), |line| child.is_history(line));
    }
    let given_up = record.undelivered(&program, &person.authority, now).await?;
    let is_ours = |id: &str| staff.person(id).is_some_and(|p| p.teams.iter().any(|team| person.leads.contains(team)));
    let messages = given_up.iter().filter(|notice| is_ours(&notice.person)).map(|notice| &notice.message_id);
    counts.undelivered = messages.collect::<BTreeSet<_>>().len();
    Ok(counts)
}
