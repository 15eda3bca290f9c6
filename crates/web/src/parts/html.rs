//! What may stand in a page as it is? Only what a template made, every value in it escaped on the way.
//!
//! In come templates and text; out goes HTML. No text becomes HTML here: `Html` cannot be made from a string, `Content` escapes its text, and
//! a test finds any template that says `safe`.

use std::borrow::Cow;
use std::fmt;

use askama::Template;
use askama::filters::{HtmlSafe, escape};

/// HTML that a template made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// What a template makes. Writing into memory does not fail; were it to fail, the page says so and does not leave a gap.
    pub fn of(template: &impl Template) -> Html {
        Html(template.render().unwrap_or_else(|_| "<p class=\"govuk-body\">Not available now</p>".to_owned()))
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is sent, kept.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<T: Template> From<T> for Html {
    fn from(template: T) -> Html {
        Html::of(&template)
    }
}

/// Parts one after the other; text among them is escaped.
impl FromIterator<Content> for Html {
    fn from_iter<I: IntoIterator<Item = Content>>(parts: I) -> Html {
        Html(parts.into_iter().map(|part| part.to_string()).collect())
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

/// What a part shows: text, which is escaped, or what a template made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Words.
    Text(Cow<'static, str>),
    /// What a template made.
    Html(Html),
}

impl Content {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        match self {
            Content::Text(text) => text.is_empty(),
            Content::Html(html) => html.is_empty(),
        }
    }

    /// Whether a template made it.
    pub fn is_html(&self) -> bool {
        matches!(self, Content::Html(_))
    }
}

impl Default for Content {
    fn default() -> Content {
        Content::Text(Cow::Borrowed(""))
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Content::Text(text) => match escape(text, askama::filters::Html) {
                Ok(escaped) => write!(f, "{}", escaped.0),
                Err(never) => match never {},
            },
            Content::Html(html) => html.fmt(f),
        }
    }
}

impl HtmlSafe for Content {}

impl From<&'static str> for Content {
    fn from(text: &'static str) -> Content {
        Content::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Content {
    fn from(text: String) -> Content {
        Content::Text(Cow::Owned(text))
    }
}

impl From<Html> for Content {
    fn from(html: Html) -> Content {
        Content::Html(html)
    }
}
