//! For which moment is a page asked? A date in the address, or three boxes of a form.

use calendar::Moment;

use crate::fields::{Fields, day, day_fields};
use crate::form::{Form, Wrong};
use crate::parts::DateInput;

/// The moment asked for under a name; nothing where none is. A date means the end of that day.
pub fn asked(query: &Form, name: &str, wrong: &mut Wrong) -> Option<Moment> {
    let moment = match query.some(name) {
        Some(text) => {
            let read = text.parse::<Moment>().ok();
            if read.is_none() {
                wrong.add(&format!("{name}-day"), "The date must be a real date, such as 27 3 2026");
            }
            read?
        }
        None => Moment::date_only(day(query, name, "the date", wrong)??),
    };
    Some(if moment.has_time() { moment } else { Moment::end_of(moment.day()) })
}

/// The three boxes, filled with what was asked for, else with a moment.
pub fn input(
    query: &Form,
    name: &str,
    legend: &'static str,
    hint: &'static str,
    wrong: &Wrong,
    now: Option<Moment>,
) -> DateInput {
    let mut input = Fields { form: query, wrong }.day(name, legend, hint);
    if let Some(moment) = now.filter(|_| input.values.iter().all(String::is_empty)) {
        input.values = day_fields(name, moment.day()).map(|(_, value)| value);
    }
    input
}
