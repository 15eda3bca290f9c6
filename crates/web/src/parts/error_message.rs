//! What is wrong with this answer, and how is it put right?

use askama::Template;

use super::attributes::attribute;
use super::{Attributes, Classes, Content};

/// The error beside a control.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/error_message.html")]
pub struct ErrorMessage {
    /// The words.
    pub text: Content,
    /// Its id; a control with an error fills it in.
    pub id: String,
    /// What a screen reader says before it.
    pub hidden: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Default for ErrorMessage {
    fn default() -> ErrorMessage {
        ErrorMessage {
            text: Content::default(),
            id: String::new(),
            hidden: "Error".to_owned(),
            classes: Classes::default(),
            attributes: Attributes::default(),
        }
    }
}

impl ErrorMessage {
    /// The same error for the control with this id.
    pub(super) fn describing(&self, id: &str) -> ErrorMessage {
        ErrorMessage { id: format!("{id}-error"), ..self.clone() }
    }
}
