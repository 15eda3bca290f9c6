//! Type once: what happened, as a finished note for social care's own system and one for youth justice's, each in the words of its service.
//!
//! What comes in is a child's record and one event of it; what goes out is a title and plain text that a person copies. The same event gives the
//! same note, byte for byte, until it is corrected. What the receiving service, or the person who copies, may not read is left out and
//! said to be, by the one rule of what may be read (`record::Reader`); an event that one of them may not read gives no note at all.

use std::sync::Arc;

use calendar::Moment;
use duties::{Changes, Line, changes, in_full, title};
use gate::{Class, Classes, Gate, Pass, Service, Ties};
use journey::{Happened, Timeline, What};
use protocol::check::in_words::capital;
use protocol::vocabulary::Value;
use protocol::{Protocol, Protocols, Vocabulary};
use record::{Book, Child, MayRead, Reader, Record, Staff, open_after};

use crate::london::{minute, moment};
use crate::owners::{Around, services};
use crate::telling::to_tell;

/// A finished note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The system, by the name that the authority's protocol gives it.
    pub system: String,
    /// The title.
    pub title: String,
    /// The text, line by line.
    pub body: String,
}

/// What a note is asked of.
#[derive(Debug, Clone, Copy)]
pub struct Noted<'a> {
    /// The child.
    pub child: &'a Child,
    /// The event's id in the record.
    pub event: &'a str,
    /// Who recorded it, by name.
    pub recorded_by: &'a str,
    /// For which of the two services.
    pub service: Service,
    /// What that service may read: see [`reads_of`].
    pub reads: Classes,
    /// Who will copy it.
    pub viewer: &'a Pass,
}

/// What a service as a whole may read of a child: what all of its people may who work with the child by name, else what any service may.
pub fn reads_of(service: Service, ties: &Ties, staff: &[Arc<Staff>], vocabulary: &Vocabulary, gate: &Gate) -> Classes {
    let around = Around::new(ties, staff, vocabulary, gate);
    let allocated = ties.involved.iter().filter(|i| i.service == service);
    let people = allocated.filter_map(|i| staff.iter().find_map(|s| s.person(&i.person)));
    let each: Vec<Classes> = people.filter_map(|p| around.reads(p)).collect();
    if each.is_empty() {
        return Classes::NONE.with(Class::Identity).with(Class::Joint);
    }
    let by_all = Class::ALL.into_iter().filter(|class| each.iter().all(|reads| reads.has(*class)));
    by_all.fold(Classes::NONE, Classes::with)
}

/// The name of a service's system: what the protocol calls its case system, without what it adds to the name. Initials alone are said with what
/// they stand for.
pub fn system(protocol: Option<&Protocol>, service: Service) -> String {
    let keys = [format!("{}_case_system", service.word()), service.word().to_owned()];
    let said = |key: &String| protocol?.systems.iter().find(|(name, _)| name == key).map(|(_, said)| said.as_str());
    let named = keys.iter().find_map(said).filter(|said| !said.starts_with("not named"));
    let short = named.and_then(|said| said.split([',', ';', '(']).next()).map(str::trim).filter(|s| !s.is_empty());
    let plain = format!("{} case system", name_of(service));
    match short {
        Some(short) if short.chars().all(|c| c.is_ascii_uppercase()) => format!("{short} ({plain})"),
        Some(short) => short.to_owned(),
        None => plain,
    }
}

/// A service as one says it.
fn name_of(service: Service) -> &'static str {
    match service {
        Service::Yjs => "youth justice",
        Service::Csc => "social care",
        Service::Authority => "the authority's",
    }
}

/// What stood before an entry, and after it.
struct Entered {
    number: usize,
    before: Timeline,
    after: Timeline,
}

impl Entered {
    fn of(asked: &Noted<'_>) -> Option<(Entered, Moment)> {
        let number = asked.child.kept.iter().position(|k| k.id == asked.event)?;
        let at = moment(asked.child.kept.get(number)?.recorded);
        let [before, after] = [number, number + 1].map(|entries| asked.child.first(entries).timeline(at, None));
        Some((Entered { number, before, after }, at))
    }

