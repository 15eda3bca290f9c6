//! The page that says what went wrong and what to do.

use askama::Template;

use crate::layout::Layout;
use crate::parts::Html;
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "pages/problem.html")]
struct Page<'a> {
    problem: &'a Problem,
}

/// The page.
pub fn page(problem: &Problem) -> Layout {
    Layout { title: problem.title.into(), main: Html::of(&Page { problem }), ..Layout::default() }
}
