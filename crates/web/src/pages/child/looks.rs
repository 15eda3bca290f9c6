//! Who has looked at this record: for those who lead the team.

use askama::Template;
use gate::Action;
use record::{Check, Looked, REASONS};

use super::frame::{self, ChildPage, Opened};
use crate::app::minute;
use crate::ask::Ask;
use crate::pages::words::capital;
use crate::parts::{Cell, Html, Table};
use crate::problem::Problem;
use crate::reply::Reply;

/// How many looks are shown.
const SHOWN: u32 = 200;

#[derive(Template)]
#[template(path = "pages/child/looks.html")]
struct Page {
    asked: Vec<String>,
    table: Table,
    shown: u32,
    is_cut: bool,
}

/// The page.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let looks = ask.app.record.looks(&ask.pass, SHOWN).await?;
    let table = Table {
        caption: "Who has looked at this record, the latest first".to_owned(),
        caption_classes: "govuk-visually-hidden".into(),
        head: ["When", "Who", "To do what", "Tied to the child by"].into_iter().map(Cell::from).collect(),
        rows: looks.iter().map(|looked| row(&opened, looked, &ask.caller.person.id)).collect(),
        stacks: true,
        ..Table::default()
    };
    let asked = ask.app.record.asked_about(&ask.pass, SHOWN).await?;
    let page = Page {
        asked: asked.iter().map(|check| question(&opened, check)).collect(),
        table,
        shown: SHOWN,
        is_cut: looks.len() >= SHOWN as usize,
    };
    let mut layout = opened.layout(&ask, "Who has looked", ChildPage::Below);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

fn row(opened: &Opened, looked: &Looked, caller: &str) -> Vec<Cell> {
    let look = &looked.look;
    let action = Action::ALL.iter().find(|action| action.word() == look.action);
    let mut what = action.map_or_else(|| look.action.clone(), |action| capital(action.means()));
    if !look.refused.is_empty() {
        what = format!("{what} (refused: {})", look.refused);
    }
    let service = match look.service.as_str() {
        "yjs" => "youth justice",
        "csc" => "social care",
        _ => "the council",
    };
    // Nobody reviews their own looks (R32): they are shown to be theirs, for somebody else to judge.
    let own = if look.person == caller { " (you)" } else { "" };
    let who = format!("{}{own}, {service}", opened.name_of(&look.person));
    let tied = if look.relation.is_empty() { "nothing".to_owned() } else { tie(&look.relation) };
    vec![minute(looked.at).in_words().into(), who.into(), what.into(), tied.into()]
}

/// `3 March 2026 at 9:12am: Ash Brindle, because the child has moved here`
fn question(opened: &Opened, check: &Check) -> String {
    let reason = REASONS.iter().find(|one| one.word == check.reason).map_or("", |one| one.means);
    format!("{}: {}. {reason}", minute(check.at).in_words(), opened.name_of(&check.person))
}

/// How somebody was tied, in words.
fn tie(words: &str) -> String {
    let each = words.split(' ').map(|word| match word {
        "allocated" => "allocated by name",
        "team" => "works in the team",
        "leads" => "leads the team",
        "cover" => "stands in for the service",
        "owes" => "owes something to the child",
        "named" => "named for a restricted record",
        other => other,
    });
    capital(&each.collect::<Vec<_>>().join(", "))
}
