//! What is the answer, in one line?

use askama::Template;

use super::attributes::{attribute, or};
use super::field::{Above, described_by};
use super::{Attributes, Classes, Content, ErrorMessage, Group, Hint, Label};

/// One line of text.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/input.html")]
pub struct Input {
    /// What is asked.
    pub label: Label,
    /// The name under which it is sent.
    pub name: String,
    /// Its id, where that is not its name.
    pub id: String,
    /// What stands in it.
    pub value: String,
    /// What helps to answer.
    pub hint: Option<Hint>,
    /// What is wrong with the answer.
    pub error: Option<ErrorMessage>,
    /// `text`, where it is empty; or `email`, `password`, `search`, `tel`.
    pub kind: String,
    /// Which keyboard a telephone shows: `numeric`.
    pub inputmode: String,
    /// What the browser may fill in: `off`, `username`, `one-time-code`.
    pub autocomplete: String,
    /// Which letters a telephone makes capitals.
    pub autocapitalize: String,
    /// What the browser takes for right.
    pub pattern: String,
    /// Whether spelling is checked.
    pub spellcheck: Option<bool>,
    /// Whether it cannot be changed now.
    pub disabled: bool,
    /// Other ids that describe it.
    pub described_by: String,
    /// Stands before the answer, such as `£`.
    pub prefix: Option<Affix>,
    /// Stands after the answer, such as `days`.
    pub suffix: Option<Affix>,
    /// Classes of what holds prefix, input and suffix.
    pub wrapper: Group,
    /// The group around it.
    pub group: Group,
    /// Further classes, such as `govuk-input--width-10`.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// What stands before or after an answer.
#[derive(Debug, Clone, Default)]
pub struct Affix {
    /// The words.
    pub text: Content,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl<T: Into<Content>> From<T> for Affix {
    fn from(text: T) -> Affix {
        Affix { text: text.into(), ..Affix::default() }
    }
}

impl Input {
    fn own_id(&self) -> &str {
        or(&self.id, &self.name)
    }

    fn above(&self) -> Above<'_> {
        Above { id: self.own_id(), label: Some(&self.label), hint: self.hint.as_ref(), error: self.error.as_ref() }
    }

    fn describing(&self) -> String {
        described_by(&self.described_by, self.own_id(), self.hint.is_some(), self.error.is_some())
    }

    fn is_wrapped(&self) -> bool {
        let beside = !self.group.before.is_empty() || !self.group.after.is_empty();
        beside || self.prefix.is_some() || self.suffix.is_some()
    }
}
