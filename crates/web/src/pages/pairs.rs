//! Is it the same child? Pairs of the two systems' children for a person to decide, with the evidence thing by thing; and what was decided, by whom
//! and why, so that it can be undone.

pub mod one;

use askama::Template;
use feeds::Listed;
use gate::Service;
use record::{Decided, Feeds, KeptFeed, PairKept};

use crate::app::{minute, moment};
use crate::ask::Ask;
use crate::layout::Place;
use crate::parts::{Absence, Empty, Html};
use crate::problem::Problem;
use crate::reply::Reply;

/// How many are shown.
const SHOWN: usize = 100;

/// A pair in the list.
struct Row {
    id: String,
    yjs: String,
    csc: String,
    how: String,
    since: String,
}

#[derive(Template)]
#[template(path = "pages/pairs.html")]
struct Page {
    all: bool,
    rows: Vec<Row>,
    more: usize,
    none: Empty,
}

/// The list: what waits; with `?all=yes` everything that was decided too.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    let all = ask.query.text("all") == "yes";
    let kept = ask.app.record.feeds(&ask.pass).await?;
    let mut rows = if all { decided(&ask, &kept).await? } else { to_decide(&ask).await? };
    let more = rows.len().saturating_sub(SHOWN);
    rows.truncate(SHOWN);
    let words = if all { "nothing was decided yet" } else { "nothing waits to be decided" };
    let page = Page { all, rows, more, none: Empty { absence: Absence::None, words: words.into() } };
    let mut layout = ask.frame("Is it the same child?", Some(Place::Systems));
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// How many wait.
pub async fn waiting(ask: &Ask) -> Result<usize, Problem> {
    Ok(to_decide(ask).await?.len())
}

/// A pair by the word that stands in an address: nothing of a child can be read from it.
pub fn id(ask: &Ask, yjs: &str, csc: &str) -> String {
    let of = record::hash(&format!("pair\u{1f}{}\u{1f}{yjs}\u{1f}{csc}", ask.pass.authority()));
    of.chars().take(32).collect()
}

/// How each of the two systems lists the child; nothing where one of them no longer does, or where one is restricted and the person does not answer
/// for that service.
pub async fn both(ask: &Ask, yjs: &str, csc: &str) -> Result<Option<(Listed, Listed)>, Problem> {
    let yjs = ask.app.record.listed(&ask.pass, "yjs", yjs).await?;
    let csc = ask.app.record.listed(&ask.pass, "csc", csc).await?;
    let (Some(yjs), Some(csc)) = (yjs, csc) else { return Ok(None) };
    let person = &ask.caller.person;
    let may = |one: &Listed, of: Service| !one.restricted || exchange::answers_for(person, &ask.caller.staff, Some(of));
    Ok((may(&yjs, Service::Yjs) && may(&csc, Service::Csc)).then_some((yjs, csc)))
}

async fn to_decide(ask: &Ask) -> Result<Vec<Row>, Problem> {
    let mut rows = Vec::new();
    for pair in ask.app.record.pairs(&ask.pass).await? {
        let how = match pair.answer.as_str() {
            "ask" => "May be one child",
            "doubtful" => "Joined, and no longer alike: look again",
            _ => continue,
        };
        if let Some((yjs, csc)) = both(ask, &pair.yjs, &pair.csc).await? {
            rows.push(row(ask, &pair, &yjs, &csc, how.to_owned()));
        }
    }
    Ok(rows)
}

fn row(ask: &Ask, pair: &PairKept, yjs: &Listed, csc: &Listed, how: String) -> Row {
    Row {
        id: id(ask, &pair.yjs, &pair.csc),
        yjs: one::named(yjs),
        csc: one::named(csc),
        how,
        since: moment(pair.found).day().in_words(),
    }
}

async fn decided(ask: &Ask, kept: &Feeds) -> Result<Vec<Row>, Problem> {
    let mut rows = Vec::new();
    for one in kept.decisions.iter().rev() {
        let Decided { yjs, csc, .. } = &one.what;
        let Some((listed, other)) = both(ask, yjs, csc).await? else { continue };
        rows.push(Row {
            id: id(ask, yjs, csc),
            yjs: one::named(&listed),
            csc: one::named(&other),
            how: by(ask, one),
            since: minute(one.recorded).in_words(),
        });
    }
    Ok(rows)
}

/// What was decided, by whom and why.
pub fn by(ask: &Ask, one: &KeptFeed<Decided>) -> String {
    let what = if one.what.same { "One child" } else { "Two children" };
    let who = match ask.caller.staff.person(&one.person) {
        Some(person) => person.name.clone(),
        None if one.person.starts_with("program:") => "Tandem by itself".to_owned(),
        None => "somebody who is not known here any longer".to_owned(),
    };
    let told = match one.what.told.len() {
        0 => String::new(),
        1 => ". One person who had looked at the joined record was told".to_owned(),
        n => format!(". {n} people who had looked at the joined record were told"),
    };
    format!("{what}: {who}. {}{told}", one.what.why)
}
