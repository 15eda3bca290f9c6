//! Is this child known to the other service? Asked by three things that the asker must already have; answered with a service and whom to ring, or
//! with one page for all that may not be told and all that is not there.
//!
//! Nothing here tells the two apart: not the words, not the length of the page, not the steps that were taken (safety R24).

pub mod asked;
pub mod card;

use askama::Template;
use calendar::Moment;
use gate::{Service, Team};
use record::{KnownError, Question, Quota, REASONS};

use crate::app::minute;
use crate::ask::Ask;
use crate::fields::{Fields, past_day, summary};
use crate::form::Wrong;
use crate::layout::Place;
use crate::pages::words::{capital, service};
use crate::parts::{DateInput, Fieldset, Html, Input, Radio, Radios};
use crate::problem::Problem;
use crate::reply::Reply;

/// Every answer is as long as a multiple of this, so that what goes over the line does not tell whether somebody is known.
pub const BLOCK: usize = 16 * 1024;

#[derive(Template)]
#[template(path = "pages/known.html")]
struct Page {
    token: String,
    names: Vec<Input>,
    born: DateInput,
    reason: Radios,
    asked: String,
    too_often: String,
    guards: bool,
}

#[derive(Template)]
#[template(path = "pages/known/answer.html")]
struct Answer {
    who: String,
    known: Vec<Ring>,
    ring: Vec<Ring>,
    asked: String,
    when: String,
}

/// A service, and whom to ring there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring {
    /// The service, in words.
    pub service: String,
    /// The team that stands in, and its number.
    pub with: String,
}

/// The form.
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    page(&ask, &Wrong::none(), String::new()).await
}

/// The answer.
pub async fn answer(ask: Ask) -> Result<Reply, Problem> {
    let mut wrong = Wrong::none();
    let Some(question) = question(&ask, &mut wrong) else { return page(&ask, &wrong, String::new()).await };
    let quota = quota(&ask);
    match ask.app.record.known_to(&ask.pass, &question, quota, ask.now).await {
        Ok(seen) => answered(&ask, &question, &seen).await,
        Err(error) => {
            let until = refused(error)?.in_words();
            let Quota { an_hour, a_day } = quota;
            let words = format!(
                "You have asked as often as one person may: {an_hour} times an hour, {a_day} a day. Nothing was looked up. You can ask \
                 again from {until}. If it cannot wait, ring the duty team."
            );
            page(&ask, &wrong, words).await
        }
    }
}

/// How often a person may ask.
pub fn quota(ask: &Ask) -> Quota {
    ask.app.settings.known
}

/// From when somebody may ask again; or what keeps everybody from asking.
pub fn refused(error: KnownError) -> Result<Moment, Problem> {
    match error {
        KnownError::TooOften(until) => Ok(minute(until + 59_999)),
        KnownError::NoKey => {
            let detail = "The check is not set up here. Ring the duty team meanwhile.";
            Err(Problem { detail: detail.into(), ..Problem::unavailable("no key is set (`known-key`)") })
        }
        KnownError::Record(error) => Err(error.into()),
    }
}

fn question(ask: &Ask, wrong: &mut Wrong) -> Option<Question> {
    let form = &ask.form;
    for (name, words) in [("given", "Enter the child’s first name"), ("family", "Enter the child’s family name")] {
        let typed = form.text(name);
        if !typed.chars().any(char::is_alphanumeric) {
            wrong.add(name, words);
        } else if typed.chars().count() > 100 {
            wrong.add(name, "This must be 100 characters or fewer");
        }
    }
    let born = past_day(form, "born", "the date of birth", ask.moment().day(), wrong);
    let reason = form.text("reason");
    if !REASONS.iter().any(|one| one.word == reason) {
        wrong.add("reason", "Choose why you ask");
    }
    let born = born.filter(|_| wrong.is_empty())?;
    Some(Question {
        given: form.text("given").to_owned(),
        family: form.text("family").to_owned(),
        born: born.to_string(),
        reason: reason.to_owned(),
    })
}

async fn answered(ask: &Ask, question: &Question, seen: &[Service]) -> Result<Reply, Problem> {
    let page = Answer {
        who: format!("{} {}", question.given, question.family),
        known: seen.iter().flat_map(|one| rings(ask, *one)).collect(),
        ring: [Service::Yjs, Service::Csc].into_iter().flat_map(|one| rings(ask, one)).collect(),
        asked: asked(ask).await?,
        when: minute(ask.now).in_words(),
    };
    let mut layout = ask.frame("Is this child known?", Some(Place::Known));
    layout.main = Html::of(&page);
    Ok(Reply::page(&layout)?.in_blocks(BLOCK))
}

/// Whom to ring at a service: the teams that stand in for it.
pub fn rings(ask: &Ask, of: Service) -> Vec<Ring> {
    let with = |team: &Team| match team.telephone.as_str() {
        "" => format!("{}: number not known here", team.name),
        number => format!("{}, {number}", team.name),
    };
    let teams = ask.caller.staff.teams.iter().filter(|team| team.covers && team.service == of);
    let mut rings: Vec<Ring> = teams.map(|team| Ring { service: capital(service(of)), with: with(team) }).collect();
    rings.sort_by(|a, b| a.with.cmp(&b.with));
    if rings.is_empty() {
        let with = "its duty team: the number is not known here".to_owned();
        rings.push(Ring { service: capital(service(of)), with });
    }
    rings
}

/// `You have asked 3 times in the last hour (at most 20) and 9 times in the last day (at most 60).`
async fn asked(ask: &Ask) -> Result<String, Problem> {
    let (hour, day) = ask.app.record.asked_lately(&ask.pass, ask.now).await?;
    let Quota { an_hour, a_day } = quota(ask);
    let times = |n: u32| if n == 1 { "once".to_owned() } else { format!("{n} times") };
    Ok(format!(
        "You have asked {} in the last hour, of {an_hour} that you may, and {} in the last day, of {a_day}.",
        times(hour),
        times(day)
    ))
}

async fn page(ask: &Ask, wrong: &Wrong, too_often: String) -> Result<Reply, Problem> {
    let fields = Fields { form: &ask.form, wrong };
    let radio = |one: &record::Reason| Radio::new(one.word, one.means);
    let page = Page {
        token: ask.caller.form_token().to_owned(),
        names: vec![
            fields.text("given", "First name", "As the child’s papers have it. Of several, the first is enough"),
            fields.text("family", "Family name", ""),
        ],
        born: fields.day("born", "Date of birth", "For example, 9 11 2010"),
        reason: Radios {
            name: "reason".into(),
            fieldset: Some(Fieldset::from("Why do you ask?")),
            hint: Some("It is kept with your name and the time".into()),
            items: REASONS.iter().map(radio).collect(),
            value: ask.form.text("reason").to_owned(),
            error: fields.error("reason"),
            ..Radios::default()
        },
        asked: asked(ask).await?,
        too_often: too_often.clone(),
        guards: asked::guards(ask),
    };
    let mut layout = ask.frame("Is this child known?", Some(Place::Known));
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    let reply = Reply::page(&layout)?;
    let status = axum::http::StatusCode::TOO_MANY_REQUESTS;
    Ok(if too_often.is_empty() { reply } else { reply.status(status) })
}
