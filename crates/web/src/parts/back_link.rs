//! How do I get back?

use askama::Template;

use super::attributes::or;
use super::{Attributes, Classes, Content};

/// A link to the page before.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/back_link.html")]
pub struct BackLink {
    /// Where it leads; `#`, where it is empty.
    pub href: String,
    /// The words; `Back`, where there are none.
    pub text: Content,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}
