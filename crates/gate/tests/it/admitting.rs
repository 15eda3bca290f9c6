//! What may be kept: an event by whom it is theirs to record, and only with a pass that is for that.

use gate::{Action, Class, Decision, On, Pass, Person, Relation, Request, Service, Standing};

use crate::oracle;
use crate::people::{GATE, SERVICES, WORDS, ask, child, event, pass, person, refusal};

fn recording(service: Service, standing: Standing) -> Pass {
    pass(ask(&person(service, standing), Action::RecordEvent, &child(), &[Relation::Team]))
}

#[test]
fn every_event_by_every_service_and_post() {
    let posts = [
        Standing::Practitioner,
        Standing::Manager,
        Standing::Head,
        Standing::Duty,
        Standing::Reviewing,
        Standing::Support,
    ];
    let mut count = 0;
    for (service, standing) in SERVICES.into_iter().flat_map(|service| posts.map(|standing| (service, standing))) {
        let pass = recording(service, standing);
        for (id, kind) in WORDS.events() {
            let class = GATE.reading().of_event(id);
            // These two have doors of their own.
            let other_door = ["duty-not-needed", "worker-allocated"].contains(&kind.name.as_str());
            let expected = !other_door && oracle::may_write(service, standing, &kind.recorded_by, class);
            let admitted = GATE.admit(&pass, &[id], kind.name.clone());
            assert_eq!(admitted.is_ok(), expected, "{service:?} {standing:?} {}: {admitted:?}", kind.name);
            assert!(admitted.is_ok() || !admitted.unwrap_err().alarm);
            count += 1;
        }
    }
    assert_eq!(count, 3 * 6 * WORDS.events().len());
}

#[test]
fn the_words_of_a_refusal() {
    let of =
        |service, standing, name| GATE.admit(&recording(service, standing), &[event(name)], ()).unwrap_err().reason;
    assert_eq!(of(Service::Yjs, Standing::Manager, "csc-plan-changed"), "`csc-plan-changed` is not yours to record");
    assert_eq!(
        of(Service::Yjs, Standing::Support, "charged"),
        "business support records what both services do together, and nothing else"
    );
    let shown = pass(ask(&person(Service::Yjs, Standing::Manager), Action::SeeChild, &child(), &[Relation::Leads]));
    assert_eq!(
        GATE.admit(&shown, &[event("arrested")], ()).unwrap_err().reason,
        "to see a child's page, the duties and the timeline is not to record `arrested`"
    );
    assert_eq!(
        GATE.admit_other(&shown, ()).unwrap_err().reason,
        "to see a child's page, the duties and the timeline changes nothing"
    );
}

#[test]
fn one_may_write_what_one_may_not_read_but_not_correct_it() {
    let worker = person(Service::Csc, Standing::Practitioner);
    let may = |action, name| {
        let pass = pass(ask(&worker, action, &child(), &[Relation::Team]));
        (pass.reads().has(GATE.reading().of_event(event(name))), GATE.admit(&pass, &[event(name)], ()).is_ok())
    };
    assert_eq!(may(Action::RecordEvent, "allegation-against-professional"), (false, true));
    assert_eq!(may(Action::CorrectEvent, "allegation-against-professional"), (false, false));
    assert_eq!(may(Action::RecordEvent, "csc-plan-changed"), (true, true));
    assert_eq!(may(Action::CorrectEvent, "csc-plan-changed"), (true, true));
    // What the other service recorded is the other service's to correct.
    assert_eq!(may(Action::CorrectEvent, "risk-assessed"), (true, false));
}

