//! What of a file could not be used: the row, the column, the value, the rule, and what became of it.

use std::collections::BTreeSet;

use askama::Template;
use feeds::read::Layout;
use gate::{Service, Standing};
use record::{Feed, Unused};

use super::{kind, of_service};
use crate::ask::Ask;
use crate::layout::Place;
use crate::pages::pairs::{Seen, look_at};
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
    let person = &ask.caller.person;
    // The rows say who somebody is: they are for the service whose children they are, and for the data team.
    let is_own = person.standing == Standing::Data || Service::of(&service) == Some(person.service);
    let seen = Seen::new(&ask).await?;
    let feed = Feed { authority: ask.pass.authority().to_owned(), service, layout };
    let mut unused = if is_own { ask.app.record.unused(&ask.pass, &feed).await? } else { Vec::new() };
    unused.retain(|one| seen.may(&feed.service, &one.number));
    let shown: BTreeSet<String> =
        unused.iter().filter(|one| !one.number.is_empty()).map(|one| look_at(&feed.service, &one.number)).collect();
    let words = match is_own {
        true => "everything in the last file could be used",
        false => "the rows of a file are for the service whose children they are, and for the data team",
    };
    let none = Empty { absence: Absence::None, words: words.into() };
    let page = Page { title: title.clone(), unused, none };
    let mut layout = ask.frame(format!("Could not be used: {title}"), Some(Place::Systems));
    layout.main = Html::of(&page);
    Ok(Reply::page(&layout)?.showing(shown.into_iter().collect()))
}
