//! The made-up place: teams of twelve with two hundred children each, and the children of the demonstration's boroughs over and over.

use calendar::Day;
use record::{Place, StaffEntry};
use serde_json::Value;
use tandem::demo::{SEED, TODAY};

/// How many people a team has.
pub const TEAM: usize = 12;
/// Whoever is on duty for youth justice, in a team of their own.
pub const ON_DUTY: &str = "duty";
/// How many children a team has.
pub const CHILDREN: usize = 200;

/// The journeys that children are made from: an authority's, with some fifty events each.
pub struct Journeys {
    /// The authority whose protocol binds them all.
    pub authority: String,
    /// Born, and the events.
    pub all: Vec<(Day, Vec<Value>)>,
}

/// The longer journeys of the demonstration's first borough.
pub fn journeys(protocols: &protocol::Protocols) -> anyhow::Result<Journeys> {
    let boroughs = tandem::demo::boroughs(TODAY, SEED, protocols).map_err(|e| anyhow::anyhow!("{e}"))?;
    let first = boroughs.into_iter().next().ok_or_else(|| anyhow::anyhow!("the demonstration has no borough"))?;
    let mut all: Vec<(Day, Vec<Value>)> =
        first.children.into_iter().filter(|c| c.host.is_none()).map(|c| (c.born, c.events)).collect();
    all.sort_by_key(|(_, events)| std::cmp::Reverse(events.len()));
    // From the longest down, as long as they have fifty events on average.
    let mut events = 0;
    let enough = all.iter().zip(1..).take_while(|((_, own), number)| {
        events += own.len();
        events >= 50 * number
    });
    let enough = enough.count();
    all.truncate(enough.max(1));
    Ok(Journeys { authority: first.authority, all })
}

/// The team of a child, by its number.
pub fn team_of(child: usize) -> usize {
    child / CHILDREN
}

/// The id of a child.
pub fn child_id(child: usize) -> String {
    format!("load{child:08}")
}

/// The id of a worker of a team.
pub fn worker_id(team: usize, worker: usize) -> String {
    format!("w{team}-{worker}")
}

/// The people and teams: half of each team's people work for youth justice, half for social care.
pub fn staff(children: usize) -> Vec<StaffEntry> {
    let person = |id: &str, name: String, service: &str, standing: &str, role: &str, team: String| StaffEntry::Person {
        id: id.into(),
        name,
        service: service.into(),
        standing: standing.into(),
        roles: vec![role.into()],
        teams: vec![team],
        leads: Vec::new(),
        telephone: String::new(),
        email: String::new(),
        active: true,
    };
    let team = |id: String, service: &str, covers: bool| {
        let name = format!("Team {id}");
        StaffEntry::Team { id, name, service: service.into(), covers, telephone: String::new() }
    };
    let duty = person(ON_DUTY, "Whoever is on duty".into(), "yjs", "duty", "yjs-duty-worker", ON_DUTY.into());
    let mut all = vec![team(ON_DUTY.into(), "yjs", true), duty];
    for number in 0..=team_of(children.saturating_sub(1)) {
        all.extend([team(format!("y{number}"), "yjs", false), team(format!("c{number}"), "csc", false)]);
        for worker in 0..TEAM {
            let (service, role, of) = side(worker);
            let name = format!("Worker {worker} of team {number}");
            all.push(person(&worker_id(number, worker), name, service, "practitioner", role, format!("{of}{number}")));
        }
    }
    all
}

fn side(worker: usize) -> (&'static str, &'static str, char) {
    if worker.is_multiple_of(2) { ("yjs", "yjs-case-manager", 'y') } else { ("csc", "social-worker", 'c') }
}

/// Who works with a child: one of each service.
pub fn places(authority: &str, child: usize) -> [Place; 2] {
    let team = team_of(child);
    let half = child % (TEAM / 2);
    [half * 2, half * 2 + 1].map(|worker| {
        let (service, role, of) = side(worker);
        Place {
            service: service.into(),
            authority: authority.to_owned(),
            team: format!("{of}{team}"),
            person: worker_id(team, worker),
            role: role.into(),
        }
    })
}
