//! In which state is it, in a word?

use askama::Template;

use super::{Attributes, Classes, Content};

/// A word on a coloured ground. The word says it; the colour only helps.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/tag.html")]
pub struct Tag {
    /// The word.
    pub text: Content,
    /// Further classes, such as `govuk-tag--grey`.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}
