//! Who may do what, written a second time, from the words agreed and not from the policies: plain ifs, no Cedar.
//!
//! Where the two differ, one of them is wrong. Nothing here may be copied from `access/policies/`, nor the other way round.

use gate::{Action, Class, Kind, Relation, Service, Standing};

/// A question, in its parts.
#[derive(Debug, Clone)]
pub struct Cell {
    pub action: Action,
    pub service: Service,
    pub standing: Standing,
    pub relations: Vec<Relation>,
    pub restricted: bool,
    pub open_to_yjs: bool,
    pub open_to_csc: bool,
    pub fresh: bool,
    /// Nothing: signed in. Otherwise a token, whether it reads, whether it writes, whether it takes journeys out.
    pub token: Option<(bool, bool, bool)>,
    pub own_authority: bool,
    pub active: bool,
    pub about_self: bool,
    /// The service of the team, where a team is asked for; the relations then say whether the person works in it or leads it.
    pub team: Service,
}

impl Cell {
    fn has(&self, relation: Relation) -> bool {
        self.relations.contains(&relation)
    }

    fn lead(&self) -> bool {
        self.standing == Standing::Manager || self.standing == Standing::Head
    }

    /// Works with records at all.
    fn works_with_children(&self) -> bool {
        self.standing != Standing::Data
            && self.standing != Standing::Administrator
            && self.standing != Standing::Program
    }
}

/// Whether the child is there for this person.
fn child_is_there(cell: &Cell) -> bool {
    if !cell.active || !cell.own_authority || !cell.works_with_children() {
        return false;
    }
    if cell.restricted {
        return cell.has(Relation::Named);
    }
    // A list of names that no longer restricts opens nothing.
    cell.relations.iter().any(|r| *r != Relation::Named)
}

/// Whether the person works with the child or stands in for those who do: one duty that their post owes is not that.
fn works_with_it(cell: &Cell) -> bool {
    let here = [Relation::Allocated, Relation::Team, Relation::Leads, Relation::Cover].into_iter().any(|r| cell.has(r));
    here || (cell.restricted && cell.has(Relation::Named))
}

fn reads_only(action: Action) -> bool {
    matches!(
        action,
        Action::SeeChild
            | Action::SeeWhy
            | Action::SeeLooks
            | Action::FindChild
            | Action::AskKnown
            | Action::TryJourney
            | Action::ReadProtocol
            | Action::ReadHelp
            | Action::SeeMyDuties
            | Action::SeeTeam
            | Action::SeeStaff
            | Action::SeeCounts
    )
}

fn never_by_token(action: Action) -> bool {
    matches!(
        action,
        Action::KeepStaff
            | Action::Restrict
            | Action::KeepTokens
            | Action::KeepAccount
            | Action::KeepFactors
            | Action::GuardKnown
            | Action::SeeFeeds
            | Action::DecidePairs
            | Action::ExportCaseload
            | Action::Remind
            | Action::Import
            | Action::Export
            | Action::KeepInstallation
    )
}

fn token_allows(cell: &Cell) -> bool {
    match cell.token {
        None => true,
        Some(_) if never_by_token(cell.action) => false,
        Some((.., export)) if cell.action == Action::ExportJourney => export,
        Some((read, ..)) if reads_only(cell.action) => read,
        Some((_, write, _)) => write,
    }
}

/// What the post and the tie allow for a child that is there.
fn with_a_child(cell: &Cell) -> bool {
    let s = cell.standing;
    match cell.action {
        Action::SeeChild | Action::SeeWhy => true,
        Action::RecordEvent | Action::MarkDone | Action::TickNote => s != Standing::Chair,
        Action::CorrectEvent => s != Standing::Chair && s != Standing::Support && works_with_it(cell),
        Action::SetAside => cell.lead() || (s == Standing::Practitioner && cell.has(Relation::Allocated)),
        Action::EditDetails => {
            (s == Standing::Practitioner || s == Standing::Manager || s == Standing::Support) && works_with_it(cell)
        }
        Action::Allocate => {
            if s == Standing::Duty {
                return cell.has(Relation::Cover);
            }
            cell.lead() && cell.has(Relation::Leads)
        }
        Action::Restrict => s == Standing::Head && cell.fresh && works_with_it(cell),
        Action::SeeLooks => cell.lead() && cell.has(Relation::Leads),
        Action::ExportJourney => {
            // A second factor was given when the token was made.
            (cell.fresh || cell.token.is_some())
                && works_with_it(cell)
                && (cell.lead() || (s == Standing::Practitioner && cell.has(Relation::Allocated)))
        }
        _ => false,
    }
}

