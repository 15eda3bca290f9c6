//! Journeys that are read and journeys that are refused, topic by topic: `good/` and `bad/`.
//!
//! Beside each file stands a .txt: what a good one says, or the refusals exactly as they are printed. `UPDATE_EXPECT=1 cargo test`
//! writes the .txt anew: read them before they are committed, as the person who writes a journey would.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use journey::{Journey, What};
use protocol::Refusals;
use protocol::vocabulary::Vocabulary;

/// The shipped words.
pub fn vocabulary() -> Vocabulary {
    let files = protocol::shipped::files();
    let words = files.iter().filter(|f| ["vocabulary.yaml", "additions.yaml"].contains(&f.path.as_str()));
    let mut trees: Vec<_> =
        words.map(|f| (f.path.as_str(), protocol::yaml::read_bytes(&f.path, &f.bytes).unwrap())).collect();
    trees.sort_by_key(|(path, _)| *path != "vocabulary.yaml");
    Vocabulary::read(trees.iter().map(|(path, root)| (*path, root))).unwrap()
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Compares every journey of a folder with its .txt, or writes the .txt anew.
fn check(name: &str, told: impl Fn(&Vocabulary, Result<Journey, Refusals>) -> Result<String, String>) {
    let vocabulary = vocabulary();
    let anew = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = String::new();
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder(name)).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e != "txt"));
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let file = path.file_name().unwrap().to_str().unwrap();
        let expected = path.with_extension("txt");
        let read = journey::read(file, &std::fs::read(&path).unwrap(), &vocabulary);
        match told(&vocabulary, read) {
            Ok(said) if anew => std::fs::write(&expected, said).unwrap(),
            Ok(said) => {
                let before = std::fs::read_to_string(&expected).unwrap_or_default();
                if said != before {
                    writeln!(wrong, "{name}/{file}:\n{}", difference(&before, &said)).unwrap();
                }
            }
            Err(instead) => writeln!(wrong, "{name}/{file}: {instead}").unwrap(),
        }
    }
    assert!(wrong.is_empty(), "{wrong}\nUPDATE_EXPECT=1 writes the expectations anew");
}

/// The lines that went and came.
fn difference(before: &str, now: &str) -> String {
    let gone = before.lines().filter(|l| !now.lines().any(|n| n == *l)).map(|l| format!("  - {l}\n"));
    let come = now.lines().filter(|l| !before.lines().any(|b| b == *l)).map(|l| format!("  + {l}\n"));
    let changed: String = gone.chain(come).collect();
    if changed.is_empty() { format!("  the order changed:\n{now}") } else { changed }
}

/// A journey in brief: what was understood, one line for each entry.
pub fn brief(journey: &Journey, vocabulary: &Vocabulary) -> String {
    let mut said = String::new();
    let host = journey.under.host.as_deref().map_or_else(String::new, |host| format!(", host {host}"));
    writeln!(said, "home {}{host}; {:?}", journey.under.home, journey.child).unwrap();
    for entry in &journey.written {
        let what = match &entry.what {
            What::Event { kind, values, corrects } => {
                let event = vocabulary.event(*kind);
                let said: Vec<String> = event
                    .attributes
                    .iter()
                    .zip(values)
                    .filter_map(|(a, value)| Some(format!(" {}={}", a.name, shown(value.as_ref()?, vocabulary))))
                    .collect();
                let corrects = corrects.as_ref().map_or_else(String::new, |id| format!(", corrects {id}"));
                format!("{}{}{corrects}", event.name, said.concat())
            }
            What::Retracts(id) => format!("retracts {id}"),
            What::Erased(erased) => format!("erased by {}", erased.by),
        };
        let told = |moment: Option<calendar::Moment>| moment.map_or_else(|| "not told".to_owned(), |m| m.to_string());
        let id = entry.id.as_ref().map_or_else(String::new, |id| format!(" [{id}]"));
        let follows = entry.follows.as_ref().map_or_else(String::new, |id| format!(", follows {id}"));
        writeln!(
            said,
            "{}{id} {}: {what}{follows}; yjs {}, csc {}",
            entry.place,
            entry.at,
            told(entry.known.yjs),
            told(entry.known.csc)
        )
        .unwrap();
    }
    let asked = |moment: Option<calendar::Moment>| moment.map_or_else(|| "-".to_owned(), |m| m.zoned());
    writeln!(said, "as at {}, as known at {}", asked(journey.as_at), asked(journey.as_known_at)).unwrap();
    if let Some(expect) = &journey.expect {
        let status = expect.status.as_ref().map_or(0, |s| s.entries().count());
        let (duties, absent, findings) = (expect.duties.len(), expect.absent.len(), expect.findings.len());
        writeln!(said, "expects duties {duties}, absent {absent}, findings {findings}, status {status}").unwrap();
    }
    said
}

