//! What stands on every page about one child: who it is, to whom they are open, whom to ring, and the other pages about them.
//!
//! In come the child and whoever looks; out goes the frame of the page. The status is worked out from what that person may read, so that it
//! tells nothing else (safety R4).

use std::sync::Arc;

use calendar::{Day, Moment};
use gate::{Action, Decision, On, Pass, Person, Ties};
use journey::Timeline;
use protocol::vocabulary::{EventId, Service as Of};
use record::{Child, Place, Staff};

use super::latest;
use crate::app::App;
use crate::ask::Ask;
use crate::layout::Layout;
use crate::owed::Whom;
use crate::pages::words::capital;
use crate::parts::{Content, Copy, Html, IdentityBar, Involvement, Link, NavigationItem, SubNavigation};
use crate::problem::Problem;
use crate::readable::{Readable, may_read_field};

/// A child whose page is opened, with what the person may do and read.
pub struct Opened {
    /// The child.
    pub child: Arc<Child>,
    /// Who works with the child.
    pub ties: Ties,
    /// The people of the child's authorities.
    pub staff: Vec<Arc<Staff>>,
    /// Now.
    pub now: Moment,
    /// What follows now, and what of it the person may read.
    pub readable: Readable,
    may: Vec<Action>,
}

/// What can be offered on a page about a child.
const OFFERED: [Action; 9] = [
    Action::RecordEvent,
    Action::CorrectEvent,
    Action::MarkDone,
    Action::SetAside,
    Action::EditDetails,
    Action::Allocate,
    Action::Restrict,
    Action::SeeLooks,
    Action::ExportJourney,
];

/// How much of what changed of late is said at most: more stands on the timeline.
const LATEST: usize = 3;

/// The pages about one child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChildPage {
    /// What matters now.
    Overview,
    /// Everything owed.
    Duties,
    /// Everything that happened.
    Timeline,
    /// Who is around the child.
    People,
    /// A page below one of these.
    Below,
}

/// Opens the child of the address.
pub async fn open(ask: &Ask) -> Result<Opened, Problem> {
    let child = ask.child().await?;
    let ties = ask.ties()?.clone();
    of(ask, &ask.pass, child, ties).await
}

/// Opens a child of a list, with the pass for it.
pub async fn of(ask: &Ask, pass: &Pass, child: Arc<Child>, ties: Ties) -> Result<Opened, Problem> {
    let staff = ask.staff_of(&ties).await?;
    let now = ask.moment();
    let readable = Readable::now(&ask.app, pass, &child, now);
    let may = OFFERED.into_iter().filter(|action| may(ask, *action, &ties)).collect();
    Ok(Opened { child, ties, staff, now, readable, may })
}

/// Whether somebody may do something, if need be after a fresh second factor.
fn may(ask: &Ask, action: Action, ties: &Ties) -> bool {
    match ask.decide(action, On::Child(ties)) {
        Decision::Permit(_) => true,
        Decision::Refuse(refused) => refused.fresh_would_do,
    }
}

impl Opened {
    /// Whether to offer something.
    pub fn may(&self, action: Action) -> bool {
        self.may.contains(&action)
    }

    /// Whether the person may record an event of this child.
    pub fn may_record(&self, ask: &Ask, event: EventId) -> bool {
        match ask.decide(Action::RecordEvent, On::Child(&self.ties)) {
            Decision::Permit(pass) => ask.admit(&pass, &[event], ()).is_ok(),
            Decision::Refuse(_) => false,
        }
    }

    /// Whether a service works with the child now: then its people have the child on their lists.
    pub fn is_open_to(&self, service: gate::Service) -> bool {
        match service {
            gate::Service::Yjs => self.ties.open_to_yjs,
            gate::Service::Csc => self.ties.open_to_csc,
            gate::Service::Authority => true,
        }
    }

    /// Whom to ring at a service that does not work with the child: its teams that stand in for all of it, with their numbers.
    pub fn on_duty(&self, service: gate::Service) -> Vec<(String, String)> {
        let here = |team: &&gate::Team| team.service == service && team.covers;
        let own = self.staff.iter().flat_map(|s| &s.teams).filter(|t| t.authority == self.child.details.authority);
        own.filter(here).map(|team| (team.name.clone(), team.telephone.clone())).collect()
    }

