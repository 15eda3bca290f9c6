//! People and teams: a log of their own, seen at once by every node, changed only on top of what was seen.

use gate::Action;
use record::{AppendError, Entry, Evaluated, Naming, Record, StaffChange, StaffEntry};

use crate::people::{
    HOME, NOW, admit, admitted, amy, begin, ben, gate, keep, keeps, pass, place, remind, upkeep, write,
};
use crate::place::{Place, both};

both! {
    kept_and_seen_at_once words at_once what_changed how_many_they_work_with whoever_leaves_leaves_their_children_to_the_team
    a_restriction_that_nobody_could_lift_is_handed_on_with_a_reason whoever_left_before_is_let_go_when_the_clock_asks
    whoever_is_no_senior_manager_any_longer_is_named_as_one_no_longer
}

fn team(id: &str, name: &str) -> StaffEntry {
    StaffEntry::Team {
        id: id.into(),
        name: name.into(),
        service: "yjs".into(),
        covers: false,
        telephone: String::new(),
    }
}

fn worker(id: &str, standing: &str, active: bool) -> StaffEntry {
    StaffEntry::Person {
        id: id.into(),
        name: id.to_uppercase(),
        service: "yjs".into(),
        standing: standing.into(),
        roles: vec!["yjs-case-manager".into()],
        teams: vec!["north".into()],
        leads: Vec::new(),
        telephone: String::new(),
        email: String::new(),
        active,
    }
}

async fn put(record: &Record, based_on: u64, entries: Vec<StaffEntry>) -> Result<u64, AppendError> {
    record.keep_staff(admit(&keeps(), entries), based_on, NOW).await.map(|kept| kept.version)
}

async fn kept_and_seen_at_once(at: Place) {
    let (one, two) = (at.open().await, at.open().await);
    assert_eq!(one.staff(HOME).await.unwrap().version, 0);
    assert_eq!(put(&one, 0, vec![team("north", "North"), worker("amy", "practitioner", true)]).await.unwrap(), 2);
    let seen = two.staff(HOME).await.unwrap();
    assert_eq!((seen.version, seen.team("north").unwrap().name.as_str()), (2, "North"));
    assert!(seen.person("amy").unwrap().active);
    // Amy leaves: the other node knows with its next question.
    assert_eq!(put(&one, 2, vec![worker("amy", "practitioner", false), team("north", "Nord")]).await.unwrap(), 4);
    let seen = two.staff(HOME).await.unwrap();
    assert!(!seen.person("amy").unwrap().active);
    assert_eq!((seen.teams.len(), seen.people.len(), seen.team("north").unwrap().name.as_str()), (1, 1, "Nord"));
    assert!(matches!(put(&two, 2, vec![team("east", "East")]).await, Err(AppendError::Conflict(4))));
    assert_eq!(put(&two, 4, Vec::new()).await.unwrap(), 4);
    assert_eq!(one.authorities().await.unwrap(), [HOME]);
    assert_eq!(one.staff("dudley").await.unwrap().version, 0);
    assert_eq!(one.verify(&upkeep(), |_| {}).await.unwrap().differences, []);
}

async fn words(at: Place) {
    let record = at.open().await;
    for entry in [
        worker("amy", "wizard", true),
        worker("amy", "program", true),
        StaffEntry::Team {
            id: "t".into(),
            name: "T".into(),
            service: "police".into(),
            covers: false,
            telephone: String::new(),
        },
    ] {
        assert!(matches!(put(&record, 0, vec![team("north", "North"), entry]).await, Err(AppendError::Refused(_))));
    }
    assert_eq!(record.staff(HOME).await.unwrap().version, 0);
}

async fn at_once(at: Place) {
    let nodes = [std::sync::Arc::new(at.open().await), std::sync::Arc::new(at.open().await)];
    let tasks: Vec<_> = (0..10)
        .map(|n| {
            let node = std::sync::Arc::clone(&nodes[n % 2]);
            tokio::spawn(async move { put(&node, 0, vec![team(&format!("t{n}"), "T")]).await.is_ok() })
        })
        .collect();
    let mut kept = 0;
    for task in tasks {
        kept += u32::from(task.await.unwrap());
    }
    assert_eq!((kept, nodes[0].staff(HOME).await.unwrap().teams.len()), (1, 1));
}

