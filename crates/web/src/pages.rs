//! The pages, one file for each thing that a person looks at or does, beside its template.

pub mod assets;
pub mod child;
pub mod my_duties;
pub mod problem;
pub mod recording;
pub mod words;
