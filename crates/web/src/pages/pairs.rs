//! Is it the same child? Pairs of the two systems' children for a person to decide, with the evidence thing by thing; and what was decided, by whom
//! and why, so that it can be undone.

pub mod one;

use std::collections::BTreeSet;

use askama::Template;
use feeds::Listed;
use gate::{Action, Service};
use record::{Decided, KeptFeed, PairKept};

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
    let seen = Seen::new(&ask).await?;
    let (rows, more, shown) = if all { decided(&ask, &seen).await? } else { to_decide(&ask, &seen).await? };
    let words = if all { "nothing was decided yet" } else { "nothing waits to be decided" };
    let page = Page { all, rows, more, none: Empty { absence: Absence::None, words: words.into() } };
    let mut layout = ask.frame("Is it the same child?", Some(Place::Systems));
    layout.main = Html::of(&page);
    Ok(Reply::page(&layout)?.showing(shown))
}

/// How many wait whom the person may see.
pub async fn waiting(ask: &Ask, seen: &Seen) -> Result<usize, Problem> {
    Ok(open(ask, seen).await?.len())
}

/// Who of the systems' children a person may see here: a restricted one is for those who are named in the record, or where there is none, for whoever
/// answers for the service.
pub struct Seen {
    hidden: BTreeSet<(String, String)>,
}

impl Seen {
    /// For whoever asks.
    pub async fn new(ask: &Ask) -> Result<Seen, Problem> {
        let mut hidden = BTreeSet::new();
        for ((service, number), record) in ask.app.record.restricted_numbers(&ask.pass).await? {
            let may = match record {
                Some(child) => {
                    let ties = ask.app.record.ties(&child).await?;
                    ties.is_some_and(|ties| ask.pass_for(Action::SeeChild, &ties).is_some())
                }
                None => exchange::answers_for(&ask.caller.person, &ask.caller.staff, Service::of(&service)),
            };
            if !may {
                hidden.insert((service, number));
            }
        }
        Ok(Seen { hidden })
    }

    /// Whether this is one of them.
    pub fn may(&self, service: &str, number: &str) -> bool {
        !self.hidden.contains(&(service.to_owned(), number.to_owned()))
    }
}

/// How it is written down that a system's child was shown: by service and number, as there may be no record of them.
pub fn look_at(service: &str, number: &str) -> String {
    format!("{service}/{number}")
}

/// A pair by the word that stands in an address: nothing of a child can be read from it.
pub fn id(ask: &Ask, yjs: &str, csc: &str) -> String {
    let of = ask.app.record.sealed(&format!("pair\u{1f}{}\u{1f}{yjs}\u{1f}{csc}", ask.pass.authority()));
    of.chars().take(32).collect()
}

/// How each of the two systems lists the child; nothing where one of them no longer does, or the person may not see one of them.
pub async fn both(ask: &Ask, seen: &Seen, yjs: &str, csc: &str) -> Result<Option<(Listed, Listed)>, Problem> {
    if !seen.may("yjs", yjs) || !seen.may("csc", csc) {
        return Ok(None);
    }
    let yjs = ask.app.record.listed(&ask.pass, "yjs", yjs).await?;
    let csc = ask.app.record.listed(&ask.pass, "csc", csc).await?;
    Ok(yjs.zip(csc))
}

/// The pairs that wait and that the person may see.
async fn open(ask: &Ask, seen: &Seen) -> Result<Vec<PairKept>, Problem> {
    let mut pairs = ask.app.record.pairs(&ask.pass).await?;
    pairs.retain(|pair| matches!(pair.answer.as_str(), "ask" | "doubtful"));
    pairs.retain(|pair| seen.may("yjs", &pair.yjs) && seen.may("csc", &pair.csc));
    Ok(pairs)
}

/// The rows of a list, how many more there are, and whom they show.
type Rows = (Vec<Row>, usize, Vec<String>);

async fn to_decide(ask: &Ask, seen: &Seen) -> Result<Rows, Problem> {
    let open = open(ask, seen).await?;
    let (mut rows, mut shown) = (Vec::new(), Vec::new());
    for pair in open.iter().take(SHOWN) {
        let how = match pair.answer.as_str() {
            "doubtful" => "Joined, and no longer alike: look again",
            _ => "May be one child",
        };
        if let Some((yjs, csc)) = both(ask, seen, &pair.yjs, &pair.csc).await? {
            shown.extend([look_at("yjs", &pair.yjs), look_at("csc", &pair.csc)]);
            rows.push(row(ask, pair, &yjs, &csc, how.to_owned()));
        }
    }
    Ok((rows, open.len().saturating_sub(SHOWN), shown))
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

async fn decided(ask: &Ask, seen: &Seen) -> Result<Rows, Problem> {
    let kept = ask.app.record.feeds(&ask.pass).await?;
    let (mut rows, mut shown) = (Vec::new(), Vec::new());
    for one in kept.decisions.iter().rev().take(SHOWN) {
        let Decided { yjs, csc, .. } = &one.what;
        let Some((listed, other)) = both(ask, seen, yjs, csc).await? else { continue };
        shown.extend([look_at("yjs", yjs), look_at("csc", csc)]);
        rows.push(Row {
            id: id(ask, yjs, csc),
            yjs: one::named(&listed),
            csc: one::named(&other),
            how: by(ask, one),
            since: minute(one.recorded).in_words(),
        });
    }
    Ok((rows, kept.decisions.len().saturating_sub(SHOWN), shown))
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
