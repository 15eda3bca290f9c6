//! The card for nights and weekends: how to ask, whom to ring, and what to do where Tandem cannot be reached. It holds nothing of any child.

use askama::Template;
use gate::Service;
use record::Quota;

use super::{Ring, quota, rings};
use crate::app::minute;
use crate::ask::Ask;
use crate::layout::Place;
use crate::parts::Html;
use crate::problem::Problem;
use crate::reply::Reply;

#[derive(Template)]
#[template(path = "pages/known/card.html")]
struct Page {
    address: String,
    council: String,
    ring: Vec<Ring>,
    quota: Quota,
    as_of: String,
}

/// The card.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let page = Page {
        address: format!("{}/known", ask.app.settings.base),
        council: ask.organisation(),
        ring: [Service::Csc, Service::Yjs].into_iter().flat_map(|one| rings(&ask, one)).collect(),
        quota: quota(&ask),
        as_of: minute(ask.now).day().in_words(),
    };
    let mut layout = ask.frame("Out of hours: is this child known?", Some(Place::Known));
    layout.main = Html::of(&page);
    Reply::page(&layout)
}
