//! What stands apart from the words around it?

use askama::Template;

use super::attributes::attribute;
use super::{Attributes, Classes, Content};

/// Words set apart by a line beside them.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/inset_text.html")]
pub struct InsetText {
    /// The words.
    pub content: Content,
    /// Its id.
    pub id: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}
