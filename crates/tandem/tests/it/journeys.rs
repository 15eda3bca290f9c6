//! `tandem journey`: what is expected and holds, what does not, and the line that closes the run.

use crate::run::{files, own_folder, root, tandem, write};

const PLAIN: &str = "\
protocol: enfield
child: {born: 2010-05-04}
events:
- {at: 2026-03-02, event: csc-involvement-started, with: {plan: child-in-need}}
- {at: 2026-03-05, event: yjs-involvement-started}
as_at: 2026-04-01
";
const HOLDS: &str = "expect: {status: {jointly_open: true, looked_after: false, age: 15}}\n";
const FAILS: &str = "expect:\n  status: {jointly_open: false}\n  duties:\n  - {clause: enfield-8.7e, state: open}\n";

/// Every worked journey of every protocol holds.
#[test]
fn the_worked_journeys_pass() {
    let protocols = root().join("protocols");
    let mut folders: Vec<_> = std::fs::read_dir(protocols)
        .unwrap()
        .map(|e| e.unwrap().path().join("journeys"))
        .filter(|p| p.is_dir())
        .collect();
    folders.sort();
    let number: usize = folders.iter().map(|f| files(f, &["yaml", "json"]).len()).sum();
    assert!(folders.len() >= 6 && number > 300, "{number} journeys in {} folders", folders.len());
    let came = tandem(["journey".into()].into_iter().chain(folders.into_iter().map(|f| f.into_os_string())));
    let failed: Vec<&str> = came.out.lines().filter(|line| !line.starts_with("ok")).collect();
    // Standard error is no terminal here: it is not told how far the run is.
    assert_eq!((came.status, came.err.as_str()), (0, ""), "{}", failed.join("\n"));
    assert_eq!(failed, [format!("{number} passed, 0 failed")]);
}

#[test]
fn an_expectation_that_does_not_hold() {
    let folder = own_folder("an_expectation_that_does_not_hold");
    let (good, bad) =
        (write(&folder, "good.yaml", format!("{PLAIN}{HOLDS}")), write(&folder, "bad.yaml", format!("{PLAIN}{FAILS}")));
    let came = tandem(["journey".as_ref(), good.as_os_str(), bad.as_os_str()]);
    assert_eq!((came.status, came.err.as_str()), (1, ""));
    let lines: Vec<&str> = came.out.lines().collect();
    assert_eq!(lines.first(), Some(&format!("ok      {}", good.display()).as_str()));
    assert_eq!(lines.get(1), Some(&format!("FAILED  {}", bad.display()).as_str()));
    assert!(came.out.contains("status jointly_open is true, expected false"), "{}", came.out);
    assert!(
        came.out.contains("no duty {clause: enfield-8.7e, state: open}; there is none of this clause"),
        "{}",
        came.out
    );
    assert_eq!(lines.last(), Some(&"1 passed, 1 failed"));
}

#[test]
fn a_folder_stands_for_the_journeys_in_it() {
    let folder = own_folder("a_folder_stands_for_the_journeys_in_it");
    write(&folder, "one.yaml", format!("{PLAIN}{HOLDS}"));
    write(
        &folder,
        "two.json",
        r#"{"protocol":"enfield","child":{"born":"2010-05-04"},"events":[],"as_at":"2026-04-01",
        "expect":{"status":{"jointly_open":false}}}"#,
    );
    write(&folder, "three.txt", "no journey");
    let came = tandem(["journey".as_ref(), folder.as_os_str()]);
    assert_eq!((came.status, came.out.lines().last()), (0, Some("2 passed, 0 failed")), "{}", came.err);
}

#[test]
fn a_journey_that_expects_nothing_fails_in_nothing() {
    let folder = own_folder("a_journey_that_expects_nothing");
    let file = write(&folder, "a.yaml", PLAIN);
    let came = tandem(["journey".as_ref(), file.as_os_str()]);
    assert_eq!((came.status, came.out.lines().last()), (0, Some("1 passed, 0 failed")));
    assert!(came.out.contains("a.yaml (it expects nothing)"), "{}", came.out);
}

#[test]
fn what_cannot_be_used_weighs_more_than_what_does_not_hold() {
    let folder = own_folder("what_cannot_be_used");
    write(&folder, "1-good.yaml", format!("{PLAIN}{HOLDS}"));
    write(&folder, "2-fails.yaml", format!("{PLAIN}{FAILS}"));
    write(&folder, "3-unusable.yaml", "events: [");
    let came = tandem(["journey".as_ref(), folder.as_os_str()]);
    assert_eq!((came.status, came.out.as_str()), (2, ""));
    assert!(came.err.contains("3-unusable.yaml:1: the file ends where something"), "{}", came.err);
    assert!(came.err.ends_with("\n1 of 3 files cannot be used\n"), "{}", came.err);
}

