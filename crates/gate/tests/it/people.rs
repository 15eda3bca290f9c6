//! Made-up people and children for the tests.

use std::sync::LazyLock;

use gate::{Action, Decision, Gate, On, Pass, Person, Refused, Relation, Request, Service, Standing, Ties};
use protocol::Vocabulary;
use protocol::vocabulary::EventId;

pub static WORDS: LazyLock<Vocabulary> =
    LazyLock::new(|| protocol::read(&protocol::shipped::files()).unwrap().vocabulary);
pub static GATE: LazyLock<Gate> = LazyLock::new(|| Gate::shipped(&WORDS).unwrap());

pub const SERVICES: [Service; 3] = [Service::Yjs, Service::Csc, Service::Authority];

pub fn person(service: Service, standing: Standing) -> Person {
    Person { id: "p1".to_owned(), service, standing, ..Person::program("test", "borough") }
}

pub fn child() -> Ties {
    Ties {
        child: "c1".to_owned(),
        authorities: vec!["borough".to_owned()],
        open_to_yjs: true,
        open_to_csc: true,
        ..Ties::default()
    }
}

pub fn event(name: &str) -> EventId {
    WORDS.event_id(name).unwrap()
}

pub fn ask(person: &Person, action: Action, ties: &Ties, relations: &[Relation]) -> Decision {
    GATE.decide(&Request::new(person, action, On::Child(ties), &relations.to_vec()))
}

pub fn pass(decision: Decision) -> Pass {
    match decision {
        Decision::Permit(pass) => pass,
        Decision::Refuse(refused) => panic!("refused: {}", refused.reason),
    }
}

pub fn refusal(decision: Decision) -> Refused {
    match decision {
        Decision::Permit(_) => panic!("permitted"),
        Decision::Refuse(refused) => refused,
    }
}
