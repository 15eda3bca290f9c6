//! Why is this owed? The clause in our words, the arithmetic step by step, what shows that it was done, and what would end it.
//!
//! The sentences are worked out twice: from everything, and from what the person may read. Only those that come out of both are shown, so that
//! nothing that rests on another fact can be (safety R4); that something is held back is said.

use std::collections::BTreeSet;

use askama::Template;
use calendar::Moment;
use gate::Action;
use journey::Timeline;
use protocol::check::in_words::Words;
use protocol::clause::Question;
use protocol::{Clause, Protocol};

use super::frame::{self, ChildPage, Opened};
use super::keep;
use super::rows::{self, DutyRow};
use super::timeline;
use super::when_asked;
use crate::ask::Ask;
use crate::clauses;
use crate::form::{Wrong, in_address};
use crate::owed::{self, Lister};
use crate::pages::recording::asked;
use crate::pages::recording::showing::{self, Showing};
use crate::pages::words::{capital, without_names};
use crate::parts::{Details, Html, Row, SummaryList};
use crate::problem::Problem;
use crate::readable::Readable;
use crate::reply::Reply;

#[derive(Template)]
#[template(path = "pages/child/why.html")]
struct Page {
    row: DutyRow,
    steps: Vec<String>,
    withheld: bool,
    then: String,
    items: Vec<String>,
    shown_by: Vec<Showing>,
    /// The one form that shows it done, where there is one alone.
    record: String,
    /// The questions on whose answer it rests, each with its form.
    questions: Vec<(String, String)>,
    ends: Vec<String>,
    about: SummaryList,
    reading: Option<Details>,
    sooner: Option<(String, String)>,
    hidden: Option<Html>,
    set_aside: bool,
    can_act: bool,
    address: String,
}

/// Why, in sentences.
struct Told {
    shown: owed::Shown,
    steps: Vec<String>,
    withheld: bool,
}

/// The page.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let asked = |name| when_asked::asked(&ask.query, name, &mut Wrong::none());
    let then = (asked("as-at"), asked("as-known-at"));
    let is_past = then.0.or(then.1).is_some();
    let as_at = then.0.or(then.1).unwrap_or(opened.now).min(opened.now);
    let told = tell(&ask, &opened, is_past.then_some((as_at, then.1))).ok_or_else(gone)?;
    let line = &told.shown.line;
    let (protocol, clause) = clause(&ask, line.trigger_at, &line.clause).ok_or_else(gone)?;
    let words = Words { vocabulary: &ask.app.book.protocols.vocabulary, facts: &protocol.facts };
    let can_act = line.is_owed() && !is_past;
    let trigger = trigger(&opened, &told.shown).filter(|_| can_act);
    let shown_by = showing::showing(&ask, &opened, clause, trigger);
    let mut forms = shown_by.iter().map(|one| one.href.clone()).filter(|href| can_act && !href.is_empty());
    let page = Page {
        withheld: told.withheld,
        then: timeline::asked_in_words(then.0, then.1).unwrap_or_default(),
        items: clause.items.clone(),
        record: forms.next().filter(|_| forms.next().is_none()).unwrap_or_default(),
        questions: if can_act && line.unknown { questions(&ask, &opened, clause, trigger) } else { Vec::new() },
        can_act,
        shown_by,
        ends: ends(clause, &words),
        about: about(&ask, protocol, clause, &words),
        reading: clause.note.clone().map(|note| Details {
            summary: "How this clause was read".into(),
            content: note.into(),
            ..Details::default()
        }),
        sooner: line.sooner.as_ref().map(|(id, due)| (clauses::number(ask.app.book.protocols, id), due.in_words())),
        hidden: (can_act && opened.may(Action::MarkDone)).then(|| keep::hidden(&ask, &opened.child)).transpose()?,
        set_aside: can_act && opened.may(Action::SetAside),
        address: opened.address(""),
        row: rows::row(&ask.app, &told.shown, as_at),
        steps: told.steps.iter().filter_map(|step| plain(step, clause, &words)).collect(),
    };
    let mut layout = opened.layout(&ask, "Why", ChildPage::Below);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// The id of the entry that set it off, where the person may know of it.
fn trigger<'o>(opened: &'o Opened, shown: &owed::Shown) -> Option<&'o str> {
    let kept = opened.child.kept_at(shown.line.trigger.1).filter(|_| !shown.withheld);
    kept.map(|kept| kept.id.as_str()).filter(|id| asked::happened(opened, id).is_some())
}

/// The questions of the clause that are open for this child, each with the form that answers it.
fn questions(ask: &Ask, opened: &Opened, clause: &Clause, follows: Option<&str>) -> Vec<(String, String)> {
    let protocols = ask.app.book.protocols;
    let event = protocols.vocabulary.event_id("question-answered");
    let may = event.is_some_and(|event| opened.may_record(ask, event));
    let follows = follows.map_or_else(String::new, |id| format!("&follows={}", in_address(id)));
    let one = |question: &Question| {
        let name = in_address(&showing::name(clause, question));
        let below = format!("/record/question-answered?with-question={name}{follows}");
        (question.text.trim().to_owned(), if may { opened.address(&below) } else { String::new() })
    };
    showing::open(opened, protocols, clause).into_iter().map(one).collect()
}

