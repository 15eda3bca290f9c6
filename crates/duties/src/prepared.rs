//! A protocol made ready to be asked of many children: which clauses each event can set off, which facts it touches.
//!
//! Made once from the protocols; holds nothing of any child. Everything here could be found anew for each child, only slower.

use protocol::clause::Kind;
use protocol::condition::{Expr, Of};
use protocol::facts::{Constant, Fact, Source, Status};
use protocol::pattern::{Pattern, Want};
use protocol::vocabulary::{EventId, Service};
use protocol::{Became, Clause, Protocol, Vocabulary};

use crate::ask::Answer;
use crate::evidence::is_joint;

/// What is known of a clause before any child is looked at.
#[derive(Debug, Clone)]
pub struct Outline {
    /// A duty or a finding; nothing else is derived.
    pub became: Became,
    /// The owner's service.
    pub owner: Service,
    /// Whether both sides owe it.
    pub joint: bool,
    /// Whether its condition names something that is told only after the trigger.
    pub looks_ahead: bool,
    /// Whether its condition can stop holding while time passes though nothing happens.
    pub by_time: bool,
    /// Whether its condition looks at anything but the trigger and what was before it.
    pub can_stop: bool,
    /// How the parts of its condition bear on one another.
    pub bears: Bears,
    /// For each part of an `&&`: whether it looks at the child alone.
    pub about_child: Vec<bool>,
    /// The events that can change what its condition sees after the trigger.
    pub ahead: Vec<EventId>,
    /// How many clauses must be settled before it: those whose duties its condition looks at.
    pub rank: u16,
    /// Its number among the clauses that another asks the same as; nothing where none does.
    pub same: Option<u16>,
}

/// How the parts of a condition bear on one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bears {
    /// Each part looks at the trigger alone, or at the child alone.
    Apart,
    /// Some part looks at both.
    Mixed,
}

/// A protocol made ready.
#[derive(Debug)]
pub struct Prepared<'p> {
    /// The protocol.
    pub protocol: &'p Protocol,
    /// For each clause.
    pub clauses: Vec<Outline>,
    /// For each event, the clauses that it can set off, with the pattern's place in `on`.
    pub sets_off: Vec<Vec<(u32, u16)>>,
    /// For each event, the facts that it can change.
    pub touches: Vec<Vec<u16>>,
    /// For each fact, its place in a row; nothing where it is not kept in rows.
    pub slots: Vec<Option<u16>>,
    /// The row before anything happened; `siblings` fills in what the child's header says.
    pub first_row: Vec<Answer>,
    /// The places in a row of facts that the child's header can begin.
    pub from_siblings: Vec<u16>,
}

