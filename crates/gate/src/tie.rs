//! How is a person tied to a child? A live relationship opens a record, never a role alone (safety R2).
//!
//! What comes in are the facts of who works with the child, kept by `record` and told without any content of the record; what goes out
//! is the set of relations that hold now.

use crate::person::{Person, Service, Standing, Team};

/// A worker or a team at work with a child, now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Involved {
    /// For which service.
    pub service: Service,
    /// Of which authority.
    pub authority: String,
    /// Which team; empty where none is named.
    pub team: String,
    /// Which person; empty where only a team is.
    pub person: String,
    /// In which role of the vocabulary.
    pub role: String,
}

/// Who works with a child: what the gate must know, and nothing of what the record holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ties {
    /// The child.
    pub child: String,
    /// The child's own authority and, where the child is placed elsewhere, the host's.
    pub authorities: Vec<String>,
    /// Open to youth justice now.
    pub open_to_yjs: bool,
    /// Open to social care now.
    pub open_to_csc: bool,
    /// The services that do not work with the child and were told of something all the same: it was said to them, by name.
    pub told: Vec<Service>,
    /// Who works with the child now.
    pub involved: Vec<Involved>,
    /// The roles that owe something to the child now and that no involvement names.
    pub owing: Vec<String>,
    /// Restricted to the people named.
    pub restricted: bool,
    /// Who may see a restricted record.
    pub named: Vec<String>,
}

/// One way in which a person is tied to a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Allocated to the child by name.
    Allocated,
    /// Works in a team that the child is with.
    Team,
    /// Leads a team that the child is with.
    Leads,
    /// Works in a team that stands in for every child open to its service, and for those of whom its service was told.
    Cover,
    /// Fills a role that owes something to the child now.
    Owes,
    /// Named for a restricted record.
    Named,
}

impl Relation {
    /// All of them.
    pub const ALL: [Relation; 6] =
        [Relation::Allocated, Relation::Team, Relation::Leads, Relation::Cover, Relation::Owes, Relation::Named];

    /// The word in policies and in the log of looks.
    pub const fn word(self) -> &'static str {
        match self {
            Relation::Allocated => "allocated",
            Relation::Team => "team",
            Relation::Leads => "leads",
            Relation::Cover => "cover",
            Relation::Owes => "owes",
            Relation::Named => "named",
        }
    }
}

/// The relations that hold, closest first.
pub type Relations = Vec<Relation>;

/// How a person is tied to a child now.
///
/// `teams` are those of the person's authority. A person of an authority that is neither the child's own nor the host's is tied by nothing.
pub fn relations(person: &Person, ties: &Ties, teams: &[Team]) -> Relations {
    let mut found = Relations::new();
    if !person.active || !ties.authorities.contains(&person.authority) {
        return found;
    }
    let own = || ties.involved.iter().filter(|i| i.authority == person.authority);
    let open = match person.service {
        Service::Yjs => ties.open_to_yjs,
        Service::Csc => ties.open_to_csc,
        Service::Authority => ties.open_to_yjs || ties.open_to_csc,
    };
    // Who is told at night of a child whom nobody of the service works with yet must be able to take it from there. It ends when nobody works
    // with the child any longer.
    let told = ties.told.contains(&person.service) && (ties.open_to_yjs || ties.open_to_csc);
    let covering = || teams.iter().any(|t| t.covers && t.service == person.service && person.teams.contains(&t.id));
    let owes = || person.roles.iter().any(|role| ties.owing.contains(role));
    let holds = |relation: Relation| match relation {
        Relation::Allocated => own().any(|i| i.person == person.id),
        Relation::Team => own().any(|i| !i.team.is_empty() && person.teams.contains(&i.team)),
        Relation::Leads => own().any(|i| !i.team.is_empty() && person.leads.contains(&i.team)),
        Relation::Cover => (open || told) && person.standing == Standing::Duty && covering(),
        Relation::Owes => open && owes(),
        Relation::Named => ties.named.contains(&person.id),
    };
    found.extend(Relation::ALL.into_iter().filter(|r| holds(*r)));
    found
}
