//! Who is told of a duty? Each circle of people in turn.

use std::sync::Arc;

use duties::{Line, State};
use exchange::{Around, managers, next_look};
use gate::{Involved, Service, Ties};

use crate::stages::line;
use crate::world::{HERE, World, book, both, ms, person, place, service};

fn ties(places: Vec<record::Place>) -> Ties {
    let involved = places.into_iter().map(|p| Involved {
        service: service(&p.service),
        authority: p.authority,
        team: p.team,
        person: p.person,
        role: p.role,
    });
    Ties {
        child: "c".into(),
        authorities: vec![HERE.into()],
        open_to_yjs: true,
        open_to_csc: true,
        involved: involved.collect(),
        ..Ties::default()
    }
}

fn owned(owner: &str) -> Line {
    Line { owner: owner.into(), ..line(State::Open, "2026-06-10") }
}

async fn check(test: &str, ties: &Ties, gone: &[&str], expected: &[(&str, &[&str])]) {
    let world = World::new(test).await;
    let left = gone.iter().map(|id| person(id, false, "")).collect();
    world.keep_staff(left, 2).await;
    let staff = [world.record.staff(HERE).await.unwrap()];
    let around = Around::new(ties, &staff, &book().protocols.vocabulary, &world.gate);
    for (owner, people) in expected {
        let found: Vec<&str> = around.owed_by(&owned(owner)).iter().map(|p| p.id.as_str()).collect();
        assert_eq!(found, *people, "{owner}");
    }
}

#[tokio::test]
async fn the_allocated_then_the_manager_for_what_managers_owe() {
    let places = [both(), vec![place("csc", "", "iro", "iro")]].concat();
    let expected: [(&str, &[&str]); 9] = [
        ("yjs", &["yw"]),
        ("yjs-case-manager", &["yw"]),
        ("csc", &["cw"]), // the reviewing officer is independent
        ("iro", &["iro"]),
        ("both-workers", &["cw", "yw"]),
        ("both-managers", &["cm", "ym"]),
        ("yjs-court-officer", &["yw"]), // nobody fills it here: the allocated worker is told
        ("other-yjs", &[]),             // the child is in no other place
        ("police", &[]),
    ];
    check("allocated", &ties(places), &[], &expected).await;
}

#[tokio::test]
async fn whoever_is_told_because_nobody_fills_the_role_does_not_fill_it() {
    let world = World::new("fills").await;
    let staff = [world.record.staff(HERE).await.unwrap()];
    let advised = place("csc", "ct", "cw", "personal-adviser");
    for (places, owner, told, fill) in [
        (both(), "iro", &["cw"][..], &[][..]),
        ([both(), vec![place("csc", "", "iro", "iro")]].concat(), "iro", &["iro"], &["iro"]),
        (both(), "social-worker", &["cw"], &["cw"]),
        // By what they are for this child, and by what answers for the whole service.
        (vec![advised.clone()], "personal-adviser", &["cw"], &["cw"]),
        (vec![advised.clone()], "csc-worker", &["cw"], &["cw"]),
        (vec![advised], "csc", &["cw"], &["cw"]),
        (both(), "csc-team-manager", &["cm"], &["cm"]),
        // The worker of one service is there, and that of the other is not.
        (vec![both()[0].clone(), place("csc", "ct", "", "")], "both-workers", &["cm", "yw"], &["yw"]),
        (both(), "police", &[], &[]),
    ] {
        let ties = ties(places);
        let around = Around::new(&ties, &staff, &book().protocols.vocabulary, &world.gate);
        let ids = |people: Vec<&gate::Person>| people.into_iter().map(|p| p.id.clone()).collect::<Vec<_>>();
        let line = owned(owner);
        assert_eq!((ids(around.owed_by(&line)), ids(around.who_fill(&line))), (own(told), own(fill)), "{owner}");
    }
}

