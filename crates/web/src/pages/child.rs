//! A child's page: who they are to both services, what has changed since one last looked, and what is due next, by whom and why.
//!
//! Made to answer a telephone call. The pages beside it stand in files of their own, each with its template.

pub mod allocate;
pub mod changed;
pub mod details;
pub mod done;
pub mod duties_page;
pub mod events;
pub mod frame;
pub mod journey;
pub mod keep;
pub mod latest;
pub mod looks;
pub mod people;
pub mod restrict;
pub mod rows;
pub mod set_aside;
pub mod timeline;
pub mod when_asked;
pub mod why;

use askama::Template;
use gate::Action;

use crate::app::minute;
use crate::ask::Ask;
use crate::owed::{self, Shown, When};
use crate::parts::{Button, Html, WarningText};
use crate::problem::Problem;
use crate::reply::Reply;
use changed::Change;
use frame::{ChildPage, Opened};
use rows::{DutyRow, row};

/// How many changes and later duties are shown before a link leads to all of them.
const FEW: usize = 8;

#[derive(Template)]
#[template(path = "pages/child.html")]
struct Page {
    since: Since,
    changes: Vec<Change>,
    more_changes: usize,
    groups: Vec<Group>,
    nothing: bool,
    left_out: bool,
    actions: Vec<Button>,
    doubts: Option<WarningText>,
    address: String,
}

/// Since when it is said what has changed, in milliseconds since 1970.
struct Since {
    /// Since they last looked; where they never had before this visit, since it began, if others have told of something meanwhile.
    then: Option<i64>,
    /// Whether that is since this visit began.
    is_visit: bool,
    /// When this visit began; the end of time where it begins now. What others have told of after it is new until the visit is over.
    began: i64,
}

impl Since {
    async fn of(ask: &Ask, opened: &Opened) -> Result<Since, Problem> {
        let visit = ask.app.record.visit(&ask.pass, ask.now).await?;
        let is_told = |began: &i64| opened.child.is_told_by_others(&ask.pass.person().id, *began);
        let then = visit.last.or(visit.began.filter(is_told));
        Ok(Since { then, is_visit: visit.last.is_none() && then.is_some(), began: visit.began.unwrap_or(i64::MAX) })
    }

    /// In words.
    fn in_words(&self) -> Option<String> {
        self.then.map(|then| minute(then).in_words())
    }
}

/// Duties that are due alike.
struct Group {
    heading: &'static str,
    rows: Vec<DutyRow>,
    number: usize,
    /// Whether it is folded away at first: what has no date waits until the rest is read.
    folds: bool,
}

/// The page.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let since = Since::of(&ask, &opened).await?;
    let shown: Vec<Shown> = owed::still(&ask.app, &ask.pass, opened.whom(), &opened.readable, opened.now).collect();
    let mut changes = since.then.map(|then| changed::since(&ask.app, &ask.pass, &opened, then)).unwrap_or_default();
    // That others told of something at all is for those who may see what (safety R4).
    let since = if since.is_visit && changes.iter().all(|change| change.told == 0) {
        Since { then: None, is_visit: false, ..since }
    } else {
        since
    };
    changes.sort_by_key(|change| change.told <= since.began);
    let more_changes = changes.len().saturating_sub(FEW);
    changes.truncate(FEW);
    let groups = groups(&ask, &opened, &shown);
    let page = Page {
        since,
        changes,
        more_changes,
        nothing: groups.is_empty(),
        groups,
        left_out: opened.readable.left_out() > 0,
        actions: actions(&opened),
        doubts: doubts(&opened),
        address: opened.address(""),
    };
    let mut layout = opened.layout(&ask, "Overview", ChildPage::Overview);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

fn groups(ask: &Ask, opened: &Opened, shown: &[Shown]) -> Vec<Group> {
    let group = |when: When| {
        let heading = when.heading();
        let of_it: Vec<&Shown> = shown.iter().filter(|s| s.when == when).collect();
        let number = of_it.len();
        let few = if when == When::Later { FEW } else { number };
        let rows: Vec<DutyRow> = of_it.iter().take(few).map(|s| row(&ask.app, s, opened.now)).collect();
        (number > 0).then(|| Group { heading, rows, number, folds: when.folds() })
    };
    When::ALL.into_iter().filter_map(group).collect()
}

fn actions(opened: &Opened) -> Vec<Button> {
    let button = |text: &'static str, below: &str, classes: &'static str| Button {
        text: text.into(),
        href: opened.address(below),
        classes: classes.into(),
        ..Button::default()
    };
    let record = opened.may(Action::RecordEvent).then(|| button("Record something", "/record", ""));
    let done =
        opened.may(Action::MarkDone).then(|| button("Mark duties as done", "/duties", "govuk-button--secondary"));
    let allocate =
        opened.may(Action::Allocate).then(|| button("Allocate a worker", "/allocate", "govuk-button--secondary"));
    [record, done, allocate].into_iter().flatten().collect()
}

/// What the engine itself is not sure of, so that a person must look.
fn doubts(opened: &Opened) -> Option<WarningText> {
    let status = &opened.readable.status();
    if !status.boundary {
        return None;
    }
    let why = match status.doubts.as_slice() {
        [] => "a day or two either way would change it".to_owned(),
        doubts => doubts.join("; "),
    };
    let text = format!("Check the legal status with somebody who knows: {why}.");
    Some(WarningText { text: text.into(), ..WarningText::default() })
}