async fn what_changed(at: Place) {
    let record = at.open().await;
    put(&record, 0, vec![team("north", "North"), worker("amy", "practitioner", true)]).await.unwrap();
    put(&record, 2, vec![worker("amy", "manager", true), team("east", "East")]).await.unwrap();
    let change = |before: Option<StaffEntry>, entry| StaffChange { by: "ada".into(), before, entry };
    let amy = |standing| worker("amy", standing, true);
    let since = record.staff_since(&keeps(), 2).await.unwrap();
    assert_eq!(since, [change(Some(amy("practitioner")), amy("manager")), change(None, team("east", "East"))]);
    assert_eq!(record.staff_since(&keeps(), 4).await.unwrap(), []);
    let let_in = StaffEntry::LetIn { person: "amy".into(), sign_in: "amy@example.org".into() };
    assert_eq!(put(&record, 4, vec![let_in]).await.unwrap(), 5);
    assert_eq!(record.staff(HOME).await.unwrap().people.len(), 1);
}

async fn how_many_they_work_with(at: Place) {
    let record = at.open().await;
    for (child, places) in [
        ("c1", vec![place("yjs", "north", "amy", "yjs-case-manager")]),
        ("c2", vec![place("yjs", "", "amy", "yjs-case-manager"), place("yjs", "north", "", "")]),
        ("c3", vec![place("yjs", "", "amy", "yjs-case-manager"), place("csc", "west", "ben", "social-worker")]),
        ("c4", vec![place("yjs", "north", "ann", "yjs-case-manager")]),
        ("c5", vec![place("yjs", "north", "amy", "yjs-case-manager")]),
    ] {
        begin(&record, child).await;
        for (n, place) in places.into_iter().enumerate() {
            keep(&record, child, &format!("{child}-{n}"), vec![Entry::Involved(place)]).await.unwrap();
        }
    }
    keep(&record, "c5", "r", vec![Entry::Restricted { people: Some(vec!["amy".into()]), reason: String::new() }])
        .await
        .unwrap();
    let counted = |of: &[(&str, usize)]| of.iter().map(|(team, n)| ((*team).to_owned(), *n)).collect();
    assert_eq!(record.allocated(&keeps(), "amy").await.unwrap(), counted(&[("", 1), ("north", 2)]));
    assert_eq!(record.allocated(&keeps(), "nobody").await.unwrap(), counted(&[]));
    // Whoever leaves: all of the children are looked at again, for somebody else owes them now.
    let due = async || {
        record
            .due_for_a_look(&remind(), NOW, 100)
            .await
            .unwrap()
            .into_iter()
            .flatten()
            .map(|c| c.id.clone())
            .collect::<Vec<_>>()
    };
    let mut looks = Vec::new();
    for child in record.due_for_a_look(&remind(), NOW, 100).await.unwrap().into_iter().flatten() {
        looks.push(Evaluated {
            child: child.id.clone(),
            version: child.version,
            next_look: NOW + 99,
            owing: Vec::new(),
        });
    }
    record.evaluated(&remind(), looks).await.unwrap();
    assert_eq!(due().await, Vec::<String>::new());
    put(&record, 0, vec![worker("amy", "practitioner", false)]).await.unwrap();
    assert_eq!(due().await, ["c1", "c2", "c3", "c5"]);
}

/// A person of youth justice who works in a team.
fn in_team(id: &str, standing: &str, active: bool) -> StaffEntry {
    let StaffEntry::Person { id, name, service, standing, roles, leads, telephone, email, active, .. } =
        worker(id, standing, active)
    else {
        panic!("no person")
    };
    let teams = vec!["duty".into(), "north".into()];
    StaffEntry::Person { id, name, service, standing, roles, teams, leads, telephone, email, active }
}

