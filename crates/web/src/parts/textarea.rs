//! What is the answer, in several lines?

use askama::Template;

use super::attributes::{attribute, or};
use super::field::{Above, described_by};
use super::{Attributes, Classes, ErrorMessage, Group, Hint, Label};

/// Several lines of text.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/textarea.html")]
pub struct Textarea {
    /// What is asked.
    pub label: Label,
    /// The name under which it is sent.
    pub name: String,
    /// Its id, where that is not its name.
    pub id: String,
    /// What stands in it.
    pub value: String,
    /// How many lines are shown; 5, where it is 0.
    pub rows: u16,
    /// What helps to answer.
    pub hint: Option<Hint>,
    /// What is wrong with the answer.
    pub error: Option<ErrorMessage>,
    /// What the browser may fill in.
    pub autocomplete: String,
    /// Whether spelling is checked.
    pub spellcheck: Option<bool>,
    /// Whether it cannot be changed now.
    pub disabled: bool,
    /// Other ids that describe it.
    pub described_by: String,
    /// The group around it.
    pub group: Group,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Textarea {
    fn own_id(&self) -> &str {
        or(&self.id, &self.name)
    }

    fn above(&self) -> Above<'_> {
        Above { id: self.own_id(), label: Some(&self.label), hint: self.hint.as_ref(), error: self.error.as_ref() }
    }

    fn describing(&self) -> String {
        described_by(&self.described_by, self.own_id(), self.hint.is_some(), self.error.is_some())
    }
}
