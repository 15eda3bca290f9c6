//! What a service's system says of its children: read in by one at a time, kept whole, the fresher of two files; and whether a child is known.

use feeds::listed::Date;
use feeds::{Listed, Name, Spell, SpellKind, What};
use gate::{Action, Decision, On, Pass, Person, Request};
use record::{
    Entry, Feed, Imported, Key, KnownError, PairKept, Question, Quota, Record, RecordError, Run, Said, Unused, Waiting,
};
use serde_json::json;

use crate::people::{HOME, begin, gate, keep};
use crate::place::{Place, both};

const NOW: i64 = 1_780_000_000_000;
const QUOTA: Quota = Quota { an_hour: 3, a_day: 4 };

both! {
    of_two_readings_the_later_one_counts
    of_two_files_the_fresher_one_says_who_is_open
    a_child_is_known_by_each_name_and_hidden_by_each
    whom_a_file_alone_restricts_has_no_record_for_it
    what_waits_reads_back_as_it_was_kept
    under_another_key_nothing_is_answered
    asked_so_often_and_no_oftener_by_many_at_once
}

fn pass(action: Action, person: &Person) -> Pass {
    let on = if action == Action::Import { On::Installation } else { On::Authority(HOME) };
    match gate().decide(&Request::new(person, action, on, &Vec::new())) {
        Decision::Permit(pass) => pass,
        Decision::Refuse(refused) => panic!("{}", refused.reason),
    }
}

fn program() -> Pass {
    pass(Action::Import, &Person::program("import", HOME))
}

fn feed(layout: &str) -> Feed {
    Feed { authority: HOME.into(), service: "csc".into(), layout: layout.into() }
}

fn day(text: &str) -> calendar::Day {
    text.parse().unwrap()
}

fn ash(until: Option<&str>) -> Listed {
    let mut open = Spell::new(SpellKind::Open, day("2026-01-10"));
    open.until = until.map(|until| Date(day(until)));
    Listed {
        name: Name { given: "Ash Rowan".into(), family: "Brindle".into() },
        others: vec![Name { given: String::new(), family: "Thorn".into() }],
        born: Some(Date(day("2010-05-04"))),
        spells: vec![open],
        ..Listed::new("C1")
    }
}

/// Reads a file with one child in it, and keeps it.
async fn bring(record: &Record, layout: &str, as_of: &str, listed: Listed) -> Result<(), RecordError> {
    let run = record.begin_file(&program(), &feed(layout)).await?;
    read(record, &run, as_of, listed).await?;
    kept(record, &run).await;
    Ok(())
}

async fn read(record: &Record, run: &Run, as_of: &str, listed: Listed) -> Result<(), RecordError> {
    record.stage(&program(), run, &[(listed.number.clone(), 1, What::Who(Box::new(listed)))]).await?;
    let some = record.staged_after(&program(), &run.feed, "").await?;
    let next: Vec<(&Listed, bool)> = some.iter().map(|one| (&one.now, one.now.is_open_on(day(as_of)))).collect();
    record.list_next(&program(), run, day(as_of), &next).await
}

async fn kept(record: &Record, run: &Run) {
    let unused = Unused { file: "a.csv".into(), row: 7, ..Unused::default() };
    record.keep_file(&program(), run, Imported::default(), &[unused], NOW).await.unwrap();
}

async fn of_two_readings_the_later_one_counts(at: Place) {
    let record = at.open().await;
    let first = record.begin_file(&program(), &feed("ssd")).await.unwrap();
    read(&record, &first, "2026-04-01", ash(None)).await.unwrap();
    let second = record.begin_file(&program(), &feed("ssd")).await.unwrap();
    assert!(matches!(read(&record, &first, "2026-04-01", ash(None)).await, Err(RecordError::Overtaken)));
    assert!(record.keep_file(&program(), &first, Imported::default(), &[], NOW).await.is_err());
    assert_eq!(record.open_before(&program(), &feed("ssd")).await.unwrap(), 0, "nothing of it counts");
    // Whoever was overtaken clears nothing away either.
    read(&record, &second, "2026-04-01", ash(None)).await.unwrap();
    record.drop_file(&program(), &first).await.unwrap();
    kept(&record, &second).await;
    assert_eq!(record.open_before(&program(), &feed("ssd")).await.unwrap(), 1);
    assert_eq!(record.unused(&program(), &feed("ssd")).await.unwrap()[0].row, 7);
    assert_eq!(record.feeds(&program()).await.unwrap().imports.len(), 1);
}

