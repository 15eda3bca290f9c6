//! Where are help and the small print?

use askama::Template;

use super::attributes::or;
use super::{Attributes, Classes, Content, Link};

/// The foot of every page: links and a line of text, no crown and no licence.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/footer.html")]
pub struct Footer {
    /// The links.
    pub links: Vec<Link>,
    /// What a screen reader calls the links; `Support links`, where it is empty.
    pub hidden: String,
    /// Words below the links.
    pub text: Content,
    /// Further classes.
    pub classes: Classes,
    /// Further classes of what holds it.
    pub container_classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}
