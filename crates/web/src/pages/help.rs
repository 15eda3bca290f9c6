//! Help, what is new, accessibility, privacy: short pages of text that are the same for everybody.

use askama::Template;

use crate::ask::Ask;
use crate::layout::Place;
use crate::parts::Html;
use crate::problem::Problem;
use crate::reply::Reply;

#[derive(Template)]
#[template(path = "pages/help.html")]
struct Help {
    finds: bool,
    asks: bool,
    systems: bool,
}

#[derive(Template)]
#[template(path = "pages/whats_new.html")]
struct WhatsNew {
    version: String,
}

#[derive(Template)]
#[template(path = "pages/accessibility.html")]
struct Accessibility;

#[derive(Template)]
#[template(path = "pages/privacy.html")]
struct Privacy;

/// Of whom the styles and scripts of the pages come, and under which licences.
const THIRD_PARTY: &str = include_str!("../../../../THIRD-PARTY.txt");

#[derive(Template)]
#[template(
    source = r#"<h1 class="govuk-heading-l">Licences</h1><pre class="tandem-copy__text">{{ text }}</pre>"#,
    ext = "html"
)]
struct Licences {
    text: &'static str,
}

fn page(ask: &Ask, title: &str, content: &impl Template) -> Result<Reply, Problem> {
    let mut layout = ask.frame(title, Some(Place::Help));
    layout.main = Html::of(content);
    Reply::page(&layout)
}

/// How it works.
pub async fn help(ask: Ask) -> Result<Reply, Problem> {
    let help =
        Help { finds: ask.opens(Place::Find), asks: ask.opens(Place::Known), systems: ask.opens(Place::Systems) };
    page(&ask, "Help", &help)
}

/// What has changed.
pub async fn whats_new(ask: Ask) -> Result<Reply, Problem> {
    page(&ask, "What’s new", &WhatsNew { version: ask.app.settings.version.clone() })
}

/// How accessible it is.
pub async fn accessibility(ask: Ask) -> Result<Reply, Problem> {
    page(&ask, "Accessibility statement", &Accessibility)
}

/// What is kept of whom.
pub async fn privacy(ask: Ask) -> Result<Reply, Problem> {
    page(&ask, "Privacy", &Privacy)
}

/// What of others is in the pages, and by what right.
pub async fn licences(ask: Ask) -> Result<Reply, Problem> {
    page(&ask, "Licences", &Licences { text: THIRD_PARTY })
}
