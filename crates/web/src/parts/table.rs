//! How do these compare, line by line?

use askama::Template;

use super::{Attributes, Classes, Content};

/// A table. On a narrow screen `tandem-stacked` turns each line into a list, each cell under the words of its column.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/table.html")]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// Further classes of the caption, such as `govuk-table__caption--m` or `govuk-visually-hidden`.
    pub caption_classes: Classes,
    /// The columns.
    pub head: Vec<Cell>,
    /// The lines.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the first cell of a line says what the line is about.
    pub first_cell_is_header: bool,
    /// Whether lines become lists on a narrow screen; every cell then bears the words of its column.
    pub stacks: bool,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One cell.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// What stands in it.
    pub content: Content,
    /// `numeric`, for figures.
    pub format: String,
    /// How many columns it spans, where more than one.
    pub colspan: u16,
    /// How many lines it spans, where more than one.
    pub rowspan: u16,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl<T: Into<Content>> From<T> for Cell {
    fn from(content: T) -> Cell {
        Cell { content: content.into(), ..Cell::default() }
    }
}

impl Table {
    /// The words over a cell on a narrow screen, where lines become lists.
    fn column(&self, number: &usize) -> Option<&Content> {
        let cell = self.head.get(*number).filter(|_| self.stacks)?;
        (!cell.content.is_empty()).then_some(&cell.content)
    }

    fn is_header(&self, number: &usize) -> bool {
        self.first_cell_is_header && *number == 0
    }
}
