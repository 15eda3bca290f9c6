//! Where am I, and how do I get back up?

use askama::Template;

use super::attributes::or;
use super::{Attributes, Classes, Content};

/// The way from the top to this page.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/breadcrumbs.html")]
pub struct Breadcrumbs {
    /// The pages on the way; one without an address is the page itself.
    pub items: Vec<Link>,
    /// Whether only the ends are shown on a narrow screen.
    pub collapses: bool,
    /// What a screen reader calls it; `Breadcrumb`, where it is empty.
    pub label: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// Words that lead somewhere.
#[derive(Debug, Clone, Default)]
pub struct Link {
    /// The words.
    pub text: Content,
    /// Where they lead; nowhere, where it is empty.
    pub href: String,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Link {
    /// Words that lead to an address.
    pub fn new(text: impl Into<Content>, href: impl Into<String>) -> Link {
        Link { text: text.into(), href: href.into(), attributes: Attributes::default() }
    }
}
