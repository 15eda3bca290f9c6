//! From what was typed to the event of the contract; or everything that is wrong with it, field by field.
//!
//! Nothing is guessed: what is not understood is said beside its field, and what was typed stands there again.

use calendar::{Day, Moment, MomentError};
use protocol::vocabulary::{Attribute, Type, Vocabulary};
use record::{Child, Kept};
use serde_json::{Map, Value, json};

use super::asked::Asked;
use super::asked::kept;
use super::clock::clock;
use super::controls::is_asked;
use crate::app::minute;
use crate::ask::Ask;
use crate::fields::day;
use crate::form::{Form, Wrong};
use crate::pages::child::frame::Opened;

/// The longest text.
pub const LONGEST: usize = 2000;
/// The largest number.
const LARGEST: u32 = 10_000;
/// The two services, in the words of the contract.
pub const SERVICES: [&str; 2] = ["yjs", "csc"];

/// The event that was typed.
pub fn event(ask: &Ask, opened: &Opened, asked: &Asked) -> Result<Value, Wrong> {
    let mut wrong = Wrong::none();
    let typed = Typed { form: &ask.form, now: minute(ask.now), born: born(opened) };
    let at = typed.past("at", "Enter the date on which it happened", &mut wrong);
    let with = typed.with(ask, opened, asked, &mut wrong);
    let corrected = asked.corrects.as_ref().and_then(|event| kept(opened, event));
    let known = typed.known(at, own(ask), corrected.is_some(), &mut wrong);
    let key = ask.form.text("key");
    if key.len() < 20 || key.len() > 64 || !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        wrong.add("at-day", "This form has no key of its own. Open it again from the child’s page");
    }
    let (Some(at), true) = (at, wrong.is_empty()) else { return Err(wrong) };
    let mut event = json!({ "id": format!("e-{key}"), "at": at.to_string(), "event": asked.kind.name, "known": known });
    if let Some(event) = event.as_object_mut() {
        if !with.is_empty() {
            event.insert("with".into(), Value::Object(with));
        }
        event.extend(corrected.map(|kept| ("corrects".to_owned(), json!(kept.id))));
        event.extend(asked.follows.as_ref().map(|id| ("follows".to_owned(), json!(id))));
    }
    if let Some((service, first)) = corrected.and_then(|kept| known_too_soon(&opened.child, kept, &event)) {
        let said =
            format!("What this puts right was recorded on {}: the right of it was told after that", first.in_words());
        wrong.add(&format!("known-{service}-day"), said);
        return Err(wrong);
    }
    Ok(event)
}

/// Which service a correction says to have known what it says before the record itself said otherwise, and when that was: it would rewrite who
/// knew what when. Where only who was told is put right, it may lie as far back as the record has said so: for what it said from the first, always.
pub fn known_too_soon(child: &Child, corrected: &Kept, correction: &Value) -> Option<(&'static str, Moment)> {
    let with = |event: &Value| event.get("with").cloned().unwrap_or_else(|| json!({}));
    let says = |event: &Value| (event.get("event").cloned(), event.get("at").cloned(), with(event));
    let (mut said, mut bound, right) = (corrected.event(), corrected, says(correction));
    // Back through the versions that said the same, to the one that they put right.
    while says(&said) == right {
        let earlier = said.get("corrects").and_then(Value::as_str)?.to_owned();
        bound = child.kept.iter().find(|kept| kept.id == earlier)?;
        said = bound.event();
    }
    let recorded = minute(bound.recorded);
    let known = correction.get("known")?;
    SERVICES.into_iter().find_map(|service| {
        let told: Moment = known.get(service).unwrap_or(known).as_str()?.parse().ok()?;
        let is_before = told.day() < recorded.day() || (told.has_time() && told < recorded);
        is_before.then_some((service, recorded))
    })
}

/// The person's own service, where it is one of the two.
pub fn own(ask: &Ask) -> Option<&'static str> {
    SERVICES.into_iter().find(|word| *word == ask.caller.person.service.word())
}

fn born(opened: &Opened) -> Option<Day> {
    opened.child.details.born.parse().ok()
}

struct Typed<'a> {
    form: &'a Form,
    now: Moment,
    born: Option<Day>,
}

