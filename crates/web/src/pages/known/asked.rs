//! Questions that could not be answered, for whoever guards the record: somebody asked about a child of whom nothing is told, and may need to be
//! rung.

use askama::Template;
use gate::{Action, Decision, On, Service};
use record::{Check, Hidden, REASONS};

use crate::app::minute;
use crate::ask::Ask;
use crate::layout::Place;
use crate::pages::words::{post, service};
use crate::parts::{Absence, Empty, Html};
use crate::problem::Problem;
use crate::reply::Reply;

/// For how long a question stands in the list, in milliseconds: what nobody dealt with in three months is dealt with.
const STANDS: i64 = 92 * 24 * 3_600_000;

/// A question about a record that the person guards.
struct Question {
    id: String,
    when: String,
    who: String,
    reason: &'static str,
    about: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/known/asked.html")]
struct Page {
    token: String,
    questions: Vec<Question>,
    none: Empty,
}

/// Whether the person may guard anything.
pub fn guards(ask: &Ask) -> bool {
    matches!(ask.decide(Action::GuardKnown, On::Authority(&ask.caller.person.authority)), Decision::Permit(_))
}

/// The list.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (mut questions, mut seen) = (Vec::new(), Vec::new());
    for check in ask.app.record.hidden_checks(&ask.pass, ask.now - STANDS).await? {
        let (about, records) = guarded(&ask, &check).await?;
        if !about.is_empty() {
            seen.extend(records);
            questions.push(shown(&ask, &check, about));
        }
    }
    let page = Page {
        token: ask.caller.form_token().to_owned(),
        questions,
        none: Empty { absence: Absence::None, words: "nobody asked about a record that you answer for".into() },
    };
    let mut layout = ask.frame("Questions that could not be answered", Some(Place::Known));
    layout.main = Html::of(&page);
    Ok(Reply::page(&layout)?.showing(seen))
}

/// How many wait for the person.
pub async fn waiting(ask: &Ask) -> Result<usize, Problem> {
    if !guards(ask) {
        return Ok(0);
    }
    let mut waiting = 0;
    for check in ask.app.record.hidden_checks(&ask.pass, ask.now - STANDS).await? {
        waiting += usize::from(!guarded(ask, &check).await?.0.is_empty());
    }
    Ok(waiting)
}

/// That it was dealt with.
pub async fn settle(ask: Ask) -> Result<Reply, Problem> {
    let checks = ask.app.record.hidden_checks(&ask.pass, ask.now - STANDS).await?;
    // One that somebody else has dealt with and one that is not theirs to know of are the same.
    let Some(check) = checks.iter().find(|check| check.id == ask.name("id")) else { return Ok(Reply::to(GONE)) };
    if guarded(&ask, check).await?.0.is_empty() {
        return Ok(Reply::to(GONE));
    }
    ask.app.record.settle_check(&ask.pass, &check.id, ask.now).await?;
    Ok(Reply::to("/known/asked?done=settled"))
}

const GONE: &str = "/known/asked?done=gone";

/// The records of a question that the person guards: what each is called, and where it is found; and those of them that are shown. Whoever stands in
/// for a record that does not open to them hears that there is one, and who may open it.
async fn guarded(ask: &Ask, check: &Check) -> Result<(Vec<(String, String)>, Vec<String>), Problem> {
    let (mut all, mut shown) = (Vec::new(), Vec::new());
    let (own, staff) = (&ask.caller.person.id, &ask.caller.staff);
    for one in &check.hidden {
        let guards = exchange::guardians(&ask.app.record, staff, one, &check.person).await?;
        if !guards.iter().any(|person| person.id == *own) {
            continue;
        }
        if one.source != "record" {
            all.push((in_system(ask, one).await?, String::new()));
            continue;
        }
        let ties = ask.app.record.ties(&one.subject).await?;
        match ties.as_ref().and_then(|ties| ask.pass_for(Action::SeeChild, ties)) {
            Some(pass) => {
                let child = ask.app.record.child(&pass).await?;
                all.push((child.name(), format!("/children/{}", child.id)));
                shown.push(child.id.clone());
            }
            None => all.push((
                "a record for named people, of whom none leads here: they have to be asked".to_owned(),
                String::new(),
            )),
        }
    }
    all.sort();
    all.dedup();
    Ok((all, shown))
}

async fn in_system(ask: &Ask, one: &Hidden) -> Result<String, Problem> {
    let of = Service::of(&one.service).map_or("the service", service);
    let listed = ask.app.record.listed(&ask.pass, &one.service, &one.subject).await?;
    let name = listed.map(|listed| format!("{} {}, ", listed.name.given, listed.name.family)).unwrap_or_default();
    Ok(format!("{name}number {} in {of}’s system", one.subject))
}

fn shown(ask: &Ask, check: &Check, about: Vec<(String, String)>) -> Question {
    let who = match ask.caller.staff.person(&check.person) {
        None => "somebody who is not known here any longer".to_owned(),
        Some(person) if person.telephone.is_empty() => format!("{}, {}", person.name, post(person)),
        Some(person) => format!("{}, {}, {}", person.name, post(person), person.telephone),
    };
    let reason = REASONS.iter().find(|one| one.word == check.reason).map_or("", |one| one.means);
    Question { id: check.id.clone(), when: minute(check.at).in_words(), who, reason, about }
}
