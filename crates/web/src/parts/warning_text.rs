//! What must not be missed?

use askama::Template;

use super::attributes::or;
use super::{Attributes, Classes, Content};

/// Words beside an exclamation mark.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/warning_text.html")]
pub struct WarningText {
    /// The words.
    pub text: Content,
    /// What a screen reader says before them; `Warning`, where it is empty.
    pub hidden: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}
