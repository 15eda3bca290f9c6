//! What may be shown on request?

use askama::Template;

use super::attributes::attribute;
use super::{Attributes, Classes, Content};

/// A line that opens to more.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/details.html")]
pub struct Details {
    /// The line.
    pub summary: Content,
    /// What it opens to.
    pub content: Content,
    /// Whether it stands open at first.
    pub is_open: bool,
    /// Its id.
    pub id: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}
