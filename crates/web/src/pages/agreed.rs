//! The protocol on the screen: its sections, and the clauses of each in printed order, in our words, with what each became.
//!
//! Beside each clause stands how many duties of it the reader owes now. The paper is nobody's secret; the numbers count only what the reader
//! may see.

use std::collections::BTreeMap;

use askama::Template;
use protocol::check::in_words::Words;
use protocol::clause::{LEVELS, On};
use protocol::{Clause, Protocol, Section};

use crate::ask::Ask;
use crate::clauses::{section as section_of, spoken, word_of};
use crate::form::in_address;
use crate::layout::Place;
use crate::owed::Whose;
use crate::pages::words::{capital, counted};
use crate::parts::Html;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::worklist;

#[derive(Template)]
#[template(path = "pages/agreed.html")]
struct Sections {
    title: String,
    edition: String,
    overdue: String,
    sections: Vec<(String, String, String)>,
    settings: Vec<String>,
    others: Vec<(String, String)>,
    law: bool,
}

struct ClauseShown {
    id: String,
    spoken: String,
    says: String,
    items: Vec<String>,
    became: String,
    owner: String,
    set_off: Vec<String>,
    due: String,
    assumed: bool,
    shown_by: Vec<String>,
    law: String,
    note: String,
    live: String,
    word: String,
}

#[derive(Template)]
#[template(path = "pages/agreed_section.html")]
struct OneSection {
    heading: String,
    title: String,
    back: String,
    overdue: String,
    clauses: Vec<ClauseShown>,
}

/// The protocol that is asked for: the person's own authority's, or another's.
fn asked(ask: &Ask) -> Result<&'static Protocol, Problem> {
    let authority = ask.query.some("authority").unwrap_or(&ask.caller.person.authority);
    let protocols = ask.app.book.protocols;
    protocols.latest(authority).filter(|p| p.authority != "statute").ok_or_else(Problem::not_found)
}

