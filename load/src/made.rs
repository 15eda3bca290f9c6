//! The made-up place: teams of twelve with two hundred children each, and the children of the demonstration's boroughs over and over.

use calendar::Day;
use record::{Place, StaffEntry};
use serde_json::Value;
use tandem::demo::{SEED, TODAY};

/// How many people a team has.
pub const TEAM: usize = 12;
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
    let mut all = Vec::new();
    for team in 0..=team_of(children.saturating_sub(1)) {
        for (service, id) in [("yjs", format!("y{team}")), ("csc", format!("c{team}"))] {
            let name = format!("Team {id}");
            all.push(StaffEntry::Team { id, name, service: service.into(), covers: false, telephone: String::new() });
        }
        for worker in 0..TEAM {
            let (service, role, of) = side(worker);
            all.push(StaffEntry::Person {
                id: worker_id(team, worker),
                name: format!("Worker {worker} of team {team}"),
                service: service.into(),
                standing: "practitioner".into(),
                roles: vec![role.into()],
                teams: vec![format!("{of}{team}")],
                leads: Vec::new(),
                telephone: String::new(),
                email: String::new(),
                active: true,
            });
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
