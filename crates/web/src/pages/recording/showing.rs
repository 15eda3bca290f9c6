//! What would one record to show that a duty was done, in everyday words, and which question of a clause is open?
//!
//! In come the clause's patterns and questions; out go sentences, with the address of the form that is filled in as far as the clause says.

use protocol::clause::{Clause, Question};
use protocol::everyday::Phrase;
use protocol::pattern::{Pattern, Test, Want};
use protocol::vocabulary::{EventId, Value};
use protocol::{Protocol, Protocols};

use crate::ask::Ask;
use crate::form::in_address;
use crate::pages::child::events;
use crate::pages::child::frame::Opened;
use crate::pages::words::capital;

/// One thing that would show it.
pub struct Showing {
    /// In everyday words.
    pub words: String,
    /// Its form; empty where somebody else records it.
    pub href: String,
}

/// What shows a duty of a clause to be done; `follows` is the id of the entry that set it off, where the person may know of it.
pub fn showing(ask: &Ask, opened: &Opened, clause: &Clause, follows: Option<&str>) -> Vec<Showing> {
    let one = |pattern: &Pattern| {
        let words = words(ask, pattern);
        Showing { words, href: form(ask, opened, pattern, follows).unwrap_or_default() }
    };
    clause.shown_by.iter().map(one).collect()
}

/// The address of the form that records what a pattern says, with everything in it that can only be one thing; nothing where somebody else records
/// it.
pub fn form(ask: &Ask, opened: &Opened, pattern: &Pattern, follows: Option<&str>) -> Option<String> {
    let kind = ask.app.book.protocols.vocabulary.event(pattern.event);
    if kind.name == "duty-done" || !opened.may_record(ask, pattern.event) {
        return None;
    }
    let only = |(name, values): (&str, Vec<(String, String)>)| match values.as_slice() {
        [(word, _)] => Some(format!("with-{name}={}", in_address(word))),
        _ => None,
    };
    let mut query: Vec<String> = asked_for(ask, pattern).filter_map(only).collect();
    query.extend(follows.map(|id| format!("follows={}", in_address(id))));
    Some(opened.address(&format!("/record/{}?{}", kind.name, query.join("&"))))
}

/// What a pattern asks for, attribute by attribute: the values of which any will do, as a form sends them and as they are said.
fn asked_for<'a>(
    ask: &'a Ask,
    pattern: &'a Pattern,
) -> impl Iterator<Item = (&'static str, Vec<(String, String)>)> + 'a {
    let kind = ask.app.book.protocols.vocabulary.event(pattern.event);
    let attribute = |test: &Test| kind.attributes.get(usize::from(test.attribute));
    pattern.tests.iter().filter_map(move |test| Some((attribute(test)?.name.as_str(), values(ask, test))))
}

/// What a pattern says, in everyday words: the phrase that says all of it, else what the timeline calls it, with what that leaves out behind it.
fn words(ask: &Ask, pattern: &Pattern) -> String {
    let phrase = phrase(ask, pattern);
    // What is written up has a name of its own.
    if let (Some(record), true) = (record(ask, pattern), phrase.is_none_or(|phrase| phrase.with.is_empty())) {
        return record;
    }
    let listed = |values: Vec<(String, String)>| {
        let said: Vec<String> = values.into_iter().map(|(_, said)| said).collect();
        protocol::check::in_words::listed(&said, "or")
    };
    let all = asked_for(ask, pattern).map(|(name, values)| (name, listed(values)));
    let all: Vec<(&str, String)> = all.filter(|(_, said)| !said.is_empty()).collect();
    let is_said = |name: &str| phrase.is_some_and(|phrase| phrase.with.iter().any(|(with, _)| with == name));
    match phrase.filter(|_| all.iter().all(|(name, _)| is_said(name))) {
        Some(phrase) => phrase.say.clone(),
        None => called(ask, pattern.event, all),
    }
}

/// What the timeline calls an event that says this of its attributes; what has no place in that stands behind it, by its question.
fn called(ask: &Ask, event: EventId, all: Vec<(&str, String)>) -> String {
    let protocols = ask.app.book.protocols;
    let name = &protocols.vocabulary.event(event).name;
    // First with the names of the attributes in their places, to see which have one; yes and no have none, they choose between words.
    let place = |name: &str| format!("{{{name}}}");
    let with = |turned: &str| {
        let says = |name: &str| {
            all.iter().find(|(one, _)| *one == name).map(|(name, said)| match (said.as_str(), *name == turned) {
                ("yes", false) | ("no", true) => "yes".to_owned(),
                ("no", false) | ("yes", true) => "no".to_owned(),
                _ => place(name),
            })
        };
        protocols.everyday.happened(name, &says).unwrap_or_else(|| events::title(&ask.app, event, &[]))
    };
    let straight = with("");
    let mut title = straight.clone();
    let mut rest = Vec::new();
    for (attribute, said) in &all {
        if with(attribute) != straight {
            continue;
        }
        if title.contains(&place(attribute)) {
            title = title.replace(&place(attribute), said);
        } else {
            let question = protocols.everyday.question(name, attribute);
            rest.push(format!("{question} {said}"));
        }
    }
    let title = capital(&title);
    if rest.is_empty() { title } else { format!("{title} ({})", rest.join("; ")) }
}

/// The phrase that says the most of a pattern and nothing else.
fn phrase<'a>(ask: &'a Ask, pattern: &Pattern) -> Option<&'a Phrase> {
    let kind = ask.app.book.protocols.vocabulary.event(pattern.event);
    let holds = |name: &str, words: &[String]| {
        pattern.tests.iter().any(|test| {
            let is = kind.attributes.get(usize::from(test.attribute)).is_some_and(|a| a.name == name);
            is && matches!(values(ask, test).as_slice(), [(only, _)] if words == [only.clone()])
        })
    };
    let phrases = ask.app.book.protocols.everyday.phrases.iter().filter(|p| p.event == pattern.event);
    let fitting = phrases.filter(|p| p.with.iter().all(|(name, words)| holds(name, words)));
    // Of those that say as much, the one that is written first.
    fitting.reduce(|best, next| if next.with.len() > best.with.len() { next } else { best })
}