    /// The address of a page about the child.
    pub fn address(&self, below: &str) -> String {
        format!("/children/{}{below}", self.child.id)
    }

    /// The child with those around it.
    pub fn whom(&self) -> Whom<'_> {
        Whom { child: &self.child, ties: &self.ties, staff: &self.staff }
    }

    /// Somebody who works with the child now: whoever has left is not the one to ring.
    pub fn worker(&self, id: &str) -> Option<&Person> {
        self.person(id).filter(|person| person.active)
    }

    /// Somebody who works for one of the child's authorities, or did.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.staff.iter().find_map(|staff| staff.person(id))
    }

    /// A person by name, or that they are not known here.
    pub fn name_of(&self, id: &str) -> String {
        match self.person(id) {
            Some(person) => person.name.clone(),
            None if id.starts_with("program:") => "Tandem".to_owned(),
            None => "somebody who no longer works here".to_owned(),
        }
    }

    /// A team by name and number.
    pub fn team(&self, id: &str) -> Option<&gate::Team> {
        self.staff.iter().find_map(|staff| staff.team(id))
    }

    /// Those at work with the child for a service, its lead first.
    pub fn places(&self, service: gate::Service) -> Vec<&Place> {
        let leads = ["yjs-case-manager", "social-worker"];
        let mut places: Vec<&Place> = self.child.involved.iter().filter(|p| p.service == service.word()).collect();
        places.sort_by_key(|p| (self.worker(&p.person).is_none(), !leads.contains(&p.role.as_str())));
        places
    }

    /// The frame of a page about the child.
    pub fn layout(&self, ask: &Ask, title: &str, current: ChildPage) -> Layout {
        let mut layout = ask.frame(format!("{title}: {}", self.child.name()), None);
        layout.before = Html::of(&Before { bar: self.bar(ask), pages: self.pages(current) });
        layout
    }

    fn pages(&self, current: ChildPage) -> SubNavigation {
        let mut items: Vec<NavigationItem> = [
            (ChildPage::Overview, "Overview", ""),
            (ChildPage::Duties, "Duties", "/duties"),
            (ChildPage::Timeline, "Timeline", "/timeline"),
            (ChildPage::People, "People", "/people"),
        ]
        .into_iter()
        .map(|(of, text, below)| page(text, self.address(below), of == current))
        .collect();
        if self.may(Action::RecordEvent) {
            items.push(page("Record something", self.address("/record"), false));
        }
        SubNavigation { label: "Pages about this child".to_owned(), items }
    }

    fn bar(&self, ask: &Ask) -> IdentityBar {
        let details = &self.child.details;
        let sees = |field: &str| may_read_field(&ask.app, &ask.pass, field);
        let number = |what: &str, id: &str, number: &Option<String>| {
            let text = number.clone().filter(|_| sees("numbers"))?;
            let copy = Copy { text, what: what.to_lowercase(), id: id.to_owned(), is_short: true };
            Some((what.to_owned(), copy.into()))
        };
        let mut numbers: Vec<(String, Content)> = Vec::new();
        numbers.extend(
            details
                .known_as
                .as_ref()
                .map(|_| ("Full name".to_owned(), Content::from(format!("{} {}", details.given, details.family)))),
        );
        numbers.extend(number("Youth justice number", "number-yjs", &details.numbers.yjs));
        numbers.extend(number("Social care number", "number-csc", &details.numbers.csc));
        let warnings = self.child.warnings.iter().filter(|_| sees("warnings"));
        IdentityBar {
            name: Link::new(self.child.name(), self.address("")),
            born: details.born.parse().ok(),
            today: self.now.day(),
            numbers,
            involvements: [(Of::Yjs, gate::Service::Yjs), (Of::Csc, gate::Service::Csc)]
                .into_iter()
                .map(|(of, service)| self.involvement(ask, of, service))
                .collect(),
            statuses: self.statuses().into_iter().map(Content::from).collect(),
            latest: self.latest(ask),
            warnings: warnings.map(|w| Content::from(w.text.clone())).collect(),
        }
    }

    /// What changed the child's status of late, each with its place on the timeline.
    fn latest(&self, ask: &Ask) -> Vec<Link> {
        let link = |event: &journey::Happened| {
            let href = self.address(&format!("/timeline#event-{}", event.root));
            Link::new(latest::in_words(&ask.app, event, self.now), href)
        };
        let all = latest::latest(&ask.app, &self.readable, self.now, latest::ON_A_PAGE);
        all.take(LATEST).map(link).collect()
    }

    fn involvement(&self, ask: &Ask, of: Of, service: gate::Service) -> Involvement {
        let places = self.places(service);
        let first = places.first();
        let worker = first.and_then(|p| self.worker(&p.person));
        let team = first.and_then(|p| self.team(&p.team));
        // Whoever works with the child is not at their desk at night.
        let protocol = ask.app.book.protocols.latest(&self.child.details.authority);
        let is_night = protocol.and_then(|p| duties::out_of_hours(self.now, p)).unwrap_or(false);
        let is_reached = self.is_open_to(service) && !is_night;
        let mut duty = if is_reached { Vec::new() } else { self.on_duty(service) };
        let (name, telephone) = match (worker, team) {
            (Some(person), _) => (person.name.clone(), person.telephone.clone()),
            (None, Some(team)) => (team.name.clone(), team.telephone.clone()),
            (None, None) => (String::new(), String::new()),
        };
        // The team with which the child is may be the one on duty: its number is said once.
        duty.retain(|(on_duty, _)| *on_duty != name);
        let role = first.filter(|_| worker.is_some()).map_or_else(String::new, |p| duties::in_full(&p.role));
        let standing = standing(&ask.app, self.readable.timeline(), service).into();
        Involvement { service: of.into(), standing, worker: name.into(), role, telephone, duty }
    }

    /// The status in words.
    fn statuses(&self) -> Vec<String> {
        let status = self.readable.status();
        let mut words = Vec::new();
        if self.child.restricted.is_some() {
            words.push("Restricted record".to_owned());
        }
        words.extend(status.jointly_open.then(|| "Open to both services".to_owned()));
        // Whoever reads the duties sees two protocols at work: why is said at once.
        let host = self.child.details.host.as_deref().filter(|host| **host != self.child.details.authority);
        words.extend(host.map(|host| format!("Placed in {}: its protocol applies too", capital(host))));
        if status.looked_after {
            let bases: Vec<String> = status.looked_after_basis.iter().map(|b| duties::in_full(b)).collect();
            words.push(format!("Looked after: {}", protocol::check::in_words::listed(&bases, "and")));
        }
        words.extend(
            status
                .in_custody_since
                .map(|since| format!("In custody since {}, {}", since.in_words(), days(since, self.now.day()))),
        );
        words.extend(status.former_looked_after_in_detention.then(|| "Looked after until detained".to_owned()));
        words.extend(match status.care_leaver {
            "eligible" => Some("Leaving care: eligible child".to_owned()),
            "relevant" => Some("Leaving care: relevant child".to_owned()),
            "former-relevant" => Some("Care leaver: former relevant".to_owned()),
            "qualifying" => Some("Care leaver: qualifying".to_owned()),
            _ => None,
        });
        words
    }
}

/// What stands before the content of a page about a child.
#[derive(askama::Template)]
#[template(source = "{{ bar }}{{ pages }}", ext = "html")]
struct Before {
    bar: IdentityBar,
    pages: SubNavigation,
}

fn page(text: &'static str, href: String, is_current: bool) -> NavigationItem {
    NavigationItem { text: text.into(), href, is_current, ..NavigationItem::default() }
}

/// So many days, in words.
fn days(from: Day, to: Day) -> String {
    match to.number() - from.number() {
        0 => "today".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// Whether a child is open to a service, and since when, as far as may be read.
fn standing(app: &App, timeline: &Timeline, service: gate::Service) -> String {
    let vocabulary = &app.book.protocols.vocabulary;
    let (begins, ends) =
        (format!("{}-involvement-started", service.word()), format!("{}-involvement-ended", service.word()));
    let mut said =
        timeline.events.iter().rev().map(|event| (vocabulary.event(event.kind).name.as_str(), event.at.day()));
    match said.find(|(name, _)| *name == begins || *name == ends) {
        Some((name, day)) if name == begins => format!("Open since {}", day.in_words()),
        Some((_, day)) => format!("Closed {}", day.in_words()),
        None => "Not known to be open".to_owned(),
    }
}
