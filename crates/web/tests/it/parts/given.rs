//! The options of a fixture, read name by name, so that a name nobody read is noticed.

use std::cell::RefCell;
use std::collections::BTreeSet;

use askama::Template;
use serde_json::Value;
use web::parts::{Attributes, Classes, Content, Html};

/// The fixtures hold HTML as text. Only here, in a test, does text become HTML.
#[derive(Template)]
#[template(source = "{{ text|safe }}", ext = "html")]
struct Raw {
    text: String,
}

/// Some options, and which of all have been read.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    value: &'a Value,
    read: &'a RefCell<BTreeSet<*const Value>>,
}

impl<'a> Given<'a> {
    pub fn new(value: &'a Value, read: &'a RefCell<BTreeSet<*const Value>>) -> Given<'a> {
        Given { value, read }
    }

    /// What stands under a name. `null` stands for nothing.
    pub fn get(self, name: &str) -> Option<Given<'a>> {
        let value = self.value.get(name)?;
        self.read.borrow_mut().insert(std::ptr::from_ref(value));
        (!value.is_null()).then_some(Given { value, ..self })
    }

    /// Options under a name that are not `false` or empty.
    pub fn part<T>(self, name: &str, make: impl Fn(Given<'a>) -> T) -> Option<T> {
        self.get(name).filter(|given| given.is_object()).map(make)
    }

    pub fn is_object(self) -> bool {
        self.value.is_object()
    }

    /// The options of a list, entries that say nothing left out.
    pub fn list(self, name: &str) -> Vec<Given<'a>> {
        let entries = self.get(name).and_then(|given| given.value.as_array());
        entries
            .into_iter()
            .flatten()
            .filter(|v| v.is_array() || v.as_object().is_some_and(|o| !o.is_empty()))
            .map(|value| Given { value, ..self })
            .collect()
    }

    /// The entries of a list within a list.
    pub fn entries(self) -> Vec<Given<'a>> {
        self.value.as_array().into_iter().flatten().map(|value| Given { value, ..self }).collect()
    }

    pub fn words(self, name: &str) -> Vec<String> {
        let entries = self.get(name).and_then(|given| given.value.as_array());
        entries.into_iter().flatten().map(plain).collect()
    }

    pub fn maybe(self, name: &str) -> Option<String> {
        self.get(name).map(|given| plain(given.value))
    }

    pub fn text(self, name: &str) -> String {
        self.maybe(name).unwrap_or_default()
    }

    pub fn flag(self, name: &str) -> Option<bool> {
        self.get(name).and_then(|given| given.value.as_bool())
    }

    pub fn number<N: TryFrom<u64> + Default>(self, name: &str) -> N {
        self.maybe(name).and_then(|text| text.parse::<u64>().ok()?.try_into().ok()).unwrap_or_default()
    }

    /// The HTML of one name, or the text of another.
    pub fn either(self, html: &str, text: &str) -> Content {
        let text = self.text(text);
        match self.html(html) {
            none if none.is_empty() => text.into(),
            html => Content::Html(html),
        }
    }

    pub fn content(self) -> Content {
        self.either("html", "text")
    }

    pub fn html(self, name: &str) -> Html {
        let text = self.maybe(name).filter(|text| text != "false").unwrap_or_default();
        Html::of(&Raw { text })
    }

    pub fn classes(self, name: &str) -> Classes {
        self.text(name).into()
    }

    pub fn attributes(self, name: &str) -> Attributes {
        let Some(given) = self.get(name) else { return Attributes::default() };
        let list = given.value.as_object().into_iter().flatten();
        // Names of attributes are words of the program; here they come from a file.
        Attributes::new(
            list.map(|(name, value)| {
                given.read.borrow_mut().insert(std::ptr::from_ref(value));
                (&*Box::leak(name.clone().into_boxed_str()), plain(value))
            })
            .collect(),
        )
    }

    /// The names that nobody read.
    pub fn unread(self) -> Vec<String> {
        let mut names = Vec::new();
        match self.value {
            Value::Object(map) => {
                for (name, value) in map {
                    if !self.read.borrow().contains(&std::ptr::from_ref(value)) {
                        names.push(name.clone());
                    } else {
                        let within = Given { value, ..self }.unread();
                        names.extend(within.into_iter().map(|inner| format!("{name}.{inner}")));
                    }
                }
            }
            Value::Array(list) => names.extend(list.iter().flat_map(|value| Given { value, ..self }.unread())),
            _ => {}
        }
        names.sort();
        names.dedup();
        names
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
