//! An event in words: what happened, and what was said of it.

use protocol::vocabulary::{Attribute, EventId, EventKind, Service as Of, Value};

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

/// What was said of it, to be checked: the name of each attribute, or the question where it is yes or no, and what it says. `name_of` gives a
/// person of the staff by id.
pub fn said(
    app: &App,
    kind: EventId,
    values: &[Option<Value>],
    name_of: &dyn Fn(&str) -> String,
) -> Vec<(String, String)> {
    let (everyday, event) = (&app.book.protocols.everyday, app.book.protocols.vocabulary.event(kind));
    let one = |(attribute, value): (&Attribute, &Value)| match value {
        Value::Bool(_) => (everyday.question(&event.name, &attribute.name), words(app, value)),
        _ => (everyday.label(&event.name, &attribute.name), text(app, attribute, value, name_of)),
    };
    each(event, values).map(one).collect()
}

/// The same as one reads it: what is yes or no as people say it, and not again where the heading has said it.
pub fn lines(app: &App, kind: EventId, values: &[Option<Value>], name_of: &dyn Fn(&str) -> String) -> Vec<String> {
    let (everyday, event) = (&app.book.protocols.everyday, app.book.protocols.vocabulary.event(kind));
    let one = |(attribute, value): (&Attribute, &Value)| match everyday.truth(&event.name, &attribute.name, value) {
        Some(said) => said.to_owned(),
        None => {
            format!("{}: {}", everyday.label(&event.name, &attribute.name), text(app, attribute, value, name_of))
        }
    };
    // What would make another heading if it were the other way round is said by it.
    let is_said = |(attribute, value): &(&Attribute, &Value)| {
        let Value::Bool(truth) = value else { return false };
        let turn = |(own, value): (&Attribute, &Option<Value>)| {
            if own.name == attribute.name { Some(Value::Bool(!truth)) } else { value.clone() }
        };
        let turned: Vec<Option<Value>> = event.attributes.iter().zip(values).map(turn).collect();
        title(app, kind, &turned) != title(app, kind, values)
    };
    each(event, values).filter(|one| !is_said(one)).map(one).collect()
}

/// The attributes of which something was said.
fn each<'e>(event: &'e EventKind, values: &'e [Option<Value>]) -> impl Iterator<Item = (&'e Attribute, &'e Value)> {
    let said = event.attributes.iter().zip(values).filter_map(|(attribute, value)| Some((attribute, value.as_ref()?)));
    said.filter(|(attribute, _)| !(event.name == "recorded" && attribute.name == "record"))
}

/// What an attribute says.
fn text(app: &App, attribute: &Attribute, value: &Value, name_of: &dyn Fn(&str) -> String) -> String {
    match (attribute.name.as_str(), value) {
        ("clause", Value::Text(id)) => clause(app, id),
        ("worker", Value::Text(id)) => name_of(id),
        ("question", Value::Text(name)) => {
            let said = crate::pages::recording::showing::question(app.book.protocols, name);
            said.unwrap_or(name).to_owned()
        }
        (_, value) => words(app, value),
    }
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
