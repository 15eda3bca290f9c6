//! Who lives and works in the made-up boroughs that `tandem demo` shows?
//!
//! A pure function of a day, a seed and the protocols: the staff, the worked journeys and the storylines of `demo/` go in, and for each
//! authority its staff and 300 children with their events up to that day come out, the same bytes each time. Nobody in them is real.
//! This module reads no clock and opens no file: its data are built in.

mod allocate;
mod chance;
mod data;
mod dates;
mod kin;
pub mod lists;
mod names;
mod shown;
mod staff;
mod stories;
mod told;
mod worked;

use calendar::Day;
use duties::Engine;
use protocol::Protocols;
use protocol::refusal::Refusals;
use serde_json::{Value, json};

use allocate::Desk;
use chance::Chance;
use data::Data;
use names::{Asked, Register};
use staff::Staff;
pub use staff::{Person, Team};
use stories::Plan;
use worked::Shifted;

/// The day that the demonstration takes for today, unless it is moved.
pub const TODAY: Day = Day::from_number(20_614); // 10 June 2026
/// The seed from which names, dates and chances are drawn.
pub const SEED: u64 = 20_260_610;
/// How many children each borough has.
pub const CHILDREN: usize = 300;

/// One authority of the demonstration.
#[derive(Debug, Clone, PartialEq)]
pub struct Borough {
    /// The authority, as its protocol names it.
    pub authority: String,
    /// Its teams.
    pub teams: Vec<Team>,
    /// Its staff.
    pub people: Vec<Person>,
    /// Its children.
    pub children: Vec<DemoChild>,
}

/// A made-up child with everything that the record would hold.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoChild {
    /// Twelve characters that say nothing of the child.
    pub id: String,
    /// Where the child comes from: the path of a worked journey or of a storyline.
    pub source: String,
    /// What the journey shows, in a line; nothing for a worked journey.
    pub title: Option<String>,
    /// The given name.
    pub given: String,
    /// The family name.
    pub family: String,
    /// The name that the child goes by, where it is another.
    pub known_as: Option<String>,
    /// The date of birth.
    pub born: Day,
    /// `female` or `male`; nothing where a worked journey does not say.
    pub sex: Option<String>,
    /// As the record would have it, where it is known.
    pub ethnicity: Option<String>,
    /// The number in the youth justice system, where youth justice knows the child.
    pub yjs_number: Option<String>,
    /// The number in the social care system, where social care knows the child.
    pub csc_number: Option<String>,
    /// The authority where the child is placed, where it is another.
    pub host: Option<String>,
    /// The events in the contract's form, each with an id, in order.
    pub events: Vec<Value>,
    /// Who works with the child, and who did.
    pub allocations: Vec<Allocation>,
    /// The family and others around the child.
    pub network: Vec<Contact>,
    /// Brothers and sisters among the borough's children, by id.
    pub siblings: Vec<String>,
    /// How many brothers and sisters the journey's head tells of, where it does.
    pub siblings_told: Option<i64>,
    /// What everyone who visits must know.
    pub warnings: Vec<String>,
}

/// A person's work with a child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// `yjs`, `csc` or `authority`.
    pub service: String,
    /// The team's id.
    pub team: String,
    /// The person's id.
    pub person: String,
    /// The role in which the person works with the child, a word of the vocabulary.
    pub role: String,
    /// From when.
    pub from: Day,
    /// Until when, where it has ended.
    pub to: Option<Day>,
}

/// Someone around the child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// `mother`, `school`, `solicitor` …
    pub relation: String,
    /// The name.
    pub name: String,
    /// A telephone number of the ranges kept for drama.
    pub phone: Option<String>,
}

impl DemoChild {
    /// The journey in the contract's form, asked for at the end of a day.
    pub fn journey(&self, authority: &str, as_at: Day) -> Value {
        let protocol = match &self.host {
            Some(host) => json!({"home": authority, "host": host}),
            None => json!(authority),
        };
        let mut child = json!({"born": self.born.to_string()});
        let siblings = self.siblings_told.or((!self.siblings.is_empty()).then_some(self.siblings.len() as i64));
        let told = [("sex", self.sex.clone().map(Value::from)), ("siblings", siblings.map(Value::from))];
        for (key, value) in told {
            if let (Some(value), Some(child)) = (value, child.as_object_mut()) {
                child.insert(key.to_owned(), value);
            }
        }
        json!({"protocol": protocol, "child": child, "events": self.events, "as_at": as_at.to_string()})
    }
}

