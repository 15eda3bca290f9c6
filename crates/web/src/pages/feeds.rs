//! How good is what the two systems say? Per authority: how fresh each file is, what of it could not be used, what waits for a person, and on what
//! the two services disagree. It counts and names rows; it ranks nobody.

pub mod unused;
pub mod whose;

use std::collections::BTreeMap;

use askama::Template;
use exchange::imports::{Differs, differs};
use feeds::Listed;
use feeds::read::Layout;
use gate::{Action, Service};
use record::{Feeds, Imported, KeptFeed, Placed, Settled, Waiting};

use crate::app::{minute, moment};
use crate::ask::Ask;
use crate::layout::Place;
use crate::pages::pairs;
use crate::pages::words::{capital, counted, service};
use crate::parts::{Absence, Empty, Html};
use crate::problem::Problem;
use crate::reply::Reply;

/// After so many days a file is called old: each service sends one every night.
const OLD: i64 = 2;
/// How many of a kind are shown.
const SHOWN: usize = 50;
/// How many of those who are joined are looked at: a council has a few hundred of them.
const LOOKED_AT: usize = 2_000;

/// One feed, as it last came.
struct Feed {
    title: String,
    address: String,
    as_of: String,
    age: String,
    is_old: bool,
    counts: String,
    refused: u64,
    /// Whether there are rows to be shown: also of codes that were kept and are not known.
    has_rows: bool,
    by: String,
}

/// Something that waits.
struct Waits {
    who: String,
    why: String,
    since: String,
    by: &'static str,
    /// Where the record is; empty where there is none.
    record: String,
    /// Where a person says what it is; empty where nothing is to be said here.
    say: String,
}

/// Something that the two say otherwise.
struct Disagreement {
    id: String,
    /// Whom it shows.
    of: [String; 2],
    about: &'static str,
    what: &'static str,
    numbers: String,
    yjs: String,
    csc: String,
    settle: &'static str,
    settled: String,
}

#[derive(Template)]
#[template(path = "pages/feeds.html")]
struct Page {
    token: String,
    feeds: Vec<Feed>,
    none: Empty,
    pairs: usize,
    waits: Vec<Waits>,
    more_waits: usize,
    nothing_waits: Empty,
    /// What people have said of whose a number is.
    placed: Vec<String>,
    open: Vec<Disagreement>,
    more_open: usize,
    /// Whether not all of those who are joined were looked at.
    is_cut: bool,
    settled: Vec<Disagreement>,
    no_disagreement: Empty,
}

/// The page.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let kept = ask.app.record.feeds(&ask.pass).await?;
    let seen = pairs::Seen::new(&ask).await?;
    let mut all = ask.app.record.waiting(&ask.pass).await?;
    all.retain(|one| one.kind != "pair" && seen.may(&one.service, &one.number));
    let mut waits = Vec::new();
    for one in all {
        waits.extend(waiting(&ask, one).await?);
    }
    let more_waits = waits.len().saturating_sub(SHOWN);
    waits.truncate(SHOWN);
    let Disagreements { mut open, settled, is_cut } = disagreements(&ask, &kept, &seen).await?;
    let more_open = open.len().saturating_sub(SHOWN);
    open.truncate(SHOWN);
    let shown = open.iter().flat_map(|one| one.of.clone()).collect();
    let none = |words: &'static str| Empty { absence: Absence::None, words: words.into() };
    let page = Page {
        token: ask.caller.form_token().to_owned(),
        feeds: feeds(&ask, &kept).await?,
        none: none("no file has come in yet"),
        pairs: pairs::waiting(&ask, &seen).await?,
        waits,
        more_waits,
        nothing_waits: none("nothing else waits"),
        placed: placed(&ask, &kept, &seen),
        open,
        more_open,
        is_cut,
        settled,
        no_disagreement: none("the two systems say the same wherever both say something"),
    };
    let mut layout = ask.frame("What the two systems say", Some(Place::Systems));
    layout.main = Html::of(&page);
    Ok(Reply::page(&layout)?.showing(shown))
}

/// What kind of file it is, in words.
pub fn kind(layout: &str) -> &'static str {
    match Layout::of(layout) {
        Some(Layout::Ssd) => "Standard Safeguarding Dataset",
        Some(Layout::S903Csv) => "SSDA903, CSV",
        Some(Layout::S903Xml) => "SSDA903, XML",
        Some(Layout::CinXml) => "census of children in need",
        Some(Layout::AnnexA) => "Annex A",
        Some(Layout::Sheet) => "youth justice’s sheet",
        None => "file",
    }
}

