//! Who is to be told of a duty? The people who fill its owner's role for this child, and who may see the child.
//!
//! What comes in is who works with the child, the people and teams of the child's authorities, and the gate; what goes out are people. Of the
//! circles below the first is told in which anybody may see the child, so that a duty whose worker has left falls to whoever leads
//! the team, and that of a restricted record to nobody who is not named in it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use duties::{Line, Side};
use gate::{Action, Classes, Decision, Gate, On, Person, Relation, Request, Service, Standing, Ties, relations};
use protocol::Vocabulary;
use protocol::vocabulary::{self, Role, RoleId};
use record::Staff;

/// A child with everybody around it: those who work with it, and the people and teams among whom they are.
#[derive(Debug)]
pub struct Around<'a> {
    ties: &'a Ties,
    staff: &'a [Arc<Staff>],
    vocabulary: &'a Vocabulary,
    gate: &'a Gate,
    /// Those at work here who work with the child, lead a team that does, work in one that stands in, or are named in its record.
    near: Vec<&'a Person>,
    /// What the gate lets each person read: it is asked once.
    said: RefCell<BTreeMap<&'a str, Said>>,
    /// Whom each owner comes to, for the one place and for the other: a child has many duties and few owners.
    found: RefCell<BTreeMap<(RoleId, bool), Vec<&'a Person>>>,
}

/// What the gate says of a person.
#[derive(Debug, Clone, Copy)]
struct Said {
    /// What they may read; nothing where they may not see the child.
    reads: Option<Classes>,
    /// Whether they stand in for whoever works with the child.
    covers: bool,
}

/// A role that owes, or one of the roles that together do, and the service that answers for it where it is one of the two.
#[derive(Clone, Copy)]
struct Part<'a> {
    role: &'a Role,
    service: Option<Service>,
}

/// What whoever answers for a service is, whatever else they do: the service as a whole, and its worker with the child.
const ANYBODY: [&str; 4] = ["yjs", "csc", "either-service", "csc-worker"];

/// The parts of an owner.
fn parts<'a>(vocabulary: &'a Vocabulary, owner: &str) -> Vec<Part<'a>> {
    let Some(role) = vocabulary.role_id(owner).map(|id| vocabulary.role(id)) else { return Vec::new() };
    let of = |role: &'a Role| -> Vec<Part<'a>> {
        let part = |service| Part { role, service };
        match role.service {
            vocabulary::Service::Yjs => vec![part(Some(Service::Yjs))],
            vocabulary::Service::Csc => vec![part(Some(Service::Csc))],
            // A panel, or whichever of the two: both are told.
            vocabulary::Service::Both => vec![part(Some(Service::Yjs)), part(Some(Service::Csc))],
            vocabulary::Service::Third => vec![part(None)],
        }
    };
    if role.members.is_empty() {
        return of(role);
    }
    role.members.iter().flat_map(|id| of(vocabulary.role(*id))).collect()
}

/// The services of the two that answer for an owner.
pub(crate) fn services(vocabulary: &Vocabulary, owner: &str) -> Vec<Service> {
    parts(vocabulary, owner).into_iter().filter_map(|part| part.service).collect()
}

