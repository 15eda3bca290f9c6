//! The form of one event: when it happened, what is to be said of it, when each service came to know.

use askama::Template;
use serde_json::Value;

use super::asked::{Asked, asked, happened, kept};
use super::controls::{Controls, controls};
use super::drafts::{self, Begun};
use super::filled::{date, error, radios};
use super::typed::{SERVICES, own};
use crate::app::minute;
use crate::ask::Ask;
use crate::fields::summary;
use crate::form::{Form, Wrong};
use crate::pages::child::events;
use crate::pages::child::frame::{self, ChildPage, Opened};
use crate::parts::{Button, Content, Details, Hint, Html, Input, Radio};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::sign_in::secrets;

/// What every form of an event carries unseen.
const CARRIED: [&str; 6] = ["key", "based_on", "draft", "begun", "corrects", "follows"];
/// What an address says in place of a draft where an empty form is asked for.
const ANEW: &str = "new";

#[derive(Template)]
#[template(path = "pages/recording/form.html")]
struct Page {
    title: String,
    address: String,
    event: String,
    token: String,
    carried: Vec<(&'static str, String)>,
    above: Html,
    corrects: String,
    follows: String,
    when: Content,
    time: Input,
    controls: Controls,
    rest: Option<Details>,
    known: Details,
    buttons: Vec<Button>,
}

/// The form, empty, with what the address answers already, with a draft, or with the event that is to be corrected.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let asked = asked(&ask, &opened)?;
    let named = ask.query.some("draft");
    let draft = match named {
        Some(id) => drafts::fields(&ask, id).await?,
        None => None,
    };
    if let Some(typed) = draft {
        let href = drafts::address(&opened.child.id, ANEW, &typed);
        let above = Above::Begun(Html::of(&GoOn { href }));
        return show(&ask, &opened, &asked, &typed, &Wrong::none(), above);
    }
    let begun = drafts::begun(&ask, &asked.kind.name, ask.query.text("corrects")).await?;
    // Whoever comes back from what would follow comes back to what they typed, so that one attempt is one draft.
    if let Some(same) = begun.iter().find(|one| named.is_none() && one.goes_on(&ask)) {
        return Ok(Reply::to(same.href.clone()));
    }
    let above = if begun.is_empty() { Above::Nothing } else { Above::Begun(Html::of(&NotFinished { begun })) };
    show(&ask, &opened, &asked, &fresh(&ask, &opened, &asked)?, &Wrong::none(), above)
}

/// The form with all that was typed, to change it.
pub async fn again(ask: Ask) -> Result<Reply, Problem> {
    let opened = frame::open(&ask).await?;
    let asked = asked(&ask, &opened)?;
    show(&ask, &opened, &asked, &ask.form, &Wrong::none(), Above::Nothing)
}

/// What stands above the form.
pub enum Above {
    /// Nothing.
    Nothing,
    /// What others recorded since it was opened.
    Meanwhile(Html),
    /// That it was begun before.
    Begun(Html),
}

/// That the person began to record the same before, and has not.
#[derive(Template)]
#[template(
    source = r#"<div class="govuk-inset-text">{% for one in begun %}<p class="govuk-body">You began to record this on {{ one.begun.in_words() }} and have not finished. {% if !one.said.is_empty() %}{{ one.said }}. {% endif %}<a class="govuk-link" href="{{ one.href }}">Go on with what you typed<span class="govuk-visually-hidden">: {{ one.said }}</span></a></p>{% endfor %}</div>"#,
    ext = "html"
)]
struct NotFinished {
    begun: Vec<Begun>,
}

/// That what stands in the form was typed before, and the way to an empty one.
#[derive(Template)]
#[template(
    source = r#"<p class="govuk-inset-text">You typed this before and have not recorded it. <a class="govuk-link" href="{{ href }}">Begin with an empty form</a></p>"#,
    ext = "html"
)]
struct GoOn {
    href: String,
}

