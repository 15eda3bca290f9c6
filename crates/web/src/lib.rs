//! What does a worker see?
//!
//! The pages: their parts, the frame around them, and the files they need.

pub mod assets;
pub mod layout;
pub mod parts;
