//! A child: who they are to both services, what is owed, what has happened.

use askama::Template;

use crate::ask::Ask;
use crate::owed::{self, Shown};
use crate::parts::Html;
use crate::problem::Problem;
use crate::reply::Reply;

#[derive(Template)]
#[template(path = "pages/child.html")]
struct Page {
    name: String,
    duties: Vec<Shown>,
}

/// The page.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let child = ask.child().await?;
    let duties = owed::shown(&ask.app, &ask.pass, &ask.caller.staff, &child, ask.moment(), None);
    let mut layout = ask.frame(child.name(), None);
    layout.main = Html::of(&Page { name: child.name(), duties });
    Reply::page(&layout)
}