fn of_service(word: &str) -> &'static str {
    Service::of(word).map_or("", service)
}

/// The last file of each kind, the service's own together.
async fn feeds(ask: &Ask, kept: &Feeds) -> Result<Vec<Feed>, Problem> {
    let mut last: BTreeMap<(&str, &str), &KeptFeed<Imported>> = BTreeMap::new();
    for one in &kept.imports {
        last.insert((&one.what.service, &one.what.layout), one);
    }
    let mut all = Vec::new();
    for one in last.into_values() {
        let of = record::Feed {
            authority: ask.pass.authority().to_owned(),
            service: one.what.service.clone(),
            layout: one.what.layout.clone(),
        };
        let kept = ask.app.record.unused(&ask.pass, &of).await?.len();
        all.push(Feed { has_rows: kept > 0, ..feed(ask, one) });
    }
    Ok(all)
}

fn feed(ask: &Ask, one: &KeptFeed<Imported>) -> Feed {
    let Imported { service, layout, as_of, people, open, new, changed, gone, refused, .. } = &one.what;
    let came = moment(one.recorded).day();
    let day = as_of.as_deref().and_then(|day| day.parse().ok()).unwrap_or(came);
    let days = i64::from(ask.moment().day().number() - day.number());
    let count = |n: &u64, one: &str, many: &str| counted(usize::try_from(*n).unwrap_or(usize::MAX), one, many);
    Feed {
        title: format!("{}: {}", capital(of_service(service)), kind(layout)),
        address: format!("/feeds/{service}/{layout}"),
        as_of: day.in_words(),
        age: match days {
            ..=0 => "today".to_owned(),
            1 => "yesterday".to_owned(),
            days => format!("{days} days ago"),
        },
        is_old: days > OLD,
        counts: format!(
            "{}, {open} open: {new} new, {changed} changed, {gone} gone",
            count(people, "child", "children")
        ),
        refused: *refused,
        has_rows: false,
        by: format!("taken in on {}", minute(one.recorded).in_words()),
    }
}

/// Who is to see to something that waits.
fn who_settles(kind: &str) -> &'static str {
    match kind {
        "no-birth" | "no-name" | "gone" | "twice" | "not-all" => "the service whose system it is, in that system",
        "two-records" | "alike" | "another-child" => {
            "the managers of the two teams together: those who lead the work with the child"
        }
        "born" => "the social worker, who has the birth certificate or can ask for it",
        "died" => "the managers of both teams, today",
        "by-hand" => "the worker who wrote it, with the service whose system it is",
        _ => "the data team",
    }
}

/// The records that something is about which waits.
fn records_of(one: &Waiting) -> Vec<&str> {
    let is_about_records = matches!(one.kind.as_str(), "two-records" | "alike" | "another-child");
    let all = one.about.as_array().map_or_else(|| vec![&one.about], |all| all.iter().collect());
    all.into_iter().filter(|_| is_about_records).filter_map(|record| record.as_str()).collect()
}

/// Something that waits, as the person may know of it: that there is a restricted record is for those to whom it opens.
async fn waiting(ask: &Ask, one: Waiting) -> Result<Option<Waits>, Problem> {
    let mut open = Vec::new();
    for id in records_of(&one) {
        let Some(ties) = ask.app.record.ties(id).await? else { continue };
        match ask.pass_for(Action::SeeChild, &ties) {
            Some(_) => open.push(id),
            None if ties.restricted => return Ok(None),
            None => {}
        }
    }
    let record = open.first().filter(|_| one.kind == "two-records").map(|id| format!("/children/{id}"));
    let say = if open.is_empty() { String::new() } else { whose::address(ask, &one) };
    Ok(Some(Waits {
        who: format!("{}, number {}", capital(of_service(&one.service)), one.number),
        since: moment(one.found).day().in_words(),
        by: who_settles(&one.kind),
        record: record.unwrap_or_default(),
        say,
        why: one.why,
    }))
}

/// What people have said of whose a number is, the last first.
fn placed(ask: &Ask, kept: &Feeds, seen: &pairs::Seen) -> Vec<String> {
    let may = |one: &&KeptFeed<Placed>| seen.may(&one.what.service, &one.what.number);
    let told = |one: &KeptFeed<Placed>| {
        let Placed { service, number, same, why, .. } = &one.what;
        let what = if *same { "the child of a record" } else { "another child than a record’s" };
        let who = ask.caller.staff.person(&one.person).map_or("somebody", |person| person.name.as_str());
        let on = moment(one.recorded).day().in_words();
        format!("{}, number {number}: {what}: {why} ({who}, {on})", capital(of_service(service)))
    };
    kept.placed.iter().rev().filter(may).take(SHOWN).map(told).collect()
}