fn own(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[tokio::test]
async fn the_team_s_lead_where_the_worker_has_left() {
    check("left", &ties(both()), &["yw"], &[("yjs", &["ym"]), ("both-workers", &["cw", "ym"])]).await;
}

#[tokio::test]
async fn a_team_alone_is_told_through_its_lead() {
    let team = ties(vec![place("yjs", "yt", "", "")]);
    check("team", &team, &[], &[("yjs", &["ym"]), ("yjs-case-manager", &["ym"])]).await;
}

#[tokio::test]
async fn a_role_owes_only_where_nobody_around_the_child_answers() {
    let world = World::new("owing").await;
    let staff = [world.record.staff(HERE).await.unwrap()];
    let owing = |ties: &Ties, lines: &[Arc<Line>]| {
        Around::new(ties, &staff, &book().protocols.vocabulary, &world.gate).owing(lines)
    };
    let lines = ["yjs", "both-workers", "iro", "virtual-head"].map(|owner| Arc::new(owned(owner)));
    // Social care's worker answers for the reviewing officer's duty; nobody does for that of the virtual school head.
    assert_eq!(owing(&ties(both()), &lines), ["virtual-head"]);
    // With a team and no named worker its lead answers: the record does not open to everybody who does such work.
    let team = ties(vec![place("yjs", "yt", "", ""), place("csc", "ct", "", "")]);
    assert_eq!(owing(&team, &lines), ["virtual-head"]);
    let done = [Arc::new(Line { state: State::Done, ..owned("virtual-head") })];
    assert_eq!(owing(&ties(both()), &done), Vec::<String>::new());
}

#[tokio::test]
async fn whoever_fills_an_owing_role_of_the_authority_is_told() {
    let with = Ties { owing: vec!["virtual-head".into()], ..ties(both()) };
    check("virtual-head", &with, &[], &[("virtual-head", &["vh"])]).await;
}

#[tokio::test]
async fn nobody_s_duty_falls_to_whoever_stands_in() {
    // Nobody works with the child yet: those on duty are told. The head who leads the duty team opens no record by that, and is told nothing.
    check("cover", &ties(Vec::new()), &[], &[("yjs", &["yd"]), ("csc", &["cd"]), ("both-workers", &["cd", "yd"])])
        .await;
    // Where somebody leads a team that the child is with, those on duty are left in peace.
    check("led", &ties(vec![place("yjs", "yt", "", "")]), &[], &[("yjs", &["ym"]), ("csc", &["cd"])]).await;
}

#[tokio::test]
async fn whom_the_gate_lets_answer_by_standing_in_is_told_and_nobody_else() {
    let world = World::new("beside-the-gate").await;
    let staff = [world.record.staff(HERE).await.unwrap()];
    let open = |to_yjs, to_csc| Ties { open_to_yjs: to_yjs, open_to_csc: to_csc, ..ties(Vec::new()) };
    let told = |ties: Ties| Ties { told: vec![Service::Csc], ..ties };
    let children =
        [open(true, true), open(true, false), told(open(true, false)), told(open(false, false)), open(false, false)];
    for ties in children {
        let around = Around::new(&ties, &staff, &book().protocols.vocabulary, &world.gate);
        for (owner, service) in [("yjs", Service::Yjs), ("csc", Service::Csc)] {
            let covers = |p: &&gate::Person| {
                p.service == service && gate::relations(p, &ties, &staff[0].teams).contains(&gate::Relation::Cover)
            };
            let let_in: Vec<&str> = staff[0].people.iter().filter(covers).map(|p| p.id.as_str()).collect();
            let told: Vec<&str> = around.owed_by(&owned(owner)).iter().map(|p| p.id.as_str()).collect();
            assert_eq!(told, let_in, "{owner}: {ties:?}");
            let open = if service == Service::Yjs { ties.open_to_yjs } else { ties.open_to_csc };
            let told_of = ties.told.contains(&service) && ties.open_to_yjs;
            let expected = usize::from(open || told_of);
            assert_eq!(told.len(), expected, "{owner}: {ties:?}");
        }
    }
}

#[tokio::test]
async fn of_a_restricted_record_only_the_named() {
    let restricted = Ties { restricted: true, named: vec!["cw".into(), "cm".into()], ..ties(both()) };
    check("restricted", &restricted, &[], &[("csc", &["cw"]), ("yjs", &["cm"])]).await;
}

#[tokio::test]
async fn who_steps_in() {
    let world = World::new("managers").await;
    let staff = world.record.staff(HERE).await.unwrap();
    let of = |id: &str| managers(&staff, staff.person(id).unwrap()).iter().map(|p| p.id.as_str()).collect::<Vec<_>>();
    assert_eq!(of("yw"), ["ym"]);
    assert_eq!(of("ym"), ["yh"]); // who leads the team is not their own manager
    assert_eq!(of("yh"), Vec::<&str>::new());
}

#[tokio::test]
async fn the_next_look_is_at_the_next_stage_or_next_night() {
    let world = World::new("next-look").await;
    let (ties, staff) = (ties(both()), [world.record.staff(HERE).await.unwrap()]);
    let around = Around::new(&ties, &staff, &book().protocols.vocabulary, &world.gate);
    let check = |due: &str, at: &str, expected: &str| {
        let line = Line { owner: "yjs".into(), ..line(State::Open, due) };
        let found = next_look(&[line.into()], &around, book().protocols, ms(at));
        assert_eq!(calendar::Moment::at_instant(found / 1000), expected.parse().unwrap(), "{due} at {at}");
    };
    check("2026-06-30", "2026-06-10T09:00", "2026-06-11T00:05"); // nothing before next night
    check("2026-06-30", "2026-06-10T00:04", "2026-06-10T00:05"); // this night is to come
    check("2026-06-12", "2026-06-09T09:00", "2026-06-10T00:00"); // two working days before Friday begins Wednesday
    check("2026-06-10", "2026-06-10T23:59", "2026-06-11T00:00"); // it is overdue from midnight
    check("2026-06-10T21:40", "2026-06-10T09:00", "2026-06-10T21:41"); // from the minute after its time
    check("2026-06-10T21:40", "2026-06-10T21:41", "2026-06-11T00:05");
    // The day on which the clocks go back has 25 hours: nobody waits longer than 24.
    check("2026-10-30", "2026-10-25T00:05", "2026-10-25T23:05");
}
