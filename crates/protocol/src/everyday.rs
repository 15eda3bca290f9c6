//! What would a worker say has happened, and which event is that?
//!
//! Comes from `everyday.yaml`, read against the vocabulary; goes out as phrases, found by their words, as the questions by which a form asks
//! for an attribute, and as what a timeline calls an event. It adds no meaning: every event and every word in it is one of the vocabulary.
//!
//! ```
//! let protocols = protocol::read(&protocol::shipped::files()).unwrap();
//! let found = protocols.everyday.find("custody remand today", &protocols.vocabulary);
//! assert_eq!(found[0].say, "Remanded to youth detention");
//! ```

mod read;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::check::in_words::capital;
use crate::vocabulary::{EventId, Service, Value, Vocabulary};

pub(crate) use read::read;

/// Something that a worker would say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// As it is said.
    pub say: String,
    /// The theme under which it stands: `Court and custody`.
    pub theme: String,
    /// The event that it is.
    pub event: EventId,
    /// What it answers already: the attribute, and its words.
    pub with: Vec<(String, Vec<String>)>,
    /// Other words by which it is looked for.
    also: String,
    /// The service whose people say it often.
    often: Option<Service>,
    /// The child of whom it is said often.
    when: Standing,
}

/// A standing of the child that makes some phrases likely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Whatever it is.
    Any,
    /// In custody.
    Custody,
    /// Not in custody.
    Community,
    /// Looked after.
    Care,
}

/// The phrases, and the questions by which a form asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Everyday {
    /// In written order.
    pub phrases: Vec<Phrase>,
    ask: BTreeMap<String, String>,
    hint: BTreeMap<String, String>,
    happened: BTreeMap<String, Vec<String>>,
    truth: BTreeMap<String, [String; 2]>,
    /// What records are called, until the vocabulary calls them so.
    pub(crate) records: Vec<(String, String)>,
}

/// Words that say nothing of what happened.
const EMPTY: [&str; 22] = [
    "a", "an", "and", "at", "been", "by", "child", "for", "from", "has", "have", "he", "in", "is", "of", "on", "she",
    "the", "they", "to", "was", "we",
];

impl Everyday {
    /// The question by which a form asks for an attribute of an event.
    pub fn question(&self, event: &str, attribute: &str) -> String {
        own(&self.ask, event, attribute).cloned().unwrap_or_else(|| capital(&attribute.replace('_', " ")))
    }

    /// What stands before the answer: the question, where these words have one for this event alone, since the plain name would mislead; else
    /// the name.
    pub fn label(&self, event: &str, attribute: &str) -> String {
        let own = self.ask.get(&format!("{event}/{attribute}")).cloned();
        own.unwrap_or_else(|| capital(&attribute.replace('_', " ")))
    }

    /// What stands under the question, where these words have it; empty where nothing is to stand there.
    pub fn hint(&self, event: &str, attribute: &str) -> Option<String> {
        own(&self.hint, event, attribute).cloned()
    }

    /// What is said of an attribute that is yes or no, where these words have it: `Not moved from the cells`.
    pub fn truth(&self, event: &str, attribute: &str, value: &Value) -> Option<&str> {
        let (Value::Bool(truth), [yes, no]) = (value, own(&self.truth, event, attribute)?) else { return None };
        Some(if *truth { yes } else { no })
    }

    /// What an event is called once it has happened, where these words have it: `says` gives what the event says of an attribute, in words; `yes`
    /// or `no` of one that is either.
    pub fn happened(&self, event: &str, says: &dyn Fn(&str) -> Option<String>) -> Option<String> {
        let title = self.happened.get(event)?.iter().find_map(|words| filled(words, says))?;
        Some(capital(&title))
    }

    /// What people of a service say most of a child of this standing: what fits the standing first.
    pub fn often(&self, service: Option<Service>, custody: bool, looked_after: bool) -> Vec<&Phrase> {
        let theirs = |p: &&Phrase| match (p.often, service) {
            (None, _) => false,
            (Some(Service::Both), _) | (Some(_), None) => true,
            (Some(of), Some(service)) => of == service,
        };
        let fits = |p: &&Phrase| match p.when {
            Standing::Any => true,
            Standing::Custody => custody,
            Standing::Community => !custody,
            Standing::Care => looked_after,
        };
        let mut found: Vec<&Phrase> = self.phrases.iter().filter(theirs).filter(fits).collect();
        found.sort_by_key(|p| match p.when {
            Standing::Custody => 0,
            Standing::Care => 1,
            Standing::Any if looked_after || custody => 2,
            Standing::Community | Standing::Any => 3,
        });
        found
    }

