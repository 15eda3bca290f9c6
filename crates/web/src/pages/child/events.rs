//! An event in words: what happened, and what was said of it.

use protocol::vocabulary::{EventId, Service as Of, Value};

use crate::app::App;
use crate::pages::words::capital;

/// What happened, as a heading.
pub fn title(app: &App, kind: EventId, values: &[Option<Value>]) -> String {
    duties::title(app.book.protocols, kind, values)
}

/// What happened and when, in one line.
pub fn line(app: &App, event: &journey::Happened) -> String {
    format!("{}, {}", title(app, event.kind, &event.values), event.at.in_words())
}

/// Whose event it is: of the service that did it, where it says by whom, else by its kind.
pub fn service(app: &App, kind: EventId, values: &[Option<Value>]) -> Of {
    let vocabulary = &app.book.protocols.vocabulary;
    let event = vocabulary.event(kind);
    let mut by = event.attributes.iter().zip(values).filter(|(a, _)| a.name == "by");
    if let Some((_, Some(Value::Roles(roles)))) = by.next()
        && let [role] = roles.as_slice()
    {
        return vocabulary.role(*role).service;
    }
    match event.recorded_by.as_str() {
        "yjs" => Of::Yjs,
        "csc" => Of::Csc,
        "both" => Of::Both,
        _ => Of::Third,
    }
}

/// What was said of it: the name of each attribute, and what it says. `name_of` gives a person of the staff by id.
pub fn said(
    app: &App,
    kind: EventId,
    values: &[Option<Value>],
    name_of: &dyn Fn(&str) -> String,
) -> Vec<(String, String)> {
    let event = app.book.protocols.vocabulary.event(kind);
    let each = event.attributes.iter().zip(values).filter(|(a, _)| !(event.name == "recorded" && a.name == "record"));
    each.filter_map(|(attribute, value)| {
        let text = match (attribute.name.as_str(), value.as_ref()?) {
            ("clause", Value::Text(id)) => clause(app, id),
            ("worker", Value::Text(id)) => name_of(id),
            ("question", Value::Text(name)) => {
                let said = crate::pages::recording::showing::question(app.book.protocols, name);
                said.unwrap_or(name).to_owned()
            }
            (_, value) => words(app, value),
        };
        Some((app.book.protocols.everyday.label(&event.name, &attribute.name), text))
    })
    .collect()
}

fn clause(app: &App, id: &str) -> String {
    let number = crate::clauses::number(app.book.protocols, id);
    match app.book.protocols.clause(id) {
        Some((_, clause)) => format!("{}: {}", number.trim_start_matches("Clause "), clause.says),
        None => number,
    }
}

/// A value in words.
fn words(app: &App, value: &Value) -> String {
    let vocabulary = &app.book.protocols.vocabulary;
    let listed = |all: Vec<String>| capital(&protocol::check::in_words::listed(&all, "and"));
    match value {
        Value::Bool(truth) => if *truth { "Yes" } else { "No" }.to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Day(day) => day.in_words(),
        Value::Words(all) => listed(all.iter().map(|w| duties::in_full(vocabulary.spell(*w))).collect()),
        Value::Roles(all) => listed(all.iter().map(|r| duties::in_full(&vocabulary.role(*r).name)).collect()),
        Value::Text(text) => text.clone(),
    }
}
