//! Is the house in order?
//!
//! Checks that no compiler makes: the shape of the tree (`shape`), a worked journey for every clause that needs one (`journeys`), the licences
//! of what is built in (`licences`), and a turn of the fuzz targets (`fuzz`). What comes in is the tree; what goes out is a list of
//! problems, each with its place. Nothing here is part of the program; one job writes a file anew, the table of access (`access`).

pub mod access;
pub mod fuzz;
pub mod journeys;
pub mod licences;
pub mod shape;
pub mod tree;

pub use tree::{Problem, Tree};
