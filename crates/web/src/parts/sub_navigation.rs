//! Which side of this child, or of this thing, do I look at?

use askama::Template;

use super::NavigationItem;
use super::attributes::or;

/// The pages about one child or one thing, beside each other.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/sub_navigation.html")]
pub struct SubNavigation {
    /// What a screen reader calls it; `Pages about this`, where it is empty.
    pub label: String,
    /// The pages.
    pub items: Vec<NavigationItem>,
}
