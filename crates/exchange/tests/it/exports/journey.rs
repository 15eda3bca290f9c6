//! A journey as YAML.

use std::path::PathBuf;

use calendar::Moment;
use exchange::exports::{About, journey::yaml};
use protocol::yaml::{Kind, Node, read};
use record::{Details, Entry};
use serde_json::{Map, Value, json};

use super::NASTY;
use crate::world::{World, book, ms};

fn about(by: &str) -> About {
    About { whose: "Camden".into(), at: "2026-06-10T10:00".parse().unwrap(), by: by.into(), id: "yj-m".into() }
}

/// What a reader makes of a tree, whatever stands in quotes.
fn said(node: &Node) -> Value {
    match &node.kind {
        Kind::Map(_) => Value::Object(node.entries().map(|(key, _, value)| (key.to_owned(), said(value))).collect()),
        Kind::List(items) => items.iter().map(said).collect(),
        Kind::Scalar { text, .. } => json!({"text": text, "null": node.is_null(), "is": node.bool(), "n": node.int()}),
    }
}

/// What YAML and JSON say of the same thing is the same.
#[track_caller]
fn check(value: &Value) -> String {
    let text = yaml(value, &about("Linnet\nHale\u{2028}: x"));
    let as_yaml = read("a.yaml", &text).unwrap_or_else(|refused| panic!("{refused}\n{text}"));
    let as_json = read("a.json", &value.to_string()).unwrap();
    assert_eq!(said(&as_yaml), said(&as_json), "{text}");
    assert!(text.starts_with(
        "# For internal use of Camden only. Made on Wed 10 June 2026 at 10:00 by Linnet Hale : x. Contains"
    ));
    text
}

#[test]
fn no_text_is_taken_for_anything_else() {
    let words = [
        "",
        " ",
        "~",
        "null",
        "Null",
        "yes",
        "NO",
        "true",
        "off",
        "y",
        "1",
        "0x1F",
        "1e3",
        "-5",
        "12:30",
        ".inf",
        "a: b",
        "- a",
        "#a",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a",
        "[a]",
        "{a}",
        "a,b",
        "?",
        "|",
        ">",
        "'",
        "\"",
        "\\",
        "2026-06-10",
        "2026-06-10T10:00",
        "2026-10-25T01:30+00:00",
        "2026-02-30",
        "tab\there",
        "line\nnext",
        "\u{7f}",
        "\u{85}",
        "\u{a0}",
        "\u{2028}",
        "\u{202e}abc",
        "é",
        "👩‍⚖️",
        "---",
        "...",
        "a ",
        " a",
        "e1",
        "bail-support",
        "a_b",
    ];
    for word in words.into_iter().chain(NASTY) {
        check(&json!({"a": word, "events": [word, {"b": word, "c": [word, word], "d": {"e": word}}]}));
        check(&json!({ "a": "x", word: 1 }));
    }
    check(
        &json!({"events": [], "child": {}, "n": -3, "is": false, "nothing": null, "deep": {"a": [[1, [2]], {"b": []}]}}),
    );
}

#[test]
fn a_long_entry_goes_over_several_lines() {
    let note = "A long word of a worker ".repeat(8);
    let text = check(&json!({
        "protocol": {"home": "camden", "host": "dudley"},
        "events": [
            {"id": "a1", "at": "2026-05-11", "event": "missing"},
            {"id": "a2", "at": "2026-05-12", "known": {"yjs": "2026-05-12", "csc": "2026-05-13"}, "with": {"note": note, "of": ["yjs", "csc"]}},
        ],
    }));
    let expected = format!(
        "protocol: {{home: camden, host: dudley}}\nevents:\n  - {{id: a1, at: 2026-05-11, event: missing}}\n  - id: a2\n    at: 2026-05-12\n    \
         known: {{yjs: 2026-05-12, csc: 2026-05-13}}\n    with:\n      note: \"{note}\"\n      of: [yjs, csc]\n"
    );
    assert!(text.ends_with(&expected), "{text}");
}

