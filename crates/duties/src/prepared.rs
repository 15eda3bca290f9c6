//! A protocol made ready to be asked of many children: which clauses each event can set off, which facts it touches.
//!
//! Made once from the protocols; holds nothing of any child. Everything here could be found anew for each child, only slower.

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::clause::{InForce, Kind};
use protocol::condition::{Expr, Of};
use protocol::facts::{Fact, FactId, Source, Status};
use protocol::pattern::Pattern;
use protocol::vocabulary::{EventId, RoleId, Service};
use protocol::{Became, Clause, Protocol, Vocabulary};

use crate::fitting::refers;
use crate::touch::{Touch, kept};
use crate::value::Answer;

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
    /// What its condition looks at.
    pub watch: Watch,
    /// How many clauses must be settled before it: those whose duties its condition looks at.
    pub rank: u16,
    /// Its number among the clauses that another asks the same as; nothing where none does.
    pub same: Option<u16>,
    /// Its words.
    pub words: Words,
}

/// The words of a clause that stand on every line of a list, once for all lines.
#[derive(Debug, Clone)]
pub struct Words {
    /// Its id.
    pub id: Arc<str>,
    /// What it asks for.
    pub says: Arc<str>,
    /// The role that owes it; empty where none is named.
    pub owner: Arc<str>,
    /// The role to which it is owed.
    pub towards: Option<Arc<str>>,
}

/// What a condition looks at, so that it is asked again only where it can come out otherwise.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    /// For each comparison of the condition, in order: whether it looks at the child alone, and so says the same for every trigger.
    pub about_child: Vec<bool>,
    /// The facts that those look at.
    pub child: Vec<FactId>,
    /// Of these, the ones about who is open to which service: a closing after the trigger takes nothing away.
    pub involved: Vec<FactId>,
    /// The facts after the trigger that the other comparisons look at.
    pub both: Vec<FactId>,
    /// The facts that are looked for from the trigger on, or that compare with it.
    pub ahead: Vec<FactId>,
    /// The events that such a fact follows from.
    pub told: Vec<EventId>,
}

/// How the value of a fact at an entry is found.
#[derive(Debug, Clone, Copy)]
pub enum Found {
    /// In this place of a row.
    Row(u16),
    /// In the status.
    Status(Status),
    /// By looking at what set the clause off, too.
    WithTrigger,
}

/// A clause from which duties or findings follow.
#[derive(Debug, Clone, Copy)]
pub struct Listener {
    /// Its place in its protocol.
    pub clause: usize,
    /// On which days it is in force.
    pub in_force: InForce,
    /// Where what it listens for begins and ends in the list of all.
    listens: (usize, usize),
}

/// An event that a clause listens for.
#[derive(Debug, Clone, Copy)]
pub struct Listens<'p> {
    /// The event.
    pub event: EventId,
    /// Which pattern of the clause's `on`.
    pub number: u16,
    /// What the event must say, where it must say anything.
    pub pattern: Option<&'p Pattern>,
}

/// A protocol made ready.
#[derive(Debug)]
pub struct Prepared<'p> {
    /// The protocol.
    pub protocol: &'p Protocol,
    /// For each clause.
    pub clauses: Vec<Outline>,
    /// The clauses' places, by id.
    pub numbers: BTreeMap<&'p str, usize>,
    /// The clauses in the order in which they are settled: duties first, those that look at other duties after these, then findings.
    order: Vec<Listener>,
    /// What they listen for, clause by clause.
    listens: Vec<Listens<'p>>,
    /// For each event, which of these listeners it wakes: bit n of word m stands for listener 64 × m + n.
    wakes: Vec<Vec<u64>>,
    /// For each event, what it does to the facts, fact by fact.
    touches: Vec<Vec<Touch<'p>>>,
    /// For each fact, its place in a row; nothing where it is not kept in rows.
    pub slots: Vec<Option<u16>>,
    /// For each fact, how its value at an entry is found.
    pub found: Vec<Found>,
    /// The row before anything happened; `siblings` fills in what the child's header says.
    pub first_row: Vec<Answer>,
    /// The places in a row of facts that the child's header can begin.
    pub from_siblings: Vec<u16>,
    /// The name of each event.
    pub events: Vec<Arc<str>>,
}