async fn open(record: &Record) -> Vec<(String, usize)> {
    let all = record.open_children(&program(), "csc", None).await.unwrap();
    all.into_iter().map(|one| (one.number, one.spells.len())).collect()
}

async fn of_two_files_the_fresher_one_says_who_is_open(at: Place) {
    let record = at.open().await.with_key(Key::of([7; 32])).await.unwrap();
    bring(&record, "cin-xml", "2026-03-31", ash(None)).await.unwrap();
    assert_eq!(open(&record).await, [("C1".to_owned(), 1)]);
    assert_eq!(asked(&record, "Ash", "Brindle").await.unwrap(), [gate::Service::Csc]);
    bring(&record, "ssd", "2026-06-02", ash(Some("2026-06-01"))).await.unwrap();
    assert_eq!(open(&record).await, []);
    assert_eq!(asked(&record, "Ash", "Brindle").await.unwrap(), []);
    let listed = record.listed(&program(), "csc", "C1").await.unwrap().unwrap();
    assert_eq!(listed.spells.iter().map(|spell| spell.until.is_some()).collect::<Vec<_>>(), [true]);
    // Brought once more, after the fresher one, the old return opens nobody either.
    bring(&record, "cin-xml", "2026-03-31", ash(None)).await.unwrap();
    assert_eq!(open(&record).await, []);
    assert_eq!(asked(&record, "Ash", "Brindle").await.unwrap(), []);
}

fn asker(id: &str) -> Pass {
    let person = Person {
        standing: gate::Standing::Practitioner,
        service: gate::Service::Yjs,
        id: id.into(),
        ..Person::program("asker", HOME)
    };
    pass(Action::AskKnown, &person)
}

async fn asked_by(record: &Record, who: &str, given: &str, family: &str) -> Result<Vec<gate::Service>, KnownError> {
    let question =
        Question { given: given.into(), family: family.into(), born: "2010-05-04".into(), reason: "arrest".into() };
    record.known_to(&asker(who), &question, QUOTA, NOW).await
}

/// By somebody who has not asked before.
async fn asked(record: &Record, given: &str, family: &str) -> Result<Vec<gate::Service>, KnownError> {
    use std::sync::atomic::{AtomicU32, Ordering};
    static WHO: AtomicU32 = AtomicU32::new(0);
    asked_by(record, &format!("asker-{}", WHO.fetch_add(1, Ordering::Relaxed)), given, family).await
}

async fn a_child_is_known_by_each_name_and_hidden_by_each(at: Place) {
    let record = at.open().await.with_key(Key::of([7; 32])).await.unwrap();
    bring(&record, "ssd", "2026-04-01", ash(None)).await.unwrap();
    let ways = [("Ash", "Brindle"), ("ash rowan", "BRINDLE"), ("Ash", "Thorn"), ("Ash Rowan", "Thorn")];
    for (given, family) in ways {
        assert_eq!(asked(&record, given, family).await.unwrap(), [gate::Service::Csc], "{given} {family}");
    }
    assert_eq!(asked(&record, "Rowan", "Brindle").await.unwrap(), []);
    assert!(record.restricted_numbers(&program()).await.unwrap().is_empty());
    // A record with the number, by another name, is restricted: no name that the file has tells of the child any longer.
    begin(&record, "c1").await;
    let details = record::Details {
        authority: HOME.into(),
        given: "Asher".into(),
        family: "Brindle".into(),
        born: "2010-05-04".into(),
        numbers: record::Numbers { csc: Some("C1".into()), yjs: None },
        ..record::Details::default()
    };
    let restricted = Entry::Restricted { people: Some(vec!["head".into()]), reason: String::new() };
    keep(&record, "c1", "restricted", vec![Entry::Details { details }, restricted]).await.unwrap();
    for (given, family) in ways {
        assert_eq!(asked(&record, given, family).await.unwrap(), [], "{given} {family}");
    }
    let hidden = record.hidden_checks(&program(), 0).await.unwrap();
    assert_eq!(hidden.iter().filter(|check| check.hidden.iter().any(|one| one.subject == "C1")).count(), ways.len());
    let restricted = record.restricted_numbers(&program()).await.unwrap();
    assert_eq!(restricted[&("csc".to_owned(), "C1".to_owned())], Some("c1".to_owned()));
}

