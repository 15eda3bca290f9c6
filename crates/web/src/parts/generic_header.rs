//! Whose pages are these?

use askama::Template;

use super::attributes::or;
use super::{Attributes, Classes, Content};

/// The head of every page: a name, no crown and no crest.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/generic_header.html")]
pub struct GenericHeader {
    /// The name.
    pub text: Content,
    /// Where it leads; `/`, where it is empty.
    pub href: String,
    /// Classes of what holds it; `govuk-width-container`, where it is empty.
    pub container: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}
