//! Which people does a role stand for, for one child? The clause says `social-worker`; a list and a reminder need a person.
//!
//! Pure: from who works with the child and who works at the authority. First those allocated in that very role; else those allocated for its
//! service; for a manager, whoever leads the child's team; else whoever fills the role there.

use gate::{Involved, Person, Service, Standing, Ties};
use protocol::Vocabulary;
use protocol::vocabulary::{Role, RoleId, Service as Of};

use crate::staff::Staff;

/// The people whom a role stands for, for one child, each once, in the order of the staff list. Nobody where nobody fills it.
///
/// `staff` are the people of the authorities of the child: the home authority's, and the host's where the child is placed elsewhere.
pub fn people<'s>(role: &str, ties: &Ties, staff: &[&'s Staff], vocabulary: &Vocabulary) -> Vec<&'s Person> {
    let Some(id) = vocabulary.role_id(role) else { return Vec::new() };
    let mut found: Vec<&'s Person> = Vec::new();
    for one in parts(id, vocabulary) {
        for person in of_one(vocabulary.role(one), ties, staff, vocabulary) {
            if !found.iter().any(|p| p.id == person.id) {
                found.push(person);
            }
        }
    }
    found
}

/// A role that consists of others stands for each of them.
fn parts(role: RoleId, vocabulary: &Vocabulary) -> Vec<RoleId> {
    let members = &vocabulary.role(role).members;
    if members.is_empty() { vec![role] } else { members.iter().flat_map(|m| parts(*m, vocabulary)).collect() }
}

fn of_one<'s>(role: &Role, ties: &Ties, staff: &[&'s Staff], vocabulary: &Vocabulary) -> Vec<&'s Person> {
    let active = || staff.iter().flat_map(|s| &s.people).filter(|p| p.active);
    let meets =
        |named: &str| vocabulary.role_id(named).is_some_and(|id| role.met_by.meets(vocabulary.role(id).stands_for));
    let with = |is: &dyn Fn(&Involved) -> bool| -> Vec<&'s Person> {
        let there: Vec<&Involved> = ties.involved.iter().filter(|i| is(i)).collect();
        active().filter(|p| there.iter().any(|i| i.person == p.id)).collect()
    };
    let in_that_role = with(&|i| meets(&i.role));
    if !in_that_role.is_empty() {
        return in_that_role;
    }
    let filling: Vec<&'s Person> = active().filter(|p| p.roles.iter().any(|r| *r == role.name)).collect();
    let service = match role.service {
        Of::Yjs => Some(Service::Yjs),
        Of::Csc => Some(Service::Csc),
        Of::Both | Of::Third => None,
    };
    let Some(service) = service else { return either(role, filling, ties, &with) };
    let of_service = |i: &Involved| i.service == service;
    let leading = || -> Vec<&'s Person> {
        let teams: Vec<&str> = ties.involved.iter().filter(|i| of_service(i)).map(|i| i.team.as_str()).collect();
        filling.iter().copied().filter(|p| p.leads.iter().any(|team| teams.contains(&team.as_str()))).collect()
    };
    let managers = leading();
    if !managers.is_empty() {
        return managers;
    }
    if !filling.is_empty() && filling.iter().any(|p| p.standing != Standing::Practitioner) {
        return filling;
    }
    let workers = with(&of_service);
    if workers.is_empty() { filling } else { workers }
}

/// A role of either service, or of neither: whoever fills it; for the two services as such, everybody allocated.
fn either<'s>(
    role: &Role,
    filling: Vec<&'s Person>,
    _ties: &Ties,
    with: &dyn Fn(&dyn Fn(&Involved) -> bool) -> Vec<&'s Person>,
) -> Vec<&'s Person> {
    if filling.is_empty() && role.service == Of::Both { with(&|_| true) } else { filling }
}
