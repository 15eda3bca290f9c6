//! What helps to answer?

use askama::Template;

use super::attributes::attribute;
use super::{Attributes, Classes, Content};

/// Help beside a question, always shown.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/hint.html")]
pub struct Hint {
    /// The words.
    pub text: Content,
    /// Its id; a control with a hint fills it in.
    pub id: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Hint {
    /// The same hint for the control with this id.
    pub(super) fn describing(&self, id: &str) -> Hint {
        Hint { id: format!("{id}-hint"), ..self.clone() }
    }
}
