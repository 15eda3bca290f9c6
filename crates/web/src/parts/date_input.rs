//! Which day?

use askama::Template;
use protocol::check::in_words::capital;

use super::attributes::{attribute, or};
use super::field::{Above, described_by};
use super::{Attributes, Classes, Content, ErrorMessage, Fieldset, Group, Hint, Html, Input};

/// Day, month and year, each typed.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/date_input.html")]
pub struct DateInput {
    /// Its id; the ids of day, month and year begin with it.
    pub id: String,
    /// What the names begin with: `born` sends `born-day`, `born-month`, `born-year`.
    pub name_prefix: String,
    /// What stands in it: day, month, year.
    pub values: [String; 3],
    /// The question.
    pub fieldset: Option<Fieldset>,
    /// What helps to answer.
    pub hint: Option<Hint>,
    /// What is wrong with the answer.
    pub error: Option<ErrorMessage>,
    /// Which of day, month and year the error is about; all, where none is named.
    pub wrong: [bool; 3],
    /// The boxes, where they are not day, month and year.
    pub items: Vec<DatePart>,
    /// The group around it.
    pub group: Group,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One box of a date.
#[derive(Debug, Clone, Default)]
pub struct DatePart {
    /// The end of its name: `day`, `month`, `year`.
    pub name: String,
    /// What stands over it; its name with a capital, where it is empty.
    pub label: String,
    /// What stands in it.
    pub value: String,
    /// Its id, where it has one of its own.
    pub id: String,
    /// Whether the error is about it.
    pub is_wrong: bool,
    /// What the browser may fill in: `bday-day`.
    pub autocomplete: String,
    /// Which keyboard a telephone shows, where not the one with figures.
    pub inputmode: String,
    /// What the browser takes for right.
    pub pattern: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// The boxes of a date, with hint and error, within their question.
#[derive(Template)]
#[template(path = "parts/date_boxes.html")]
struct DateBoxes<'a> {
    all: &'a DateInput,
}

impl DateInput {
    fn parts(&self) -> Vec<DatePart> {
        if !self.items.is_empty() {
            return self.items.clone();
        }
        let names = ["day", "month", "year"];
        let filled = names.iter().zip(&self.values).zip(self.wrong);
        filled
            .map(|((name, value), is_wrong)| DatePart {
                name: (*name).to_owned(),
                value: value.clone(),
                is_wrong,
                ..DatePart::default()
            })
            .collect()
    }

    fn boxes(&self) -> Vec<Input> {
        let parts = self.parts();
        let any_wrong = parts.iter().any(|part| part.is_wrong);
        parts.into_iter().map(|part| self.in_box(part, any_wrong)).collect()
    }

    fn in_box(&self, part: DatePart, any_wrong: bool) -> Input {
        let is_wrong = part.is_wrong || (self.error.is_some() && !any_wrong);
        let wrong = if is_wrong { " govuk-input--error" } else { "" };
        let width = match part.name.as_str() {
            _ if part.classes.has("govuk-input--width-") => "",
            "year" => " govuk-input--width-4",
            _ => " govuk-input--width-2",
        };
        let name = match self.name_prefix.as_str() {
            "" => part.name.clone(),
            prefix => format!("{prefix}-{}", part.name),
        };
        Input {
            label: super::Label {
                text: capital(or(&part.label, &part.name)).into(),
                classes: "govuk-date-input__label".into(),
                ..super::Label::default()
            },
            id: if part.id.is_empty() { format!("{}-{}", self.id, part.name) } else { part.id },
            classes: format!("govuk-date-input__input{wrong}{width}{}", part.classes).into(),
            name,
            value: part.value,
            inputmode: or(&part.inputmode, "numeric").to_owned(),
            autocomplete: part.autocomplete,
            pattern: part.pattern,
            attributes: part.attributes,
            ..Input::default()
        }
    }

    fn above(&self) -> Above<'_> {
        Above { id: &self.id, label: None, hint: self.hint.as_ref(), error: self.error.as_ref() }
    }

    /// The boxes, under their question where they have one. Its role is said, for some screen readers pass over its description otherwise.
    fn content(&self) -> Content {
        let boxes = Html::of(&DateBoxes { all: self });
        let Some(fieldset) = &self.fieldset else { return boxes.into() };
        let describing = described_by(&fieldset.described_by, &self.id, self.hint.is_some(), self.error.is_some());
        let role = "group".to_owned();
        Fieldset { content: boxes.into(), described_by: describing, role, ..fieldset.clone() }.into()
    }
}