#[test]
fn all_files_that_cannot_be_used_are_told_of_at_once() {
    let folder = own_folder("all_files_that_cannot_be_used");
    write(&folder, "1-unusable.yaml", "events: [");
    write(&folder, "2-unusable.yaml", "");
    let came = tandem(["journey".as_ref(), folder.as_os_str()]);
    assert_eq!((came.status, came.out.as_str()), (2, ""));
    assert!(came.err.contains("1-unusable.yaml:1: ") && came.err.contains("2-unusable.yaml: "), "{}", came.err);
    assert!(came.err.ends_with("\n2 of 2 files cannot be used\n"), "{}", came.err);
}

/// `east` and `east-riding`: where the authority's name ends cannot be seen from the id.
#[test]
fn an_authority_with_a_hyphen_in_its_name() {
    let folder = own_folder("an_authority_with_a_hyphen");
    for name in ["east", "east-riding"] {
        write(
            &folder,
            &format!("protocols/{name}/protocol.yaml"),
            format!("authority: {name}\ntitle: A made-up protocol\nedition: first\n"),
        );
        let clause = format!(
            "- id: {name}-3.1a\n  para: \"3.1\"\n  kind: duty\n  on: missing\n  owner: social-worker\n  says: Talk to the child.\n"
        );
        write(
            &folder,
            &format!("protocols/{name}/03.yaml"),
            format!("section: \"3\"\nheading: Missing children\nclauses:\n{clause}"),
        );
    }
    let journey = |expect: &str| {
        format!(
            "protocol: east-riding\nchild: {{born: 2010-05-04}}\nevents: [{{at: 2026-03-06, event: missing}}]\nas_at: 2026-03-09\n\
             expect: {{duties: [{{clause: {expect}, owner: social-worker}}], absent: [east-3.1a]}}\n"
        )
    };
    let protocols = folder.join("protocols");
    let check = |name: &str, expect: &str| {
        let file = write(&folder, name, journey(expect));
        tandem(["journey".as_ref(), file.as_os_str(), "--protocols".as_ref(), protocols.as_os_str()])
    };
    let came = check("a.yaml", "east-riding-3.1a");
    assert_eq!((came.status, came.err.as_str(), came.out.lines().last()), (0, "", Some("1 passed, 0 failed")));
    let came = check("b.yaml", "east-riding-3.1b");
    assert_eq!((came.status, came.out.as_str()), (2, ""));
    assert!(came.err.contains("`east-riding-3.1b` is no clause of any protocol"), "{}", came.err);
}

#[test]
fn an_expectation_of_a_clause_that_is_none() {
    let folder = own_folder("an_expectation_of_a_clause_that_is_none");
    let file = write(&folder, "a.yaml", format!("{PLAIN}expect: {{absent: [enfield-99.9z]}}\n"));
    let came = tandem(["journey".as_ref(), file.as_os_str()]);
    assert_eq!(came.status, 2);
    assert!(came.err.contains("`enfield-99.9z` is no clause"), "{}", came.err);
}

/// The fields that an expectation can name are those that the answer has (`journey::DUTY_FIELDS` and its neighbours).
#[test]
fn an_expectation_can_name_every_field_of_the_answer() {
    let mut seen = 0;
    for authority in ["enfield", "camden", "stockport", "statute"] {
        let folder = root().join("protocols").join(authority).join("journeys");
        for file in files(&folder, &["yaml"]).into_iter().step_by(25) {
            let came = tandem(["duties".as_ref(), file.as_os_str(), "--format".as_ref(), "json".as_ref()]);
            let answer: serde_json::Value = serde_json::from_str(&came.out).unwrap();
            for (key, fields) in [("duties", &journey::DUTY_FIELDS[..]), ("findings", &journey::FINDING_FIELDS)] {
                for (field, _) in answer[key].as_array().unwrap().iter().flat_map(|d| d.as_object().unwrap()) {
                    assert!(fields.contains(&field.as_str()), "`{field}` of {key} is missing in journey::read::expect");
                    seen += 1;
                }
            }
            for (field, _) in answer["status"].as_object().unwrap() {
                assert!(journey::STATUS_FIELDS.contains(&field.as_str()), "`{field}` of the status is missing there");
            }
        }
    }
    assert!(seen > 300, "{seen}");
}

#[test]
fn a_folder_without_a_journey_has_passed_nothing() {
    let folder = own_folder("a_folder_without_a_journey");
    write(&folder, "below/a.yaml", format!("{PLAIN}{HOLDS}"));
    write(&folder, "notes.md", "no journey");
    let came = tandem(["journey".as_ref(), folder.as_os_str()]);
    assert_eq!((came.status, came.out.as_str()), (2, ""));
    assert!(
        came.err.contains(&format!("{}: there is no .yaml file in this folder\n", folder.display())),
        "{}",
        came.err
    );
}
