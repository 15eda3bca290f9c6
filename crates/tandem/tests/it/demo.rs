//! The made-up boroughs: every journey is one that the program reads, every clause with a clock is set off, the same seed gives the same
//! children, and the staff are all there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use calendar::{Day, Moment};
use duties::{Engine, State, Status};
use protocol::clause::Clock;
use protocol::{Became, Clause, Protocols};
use serde_json::Value;
use tandem::demo::{Borough, CHILDREN, DemoChild, SEED, TODAY, boroughs};

fn protocols() -> &'static Protocols {
    static READ: OnceLock<Protocols> = OnceLock::new();
    READ.get_or_init(|| protocol::read(&protocol::shipped::files()).unwrap())
}

fn made(today: Day, seed: u64) -> Vec<Borough> {
    boroughs(today, seed, protocols()).unwrap_or_else(|refusals| panic!("{refusals}"))
}

/// The boroughs as they are shown unless the day is moved.
fn shown() -> &'static [Borough] {
    static SHOWN: OnceLock<Vec<Borough>> = OnceLock::new();
    SHOWN.get_or_init(|| made(TODAY, SEED))
}

/// What follows from a child's journey.
struct Looked<'b> {
    borough: &'b Borough,
    child: &'b DemoChild,
    status: Status,
    /// Each duty's protocol, its clause's id, how it stands, and whether it has a date.
    duties: Vec<(String, String, State, bool)>,
}

/// Reads and checks every child's journey.
fn look(boroughs: &[Borough], today: Day) -> Vec<Looked<'_>> {
    let engine = Engine::new(protocols());
    let end = Moment::end_of(today);
    let mut all = Vec::new();
    for (borough, child) in boroughs.iter().flat_map(|b| b.children.iter().map(move |c| (b, c))) {
        let text = child.journey(&borough.authority, today).to_string();
        let journey = journey::read(&child.source, text.as_bytes(), &protocols().vocabulary)
            .unwrap_or_else(|refusals| panic!("{refusals}\n{text}"));
        duties::check(&journey, end, protocols()).unwrap_or_else(|refusals| panic!("{refusals}\n{text}"));
        let looked_past = journey.not_looked_at(end, Some(end));
        assert_eq!((looked_past.after.number, looked_past.not_recorded.number), (0, 0), "{}", child.source);
        let timeline = journey.timeline(end, None);
        let answer = engine.answer(&journey.under, &timeline, None);
        let duties = answer.duties().into_iter().map(|(owed, duty)| {
            let id = owed.protocol.clauses[duty.clause].id.clone();
            (owed.protocol.authority.clone(), id, duty.state, duty.due.is_some())
        });
        all.push(Looked { borough, child, status: answer.status.clone(), duties: duties.collect() });
    }
    all
}

/// The boroughs as they are shown, looked at.
fn looked() -> &'static [Looked<'static>] {
    static LOOKED: OnceLock<Vec<Looked<'static>>> = OnceLock::new();
    LOOKED.get_or_init(|| look(shown(), TODAY))
}

/// Whether a clause counts time for a child.
fn has_clock(clause: &Clause) -> bool {
    let calendar_only = matches!(clause.due.as_ref().map(|d| &d.clock), None | Some(Clock::OnCalendar(..)));
    clause.became() == Became::Duty && !calendar_only
}

