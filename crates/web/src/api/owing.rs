//! What is owed: of a journey that is sent, of a child, of a person's and a team's children.

use std::sync::Arc;

use calendar::Moment;
use duties::Line;
use gate::Ties;
use serde_json::Value;

use crate::api::seen::{Owed, listed, output, owed};
use crate::api::shapes::{DutyList, ListedDuty, Output};
use crate::api::{Page, answer, only};
use crate::ask::Ask;
use crate::owed::{Shown, Whose};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::worklist;

/// How many events a journey that is tried out may have.
const EVENTS: usize = 5_000;
/// The kinds of body that hold a journey.
const YAML: [&str; 3] = ["application/yaml", "application/x-yaml", "text/yaml"];

/// A moment in the address; a bare date means the end of that day.
fn moment(ask: &Ask, name: &str) -> Result<Option<Moment>, Problem> {
    if !ask.query.has(name) {
        return Ok(None);
    }
    let moment: Moment =
        ask.query.text(name).parse().map_err(|e: calendar::MomentError| Problem::bad(format!("`{name}`: it {e}.")))?;
    Ok(Some(if moment.has_time() { moment } else { Moment::end_of(moment.day()) }))
}

/// Derives the duties of a journey that is not on record.
///
/// The body is a journey as docs/contract.md has it, in JSON or YAML. Nothing of it is kept. Where neither the address nor the journey says
/// as at when, it is now.
#[utoipa::path(post, path = "/api/v1/duties", tag = "duties", operation_id = "try_journey",
    params(
        ("as_at" = Option<String>, Query, description = "The moment asked for, instead of the journey's own"),
        ("as_known_at" = Option<String>, Query, description = "Use only what had been recorded by then"),
    ),
    request_body(description = "One child's journey", content(
        (std::collections::BTreeMap<String, Value> = "application/json"),
        (std::collections::BTreeMap<String, Value> = "application/yaml"),
    )),
    responses((status = 200, body = Output)))]
pub async fn try_journey(ask: Ask) -> Result<Reply, Problem> {
    only(&ask, &["as_at", "as_known_at"])?;
    if ask.kind != "application/json" && !YAML.contains(&ask.kind.as_str()) {
        return Err(Problem::media("application/json` or `application/yaml"));
    }
    let (as_at, as_known_at) = (moment(&ask, "as_at")?, moment(&ask, "as_known_at")?);
    let said = tokio::task::block_in_place(|| tried(&ask, as_at, as_known_at))?;
    Ok(Reply::json(&said))
}

fn tried(ask: &Ask, as_at: Option<Moment>, as_known_at: Option<Moment>) -> Result<Value, Problem> {
    let book = ask.app.book;
    let journey = journey::read("journey", &ask.body, &book.protocols.vocabulary).map_err(|r| refused(&r))?;
    if journey.written.len() > EVENTS {
        return Err(Problem::unprocessable(format!("A journey that is tried out has at most {EVENTS} events.")));
    }
    duties::check_authorities(&journey.under, book.protocols)
        .map_err(|e| Problem::unprocessable(format!("There is no protocol of `{}`.", e.name)))?;
    let as_at = as_at.or(journey.as_at).unwrap_or_else(|| ask.moment());
    let as_known_at = as_known_at.or(journey.as_known_at);
    duties::check(&journey, as_at, book.protocols).map_err(|r| refused(&r))?;
    let timeline = journey.timeline(as_at, as_known_at);
    let mut said = duties::output::json(&book.engine.answer(&journey.under, &timeline, as_known_at));
    let not = journey.not_looked_at(as_at, as_known_at);
    let not = duties::output::not_looked_at(&not, &book.protocols.vocabulary);
    if let (Some(map), Some(not)) = (said.as_object_mut(), not) {
        map.insert("not_looked_at".into(), not);
    }
    Ok(said)
}

/// What is wrong with a journey: each place, and why.
fn refused(refusals: &protocol::Refusals) -> Problem {
    let fields = refusals.iter().take(100).map(|one| {
        let help = one.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        (format!("line {}", one.line), format!("{}{help}", one.cause))
    });
    let fields: Vec<(String, String)> = fields.collect();
    Problem { fields, ..Problem::unprocessable("The journey cannot be used as it is.") }
}