/// What the two say otherwise of the children whom both have.
struct Disagreements {
    open: Vec<Disagreement>,
    settled: Vec<Disagreement>,
    is_cut: bool,
}

async fn disagreements(ask: &Ask, kept: &Feeds, seen: &pairs::Seen) -> Result<Disagreements, Problem> {
    let (mut open, mut settled) = (Vec::new(), Vec::new());
    let joined = joined(ask, seen).await?;
    for (yjs, csc) in joined.iter().take(LOOKED_AT) {
        let Some((yjs, csc)) = pairs::both(ask, seen, yjs, csc).await? else { continue };
        let id = pairs::id(ask, &yjs.number, &csc.number);
        for differs in differs(&yjs, &csc) {
            let between = between(ask, &differs);
            let before = kept.is_settled(&yjs.number, &csc.number, differs.about, (&between.0, &between.1));
            let list = if before.is_some() { &mut settled } else { &mut open };
            list.push(shown(ask, &id, &yjs, &csc, differs, before));
        }
    }
    Ok(Disagreements { open, settled, is_cut: joined.len() > LOOKED_AT })
}

/// What two say otherwise, to be known again: the log is kept for ever, and says nobody's address.
fn between(ask: &Ask, differs: &Differs) -> (String, String) {
    (ask.app.record.sealed(&differs.yjs), ask.app.record.sealed(&differs.csc))
}

/// What a system says, as people read it: a day as one says it.
fn in_words(said: String) -> String {
    said.parse::<calendar::Day>().map_or(said, calendar::Day::in_full)
}

fn shown(
    ask: &Ask,
    id: &str,
    yjs: &Listed,
    csc: &Listed,
    differs: Differs,
    before: Option<&KeptFeed<Settled>>,
) -> Disagreement {
    let by = |kept: &KeptFeed<Settled>| {
        let who = ask.caller.staff.person(&kept.person).map_or("somebody", |person| person.name.as_str()).to_owned();
        format!("{} ({who}, {})", kept.what.how, moment(kept.recorded).day().in_words())
    };
    Disagreement {
        id: id.to_owned(),
        of: [pairs::look_at("yjs", &yjs.number), pairs::look_at("csc", &csc.number)],
        about: differs.about,
        what: differs.what,
        numbers: format!("youth justice {}, social care {}", yjs.number, csc.number),
        yjs: in_words(differs.yjs),
        csc: in_words(differs.csc),
        settle: differs.settle,
        settled: before.map(by).unwrap_or_default(),
    }
}

/// The children whom both systems have, and whom the person may see: by their numbers.
async fn joined(ask: &Ask, seen: &pairs::Seen) -> Result<Vec<(String, String)>, Problem> {
    let mut pairs = ask.app.record.pairs(&ask.pass).await?;
    pairs.retain(|pair| matches!(pair.answer.as_str(), "certain" | "decided"));
    pairs.retain(|pair| seen.may("yjs", &pair.yjs) && seen.may("csc", &pair.csc));
    Ok(pairs.into_iter().map(|pair| (pair.yjs, pair.csc)).collect())
}

/// That the two have agreed about something on which their systems differ.
pub async fn settle(ask: Ask) -> Result<Reply, Problem> {
    const GONE: &str = "/feeds?done=gone";
    let (about, how) = (ask.form.text("about").to_owned(), ask.form.text("how").to_owned());
    let seen = pairs::Seen::new(&ask).await?;
    let found = joined(&ask, &seen).await?.into_iter().find(|(yjs, csc)| pairs::id(&ask, yjs, csc) == ask.name("id"));
    let Some((yjs, csc)) = found else { return Ok(Reply::to(GONE)) };
    let Some((yjs, csc)) = pairs::both(&ask, &seen, &yjs, &csc).await? else { return Ok(Reply::to(GONE)) };
    let Some(one) = differs(&yjs, &csc).into_iter().find(|one| one.about == about) else { return Ok(Reply::to(GONE)) };
    if how.is_empty() || how.chars().count() > 500 {
        return Err(Problem::unprocessable("Say in 1 to 500 characters what was agreed, then try once more."));
    }
    let settled = Settled { yjs: yjs.number, csc: csc.number, about, between: between(&ask, &one), how };
    let before = ask.app.record.feeds(&ask.pass).await?;
    let entry = ask.app.gate.admit_other(&ask.pass, record::FeedEntry::Settled(settled))?;
    ask.app.record.keep_feed(entry, &before, ask.now).await?;
    Ok(Reply::to("/feeds?done=settled"))
}