impl Typed<'_> {
    /// A day, today or before and not before the child was born, with the time beside it where one was typed. What is wrong with either is said at once.
    fn past(&self, prefix: &str, missing: &str, wrong: &mut Wrong) -> Option<Moment> {
        let day = self.day(prefix, missing, wrong);
        let clock = self.clock(prefix, wrong);
        self.at(prefix, day?, clock?, wrong)
    }

    fn day(&self, prefix: &str, missing: &str, wrong: &mut Wrong) -> Option<Day> {
        let field = format!("{prefix}-day");
        let Some(day) = day(self.form, prefix, "the date", wrong)? else {
            wrong.add(&field, missing);
            return None;
        };
        if let Some(born) = self.born.filter(|born| day < *born) {
            wrong.add(&field, format!("The date must not be before the child was born, on {}", born.in_words()));
            return None;
        }
        if day > self.now.day() {
            wrong.add(&field, "The date must be today or in the past: record it when it has happened");
            return None;
        }
        Some(day)
    }

    /// The time, where one was typed; nothing at all where it is wrong.
    fn clock(&self, prefix: &str, wrong: &mut Wrong) -> Option<Option<String>> {
        let field = format!("{prefix}-time");
        match self.form.some(&field).map(clock) {
            None => Some(None),
            Some(Ok(clock)) => Some(Some(clock)),
            Some(Err(why)) => {
                wrong.add(&field, why);
                None
            }
        }
    }

    /// The moment of both, not in the future.
    fn at(&self, prefix: &str, day: Day, clock: Option<String>, wrong: &mut Wrong) -> Option<Moment> {
        let Some(clock) = clock else { return Some(Moment::date_only(day)) };
        let why = match format!("{day}T{clock}").parse::<Moment>() {
            Ok(at) if at <= self.now => return Some(at),
            Ok(_) => "The time must not be in the future",
            Err(MomentError::NoSuchTime) => {
                "The clocks went forward that night, so there was no such time. Enter the time that the clocks showed"
            }
            Err(_) => "Enter a time between 00:00 and 23:59",
        };
        wrong.add(&format!("{prefix}-time"), why);
        None
    }

    /// When each service came to know; of a correction, when it was told that. Whoever corrects knows it as they record it.
    fn known(&self, at: Option<Moment>, own: Option<&str>, corrects: bool, wrong: &mut Wrong) -> Value {
        let mut known = Map::new();
        for service in SERVICES {
            let field = format!("known-{service}");
            if corrects && own != Some(service) && self.form.text(&field) == "never" {
                known.insert(service.to_owned(), Value::Null);
                continue;
            }
            let when = match self.form.text(&field) {
                _ if corrects && own == Some(service) => Some(self.now),
                "no" if own != Some(service) => None,
                "then" if !corrects => at,
                "other" => self.told(&field, at, wrong),
                _ => Some(self.now),
            };
            known.extend(when.map(|when| (service.to_owned(), json!(when.to_string()))));
        }
        Value::Object(known)
    }

    fn told(&self, prefix: &str, at: Option<Moment>, wrong: &mut Wrong) -> Option<Moment> {
        let told = self.past(prefix, "Enter the date on which they knew", wrong)?;
        if at.is_some_and(|at| told.day() < at.day() || (at.has_time() && told.has_time() && told < at)) {
            wrong.add(&format!("{prefix}-day"), "They cannot have known before it happened");
            return None;
        }
        Some(told)
    }

    /// What it says. What the person may not read of an event that is corrected stays as it was.
    fn with(&self, ask: &Ask, opened: &Opened, asked: &Asked, wrong: &mut Wrong) -> Map<String, Value> {
        let protocols = ask.app.book.protocols;
        let before = asked.corrects.as_ref().and_then(|event| kept(opened, event)).map(|kept| kept.event());
        let before = before.as_ref().and_then(|event| event.get("with"));
        let mut with = Map::new();
        for (place, attribute) in asked.kind.attributes.iter().enumerate() {
            let name = &attribute.name;
            if !is_asked(ask, asked, place) {
                with.extend(before.and_then(|b| b.get(name)).map(|value| (name.clone(), value.clone())));
                continue;
            }
            let question = protocols.everyday.question(&asked.kind.name, name);
            match self.value(attribute, &question, &protocols.vocabulary) {
                Ok(Some(value)) => drop(with.insert(name.clone(), value)),
                Ok(None) if attribute.required => {
                    let field = first_field(attribute);
                    if wrong.of(&field).is_empty() {
                        wrong.add(&field, format!("“{question}” needs an answer"));
                    }
                }
                Ok(None) => {}
                Err((field, why)) => wrong.add(&field, why),
            }
        }
        with
    }

    fn value(
        &self,
        attribute: &Attribute,
        question: &str,
        vocabulary: &Vocabulary,
    ) -> Result<Option<Value>, (String, String)> {
        let field = format!("with-{}", attribute.name);
        let text = self.form.text(&field);
        let wrong = |why: String| Err((first_field(attribute), why));
        let is_word = |word: &str| match &attribute.of {
            Type::Role { .. } => vocabulary.role_id(word).is_some(),
            Type::Record => vocabulary.record(word).is_some(),
            Type::Enum { name, .. } => vocabulary.values(name).iter().any(|v| v == word),
            _ => true,
        };
        if attribute.of.is_list() {
            let mut all: Vec<&str> = self.form.all(&field).collect();
            all.dedup();
            return match all.iter().find(|word| !is_word(word)) {
                Some(_) => wrong(format!("“{question}”: choose from the list")),
                None => Ok((!all.is_empty()).then(|| json!(all))),
            };
        }
        match &attribute.of {
            Type::Date => {
                let mut found = Wrong::none();
                match day(self.form, &field, "the date", &mut found) {
                    Some(day) => Ok(day.map(|day| json!(day.to_string()))),
                    None => Err(found.all().first().cloned().unwrap_or_default()),
                }
            }
            _ if text.is_empty() => Ok(None),
            Type::Bool if ["yes", "no"].contains(&text) => Ok(Some(json!(text == "yes"))),
            Type::Int => match text.parse::<u32>() {
                Ok(number) if number <= LARGEST => Ok(Some(json!(number))),
                _ => wrong(format!("“{question}” must be a whole number from 0 to 10,000")),
            },
            Type::Text if text.chars().count() > LONGEST => {
                wrong(format!("“{question}” must be {LONGEST} characters or fewer"))
            }
            Type::Text => {
                Ok(Some(json!(text.replace("\r\n", "\n").replace(|c: char| c.is_control() && c != '\n', " "))))
            }
            _ if is_word(text) && attribute.of != Type::Bool => Ok(Some(json!(text))),
            _ => wrong(format!("“{question}”: choose from the list")),
        }
    }
}

/// The field to which an error leads.
fn first_field(attribute: &Attribute) -> String {
    let day = if attribute.of == Type::Date { "-day" } else { "" };
    format!("with-{}{day}", attribute.name)
}
