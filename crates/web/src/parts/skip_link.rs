//! How does the keyboard reach the page's own content at once?

use askama::Template;

use super::attributes::or;
use super::{Attributes, Classes, Content};

/// A link past the head of the page, shown when it has the focus.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/skip_link.html")]
pub struct SkipLink {
    /// The words.
    pub text: Content,
    /// Where it leads; `#content`, where it is empty.
    pub href: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}