/// What stands in a form that is opened: today, what the address says, or what is to be corrected.
fn fresh(ask: &Ask, opened: &Opened, asked: &Asked) -> Result<Form, Problem> {
    let mut fields = match asked.corrects.as_ref().and_then(|event| Some((event, kept(opened, event)?))) {
        Some((event, kept)) => {
            let mut fields = typed_of(ask, asked, &kept.event());
            fields.extend(day_fields("at", &event.at.to_string()));
            fields.push(("corrects".to_owned(), kept.id.clone()));
            // Whoever had not been told, or does not work with the child, is not taken to know by a correction, unless that is what is put right.
            let known = event.versions.last().map(|version| version.known);
            for (service, when) in [("yjs", known.and_then(|k| k.yjs)), ("csc", known.and_then(|k| k.csc))] {
                let name = format!("known-{service}");
                let said = ask.query.some(&name).map(str::to_owned);
                let is_told = own(ask) == Some(service) || (when.is_some() && is_open_to(opened, service));
                let said = said.or_else(|| (!is_told).then(|| "no".to_owned()));
                fields.extend(said.map(|said| (name, said)));
            }
            fields
        }
        None => {
            let mut fields: Vec<(String, String)> =
                ask.query.fields().iter().filter(|(name, _)| name.starts_with("with-")).cloned().collect();
            fields.extend(day_fields("at", &opened.now.day().to_string()));
            // Whoever does not work with the child has nobody who would see it: they are told by telephone, and that is said.
            let untold = SERVICES.into_iter().filter(|s| own(ask) != Some(*s) && !is_open_to(opened, s));
            fields.extend(untold.map(|service| (format!("known-{service}"), "no".to_owned())));
            fields
        }
    };
    fields.extend(asked.follows.iter().map(|id| ("follows".to_owned(), id.clone())));
    fields.push(("key".to_owned(), secrets::fresh()?));
    fields.push(("draft".to_owned(), secrets::fresh()?));
    fields.push(("begun".to_owned(), minute(ask.now).to_string()));
    fields.push(("based_on".to_owned(), opened.child.version.to_string()));
    Ok(Form::of(fields))
}

/// Whether people of a service have the child on their lists.
fn is_open_to(opened: &Opened, service: &str) -> bool {
    opened.is_open_to(if service == "yjs" { gate::Service::Yjs } else { gate::Service::Csc })
}

