//! Which of these?

use askama::Template;

use super::attributes::{attribute, or};
use super::field::{Above, described_by};
use super::{Attributes, Classes, Content, ErrorMessage, Fieldset, Group, Hint, Html, Label};

/// Answers of which any number is chosen.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/checkboxes.html")]
pub struct Checkboxes {
    /// The name under which it is sent.
    pub name: String,
    /// What the ids begin with, where that is not the name.
    pub id_prefix: String,
    /// The question.
    pub fieldset: Option<Fieldset>,
    /// The answers.
    pub items: Vec<Checkbox>,
    /// The values that are chosen, where no answer says so itself.
    pub values: Vec<String>,
    /// Other ids that describe it.
    pub described_by: String,
    /// What helps to answer.
    pub hint: Option<Hint>,
    /// What is wrong with the answer.
    pub error: Option<ErrorMessage>,
    /// The group around it.
    pub group: Group,
    /// Further classes, such as `govuk-checkboxes--small`.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One answer, or a word between answers.
#[derive(Debug, Clone, Default)]
pub struct Checkbox {
    /// What is sent.
    pub value: String,
    /// The words.
    pub text: Content,
    /// The name under which it is sent, where it has one of its own.
    pub name: String,
    /// Whether choosing it clears the others (`exclusive`).
    pub is_exclusive: bool,
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

impl Checkbox {
    /// An answer with what is sent and what is shown.
    pub fn new(value: impl Into<String>, text: impl Into<Content>) -> Checkbox {
        Checkbox { value: value.into(), text: text.into(), ..Checkbox::default() }
    }

    fn label(&self, id: &str) -> Label {
        let classes = format!("govuk-checkboxes__label{}", self.label_classes);
        let attributes = self.label_attributes.clone();
        Label { text: self.text.clone(), names: id.to_owned(), classes: classes.into(), attributes, ..Label::default() }
    }

    fn hint(&self, id: &str) -> Option<Hint> {
        let hint = self.hint.as_ref()?;
        let classes = format!("govuk-checkboxes__hint{}", hint.classes).into();
        (!hint.text.is_empty()).then(|| Hint { id: format!("{id}-item-hint"), classes, ..hint.clone() })
    }
}

impl Checkboxes {
    fn prefix(&self) -> &str {
        or(&self.id_prefix, &self.name)
    }

    /// The first answer's id has no number, so that an error can lead to it.
    fn item_id(&self, item: &Checkbox, number: &usize) -> String {
        match (item.id.as_str(), number) {
            ("", 1) => self.prefix().to_owned(),
            ("", number) => format!("{}-{number}", self.prefix()),
            (own, _) => own.to_owned(),
        }
    }

    fn is_checked(&self, item: &Checkbox) -> bool {
        item.checked.unwrap_or_else(|| self.values.contains(&item.value))
    }

    fn above(&self) -> Above<'_> {
        Above { id: self.prefix(), label: None, hint: self.hint.as_ref(), error: self.error.as_ref() }
    }

    fn describing(&self) -> String {
        let of_fieldset = self.fieldset.as_ref().map_or("", |fieldset| fieldset.described_by.as_str());
        let given = or(of_fieldset, &self.described_by);
        described_by(given, self.prefix(), self.hint.is_some(), self.error.is_some())
    }

    /// Without a question around them, each answer is described by what describes them all.
    fn item_describing(&self, item: &Checkbox, id: &str) -> String {
        let all = if self.fieldset.is_some() { String::new() } else { self.describing() };
        let own = item.hint(id).map(|hint| hint.id).unwrap_or_default();
        format!("{all} {own}").trim().to_owned()
    }

    /// The answers, under their question where they have one.
    fn content(&self) -> Content {
        let answers = Html::of(&CheckboxList { all: self });
        let Some(fieldset) = &self.fieldset else { return answers.into() };
        Fieldset { content: answers.into(), described_by: self.describing(), ..fieldset.clone() }.into()
    }
}

/// The answers with hint and error, within their question.
#[derive(Template)]
#[template(path = "parts/checkbox_list.html")]
struct CheckboxList<'a> {
    all: &'a Checkboxes,
}