/// A node of a file of ours as JSON.
fn value(node: &Node) -> Value {
    match &node.kind {
        Kind::Map(_) => {
            Value::Object(node.entries().map(|(key, _, one)| (key.to_owned(), value(one))).collect::<Map<_, _>>())
        }
        Kind::List(items) => items.iter().map(value).collect(),
        Kind::Scalar { .. } if node.is_null() => Value::Null,
        Kind::Scalar { text, .. } => match (node.bool(), node.int()) {
            (Some(is), _) => json!(is),
            (_, Some(n)) => json!(n),
            _ => json!(text),
        },
    }
}

/// Every worked journey of the protocols: the paths.
fn worked() -> Vec<PathBuf> {
    let protocols = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../protocols");
    let folders = std::fs::read_dir(protocols).unwrap().map(|one| one.unwrap().path().join("journeys"));
    let files = folders.filter(|path| path.is_dir()).flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let mut all: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    all.retain(|path| path.extension().is_some_and(|end| end == "yaml"));
    all.sort();
    all
}

/// The duties of a journey, as the program prints them.
fn duties(file: &str, text: &str) -> Value {
    let book = book();
    let journey = journey::read(file, text.as_bytes(), &book.protocols.vocabulary)
        .unwrap_or_else(|refused| panic!("{refused}\n{text}"));
    let timeline = journey.timeline(journey.as_at.unwrap(), journey.as_known_at);
    duties::output::json(&book.engine.answer(&journey.under, &timeline, journey.as_known_at))
}

/// A duty's id names the entry that set it off: the record gives one to each, and a file need not.
fn without_ids(mut duties: Value) -> Value {
    for duty in duties["duties"].as_array_mut().unwrap() {
        duty.as_object_mut().unwrap().shift_remove("id");
    }
    duties
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_worked_journey_goes_through_the_record_and_comes_out_the_same() {
    let world = World::new("exports-journeys").await;
    let mut compared = 0;
    for path in worked() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let root = value(&read(&name, &text).unwrap());
        let under = &root["protocol"];
        let authority = under.as_str().or_else(|| under["home"].as_str()).unwrap().to_owned();
        let as_text = |value: &Value| value.as_str().map(str::to_owned);
        let details = Details {
            authority,
            host: as_text(&under["host"]),
            given: "Made".into(),
            family: "Up".into(),
            born: root["child"]["born"].as_str().unwrap().into(),
            sex: as_text(&root["child"]["sex"]),
            ..Details::default()
        };
        let siblings = root["child"].get("siblings");
        if siblings.is_some() {
            // The record counts the brothers and sisters who have a record, and not a number that somebody typed.
            continue;
        }
        let mut entries = vec![Entry::Opened { details }];
        for (n, event) in root["events"].as_array().into_iter().flatten().enumerate() {
            let mut event = event.clone();
            for key in ["id", "follows", "corrects", "retracts"] {
                if let Some(number) = event.get(key).filter(|id| id.is_number()).cloned() {
                    event[key] = json!(number.to_string());
                }
            }
            event.as_object_mut().unwrap().entry("id").or_insert_with(|| json!(format!("own-{n}")));
            entries.push(Entry::Event { event });
        }
        let child = format!("j{compared}");
        let kept = world.keep_only(&child, entries, ms("2035-01-01T09:00")).await;
        let Ok(kept) = kept else { panic!("{name}: {}", kept.unwrap_err()) };
        let mut exported = kept.as_journey();
        for key in ["as_at", "as_known_at"] {
            if let Some(at) = root.get(key) {
                exported[key] = at.clone();
            }
        }
        let text_out = yaml(&exported, &about("Linnet Hale"));
        let (before, after) = (duties(&name, &text), duties(&name, &text_out));
        assert_eq!(after, duties(&name, &exported.to_string()), "{name}");
        assert_eq!(without_ids(before), without_ids(after), "{name}\n{text_out}");
        compared += 1;
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn what_it_is_called_says_for_whom_it_is() {
    let name = about("Linnet Hale").name("caseload", ".csv");
    assert_eq!(name, "caseload-Camden-2026-06-10T1000-yj-m-internal-personal-data.csv");
    let odd = About { whose: "a/../b".into(), ..about("x") };
    assert_eq!(odd.name("ssd", ""), "ssd-a-..-b-2026-06-10T1000-yj-m-internal-personal-data");
    let at: Moment = "2026-06-10".parse().unwrap();
    assert!(About { at, ..about("x") }.name("ssd", "").contains("-2026-06-10-"));
}
