//! What is known, name by name?

use askama::Template;

use super::{Attributes, Classes, Content};

/// Names and values, with what can be done about each.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/summary_list.html")]
pub struct SummaryList {
    /// The lines.
    pub rows: Vec<Row>,
    /// A card around the list, with its own heading.
    pub card: Option<Card>,
    /// Further classes, such as `govuk-summary-list--no-border`.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One line: a name, a value, what can be done.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The name.
    pub key: Content,
    /// The value.
    pub value: Content,
    /// What can be done.
    pub actions: Vec<Action>,
    /// Further classes of the name.
    pub key_classes: Classes,
    /// Further classes of the value.
    pub value_classes: Classes,
    /// Further classes of what can be done.
    pub actions_classes: Classes,
    /// Further classes.
    pub classes: Classes,
}

impl Row {
    /// A line with a name and a value.
    pub fn new(key: impl Into<Content>, value: impl Into<Content>) -> Row {
        Row { key: key.into(), value: value.into(), ..Row::default() }
    }
}

/// A link that does something about a line.
#[derive(Debug, Clone, Default)]
pub struct Action {
    /// The words: `Change`.
    pub text: Content,
    /// Where it leads.
    pub href: String,
    /// What a screen reader says after it: `date of birth`.
    pub hidden: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// A card around a list.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// Its heading.
    pub title: Content,
    /// The level of its heading; 2, where it is 0.
    pub heading_level: u8,
    /// Further classes of its heading.
    pub title_classes: Classes,
    /// What can be done about all of it.
    pub actions: Vec<Action>,
    /// Further classes of what can be done.
    pub actions_classes: Classes,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Card {
    fn level(&self) -> u8 {
        if self.heading_level == 0 { 2 } else { self.heading_level }
    }
}

impl SummaryList {
    fn has_actions(&self) -> bool {
        self.rows.iter().any(|row| !row.actions.is_empty())
    }

    /// What a screen reader says of the card after each link in it.
    fn within(&self) -> Content {
        self.card.as_ref().map(|card| card.title.clone()).unwrap_or_default()
    }
}
