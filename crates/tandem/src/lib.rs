//! What the command is made of and others may use: the made-up boroughs.

pub mod demo;
