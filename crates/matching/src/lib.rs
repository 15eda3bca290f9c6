//! Is this the same child?

pub mod answer;
pub mod around;
pub mod learn;
pub mod letters;
pub mod level;
pub mod link;
pub mod model;
pub mod near;
pub mod pattern;
pub mod people;
pub mod person;
