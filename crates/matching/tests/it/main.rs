//! Tests of the crate as others use it.

mod made;
mod pairs;
mod traps;