    /// The event that the entry is about, and what it does to it.
    fn event(&self, child: &Child) -> Option<(&Happened, How)> {
        match &child.journey.written.get(self.number)?.what {
            What::Event { corrects, .. } => {
                let how = if corrects.is_some() { How::Corrected } else { How::New };
                Some((find(&self.after.events, self.number)?, how))
            }
            What::Retracts(id) => {
                let taken_back = child.kept.iter().position(|k| k.id == *id)?;
                Some((find(&self.after.retracted, taken_back)?, How::TakenBack))
            }
            What::Erased(_) => None,
        }
    }
}

/// Whether there is a note on an event: whether the service and the person who copies may read it.
pub fn has_note(asked: &Noted<'_>, record: &Record, gate: &Gate) -> bool {
    let may_read = || {
        let (entered, at) = Entered::of(asked)?;
        Writer::new(asked, record.book(), gate, at).read(&entered).map(drop)
    };
    may_read().is_some()
}

/// The note on an event; nothing where there is no such event, or where the service or the person who copies may not read it.
///
/// It tells what the event changed when it was recorded: what came later, corrections too, has a note of its own.
pub fn note(asked: &Noted<'_>, record: &Record, gate: &Gate) -> Option<Note> {
    let (entered, at) = Entered::of(asked)?;
    let book = record.book();
    let writer = Writer::new(asked, book, gate, at);
    let read = writer.read(&entered)?;
    let title = writer.title(&read);
    let what_and_when = writer.what_and_when(&read);
    let (before, after) = (writer.part(entered.before.clone()), writer.part(entered.after.clone()));
    let is_part = !is_same(&before, &entered.before) || !is_same(&after, &entered.after);
    let lines = |timeline: &Timeline| asked.child.answer(book, timeline, None).lines();
    let mut body = vec![title.clone()];
    body.extend(writer.number());
    body.push(String::new());
    body.extend(what_and_when);
    body.push(String::new());
    body.extend(writer.what_follows(&changes(&lines(&before), &lines(&after))));
    if is_part {
        body.push(
            "Something that may not be shown here may change what is owed: the list in Tandem is what holds.".into(),
        );
    }
    body.push(String::new());
    let recorded = writer.recorded().in_words();
    body.push(format!("Recorded in Tandem on {recorded} by {}.", asked.recorded_by));
    let protocol = book.protocols.edition(&asked.child.details.authority, read.event.at.day());
    Some(Note { system: system(protocol, asked.service), title, body: body.join("\n") + "\n" })
}

/// The event of which the entry of this number is the first version or the last.
fn find(events: &[Happened], number: usize) -> Option<&Happened> {
    events.iter().find(|e| [e.place, e.root].iter().any(|place| *place as usize == number + 1))
}

/// What an entry does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    New,
    Corrected,
    TakenBack,
}

/// The event of an entry, as both may read it.
struct Read {
    event: Happened,
    how: How,
    /// The places of what it says that is for others.
    withheld: Vec<usize>,
    /// Whether the child was open to youth justice and to social care then.
    open: (bool, bool),
}

/// Whether two timelines say the same of what happened, by their last words.
fn is_same(a: &Timeline, b: &Timeline) -> bool {
    fn said(timeline: &Timeline) -> impl Iterator<Item = (u32, u32, &[Option<Value>])> {
        timeline.events.iter().map(|event| (event.root, event.place, &*event.values))
    }
    said(a).eq(said(b))
}

/// Writes one note.
struct Writer<'a> {
    asked: &'a Noted<'a>,
    /// The service that keeps the system, and the person who copies: what one of them may not read is not in the note.
    readers: [Reader<'a>; 2],
    protocols: &'a Protocols,
    vocabulary: &'a Vocabulary,
    at: Moment,
}

