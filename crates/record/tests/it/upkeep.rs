//! Verifying and building again: what was tampered with is found, and what stands beside the log can be lost.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use record::{Entry, Record};
use serde_json::json;

use crate::people::{NOW, begin, details, event, keep, opened, place, plain, retract, see, upkeep};
use crate::place::{Place, both};

both! { whole tampered_with beside_the_log rebuilt rebuilt_while_written rebuilt_is_the_same }

const TABLES: [&str; 4] = [
    "SELECT * FROM child ORDER BY child",
    "SELECT * FROM child_word ORDER BY child, word",
    "SELECT * FROM involvement ORDER BY child, authority, service, team, person, role",
    "SELECT child FROM agenda ORDER BY child",
];

async fn dump(at: &Place) -> Vec<Vec<Vec<String>>> {
    let mut all = Vec::new();
    for sql in TABLES {
        all.push(at.sql(sql).await);
    }
    all
}

async fn some(record: &Record) {
    for child in ["c1", "c2"] {
        begin(record, child).await;
        for n in 0..4 {
            keep(record, child, &format!("{child}-{n}"), vec![plain(&format!("e{n}"), "2026-03-02", "arrested")])
                .await
                .unwrap();
        }
        keep(record, child, &format!("{child}-with"), vec![Entry::Involved(place("yjs", "north", "amy", ""))])
            .await
            .unwrap();
    }
}

/// The streams and lines at which something is wrong.
async fn wrong(at: &Place) -> Vec<(String, u64)> {
    let record = at.open().await;
    let found = record.verify(&upkeep(), |_| {}).await.unwrap();
    found.differences.into_iter().map(|d| (d.stream, d.version)).collect()
}

async fn whole(at: Place) {
    let record = at.open().await;
    assert_eq!(record.verify(&upkeep(), |_| {}).await.unwrap(), record::Verified::default());
    some(&record).await;
    let mut told = Vec::new();
    let found = record.verify(&upkeep(), |n| told.push(n)).await.unwrap();
    assert_eq!((found.streams, found.lines, found.differences, told), (2, 12, vec![], vec![2]));
}

async fn tampered_with(at: Place) {
    let record = at.open().await;
    some(&record).await;
    drop(record);
    at.unguard().await;
    let flip = |column: &str| {
        if at.is_sqlite() {
            format!("UPDATE log SET {column} = zeroblob(32) WHERE stream = 'c1' AND version = 3")
        } else {
            format!(
                "UPDATE log SET {column} = set_byte({column}, 5, get_byte({column}, 5) # 1) WHERE stream = 'c1' AND version = 3"
            )
        }
    };
    let line = |n: u64| ("c1".to_owned(), n);
    let to_c1 = "stream, version, recorded, person, payload, salt, chain";
    let cases: Vec<(Vec<String>, u64)> = vec![
        (
            vec![
                "UPDATE log SET payload = REPLACE(payload, 'arrested', 'charged') WHERE stream = 'c1' AND version = 3"
                    .into(),
            ],
            3,
        ),
        (vec!["UPDATE log SET payload = payload || ' ' WHERE stream = 'c1' AND version = 1".into()], 1),
        (vec![flip("salt")], 3),
        (vec![flip("chain")], 3),
        (vec!["UPDATE log SET recorded = recorded - 1 WHERE stream = 'c1' AND version = 6".into()], 6),
        (vec!["UPDATE log SET person = 'eve' WHERE stream = 'c1' AND version = 2".into()], 2),
        (vec!["DELETE FROM log WHERE stream = 'c1' AND version = 4".into()], 4),
        (vec!["DELETE FROM log WHERE stream = 'c1' AND version = 6".into()], 6),
        (vec!["DELETE FROM log WHERE stream = 'c1'".into()], 1),
        (
            [
                "UPDATE log SET version = 99 WHERE stream = 'c1' AND version = 3",
                "UPDATE log SET version = 3 WHERE stream = 'c1' AND version = 4",
                "UPDATE log SET version = 4 WHERE stream = 'c1' AND version = 99",
            ]
            .map(String::from)
            .into(),
            3,
        ),
        (
            vec![
                "DELETE FROM log WHERE stream = 'c1' AND version = 3".into(),
                format!(
                    "INSERT INTO log ({to_c1}) SELECT 'c1', version, recorded, person, payload, salt, chain FROM log WHERE stream = 'c2' AND version = 3"
                ),
            ],
            3,
        ),
        (
            vec![format!(
                "INSERT INTO log ({to_c1}) SELECT 'c1', 7, recorded, person, payload, salt, chain FROM log WHERE stream = 'c2' AND version = 6"
            )],
            7,
        ),
    ];
    at.sql("CREATE TABLE before AS SELECT * FROM log").await;
    assert_eq!(wrong(&at).await, []);
    for (changes, first) in cases {
        for sql in &changes {
            at.sql(sql).await;
        }
        let found = wrong(&at).await;
        assert!(found.contains(&line(first)), "{changes:?}: {found:?}");
        assert!(found.iter().all(|(stream, _)| stream == "c1"), "{changes:?}: {found:?}");
        at.sql("DELETE FROM log").await;
        at.sql("INSERT INTO log SELECT * FROM before").await;
    }
    assert_eq!(wrong(&at).await, []);
}