impl<'p> Prepared<'p> {
    /// Makes a protocol ready.
    pub fn new(protocol: &'p Protocol, vocabulary: &Vocabulary) -> Prepared<'p> {
        let kinds = vocabulary.events().count();
        let mut prepared = Prepared {
            protocol,
            clauses: protocol.clauses.iter().map(|c| outline(c, protocol, vocabulary)).collect(),
            numbers: protocol.clauses.iter().enumerate().map(|(n, c)| (c.id.as_str(), n)).collect(),
            order: Vec::new(),
            listens: Vec::new(),
            wakes: Vec::new(),
            touches: std::iter::repeat_with(Vec::new).take(kinds).collect(),
            slots: Vec::new(),
            found: Vec::new(),
            first_row: Vec::new(),
            from_siblings: Vec::new(),
            events: vocabulary.events().map(|(_, kind)| kind.name.as_str().into()).collect(),
        };
        for (_, fact) in protocol.facts.iter() {
            prepared.fact(fact);
            let slot = prepared.slots.last().copied().flatten();
            prepared.found.push(match (&fact.source, slot) {
                (Source::Status(Status::Weekday) | Source::DaysSince { .. }, _) => Found::WithTrigger,
                (Source::Status(status), _) => Found::Status(*status),
                (_, Some(slot)) => Found::Row(slot),
                _ => Found::WithTrigger,
            });
        }
        prepared.rank();
        prepared.listen(kinds);
        prepared
    }

    /// Puts the clauses in order, and finds what each listens for and what each event wakes.
    fn listen(&mut self, kinds: usize) {
        let settled = |o: &Outline| matches!(o.became, Became::Duty | Became::Finding);
        let outlines = self.clauses.iter().zip(&self.protocol.clauses).zip(0..);
        let mut clauses: Vec<_> = outlines.filter(|((o, _), _)| settled(o)).collect();
        clauses.sort_by_key(|((o, _), n)| (o.became, o.rank, *n));
        self.wakes = vec![vec![0; clauses.len().div_ceil(64)]; kinds];
        for (place, ((_, clause), n)) in clauses.into_iter().enumerate() {
            let first = self.listens.len();
            for (pattern, number) in clause.triggers().iter().zip(0..) {
                let tested = Some(pattern).filter(|p| !p.tests.is_empty());
                self.listens.push(Listens { event: pattern.event, number, pattern: tested });
                let wakes = self.wakes.get_mut(usize::from(pattern.event.0)).and_then(|w| w.get_mut(place / 64));
                wakes.into_iter().for_each(|word| *word |= 1 << (place % 64));
            }
            let listens = (first, self.listens.len());
            self.order.push(Listener { clause: n, in_force: clause.in_force, listens });
        }
    }

    /// The clauses that events of these kinds can set off, in the order in which they are settled, each with what it listens for.
    pub fn listeners(&self, kinds: &[u16]) -> impl Iterator<Item = (&Listener, &[Listens<'p>])> {
        let mut awake = vec![0; self.order.len().div_ceil(64)];
        for wakes in kinds.iter().filter_map(|kind| self.wakes.get(usize::from(*kind))) {
            awake.iter_mut().zip(wakes).for_each(|(word, wakes)| *word |= wakes);
        }
        let bits = |mut word: u64| {
            std::iter::from_fn(move || {
                let bit = word.trailing_zeros() as usize;
                word &= word.checked_sub(1)?;
                Some(bit)
            })
        };
        let places = awake.into_iter().zip((0..).step_by(64)).flat_map(move |(word, n)| bits(word).map(move |b| n + b));
        places.filter_map(|n| self.order.get(n)).map(|l| (l, self.listens.get(l.listens.0..l.listens.1).unwrap_or(&[])))
    }

    /// What an event does to the facts, fact by fact.
    pub fn touches(&self, kind: EventId) -> &[Touch<'p>] {
        self.touches.get(usize::from(kind.0)).map_or(&[], Vec::as_slice)
    }

    fn fact(&mut self, fact: &'p Fact) {
        let slot = self.first_row.len() as u16;
        let Some((first, touches)) = kept(fact, slot) else {
            self.slots.push(None);
            return;
        };
        self.slots.push(Some(slot));
        self.first_row.push(first);
        if matches!(fact.source, Source::Switch { from_siblings: true, .. }) {
            self.from_siblings.push(slot);
        }
        for (event, touch) in touches {
            if let Some(list) = self.touches.get_mut(usize::from(event.0)) {
                list.push(touch);
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

/// Whether an owner is two-sided: a role of both services with members, each of whom owes.
pub fn is_joint(clause: &Clause, vocabulary: &Vocabulary) -> bool {
    clause.owner.is_some_and(|owner| {
        let role = vocabulary.role(owner);
        role.service == Service::Both && !role.members.is_empty()
    })
}

fn outline(clause: &Clause, protocol: &Protocol, vocabulary: &Vocabulary) -> Outline {
    let role = |role: RoleId| -> Arc<str> { vocabulary.role(role).name.as_str().into() };
    let mut outline = Outline {
        became: clause.became(),
        owner: clause.owner.map_or(Service::Third, |o| vocabulary.role(o).service),
        joint: is_joint(clause, vocabulary),
        looks_ahead: false,
        by_time: false,
        can_stop: false,
        watch: Watch::default(),
        rank: 0,
        same: None,
        words: Words {
            id: clause.id.as_str().into(),
            says: clause.says.as_str().into(),
            owner: clause.owner.map(role).unwrap_or_default(),
            towards: clause.towards.map(role),
        },
    };
    if let Some(condition) = &clause.condition {
        look(&condition.expr, protocol, &mut outline);
        outline.watch.add(&condition.expr, protocol);
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
                outline.watch.ahead.push(*id);
                outline.watch.told.extend(any.iter().map(|p| p.event));
            }
            Source::Is(inner) => look(inner, protocol, outline),
            Source::Status(
                Status::NightsSince14 | Status::CareLeaver | Status::Age | Status::FormerLookedAfterInDetention,
            ) => outline.by_time = true,
            _ => {}
        }
    }
}

impl Watch {
    /// Adds each comparison of a condition, in order.
    fn add(&mut self, expr: &Expr, protocol: &Protocol) {
        match expr {
            Expr::And(all) | Expr::Or(all) => all.iter().for_each(|e| self.add(e, protocol)),
            Expr::Not(inner) => self.add(inner, protocol),
            one => {
                let mut facts = Vec::new();
                let about_trigger = looks_at(one, protocol, &mut facts);
                self.about_child.push(!about_trigger);
                let involved = facts.iter().copied().filter(|f| protocol.facts.get(*f).involvement);
                if about_trigger {
                    self.both.extend(facts);
                } else {
                    self.involved.extend(involved);
                    self.child.extend(facts);
                }
            }
        }
        for list in [&mut self.child, &mut self.involved, &mut self.both] {
            list.sort_unstable();
            list.dedup();
        }
    }
}

/// Gathers the facts about the child as things go on that a comparison looks at; says whether it looks at the trigger, too, or at what is
/// counted from it.
fn looks_at(expr: &Expr, protocol: &Protocol, facts: &mut Vec<FactId>) -> bool {
    let mut trigger = asks_of_trigger(expr);
    for term in expr.terms() {
        let Of::Fact(id) = &term.of else {
            trigger = true;
            continue;
        };
        match &protocol.facts.get(*id).source {
            _ if term.before => trigger = true,
            Source::Status(Status::Weekday) => trigger = true,
            Source::Is(inner) => trigger |= looks_at(inner, protocol, facts),
            source => {
                let from_trigger = match source {
                    Source::Seen { since_trigger, any, .. } => *since_trigger || refers(any),
                    Source::DaysSince { .. } => true,
                    _ => false,
                };
                trigger |= from_trigger;
                facts.push(*id);
            }
        }
    }
    trigger
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