/// The fields in which an event that was kept would have been typed; only what the person may read.
fn typed_of(ask: &Ask, asked: &Asked, event: &Value) -> Vec<(String, String)> {
    let with = event.get("with").and_then(Value::as_object);
    let mut fields = Vec::new();
    for (place, attribute) in asked.kind.attributes.iter().enumerate() {
        let Some(value) = with.and_then(|w| w.get(&attribute.name)) else { continue };
        if !super::controls::is_asked(ask, asked, place) {
            continue;
        }
        let name = format!("with-{}", attribute.name);
        let one = |value: &Value| match value {
            Value::Bool(truth) => if *truth { "yes" } else { "no" }.to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        match value {
            Value::Array(all) => fields.extend(all.iter().map(|v| (name.clone(), one(v)))),
            value if attribute.of == protocol::vocabulary::Type::Date => fields.extend(day_fields(&name, &one(value))),
            value => fields.push((name, one(value))),
        }
    }
    fields
}

/// Day, month, year and time of `2026-06-10T14:30`, as they are typed.
fn day_fields(prefix: &str, at: &str) -> Vec<(String, String)> {
    let (day, time) = at.split_once('T').unwrap_or((at, ""));
    let names = ["year", "month", "day"];
    let parts = day.split('-').zip(names);
    let mut fields: Vec<(String, String)> =
        parts.map(|(part, name)| (format!("{prefix}-{name}"), part.trim_start_matches('0').to_owned())).collect();
    let time: String = time.chars().take(5).collect();
    if !time.is_empty() {
        fields.push((format!("{prefix}-time"), time));
    }
    fields
}

/// The form with what was typed and what is wrong with it.
pub fn show(
    ask: &Ask,
    opened: &Opened,
    asked: &Asked,
    typed: &Form,
    wrong: &Wrong,
    above: Above,
) -> Result<Reply, Problem> {
    let title = asked.title(ask);
    let mut controls = controls(ask, opened, asked, typed, wrong);
    let rest: Html = std::mem::take(&mut controls.rest).into_iter().collect();
    let is_open = controls.rest_is_wrong;
    let said = |event: &journey::Happened| events::line(&ask.app, event);
    let followed = asked.follows.as_deref().and_then(|id| happened(opened, id));
    let hours = asked.kind.attributes.iter().any(|a| ["out_of_hours", "weekend"].contains(&a.name.as_str()));
    let is_conflict = matches!(above, Above::Meanwhile(_));
    let based_on = if is_conflict { opened.child.version.to_string() } else { typed.text("based_on").to_owned() };
    let page = Page {
        address: opened.address("/record"),
        event: asked.kind.name.clone(),
        token: ask.caller.form_token().to_owned(),
        carried: CARRIED
            .into_iter()
            .map(|name| (name, if name == "based_on" { based_on.clone() } else { typed.text(name).to_owned() }))
            .filter(|(_, value)| !value.is_empty())
            .collect(),
        corrects: asked.corrects.as_ref().map(said).unwrap_or_default(),
        follows: followed.as_ref().map(said).unwrap_or_default(),
        when: date(typed, wrong, "at", "When did it happen?", None),
        time: time(
            typed,
            wrong,
            "at",
            if hours {
                "Leave it out if you do not know it. With it, out of hours is worked out"
            } else {
                "Leave it out if you do not know it"
            },
        ),
        rest: (!rest.is_empty()).then(|| Details {
            summary: "More about it".into(),
            content: rest.into(),
            is_open,
            ..Details::default()
        }),
        known: known(ask, opened, asked, typed, wrong),
        buttons: buttons(opened, asked),
        title: title.clone(),
        controls,
        above: match above {
            Above::Nothing => Html::default(),
            Above::Meanwhile(said) | Above::Begun(said) => said,
        },
    };
    let mut layout = opened.layout(ask, &title, ChildPage::Below);
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    let reply = Reply::page(&layout)?;
    Ok(match (is_conflict, wrong.is_empty()) {
        (true, _) => reply.status(axum::http::StatusCode::CONFLICT),
        (false, false) => reply.status(axum::http::StatusCode::UNPROCESSABLE_ENTITY),
        _ => reply,
    })
}

fn time(typed: &Form, wrong: &Wrong, prefix: &str, hint: &'static str) -> Input {
    let name = format!("{prefix}-time");
    Input {
        label: "Time".into(),
        hint: Some(hint.into()),
        value: typed.text(&name).to_owned(),
        error: error(wrong, &name),
        name,
        autocomplete: "off".into(),
        classes: "govuk-input--width-5".into(),
        ..Input::default()
    }
}

fn buttons(opened: &Opened, asked: &Asked) -> Vec<Button> {
    let to = |below: &str| opened.address(below);
    let leads = |text: &'static str, address: String, classes: &'static str| Button {
        text: text.into(),
        attributes: crate::parts::Attributes::new(vec![("formaction", address)]),
        classes: classes.into(),
        prevent_double_click: Some(true),
        ..Button::default()
    };
    let event = &asked.kind.name;
    let mut draft = leads("Save as draft", to("/draft"), "govuk-button--secondary");
    (draft.name, draft.value) = ("by".into(), "hand".into());
    vec![
        leads("See what follows", to(&format!("/record/{event}/preview")), ""),
        leads("Record it now", to(&format!("/record/{event}")), "govuk-button--secondary"),
        draft,
    ]
}

/// When each service came to know: now, where nobody says otherwise. A correction says when each was told of it; when they came to know what
/// was said before stands where that was said.
fn known(ask: &Ask, opened: &Opened, asked: &Asked, typed: &Form, wrong: &Wrong) -> Details {
    let (own, corrects) = (own(ask), asked.corrects.is_some());
    let mut services = SERVICES.to_vec();
    services.sort_by_key(|service| own != Some(*service));
    // Whoever corrects knows it as they record it: there is nothing to ask.
    services.retain(|service| !corrects || own != Some(*service));
    let controls: Html = services.iter().map(|service| told(opened, own, (service, corrects), typed, wrong)).collect();
    let is_wrong = wrong.all().iter().any(|(field, _)| field.starts_with("known-"));
    let is_said = services.iter().any(|s| typed.some(&format!("known-{s}")).is_some_and(|v| v != "now"));
    let what = if corrects { "Who is told of the correction" } else { "Who knew, and when" };
    let untold = services.into_iter().find(|s| typed.text(&format!("known-{s}")) == "no");
    let rung = SERVICES.into_iter().find(|s| own != Some(*s) && !is_open_to(opened, s));
    let said = match (untold, rung) {
        (Some(service), _) => format!("{} has not been told", named(service)),
        (None, Some(_)) if is_said => "as it is said here".to_owned(),
        (None, Some(service)) => format!("{} has just been told", named(service)),
        (None, None) => "both services can read it here from now".to_owned(),
    };
    Details {
        summary: format!("{what}: {said}").into(),
        content: controls.into(),
        is_open: is_wrong || is_said,
        ..Details::default()
    }
}

fn named(service: &str) -> &'static str {
    if service == "yjs" { "youth justice" } else { "social care" }
}

