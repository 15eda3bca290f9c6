//! The fields of a form, filled with what was typed, each with what is wrong with it beside it.

use calendar::{Day, Moment};

use crate::form::{Form, Wrong};
use crate::parts::{
    Checkbox, Checkboxes, Choice, DateInput, ErrorLink, ErrorMessage, ErrorSummary, Fieldset, Hint, Input, Select,
};

/// A form as it was typed, with what is wrong with it.
#[derive(Clone, Copy)]
pub struct Fields<'a> {
    /// What was typed.
    pub form: &'a Form,
    /// What is wrong.
    pub wrong: &'a Wrong,
}

impl Fields<'_> {
    /// What is wrong with a field.
    pub fn error(&self, name: &str) -> Option<ErrorMessage> {
        let why = self.wrong.of(name);
        (!why.is_empty()).then(|| ErrorMessage::from(why.to_owned()))
    }

    /// One line of text.
    pub fn text(&self, name: &str, label: &'static str, hint: &'static str) -> Input {
        Input {
            label: label.into(),
            name: name.to_owned(),
            value: self.form.text(name).to_owned(),
            hint: (!hint.is_empty()).then(|| Hint::from(hint)),
            error: self.error(name),
            autocomplete: "off".to_owned(),
            ..Input::default()
        }
    }

    /// A password, which is never shown again.
    pub fn password(&self, name: &str, label: &'static str, hint: &'static str, autocomplete: &str) -> Input {
        Input {
            value: String::new(),
            kind: "password".to_owned(),
            autocomplete: autocomplete.to_owned(),
            spellcheck: Some(false),
            ..self.text(name, label, hint)
        }
    }

    /// One of a list.
    pub fn select(&self, name: &str, label: &'static str, hint: &'static str, options: Vec<Choice>) -> Select {
        Select {
            label: label.into(),
            name: name.to_owned(),
            value: self.form.text(name).to_owned(),
            hint: (!hint.is_empty()).then(|| Hint::from(hint)),
            error: self.error(name),
            options,
            ..Select::default()
        }
    }

    /// Any of a list.
    pub fn boxes(&self, name: &str, legend: &'static str, items: Vec<Checkbox>) -> Checkboxes {
        Checkboxes {
            name: name.to_owned(),
            fieldset: Some(Fieldset::from(legend)),
            values: self.form.all(name).map(str::to_owned).collect(),
            error: self.error(name),
            classes: "govuk-checkboxes--small".into(),
            items,
            ..Checkboxes::default()
        }
    }

    /// A day, typed as day, month and year.
    pub fn day(&self, name: &str, legend: &'static str, hint: &'static str) -> DateInput {
        let part = |end: &str| self.form.text(&format!("{name}-{end}")).to_owned();
        DateInput {
            id: name.to_owned(),
            name_prefix: name.to_owned(),
            values: [part("day"), part("month"), part("year")],
            fieldset: Some(Fieldset::from(legend)),
            hint: (!hint.is_empty()).then(|| Hint::from(hint)),
            error: self.error(&format!("{name}-day")),
            ..DateInput::default()
        }
    }
}

/// The day that was typed, where it is one and does not lie ahead. What is wrong is said of `{name}-day`.
pub fn past_day(form: &Form, name: &str, what: &str, now: Moment, wrong: &mut Wrong) -> Option<Day> {
    let part = |end: &str| form.text(&format!("{name}-{end}")).to_owned();
    let field = format!("{name}-day");
    let (day, month, year) = (part("day"), part("month"), part("year"));
    if day.is_empty() && month.is_empty() && year.is_empty() {
        wrong.add(&field, format!("Enter {what}"));
        return None;
    }
    let read = || Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    match read() {
        None => wrong.add(&field, format!("{} must be a real date, such as 27 3 2026", capital(what))),
        Some(day) if day > now.day() => wrong.add(&field, format!("{} must be today or in the past", capital(what))),
        Some(day) => return Some(day),
    }
    None
}

/// A day as the three fields of a date.
pub fn day_fields(name: &str, day: Day) -> [(String, String); 3] {
    let (year, month, date) = day.ymd();
    [("day", date.to_string()), ("month", month.to_string()), ("year", year.to_string())]
        .map(|(end, value)| (format!("{name}-{end}"), value))
}

/// What is wrong, for the head of the page.
pub fn summary(wrong: &Wrong) -> Option<ErrorSummary> {
    let errors = wrong.all().iter().map(|(field, why)| ErrorLink::new(format!("#{field}"), why.clone())).collect();
    (!wrong.is_empty()).then(|| ErrorSummary { errors, ..ErrorSummary::default() })
}

/// A list of words with the entry that stands for none first.
pub fn choices(none: &str, all: impl IntoIterator<Item = (String, String)>) -> Vec<Choice> {
    let first = (!none.is_empty()).then(|| Choice::new("", none));
    first.into_iter().chain(all.into_iter().map(|(value, text)| Choice::new(value, text))).collect()
}

fn capital(what: &str) -> String {
    crate::pages::words::capital(what)
}
