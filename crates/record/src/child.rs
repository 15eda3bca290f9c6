//! One child, as the log tells it: who they are, who works with them, and the journey that duties are derived from.

use std::sync::Arc;

use calendar::Moment;
use duties::{Answer, Line};
use feeds::events::name::{self, TAKEN_BACK};
use gate::{Involved, Pass, Service, Ties};
use journey::{Journey, Timeline};

use crate::chain::Link;
use crate::entry::{Contact, Details, Place, Warning};
use crate::fold;
use crate::record::{Book, Record, RecordError};
use crate::store::Row;

/// How an event came into the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// In which line of the log.
    pub version: u64,
    /// When, in milliseconds since 1970.
    pub recorded: i64,
    /// By whom.
    pub person: String,
    /// In the contract's form, as JSON text: a tree of it would take up six times the room.
    pub(crate) event: Box<str>,
}

impl Kept {
    /// The event in the contract's form.
    pub fn event(&self) -> serde_json::Value {
        // It was written as JSON, so it can be read.
        serde_json::from_str(&self.event).unwrap_or_default()
    }
}

/// What a line of the log told that is no event of the journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Who the child is.
    Details,
    /// Somebody began to work with the child.
    Involved(Place),
    /// Somebody no longer does.
    Uninvolved(Place),
    /// The people around the child.
    Network,
    /// What everybody must see.
    Warnings,
    /// To whom the record is restricted, or that it is no longer.
    Restricted,
}

/// That something besides the journey was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Besides {
    /// When it was recorded, in milliseconds since 1970.
    pub recorded: i64,
    /// By whom.
    pub person: String,
    /// Of what.
    pub about: About,
}

/// What was due more days than this before a record began is history.
const HISTORY: i32 = 28;

/// One child.
#[derive(Debug, Clone)]
pub struct Child {
    /// The record's own id, opaque.
    pub id: String,
    /// How many lines its log has: what a write is based on.
    pub version: u64,
    /// The link of its last line.
    pub(crate) chain: Link,
    /// When its last line was recorded.
    pub(crate) recorded: i64,
    /// When its first line was, in milliseconds since 1970: with it the record began.
    pub(crate) began: i64,
    /// Who the child is.
    pub details: Details,
    /// Who works with the child now.
    pub involved: Vec<Place>,
    /// The people around the child.
    pub network: Vec<Contact>,
    /// The brothers and sisters who have a record here.
    pub siblings: Vec<String>,
    /// What everybody must see.
    pub warnings: Vec<Warning>,
    /// The people to whom the record is restricted.
    pub restricted: Option<Vec<String>>,
    /// Why these, where it was said.
    pub restricted_why: String,
    /// The notes that stand in a case system: the event's id, and whose system.
    pub noted: Vec<(String, String)>,
    /// Open to youth justice, by the last that was said of it.
    pub open_to_yjs: bool,
    /// Open to social care, by the last that was said of it.
    pub open_to_csc: bool,
    /// The services that do not work with the child and were told of something since they last did.
    pub told: Vec<Service>,
    /// The journey.
    pub journey: Journey,
    /// How each event of the journey came into the record, in the journey's order.
    pub kept: Vec<Arc<Kept>>,
    /// What was told besides, in the log's order.
    pub besides: Vec<Besides>,
}

impl Child {
    /// The name as it is spoken of.
    pub fn name(&self) -> String {
        let given = self.details.known_as.as_deref().unwrap_or(&self.details.given);
        format!("{given} {}", self.details.family)
    }

    /// Whether a duty was due so long before anybody here could know of it that it is history: with a child who comes in from the services' own systems
    /// comes what the protocol asked for in years in which nobody wrote here what was done. It is owed still, until somebody says what became of it, but
    /// it is nobody's haste. What was due in the last four weeks before is as late as any other: a record may begin because something was late. So is
    /// what comes again and again: the next one counts from this one.
    pub fn is_history(&self, line: &Line) -> bool {
        let told = Moment::at_instant(self.told(line).div_euclid(1000)).day();
        !line.repeats && line.due.is_some_and(|due| due.day().number() < told.number() - HISTORY)
    }

    /// When the record was told of what set a duty off: when it began, or when a file told of that day after it had. What people write late is late.
    fn told(&self, line: &Line) -> i64 {
        let of_day =
            self.journey.written.iter().zip(&self.kept).filter(|(event, _)| event.at.day() == line.trigger_at.day());
        let by_file = of_day.filter(|(_, kept)| name::is_from_a_file(&kept.id)).map(|(_, kept)| kept.recorded);
        by_file.fold(self.began, i64::max)
    }

    /// Whether anybody but this person has recorded something since a moment, in milliseconds since 1970.
    pub fn is_told_by_others(&self, person: &str, since: i64) -> bool {
        let events = self.kept.iter().rev().map(|kept| (kept.recorded, kept.person.as_str()));
        let besides = self.besides.iter().rev().map(|said| (said.recorded, said.person.as_str()));
        let is_news = |(recorded, _): &(i64, &str)| *recorded > since;
        events.take_while(is_news).chain(besides.take_while(is_news)).any(|(_, by)| by != person)
    }

