#![allow(clippy::disallowed_methods)]
use crate::people::*;
use gate::*;
#[test]
fn timing() {
    let t = std::time::Instant::now();
    let _ = &*WORDS;
    println!("words {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let _ = &*GATE;
    println!("gate {:?}", t.elapsed());
    let p = person(Service::Yjs, Standing::Practitioner);
    let c = child();
    println!("{:?}", ask(&p, Action::SeeChild, &c, &[Relation::Allocated]));
    println!("{:?}", ask(&p, Action::SeeChild, &c, &[]));
    let n = 1000;
    let t = std::time::Instant::now();
    for _ in 0..n {
        pass(ask(&p, Action::SeeChild, &c, &[Relation::Allocated]));
    }
    println!("permit {:?}", t.elapsed() / n);
    let t = std::time::Instant::now();
    for _ in 0..n {
        refusal(ask(&p, Action::SeeChild, &c, &[]));
    }
    println!("refuse {:?}", t.elapsed() / n);
}
