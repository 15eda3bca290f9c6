//! What is this control called?

use askama::Template;

use super::attributes::attribute;
use super::{Attributes, Classes, Content};

/// The name of a control.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/label.html")]
pub struct Label {
    /// The words; where there are none, nothing is shown.
    pub text: Content,
    /// The control's id; a control with a label fills it in.
    pub names: String,
    /// Whether it is the heading of its page.
    pub is_heading: bool,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Label {
    /// The same label for the control with this id.
    pub(super) fn naming(&self, id: &str) -> Label {
        Label { names: id.to_owned(), ..self.clone() }
    }
}
