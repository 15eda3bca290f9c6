//! What has been chosen to narrow this list, and how is it taken back?

use askama::Template;

use super::{Content, Html, Link};

/// Above a list: how many there are, what is chosen, and what can be chosen.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/filter.html")]
pub struct Filter {
    /// How many there are, in words: `12 duties`.
    pub count: Content,
    /// What is chosen, each with a link that takes it back.
    pub chosen: Vec<Chosen>,
    /// Where all of it is taken back.
    pub clear: String,
    /// Where the form is sent, by GET.
    pub action: String,
    /// The controls of the form.
    pub controls: Html,
}

/// What is chosen of one kind.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// The kind: `Service`.
    pub kind: String,
    /// What is chosen; the link leads to the list without it.
    pub items: Vec<Link>,
}
