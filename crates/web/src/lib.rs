//! What does a worker see?