/// That being able to read it is not being told.
const READ_HERE: &str = "That tells nobody. What the protocol wants told besides, in writing or to somebody by name, is listed when you have recorded it";

/// When one service came to know.
fn told(opened: &Opened, own: Option<&str>, (service, corrects): (&str, bool), typed: &Form, wrong: &Wrong) -> Content {
    let name = format!("known-{service}");
    let chosen = typed.some(&name).unwrap_or("now").to_owned();
    let (is_own, is_open) = (own == Some(service), is_open_to(opened, service));
    let question = match (is_own, corrects) {
        (true, _) => "When did your service know?".to_owned(),
        (false, true) => format!("When does {} know what is right?", named(service)),
        (false, false) => format!("When does {} know of it?", named(service)),
    };
    let (now, besides) = match (is_own, is_open) {
        (true, _) => ("Now, as I record it", None),
        (false, true) => ("From now: they can read it here when I have recorded it", Some(READ_HERE)),
        (false, false) => ("Now: I have just told them", None),
    };
    let other = Html::from_iter([
        date(typed, wrong, &name, "Date", None),
        time(typed, wrong, &name, "Leave it out if you do not know it").into(),
    ]);
    let item = |value: &str, words: &'static str| Radio {
        checked: Some(chosen == value),
        ..Radio::new(value.to_owned(), words)
    };
    let mut items = vec![Radio { hint: besides.map(Hint::from), ..item("now", now) }];
    // Nobody knew what is right when it happened: the record said otherwise until now.
    items.extend((!corrects).then(|| item("then", "At once, when it happened")));
    items.push(Radio { conditional: other, ..item("other", "At another time") });
    if !is_own {
        let hint = match (corrects, is_open) {
            (true, _) => "They go on seeing what was said before, if they were told that",
            (false, true) => "They will not see it, and what counts from their knowing does not start",
            (false, false) => "Nobody there works with this child, so nobody there will see it until you ring",
        };
        items.push(Radio { hint: Some(hint.into()), ..item("no", "Not yet") });
        items.extend(corrects.then(|| Radio {
            hint: Some("Choose this where it was put down by mistake that they had been told".into()),
            ..item("never", "They have not been told of this at all")
        }));
    }
    radios(&Wrong::none(), name, question, None, items, "govuk-radios--small")
}
