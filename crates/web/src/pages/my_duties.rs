//! My duties: what I owe, what the other service owes the children I work with, and what my team owes.

use askama::Template;
use gate::{Action, Pass};

use crate::ask::Ask;
use crate::layout::Place;
use crate::owed::{self, Shown};
use crate::parts::Html;
use crate::problem::Problem;
use crate::reply::Reply;

#[derive(Template)]
#[template(path = "pages/my_duties.html")]
struct Page {
    mine: Vec<Shown>,
}

/// The front page leads here.
pub async fn front(_: Ask) -> Result<Reply, Problem> {
    Ok(Reply::to("/duties"))
}

/// The page.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let found = ask.app.record.mine(&ask.pass).await?;
    // Each child is asked for as a click on it would ask.
    let passes: Vec<Pass> = found.iter().filter_map(|f| ask.pass_for(Action::SeeChild, &f.ties)).collect();
    let children = ask.app.record.children(&passes).await?;
    let now = ask.moment();
    let mut mine = Vec::new();
    for (pass, child) in passes.iter().zip(&children) {
        let shown = owed::shown(&ask.app, pass, &ask.caller.staff, child, now, None);
        mine.extend(shown.into_iter().filter(|s| s.line.is_owed()));
    }
    mine.sort_by_key(|s| (s.when, s.line.due));
    let seen = children.iter().map(|c| c.id.clone()).collect();
    let mut layout = ask.frame("My duties", Some(Place::Duties));
    layout.main = Html::of(&Page { mine });
    Ok(Reply::page(&layout)?.showing(seen))
}
