//! Which one of a few?

use askama::Template;

use super::attributes::{attribute, or};
use super::field::{Above, described_by};
use super::{Attributes, Classes, Content, ErrorMessage, Fieldset, Group, Hint, Html, Label};

/// Answers of which one is chosen.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/radios.html")]
pub struct Radios {
    /// The name under which it is sent.
    pub name: String,
    /// What the ids begin with, where that is not the name.
    pub id_prefix: String,
    /// The question.
    pub fieldset: Option<Fieldset>,
    /// The answers.
    pub items: Vec<Radio>,
    /// The value that is chosen, where no answer says so itself.
    pub value: String,
    /// What helps to answer.
    pub hint: Option<Hint>,
    /// What is wrong with the answer.
    pub error: Option<ErrorMessage>,
    /// The group around it.
    pub group: Group,
    /// Further classes, such as `govuk-radios--small`.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One answer, or a word between answers.
#[derive(Debug, Clone, Default)]
pub struct Radio {
    /// What is sent.
    pub value: String,
    /// The words.
    pub text: Content,
    /// Its id, where it has one of its own.
    pub id: String,
    /// What helps to choose it.
    pub hint: Option<Hint>,
    /// Whether it is chosen, whatever is chosen above it.
    pub checked: Option<bool>,
    /// Whether it cannot be chosen.
    pub disabled: bool,
    /// What is asked further where it is chosen.
    pub conditional: Html,
    /// A word between answers, such as `or`; then nothing else of this entry is shown.
    pub divider: String,
    /// Further classes of its label.
    pub label_classes: Classes,
    /// Further attributes of its label.
    pub label_attributes: Attributes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Radio {
    /// An answer with what is sent and what is shown.
    pub fn new(value: impl Into<String>, text: impl Into<Content>) -> Radio {
        Radio { value: value.into(), text: text.into(), ..Radio::default() }
    }

    fn label(&self, id: &str) -> Label {
        let classes = format!("govuk-radios__label{}", self.label_classes);
        let attributes = self.label_attributes.clone();
        Label { text: self.text.clone(), names: id.to_owned(), classes: classes.into(), attributes, ..Label::default() }
    }

    fn hint(&self, id: &str) -> Option<Hint> {
        let hint = self.hint.as_ref()?;
        let classes = format!("govuk-radios__hint{}", hint.classes).into();
        (!hint.text.is_empty()).then(|| Hint { id: format!("{id}-item-hint"), classes, ..hint.clone() })
    }
}

impl Radios {
    fn prefix(&self) -> &str {
        or(&self.id_prefix, &self.name)
    }

    /// The first answer's id has no number, so that an error can lead to it.
    fn item_id(&self, item: &Radio, number: &usize) -> String {
        match (item.id.as_str(), number) {
            ("", 1) => self.prefix().to_owned(),
            ("", number) => format!("{}-{number}", self.prefix()),
            (own, _) => own.to_owned(),
        }
    }

    fn is_checked(&self, item: &Radio) -> bool {
        item.checked.unwrap_or(!self.value.is_empty() && item.value == self.value)
    }

    fn above(&self) -> Above<'_> {
        Above { id: self.prefix(), label: None, hint: self.hint.as_ref(), error: self.error.as_ref() }
    }

    /// The answers, under their question where they have one.
    fn content(&self) -> Content {
        let answers = Html::of(&RadioList { all: self });
        let Some(fieldset) = &self.fieldset else { return answers.into() };
        let describing = described_by(&fieldset.described_by, self.prefix(), self.hint.is_some(), self.error.is_some());
        Fieldset { content: answers.into(), described_by: describing, ..fieldset.clone() }.into()
    }
}

/// The answers with hint and error, within their question.
#[derive(Template)]
#[template(path = "parts/radio_list.html")]
struct RadioList<'a> {
    all: &'a Radios,
}
