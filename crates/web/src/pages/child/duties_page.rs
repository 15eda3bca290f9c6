//! Everything that is owed for a child, narrowed by service, state and protocol, with boxes to tick what is done.

use askama::Template;
use duties::{Side, State};
use gate::Action;
use protocol::vocabulary::Service as Of;

use super::frame::{self, ChildPage, Opened};
use super::keep;
use super::rows::{DutyRow, row};
use crate::ask::Ask;
use crate::fields::summary;
use crate::form::in_address;
use crate::form::{Form, Wrong};
use crate::owed::{self, Shown, When};
use crate::pages::words::counted;
use crate::parts::{Checkbox, Checkboxes, Chosen, Fieldset, Filter, Html, Link};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::worklist;

/// A name in the address, a heading, and each choice with its words.
type Narrowing = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What the list can be narrowed by: the name in the address, the heading, and each choice with its words.
const FILTERS: [Narrowing; 3] = [
    ("service", "Service", &[("yjs", "Youth justice"), ("csc", "Social care"), ("others", "Others")]),
    ("state", "State", &[("overdue", "Overdue"), ("open", "Open"), ("done", "Done"), ("ended", "No longer applies")]),
    (
        "under",
        "Under",
        &[("home", "The child’s own protocol"), ("host", "The protocol of the place"), ("law", "The law")],
    ),
];

#[derive(Template)]
#[template(path = "pages/child/duties.html")]
struct Page {
    filter: Filter,
    groups: Vec<(&'static str, Vec<DutyRow>)>,
    hidden: Html,
    may_tick: bool,
    address: String,
    any: bool,
}

#[derive(Template)]
#[template(source = "{% for one in all %}{{ one }}{% endfor %}", ext = "html")]
struct Controls {
    all: Vec<Checkboxes>,
}

/// The page.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    show(&ask, &opened, &Wrong::none())
}

/// The page again, because the button was pressed and nothing was ticked.
pub fn none_ticked(ask: &Ask, opened: &Opened) -> Result<Reply, Problem> {
    let mut wrong = Wrong::none();
    let was_ticked = ask.form.has("duty") || ask.form.has("clause");
    let why = if was_ticked {
        "What you ticked is not owed any more: somebody else has marked it as done, or it no longer applies. Nothing was saved"
    } else {
        "Tick at least one duty that is still owed"
    };
    wrong.add("duties", why);
    show(ask, opened, &wrong)
}

fn show(ask: &Ask, opened: &Opened, wrong: &Wrong) -> Result<Reply, Problem> {
    let shown = owed::shown(&ask.app, &ask.pass, opened.whom(), &opened.readable, opened.now);
    let kept: Vec<&Shown> = shown.iter().filter(|s| is_asked_for(&ask.query, s)).collect();
    let groups = groups(ask, opened, &kept);
    let may_tick = groups.iter().flat_map(|(_, rows)| rows).any(|row| row.ticks);
    let page = Page {
        filter: filter(&ask.query, kept.len(), &opened.address("/duties")),
        any: !kept.is_empty(),
        groups,
        hidden: keep::hidden(ask, &opened.child)?,
        may_tick,
        address: opened.address(""),
    };
    let mut layout = opened.layout(ask, "Duties", ChildPage::Duties);
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// Whether a duty is among what is asked for; what is done or has ended only where it is asked for by name.
fn is_asked_for(query: &Form, shown: &Shown) -> bool {
    let chosen = |name: &str, word: &[&str], otherwise: bool| {
        let mut any = query.all(name).filter(|w| known(name, w)).peekable();
        if any.peek().is_none() { otherwise } else { any.any(|w| word.contains(&w)) }
    };
    let service: &[&str] = match shown.by.service {
        Of::Yjs => &["yjs"],
        Of::Csc => &["csc"],
        Of::Both => &["yjs", "csc"],
        Of::Third => &["others"],
    };
    let state = match shown.line.state {
        State::Open => "open",
        State::Overdue => "overdue",
        State::Done | State::DoneLate => "done",
        State::Ended => "ended",
    };
    let under = match shown.line.side {
        Side::Home => "home",
        Side::Host => "host",
        Side::Floor => "law",
    };
    chosen("service", service, true)
        && chosen("state", &[state], shown.line.is_owed())
        && chosen("under", &[under], true)
}

fn known(name: &str, word: &str) -> bool {
    FILTERS.iter().any(|(filter, _, words)| *filter == name && words.iter().any(|(known, _)| *known == word))
}

fn groups(ask: &Ask, opened: &Opened, kept: &[&Shown]) -> Vec<(&'static str, Vec<DutyRow>)> {
    let heading = |shown: &Shown| match (shown.line.state, shown.when) {
        (State::Done | State::DoneLate, _) => "Done",
        (State::Ended, _) => "No longer applies",
        (_, when) => when.heading(),
    };
    let order = When::ALL.map(When::heading).into_iter().chain(["Done", "No longer applies"]);
    let ready = |shown: &Shown| {
        let mut row = row(&ask.app, shown, opened.now);
        row.ticks = shown.line.is_owed() && !shown.masked && opened.may(Action::MarkDone);
        if shown.line.is_owed() && !shown.masked && opened.may(Action::SetAside) {
            row.set_aside = opened.address(&format!("/duties/set-aside?duty={}", in_address(&row.key)));
        }
        row
    };
    let group = |name: &'static str| {
        let all: Vec<&Shown> = kept.iter().copied().filter(|s| heading(s) == name).collect();
        let is_one_of_several = |one: &Shown| all.iter().filter(|other| worklist::is_alike(one, other)).count() > 1;
        let which = |one: &Shown| if is_one_of_several(one) { worklist::which(one) } else { String::new() };
        let rows: Vec<DutyRow> = all.iter().map(|one| DutyRow { which: which(one), ..ready(one) }).collect();
        (!rows.is_empty()).then_some((name, rows))
    };
    order.into_iter().filter_map(group).collect()
}

fn filter(query: &Form, number: usize, address: &str) -> Filter {
    let mut chosen = Vec::new();
    let mut all = Vec::new();
    for (name, heading, words) in FILTERS {
        let values: Vec<String> = query.all(name).filter(|w| known(name, w)).map(str::to_owned).collect();
        let items = words
            .iter()
            .filter(|(word, _)| values.iter().any(|v| v == word))
            .map(|(word, text)| Link::new(*text, format!("{address}?{}", query.query_without(&[(name, word)]))));
        let items: Vec<Link> = items.collect();
        if !items.is_empty() {
            chosen.push(Chosen { kind: heading.to_owned(), items });
        }
        all.push(Checkboxes {
            name: name.to_owned(),
            fieldset: Some(Fieldset::from(heading)),
            items: words.iter().map(|(word, text)| Checkbox::new(*word, *text)).collect(),
            values,
            classes: "govuk-checkboxes--small".into(),
            ..Checkboxes::default()
        });
    }
    Filter {
        count: counted(number, "duty", "duties").into(),
        clear: if chosen.is_empty() { String::new() } else { address.to_owned() },
        chosen,
        action: address.to_owned(),
        controls: Html::of(&Controls { all }),
    }
}
