//! The commands that open the record: to show it, to look after it.

pub mod background;
pub mod clock;
pub mod demo;
pub mod export;
pub mod fill;
pub mod import;
pub mod keep;
pub mod person;
pub mod serve;
pub mod settings;
