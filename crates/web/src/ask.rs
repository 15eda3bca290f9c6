//! One request that was let through: who asks, with which pass, for what; and the frame of the page that answers it.

use std::sync::Arc;

use axum::body::Bytes;
use calendar::Moment;
use gate::{Action, Admitted, Decision, On, Pass, Request, Team, Ties, relations};
use protocol::vocabulary::EventId;
use record::{Child, Staff};

use crate::app::{App, minute, moment};
use crate::form::{Form, Names, in_address};
use crate::layout::{self, Layout, Place};
use crate::owed::Whom;
use crate::parts::NotificationBanner;
use crate::problem::Problem;
use crate::session::Caller;

/// A request before sign-in.
pub struct Open {
    /// What every request has at hand.
    pub app: Arc<App>,
    /// Now, in milliseconds since 1970.
    pub now: i64,
    /// The names in the address.
    pub names: Names,
    /// What stands after the `?`.
    pub query: Form,
    /// The form.
    pub form: Form,
    /// The request's own id, for the logs.
    pub request: String,
    /// The secret of the browser's cookie, where it sent one.
    pub secret: Option<String>,
    /// The session, where the password was right and the second factor is still to come, or all of it was.
    pub session: Option<record::Session>,
    /// From which address the request came, for the limits.
    pub from: String,
    /// Whether it came from this machine itself, and through nothing that passes on the requests of others.
    pub is_local: bool,
}

/// A request that was let through.
pub struct Ask {
    /// What every request has at hand.
    pub app: Arc<App>,
    /// Now, in milliseconds since 1970.
    pub now: i64,
    /// The request's own id, for the logs.
    pub request: String,
    /// The names in the address.
    pub names: Names,
    /// What stands after the `?`.
    pub query: Form,
    /// The form.
    pub form: Form,
    /// The body, for the API.
    pub body: Bytes,
    /// The key that the sender gave this write, for the API.
    pub key: String,
    /// The version that the sender of a write had seen, for the API.
    pub if_match: String,
    /// What kind of body it is, in small letters and without its parameters.
    pub kind: String,
    /// Who asks.
    pub caller: Caller,
    /// That they may.
    pub pass: Pass,
    /// Who works with the child of the address; nothing where the address names none.
    pub ties: Option<Ties>,
    /// How many lines that child's log had when the gate was asked.
    pub version: u64,
}

impl Ask {
    /// Now, by the clock in London.
    pub fn moment(&self) -> Moment {
        moment(self.now)
    }

    /// A name in the address.
    pub fn name(&self, name: &str) -> &str {
        self.names.get(name).map_or("", String::as_str)
    }

    /// The child of the address, no older than what the gate was told. What has been written since is asked of the record.
    pub async fn child(&self) -> Result<Arc<Child>, Problem> {
        Ok(self.app.record.child_from(&self.pass, self.version).await?)
    }

    /// A pass for another action, or for another child: the same question as a click asks (safety: bulk actions).
    pub fn decide(&self, action: Action, on: On<'_>) -> Decision {
        let tied = match on {
            On::Child(ties) => relations(&self.caller.person, ties, &self.caller.staff.teams),
            _ => Vec::new(),
        };
        self.app.gate.decide(&Request {
            person: &self.caller.person,
            action,
            on,
            relations: &tied,
            fresh: self.caller.fresh,
            scopes: self.caller.scopes.as_ref(),
            about: self.names.get("person").map(String::as_str),
        })
    }

    /// A pass for something done to a child, where the person may.
    pub fn pass_for(&self, action: Action, ties: &Ties) -> Option<Pass> {
        match self.decide(action, On::Child(ties)) {
            Decision::Permit(pass) => Some(pass),
            Decision::Refuse(_) => None,
        }
    }

