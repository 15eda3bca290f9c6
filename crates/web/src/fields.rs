//! The fields of a form, filled with what was typed, each with what is wrong with it beside it.

use calendar::Day;

use crate::form::{Form, Wrong};
use crate::pages::words::capital;
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

/// The day in three boxes: nothing inside where all are empty; nothing at all where it is wrong, which is said of the box.
pub fn day(form: &Form, name: &str, what: &str, wrong: &mut Wrong) -> Option<Option<Day>> {
    let parts = ["day", "month", "year"].map(|part| (part, form.text(&format!("{name}-{part}"))));
    if parts.iter().all(|(_, typed)| typed.is_empty()) {
        return Some(None);
    }
    if let Some((part, _)) = parts.iter().find(|(_, typed)| typed.is_empty()) {
        wrong.add(&format!("{name}-{part}"), format!("{} must have a {part}", capital(what)));
        return None;
    }
    let [(_, day), (_, month), (_, year)] = parts;
    let year = year.parse::<i16>().ok().map(|y| if (0..100).contains(&y) { y + 2000 } else { y });
    let found = year.zip(month_number(month)).zip(day.parse().ok()).and_then(|((y, m), d)| Day::new(y, m, d).ok());
    if found.is_none() {
        wrong.add(&format!("{name}-day"), format!("{} must be a real date, such as 27 3 2026", capital(what)));
    }
    found.map(Some)
}

/// The day in three boxes, today or before; what is wrong with it is said.
pub fn past_day(form: &Form, name: &str, what: &str, today: Day, wrong: &mut Wrong) -> Option<Day> {
    let why = match day(form, name, what, wrong)? {
        Some(day) if day <= today => return Some(day),
        Some(_) => format!("{} must be today or in the past", capital(what)),
        None => format!("Enter {what}"),
    };
    wrong.add(&format!("{name}-day"), why);
    None
}

/// A month by its number or its name.
fn month_number(typed: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let named =
        || MONTHS.iter().position(|m| typed.to_lowercase().starts_with(m)).and_then(|n| i8::try_from(n + 1).ok());
    typed.parse().ok().or_else(named)
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

#[cfg(test)]
mod tests {
    use super::month_number;

    #[test]
    fn months_are_taken_by_number_and_by_name() {
        assert_eq!((month_number("March"), month_number("3"), month_number("x")), (Some(3), Some(3), None));
    }
}
