//! The commands that open the record: to show it, to look after it.

pub mod clock;
pub mod demo;
pub mod fill;
pub mod serve;
