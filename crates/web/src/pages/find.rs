//! Finding a child: by name, or one like it, by date of birth or number. What is asked stands in no address, and nothing is shown that a click
//! would not open.

use std::sync::Arc;

use askama::Template;
use calendar::Day;
use gate::{Action, Decision, On, Pass, Service, Ties};
use protocol::vocabulary::Service as Of;
use record::{Found, Staff};

use crate::ask::Ask;
use crate::fields::{Fields, summary};
use crate::form::Wrong;
use crate::layout::Place;
use crate::pages::words::counted;
use crate::parts::{Html, Input, ServiceTag};
use crate::problem::Problem;
use crate::reply::Reply;

/// The longest thing to find by.
const LONGEST: usize = 200;
/// How many are shown.
const SHOWN: usize = 50;

/// One service's work with a child.
pub struct Open {
    service: ServiceTag,
    with: String,
}

/// A child that was found and may be seen.
pub struct Hit {
    /// The record.
    pub child: String,
    /// The name.
    pub name: String,
    /// The date of birth and the age.
    pub born: String,
    /// Where the child is open, with whom.
    pub open: Vec<Open>,
}

/// What was found and may be seen.
#[derive(Default)]
pub struct Hits {
    /// Those of whom every word was said.
    pub exact: Vec<Hit>,
    /// Those whose names are like it.
    pub like: Vec<Hit>,
}

#[derive(Template)]
#[template(path = "pages/find.html")]
struct Page {
    token: String,
    text: Input,
    asked: bool,
    typed: String,
    count: String,
    more: bool,
    hits: Vec<Hit>,
    like: Vec<Hit>,
    more_like: bool,
    ring: Vec<(String, String)>,
    knows: bool,
    starts: bool,
}

/// The form.
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    page(&ask, Hits::default(), false, &Wrong::none())
}

/// The answer.
pub async fn find(ask: Ask) -> Result<Reply, Problem> {
    let mut wrong = Wrong::none();
    let text = ask.form.text("text");
    if text.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
        wrong.add("text", "Enter at least two letters of a name, a date of birth or a number");
        return page(&ask, Hits::default(), false, &wrong);
    }
    if text.chars().count() > LONGEST {
        wrong.add("text", format!("Enter {LONGEST} characters or fewer"));
        return page(&ask, Hits::default(), false, &wrong);
    }
    let hits = hits(&ask, text).await?;
    page(&ask, hits, true, &wrong)
}

/// Those that were found and may be seen.
pub async fn hits(ask: &Ask, text: &str) -> Result<Hits, Problem> {
    let exact = seen(ask, ask.app.record.find(&ask.pass, text).await?).await?;
    // Among so many, those who are called otherwise are not the ones meant.
    let like = if exact.len() > SHOWN { Vec::new() } else { ask.app.record.find_like(&ask.pass, text).await? };
    Ok(Hits { exact, like: seen(ask, like).await? })
}

/// Those of the children found whom the person may see.
async fn seen(ask: &Ask, found: Vec<Found>) -> Result<Vec<Hit>, Problem> {
    let may = |one: Found| Some((ask.pass_for(Action::SeeChild, &one.ties)?, one));
    let found: Vec<(Pass, Found)> = found.into_iter().filter_map(may).collect();
    // Called as on every other page; what is beyond those shown is only counted.
    let passes: Vec<Pass> = found.iter().take(SHOWN).map(|(pass, _)| pass.clone()).collect();
    let children = ask.app.record.children(&passes).await?;
    let mut hits = Vec::new();
    for (_, one) in found {
        let child = children.iter().find(|child| child.id == one.ties.child);
        hits.push(Hit {
            born: born(&one.born, ask.moment().day()),
            name: child.map_or_else(|| format!("{} {}", one.given, one.family), |child| child.name()),
            open: open(&ask.staff_of(&one.ties).await?, &one.ties),
            child: one.ties.child,
        });
    }
    Ok(hits)
}

/// `9 November 2010, 15 years old`.
pub fn born(text: &str, today: Day) -> String {
    match text.parse::<Day>() {
        Ok(day) => format!("{}, {} years old", day.in_full(), day.age_on(today)),
        Err(_) => "date of birth not known".to_owned(),
    }
}

fn open(staff: &[Arc<Staff>], ties: &Ties) -> Vec<Open> {
    let each = [(Service::Yjs, Of::Yjs, ties.open_to_yjs), (Service::Csc, Of::Csc, ties.open_to_csc)];
    let with_number = |name: &str, telephone: &str| match telephone {
        "" => name.to_owned(),
        number => format!("{name} ({number})"),
    };
    let with = |service: Service| {
        let there = ties.involved.iter().filter(|i| i.service == service);
        let name = |i: &gate::Involved| {
            let there = staff.iter().find_map(|s| s.person(&i.person)).filter(|person| person.active);
            let team = || staff.iter().find_map(|s| s.team(&i.team));
            there
                .map(|person| with_number(&person.name, &person.telephone))
                .or_else(|| team().map(|team| with_number(&team.name, &team.telephone)))
        };
        let mut names: Vec<String> = there.filter_map(name).collect();
        names.dedup();
        if names.is_empty() { "nobody is named".to_owned() } else { names.join(", ") }
    };
    let open = each.into_iter().filter(|(_, _, is)| *is);
    open.map(|(service, of, _)| Open { service: of.into(), with: with(service) }).collect()
}

fn page(ask: &Ask, found: Hits, asked: bool, wrong: &Wrong) -> Result<Reply, Problem> {
    let fields = Fields { form: &ask.form, wrong };
    let Hits { exact: mut hits, mut like } = found;
    let count = counted(hits.len(), "child", "children");
    let (more, more_like) = (hits.len() > SHOWN, like.len() > SHOWN);
    hits.truncate(SHOWN);
    like.truncate(SHOWN);
    let seen = hits.iter().chain(&like).map(|hit| hit.child.clone()).collect();
    let on = On::Authority(&ask.caller.person.authority);
    let text = Input {
        kind: "search".into(),
        spellcheck: Some(false),
        classes: " govuk-input--width-20".into(),
        ..fields.text(
            "text",
            "Name, date of birth or number",
            "For example, Ash Brindle, 9/11/2010 or a number from either service’s system",
        )
    };
    let page = Page {
        token: ask.caller.form_token().to_owned(),
        text,
        asked,
        typed: ask.form.text("text").to_owned(),
        count,
        more,
        hits,
        like,
        more_like,
        ring: if asked { ring(ask) } else { Vec::new() },
        knows: ask.opens(Place::Known),
        starts: asked && matches!(ask.decide(Action::StartRecord, on), Decision::Permit(_)),
    };
    let mut layout = ask.frame("Find a child", Some(Place::Find));
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Ok(Reply::page(&layout)?.showing(seen))
}

/// The teams that stand in for a whole service, with their numbers.
fn ring(ask: &Ask) -> Vec<(String, String)> {
    let mut teams: Vec<(String, String)> = ask
        .caller
        .staff
        .teams
        .iter()
        .filter(|team| team.covers)
        .map(|team| (team.name.clone(), team.telephone.clone()))
        .collect();
    teams.sort();
    teams
}
