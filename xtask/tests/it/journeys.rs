//! Which clauses need a worked journey, and which have one.

use protocol::SourceFile;
use xtask::journeys::{Tally, tally};

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
}

const HEAD: &str = "authority: borough\ntitle: a made-up protocol\nedition: undated\n";

/// Two clauses with a clock, a rule, a duty without a clock, one on the calendar, and guidance.
const SECTION: &str = "section: \"1\"\nheading: A heading\nclauses:
- {id: borough-1a, para: \"1\", kind: duty, on: released, owner: yjs, says: Visit., due: within 5 working days of released}
- {id: borough-1b, para: \"1\", kind: record, on: released, owner: yjs, says: Write., due: within 2 days of released}
- {id: borough-1c, para: \"1\", kind: rule, on: released, says: It may close., if: age < 18}
- {id: borough-1d, para: \"1\", kind: duty, on: released, owner: yjs, says: Talk.}
- {id: borough-1e, para: \"1\", kind: duty, on: on-calendar, owner: yjs, says: Review., due: every 12 months}
- {id: borough-1f, para: \"1\", kind: principle, on: always, says: Be kind.}
";

/// Tallies the made-up protocol with one journey that expects this.
fn check(expect: &str, expected: Tally) {
    let mut files: Vec<SourceFile> = protocol::shipped::files().into_iter().filter(|f| !f.path.contains('/')).collect();
    files.push(file("borough/protocol.yaml", HEAD));
    files.push(file("borough/01-a.yaml", SECTION));
    let protocols = protocol::read(&files).unwrap();
    let journey = format!(
        "protocol: borough\nchild: {{born: 2010-05-04}}\nevents:\n- {{at: 2026-03-02, event: released}}\nas_at: 2026-04-01\n{expect}"
    );
    let tallies = tally(&protocols, &[file("borough/journeys/1.yaml", &journey)]).unwrap();
    assert_eq!(tallies.get("borough"), Some(&expected), "{expect}");
}

#[test]
fn what_no_journey_names() {
    let expect = "expect:\n  duties:\n  - {clause: borough-1a, state: overdue}\n  absent: [borough-1b]\n";
    let expected = Tally {
        clocks: (2, 2),
        rules: (1, 0),
        undated: (1, 0),
        unnamed: vec!["borough-1c (borough/01-a.yaml:6)".into()],
        only_absent: vec!["borough-1b".into()],
        undated_unnamed: vec!["borough-1d (borough/01-a.yaml:7)".into()],
    };
    check(expect, expected);
}

#[test]
fn every_one_named() {
    let expect = "expect:\n  duties:\n  - {clause: borough-1a, state: overdue}\n  - {clause: borough-1b}\n  - {clause: borough-1d}\n  \
        absent: [{clause: borough-1b, occurrence: 2}]\n  findings:\n  - {clause: borough-1c, value: true}\n";
    check(expect, Tally { clocks: (2, 2), rules: (1, 1), undated: (1, 1), ..Tally::default() });
}

#[test]
fn a_journey_without_expectations_names_nothing() {
    let expected = Tally {
        clocks: (2, 0),
        rules: (1, 0),
        undated: (1, 0),
        unnamed: [
            "borough-1a (borough/01-a.yaml:4)",
            "borough-1b (borough/01-a.yaml:5)",
            "borough-1c (borough/01-a.yaml:6)",
        ]
        .map(String::from)
        .to_vec(),
        undated_unnamed: vec!["borough-1d (borough/01-a.yaml:7)".into()],
        ..Tally::default()
    };
    check("", expected);
}
