//! Which events of the two systems has a record not been told of yet?

use calendar::{Day, Moment};
use feeds::Listed;
use feeds::events::{Event, Whose, events, events_of, name, works};
use record::{Child, Kept};
use serde_json::{Value, json};

use super::{Both, Waits};

/// An event that is to be written.
pub struct New {
    /// The day.
    pub at: Day,
    /// Which.
    pub event: &'static str,
    /// In the contract's form.
    pub json: Value,
}

/// What is to be written, and what waits.
#[derive(Default)]
pub struct Told {
    /// What is new.
    pub new: Vec<New>,
    /// What the system says otherwise than was written by hand: of which service, for which number.
    pub held: Vec<(Whose, String, Waits)>,
}

/// Lays what the systems say beside what the record was told. What lies ahead waits for a later file; what was over before the work that goes on now
/// began is not told: a record begins with what is, and not with what was due years ago.
pub fn told(child: Option<&Child>, both: Both<'_>, today: Day, now: Moment) -> Told {
    let mut told = Told::default();
    let is_open = |whose: Whose, listed: Option<&Listed>| match listed {
        Some(listed) => listed.is_open_on(today),
        None => child.is_some_and(|child| is_open_to(child, whose)),
    };
    let is_joint = is_open(Whose::Yjs, both.yjs) && is_open(Whose::Csc, both.csc);
    for (whose, listed) in both.each() {
        let all = events(listed, whose);
        let since = since(child, whose, listed, today);
        let moved = child.and_then(|child| moved(child, whose, listed, &all));
        if let Some(child) = child {
            let stays = moved.as_ref().map(|(from, _)| from.as_str());
            told.new.extend(open_again(child, whose, listed, &all, stays, now));
        }
        let is_of_now = |event: &Event| event.at <= today && since.is_some_and(|since| event.at >= since);
        for event in all.into_iter().filter(is_of_now) {
            match child {
                None => told.new.push(fresh(event, whose, now, is_joint)),
                Some(child) => {
                    let event = match &moved {
                        Some((from, to)) if event.id == *to => Event { id: from.clone(), ..event },
                        _ => event,
                    };
                    beside(child, whose, &listed.number, event, now, is_joint, &mut told);
                }
            }
        }
    }
    told.new.sort_by_key(|one| one.at);
    told
}

fn is_open_to(child: &Child, whose: Whose) -> bool {
    match whose {
        Whose::Yjs => child.open_to_yjs,
        Whose::Csc => child.open_to_csc,
    }
}

/// From which day on a record is told what a system lists; nothing where it is told nothing of it. A record that was told before is told all.
fn since(child: Option<&Child>, whose: Whose, listed: &Listed, today: Day) -> Option<Day> {
    let own = events_of(listed, whose);
    let was_told = child.is_some_and(|child| child.kept.iter().any(|kept| name::is_of(&own, &kept.id)));
    let is_now = listed.is_open_on(today) || child.is_some_and(|child| is_open_to(child, whose));
    match (was_told, is_now) {
        (true, _) => Some(Day::from_number(0)),
        (false, true) => last_began(listed, whose),
        (false, false) => None,
    }
}

/// On which day the work began that goes on now, or that went on last.
fn last_began(listed: &Listed, whose: Whose) -> Option<Day> {
    works(listed, whose).last().map(|(from, _)| *from)
}