async fn whoever_leaves_leaves_their_children_to_the_team(at: Place) {
    let record = at.open().await;
    let StaffEntry::Team { id, name, service, telephone, .. } = team("duty", "Duty") else { panic!("no team") };
    let duty = StaffEntry::Team { id, name, service, covers: true, telephone };
    let all = vec![duty, team("north", "North"), in_team("amy", "practitioner", true), in_team("hal", "head", true)];
    put(&record, 0, all).await.unwrap();
    let of = |team, person| place("yjs", team, person, if person.is_empty() { "" } else { "yjs-case-manager" });
    let other = || place("csc", "west", "ben", "social-worker");
    let cases = [
        // Her team stays; without one, the team that she is in has the child, and not the one that stands in for others.
        ("d1", vec![of("east", "amy")], vec![of("east", "")]),
        ("d2", vec![of("", "amy"), other()], vec![other(), of("north", "")]),
        // A team, or a colleague, has the child already.
        ("d3", vec![of("", "amy"), of("east", "")], vec![of("east", "")]),
        ("d4", vec![of("", "amy"), of("", "ann")], vec![of("", "ann")]),
        ("d5", vec![of("east", "ann")], vec![of("east", "ann")]),
    ];
    for (child, places, _) in &cases {
        begin(&record, child).await;
        let places = places.iter().cloned().map(Entry::Involved).collect();
        keep(&record, child, &format!("{child}-places"), places).await.unwrap();
    }
    let named = |who: &[&str]| Some(who.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
    let restricted = Entry::Restricted { people: named(&["amy", "hal"]), reason: String::new() };
    keep(&record, "d1", "r", vec![restricted]).await.unwrap();
    put(&record, 4, vec![in_team("amy", "practitioner", false)]).await.unwrap();
    let child = async |id: &str| record.child(&pass(&ben(), Action::SeeChild, id)).await.unwrap();
    for (id, _, after) in &cases {
        assert_eq!(child(id).await.involved, *after, "{id}");
    }
    assert_eq!(child("d1").await.restricted, named(&["hal"]));
    // Back again, nothing of it is hers, and what stands beside the log says the same.
    put(&record, 5, vec![in_team("amy", "practitioner", true)]).await.unwrap();
    assert!(record.mine(&pass(&amy(), Action::SeeChild, "d1")).await.unwrap().is_empty());
    assert_eq!(record.verify(&upkeep(), |_| {}).await.unwrap().differences, []);
}

async fn a_restriction_that_nobody_could_lift_is_handed_on_with_a_reason(at: Place) {
    let record = at.open().await;
    put(&record, 0, vec![in_team("hal", "head", true), in_team("amy", "practitioner", true)]).await.unwrap();
    begin(&record, "d1").await;
    let people = Some(vec!["hal".to_owned(), "amy".to_owned()]);
    keep(&record, "d1", "r", vec![Entry::Restricted { people, reason: "Family of a colleague".into() }]).await.unwrap();
    let named = async || {
        let child = record.child(&pass(&ben(), Action::SeeChild, "d1")).await.unwrap();
        (child.restricted.clone().unwrap().join(" "), child.restricted_why.clone())
    };
    let name = async |child: &str, person: &str, reason: &str| {
        let naming = Naming { child: child.into(), person: person.into(), reason: reason.into() };
        let said = record.name_in(gate().admit_other(&upkeep(), naming).unwrap(), NOW).await;
        said.map_err(|refused| refused.to_string())
    };
    // Nobody is named by the program itself: whoever was left out of it stays out.
    put(&record, 2, vec![in_team("hue", "head", true)]).await.unwrap();
    assert_eq!(
        name("d1", "hue", "because").await.unwrap_err(),
        "HAL is named in it and is here: they decide who else is"
    );
    put(&record, 3, vec![in_team("hal", "head", false)]).await.unwrap();
    put(&record, 4, vec![in_team("hob", "manager", true), in_team("amy", "practitioner", false)]).await.unwrap();
    assert_eq!(named().await, (String::new(), "Family of a colleague".into()));
    let no_head = "`hob` is no senior manager of the child's authority who is here\n    help: who is: HUE (`hue`)";
    assert_eq!(name("d1", "hob", "because").await.unwrap_err(), no_head);
    assert_eq!(name("d1", "hue", " ").await.unwrap_err(), "a reason is needed: on whose word, and why");
    assert_eq!(name("d9", "hue", "because").await.unwrap_err(), "there is no record `d9`");
    name("d1", "hue", "The director asked for it on 3 June").await.unwrap();
    assert_eq!(named().await, ("hue".into(), "The director asked for it on 3 June".into()));
}

async fn whoever_left_before_is_let_go_when_the_clock_asks(at: Place) {
    let record = at.open().await;
    let left: Vec<StaffEntry> = (0..20).map(|n| in_team(&format!("left-{n}"), "practitioner", false)).collect();
    put(&record, 0, [team("north", "North"), in_team("amy", "practitioner", true)].into_iter().chain(left).collect())
        .await
        .unwrap();
    let of = |person| place("yjs", "north", person, if person.is_empty() { "" } else { "yjs-case-manager" });
    let named = |who: &[&str]| Some(who.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
    for (child, places) in
        [("d1", vec![of("left-3")]), ("d2", vec![of("left-3"), of("left-19")]), ("d3", vec![of("amy")])]
    {
        begin(&record, child).await;
        let places = places.into_iter().map(Entry::Involved).collect();
        keep(&record, child, &format!("{child}-places"), places).await.unwrap();
    }
    let restricted = Entry::Restricted { people: named(&["amy", "left-7"]), reason: "Family".into() };
    keep(&record, "d3", "r", vec![restricted]).await.unwrap();
    // Each child once, whoever of hers has left: d2 in two writes, one for each of them.
    assert_eq!(record.take_up_who_left(&remind(), NOW).await.unwrap(), 4);
    let child = async |id: &str| record.child(&pass(&ben(), Action::SeeChild, id)).await.unwrap();
    for (id, after) in [("d1", of("")), ("d2", of("")), ("d3", of("amy"))] {
        assert_eq!(child(id).await.involved, [after], "{id}");
    }
    assert_eq!(
        (child("d3").await.restricted.clone(), child("d3").await.restricted_why.as_str()),
        (named(&["amy"]), "Family")
    );
    let versions = async || (child("d1").await.version, child("d2").await.version, child("d3").await.version);
    let before = versions().await;
    assert_eq!(record.take_up_who_left(&remind(), NOW + 1).await.unwrap(), 0);
    assert_eq!(versions().await, before);
    assert_eq!(record.verify(&upkeep(), |_| {}).await.unwrap().differences, []);
}

async fn whoever_is_no_senior_manager_any_longer_is_named_as_one_no_longer(at: Place) {
    let record = at.open().await;
    let all = vec![in_team("hal", "head", true), in_team("hue", "head", true), in_team("amy", "practitioner", true)];
    put(&record, 0, all).await.unwrap();
    for child in ["d1", "d2"] {
        begin(&record, child).await;
    }
    let restricted = |who: &[&str]| {
        let people = Some(who.iter().map(|id| (*id).to_owned()).collect());
        Entry::Restricted { people, reason: "Family".into() }
    };
    keep(&record, "d1", "r", vec![restricted(&["hal", "hue", "amy"])]).await.unwrap();
    let named = async |child: &str| {
        let child = record.child(&pass(&ben(), Action::SeeChild, child)).await.unwrap();
        (child.version, child.restricted.clone().unwrap().join(" "))
    };
    // With the post the naming ends, in the same moment; of whoever has the same post as before it stays.
    put(&record, 3, vec![in_team("hal", "manager", true), in_team("amy", "manager", true)]).await.unwrap();
    assert_eq!(named("d1").await, (3, "hue amy".into()));
    // What stood there before there was this rule is taken up by the clock.
    keep(&record, "d2", "r2", vec![restricted(&["hal"])]).await.unwrap();
    assert_eq!(record.take_up_who_left(&remind(), NOW).await.unwrap(), 1);
    assert_eq!(named("d2").await, (3, String::new()));
    // Whoever is named afterwards is named as what they are now.
    for (child, who) in [("d1", &["hue", "hal"][..]), ("d2", &["hal"])] {
        let again = write(child, 3, &format!("again-{child}"), vec![restricted(who)]);
        record.append(admitted(again), NOW + 1).await.unwrap();
    }
    assert_eq!(record.take_up_who_left(&remind(), NOW + 2).await.unwrap(), 0);
    assert_eq!((named("d1").await, named("d2").await), ((4, "hue hal".into()), (4, "hal".into())));
    // And another senior manager can be named where none is who could name anybody.
    let naming = Naming { child: "d2".into(), person: "hue".into(), reason: "The director asked for it".into() };
    record.name_in(gate().admit_other(&upkeep(), naming).unwrap(), NOW + 3).await.unwrap();
    assert_eq!(named("d2").await, (5, "hal hue".into()));
    // Back in the post and out of it again: that ends what was named before.
    put(&record, 5, vec![in_team("hal", "head", true)]).await.unwrap();
    let out = vec![in_team("hal", "practitioner", true)];
    let kept = record.keep_staff(admit(&keeps(), out), 6, NOW + 4).await.unwrap();
    assert_eq!((kept.version, kept.given_back.unwrap()), (7, 2));
    assert_eq!((named("d1").await, named("d2").await), ((5, "hue".into()), (6, "hue".into())));
}
