//! Who is asking: a person of one authority, their service, their standing, and the teams they work in.

/// The service that a person works for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// Youth justice.
    Yjs,
    /// Children's social care.
    Csc,
    /// The authority beside the two: a virtual school head, early help, the data team, an administrator.
    Authority,
}

impl Service {
    /// The word in files and policies.
    pub const fn word(self) -> &'static str {
        match self {
            Service::Yjs => "yjs",
            Service::Csc => "csc",
            Service::Authority => "authority",
        }
    }

    /// The service of this word.
    pub fn of(word: &str) -> Option<Service> {
        [Service::Yjs, Service::Csc, Service::Authority].into_iter().find(|s| s.word() == word)
    }
}

/// What a person's post lets them do, once a tie to the child is there. It opens no record by itself (safety R2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// A youth justice worker, social worker, personal adviser, early help worker.
    Practitioner,
    /// A team manager.
    Manager,
    /// Above the team managers: operations manager, head of service, director.
    Head,
    /// On duty: court officer, duty worker, emergency duty team.
    Duty,
    /// An independent reviewing officer.
    Reviewing,
    /// The chair of a panel.
    Chair,
    /// Business support.
    Support,
    /// The data team: numbers, no records.
    Data,
    /// Looks after people and teams in Tandem; no records.
    Administrator,
    /// The program itself: a job or a command, never a person who signs in.
    Program,
}

impl Standing {
    /// All of them, in the order of the table of access.
    pub const ALL: [Standing; 10] = [
        Standing::Practitioner,
        Standing::Manager,
        Standing::Head,
        Standing::Duty,
        Standing::Reviewing,
        Standing::Chair,
        Standing::Support,
        Standing::Data,
        Standing::Administrator,
        Standing::Program,
    ];

    /// The word in files and policies.
    pub const fn word(self) -> &'static str {
        match self {
            Standing::Practitioner => "practitioner",
            Standing::Manager => "manager",
            Standing::Head => "head",
            Standing::Duty => "duty",
            Standing::Reviewing => "reviewing",
            Standing::Chair => "chair",
            Standing::Support => "support",
            Standing::Data => "data",
            Standing::Administrator => "administrator",
            Standing::Program => "program",
        }
    }

    /// The standing of this word.
    pub fn of(word: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|s| s.word() == word)
    }
}

/// A person who signs in, or the program itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Opaque, and never given to another.
    pub id: String,
    /// As colleagues know them.
    pub name: String,
    /// The authority they work for.
    pub authority: String,
    /// The service they work for.
    pub service: Service,
    /// Their post.
    pub standing: Standing,
    /// The roles of the vocabulary that they fill (`yjs-case-manager`).
    pub roles: Vec<String>,
    /// The teams they work in.
    pub teams: Vec<String>,
    /// The teams they lead; a head leads several.
    pub leads: Vec<String>,
    /// Where to reach them; empty where not known.
    pub telephone: String,
    /// Where notices go; empty where they get none.
    pub email: String,
    /// Whether they still work here.
    pub active: bool,
}

impl Person {
    /// The program itself, acting for an authority as a job or a command.
    pub fn program(name: &str, authority: &str) -> Person {
        Person {
            id: format!("program:{name}"),
            name: name.to_owned(),
            authority: authority.to_owned(),
            service: Service::Authority,
            standing: Standing::Program,
            roles: Vec::new(),
            teams: Vec::new(),
            leads: Vec::new(),
            telephone: String::new(),
            email: String::new(),
            active: true,
        }
    }
}

/// A team of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Opaque.
    pub id: String,
    /// As it is called there.
    pub name: String,
    /// Its authority.
    pub authority: String,
    /// Its service.
    pub service: Service,
    /// Whether it stands in for every child open to its service: a court, duty or emergency duty team.
    pub covers: bool,
    /// Its telephone number; empty where not known.
    pub telephone: String,
}
