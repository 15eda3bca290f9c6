//! What can be done here?

use askama::Template;

use super::attributes::{attribute, or};
use super::{Attributes, Classes, Content};

/// A button, or a link that looks like one.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/button.html")]
pub struct Button {
    /// The words: what will happen.
    pub text: Content,
    /// Where it leads; with it, the button is a link.
    pub href: String,
    /// `submit`, where it is empty; or `button`, `reset`.
    pub kind: String,
    /// The name under which its value is sent.
    pub name: String,
    /// The value that is sent.
    pub value: String,
    /// Its id.
    pub id: String,
    /// Whether it cannot be pressed now.
    pub disabled: bool,
    /// Whether a second press within a second is passed over.
    pub prevent_double_click: Option<bool>,
    /// Whether it begins something long.
    pub is_start: bool,
    /// Further classes, such as `govuk-button--secondary`.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}