/// Ends that the system told of and takes back, because what they ended goes on: the file before was cut short, or somebody had closed the wrong
/// child; and beginnings and ends that lie within work that went on all the time, but for the one whose day was put right (`stays`). Only the system's
/// own words are taken back so.
fn open_again(
    child: &Child,
    whose: Whose,
    listed: &Listed,
    all: &[Event],
    stays: Option<&str>,
    now: Moment,
) -> Vec<New> {
    let own = events_of(listed, whose);
    let works = works(listed, whose);
    // Two times of work that have become one: the later has no beginning of its own any longer.
    let is_within = |day: Day| works.iter().any(|(from, until)| *from < day && until.is_none_or(|until| day < until));
    let says = |id: &str| all.iter().any(|event| event.id == id);
    let ends = child.kept.iter().filter(|kept| name::is_of(&own, &kept.id)).filter_map(|kept| {
        let event = kept.event();
        let id = name::first(&kept.id);
        let Last::ByFile(last, _) = last_word(child, &kept.id) else { return None };
        let started = name::beginning_of(id);
        let is_swallowed = name::is_of_work(&own, id) && day_of(&last).is_some_and(is_within);
        let stands = name_of(child, id) == kept.id && stays != Some(id);
        let goes_on = started.is_some_and(|started| says(&started)) || is_swallowed;
        (stands && goes_on && !says(id) && event.get("corrects").is_none()).then_some((kept, event))
    });
    ends.map(|(kept, event)| New {
        at: now.day(),
        event: "an end taken back",
        json: json!({
            "id": name::open_again(&kept.id), "at": event.get("at"), "known": {whose.word(): now.to_string()}, "retracts": kept.id,
        }),
    })
    .collect()
}

/// The name of a beginning of work that was told and is not listed any longer, and of the one that is listed in its place: the day was put right in
/// a system that gives it no number, and an event is named after its day. Work that began more than a week off is another.
fn moved(child: &Child, whose: Whose, listed: &Listed, all: &[Event]) -> Option<(String, String)> {
    let own = events_of(listed, whose);
    let says = |id: &str| all.iter().any(|event| event.id == id);
    let is_kept = |id: &str| child.kept.iter().any(|kept| kept.id == id);
    let stands = |id: &str| matches!(last_word(child, &name_of(child, id)), Last::ByFile(..) | Last::ByHand(_));
    let told = child.kept.iter().map(|kept| name::first(&kept.id)).filter(|id| name::is_by_day(&own, id) && !says(id));
    let begun = told.filter(|id| name::end_of(id).is_some_and(|end| !(is_kept(&end) && stands(&end))));
    for id in begun {
        let Last::ByFile(last, _) = last_word(child, &name_of(child, id)) else { continue };
        let Some(before) = day_of(&last) else { continue };
        let off = |event: &&Event| (event.at.number() - before.number()).abs();
        let starts =
            all.iter().filter(|event| begins(event) && name::is_by_day(&own, &event.id) && !is_kept(&event.id));
        if let Some(event) = starts.filter(|event| off(event) <= NEAR).min_by_key(off) {
            return Some((id.to_owned(), event.id.clone()));
        }
    }
    None
}

/// So many days apart, two that say the same kind of thing may be one.
const NEAR: i32 = 7;
/// The name under which something was told last.
fn name_of(child: &Child, id: &str) -> String {
    let is_kept = |id: &str| child.kept.iter().any(|kept| kept.id == id);
    let mut last = id.to_owned();
    while is_kept(&name::anew(&last)) {
        last = name::anew(&last);
    }
    last
}

fn beside(child: &Child, whose: Whose, number: &str, event: Event, now: Moment, is_joint: bool, told: &mut Told) {
    let event = Event { id: name_of(child, &event.id), ..event };
    let kept = |id: &str| child.kept.iter().any(|kept| kept.id == id);
    if kept(&event.id) {
        match last_word(child, &event.id) {
            Last::Retracted => {}
            Last::TakenBack => {
                let id = name::anew(&event.id);
                told.new.push(fresh(Event { id, ..event }, whose, now, is_joint));
            }
            Last::ByHand(says) => {
                if !says_same(&says, &event) {
                    told.held.push((whose, number.to_owned(), by_hand(&says, &event)));
                }
            }
            // What it was told while one service alone worked with the child, the other hears when both do.
            Last::ByFile(says, corrections)
                if !says_same(&says, &event) || (is_joint && begins(&event) && !knows(&says, whose.other())) =>
            {
                told.new.push(correction(event, whose, now, is_joint, corrections));
            }
            Last::ByFile(..) => {}
        }
        return;
    }
    let by_hand_before = child.kept.iter().filter(|kept| !name::is_from_a_file(&kept.id)).map(|kept| kept.event());
    let mut same_kind =
        by_hand_before.filter(|one| one.get("event").and_then(Value::as_str) == Some(event.event)).peekable();
    let on_day = |one: &Value| text(one, "at").get(..10) == Some(event.at.to_string().as_str());
    if same_kind.peek().is_none() {
        told.new.push(fresh(event, whose, now, is_joint));
        return;
    }
    let all: Vec<Value> = same_kind.collect();
    if all.iter().any(on_day) {
        return;
    }
    // Work that is going on already cannot begin again: which day is right is for people to say.
    let is_open = match event.event {
        "yjs-involvement-started" => child.open_to_yjs,
        "csc-involvement-started" => child.open_to_csc,
        _ => false,
    };
    // A day or two beside what somebody wrote by hand, it is the same thing: which day is right is for people to say.
    let is_near = |one: &&Value| day_of(one).is_some_and(|day| (day.number() - event.at.number()).abs() <= NEAR);
    if let Some(near) = all.iter().find(is_near) {
        told.held.push((whose, number.to_owned(), by_hand(near, &event)));
        return;
    }
    match all.last() {
        Some(last) if is_open => told.held.push((whose, number.to_owned(), by_hand(last, &event))),
        _ => told.new.push(fresh(event, whose, now, is_joint)),
    }
}