#[test]
fn a_correction_is_no_way_round_a_door() {
    let may = |standing, tie, name| {
        let pass = pass(ask(&person(Service::Yjs, standing), Action::CorrectEvent, &child(), &[tie]));
        GATE.admit(&pass, &[event("visit-made"), event(name)], ()).is_ok()
    };
    // Setting aside is for the allocated worker and for managers, allocating for those who lead the team.
    assert!(!may(Standing::Practitioner, Relation::Team, "duty-not-needed"));
    assert!(may(Standing::Practitioner, Relation::Allocated, "duty-not-needed"));
    assert!(!may(Standing::Practitioner, Relation::Allocated, "worker-allocated"));
    assert!(may(Standing::Manager, Relation::Leads, "duty-not-needed"));
    assert!(may(Standing::Manager, Relation::Leads, "worker-allocated"));
    assert!(!may(Standing::Manager, Relation::Team, "worker-allocated"));
    assert!(may(Standing::Practitioner, Relation::Team, "meeting-held"));
}

#[test]
fn each_door_lets_in_its_own_events() {
    let manager = person(Service::Yjs, Standing::Manager);
    let in_by = |action, name| {
        GATE.admit(&pass(ask(&manager, action, &child(), &[Relation::Leads])), &[event(name)], ()).is_ok()
    };
    let doors = [
        (Action::MarkDone, "duty-done"),
        (Action::SetAside, "duty-not-needed"),
        (Action::TickNote, "recorded"),
        (Action::Allocate, "worker-allocated"),
    ];
    for (door, name) in doors {
        assert!(in_by(door, name), "{door:?} {name}");
        for (other, _) in doors.into_iter().filter(|(other, _)| *other != door) {
            let shown_by_a_record = other == Action::MarkDone && name == "recorded";
            assert_eq!(in_by(other, name), shown_by_a_record, "{other:?} {name}");
        }
    }
}

#[test]
fn what_is_no_event_comes_in_by_the_doors_for_that() {
    let permitted = |person: &Person, action: Action| {
        let (ties, relations) = (child(), vec![Relation::Leads, Relation::Cover]);
        let on = match action.kind() {
            gate::Kind::Child => On::Child(&ties),
            gate::Kind::Team => On::Team { authority: "borough", team: "t1", service: Service::Yjs },
            gate::Kind::Staff | gate::Kind::Authority => On::Authority("borough"),
            gate::Kind::Own => On::Own,
            gate::Kind::Installation => On::Installation,
        };
        match GATE.decide(&Request { fresh: true, ..Request::new(person, action, on, &relations) }) {
            Decision::Permit(pass) => Some(pass),
            Decision::Refuse(_) => None,
        }
    };
    let mut kept = Vec::new();
    for action in Action::ALL {
        let pass = Standing::ALL.iter().find_map(|s| permitted(&person(Service::Yjs, *s), *action)).unwrap();
        if GATE.admit_other(&pass, ()).is_ok() {
            kept.push(action.word());
        }
    }
    let doors = "tick-note edit-details allocate restrict start-record guard-known decide-pairs keep-drafts keep-tokens keep-account keep-factors \
                 keep-staff remind import keep-installation";
    assert_eq!(kept.join(" "), doors);
}

#[test]
fn a_pass_says_for_whom_and_what_it_is() {
    let pass = pass(ask(&person(Service::Csc, Standing::Reviewing), Action::SeeChild, &child(), &[Relation::Owes]));
    assert_eq!((pass.child(), pass.team(), pass.authority()), (Some("c1"), None, "borough"));
    assert_eq!((pass.person().id.as_str(), pass.action()), ("p1", Action::SeeChild));
    assert_eq!(pass.relations()[..], [Relation::Owes]);
    let read: Vec<&str> = Class::ALL.into_iter().filter(|c| pass.reads().has(*c)).map(Class::word).collect();
    assert_eq!(read, ["identity", "joint", "youth-justice", "care", "health", "court-restricted"]);
}

#[test]
fn a_question_of_the_wrong_thing_is_refused_with_an_alarm() {
    let worker = person(Service::Yjs, Standing::Manager);
    let refused = refusal(GATE.decide(&Request::new(&worker, Action::SeeChild, On::Own, &Vec::new())));
    assert_eq!((refused.reason.as_str(), refused.alarm), ("`see-child` is asked of the wrong thing", true));
    assert!(!refused.may_know);
}
