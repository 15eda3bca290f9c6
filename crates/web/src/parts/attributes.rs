//! What else may be said of an element? Further classes, further attributes, each value escaped.
//!
//! Names of attributes are words of the program (`'static`), never of a person. Styles and scripts have no place here: the pages' content
//! policy refuses them inside a page.

use std::borrow::Cow;
use std::fmt;

use askama::filters::{HtmlSafe, escape};

/// Classes beside a part's own. Shows nothing, or a space and the classes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Classes(Cow<'static, str>);

impl Classes {
    /// Whether one of the classes begins so.
    pub fn has(&self, beginning: &str) -> bool {
        self.0.split_whitespace().any(|class| class.starts_with(beginning))
    }
}

impl From<&'static str> for Classes {
    fn from(classes: &'static str) -> Classes {
        Classes(Cow::Borrowed(classes))
    }
}

impl From<String> for Classes {
    fn from(classes: String) -> Classes {
        Classes(Cow::Owned(classes))
    }
}

impl fmt::Display for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, " {}", Escaped(&self.0)) }
    }
}

impl HtmlSafe for Classes {}

/// Attributes beside a part's own. Shows each as ` name="value"`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(&'static str, String)>);

impl Attributes {
    /// These names with these values.
    pub fn new(list: Vec<(&'static str, String)>) -> Attributes {
        Attributes(list)
    }

    /// These, then others.
    pub(super) fn and(mut self, others: &Attributes) -> Attributes {
        self.0.extend_from_slice(&others.0);
        self
    }
}

impl<const N: usize> From<[(&'static str, &str); N]> for Attributes {
    fn from(list: [(&'static str, &str); N]) -> Attributes {
        Attributes(list.into_iter().map(|(name, value)| (name, value.to_owned())).collect())
    }
}

impl fmt::Display for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(name, value)| write!(f, " {name}=\"{}\"", Escaped(value)))
    }
}

impl HtmlSafe for Attributes {}

/// One attribute, left out where it has no value.
pub(super) struct Attribute<'a>(&'static str, &'a str);

/// ` name="value"`, or nothing where the value is empty.
pub(super) fn attribute<'a>(name: &'static str, value: &'a str) -> Attribute<'a> {
    Attribute(name, value)
}

impl fmt::Display for Attribute<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Attribute(name, value) = self;
        if value.is_empty() { Ok(()) } else { write!(f, " {name}=\"{}\"", Escaped(value)) }
    }
}

impl HtmlSafe for Attribute<'_> {}

/// The value, or another where it is empty.
pub(super) fn or<'a>(value: &'a str, otherwise: &'a str) -> &'a str {
    if value.is_empty() { otherwise } else { value }
}

/// A text as it may stand in an attribute.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match escape(self.0, askama::filters::Html) {
            Ok(escaped) => write!(f, "{}", escaped.0),
            Err(never) => match never {},
        }
    }
}