async fn beside_the_log(at: Place) {
    let record = at.open().await;
    some(&record).await;
    for sql in [
        "UPDATE child SET family = 'Eve' WHERE child = 'c1'",
        "UPDATE child SET version = 5 WHERE child = 'c1'",
        "UPDATE child SET ties = REPLACE(ties, 'amy', 'eve') WHERE child = 'c1'",
        "DELETE FROM child WHERE child = 'c1'",
        "DELETE FROM child_word WHERE child = 'c1' AND word = 'rosa'",
        "INSERT INTO involvement (child, authority, service, team, person, role) VALUES ('c1', 'camden', 'yjs', '', 'eve', '')",
        "DELETE FROM involvement WHERE child = 'c1'",
    ] {
        at.sql(sql).await;
        assert_eq!(wrong(&at).await, [("c1".to_owned(), 0)], "{sql}");
        assert_eq!(record.rebuild(&upkeep(), NOW, |_| {}).await.unwrap(), 2);
        assert_eq!(wrong(&at).await, [], "{sql}");
    }
    at.sql("INSERT INTO child SELECT 'c9', authority, host, version, given, family, born, search, ties FROM child WHERE child = 'c1'").await;
    assert_eq!(wrong(&at).await, [("c9".to_owned(), 0)]);
    record.rebuild(&upkeep(), NOW, |_| {}).await.unwrap();
    assert_eq!(wrong(&at).await, []);
    assert_eq!(record.child(&see("c1")).await.unwrap().version, 6);
}

async fn rebuilt(at: Place) {
    let record = at.open().await;
    some(&record).await;
    let before = dump(&at).await;
    for table in ["child", "child_word", "involvement", "agenda"] {
        at.sql(&format!("DELETE FROM {table}")).await;
    }
    assert!(record.child(&see("c1")).await.is_err());
    record.rebuild(&upkeep(), NOW, |_| {}).await.unwrap();
    assert_eq!(dump(&at).await, before);
    keep(&record, "c1", "on it goes", vec![plain("e9", "2026-03-02", "arrested")]).await.unwrap();
}

async fn rebuilt_while_written(at: Place) {
    let record = std::sync::Arc::new(at.open().await);
    some(&record).await;
    let other = at.open().await;
    let rebuilding = std::sync::Arc::clone(&record);
    let rebuilds = tokio::spawn(async move {
        for _ in 0..10 {
            rebuilding.rebuild(&upkeep(), NOW, |_| {}).await.unwrap();
        }
    });
    let mut n = 0;
    while !rebuilds.is_finished() || n == 0 {
        keep(&other, "c1", &format!("w{n}"), vec![Entry::Involved(place("csc", &format!("t{n}"), "", ""))])
            .await
            .unwrap();
        n += 1;
    }
    rebuilds.await.unwrap();
    assert_eq!(wrong(&at).await, []);
    assert_eq!(other.child(&see("c1")).await.unwrap().involved.len(), n + 1);
}

/// Something that somebody may do next.
fn step() -> impl Strategy<Value = (usize, u8, u8)> {
    (0..3_usize, 0..9_u8, 0..4_u8)
}

fn entries(kind: u8, n: usize, k: u8) -> Vec<Entry> {
    let id = format!("e{n}");
    match kind {
        0 => vec![plain(&id, "2026-03-02", "arrested"), plain(&format!("{id}b"), "2026-03-04", "charged")],
        1 => vec![Entry::Involved(place("yjs", &format!("t{k}"), "amy", "yjs-case-manager"))],
        2 => vec![Entry::Uninvolved(place("yjs", &format!("t{k}"), "amy", "yjs-case-manager"))],
        3 => vec![Entry::Details { details: details(&format!("Rosa{k}"), "Amber", "2010-05-04") }],
        4 => vec![Entry::Restricted { people: (k > 1).then(|| vec![format!("p{k}")]), reason: String::new() }],
        5 => vec![event(&id, "2026-03-03", "arrested", json!({ "corrects": "e0" }))],
        6 => vec![retract(&id, "2026-03-05", "e0")],
        7 => vec![plain(&id, "2026-03-06", "yjs-involvement-started")],
        _ => vec![Entry::Siblings { children: (0..k).map(|n| format!("s{n}")).collect() }],
    }
}

/// What stands beside the log after any writes is what is built from the log.
async fn rebuilt_is_the_same(at: Place) {
    let record = at.open().await;
    let runtime = tokio::runtime::Handle::current();
    let tried = tokio::task::block_in_place(|| {
        let round = std::cell::Cell::new(0);
        TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() }).run(
            &prop::collection::vec(step(), 1..15),
            |steps| {
                round.set(round.get() + 1);
                runtime.block_on(async {
                    let child = |n: usize| format!("r{}-c{n}", round.get());
                    for n in 0..3 {
                        keep(
                            &record,
                            &child(n),
                            &child(n),
                            vec![opened("Rosa", "Amber"), plain("e0", "2026-03-01", "arrested")],
                        )
                        .await
                        .unwrap();
                    }
                    for (n, (whom, kind, k)) in steps.into_iter().enumerate() {
                        // What cannot be is refused and leaves nothing, which is as good here.
                        let _refused =
                            keep(&record, &child(whom), &format!("{}-{n}", child(whom)), entries(kind, n + 1, k)).await;
                    }
                    let live = dump(&at).await;
                    let found = record.verify(&upkeep(), |_| {}).await.unwrap();
                    record.rebuild(&upkeep(), NOW, |_| {}).await.unwrap();
                    prop_assert_eq!(found.differences, []);
                    prop_assert_eq!(dump(&at).await, live);
                    Ok(())
                })
            },
        )
    });
    tried.unwrap();
}