impl<'a> Around<'a> {
    /// A child with everybody around it. `staff` are those of the child's authorities.
    pub fn new(ties: &'a Ties, staff: &'a [Arc<Staff>], vocabulary: &'a Vocabulary, gate: &'a Gate) -> Around<'a> {
        Around {
            ties,
            staff,
            vocabulary,
            gate,
            near: near(ties, staff),
            said: RefCell::default(),
            found: RefCell::default(),
        }
    }

    /// The authority whose people answer for a line; nothing where no authority here does.
    pub fn authority(&self, line: &Line) -> Option<&'a str> {
        let (home, host) = (self.ties.authorities.first(), self.ties.authorities.get(1));
        let (own, other) = if line.side == Side::Host { (host, home) } else { (home, host) };
        // The youth justice service of another area is that of the other place.
        (if *line.owner == *"other-yjs" { other } else { own }).map(String::as_str)
    }

    /// The people who are to be told of a line, each once, in the order of their ids.
    pub fn owed_by(&self, line: &Line) -> Vec<&'a Person> {
        let (Some(authority), Some(role)) = (self.authority(line), self.vocabulary.role_id(&line.owner)) else {
            return Vec::new();
        };
        let key = (role, line.side == Side::Host);
        if let Some(found) = self.found.borrow().get(&key) {
            return found.clone();
        }
        let mut people: Vec<&Person> =
            parts(self.vocabulary, &line.owner).iter().flat_map(|part| self.of_part(*part, authority)).collect();
        people.sort_by(|a, b| a.id.cmp(&b.id));
        people.dedup_by(|a, b| a.id == b.id);
        self.found.borrow_mut().insert(key, people.clone());
        people
    }

    /// Those of them who fill the role that owes, for the child or by their post. The others are told because nobody does: they are not who owes it.
    pub fn who_fill(&self, line: &Line) -> Vec<&'a Person> {
        let parts = parts(self.vocabulary, &line.owner);
        let fills = |person: &Person, part: &Part<'_>| {
            let role = part.role.name.as_str();
            let for_the_child = |i: &gate::Involved| i.person == person.id && i.role == role;
            let answers = ANYBODY.contains(&role) && part.service == Some(person.service);
            answers || person.roles.iter().any(|own| own == role) || self.ties.involved.iter().any(for_the_child)
        };
        let mut people = self.owed_by(line);
        people.retain(|person| parts.iter().any(|part| fills(person, part)));
        people
    }

    /// The roles that owe something for which nobody around the child answers: the gate opens the record to whoever fills one, so that it is
    /// done at all. Where a worker, a lead or a team that covers answers, it opens to nobody else.
    ///
    /// To be asked with ties in which nothing is owing yet.
    pub fn owing(&self, lines: &[Arc<Line>]) -> Vec<String> {
        let unanswered = |line: &Line| -> Vec<String> {
            let Some(authority) = self.authority(line) else { return Vec::new() };
            let parts = parts(self.vocabulary, &line.owner).into_iter();
            let parts = parts.filter(|part| self.of_part(*part, authority).is_empty());
            parts.map(|part| part.role.name.clone()).collect()
        };
        let mut roles: Vec<String> =
            lines.iter().filter(|line| line.is_owed()).flat_map(|line| unanswered(line)).collect();
        roles.sort();
        roles.dedup();
        roles
    }

    /// The nearest circle of people who fill a part and may see the child.
    fn of_part(&self, part: Part<'_>, authority: &str) -> Vec<&'a Person> {
        let here = |p: &Person| p.active && p.authority == authority;
        let fills = |p: &Person| p.roles.contains(&part.role.name);
        let serves = |p: &Person| part.service == Some(p.service);
        let allocated = |p: &Person, role: Option<&str>| {
            self.ties.involved.iter().any(|i| i.person == p.id && role.is_none_or(|r| i.role == r))
        };
        // The independent, and those who write letters, do not answer for a worker's duties.
        let works = |p: &Person| !matches!(p.standing, Standing::Reviewing | Standing::Chair | Standing::Support);
        let leads = |p: &Person| self.ties.involved.iter().any(|i| !i.team.is_empty() && p.leads.contains(&i.team));
        let circles: [&dyn Fn(&'a Person) -> bool; 6] = [
            &|p| allocated(p, Some(&part.role.name)),
            &|p| allocated(p, None) && fills(p),
            &|p| leads(p) && fills(p),
            &|p| allocated(p, None) && serves(p) && works(p),
            &|p| leads(p) && serves(p),
            // Whom the gate lets answer by standing in is told: nobody else of their team, whatever they lead.
            &|p| serves(p) && self.said(p).covers,
        ];
        let seen = |people: &mut dyn Iterator<Item = &'a Person>| -> Option<Vec<&'a Person>> {
            let seen: Vec<&Person> = people.filter(|p| here(p) && self.may_see(p)).collect();
            (!seen.is_empty()).then_some(seen)
        };
        let near = || self.near.iter().copied();
        let in_circle = |circle: &dyn Fn(&'a Person) -> bool| seen(&mut near().filter(|p| circle(p)));
        // Of the authority beside the two services (a virtual school head): whoever fills the role there.
        let beside = || match part.service {
            None => seen(&mut self.staff.iter().flat_map(|s| s.fill(&part.role.name))),
            Some(_) => None,
        };
        // Of a restricted record: the manager among those who are named.
        let named = |p: &'a Person| self.ties.restricted && self.ties.named.contains(&p.id) && !p.leads.is_empty();
        circles.into_iter().find_map(in_circle).or_else(beside).or_else(|| in_circle(&named)).unwrap_or_default()
    }

    /// Whether the gate lets a person see the child.
    pub fn may_see(&self, person: &'a Person) -> bool {
        self.reads(person).is_some()
    }

    /// What the gate lets a person read of the child; nothing where they may not see it.
    pub fn reads(&self, person: &'a Person) -> Option<Classes> {
        self.said(person).reads
    }

    fn said(&self, person: &'a Person) -> Said {
        if let Some(said) = self.said.borrow().get(person.id.as_str()) {
            return *said;
        }
        let teams = self.staff.iter().find(|s| s.person(&person.id).is_some()).map_or(&[][..], |s| &s.teams);
        let relations = relations(person, self.ties, teams);
        let asked = Request::new(person, Action::SeeChild, On::Child(self.ties), &relations);
        let reads = match self.gate.decide(&asked) {
            // Nobody who is tied by nothing is told of anything, whatever a policy says.
            Decision::Permit(pass) if !relations.is_empty() => Some(pass.reads()),
            _ => None,
        };
        let said = Said { reads, covers: relations.contains(&Relation::Cover) };
        self.said.borrow_mut().insert(&person.id, said);
        said
    }
}

/// Everybody whom a circle around the child can hold, each once.
fn near<'a>(ties: &'a Ties, staff: &'a [Arc<Staff>]) -> Vec<&'a Person> {
    let mut near: Vec<&Person> = Vec::new();
    for staff in staff {
        let teams = ties.involved.iter().map(|i| i.team.as_str()).filter(|t| !t.is_empty());
        near.extend(teams.flat_map(|team| staff.leads(team)));
        near.extend(staff.on_duty());
        let ids = ties.involved.iter().map(|i| &i.person).chain(&ties.named);
        near.extend(ids.filter_map(|id| staff.person(id)));
    }
    near.retain(|p| p.active);
    near.sort_by(|a, b| a.id.cmp(&b.id));
    near.dedup_by(|a, b| a.id == b.id);
    near
}

/// Who steps in for a person who cannot be reached: whoever leads a team of theirs, else the heads of their service.
pub fn managers<'a>(staff: &'a Staff, person: &Person) -> Vec<&'a Person> {
    let others = || staff.people.iter().filter(|p| p.active && p.id != person.id);
    let leads: Vec<&Person> = others().filter(|p| p.leads.iter().any(|team| person.teams.contains(team))).collect();
    if !leads.is_empty() {
        return leads;
    }
    others().filter(|p| p.standing == Standing::Head && p.service == person.service).collect()
}
