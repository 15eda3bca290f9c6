//! What somebody typed: the fields of a form or of an address, in order, as they came; and what is wrong with them, beside the field and
//! in the summary. What was typed is always shown again.

use std::collections::BTreeMap;

/// The fields of a form, or of an address after its `?`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// From `application/x-www-form-urlencoded`, and from what stands after a `?`.
    pub fn read(bytes: &[u8]) -> Form {
        Form(form_urlencoded::parse(bytes).map(|(key, value)| (key.into_owned(), value.into_owned())).collect())
    }

    /// From fields that were kept.
    pub fn of(fields: Vec<(String, String)>) -> Form {
        Form(fields)
    }

    /// All fields, in order.
    pub fn fields(&self) -> &[(String, String)] {
        &self.0
    }

    /// What stands in a field, without blanks around it; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// What stands in a field, where something does.
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// Everything chosen under one name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0.iter().filter(move |(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// Whether a box is ticked.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// As it would stand after a `?`, without some fields.
    pub fn query_without(&self, names: &[(&str, &str)]) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        let kept =
            self.0.iter().filter(|(key, value)| !names.iter().any(|(k, v)| k == key && (v.is_empty() || v == value)));
        out.extend_pairs(kept.map(|(key, value)| (key.as_str(), value.as_str())));
        out.finish()
    }
}

/// What is wrong with a form: for each field, in the order in which it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wrong {
    said: Vec<(String, String)>,
}

impl Wrong {
    /// Nothing.
    pub fn none() -> Wrong {
        Wrong::default()
    }

    /// Says what is wrong with a field.
    pub fn add(&mut self, field: &str, why: impl Into<String>) {
        self.said.push((field.to_owned(), why.into()));
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    /// What is wrong with one field; empty where nothing is.
    pub fn of(&self, field: &str) -> &str {
        self.said.iter().find(|(name, _)| name == field).map_or("", |(_, why)| why)
    }

    /// Everything, for the summary: the field, and why.
    pub fn all(&self) -> &[(String, String)] {
        &self.said
    }
}

/// A text as it may stand in an address.
pub fn in_address(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Names in an address: `{child}`.
pub type Names = BTreeMap<String, String>;