fn shown(value: &protocol::vocabulary::Value, vocabulary: &Vocabulary) -> String {
    use protocol::vocabulary::Value;
    match value {
        Value::Bool(b) => b.to_string(),
        Value::Int(n) => n.to_string(),
        Value::Day(day) => day.to_string(),
        Value::Text(text) => format!("{text:?}"),
        Value::Words(words) => words.iter().map(|w| vocabulary.spell(*w)).collect::<Vec<_>>().join("+"),
        Value::Roles(roles) => roles.iter().map(|r| vocabulary.role(*r).name.as_str()).collect::<Vec<_>>().join("+"),
    }
}

#[test]
fn good_journeys_are_read() {
    check("good", |vocabulary, read| match read {
        Ok(journey) => Ok(brief(&journey, vocabulary)),
        Err(refusals) => Err(format!("refused:\n{refusals}")),
    });
}

#[test]
fn bad_journeys_are_refused_in_these_words() {
    check("bad", |_, read| match read {
        Ok(_) => Err("read, though it is bad".into()),
        Err(refusals) => Ok(refusals.to_string()),
    });
}

const PLAIN: &str = "\
protocol: enfield
child: {born: 2010-05-04}
events:
  - {at: 2026-03-02, event: csc-involvement-started, with: {plan: child-in-need}}
  - {at: 2026-03-05T14:30, event: yjs-involvement-started, known: 2026-03-06T09:00}
as_at: 2026-04-01T09:00
";

fn read(bytes: &[u8]) -> Journey {
    journey::read("a.yaml", bytes, &vocabulary()).unwrap_or_else(|refusals| panic!("{refusals}"))
}

#[test]
fn line_ends_and_a_byte_order_mark_make_no_difference() {
    let plain = read(PLAIN.as_bytes());
    assert_eq!(read(PLAIN.replace('\n', "\r\n").as_bytes()), plain);
    assert_eq!(read(PLAIN.replace('\n', "\r").as_bytes()), plain);
    assert_eq!(read(format!("\u{feff}{PLAIN}").as_bytes()), plain);
}

#[test]
fn json_says_the_same_as_yaml() {
    let json = r#"{"protocol":"enfield","child":{"born":"2010-05-04"},"events":[
        {"at":"2026-03-02","event":"csc-involvement-started","with":{"plan":"child-in-need"}},
        {"at":"2026-03-05T14:30","event":"yjs-involvement-started","known":"2026-03-06T09:00","with":null,"id":null}],
        "as_at":"2026-04-01T09:00","as_known_at":null,"expect":null}"#;
    let vocabulary = vocabulary();
    let yaml = brief(&read(PLAIN.as_bytes()), &vocabulary);
    assert_eq!(brief(&read(json.as_bytes()), &vocabulary), yaml);
    assert_eq!(brief(&read(json.replace("\n        ", "").as_bytes()), &vocabulary), yaml, "on one line");
    assert_eq!(brief(&read(json.replace("        ", "\t").as_bytes()), &vocabulary), yaml, "indented with tabs");
}

#[test]
fn json_may_write_a_character_as_two_escapes() {
    let json = |text: &str| {
        let text = format!(
            r#"{{"protocol":"enfield","child":{{"born":"2010-05-04"}},"events":[{{"at":"2026-03-02","event":"duty-done",
            "with":{{"clause":"enfield-8.7e","note":"{text}"}}}}],"as_at":"2026-04-01"}}"#
        );
        brief(&read(text.as_bytes()), &vocabulary())
    };
    assert!(json(r"caf\u00e9 \ud83d\ude00 and \/").contains(r#"note="café 😀 and /""#));
    assert!(json(r"no escape: \\ud83d\\ude00").contains(r#"note="no escape: \\ud83d\\ude00""#));
}
