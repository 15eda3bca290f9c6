//! Files that are read and files that are refused, topic by topic: `good/` and `bad/`.
//!
//! A file stands for a section of the made-up authority `example`; one whose name begins with `head-` or `facts-` for its protocol.yaml,
//! with `vocabulary-` for additions.yaml, with `holidays-` for bank-holidays.yaml; a folder for a whole folder of protocols. Beside each
//! stands a .txt: what a good one became, or the refusals exactly as they are printed. `UPDATE_EXPECT=1 cargo test` writes the .txt
//! anew: read them before they are committed, as the author of a protocol would.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use protocol::{Protocols, Refusals, SourceFile};

const HEAD: &str = "\
authority: example
title: A made-up protocol
edition: first
services: {yjs: Youth Justice Service, csc: Children's Social Care}
systems: {csc: the case system}
closures: [{day: 2026-12-29, name: council closed}]
settings:
  as-soon-as-possible: {is: 1 working day, assumed: true, why: the text gives no figure}
  forum-rhythm: {is: 3 months, assumed: true, why: the text says regularly}
  contact-point: {is: the duty desk, assumed: true, why: set locally}
";

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Every case of a folder, by name: the file or folder, in order.
fn cases(name: &str) -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(folder(name)).unwrap().map(|e| e.unwrap().path());
    let mut cases: Vec<(String, PathBuf)> = entries
        .filter(|path| path.extension().is_none_or(|e| e != "txt"))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path))
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

fn source(path: &str, bytes: impl Into<Vec<u8>>) -> SourceFile {
    SourceFile { path: path.to_owned(), bytes: bytes.into() }
}

/// The shipped words and the files of a case in their places.
fn shelf(name: &str, path: &Path) -> Vec<SourceFile> {
    let mut files: Vec<SourceFile> = protocol::shipped::files().into_iter().filter(|f| !f.path.contains('/')).collect();
    let mut put = |file: SourceFile| {
        files.retain(|f| f.path != file.path);
        files.push(file);
    };
    put(source("example/protocol.yaml", HEAD));
    if path.is_dir() {
        let mut below = Vec::new();
        collect(path, path, &mut below);
        below.into_iter().for_each(put);
    } else {
        let place = match name.split_once('-').map_or(name, |(topic, _)| topic) {
            "head" | "facts" => "example/protocol.yaml".to_owned(),
            "vocabulary" => "additions.yaml".to_owned(),
            "holidays" => "bank-holidays.yaml".to_owned(),
            _ => format!("example/{name}.yaml"),
        };
        let mut bytes = std::fs::read(path).unwrap();
        if place == "additions.yaml" && path.starts_with(folder("good")) {
            bytes = beside_the_shipped_additions(&String::from_utf8(bytes).unwrap()).into_bytes();
        }
        put(source(&place, bytes));
    }
    files
}

/// The words of a case and the shipped ones, mapping by mapping: words can be added, and none left out.
fn beside_the_shipped_additions(case: &str) -> String {
    let shipped = protocol::shipped::files().into_iter().find(|f| f.path == "additions.yaml").unwrap();
    let shipped = String::from_utf8(shipped.bytes).unwrap();
    let mut mappings: BTreeMap<&str, String> = BTreeMap::new();
    for text in [shipped.as_str(), case] {
        let mut key = "";
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            match line.strip_suffix(':').filter(|key| !key.starts_with(' ')) {
                Some(name) => key = name,
                None => mappings.entry(key).or_default().push_str(&format!("{line}\n")),
            }
        }
    }
    mappings.iter().map(|(key, words)| format!("{key}:\n{words}")).collect()
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let below = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.push(source(&below, std::fs::read(&path).unwrap()));
        }
    }
}