async fn whom_a_file_alone_restricts_has_no_record_for_it(at: Place) {
    let record = at.open().await.with_key(Key::of([7; 32])).await.unwrap();
    bring(&record, "ssd", "2026-04-01", Listed { restricted: true, ..ash(None) }).await.unwrap();
    let restricted = record.restricted_numbers(&program()).await.unwrap();
    assert_eq!(restricted.into_iter().collect::<Vec<_>>(), [(("csc".to_owned(), "C1".to_owned()), None)]);
    assert_eq!(asked(&record, "Ash", "Brindle").await.unwrap(), []);
    // The next file no longer says so.
    bring(&record, "ssd", "2026-04-02", ash(None)).await.unwrap();
    assert!(record.restricted_numbers(&program()).await.unwrap().is_empty());
}

async fn what_waits_reads_back_as_it_was_kept(at: Place) {
    let record = at.open().await;
    let says = Said { thing: "Date of birth".into(), says: "the same".into(), weight: 8.5 };
    let pair = |yjs: &str, answer: &str, found: i64| PairKept {
        yjs: yjs.into(),
        csc: "C1".into(),
        answer: answer.into(),
        evidence: vec![says.clone()],
        found,
    };
    let waits = |kind: &str, about: serde_json::Value, found: i64| Waiting {
        service: "csc".into(),
        number: "C1".into(),
        kind: kind.into(),
        why: format!("waits, because: {kind}"),
        about,
        found,
    };
    let pairs = |found: i64| {
        let answers = [("Y1", "ask"), ("Y2", "certain"), ("Y3", "decided"), ("Y4", "doubtful")];
        answers.map(|(yjs, answer)| pair(yjs, answer, found)).to_vec()
    };
    let waiting = |found: i64| {
        vec![
            waits("gone", json!("ssd"), found),
            waits("no-birth", json!(null), found),
            waits("two-records", json!(["a", "b"]), found),
        ]
    };
    record.keep_waiting(&program(), &pairs(0), &waiting(0), NOW).await.unwrap();
    assert_eq!(record.pairs(&program()).await.unwrap(), pairs(NOW));
    assert_eq!(record.waiting(&program()).await.unwrap(), waiting(NOW));
    // Found once more, it has waited since it was found first; what is new has not.
    let (mut more, mut all) = (waiting(0), waiting(NOW));
    more.push(waits("twice", json!("C2"), 0));
    all.push(waits("twice", json!("C2"), NOW + 1));
    all.sort_by(|a, b| a.kind.cmp(&b.kind));
    record.keep_waiting(&program(), &pairs(0)[..1], &more, NOW + 1).await.unwrap();
    assert_eq!(record.pairs(&program()).await.unwrap(), pairs(NOW)[..1]);
    assert_eq!(record.waiting(&program()).await.unwrap(), all);
}

async fn under_another_key_nothing_is_answered(at: Place) {
    let record = at.open().await.with_key(Key::of([7; 32])).await.unwrap();
    bring(&record, "ssd", "2026-04-01", ash(None)).await.unwrap();
    // Another copy of the program starts with a key of its own, and makes the hashes again.
    let other = at.open().await.with_key(Key::of([8; 32])).await.unwrap();
    assert_eq!(asked(&other, "Ash", "Brindle").await.unwrap(), [gate::Service::Csc]);
    assert!(matches!(asked(&record, "Ash", "Brindle").await, Err(KnownError::NoKey)), "rather than: not known");
}

async fn asked_so_often_and_no_oftener_by_many_at_once(at: Place) {
    let record = at.open().await.with_key(Key::of([7; 32])).await.unwrap();
    let once = || asked_by(&record, "one", "Ash", "Brindle");
    let (a, b, c, d, e) = tokio::join!(once(), once(), once(), once(), once());
    let refused = [a, b, c, d, e].iter().filter(|one| matches!(one, Err(KnownError::TooOften(_)))).count();
    assert_eq!(refused, 2);
    assert_eq!(record.asked_lately(&asker("one"), NOW + 1).await.unwrap(), (3, 3));
}