/// The boroughs of `demo/` whose protocols are there, as they stand at the end of a day. What is wrong with the data is refused with
/// file, line and cause.
pub fn boroughs(today: Day, seed: u64, protocols: &Protocols) -> Result<Vec<Borough>, Refusals> {
    let data = Data::read(protocols)?;
    let engine = Engine::new(protocols);
    let mut worked = data.worked_by_authority(today);
    let mut register = Register::default();
    let mut boroughs = Vec::new();
    for staff in &data.staff {
        let maker = Maker { data: &data, protocols, engine: &engine, today, seed, authority: &staff.authority };
        let worked = worked.remove(&staff.authority).unwrap_or_default();
        let children = maker.children(&worked, staff, &mut register)?;
        register.households.clear();
        let (teams, people) = (staff.teams.clone(), staff.people.clone());
        boroughs.push(Borough { authority: staff.authority.clone(), teams, people, children });
    }
    Ok(boroughs)
}

/// What one borough's children are made from.
struct Maker<'a> {
    data: &'a Data,
    protocols: &'a Protocols,
    engine: &'a Engine<'a>,
    today: Day,
    seed: u64,
    authority: &'a str,
}

impl Maker<'_> {
    /// The children of the storylines, then those of the worked journeys.
    fn children(
        &self,
        worked: &[Shifted<'_>],
        staff: &Staff,
        register: &mut Register,
    ) -> Result<Vec<DemoChild>, Refusals> {
        let mut plans = stories::plans(&self.data.stories, self, CHILDREN.saturating_sub(worked.len()));
        kin::link(&mut plans, self.chance("kin"));
        let mut children: Vec<DemoChild> = plans.iter().map(|plan| self.of_a_story(plan, register)).collect();
        kin::siblings(&plans, &mut children);
        children.extend(worked.iter().map(|one| self.of_a_journey(one, register)));
        let about = plans.iter().map(|_| None).chain(worked.iter().map(|one| Some(&one.from.named)));
        let mut desk = Desk::new(staff);
        for (child, about) in children.iter_mut().zip(about) {
            let status = shown::show(self, child, about)?;
            told::number_events(&mut child.events);
            child.allocations = desk.allocate(&child.events, &status, self.today);
            self.surround(child);
        }
        Ok(children)
    }

    fn of_a_story(&self, plan: &Plan<'_>, register: &mut Register) -> DemoChild {
        let asked = Asked { sex: plan.sex.as_deref(), fixed: plan.name.as_ref(), household: plan.household };
        let warned = self.chance(&format!("warned {}", plan.source)).happens(60) || plan.is_fixed();
        DemoChild {
            title: Some(plan.story.title.clone()),
            host: plan.story.host.clone(),
            events: told::tell(plan, self.protocols, self.today, self.chance(&format!("told {}", plan.source))),
            warnings: if warned { plan.story.warnings.clone() } else { Vec::new() },
            ..self.named(&plan.source, plan.born, asked, register)
        }
    }

    fn of_a_journey(&self, one: &Shifted<'_>, register: &mut Register) -> DemoChild {
        let asked = Asked { sex: one.from.sex.as_deref(), fixed: None, household: None };
        DemoChild {
            host: one.from.host.clone(),
            siblings_told: one.from.siblings,
            events: one.events.clone(),
            ..self.named(&one.from.file, one.born, asked, register)
        }
    }

    /// A child of whom nothing but the name and the birth is known yet.
    fn named(&self, source: &str, born: Day, asked: Asked<'_>, register: &mut Register) -> DemoChild {
        let mut chance = self.chance(source);
        let drawn = self.data.names.draw(&mut chance, asked, register);
        DemoChild {
            id: chance.letters(12),
            source: source.to_owned(),
            title: None,
            given: drawn.given,
            family: drawn.family,
            known_as: drawn.known_as,
            born,
            sex: asked.sex.map(str::to_owned),
            ethnicity: drawn.ethnicity,
            yjs_number: None,
            csc_number: None,
            host: None,
            events: Vec::new(),
            allocations: Vec::new(),
            network: Vec::new(),
            siblings: Vec::new(),
            siblings_told: None,
            warnings: Vec::new(),
        }
    }

    /// The numbers in the two systems, and the people around the child.
    fn surround(&self, child: &mut DemoChild) {
        let mut chance = self.chance(&format!("around {}", child.source));
        let knows = |service: &str| child.allocations.iter().any(|a| a.service == service);
        let (yjs, csc) = (knows("yjs"), knows("csc"));
        child.yjs_number = yjs.then(|| format!("YJ{:06}", chance.below(900_000) + 100_000));
        child.csc_number = csc.then(|| format!("{:07}", chance.below(9_000_000) + 1_000_000));
        child.network = self.data.names.around(&child.family, &mut chance);
    }

    /// Chances of their own for one thing of one borough: what is drawn for another does not move them.
    fn chance(&self, label: &str) -> Chance {
        Chance::of(self.seed, &format!("{}/{label}", self.authority))
    }
}
