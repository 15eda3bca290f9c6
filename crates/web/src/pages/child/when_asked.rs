//! For which moment is a page asked? A date in the address, or three boxes of a form.

use calendar::{Day, Moment};

use crate::form::{Form, Wrong};
use crate::parts::{DateInput, ErrorMessage, Fieldset, Hint};

/// The moment asked for under a name; nothing where none is. A date means the end of that day.
pub fn asked(query: &Form, name: &str, wrong: &mut Wrong) -> Option<Moment> {
    let read = match query.some(name) {
        Some(text) => text.parse::<Moment>().ok(),
        None if is_empty(query, name) => return None,
        None => in_boxes(query, name).map(Moment::date_only),
    };
    if read.is_none() {
        wrong.add(&format!("{name}-day"), NO_DATE);
    }
    read.map(|moment| if moment.has_time() { moment } else { Moment::end_of(moment.day()) })
}

/// The day in a form's three boxes, today or before; what is wrong with it is said.
pub fn past_day(form: &Form, name: &str, today: Day, wrong: &mut Wrong) -> Option<Day> {
    let why = match in_boxes(form, name) {
        Some(day) if day <= today => return Some(day),
        Some(_) => "The date must be today or in the past",
        None if is_empty(form, name) => "Enter the date",
        None => NO_DATE,
    };
    wrong.add(&format!("{name}-day"), why);
    None
}

const NO_DATE: &str = "The date must be a real date, such as 27 3 2026";

fn is_empty(form: &Form, name: &str) -> bool {
    boxes(form, name).iter().all(String::is_empty)
}

fn in_boxes(form: &Form, name: &str) -> Option<Day> {
    let [day, month, year] = boxes(form, name);
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn boxes(query: &Form, name: &str) -> [String; 3] {
    ["day", "month", "year"].map(|part| query.text(&format!("{name}-{part}")).to_owned())
}

/// The three boxes, filled with what was asked for.
pub fn input(
    query: &Form,
    name: &str,
    legend: &'static str,
    hint: &'static str,
    wrong: &Wrong,
    now: Option<Moment>,
) -> DateInput {
    let typed = boxes(query, name);
    let values = match now {
        Some(moment) if typed.iter().all(String::is_empty) => {
            let (year, month, day) = moment.day().ymd();
            [day.to_string(), month.to_string(), year.to_string()]
        }
        _ => typed,
    };
    let error = wrong.of(&format!("{name}-day"));
    DateInput {
        id: name.to_owned(),
        name_prefix: name.to_owned(),
        values,
        fieldset: Some(Fieldset::from(legend)),
        hint: (!hint.is_empty()).then(|| Hint::from(hint)),
        error: (!error.is_empty()).then(|| ErrorMessage::from(error.to_owned())),
        ..DateInput::default()
    }
}
