//! The pages, one file for each thing that a person looks at or does, beside its template.

pub mod account;
pub mod agreed;
pub mod assets;
pub mod child;
pub mod done_many;
pub mod feeds;
pub mod find;
pub mod help;
pub mod known;
pub mod my_duties;
pub mod pairs;
pub mod problem;
pub mod recording;
pub mod staff;
pub mod start;
pub mod team;
pub mod words;
