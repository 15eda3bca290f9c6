//! What comes before and after this page of a list?

use askama::Template;

use super::attributes::or;
use super::{Attributes, Classes, Content};

/// The way through a list that takes several pages.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/pagination.html")]
pub struct Pagination {
    /// The page before.
    pub previous: Option<PageLink>,
    /// The page after.
    pub next: Option<PageLink>,
    /// The pages by number.
    pub items: Vec<Page>,
    /// What a screen reader calls it; `Pagination`, where it is empty.
    pub label: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// The page before or after.
#[derive(Debug, Clone, Default)]
pub struct PageLink {
    /// Where it leads.
    pub href: String,
    /// The words, where not `Previous page` or `Next page`.
    pub text: Content,
    /// What that page is about.
    pub label: String,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One page by number, or the mark of pages left out.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Its number.
    pub number: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is this page.
    pub is_current: bool,
    /// Whether it stands for pages left out.
    pub is_ellipsis: bool,
    /// What a screen reader says; `Page` and the number, where it is empty.
    pub hidden: String,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Pagination {
    fn is_block(&self) -> bool {
        self.items.is_empty() && (self.next.is_some() || self.previous.is_some())
    }
}