/// The clauses with a clock that no child of a borough sets off; of the law's, those that no child of any does.
fn not_set_off(looked: &[Looked<'_>]) -> Vec<String> {
    let mut set_off: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for one in looked {
        let here = set_off.entry(one.borough.authority.as_str()).or_default();
        here.extend(one.duties.iter().map(|(_, id, ..)| id.as_str()));
    }
    let anywhere: BTreeSet<&str> = set_off.values().flatten().copied().collect();
    let own = set_off.iter().map(|(name, here)| (protocols().latest(name).unwrap(), here));
    let all = own.chain(protocols().statute.as_ref().map(|law| (law, &anywhere)));
    let missing = all.flat_map(|(protocol, here)| {
        protocol.clauses.iter().filter(|c| has_clock(c) && !here.contains(c.id.as_str())).map(|c| c.id.clone())
    });
    missing.collect()
}

#[test]
fn every_journey_is_read_and_every_clause_with_a_clock_is_set_off() {
    assert_eq!(not_set_off(looked()), Vec::<String>::new());
}

#[test]
fn today_is_the_day_that_the_readme_names() {
    assert_eq!((TODAY.to_string().as_str(), SEED, CHILDREN), ("2026-06-10", 20_260_610, 300));
}

/// 45 weeks and 4 days later, another weekday, over a winter and the change of the clocks.
#[test]
fn today_can_be_moved() {
    let later = TODAY.plus_days(45 * 7 + 4);
    let moved = made(later, SEED);
    assert_eq!(moved.iter().map(|b| b.children.len()).collect::<Vec<_>>(), [300; 5]);
    assert_eq!(not_set_off(&look(&moved, later)), Vec::<String>::new());
}

#[test]
fn the_same_seed_gives_the_same_children_and_another_gives_others() {
    let again = made(TODAY, SEED);
    assert!(again == shown(), "the same seed, and other boroughs");
    let other = made(TODAY, SEED + 1);
    let names = |all: &[Borough]| all.iter().flat_map(|b| &b.children).map(|c| c.family.clone()).collect::<Vec<_>>();
    assert_ne!(names(&other), names(shown()));
}

/// Of 1,500 children about two thirds are open to both services, and what is overdue is a handful for each team.
#[test]
fn there_are_as_many_of_each_kind_as_a_borough_would_have() {
    let mut standing: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for Looked { borough, child, status, duties } in looked() {
        let here = standing.entry(borough.authority.as_str()).or_default();
        let mut count = |what| *here.entry(what).or_default() += 1;
        let open = |service: &str| child.allocations.iter().any(|a| a.service == service && a.to.is_none());
        count("children");
        count(match (open("yjs"), open("csc")) {
            (true, true) => "open to both",
            (false, false) => "open to neither",
            _ => "open to one",
        });
        for (is, what) in [
            (status.looked_after, "looked after"),
            (status.in_custody_since.is_some(), "in custody"),
            (status.care_leaver != "none", "care leavers"),
            (child.title.is_some(), "of a storyline"),
            (!child.siblings.is_empty(), "with brothers or sisters"),
            (!child.warnings.is_empty(), "with a warning"),
        ] {
            if is {
                count(what);
            }
        }
        for (.., state, has_date) in duties {
            match state {
                State::Overdue => count("overdue"),
                State::Done if *has_date => count("done in time"),
                State::DoneLate => count("done late"),
                _ => {}
            }
        }
    }
    assert_eq!(standing.len(), 5);
    // Seen on a failure: which of the numbers has moved.
    println!("{standing:#?}");
    for (name, here) in &standing {
        let of = |what: &str| here.get(what).copied().unwrap_or_default();
        assert_eq!(of("children"), CHILDREN, "{name}");
        assert!((165..=235).contains(&of("open to both")), "{name}: {} open to both", of("open to both"));
        assert!((20..=110).contains(&of("overdue")), "{name}: {} overdue", of("overdue"));
        let share = of("done late") * 100 / (of("done late") + of("done in time"));
        assert!((4..=15).contains(&share), "{name}: {share} in a hundred late");
        for what in ["looked after", "in custody", "care leavers", "with brothers or sisters", "with a warning"] {
            assert!(of(what) >= 8, "{name}: {} {what}", of(what));
        }
    }
}

#[test]
fn no_two_children_are_the_same() {
    let (mut ids, mut people) = (BTreeSet::new(), BTreeSet::new());
    for child in shown().iter().flat_map(|b| &b.children) {
        assert!(child.id.len() == 12 && ids.insert(&child.id), "{}", child.id);
        assert!(people.insert((&child.given, &child.family, child.born)), "{} {}", child.given, child.family);
        assert!(!child.given.is_empty() && !child.family.is_empty(), "{}", child.source);
        let events: BTreeSet<&str> = child.events.iter().map(|e| e["id"].as_str().unwrap()).collect();
        assert_eq!(events.len(), child.events.len(), "{}: an id stands twice", child.source);
    }
}

#[test]
fn brothers_and_sisters_name_each_other_and_there_are_twins() {
    for borough in shown() {
        let of = |id: &String| borough.children.iter().find(|c| c.id == *id).unwrap();
        let mut twins = 0;
        for child in &borough.children {
            assert!(child.siblings.len() <= 3, "{}", child.source);
            for sibling in child.siblings.iter().map(of) {
                assert!(sibling.siblings.contains(&child.id) && sibling.family == child.family, "{}", child.source);
                twins += usize::from(sibling.born == child.born);
            }
        }
        assert_eq!(twins, 2, "{}: two are each the other's twin", borough.authority);
    }
}

#[test]
fn one_child_is_open_in_one_authority_and_placed_in_another() {
    let placed: Vec<_> =
        shown().iter().flat_map(|b| b.children.iter().filter(|c| c.host.is_some()).map(move |c| (b, c))).collect();
    let [(borough, child)] = placed.as_slice() else { panic!("{} children are placed elsewhere", placed.len()) };
    assert_eq!((borough.authority.as_str(), child.host.as_deref()), ("camden", Some("dudley")));
    assert_eq!(format!("{} {}", child.given, child.family), "Kofi Larkmere-Adelowe");
    let one = looked().iter().find(|one| one.child.id == child.id).unwrap();
    assert!(one.status.jointly_open && one.status.looked_after);
    let sides: BTreeSet<&str> = one.duties.iter().map(|(protocol, ..)| protocol.as_str()).collect();
    assert_eq!(sides.into_iter().collect::<Vec<_>>(), ["camden", "dudley", "statute"]);
}

#[test]
fn the_staff_are_all_there() {
    let (mut ids, mut sign_ins) = (BTreeSet::new(), BTreeSet::new());
    assert_eq!(shown().len(), 5);
    for borough in shown() {
        let teams: BTreeSet<&String> = borough.teams.iter().map(|t| &t.id).collect();
        assert_eq!(teams.len(), borough.teams.len());
        for person in &borough.people {
            assert!(ids.insert(&person.id) && sign_ins.insert(&person.sign_in), "{} stands twice", person.id);
            assert!(person.sign_in.ends_with(".example.org"), "{}", person.sign_in);
            assert!(person.teams.iter().chain(&person.leads).all(|t| teams.contains(t)), "{}: no such team", person.id);
            for role in &person.roles {
                assert!(protocols().vocabulary.role_id(role).is_some(), "{}: no role `{role}`", person.id);
            }
            assert!(["yjs", "csc", "authority"].contains(&person.service.as_str()), "{}", person.id);
        }
        for team in &borough.teams {
            let led = borough.people.iter().any(|p| p.leads.contains(&team.id));
            assert!(led, "nobody leads {}", team.id);
        }
        let standings: BTreeSet<&str> = borough.people.iter().map(|p| p.standing.as_str()).collect();
        let all = ["administrator", "chair", "data", "duty", "head", "manager", "practitioner", "reviewing", "support"];
        assert_eq!(standings.into_iter().collect::<Vec<_>>(), all);
        for service in ["yjs", "csc"] {
            assert!(borough.teams.iter().any(|t| t.covers.as_deref() == Some(service)), "nobody covers {service}");
        }
    }
}

#[test]
fn a_jointly_open_child_has_a_worker_of_each_service_and_a_looked_after_child_a_reviewing_officer() {
    for Looked { borough, child, status, .. } in looked() {
        let has = |service: &str, role: &str| {
            child.allocations.iter().filter(|a| a.to.is_none()).any(|a| {
                let person = borough.people.iter().find(|p| p.id == a.person).unwrap();
                assert!(person.teams.contains(&a.team) && person.roles.contains(&a.role), "{}", child.source);
                a.service == service && a.role == role
            })
        };
        if status.jointly_open {
            assert!(has("yjs", "yjs-case-manager") && has("csc", "social-worker"), "{}", child.source);
            assert!(child.yjs_number.is_some() && child.csc_number.is_some(), "{}", child.source);
        }
        assert!(!status.looked_after || has("csc", "iro"), "{}", child.source);
    }
}

/// Most is recorded at once; now and then it takes days, and now and then one service is told later than the other.
#[test]
fn what_happened_is_mostly_recorded_at_once() {
    let events: Vec<&Value> =
        shown().iter().flat_map(|b| &b.children).filter(|c| c.title.is_some()).flat_map(|c| &c.events).collect();
    let later = events.iter().filter(|e| e.get("known").is_some_and(Value::is_string)).count();
    let apart = events.iter().filter(|e| e.get("known").is_some_and(Value::is_object)).count();
    assert!((5..=12).contains(&(later * 100 / events.len())), "{later} of {} later", events.len());
    assert!((1..=8).contains(&(apart * 100 / events.len())), "{apart} of {} apart", events.len());
}

/// Of a child who is charged at noon nothing has happened a minute after midnight: there is a record all the same.
#[test]
fn the_demonstration_begins_at_any_hour() {
    let mut demo = std::process::Command::new(env!("CARGO_BIN_EXE_tandem"))
        .args(["demo", "--today", "2026-11-23T00:01", "--port", "0"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut said = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(demo.stdout.take().unwrap()), &mut said).unwrap();
    demo.kill().unwrap();
    demo.wait().unwrap();
    assert!(said.contains("http://"), "{said}");
}