/// May they?
pub fn may(cell: &Cell) -> bool {
    if !cell.active || !token_allows(cell) {
        return false;
    }
    let s = cell.standing;
    let signs_in = s != Standing::Program;
    let of_the_two = cell.service != Service::Authority;
    match cell.action.kind() {
        Kind::Child => child_is_there(cell) && with_a_child(cell),
        Kind::Own => signs_in && (cell.fresh || ![Action::KeepTokens, Action::KeepFactors].contains(&cell.action)),
        Kind::Installation => !signs_in,
        _ if !cell.own_authority => false,
        Kind::Team => team_is_there(cell),
        Kind::Staff if cell.action == Action::SeeStaff => signs_in,
        Kind::Staff => s == Standing::Administrator && cell.fresh && !cell.about_self,
        Kind::Authority => match cell.action {
            Action::FindChild => cell.works_with_children() && s != Standing::Chair,
            Action::StartRecord => cell.works_with_children() && s != Standing::Chair && s != Standing::Reviewing,
            Action::TryJourney | Action::ReadProtocol => signs_in,
            Action::SeeCounts => cell.lead() || s == Standing::Data,
            Action::SeeFeeds | Action::DecidePairs => (of_the_two && cell.lead()) || s == Standing::Data,
            Action::AskKnown => of_the_two && (cell.lead() || matches!(s, Standing::Practitioner | Standing::Duty)),
            Action::GuardKnown => of_the_two && cell.lead(),
            Action::ExportCaseload => cell.lead() && cell.fresh,
            _ => false,
        },
    }
}

fn team_is_there(cell: &Cell) -> bool {
    if !cell.active || !cell.own_authority || !cell.works_with_children() {
        return false;
    }
    if cell.standing == Standing::Head && cell.service == cell.team {
        return true;
    }
    cell.has(Relation::Team) || cell.has(Relation::Leads)
}

/// Where the answer is no: may they know that the thing exists?
pub fn may_know(cell: &Cell) -> bool {
    match cell.action.kind() {
        Kind::Child => child_is_there(cell),
        Kind::Team => team_is_there(cell),
        Kind::Own | Kind::Installation => cell.active,
        Kind::Staff | Kind::Authority => cell.active && cell.own_authority,
    }
}

/// Where the answer is yes: do they read this class?
pub fn reads(cell: &Cell, class: Class) -> bool {
    if cell.action.kind() == Kind::Installation {
        return true;
    }
    if cell.action.kind() != Kind::Child {
        return false;
    }
    if let Some((read, ..)) = cell.token
        && !read
    {
        return false;
    }
    let near = cell.has(Relation::Allocated) || cell.has(Relation::Leads);
    let reviewing = cell.standing == Standing::Reviewing;
    if cell.standing == Standing::Support {
        return class == Class::Identity || class == Class::Joint;
    }
    match class {
        Class::Identity | Class::Joint => true,
        Class::YouthJustice => its_own_or_shared(cell, Service::Yjs, Service::Csc),
        Class::Care => its_own_or_shared(cell, Service::Csc, Service::Yjs),
        Class::Health => cell.standing != Standing::Chair && (near || reviewing),
        Class::ThirdParty => near && cell.service != Service::Authority,
        Class::CourtRestricted => cell.service == Service::Csc && (near || reviewing),
        Class::Staff => cell.lead() && cell.has(Relation::Leads),
    }
}

fn its_own_or_shared(cell: &Cell, own: Service, other: Service) -> bool {
    if cell.service == own {
        return true;
    }
    let jointly_open = cell.open_to_yjs && cell.open_to_csc;
    cell.service == other && (jointly_open || cell.has(Relation::Allocated))
}

/// May someone whose recording is permitted record an event of this class, of which the vocabulary says that these record it?
pub fn may_write(service: Service, standing: Standing, recorded_by: &str, class: Class) -> bool {
    if standing == Standing::Support && class != Class::Joint {
        return false;
    }
    match recorded_by {
        "yjs" => service == Service::Yjs,
        "csc" => service == Service::Csc,
        "both" | "early-help" => true,
        _ => service == Service::Yjs || service == Service::Csc,
    }
}
