//! What of a file could not be used: the row, the column, the value, the rule, and what became of it.

use askama::Template;
use feeds::read::Layout;
use record::{Feed, Unused};

use super::{kind, of_service};
use crate::ask::Ask;
use crate::layout::Place;
use crate::pages::words::capital;
use crate::parts::{Absence, Empty, Html};
use crate::problem::Problem;
use crate::reply::Reply;

#[derive(Template)]
#[template(path = "pages/feeds/unused.html")]
struct Page {
    title: String,
    unused: Vec<Unused>,
    none: Empty,
}

/// The page.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (service, layout) = (ask.name("service").to_owned(), ask.name("layout").to_owned());
    if of_service(&service).is_empty() || Layout::of(&layout).is_none() {
        return Err(Problem::not_found());
    }
    let title = format!("{}: {}", capital(of_service(&service)), kind(&layout));
    let feed = Feed { authority: ask.pass.authority().to_owned(), service, layout };
    let page = Page {
        title: title.clone(),
        unused: ask.app.record.unused(&ask.pass, &feed).await?,
        none: Empty { absence: Absence::None, words: "everything in the last file could be used".into() },
    };
    let mut layout = ask.frame(format!("Could not be used: {title}"), Some(Place::Systems));
    layout.main = Html::of(&page);
    Reply::page(&layout)
}
