//! Can the policies ever permit what they must not?
//!
//! Comes from `access/` as the gate has it and from `properties/`; goes out as a proof for every request that the schema allows, or as one
//! request on which it breaks. The policies are made into formulas by Cedar's own symbolic compiler, and an SMT solver (cvc5) looks for a
//! request; none is tried out, so none is left out. What is proved is what Cedar answers: a fact that `record` gets wrong is not seen here.

mod example;
mod property;
mod prover;

pub use example::Example;
pub use property::{Kind, Property, policies, properties, signed_in, texts};
pub use prover::{Formulas, Prover};