impl<'p> Prepared<'p> {
    /// Makes a protocol ready.
    pub fn new(protocol: &'p Protocol, vocabulary: &Vocabulary) -> Prepared<'p> {
        let kinds = vocabulary.events().count();
        let mut prepared = Prepared {
            protocol,
            clauses: protocol.clauses.iter().map(|c| outline(c, protocol, vocabulary)).collect(),
            sets_off: vec![Vec::new(); kinds],
            touches: vec![Vec::new(); kinds],
            slots: Vec::new(),
            first_row: Vec::new(),
            from_siblings: Vec::new(),
        };
        for (n, clause) in protocol.clauses.iter().enumerate() {
            if !matches!(clause.became(), Became::Duty | Became::Finding) {
                continue;
            }
            for (k, pattern) in clause.triggers().iter().enumerate() {
                if let Some(list) = prepared.sets_off.get_mut(usize::from(pattern.event.0)) {
                    list.push((n as u32, k as u16));
                }
            }
        }
        for (id, fact) in protocol.facts.iter() {
            prepared.fact(id.0, fact);
        }
        prepared.rank();
        prepared
    }

    fn fact(&mut self, id: u16, fact: &Fact) {
        let Some((first, events)) = register(fact) else {
            self.slots.push(None);
            return;
        };
        let slot = self.first_row.len() as u16;
        self.slots.push(Some(slot));
        self.first_row.push(first);
        if matches!(fact.source, Source::Switch { from_siblings: true, .. }) {
            self.from_siblings.push(slot);
        }
        for event in events {
            if let Some(list) = self.touches.get_mut(usize::from(event.0))
                && !list.contains(&id)
            {
                list.push(id);
            }
        }
    }

    /// A clause that looks at how another's duty stands comes after it. Circles are refused on reading.
    fn rank(&mut self) {
        let clauses = &self.protocol.clauses;
        let place = |id: &str| clauses.iter().position(|c| c.id == id);
        let looked_at = clauses.iter().map(|c| c.condition.as_ref().map_or(Vec::new(), |c| c.expr.duties()));
        let places = looked_at.map(|ids| ids.into_iter().filter_map(place).collect::<Vec<_>>());
        let after: Vec<(usize, Vec<usize>)> = places.enumerate().filter(|(_, places)| !places.is_empty()).collect();
        for _ in 0..8 {
            for (n, after) in &after {
                let rank = after.iter().filter_map(|m| self.clauses.get(*m)).map(|o| o.rank + 1).max();
                if let (Some(rank), Some(outline)) = (rank, self.clauses.get_mut(*n)) {
                    outline.rank = rank.min(8);
                }
            }
        }
    }
}

/// The first value of a fact that is kept in rows, and the events that can change it.
fn register(fact: &Fact) -> Option<(Answer, Vec<EventId>)> {
    let of = |patterns: &[Pattern]| patterns.iter().map(|p| p.event).collect::<Vec<_>>();
    match &fact.source {
        Source::Switch { begins, ends, otherwise, .. } => {
            let events = [of(begins), of(ends)].concat();
            Some((otherwise.map_or(Answer::Unknown, Answer::Bool), events))
        }
        Source::Latest { of: told, ends, otherwise, .. } => {
            let events = [told.iter().map(|(e, _)| *e).collect(), of(ends)].concat();
            Some((constant(*otherwise), events))
        }
        Source::Seen { any, since_trigger: false, .. } if !refers(any) => Some((Answer::Bool(false), of(any))),
        Source::DaysSince { any, .. } => Some((Answer::Unknown, of(any))),
        _ => None,
    }
}

/// Whether a pattern compares with the trigger.
pub fn refers(patterns: &[Pattern]) -> bool {
    patterns.iter().any(|p| p.tests.iter().any(|t| matches!(t.want, Want::SameAsTrigger(_))))
}

/// A constant as an answer.
pub fn constant(constant: Option<Constant>) -> Answer {
    match constant {
        None => Answer::Unknown,
        Some(Constant::Bool(b)) => Answer::Bool(b),
        Some(Constant::Int(n)) => Answer::Int(n),
        Some(Constant::Word(w)) => Answer::Word(w),
    }
}

fn outline(clause: &Clause, protocol: &Protocol, vocabulary: &Vocabulary) -> Outline {
    let mut outline = Outline {
        became: clause.became(),
        owner: clause.owner.map_or(Service::Third, |o| vocabulary.role(o).service),
        joint: is_joint(clause, vocabulary),
        looks_ahead: false,
        by_time: false,
        can_stop: false,
        bears: Bears::Apart,
        about_child: Vec::new(),
        ahead: Vec::new(),
        rank: 0,
        same: None,
    };
    if let Some(condition) = &clause.condition {
        look(&condition.expr, protocol, &mut outline);
        let parts =
            if let Expr::And(all) = &condition.expr { all.as_slice() } else { std::slice::from_ref(&condition.expr) };
        for part in parts {
            let (child, trigger) = looks_at(part, protocol);
            outline.about_child.push(child);
            if child && trigger {
                outline.bears = Bears::Mixed;
            }
        }
    }
    if clause.kind == Kind::Rule {
        outline.can_stop = false;
    }
    outline
}

fn look(expr: &Expr, protocol: &Protocol, outline: &mut Outline) {
    for term in expr.terms() {
        let Of::Fact(id) = &term.of else { continue };
        let source = &protocol.facts.get(*id).source;
        outline.can_stop |= !term.before;
        match source {
            Source::Seen { since_trigger, any, .. } if *since_trigger || refers(any) => {
                outline.looks_ahead = true;
                outline.ahead.extend(any.iter().map(|p| p.event));
            }
            Source::Is(inner) => look(inner, protocol, outline),
            Source::Status(
                Status::NightsSince14 | Status::CareLeaver | Status::Age | Status::FormerLookedAfterInDetention,
            ) => outline.by_time = true,
            _ => {}
        }
    }
}

/// Whether an expression looks at the child as things go on, and whether it looks at the trigger (or at what is counted from it).
fn looks_at(expr: &Expr, protocol: &Protocol) -> (bool, bool) {
    let mut trigger = asks_of_trigger(expr);
    let mut child = false;
    for term in expr.terms() {
        match &term.of {
            Of::Fact(_) if term.before => trigger = true,
            Of::Fact(id) => match &protocol.facts.get(*id).source {
                Source::Status(Status::Weekday) => trigger = true,
                Source::Seen { since_trigger, any, .. } if *since_trigger || refers(any) => {
                    (child, trigger) = (true, true)
                }
                Source::DaysSince { .. } => (child, trigger) = (true, true),
                Source::Is(inner) => {
                    let (c, t) = looks_at(inner, protocol);
                    (child, trigger) = (child || c, trigger || t);
                }
                _ => child = true,
            },
            Of::Trigger(..) | Of::Asked(_) => trigger = true,
        }
    }
    (child, trigger)
}

/// Whether an expression asks which event set the clause off, or how another duty stands.
fn asks_of_trigger(expr: &Expr) -> bool {
    match expr {
        Expr::And(all) | Expr::Or(all) => all.iter().any(asks_of_trigger),
        Expr::Not(inner) => asks_of_trigger(inner),
        Expr::Event(_) | Expr::Duty(..) | Expr::Given(_) => true,
        _ => false,
    }
}