    /// The phrases that hold the words of a text, best first. The order of the words does not matter, and a beginning is enough; where no
    /// phrase holds them all, those that hold the most.
    pub fn find(&self, text: &str, vocabulary: &Vocabulary) -> Vec<&Phrase> {
        let all = words(text);
        let telling: Vec<String> = all.iter().filter(|w| !EMPTY.contains(&w.as_str())).cloned().collect();
        let asked = if telling.is_empty() { all } else { telling };
        let mut scored: Vec<(usize, usize, usize, &Phrase)> = Vec::new();
        for (place, phrase) in self.phrases.iter().enumerate() {
            let weights = weights(phrase, &asked, vocabulary);
            let held = weights.iter().filter(|w| **w > 0).count();
            if held > 0 {
                // The plain phrase before the one that answers something already.
                let plain = usize::from(phrase.with.is_empty()) * 8;
                scored.push((held, weights.iter().sum::<usize>() + plain, place, phrase));
            }
        }
        let most = scored.iter().map(|s| s.0).max().unwrap_or(0);
        scored.retain(|s| s.0 == most);
        scored.sort_by(|a, b| b.1.cmp(&a.1).then(a.2.cmp(&b.2)));
        scored.into_iter().map(|s| s.3).collect()
    }
}

/// The words for an attribute of this event, or of any.
fn own<'w, W>(words: &'w BTreeMap<String, W>, event: &str, attribute: &str) -> Option<&'w W> {
    words.get(&format!("{event}/{attribute}")).or_else(|| words.get(attribute))
}

/// The words with what the event says in its place; nothing where it does not say all that stands outside the square brackets.
fn filled(words: &str, says: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let Some((before, rest)) = words.find(['{', '[']).map(|place| words.split_at(place)) else {
        return Some(words.to_owned());
    };
    let (inside, after) = match rest.strip_prefix('{') {
        Some(name) => name.split_once('}').and_then(|(name, after)| Some((one(name, says)?, after)))?,
        None => {
            rest.strip_prefix('[')?.split_once(']').map(|(it, after)| (filled(it, says).unwrap_or_default(), after))?
        }
    };
    Some(format!("{before}{inside}{}", filled(after, says)?))
}

/// What stands for a name in braces: what the event says of it, or what follows the name for the one answer or the other.
fn one(name: &str, says: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let Some((name, either)) = name.split_once('|') else { return says(name) };
    let (yes, no) = either.split_once('|')?;
    says(name).map(|said| if said == "no" { no } else { yes }.to_owned())
}

/// For each word that is looked for, how well the phrase holds it: in what is said, among the other words, in what the event means.
fn weights(phrase: &Phrase, asked: &[String], vocabulary: &Vocabulary) -> Vec<usize> {
    let kind = vocabulary.event(phrase.event);
    let with = phrase.with.iter().flat_map(|(_, values)| values).fold(String::new(), |all, one| all + " " + one);
    let places =
        [(phrase.say.clone(), 8), (phrase.also.clone(), 6), (kind.name.clone() + &with, 4), (kind.means.clone(), 1)];
    let places = places.map(|(text, weight)| (words(&text), weight));
    let best = |word: &String| {
        let each = places.iter().map(|(there, weight)| match there.iter().map(|t| likeness(word, t)).max() {
            Some(likeness @ 1..) => weight * 2 + likeness,
            _ => 0,
        });
        each.max().unwrap_or(0)
    };
    asked.iter().map(best).collect()
}

/// 2 for the same word and for one of some length that begins with the other (`remand`, `remanded`), 1 for a short beginning, 0 else.
fn likeness(asked: &str, there: &str) -> usize {
    let begins = there.starts_with(asked) || (there.len() >= 4 && asked.starts_with(there));
    match begins {
        true if asked == there || asked.len() >= 5 => 2,
        begins => usize::from(begins),
    }
}

fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace(['’', '\''], "");
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}
