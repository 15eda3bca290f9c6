//! The people of the matrix, of every post, and the children, tied to all of them in one way each.

use gate::{Relation, Service, Standing};
use record::{Entry, StaffEntry};
use serde_json::json;

use crate::world::{HOME, OTHER, World, account, event, gate, involved, opened, program};

/// The children, each with how everybody of the matrix is tied to it, and whether it is restricted.
pub const CHILDREN: [(&str, &[Relation], bool); 7] = [
    ("m-none", &[], false),
    ("m-allocated", &[Relation::Allocated], false),
    ("m-team", &[Relation::Team], false),
    ("m-leads", &[Relation::Leads], false),
    ("m-shut", &[Relation::Allocated, Relation::Team, Relation::Leads], true),
    ("m-named", &[Relation::Named], true),
    (FAR, &[], false),
];
/// The one of another council, and one that never was.
pub const FAR: &str = "m-far";
pub const NEVER: &str = "m-never";
/// What stands in every child's name.
pub const TOKEN: &str = "Zyzzyva";

/// A person of the matrix.
#[derive(Debug, Clone, Copy)]
pub struct Who {
    pub id: &'static str,
    pub service: Service,
    pub standing: Standing,
    /// Works in a team that stands in for every child of its service.
    pub covers: bool,
    pub active: bool,
}

impl Who {
    const fn new(id: &'static str, service: Service, standing: Standing) -> Who {
        Who { id, service, standing, covers: false, active: true }
    }

    pub fn authority(&self) -> &'static str {
        if self.id.starts_with("ox") { OTHER } else { HOME }
    }
}

pub const PEOPLE: [Who; 15] = [
    Who::new("m-practitioner", Service::Yjs, Standing::Practitioner),
    Who::new("m-manager", Service::Csc, Standing::Manager),
    Who::new("m-head", Service::Yjs, Standing::Head),
    Who::new("m-duty", Service::Csc, Standing::Duty),
    Who { covers: true, ..Who::new("m-cover", Service::Csc, Standing::Duty) },
    Who::new("m-reviewing", Service::Authority, Standing::Reviewing),
    Who::new("m-chair", Service::Csc, Standing::Chair),
    Who::new("m-support", Service::Yjs, Standing::Support),
    Who::new("m-data", Service::Authority, Standing::Data),
    Who::new("m-administrator", Service::Authority, Standing::Administrator),
    Who { active: false, ..Who::new("m-left", Service::Yjs, Standing::Practitioner) },
    Who { active: false, ..Who::new("m-head-left", Service::Csc, Standing::Head) },
    Who::new("ox-practitioner", Service::Yjs, Standing::Practitioner),
    Who::new("ox-head", Service::Csc, Standing::Head),
    Who::new("ox-administrator", Service::Authority, Standing::Administrator),
];

/// A colleague who asks for nothing: what the administrator does to them changes no answer.
pub const COLLEAGUE: Who = Who::new("m-colleague", Service::Yjs, Standing::Practitioner);

/// The people of the matrix, and the children.
pub async fn fill(world: &World) {
    let own = |text: &str| text.to_owned();
    let services = [Service::Yjs, Service::Csc, Service::Authority].map(Service::word);
    let team = |id: String, service: &str, covers: bool| {
        let (name, service) = (id.clone(), service.to_owned());
        StaffEntry::Team { id, name, service, covers, telephone: String::new() }
    };
    let mut teams: Vec<StaffEntry> = services
        .iter()
        .flat_map(|s| ["works", "leads", "others"].map(|kind| team(format!("m-{kind}-{s}"), s, false)))
        .collect();
    teams.push(team(own("m-covers"), "csc", true));
    for authority in [HOME, OTHER] {
        let people =
            PEOPLE.iter().chain([&COLLEAGUE]).filter(|who| who.authority() == authority).map(|who| person(who, true));
        let entries = if authority == HOME { teams.clone() } else { Vec::new() };
        keep_staff(world, authority, entries.into_iter().chain(people).collect()).await;
    }
    for who in &PEOPLE {
        account(&world.record, who.id).await;
    }
    for (id, tied, restricted) in CHILDREN {
        let authority = if id == FAR { OTHER } else { HOME };
        let with = json!({"basis": "bail-support", "route": "criminal-justice"});
        let mut entries = vec![
            opened(authority, TOKEN, TOKEN, "2010-11-09"),
            event("m0", "2026-05-11", "yjs-involvement-started", with),
            event("m2", "2026-06-02T12:00", "remanded-yda", json!({"until": "2026-07-14"})),
            event("m3", "2026-06-03", "csc-involvement-started", json!({"plan": "looked-after"})),
            event("m1", "2026-06-04", "meeting-held", json!({"meeting": "joint-planning-meeting"})),
        ];
        let home = PEOPLE.iter().filter(|who| who.authority() == HOME);
        if tied.contains(&Relation::Allocated) {
            entries.extend(home.clone().map(|who| involved(who.service.word(), "", who.id, "")));
        }
        for (relation, kind) in [(Relation::Team, "works"), (Relation::Leads, "leads")] {
            if tied.contains(&relation) {
                entries.extend(services.map(|s| involved(s, &format!("m-{kind}-{s}"), "", "")));
            }
        }
        if restricted {
            let named = home.filter(|_| tied.contains(&Relation::Named)).map(|who| own(who.id)).collect();
            entries.push(Entry::Restricted { people: Some(named), reason: String::new() });
        }
        world.keep(id, entries).await;
    }
}

fn person(who: &Who, active: bool) -> StaffEntry {
    let is_here = who.authority() == HOME;
    let team = |kind: &str| if is_here { vec![format!("m-{kind}-{}", who.service.word())] } else { Vec::new() };
    let mut teams = team("works");
    if who.covers {
        teams.push("m-covers".to_owned());
    }
    StaffEntry::Person {
        id: who.id.to_owned(),
        name: who.id.to_owned(),
        service: who.service.word().to_owned(),
        standing: who.standing.word().to_owned(),
        roles: Vec::new(),
        teams,
        leads: team("leads"),
        telephone: String::new(),
        email: String::new(),
        active,
    }
}

/// Those who have left were there when they signed in.
pub async fn leave(world: &World) {
    let left = PEOPLE.iter().filter(|who| !who.active).map(|who| person(who, false));
    keep_staff(world, HOME, left.collect()).await;
}

async fn keep_staff(world: &World, authority: &str, entries: Vec<StaffEntry>) {
    let version = world.record.staff(authority).await.unwrap().version;
    let admitted = gate().admit_other(&program(authority), entries).unwrap();
    world.record.keep_staff(admitted, version, world.now()).await.unwrap();
}