/// Its sections.
pub async fn sections(ask: Ask) -> Result<Reply, Problem> {
    let protocol = asked(&ask)?;
    let address = |section: &Section| {
        let word = in_address(word_of(&section.file));
        format!("/protocol/{word}?authority={}", in_address(&protocol.authority))
    };
    let one = |section: &Section| (address(section), section.number.clone(), section.heading.clone());
    let others = ask.app.book.protocols.authorities.keys().filter(|name| **name != protocol.authority);
    let page = Sections {
        title: protocol.title.clone(),
        edition: capital(&protocol.edition),
        overdue: past_review(&ask, protocol),
        sections: protocol.sections.iter().filter(|s| !s.clauses.is_empty()).map(one).collect(),
        settings: protocol.settings.iter().map(setting_words).collect(),
        others: others.map(|name| (in_address(name), capital(name))).collect(),
        law: ask.app.book.protocols.statute.is_some(),
    };
    let mut layout = ask.frame("Protocol", Some(Place::Protocol));
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

fn setting_words(setting: &protocol::Setting) -> String {
    let assumed = if setting.assumed { " (assumed: the text does not say)" } else { "" };
    format!("{}: {}{assumed}. {}", capital(&setting.name.replace(['-', '_'], " ")), setting.is, capital(&setting.why))
}

/// What is said where the paper's own date for a review has passed.
fn past_review(ask: &Ask, protocol: &Protocol) -> String {
    match protocol.review_by.filter(|day| *day < ask.moment().day()) {
        Some(day) => format!(
            "This protocol was to be reviewed by {}. It still binds both services until another takes its place.",
            day.in_words()
        ),
        None => String::new(),
    }
}

/// One section.
pub async fn section(ask: Ask) -> Result<Reply, Problem> {
    let protocol = asked(&ask)?;
    let section = protocol.sections.iter().find(|s| word_of(&s.file) == ask.name("section"));
    let section = section.ok_or_else(Problem::not_found)?;
    let clauses = protocol.clauses.get(section.clauses.clone()).unwrap_or_default();
    page(&ask, protocol, format!("{} {}", section.number, section.heading), clauses).await
}

/// The law beneath.
pub async fn law(ask: Ask) -> Result<Reply, Problem> {
    let statute = ask.app.book.protocols.statute.as_ref().ok_or_else(Problem::not_found)?;
    page(&ask, statute, "The law beneath".to_owned(), &statute.clauses).await
}

async fn page(ask: &Ask, protocol: &'static Protocol, heading: String, clauses: &[Clause]) -> Result<Reply, Problem> {
    let (live, seen) = live(ask).await?;
    let page = OneSection {
        heading: heading.clone(),
        title: protocol.title.clone(),
        back: format!("/protocol?authority={}", in_address(&protocol.authority)),
        overdue: past_review(ask, protocol),
        clauses: clauses.iter().map(|clause| shown(ask, protocol, clause, &live)).collect(),
    };
    let mut layout = ask.frame(heading, Some(Place::Protocol));
    layout.main = Html::of(&page);
    Ok(Reply::page(&layout)?.showing(seen))
}

/// How many duties of each clause the person owes now, and for which children.
async fn live(ask: &Ask) -> Result<(BTreeMap<String, usize>, Vec<String>), Problem> {
    let listed = worklist::read(ask, worklist::ties(ask.app.record.mine(&ask.pass).await?)).await?;
    let mut live = BTreeMap::new();
    for one in worklist::owed(ask, &listed, |one| one.by.whose == Whose::Mine) {
        *live.entry(one.line.clause.to_string()).or_default() += 1;
    }
    Ok((live, listed.iter().map(|one| one.child.id.clone()).collect()))
}

fn shown(ask: &Ask, protocol: &Protocol, clause: &Clause, live: &BTreeMap<String, usize>) -> ClauseShown {
    let words = Words { vocabulary: &ask.app.book.protocols.vocabulary, facts: &protocol.facts };
    let role = |id| capital(&duties::in_full(&words.vocabulary.role(id).name));
    let set_off = match &clause.on {
        On::Always => vec!["always".to_owned()],
        On::OnCalendar => vec!["the calendar, whatever happens to a child".to_owned()],
        On::Events(patterns) => patterns.iter().map(|one| plain(&words.pattern(one))).collect(),
    };
    let law = clause.law.as_ref().map(|law| {
        let level = LEVELS.iter().find(|(_, level)| *level == law.level).map_or("", |(word, _)| word);
        let doubt = if law.sure { "" } else { ". Not yet confirmed: it is shown and never called late" };
        format!("{}, {} ({level}){doubt}", law.instrument, law.provision)
    });
    let count = live.get(&clause.id).copied().unwrap_or(0);
    ClauseShown {
        id: clause.id.clone(),
        spoken: spoken(protocol, clause),
        says: clause.says.clone(),
        items: clause.items.clone(),
        became: capital(clause.became().word()),
        owner: clause.owner.map(role).unwrap_or_default(),
        set_off,
        due: clause.due.as_ref().map(|due| capital(&plain(&words.clock(&due.clock)))).unwrap_or_default(),
        assumed: clause.due.as_ref().is_some_and(|due| is_assumed(&due.clock)),
        shown_by: clause.shown_by.iter().map(|one| plain(&words.pattern(one))).collect(),
        law: law.unwrap_or_default(),
        note: clause.note.clone().unwrap_or_default(),
        word: in_address(section_of(ask.app.book.protocols, &clause.id).map_or("", |(word, _)| word)),
        live: if count == 0 { String::new() } else { counted(count, "duty is owed", "duties are owed") },
    }
}

fn is_assumed(clock: &protocol::clause::Clock) -> bool {
    use protocol::clause::Clock;
    match clock {
        Clock::Within(length, _) | Clock::Before(length, _) | Clock::AsSoonAsPossible(length, _) => length.assumed,
        Clock::OnCalendar(length, _) => length.assumed,
        Clock::Repeating(repeat) => repeat.every.assumed,
        Clock::SameDay(_) | Clock::Order(_) => false,
    }
}

/// Words of the paper without the names that only the program needs, which stand in backticks.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut left_out = false;
    for (n, part) in text.split('`').enumerate() {
        if n % 2 == 0 {
            out.push_str(if left_out { part.strip_prefix(')').unwrap_or(part) } else { part });
            left_out = false;
            continue;
        }
        // A name in brackets only repeats what stands before it.
        left_out = out.ends_with(" (");
        if left_out {
            out.truncate(out.len().saturating_sub(2));
        } else {
            out.push_str(&part.replace('-', " "));
        }
    }
    out
}
