//! What keeps this page from going on, and where is it mended?

use askama::Template;

use super::{Attributes, Classes, Content};

/// Every error of a page, at its top, each leading to its place.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/error_summary.html")]
pub struct ErrorSummary {
    /// Its heading; `There is a problem`, where it is empty.
    pub title: Content,
    /// Words before the list.
    pub description: Content,
    /// The errors, in the order of the page.
    pub errors: Vec<ErrorLink>,
    /// Whether it leaves the focus where it is.
    pub disable_auto_focus: Option<bool>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One error of a page.
#[derive(Debug, Clone, Default)]
pub struct ErrorLink {
    /// The words, the same as beside the control.
    pub text: Content,
    /// Where it is mended: `#name`.
    pub href: String,
    /// Further attributes.
    pub attributes: Attributes,
}

impl ErrorLink {
    /// An error with the place where it is mended.
    pub fn new(href: impl Into<String>, text: impl Into<Content>) -> ErrorLink {
        ErrorLink { text: text.into(), href: href.into(), attributes: Attributes::default() }
    }
}
