//! Writes tables, those of a standard too, and the sheet's own template, so that a spreadsheet shows what was written and runs none of it.

pub mod page;
pub mod ssd;
pub mod table;
pub mod template;
