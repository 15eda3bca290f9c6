//! One question on the form: filled with what was typed, and with what is wrong beside it.

use super::typed::LONGEST;
use crate::form::{Form, Wrong};
use crate::parts::{
    CharacterCount, Content, DateInput, ErrorMessage, Fieldset, Hint, Input, Legend, Limit, Radio, Radios, Textarea,
};

/// What is wrong with a field, beside it.
pub fn error(wrong: &Wrong, field: &str) -> Option<ErrorMessage> {
    let of = wrong.all().iter().find(|(name, _)| name == field || name.strip_prefix(field).is_some_and(is_part));
    of.map(|(_, why)| ErrorMessage::from(why.clone()))
}

fn is_part(rest: &str) -> bool {
    ["-day", "-month", "-year"].contains(&rest)
}

/// The words above several answers.
pub fn legend(text: String, classes: &'static str) -> Fieldset {
    let classes = if classes.is_empty() { "govuk-fieldset__legend--s" } else { classes };
    Fieldset { legend: Legend { text: text.into(), classes: classes.into(), is_heading: false }, ..Fieldset::default() }
}

/// Day, month and year under their question.
pub fn date(typed: &Form, wrong: &Wrong, name: &str, question: impl Into<String>, hint: Option<Hint>) -> Content {
    let part = |part: &str| typed.text(&format!("{name}-{part}")).to_owned();
    let is_wrong = |part: &str| !wrong.of(&format!("{name}-{part}")).is_empty();
    let one = ["month", "year"].map(is_wrong);
    DateInput {
        id: name.to_owned(),
        name_prefix: name.to_owned(),
        values: ["day", "month", "year"].map(part),
        fieldset: Some(legend(question.into(), "")),
        hint: hint.or_else(|| Some("For example, 27 3 2026".into())),
        error: error(wrong, name),
        wrong: [false, one[0], one[1]],
        ..DateInput::default()
    }
    .into()
}

/// Answers of which one is chosen, under their question.
pub fn radios(
    wrong: &Wrong,
    name: String,
    question: String,
    hint: Option<Hint>,
    items: Vec<Radio>,
    classes: &'static str,
) -> Content {
    Radios {
        error: error(wrong, &name),
        name,
        fieldset: Some(legend(question, "")),
        items,
        hint,
        classes: classes.into(),
        ..Radios::default()
    }
    .into()
}

/// A line or some lines of text under their question.
pub fn text(wrong: &Wrong, name: String, question: String, hint: Option<Hint>, value: String) -> Content {
    let rows = if ["note", "reason", "about"].iter().any(|long| name.ends_with(long)) { 3 } else { 1 };
    if rows == 1 {
        let error = error(wrong, &name);
        return Input { label: question.into(), name, value, hint, error, ..Input::default() }.into();
    }
    let textarea =
        Textarea { label: question.into(), error: error(wrong, &name), name, value, hint, rows, ..Textarea::default() };
    let limit = Limit::Characters(u32::try_from(LONGEST).unwrap_or(u32::MAX));
    CharacterCount { textarea, limit, threshold: Some(75), ..CharacterCount::default() }.into()
}