/// What is owed for a child.
///
/// The contract's output. A reason that rests on what the token's owner may not read is withheld; the duty stays.
#[utoipa::path(get, path = "/api/v1/children/{child}/duties", tag = "duties", operation_id = "child_duties",
    params(
        ("child" = String, Path, description = "The record's id"),
        ("as_at" = Option<String>, Query, description = "As it stood at that moment"),
        ("as_known_at" = Option<String>, Query, description = "With what had been recorded by then"),
    ),
    responses((status = 200, body = Output)))]
pub async fn of_child(ask: Ask) -> Result<Reply, Problem> {
    only(&ask, &["as_at", "as_known_at"])?;
    let as_at = moment(&ask, "as_at")?.unwrap_or_else(|| ask.moment());
    let as_known_at = moment(&ask, "as_known_at")?;
    let child = ask.child().await?;
    let staff = ask.staff_of(ask.ties()?).await?;
    Ok(Reply::json(&output(&ask, ask.whom(&child, &staff)?, as_at, as_known_at)))
}

/// What the token's owner owes, soonest first.
///
/// For the children with whom they work by name, those of the teams that they lead, and those to whom a role of theirs owes something.
#[utoipa::path(get, path = "/api/v1/my/duties", tag = "duties", operation_id = "my_duties",
    params(
        ("limit" = Option<u64>, Query, minimum = 1, maximum = 200, description = "How many at most; 50 where nothing is said"),
        ("cursor" = Option<String>, Query, description = "`next` of an earlier answer"),
    ),
    responses((status = 200, body = DutyList)))]
pub async fn mine(ask: Ask) -> Result<Reply, Problem> {
    only(&ask, &["limit", "cursor"])?;
    let found = worklist::mine(&ask).await?;
    list(&ask, found, |shown| shown.by.whose == Whose::Mine).await
}

/// What is owed for the children with whom a team works, soonest first.
#[utoipa::path(get, path = "/api/v1/teams/{team}/duties", tag = "duties", operation_id = "team_duties",
    params(
        ("team" = String, Path, description = "The team's id"),
        ("limit" = Option<u64>, Query, minimum = 1, maximum = 200, description = "How many at most; 50 where nothing is said"),
        ("cursor" = Option<String>, Query, description = "`next` of an earlier answer"),
    ),
    responses((status = 200, body = DutyList)))]
pub async fn of_team(ask: Ask) -> Result<Reply, Problem> {
    only(&ask, &["limit", "cursor"])?;
    let found = ask.app.record.of_team(&ask.pass, ask.name("team")).await?;
    list(&ask, worklist::ties(found), |_| true).await
}

async fn list(ask: &Ask, found: impl IntoIterator<Item = Ties>, holds: fn(&Shown) -> bool) -> Result<Reply, Problem> {
    let page = Page::of_query(ask)?;
    // Each child is asked for as a click on it would ask.
    let children = worklist::read(ask, found).await?;
    let now = ask.moment();
    let all = tokio::task::block_in_place(|| {
        let mut all: Vec<(String, ListedDuty)> = Vec::new();
        for one in &children {
            let owed = owed(ask, &one.pass, one.whom(), now);
            all.extend(lines(&owed, &one.child.id, holds));
        }
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    });
    let (duties, next) = page.cut(all);
    let mut seen: Vec<String> = duties.iter().map(|d| d.child.clone()).collect();
    seen.sort();
    seen.dedup();
    Ok(answer(&DutyList { duties, next })?.showing(seen))
}

/// What is still owed for a child, each with the key that it stands by in a list: undated last. The key goes into addresses, so that nothing
/// can be read from it but the date and the record's own id.
fn lines<'o>(
    owed: &'o Owed,
    child: &'o str,
    holds: fn(&Shown) -> bool,
) -> impl Iterator<Item = (String, ListedDuty)> + 'o {
    let listed_here = move |(_, (line, shown)): &(usize, &(Arc<Line>, Shown))| line.is_owed() && holds(shown);
    owed.0.iter().enumerate().filter(listed_here).map(move |(n, (line, shown))| {
        let listed = listed(shown, n);
        let due = listed.due.clone().unwrap_or_else(|| "~".into());
        let which = record::hash(&format!("{} {:?}", if shown.masked { &listed.id } else { &line.id }, line.side));
        (format!("{due} {child} {}", which.get(..16).unwrap_or_default()), listed)
    })
}