/// What was last said of an event.
enum Last {
    /// It was taken back by hand: that stands.
    Retracted,
    /// It was taken back by what a system said, or when a join was undone.
    TakenBack,
    ByHand(Value),
    /// With how many corrections so far.
    ByFile(Value, usize),
}

fn last_word(child: &Child, id: &str) -> Last {
    let about = |kept: &&std::sync::Arc<Kept>| {
        let event = kept.event();
        kept.id == id || text(&event, "corrects") == id || text(&event, "retracts") == id
    };
    let all: Vec<_> = child.kept.iter().filter(about).collect();
    let Some(last) = all.last() else { return Last::Retracted };
    let says = last.event();
    if says.get("retracts").is_some() && name::is_from_a_file(&last.id) {
        Last::TakenBack
    } else if says.get("retracts").is_some() {
        Last::Retracted
    } else if name::is_from_a_file(&last.id) {
        Last::ByFile(says, all.len())
    } else {
        Last::ByHand(says)
    }
}

/// On which day something happened.
fn day_of(event: &Value) -> Option<Day> {
    text(event, "at").get(..10)?.parse().ok()
}

/// Whether it is the beginning of a service's work with the child.
fn begins(event: &Event) -> bool {
    event.event.ends_with("-involvement-started")
}

/// Whether a service was told of an event.
fn knows(says: &Value, whose: Whose) -> bool {
    says.get("known").is_some_and(|known| known.get(whose.word()).is_some())
}

fn text<'v>(event: &'v Value, key: &str) -> &'v str {
    event.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn says_same(says: &Value, event: &Event) -> bool {
    let with = says.get("with").and_then(Value::as_object).cloned().unwrap_or_default();
    text(says, "at").get(..10) == Some(event.at.to_string().as_str()) && with == event.with
}

fn by_hand(says: &Value, event: &Event) -> Waits {
    Waits::ByHand(event.event.to_owned(), text(says, "at").to_owned())
}

/// The service whose system says it knew on the day; the other hears of it now, where the child is open to both.
fn fresh(event: Event, whose: Whose, now: Moment, is_joint: bool) -> New {
    let mut known = json!({ whose.word(): event.at.to_string() });
    if is_joint && let Some(known) = known.as_object_mut() {
        known.insert(whose.other().word().to_owned(), json!(now.to_string()));
    }
    let json = json!({
        "id": event.id, "at": event.at.to_string(), "known": known, "event": event.event, "with": event.with,
    });
    New { at: event.at, event: event.event, json }
}

fn correction(event: Event, whose: Whose, now: Moment, is_joint: bool, corrections: usize) -> New {
    let id = name::put_right(&event.id, corrections);
    let corrects = event.id.clone();
    let mut new = fresh(event, whose, now, is_joint);
    if let Some(json) = new.json.as_object_mut() {
        json.insert("id".into(), json!(id));
        json.insert("corrects".into(), json!(corrects));
        let mut known = json!({ whose.word(): now.to_string() });
        if is_joint && let Some(known) = known.as_object_mut() {
            known.insert(whose.other().word().to_owned(), json!(now.to_string()));
        }
        json.insert("known".into(), known);
    }
    new
}