/// Compares every case of a folder with its .txt, or writes the .txt anew.
fn check(name: &str, told: impl Fn(Result<Protocols, Refusals>) -> Result<String, String>) {
    let anew = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = String::new();
    for (case, path) in cases(name) {
        let expected = folder(name).join(format!("{case}.txt"));
        match told(protocol::read(&shelf(&case, &path))) {
            Ok(said) if anew => std::fs::write(&expected, said).unwrap(),
            Ok(said) => {
                let before = std::fs::read_to_string(&expected).unwrap_or_default();
                if said != before {
                    writeln!(wrong, "{name}/{case}:\n{}", difference(&before, &said)).unwrap();
                }
            }
            Err(instead) => writeln!(wrong, "{name}/{case}: {instead}").unwrap(),
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

#[test]
fn good_files_are_read() {
    let shipped = shipped_facts();
    check("good", |read| {
        let protocols = read.map_err(|refusals| format!("refused:\n{refusals}"))?;
        let mut said = String::new();
        for (name, editions) in &protocols.authorities {
            for protocol in editions {
                writeln!(said, "{name}, edition {}", protocol.edition).unwrap();
                for clause in &protocol.clauses {
                    let due = clause.due.as_ref().map_or_else(String::new, |d| format!(", due {}", d.text));
                    let asks =
                        if clause.asks.is_empty() { String::new() } else { format!(", asks {}", clause.asks.len()) };
                    writeln!(said, "  {}: {}{due}{asks}", clause.id, clause.became().word()).unwrap();
                }
                let own = protocol.facts.iter().filter(|(id, _)| usize::from(id.0) >= shipped);
                for (_, fact) in own {
                    writeln!(said, "  fact {}: {}", fact.name, fact.means).unwrap();
                }
            }
        }
        Ok(said)
    });
}

/// How many facts there are besides an authority's own.
fn shipped_facts() -> usize {
    let files: Vec<SourceFile> = protocol::shipped::files().into_iter().filter(|f| !f.path.contains('/')).collect();
    let alone = files.into_iter().chain([source("example/protocol.yaml", HEAD)]).collect::<Vec<_>>();
    protocol::read(&alone).unwrap().latest("example").unwrap().facts.iter().count()
}

#[test]
fn bad_files_are_refused_in_these_words() {
    check("bad", |read| match read {
        Ok(_) => Err("read, though it is bad".into()),
        Err(refusals) => Ok(refusals.to_string()),
    });
}

/// A section whose only clause begins with these lines.
fn section(text: impl Into<Vec<u8>>) -> Result<Protocols, Refusals> {
    let mut files: Vec<SourceFile> = protocol::shipped::files().into_iter().filter(|f| !f.path.contains('/')).collect();
    files.extend([source("example/protocol.yaml", HEAD), source("example/01.yaml", text)]);
    protocol::read(&files)
}

fn first_refusal(text: impl Into<Vec<u8>>) -> String {
    section(text).map(|_| ()).unwrap_err().iter().next().unwrap().to_string()
}

#[test]
fn a_vocabulary_without_the_agreed_words_is_refused() {
    let mut files: Vec<SourceFile> = protocol::shipped::files().into_iter().filter(|f| !f.path.contains('/')).collect();
    for file in &mut files {
        let text = String::from_utf8(file.bytes.clone()).unwrap();
        let text = match file.path.as_str() {
            "additions.yaml" => {
                text.replace("question-answered", "answer-given").replace("sex: [female, male]", "sex: [male, female]")
            }
            _ => text,
        };
        file.bytes = text.into_bytes();
    }
    let said = protocol::read(&files).unwrap_err().to_string();
    assert_eq!(
        said,
        "additions.yaml: the event `question-answered` is missing\n    \
         help: the program knows these words: others are added, at the end, and none taken away or renamed\n\
         additions.yaml: the words of `sex` do not begin with the agreed ones, in their order\n    \
         help: the program knows these words: others are added, at the end, and none taken away or renamed\n"
    );
}

#[test]
fn a_huge_file_is_refused_before_it_is_looked_at() {
    assert_eq!(
        first_refusal(vec![b'#'; 50 * 1024 * 1024]),
        "example/01.yaml: the file is 50 MB long; at most 8 MB are read\n    help: split it: one file holds one child, or one \
         printed section"
    );
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = "example/01.yaml:1: the file nests deeper than 24 levels\n    help: the deepest that is meant here has six; look \
                for a bracket that is not closed";
    assert_eq!(first_refusal("[".repeat(100_000)), deep);
    assert_eq!(first_refusal("{a: ".repeat(100_000)), deep);
    assert_eq!(first_refusal("- ".repeat(100_000)), deep);
    let block: String = (0..3000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    assert_eq!(first_refusal(block), deep.replace("yaml:1", "yaml:25"));
}

#[test]
fn of_very_many_faults_the_first_thousand_are_told() {
    let clauses: String = (0..5000).map(|n| format!("- id: other-{n}\n")).collect();
    let refusals = section(format!("section: \"1\"\nheading: Many\nclauses:\n{clauses}")).unwrap_err();
    let said = refusals.to_string();
    assert!(refusals.is_full());
    assert_eq!(said.lines().last(), Some("these are the first 1000; there may be more"));
}

#[test]
fn a_word_as_long_as_a_book_is_cut_in_the_refusal() {
    let word = "x".repeat(1_000_000);
    let said = section(format!("section: \"1\"\nheading: Long\nclauses: [{{id: example-1, {word}: 1, on: {word}}}]\n"));
    let said = said.unwrap_err().to_string();
    assert!(said.lines().all(|line| line.len() < 400), "{}", said.len());
}

#[test]
fn a_refusal_holds_nothing_that_a_terminal_obeys() {
    let said = section("section: \"1\"\nheading: Odd\nclauses: [{id: \"example-\\e[31mred\\n\\u202e\"}]\n")
        .unwrap_err()
        .to_string();
    assert!(said.lines().any(|l| l.contains("`example-\u{fffd}[31mred \u{fffd}` cannot be an id")), "{said}");
}

#[test]
fn line_ends_and_a_byte_order_mark_make_no_difference() {
    let text = "section: \"1\"\nheading: Same\nclauses:\n- id: example-1\n  kind: principle\n  on: always\n  says: It holds.\n";
    let read = |text: String| section(text).unwrap().latest("example").unwrap().clause("1").cloned().unwrap();
    let plain = read(text.to_owned());
    assert_eq!(plain.line, 4);
    assert_eq!(read(text.replace('\n', "\r\n")), plain);
    assert_eq!(read(text.replace('\n', "\r")), plain);
    assert_eq!(read(format!("\u{feff}{text}")), plain);
}

#[test]
fn every_clause_that_the_shipped_files_name_is_there() {
    let protocols = protocol::read(&protocol::shipped::files()).unwrap();
    let all = || protocols.authorities.values().flatten().chain(&protocols.statute).flat_map(|p| &p.clauses);
    let known: std::collections::BTreeSet<&str> = all().map(|c| c.id.as_str()).collect();
    for clause in all() {
        for id in clause.same_as.iter().chain(&clause.see_also) {
            assert!(known.contains(id.as_str()), "{}: {id}", clause.id);
        }
    }
}