impl<'a> Writer<'a> {
    fn new(asked: &'a Noted<'a>, book: Book, gate: &'a Gate, at: Moment) -> Writer<'a> {
        let (protocols, child) = (book.protocols, asked.child);
        let service = MayRead { reads: asked.reads, service: asked.service, own: None };
        let readers = [service, MayRead::of(asked.viewer, child)].map(|may| Reader { may, gate, protocols, child });
        Writer { asked, readers, protocols, vocabulary: &protocols.vocabulary, at }
    }

    /// The event of an entry, where both may read this very word of it, and were told where it is taken back.
    fn read(&self, entered: &Entered) -> Option<Read> {
        let (whole, how) = entered.event(self.asked.child)?;
        let known = self.asked.child.journey.written.get(entered.number)?.known;
        let is_for = |reader: &Reader<'_>| {
            reader.may.is_told(known) && reader.event(whole).is_some_and(|event| event.place == whole.place)
        };
        if !self.readers.iter().all(is_for) {
            return None;
        }
        let event = self.readers.iter().try_fold(whole.clone(), |event, reader| reader.event(&event))?;
        let both = whole.values.iter().zip(&event.values).enumerate();
        let withheld = both.filter(|(_, (is, read))| is.is_some() && read.is_none()).map(|(place, _)| place).collect();
        Some(Read { event, how, withheld, open: open_after(&entered.after.events, self.vocabulary) })
    }

    /// The part of a timeline that both may read: what follows from the rest is for neither the note nor its reader (safety R4).
    fn part(&self, whole: Timeline) -> Timeline {
        self.readers.iter().fold(whole, |timeline, reader| reader.part(&timeline, 0).unwrap_or(timeline))
    }

    fn title(&self, read: &Read) -> String {
        let how = match read.how {
            How::New => "",
            How::Corrected => "corrected: ",
            How::TakenBack => "taken back: ",
        };
        format!("Joint work: {how}{}, {}", self.what(&read.event), plain_day(read.event.at))
    }

    /// What happened, in words that both may read.
    fn what(&self, event: &Happened) -> String {
        title(self.protocols, event.kind, &event.values)
    }

    /// The child's number in the system, so that the note is put into the right file.
    fn number(&self) -> Option<String> {
        let numbers = &self.asked.child.details.numbers;
        let number = if self.asked.service == Service::Csc { &numbers.csc } else { &numbers.yjs };
        number.as_ref().map(|number| format!("For the file of number {number}."))
    }

    fn what_and_when(&self, Read { event, how, withheld, open }: &Read) -> Vec<String> {
        let how = *how;
        let kind = self.vocabulary.event(event.kind);
        let mut lines = vec![format!("What: {}.", self.what(event)), format!("When: {}.", event.at.in_words())];
        let known = event.versions.last().map(|v| v.known);
        let (yjs, csc) = *open;
        for (service, when, reads) in
            [(Service::Yjs, known.and_then(|k| k.yjs), yjs), (Service::Csc, known.and_then(|k| k.csc), csc)]
        {
            lines.push(self.known(service, when, how, reads));
        }
        for (place, (attribute, value)) in kind.attributes.iter().zip(&event.values).enumerate() {
            let said = match value {
                // Which one of a clause is a number of ours: which duty it was stands in the title.
                _ if attribute.name == "occurrence" => continue,
                None if withheld.contains(&place) => "(withheld)".to_owned(),
                Some(Value::Text(text)) if attribute.name == "clause" => {
                    self.cited(text.split('/').next().unwrap_or_default())
                }
                Some(value) => self.said(value),
                None => continue,
            };
            let truth = |value| self.protocols.everyday.truth(&kind.name, &attribute.name, value);
            if let Some(words) = value.as_ref().and_then(truth) {
                lines.push(format!("{words}."));
                continue;
            }
            let label = self.protocols.everyday.label(&kind.name, &attribute.name);
            let colon = if label.ends_with('?') { "" } else { ":" };
            lines.push(format!("{label}{colon} {said}."));
        }
        if how == How::TakenBack {
            lines.push("This was recorded before and is taken back: it did not happen so.".into());
        }
        lines
    }

    /// Since when a service knows of it. What it knows by the entry itself, because it works with the child and reads it here, is said to be so:
    /// nobody was told by that.
    fn known(&self, service: Service, when: Option<Moment>, how: How, reads: bool) -> String {
        let service = name_of(service);
        // When each came to know what was said before stands in the note of that.
        let what = if how == How::Corrected { "The correction" } else { "It" };
        match when {
            None => format!("{what} is not known to {service} yet."),
            Some(when) if reads && when == self.recorded() => {
                format!("{what} can be read in Tandem by {service} from {}.", when.in_words())
            }
            Some(when) => format!("{what} was known to {service} from {}.", when.in_words()),
        }
    }

    /// When it was recorded, to the minute.
    fn recorded(&self) -> Moment {
        minute(self.at.instant() * 1000)
    }