/// What is to be written up, where a pattern says just that.
fn record(ask: &Ask, pattern: &Pattern) -> Option<String> {
    let vocabulary = &ask.app.book.protocols.vocabulary;
    let [test] = pattern.tests.as_slice() else { return None };
    let [(word, _)] = &values(ask, test)[..] else { return None };
    (vocabulary.event(pattern.event).name == "recorded").then(|| vocabulary.record(word).map(capital))?
}

/// The values that a test takes, as a form sends them and as they are said.
fn values(ask: &Ask, test: &Test) -> Vec<(String, String)> {
    let vocabulary = &ask.app.book.protocols.vocabulary;
    let said = |word: &str| (word.to_owned(), duties::in_full(word));
    match &test.want {
        Want::Words(words) => words.iter().map(|w| said(vocabulary.spell(*w))).collect(),
        Want::Roles(roles) => roles.iter().map(|r| said(&vocabulary.role(r.role).name)).collect(),
        Want::Bool(truth) => vec![said(if *truth { "yes" } else { "no" })],
        Want::Ints(numbers) => numbers.iter().map(|n| said(&n.to_string())).collect(),
        Want::Texts(texts) => texts.iter().map(|t| (t.clone(), format!("“{t}”"))).collect(),
        Want::Days(_) | Want::SameAsTrigger(_) => Vec::new(),
    }
}

/// A question of a clause, as the form that answers it names it.
pub fn name(clause: &Clause, question: &Question) -> String {
    format!("{}/{}", clause.id, question.name)
}

/// The words of a question of that name.
pub fn question<'p>(protocols: &'p Protocols, name: &str) -> Option<&'p str> {
    let (clause, name) = name.rsplit_once('/')?;
    let (_, clause) = protocols.clause(clause)?;
    clause.asks.iter().find(|q| q.name == name).map(|q| q.text.trim())
}

/// The questions of a clause that nobody has answered for this child.
pub fn open<'p>(opened: &Opened, protocols: &Protocols, clause: &'p Clause) -> Vec<&'p Question> {
    let answered = |question: &&Question| {
        let name = name(clause, question);
        opened.readable.timeline().events.iter().any(|event| {
            protocols.vocabulary.event(event.kind).name == "question-answered"
                && matches!(event.values.first(), Some(Some(Value::Text(text))) if *text == name)
        })
    };
    clause.asks.iter().filter(|question| !answered(question)).collect()
}

/// A question: its name, and its words.
pub type Named = (String, String);

/// The questions on which it rests whether something is owed for this child, and then all others of its protocols: each with its name and words.
pub fn questions(ask: &Ask, opened: &Opened) -> [Vec<Named>; 2] {
    let protocols = ask.app.book.protocols;
    let said = |clause: &Clause, q: &Question| {
        (name(clause, q), format!("{}: {}", crate::clauses::number(protocols, &clause.id), q.text.trim()))
    };
    let lines = opened.readable.lines();
    let mut first = Vec::new();
    for line in lines.iter().filter(|line| line.unknown && line.is_owed()) {
        let Some((_, clause)) = protocols.clause(&line.clause) else { continue };
        first.extend(open(opened, protocols, clause).into_iter().map(|q| said(clause, q)));
    }
    first.sort();
    first.dedup();
    let details = &opened.child.details;
    let today = opened.now.day();
    let bind = std::iter::once(&details.authority).chain(&details.host);
    let bind = bind.filter_map(|authority| protocols.edition(authority, today)).chain(&protocols.statute);
    let all = |protocol: &Protocol| -> Vec<Named> {
        protocol.clauses.iter().flat_map(|c| c.asks.iter().map(|q| said(c, q))).collect()
    };
    let rest = bind.flat_map(all).filter(|one| !first.contains(one)).collect();
    [first, rest]
}
