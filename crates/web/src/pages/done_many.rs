//! Saying of several duties at once that they are done: siblings seen together, one meeting for several children.
//!
//! First a page that names each child and each duty; then one write for each child, each asked of the gate as if it stood alone. What is
//! saved and what is not is said child by child.

use std::collections::BTreeMap;

use askama::Template;
use calendar::Day;
use gate::{Action, Pass};
use record::{AppendError, Write};

use crate::ask::Ask;
use crate::fields::{Fields, day_fields, past_day, summary};
use crate::form::{Form, Wrong};
use crate::layout::Place;
use crate::owed::{self, Shown};
use crate::pages::child::done::{by, check_note, entries, note, stays_owed};
use crate::pages::child::keep;
use crate::pages::words::counted;
use crate::parts::{CharacterCount, DateInput, Html, Radios};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in::secrets;
use crate::worklist::{self, Listed};

/// How many can be ticked at once.
const MOST: usize = 200;

/// A child with the duties that were ticked.
struct Chosen {
    listed: Listed,
    pass: Pass,
    duties: Vec<Shown>,
}

/// A child as the pages name them.
struct Said {
    child: String,
    name: String,
    version: u64,
    duties: Vec<(String, String)>,
    /// What came of it; empty before.
    outcome: String,
    saved: bool,
}

#[derive(Template)]
#[template(path = "pages/done_many.html")]
struct Page {
    token: String,
    key: String,
    count: String,
    children: Vec<Said>,
    at: DateInput,
    by: Option<Radios>,
    note: CharacterCount,
    is_result: bool,
    saved: usize,
}

/// Asks, or saves.
pub async fn done(ask: Ask) -> Result<Reply, Problem> {
    let chosen = chosen(&ask).await?;
    if chosen.is_empty() {
        let detail = "Go back and choose at least one duty that is still owed and that you may mark as done.";
        return Err(Problem::unprocessable(detail));
    }
    let mut wrong = Wrong::none();
    if !ask.form.has("confirmed") {
        let form = Form::of(ask.form.fields().iter().cloned().chain(day_fields("at", ask.moment().day())).collect());
        return confirm(&ask, &form, &chosen, &wrong);
    }
    let at = past_day(&ask.form, "at", "the date when it was done", ask.moment().day(), &mut wrong);
    check_note(&ask, &mut wrong);
    match at.filter(|_| wrong.is_empty()) {
        Some(at) => save(&ask, chosen, at).await,
        None => confirm(&ask, &ask.form, &chosen, &wrong),
    }
}

/// The duties that were ticked, by child, where they are still owed and the person may say that they are done.
async fn chosen(ask: &Ask) -> Result<Vec<Chosen>, Problem> {
    let mut ticked: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (child, duty) in ask.form.all("duty").take(MOST).filter_map(|value| value.split_once(' ')) {
        ticked.entry(child.to_owned()).or_default().push(duty);
    }
    let mut ties = Vec::new();
    for child in ticked.keys() {
        ties.extend(ask.app.record.ties(child).await?);
    }
    let mut chosen = Vec::new();
    for listed in worklist::read(ask, ties).await? {
        let Some(pass) = ask.pass_for(Action::MarkDone, &listed.ties) else { continue };
        let wanted = ticked.get(&listed.child.id).cloned().unwrap_or_default();
        let is_wanted = |one: &Shown| wanted.iter().any(|name| owed::is_called(&one.line, name));
        let duties = listed.still(ask, ask.moment(), is_wanted);
        if !duties.is_empty() {
            chosen.push(Chosen { listed, pass, duties });
        }
    }
    Ok(chosen)
}

fn said(one: &Chosen) -> Said {
    let title = |duty: &Shown| {
        // Those that are alike are told apart as in the list.
        let alike = one.duties.iter().filter(|other| other.line.title == duty.line.title).count() > 1;
        let which = if alike { format!(" {}.", worklist::which(duty)) } else { String::new() };
        (format!("{} {}", duty.child, duty.key()), format!("{}{which}", duty.line.title))
    };
    Said {
        child: one.listed.child.id.clone(),
        name: one.listed.child.name(),
        version: one.listed.child.version,
        duties: one.duties.iter().map(title).collect(),
        outcome: String::new(),
        saved: false,
    }
}

fn confirm(ask: &Ask, form: &Form, chosen: &[Chosen], wrong: &Wrong) -> Result<Reply, Problem> {
    let by = chosen.iter().find_map(|one| by(ask, &one.duties));
    page(ask, form, chosen.iter().map(said).collect(), by, wrong)
}

fn page(ask: &Ask, form: &Form, children: Vec<Said>, by: Option<Radios>, wrong: &Wrong) -> Result<Reply, Problem> {
    let fields = Fields { form, wrong };
    let is_result = children.iter().any(|one| !one.outcome.is_empty());
    let saved = children.iter().filter(|one| one.saved).count();
    let key = form.some("key").map_or_else(secrets::fresh, |key| Ok(key.to_owned()))?;
    let mut note = note(ask, "note", "Note (optional)", wrong);
    note.textarea.hint = Some("It is kept with each duty. Do not name another child.".into());
    let title = if is_result { "What was saved" } else { "Mark as done" };
    let seen = children.iter().map(|one| one.child.clone()).collect();
    let count = counted(children.iter().map(|one| one.duties.len()).sum::<usize>(), "duty", "duties");
    let token = ask.caller.form_token().to_owned();
    let at = fields.day("at", "When was it done?", "For example, 27 3 2026");
    let mut layout = ask.frame(title, Some(Place::Duties));
    layout.errors = summary(wrong);
    layout.main = Html::of(&Page { token, key, count, children, at, by, note, is_result, saved });
    Ok(Reply::page(&layout)?.showing(seen))
}

async fn save(ask: &Ask, chosen: Vec<Chosen>, at: Day) -> Result<Reply, Problem> {
    let mut children = Vec::new();
    for one in &chosen {
        let outcome = write(ask, one, at).await?;
        let saved = outcome.is_empty();
        let outcome = if saved { "Saved".to_owned() } else { format!("Not saved: {outcome}") };
        children.push(Said { outcome, saved, ..said(one) });
    }
    page(ask, &ask.form, children, None, &Wrong::none())
}

/// One child's write. What comes back is why it was not kept; empty where it was.
async fn write(ask: &Ask, one: &Chosen, at: Day) -> Result<String, Problem> {
    let child = &one.listed.child;
    let key = keep::key(ask)?;
    let based_on = ask.form.text(&format!("based_on-{}", child.id)).parse().unwrap_or(0);
    let entries = entries(ask, &one.duties, at)?;
    if let Some(why) = stays_owed(ask, child, &one.duties, &entries) {
        return Ok(why);
    }
    let write = Write { child: child.id.clone(), based_on, key: format!("{key}-{}", child.id), entries };
    let admitted = match ask.admit(&one.pass, &[keep::kind(ask, "duty-done")?], write) {
        Ok(admitted) => admitted,
        Err(problem) => return Ok(problem.detail),
    };
    match ask.app.record.append(admitted, ask.now).await {
        Ok(_) => Ok(String::new()),
        Err(AppendError::Conflict(_)) => {
            Ok("somebody else has changed this record meanwhile. Look at it, then mark the duty there.".to_owned())
        }
        Err(AppendError::Refused(why)) => Ok(why),
        Err(error) => Err(error.into()),
    }
}