    /// What an attribute says, in words and on one line.
    fn said(&self, value: &Value) -> String {
        match value {
            Value::Bool(true) => "yes".into(),
            Value::Bool(false) => "no".into(),
            Value::Int(n) => n.to_string(),
            Value::Day(day) => day.in_words(),
            Value::Words(words) => joined(words.iter().map(|w| in_full(self.vocabulary.spell(*w)))),
            Value::Roles(roles) => joined(roles.iter().map(|r| in_full(&self.vocabulary.role(*r).name))),
            Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned(),
        }
    }

    /// A clause by the name that people have for it.
    fn cited(&self, id: &str) -> String {
        let Some((protocol, clause)) = self.protocols.clause(id) else { return id.to_owned() };
        let own = || format!("{} {}", capital(&protocol.authority), protocol.own_number(clause));
        clause.law.as_ref().map_or_else(own, |law| law.cited.clone())
    }

    /// What the event starts, moves, shows done and ends for the service.
    fn what_follows(&self, changes: &Changes) -> Vec<String> {
        let own = |line: &Line| services(self.vocabulary, &line.owner).contains(&self.asked.service);
        let named = |line: &Line| format!("{} ({})", line.title.trim_end_matches('.'), self.cited(&line.clause));
        let listed = |heading: String, list: Vec<String>| {
            let heading = (!list.is_empty()).then_some(heading);
            heading.into_iter().chain(list.into_iter().map(|one| format!("- {one}"))).collect::<Vec<_>>()
        };
        let each = |list: &[Arc<Line>], said: &dyn Fn(&Line) -> String| {
            list.iter().filter(|l| own(l)).map(|l| said(l)).collect()
        };
        let service = name_of(self.asked.service);
        let moved = changes.moved.iter().filter(|(_, is)| own(is));
        let moved = moved.map(|(was, is)| format!("{}, before {}: {}", when(is), when(was), named(is)));
        let started = |line: &Line| {
            let told = self.to_tell(line).map_or_else(String::new, |told| format!(". Still to do: {told}"));
            format!("{}: {}{told}", when(line), named(line))
        };
        let mut lines = listed(format!("What follows for {service}:"), each(&changes.started, &started));
        lines.extend(listed(format!("Still to come to {service} by the protocol:"), self.to_come(changes)));
        lines.extend(listed("Due at another time:".into(), moved.collect()));
        lines.extend(listed("Shown to be done:".into(), each(&changes.done, &named)));
        lines.extend(listed("No longer owed:".into(), each(&changes.ended, &named)));
        if lines.is_empty() {
            lines.push(format!("By the protocol nothing follows for {service}."));
        }
        lines
    }
}

impl Writer<'_> {
    /// What a duty to tell asks for; nothing of one that may not apply.
    fn to_tell(&self, line: &Line) -> Option<String> {
        if line.unknown {
            return None;
        }
        to_tell(self.protocols.clause(&line.clause)?.1, self.vocabulary)
    }

    /// What the other service has still to tell this one: that it can be read in Tandem is not that.
    fn to_come(&self, changes: &Changes) -> Vec<String> {
        let of = |role: &str| services(self.vocabulary, role);
        let is_theirs = |line: &&Arc<Line>| {
            let to = line.counterpart.as_deref().map(of).unwrap_or_default();
            to.contains(&self.asked.service) && !of(&line.owner).contains(&self.asked.service)
        };
        let told = |line: &Arc<Line>| {
            let (told, clause) = (self.to_tell(line)?, self.cited(&line.clause));
            Some(format!("{}: {} has to {told} ({clause})", when(line), in_full(&line.owner)))
        };
        changes.started.iter().filter(is_theirs).filter_map(told).collect()
    }
}

/// `16 May 2026`.
fn plain_day(at: Moment) -> String {
    let words = at.day().in_words();
    words.split_once(' ').map_or(words.clone(), |(_, day)| day.to_owned())
}

/// When a duty falls due.
fn when(line: &Line) -> String {
    let Some(due) = line.due else { return "no date".into() };
    let mark = match (line.urgent, line.assumed) {
        (true, _) => " (at once)",
        (_, true) => " (assumed)",
        _ => "",
    };
    format!("{}{mark}", due.in_words())
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}
