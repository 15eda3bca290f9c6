//! Is it done, and what is its number?

use askama::Template;

use super::{Attributes, Classes, Content};

/// The confirmation at the end of something.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/panel.html")]
pub struct Panel {
    /// What is done.
    pub title: Content,
    /// More of it.
    pub content: Content,
    /// The level of its heading; 1, where it is 0.
    pub heading_level: u8,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Panel {
    fn level(&self) -> u8 {
        if self.heading_level == 0 { 1 } else { self.heading_level }
    }
}
