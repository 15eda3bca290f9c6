//! Recording what happened, in the words in which one would say it.
//!
//! A search by everyday words leads to a form, the form to what would follow of it for both services, and that to the record. Whatever was typed
//! stays, as a draft on the server, until it is recorded or dropped.

pub mod asked;
pub mod clock;
pub mod controls;
pub mod doubts;
pub mod drafts;
pub mod filled;
pub mod follows;
pub mod form;
pub mod notes;
pub mod record;
pub mod showing;
pub mod still_to_tell;
pub mod take_back;
pub mod type_once;
pub mod typed;

use askama::Template;
use protocol::everyday::Phrase;
use protocol::vocabulary::Service as Of;

use crate::ask::Ask;
use crate::form::in_address;
use crate::pages::child::events;
use crate::pages::child::frame::{self, ChildPage, Opened};
use crate::parts::{Button, Content, Details, Html, Input, Link};
use crate::problem::Problem;
use crate::reply::Reply;

/// How many things are offered before one has searched, and how many of what was found.
const OFFERED: usize = 12;
const FOUND: usize = 20;

#[derive(Template)]
#[template(path = "pages/recording.html")]
struct Page {
    address: String,
    token: String,
    search: Input,
    button: Button,
    asked: String,
    found: Vec<Link>,
    /// What was found and is another service's to record: in words, with whose it is.
    others: Vec<String>,
    often: Vec<Link>,
    all: Details,
    /// What it carries on from: its id, and what it was.
    follows: Option<(String, String)>,
}

/// The things that happen most, and a search for all others.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    show(&ask, "").await
}

/// The search: its words are sent, and never stand in an address.
pub async fn search(ask: Ask) -> Result<Reply, Problem> {
    let text: String = ask.form.text("what").chars().take(200).collect();
    show(&ask, &text).await
}

async fn show(ask: &Ask, text: &str) -> Result<Reply, Problem> {
    let opened = frame::open(ask).await?;
    let book = ask.app.book.protocols;
    let follows = ask.form.some("follows").or_else(|| ask.query.some("follows"));
    let follows = follows.and_then(|id| Some((id.to_owned(), events::line(&ask.app, &asked::happened(&opened, id)?))));
    let id = follows.as_ref().map_or("", |(id, _)| id.as_str());
    let link = |phrase: &Phrase| Link::new(phrase.say.clone(), address(&opened, ask, phrase, id));
    let mine = |phrase: &&Phrase| ask.admit(&ask.pass, &[phrase.event], ()).is_ok() || door(ask, phrase).is_some();
    let found = book.everyday.find(text, &book.vocabulary);
    let none_found = !found.iter().any(mine);
    let others = found.iter().filter(|p| !mine(p)).take(3).map(|p| whose(ask, p)).collect();
    let status = opened.readable.status();
    let often = book.everyday.often(service(ask), status.in_custody_since.is_some(), status.looked_after);
    let mut themes: Vec<(String, Vec<Link>)> = Vec::new();
    for phrase in book.everyday.phrases.iter().filter(mine) {
        match themes.last_mut().filter(|(theme, _)| *theme == phrase.theme) {
            Some((_, links)) => links.push(link(phrase)),
            None => themes.push((phrase.theme.clone(), vec![link(phrase)])),
        }
    }
    let page = Page {
        address: opened.address("/record"),
        token: ask.caller.form_token().to_owned(),
        search: Input {
            label: "What happened?".into(),
            name: "what".into(),
            value: text.to_owned(),
            hint: Some("In your own words: remanded, we met, rang social care".into()),
            kind: "search".into(),
            autocomplete: "off".into(),
            ..Input::default()
        },
        button: Button { text: "Search".into(), ..Button::default() },
        asked: text.to_owned(),
        found: found.into_iter().filter(mine).take(FOUND).map(link).collect(),
        others,
        often: often.into_iter().filter(mine).take(OFFERED).map(link).collect(),
        all: Details {
            summary: "Everything that you can record".into(),
            content: Content::Html(Html::of(&Themes { themes })),
            is_open: !text.is_empty() && none_found,
            ..Details::default()
        },
        follows,
    };
    let mut layout = opened.layout(ask, "Record something", ChildPage::Below);
    layout.main = Html::of(&page);
    Reply::page(&layout)
}

#[derive(Template)]
#[template(
    source = r#"<div class="tandem-themes">{% for (theme, links) in themes %}<section><h3 class="govuk-heading-s">{{ theme }}</h3>
<ul class="govuk-list">{% for one in links %}<li><a class="govuk-link" href="{{ one.href }}">{{ one.text }}</a></li>{% endfor %}</ul></section>{% endfor %}</div>"#,
    ext = "html"
)]
struct Themes {
    themes: Vec<(String, Vec<Link>)>,
}

/// The service whose things are offered first; nothing for people of the authority as a whole.
fn service(ask: &Ask) -> Option<Of> {
    match ask.caller.person.service {
        gate::Service::Yjs => Some(Of::Yjs),
        gate::Service::Csc => Some(Of::Csc),
        gate::Service::Authority => None,
    }
}

/// Where a phrase leads: its form, with what it answers already, and what it carries on from.
fn address(opened: &Opened, ask: &Ask, phrase: &Phrase, follows: &str) -> String {
    if let Some(door) = door(ask, phrase) {
        return opened.address(door);
    }
    let event = &ask.app.book.protocols.vocabulary.event(phrase.event).name;
    let values = phrase.with.iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
    let mut known: Vec<String> = values.map(|(name, value)| format!("with-{name}={}", in_address(value))).collect();
    known.extend((!follows.is_empty()).then(|| format!("follows={}", in_address(follows))));
    let query = if known.is_empty() { String::new() } else { format!("?{}", known.join("&")) };
    opened.address(&format!("/record/{event}{query}"))
}

/// What has a page of its own.
fn door(ask: &Ask, phrase: &Phrase) -> Option<&'static str> {
    match ask.app.book.protocols.vocabulary.event(phrase.event).name.as_str() {
        "duty-done" | "duty-not-needed" => Some("/duties"),
        "worker-allocated" => Some("/allocate"),
        _ => None,
    }
}

/// Who records what the person may not.
fn whose(ask: &Ask, phrase: &Phrase) -> String {
    let kind = ask.app.book.protocols.vocabulary.event(phrase.event);
    match kind.recorded_by.as_str() {
        "yjs" => format!("{}: youth justice records this. Tell the child’s youth justice worker.", phrase.say),
        "csc" => format!("{}: social care records this. Tell the child’s social worker.", phrase.say),
        "early-help" => format!("{}: early help records this.", phrase.say),
        _ => format!("{}: this is not yours to record.", phrase.say),
    }
}
