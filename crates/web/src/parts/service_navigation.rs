//! Where can I go from here?

use askama::Template;

use super::attributes::{attribute, or};
use super::{Attributes, Classes, Content, Html};

/// The pages that can be reached from everywhere.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/service_navigation.html")]
pub struct ServiceNavigation {
    /// The name of it all.
    pub name: String,
    /// Where the name leads.
    pub href: String,
    /// The pages.
    pub items: Vec<NavigationItem>,
    /// Whether the pages hide behind a button on a narrow screen; where it is not said, they do if there are more than one.
    pub collapses: Option<bool>,
    /// Words of that button; `Menu`, where it is empty.
    pub menu_text: String,
    /// What a screen reader calls that button.
    pub menu_label: String,
    /// What a screen reader calls the pages.
    pub navigation_label: String,
    /// Classes of the pages.
    pub navigation_classes: Classes,
    /// The id of the pages; `navigation`, where it is empty.
    pub navigation_id: String,
    /// What a screen reader calls it all; `Service information`, where it is empty.
    pub label: String,
    /// Stands at the end of the line.
    pub end: Html,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// A page that can be reached.
#[derive(Debug, Clone, Default)]
pub struct NavigationItem {
    /// The words.
    pub text: Content,
    /// Where they lead; nowhere, where it is empty.
    pub href: String,
    /// Whether it is this very page.
    pub is_current: bool,
    /// Whether this page lies below it.
    pub is_active: bool,
    /// Further attributes.
    pub attributes: Attributes,
}

impl NavigationItem {
    fn current(&self) -> &'static str {
        match (self.is_current, self.is_active) {
            (true, _) => "page",
            (false, true) => "true",
            (false, false) => "",
        }
    }
}

impl ServiceNavigation {
    fn does_collapse(&self) -> bool {
        self.collapses.unwrap_or(self.items.len() > 1)
    }

    fn menu(&self) -> &str {
        or(&self.menu_text, "Menu")
    }

    fn is_region(&self) -> bool {
        !self.name.is_empty() || !self.end.is_empty()
    }
}
