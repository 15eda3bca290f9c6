//! The joint caseload as a file: the children who are open to both services, for those who answer for the work.
//!
//! Each child is asked for as a click on their journey would ask, and stands in the file only where that would be a yes; each fact of a child
//! only where the person may read it (safety R4). Who stands in it is in the log of looks before a byte has left (R28).

use askama::Template;
use exchange::exports::caseload::{self, Next, Row, Told};
use gate::{Action, Class, Decision, On, Service, Ties};
use record::Place as At;

use crate::ask::Ask;
use crate::layout::Place;
use crate::owed::{self, Shown, When};
use crate::pages::child::journey::about;
use crate::pages::words::{beside, counted};
use crate::parts::Html;
use crate::problem::Problem;
use crate::readable::Readable;
use crate::reply::Reply;
use crate::worklist::{self, Listed};

#[derive(Template)]
#[template(path = "pages/caseload.html")]
struct Page {
    token: String,
    children: String,
    columns: Vec<&'static str>,
}

/// What is in the file, who may have it, and the two kinds of it.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let page = Page {
        token: ask.caller.form_token().to_owned(),
        children: counted(joint(&ask).await?.len(), "child", "children"),
        columns: caseload::HEADINGS.to_vec(),
    };
    let mut layout = ask.frame("Take the joint caseload out", Some(Place::Team));
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

/// The file.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let (kind, ending) = match ask.form.text("format") {
        "csv" => ("text/csv; charset=utf-8", ".csv"),
        "xlsx" => (XLSX, ".xlsx"),
        _ => return page(ask).await,
    };
    let mut listed = worklist::read_for(&ask, Action::ExportJourney, joint(&ask).await?).await?;
    listed.retain(|one| one.child.open_to_yjs && one.child.open_to_csc);
    let rows = tokio::task::block_in_place(|| rows(&ask, &listed));
    let about = about(&ask);
    let bytes = if ending == ".csv" { caseload::csv(&rows) } else { caseload::xlsx(&rows, &about) };
    let seen = listed.into_iter().map(|one| one.child.id.clone()).collect();
    let name = about.name("joint-caseload", ending);
    Ok(Reply::file(kind, &name, bytes.map_err(Problem::fault)?).showing(seen))
}

/// Whether the person may take the caseload out, if need be after a fresh second factor.
pub fn is_offered(ask: &Ask) -> bool {
    match ask.decide(Action::ExportCaseload, On::Authority(&ask.caller.person.authority)) {
        Decision::Permit(_) => true,
        Decision::Refuse(refused) => refused.fresh_would_do,
    }
}

/// Who works with the children who are open to both services and whose journeys the person may take out.
async fn joint(ask: &Ask) -> Result<Vec<Ties>, Problem> {
    let open = worklist::ties(ask.app.record.of_authority(&ask.pass).await?);
    let is_joint = |ties: &Ties| ties.open_to_yjs && ties.open_to_csc;
    Ok(open.filter(|ties| is_joint(ties) && ask.pass_for(Action::ExportJourney, ties).is_some()).collect())
}

/// The rows, by name.
fn rows(ask: &Ask, listed: &[Listed]) -> Vec<Row> {
    let mut rows: Vec<Row> = listed.iter().map(|one| row(ask, one)).collect();
    rows.sort_by(|a, b| (&a.family, &a.given, &a.record).cmp(&(&b.family, &b.given, &b.record)));
    rows
}

