//! Which side of it do I look at?

use askama::Template;

use super::attributes::{attribute, or};
use super::{Attributes, Classes, Content};

/// Sheets of one page, one of which is shown; without scripts, all of them below each other.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/tabs.html")]
pub struct Tabs {
    /// The sheets.
    pub items: Vec<Tab>,
    /// What stands over the list of sheets without scripts; `Contents`, where it is empty.
    pub title: String,
    /// What the ids of sheets begin with, where they have none.
    pub id_prefix: String,
    /// Its id.
    pub id: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One sheet.
#[derive(Debug, Clone, Default)]
pub struct Tab {
    /// What it is called.
    pub label: String,
    /// Its id.
    pub id: String,
    /// What it shows.
    pub content: Content,
    /// Further attributes of its link.
    pub attributes: Attributes,
    /// Further attributes of the sheet.
    pub panel_attributes: Attributes,
}

impl Tabs {
    fn panel_id(&self, tab: &Tab, number: &usize) -> String {
        if tab.id.is_empty() { format!("{}-{number}", self.id_prefix) } else { tab.id.clone() }
    }
}