    /// The child of the address, with those around it among these people.
    pub fn whom<'a>(&'a self, child: &'a Child, staff: &'a [Arc<Staff>]) -> Result<Whom<'a>, Problem> {
        Ok(Whom { child, ties: self.ties()?, staff })
    }

    /// The people of the caller's authority, and of the other one that is the child's too.
    pub async fn staff_of(&self, ties: &Ties) -> Result<Vec<Arc<Staff>>, Problem> {
        let mut staff = vec![Arc::clone(&self.caller.staff)];
        for authority in ties.authorities.iter().filter(|a| **a != self.caller.person.authority) {
            staff.push(self.app.record.staff(authority).await?);
        }
        Ok(staff)
    }

    /// Who works with the child of the address.
    pub fn ties(&self) -> Result<&Ties, Problem> {
        self.ties.as_ref().ok_or_else(Problem::not_found)
    }

    /// Lets something be kept that holds these events.
    pub fn admit<E>(&self, pass: &Pass, events: &[EventId], what: E) -> Result<Admitted<E>, Problem> {
        Ok(self.app.gate.admit(pass, events, what)?)
    }

    /// Lets something be kept that holds no event.
    pub fn admit_other<E>(&self, pass: &Pass, what: E) -> Result<Admitted<E>, Problem> {
        Ok(self.app.gate.admit_other(pass, what)?)
    }

    /// The frame of a page for whoever asks.
    pub fn frame(&self, title: impl Into<String>, place: Option<Place>) -> Layout {
        let person = &self.caller.person;
        let organisation = self.organisation();
        let doors: Vec<Place> = Place::ALL.into_iter().filter(|place| self.opens(*place)).collect();
        // The people stand below the team, for those who have one.
        let place =
            place.map(|place| if place == Place::Team && !doors.contains(&place) { Place::People } else { place });
        let expires = u32::try_from(self.app.settings.idle).unwrap_or(0);
        Layout {
            title: title.into(),
            person: Some(layout::Person {
                name: person.name.clone(),
                organisation,
                token: self.caller.form_token().to_owned(),
                expires,
                child: in_address(self.name("child")),
            }),
            place,
            doors,
            made_up: self.app.settings.made_up,
            late: self.app.late(self.now),
            as_of: minute(self.now).in_words(),
            notice: self.notice(),
            ..Layout::default()
        }
    }

    /// Whether a page of the navigation opens for whoever asks.
    pub fn opens(&self, place: Place) -> bool {
        let may = |action, on: On<'_>| matches!(self.decide(action, on), Decision::Permit(_));
        match place {
            Place::Find => may(Action::FindChild, On::Authority(&self.caller.person.authority)),
            Place::Known => may(Action::AskKnown, On::Authority(&self.caller.person.authority)),
            Place::Systems => may(Action::SeeFeeds, On::Authority(&self.caller.person.authority)),
            Place::Team => self.sees_a_team(),
            Place::People => !self.sees_a_team(),
            Place::Duties | Place::Protocol | Place::Help => true,
        }
    }

    /// The teams whose work the person may see.
    pub fn teams(&self) -> impl Iterator<Item = &Team> {
        self.caller.staff.teams.iter().filter(|team| self.sees(team))
    }

    /// Whether the person may see the work of any team: their own are asked about first, and most who may see one may see those.
    fn sees_a_team(&self) -> bool {
        let (person, staff) = (&self.caller.person, &self.caller.staff);
        let mut own = person.leads.iter().chain(&person.teams).filter_map(|id| staff.team(id));
        own.any(|team| self.sees(team)) || self.teams().next().is_some()
    }

    fn sees(&self, team: &Team) -> bool {
        let on = On::Team { authority: &team.authority, team: &team.id, service: team.service };
        matches!(self.decide(Action::SeeTeam, on), Decision::Permit(_))
    }

    /// What has just happened, as the redirect to this page says (`?done=recorded`).
    fn notice(&self) -> Option<NotificationBanner> {
        let said = NOTICES.iter().find(|(word, _)| *word == self.query.text("done"))?.1;
        Some(NotificationBanner { content: said.into(), is_success: true, ..NotificationBanner::default() })
    }

    /// Whom the person acts for, as the protocol names the service.
    pub fn organisation(&self) -> String {
        let person = &self.caller.person;
        let named = self.app.book.protocols.latest(&person.authority).and_then(|p| {
            p.services.iter().find(|(key, _)| key == person.service.word()).map(|(_, name)| name.clone())
        });
        let place = crate::pages::words::capital(&person.authority);
        match named {
            // The paper's own name, without what it says of other names in brackets.
            Some(name) => format!("{} ({place})", name.split(" (").next().unwrap_or_default()),
            None => place,
        }
    }
}

/// What a page says after something was done: the word in the address, and the sentence.
const NOTICES: [(&str, &str); 25] = [
    ("gone", "That is no longer in the list."),
    ("settled", "Settled. It is kept with your name."),
    ("placed", "Kept, with your name."),
    ("decided", "Kept with your name. What follows has been done."),
    ("recorded", "Recorded. What is owed has been worked out again."),
    ("corrected", "Corrected. Duties have been worked out again."),
    (
        "retracted",
        "Taken back. What is owed has been worked out again. If a note on it was copied into another system, take it out there.",
    ),
    ("done", "Marked as done."),
    ("set-aside", "Set aside, with the reason given."),
    ("allocated", "Allocated."),
    ("deallocated", "No longer allocated."),
    ("saved", "Saved."),
    ("draft-dropped", "The draft is gone."),
    ("started", "The record has been started."),
    ("noted", "Ticked."),
    ("ended", "Ended."),
    ("password", "Your password has been changed."),
    ("second-factor", "Your second factor has been changed. You have been signed out everywhere else."),
    ("calendar-ended", "The address of your calendar has ended."),
    ("person-added", "Added. They have no way to sign in yet."),
    ("team-added", "The team has been added."),
    ("left", "They have left: whatever they had opened has ended."),
    ("returned", "They are back. They need a new first password."),
    ("signed-out", "They have been signed out everywhere."),
    ("restricted", "Who may see this record has been changed."),
];