    /// Whether an event was about another child, and was taken out when a join was undone: it is for nobody who works with this one (safety R21).
    pub fn is_of_another(&self, id: &str) -> bool {
        self.kept.iter().any(|kept| {
            kept.id.contains(TAKEN_BACK) && kept.event().get("retracts").and_then(serde_json::Value::as_str) == Some(id)
        })
    }

    /// How the entry of a place of the journey came into the record.
    pub fn kept_at(&self, place: u32) -> Option<&Kept> {
        self.kept.get((place as usize).checked_sub(1)?).map(|kept| &**kept)
    }

    /// The timeline at a moment, with what had been recorded by another.
    pub fn timeline(&self, as_at: Moment, as_known_at: Option<Moment>) -> Timeline {
        self.journey.timeline(as_at, as_known_at)
    }

    /// Everything that follows for the child.
    pub fn answer<'a>(&self, book: Book, timeline: &'a Timeline, as_known_at: Option<Moment>) -> Answer<'a> {
        book.engine.answer(&self.journey.under, timeline, as_known_at)
    }

    /// The journey as a file of the contract, in JSON.
    pub fn as_journey(&self) -> serde_json::Value {
        fold::as_journey(&self.details, self.siblings.len(), self.kept.iter().map(|kept| kept.event()))
    }

    /// Who works with the child, for the gate.
    pub fn ties(&self, owing: Vec<String>) -> Ties {
        let authorities = std::iter::once(&self.details.authority).chain(&self.details.host).cloned().collect();
        Ties {
            child: self.id.clone(),
            authorities,
            open_to_yjs: self.open_to_yjs,
            open_to_csc: self.open_to_csc,
            told: self.told.clone(),
            involved: self.involved.iter().filter_map(involved).collect(),
            owing,
            restricted: self.restricted.is_some(),
            named: self.restricted.clone().unwrap_or_default(),
        }
    }
}

/// A place as the gate sees it.
pub(crate) fn involved(place: &Place) -> Option<Involved> {
    Some(Involved {
        service: Service::of(&place.service)?,
        authority: place.authority.clone(),
        team: place.team.clone(),
        person: place.person.clone(),
        role: place.role.clone(),
    })
}

impl Record {
    /// The child of whom the pass speaks.
    pub async fn child(&self, pass: &Pass) -> Result<Arc<Child>, RecordError> {
        let id = pass.child().ok_or(RecordError::NotFound)?;
        self.child_of(id).await?.ok_or(RecordError::NotFound)
    }

    /// The child of whom the pass speaks, of whom so many lines are known to be there.
    pub async fn child_from(&self, pass: &Pass, version: u64) -> Result<Arc<Child>, RecordError> {
        let id = pass.child().ok_or(RecordError::NotFound)?;
        self.child_at(id, i64::try_from(version).ok()).await?.ok_or(RecordError::NotFound)
    }

    /// A child without a pass: for this crate's own ends.
    pub(crate) async fn child_of(&self, id: &str) -> Result<Option<Arc<Child>>, RecordError> {
        let head = self.store.first(VERSION, [id.into()]).await?;
        self.child_at(id, head.map(|row| row.int(0))).await
    }

    /// A child of whom so many lines are known to be there.
    pub(crate) async fn child_at(&self, id: &str, version: Option<i64>) -> Result<Option<Arc<Child>>, RecordError> {
        const MORE: &str = "SELECT version, recorded, person, payload, salt, chain FROM log \
                            WHERE stream = $1 AND version > $2 ORDER BY version";
        let Some(version) = version else { return Ok(None) };
        let Some(held) = self.children.get(id) else {
            return Ok(Some(self.hold(fold::fold(id, &self.log(id).await?, self.book)?)));
        };
        if held.version as i64 >= version {
            return Ok(Some(held));
        }
        let rows = self.store.read(MORE, [id.into(), held.version.into()]).await?;
        Ok(Some(self.hold(fold::more((*held).clone(), &rows, self.book)?)))
    }

    /// Holds a child in memory, in place of an older one.
    pub(crate) fn hold(&self, child: Child) -> Arc<Child> {
        let child = Arc::new(child);
        if self.children.get(&child.id).is_none_or(|held| held.version <= child.version) {
            self.children.insert(child.id.clone(), Arc::clone(&child));
        }
        child
    }

    /// Every line of a stream, in order.
    pub(crate) async fn log(&self, stream: &str) -> Result<Vec<Row>, RecordError> {
        Ok(self.store.read(LOG, [stream.into()]).await?)
    }
}

/// How many lines a child's log has.
pub(crate) const VERSION: &str = "SELECT version FROM child WHERE child = $1";

/// Every line of a stream, in order.
pub(crate) const LOG: &str =
    "SELECT version, recorded, person, payload, salt, chain FROM log WHERE stream = $1 ORDER BY version";