fn row(ask: &Ask, one: &Listed) -> Row {
    let (child, now) = (&one.child, ask.moment());
    let (details, vocabulary) = (&child.details, &ask.app.book.protocols.vocabulary);
    let readable = Readable::now(&ask.app, &one.pass, child, now);
    let (own, whole) = (readable.status(), &readable.whole.status);
    let reads = |class| one.pass.reads().has(class);
    // The child is open to both: where a beginning does not follow from what they may read, it is not theirs to know.
    let since = |of| exchange::exports::open_since(readable.timeline(), of, vocabulary);
    let (yjs, csc) = (since(Service::Yjs), since(Service::Csc));
    let from =
        |open: &Option<exchange::exports::Open>| open.as_ref().map_or(Told::NotShown, |open| Told::Is(open.from));
    let on = |open: &Option<exchange::exports::Open>, class| match open {
        Some(open) if reads(class) => word(open.on_now()),
        _ => Told::NotShown,
    };
    // What rests on something that they may not read would be wrong: it is shown where it is the same for them as it is.
    let is_care = reads(Class::Care)
        && own.looked_after == whole.looked_after
        && own.looked_after_basis == whole.looked_after_basis;
    let bases: Vec<String> = own.looked_after_basis.iter().map(|basis| duties::in_full(basis)).collect();
    let leaver = reads(Class::Care) && own.care_leaver == whole.care_leaver;
    let owed: Vec<Shown> = owed::still(&ask.app, &one.pass, one.whom(), &readable, now).collect();
    Row {
        record: child.id.clone(),
        given: details.given.clone(),
        family: details.family.clone(),
        known_as: details.known_as.clone().unwrap_or_default(),
        born: details.born.parse().ok(),
        yjs_number: details.numbers.yjs.clone().unwrap_or_default(),
        csc_number: details.numbers.csc.clone().unwrap_or_default(),
        yjs_since: from(&yjs),
        csc_since: from(&csc),
        yjs_basis: on(&yjs, Class::YouthJustice),
        csc_plan: on(&csc, Class::Care),
        looked_after: match (is_care, own.looked_after) {
            (true, true) => Told::Is(bases.join(", ")),
            (true, false) => Told::Nothing,
            (false, _) => Told::NotShown,
        },
        in_custody: match own.in_custody_since {
            since if since != whole.in_custody_since => Told::NotShown,
            since => since.map_or(Told::Nothing, Told::Is),
        },
        care_leaver: if leaver { word(own.care_leaver) } else { Told::NotShown },
        yjs: worker(one, Service::Yjs, "yjs-case-manager"),
        csc: worker(one, Service::Csc, "social-worker"),
        next: next(&owed),
        overdue: u32::try_from(owed.iter().filter(|one| one.when == When::Overdue).count()).unwrap_or(u32::MAX),
    }
}

/// A word of the vocabulary, in full.
fn word(word: &str) -> Told<String> {
    if word.is_empty() || word == "none" { Told::Nothing } else { Told::Is(duties::in_full(word)) }
}

/// What falls due next, of what is not overdue and has a date.
fn next(owed: &[Shown]) -> Option<Next> {
    let ahead = owed.iter().filter(|one| !one.masked && [When::Today, When::Week, When::Later].contains(&one.when));
    let one = ahead.min_by(|a, b| (a.line.due, &a.line.clause).cmp(&(b.line.due, &b.line.clause)))?;
    let role = beside(one.by.service, &one.by.role);
    Some(Next {
        title: one.line.title.to_string(),
        due: one.line.due.map(|due| due.day()),
        owner: if one.by.people.is_empty() { role } else { format!("{role} ({})", one.by.people) },
        clause: one.line.clause.to_string(),
    })
}

/// Who leads the work of a service with the child, and in which team: the case worker, else anybody named, else a team alone.
fn worker(one: &Listed, of: Service, role: &str) -> (String, String) {
    let own = || one.child.involved.iter().filter(|place| place.service == of.word());
    let staff = one.whom().staff;
    let person =
        |place: &At| staff.iter().find_map(|s| s.person(&place.person)).filter(|p| p.active).map(|p| p.name.clone());
    let team = |place: &At| staff.iter().find_map(|s| s.team(&place.team)).map(|team| team.name.clone());
    let named = || own().filter(|place| person(place).is_some());
    let place = named().find(|place| place.role == role).or_else(|| named().next()).or_else(|| own().next());
    let place = |part: &dyn Fn(&At) -> Option<String>| place.and_then(part).unwrap_or_default();
    (place(&person), place(&team))
}
