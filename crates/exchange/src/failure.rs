//! Why something could not go out.

use std::fmt;

use gate::{Action, Decision, Gate, On, Pass, Person, Refused, Request};
use record::RecordError;

/// Why something could not go out.
#[derive(Debug)]
pub enum Failure {
    /// The gate refused the program itself.
    Refused(Refused),
    /// The record.
    Record(RecordError),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused(refused) => write!(f, "the gate refused: {}", refused.reason),
            Failure::Record(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

impl<E: Into<RecordError>> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure::Record(error.into())
    }
}

/// The pass for what is asked.
pub fn permitted(gate: &Gate, asked: &Request<'_>) -> Result<Pass, Failure> {
    match gate.decide(asked) {
        Decision::Permit(pass) => Ok(pass),
        Decision::Refuse(refused) => Err(Failure::Refused(refused)),
    }
}

/// The pass of the program itself for what it does without a person.
pub fn program(gate: &Gate) -> Result<Pass, Failure> {
    let program = Person::program("reminders", "");
    permitted(gate, &Request::new(&program, Action::Remind, On::Installation, &Vec::new()))
}

/// The same in the affairs of one authority.
pub fn program_of(gate: &Gate, authority: &str) -> Result<Pass, Failure> {
    let program = Person::program("reminders", authority);
    permitted(gate, &Request::new(&program, Action::Remind, On::Installation, &Vec::new()))
}
