//! Which controls belong together, and under which question?

use askama::Template;

use super::attributes::attribute;
use super::{Attributes, Classes, Content};

/// A group of controls with a question of its own.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/fieldset.html")]
pub struct Fieldset {
    /// The question.
    pub legend: Legend,
    /// The controls; radios, checkboxes and dates fill it in.
    pub content: Content,
    /// Ids of what describes it.
    pub described_by: String,
    /// Its role: a date's is `group`.
    pub role: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// The question over a group of controls.
#[derive(Debug, Clone, Default)]
pub struct Legend {
    /// The words.
    pub text: Content,
    /// Whether it is the heading of its page.
    pub is_heading: bool,
    /// Further classes, such as `govuk-fieldset__legend--m`.
    pub classes: Classes,
}

impl<T: Into<Content>> From<T> for Legend {
    fn from(text: T) -> Legend {
        Legend { text: text.into(), ..Legend::default() }
    }
}
