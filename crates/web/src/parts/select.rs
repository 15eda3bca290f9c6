//! Which one of a short list?

use askama::Template;

use super::attributes::{attribute, or};
use super::field::{Above, described_by};
use super::{Attributes, Classes, ErrorMessage, Group, Hint, Label};

/// A list from which one is chosen.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/select.html")]
pub struct Select {
    /// What is asked.
    pub label: Label,
    /// The name under which it is sent.
    pub name: String,
    /// Its id, where that is not its name.
    pub id: String,
    /// What can be chosen.
    pub options: Vec<Choice>,
    /// The value that is chosen, where no option says so itself.
    pub value: String,
    /// What helps to answer.
    pub hint: Option<Hint>,
    /// What is wrong with the answer.
    pub error: Option<ErrorMessage>,
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

/// One entry of a list.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// What is sent; the text, where it is absent.
    pub value: Option<String>,
    /// The words.
    pub text: String,
    /// Whether it is chosen, whatever the list's value.
    pub selected: Option<bool>,
    /// Whether it cannot be chosen.
    pub disabled: bool,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Choice {
    /// An entry with what is sent and what is shown.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Choice {
        Choice { value: Some(value.into()), text: text.into(), ..Choice::default() }
    }

    fn is_chosen(&self, value: &str) -> bool {
        let own = self.value.as_deref().unwrap_or(&self.text);
        self.selected.unwrap_or(!value.is_empty() && own == value)
    }
}

impl Select {
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