/// A step without the names that only the program needs; the clock is told as it counts, since what stands in the files is not the paper's text.
fn plain(step: &str, clause: &Clause, words: &Words<'_>) -> Option<String> {
    if step.starts_with("The text's clock") {
        return clause.due.as_ref().map(|due| format!("{}.", capital(&without_names(&words.clock(&due.clock)))));
    }
    Some(step.replace(&format!(", {}.", clause.id), ".").replace(&format!(" ({}).", clause.id), "."))
}

fn gone() -> Problem {
    let detail = "This duty is not there: what set it off was corrected or taken back, or had not been recorded by then. \
                  The timeline of the child says what happened.";
    Problem { detail: detail.to_owned(), ..Problem::not_found() }
}

/// Works the sentences out, from everything and from what may be read.
///
/// Of a past moment, `then` is that moment, and by when things had been recorded.
fn tell(ask: &Ask, opened: &Opened, then: Option<(Moment, Option<Moment>)>) -> Option<Told> {
    let (app, child) = (&ask.app, &opened.child);
    let name = ask.query.text("duty");
    let (at, known) = then.unwrap_or((opened.now, None));
    let readable = match then {
        Some(_) => Readable::known_by(app, &ask.pass, child, at, known),
        None => opened.readable.clone(),
    };
    let line = readable.whole.lines.iter().find(|line| owed::is_called(line, name))?;
    let sentences = |timeline: &Timeline| child.answer(app.book, timeline, known).why_of(&line.id);
    let all = sentences(&readable.whole.timeline)?;
    let shown = Lister::new(app, &ask.pass, opened.whom(), at).show(line, !readable.has(line));
    if shown.masked {
        return None;
    }
    let theirs: BTreeSet<String> = if readable.is_part() {
        sentences(readable.timeline()).unwrap_or_default().into_iter().collect()
    } else {
        all.iter().cloned().collect()
    };
    let steps: Vec<String> = all.iter().filter(|step| theirs.contains(*step) && !shown.withheld).cloned().collect();
    Some(Told { shown, withheld: steps.len() < all.len(), steps })
}

/// The clause, in the edition that judged what set it off.
fn clause<'a>(ask: &'a Ask, trigger: Moment, id: &str) -> Option<(&'a Protocol, &'a Clause)> {
    let protocols = ask.app.book.protocols;
    let (latest, clause) = protocols.clause(id)?;
    let then = protocols.edition(&latest.authority, trigger.day()).and_then(|p| Some((p, p.clause(id)?)));
    Some(then.unwrap_or((latest, clause)))
}

fn about(ask: &Ask, protocol: &Protocol, clause: &Clause, words: &Words<'_>) -> SummaryList {
    let section = protocol.place(&clause.id).and_then(|place| protocol.section_of(place));
    let number = clauses::number(ask.app.book.protocols, &clause.id);
    let mut list = vec![Row::new("Paper", format!("{}, {}", protocol.title, protocol.edition))];
    if let Some(section) = section {
        let heading = format!("{} {}", section.number, section.heading);
        let href = clauses::address(ask.app.book.protocols, &clause.id);
        list.push(Row::new("Section", Html::of(&Section { heading, href })));
    }
    list.push(Row::new("Cited as", number));
    list.extend(clause.law.as_ref().map(|law| Row::new("Stands in", format!("{}, {}", law.instrument, law.provision))));
    list.extend(
        clause
            .law
            .as_ref()
            .filter(|law| !law.sure)
            .map(|_| Row::new("Confirmed", "Not yet: check before you rely on it")),
    );
    list.extend(
        clause.due.as_ref().map(|due| Row::new("How it counts", capital(&without_names(&words.clock(&due.clock))))),
    );
    let condition = clause.condition.as_ref().map(|c| capital(&without_names(&words.condition(&c.expr, &clause.asks))));
    list.extend(condition.map(|condition| Row::new("Applies when", condition)));
    list.push(Row::new("In force", in_force(protocol)));
    SummaryList { rows: list, ..SummaryList::default() }
}

#[derive(Template)]
#[template(
    source = r#"{% if href.is_empty() %}{{ heading }}{% else %}<a class="govuk-link" href="{{ href }}">{{ heading }}</a>{% endif %}"#,
    ext = "html"
)]
struct Section {
    heading: String,
    href: String,
}

fn in_force(protocol: &Protocol) -> String {
    let from =
        protocol.in_force.from.map_or_else(|| "not said since when".to_owned(), |d| format!("since {}", d.in_words()));
    let to = protocol.in_force.to.map_or_else(String::new, |d| format!(", until {}", d.in_words()));
    let review = protocol.review_by.map_or_else(String::new, |d| format!("; to be reviewed by {}", d.in_words()));
    capital(&format!("{from}{to}{review}"))
}

/// What would end it.
fn ends(clause: &Clause, words: &Words<'_>) -> Vec<String> {
    let mut list = vec!["It is shown to be done.".to_owned()];
    if let Some(repeat) = clause.repeat().filter(|repeat| !repeat.until.is_empty()) {
        list.push(format!("This happens: {}.", without_names(&words.any_of(&repeat.until))));
    }
    if clause.condition.is_some() {
        list.push("What it applies to no longer holds.".to_owned());
    }
    list.push("The work that it rests on is closed.".to_owned());
    list.push("It is set aside by agreement, with a reason.".to_owned());
    list
}
