//! Input that cannot be used: exit status 2, nothing on standard output, on standard error what is wrong and where.

use crate::run::{Came, files, own_folder, root, tandem, tandem_reading, write};

/// Asserts that a run was refused in these words.
fn refused(came: &Came, said: &str) {
    assert_eq!((came.status, came.out.as_str()), (2, ""), "{}", came.err);
    assert!(came.err.contains(said), "{}", came.err);
}

/// `tandem duties` of a journey with these lines instead of `events: []`.
fn duties_of(test: &str, lines: &str) -> Came {
    let folder = own_folder(test);
    let file = write(&folder, "child.yaml", format!("protocol: enfield\nchild: {{born: 2010-05-04}}\n{lines}"));
    tandem(["duties".as_ref(), file.as_os_str()])
}

#[test]
fn a_file_that_is_not_there() {
    let said = "no-such-child.yaml: cannot be read: there is no file or folder of this name\n";
    for command in ["duties", "journey"] {
        let came = tandem([command, "no-such-child.yaml"]);
        refused(&came, said);
        assert!(!came.err.contains("os error"), "{}", came.err);
    }
    let file = "protocols/enfield/journeys/2.1c-missing-on-a-saturday-night.yaml";
    refused(
        &tandem(["duties", file, "--protocols", "no-such-folder"]),
        "no-such-folder: cannot be read: there is no file or folder of this name\n",
    );
    refused(&tandem(["duties", file, "--protocols", file]), "night.yaml: cannot be read: it is a file, ");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let file = write(&own_folder("a_file_that_may_not_be_read"), "child.yaml", "events: []\n");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything is refused nothing.
    if std::fs::read(&file).is_err() {
        refused(&tandem(["duties".as_ref(), file.as_os_str()]), "cannot be read: you have no permission to read it\n");
    }
}

#[test]
fn a_folder_in_the_place_of_a_file() {
    let folder = own_folder("a_folder_in_the_place_of_a_file");
    let came = tandem(["duties".as_ref(), folder.as_os_str()]);
    refused(&came, ": cannot be read: it is a folder, and a file is meant\n");
}

#[test]
fn words_of_another_language() {
    let came =
        duties_of("words_of_another_language", "as_at: 2026-04-01\nevents:\n- {at: 2026-03-02, event: relesed}\n");
    refused(&came, "child.yaml:5: `relesed` is no event of the vocabulary\n    help: did you mean `released`?\n");
}

#[test]
fn everything_at_once_and_no_more_than_once() {
    let came = duties_of("everything_at_once", "as_at: now\nevents:\n- {at: then, event: relesed, with: 5}\n- 7\n");
    refused(&came, "child.yaml:3: `now`");
    assert_eq!(came.err.matches("child.yaml:").count(), 4, "{}", came.err);
}

#[test]
fn a_protocol_that_is_not_there() {
    let folder = own_folder("a_protocol_that_is_not_there");
    let journey = "child: {born: 2010-05-04}\nevents: []\nas_at: 2026-04-01\n";
    for (name, protocol) in
        [("a.yaml", "protocol: nowhere\n"), ("b.yaml", "protocol: {home: enfield, host: nowhere}\n")]
    {
        let file = write(&folder, name, format!("{protocol}{journey}"));
        let came = tandem(["duties".as_ref(), file.as_os_str()]);
        refused(&came, "there is no protocol `nowhere`\n    help: ");
        assert!(came.err.contains("enfield"), "{}", came.err);
    }
}

#[test]
fn a_protocol_whose_name_is_nearly_right() {
    let folder = own_folder("a_protocol_whose_name_is_nearly_right");
    for (protocol, line, said) in [
        ("protocol: Camden", 2, "`Camden`\n    help: did you mean `camden`? there are: "),
        ("protocol: Camdem", 2, "`Camdem`\n    help: did you mean `camden`? there are: "),
        ("protocol:\n  home: enfield\n  host: DUDLEY", 4, "`DUDLEY`\n    help: did you mean `dudley`? there are: "),
        ("protocol: atlantis", 2, "`atlantis`\n    help: there are: camden, "),
    ] {
        let journey = format!("# a child\n{protocol}\nchild: {{born: 2010-05-04}}\nevents: []\nas_at: 2026-04-01\n");
        let file = write(&folder, "child.yaml", journey);
        let came = tandem(["duties".as_ref(), file.as_os_str()]);
        refused(&came, &format!("child.yaml:{line}: there is no protocol {said}"));
        assert!(came.err.ends_with("; --protocols DIR reads those of another folder\n"), "{}", came.err);
        let came = tandem(["duties".as_ref(), file.as_os_str(), "--protocols".as_ref(), "protocols".as_ref()]);
        assert!(came.err.ends_with(", stockport\n"), "{}", came.err);
    }
}

#[test]
fn no_moment_to_ask_for() {
    refused(&duties_of("no_moment_to_ask_for", "events: []\n"), "the journey does not say as at when");
}

#[test]
fn a_moment_that_is_none() {
    let file = "protocols/enfield/journeys/2.1c-missing-on-a-saturday-night.yaml";
    for moment in ["yesterday", "2026-02-30", "2026-03-29T01:30", "2026-07-01T10:00+05:00", "", "2026-03-05 14:30"] {
        for option in ["--as-at", "--as-known-at"] {
            let came = tandem(["duties", file, option, moment]);
            assert_eq!((came.status, came.out.as_str()), (2, ""), "{option} {moment}");
            assert!(came.err.contains(option), "{}", came.err);
        }
    }
}

#[test]
fn an_option_that_is_none() {
    for arguments in [&["dooties"][..], &["duties"], &["duties", "--format", "xml", "a.yaml"], &["journey"], &[]] {
        let came = tandem(arguments);
        assert_eq!((came.status, came.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!came.err.is_empty());
    }
}

#[test]
fn what_is_read_from_standard_input_is_refused_alike() {
    refused(
        &tandem_reading("events: [", ["duties", "-"]),
        "-:1: the file ends where something is still expected\n    help: ",
    );
    refused(&tandem_reading("events: [a", ["duties", "-"]), "-:1: a `[` is not closed, or a comma is missing");
    refused(&tandem_reading("", ["duties", "-"]), "-: the file is empty");
    refused(&tandem_reading("\u{0}", ["duties", "-"]), "a character that cannot be printed");
}

#[test]
fn a_file_of_50_mb() {
    let folder = own_folder("a_file_of_50_mb");
    let file = write(&folder, "huge.yaml", vec![b'#'; 50 * 1024 * 1024]);
    refused(&tandem(["duties".as_ref(), file.as_os_str()]), "the file is 50 MB long; at most 8 MB are read");
    let text = "#".repeat(9 * 1024 * 1024);
    refused(&tandem_reading(&text, ["duties", "-"]), "at most 8 MB are read");
    std::fs::remove_file(file).unwrap();
}

#[test]
fn nesting_without_end() {
    let deep = "{\"events\": ".repeat(100_000);
    refused(&tandem_reading(&deep, ["duties", "-"]), "nests deeper than 24 levels");
}

/// Every journey that the reader refuses is refused by the command, in one run.
#[test]
fn every_bad_journey() {
    let bad = files(&root().join("crates/journey/tests/bad"), &["yaml", "json"]);
    assert!(bad.len() > 30);
    let came = tandem(["journey".into()].into_iter().chain(bad.iter().map(|p| p.clone().into_os_string())));
    assert_eq!((came.status, came.out.as_str()), (2, ""));
    assert!(came.err.ends_with(&format!("\n{0} of {0} files cannot be used\n", bad.len())), "{}", came.err);
    for file in &bad {
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(came.err.contains(&format!("{name}:")), "{name}");
    }
}

/// A derived event that is plain arithmetic, written on a day that the rest of the journey contradicts (contract, A journey).
fn disagrees(test: &str, events: &str, line: usize, event: &str) {
    let came = duties_of(test, &format!("as_at: 2028-06-01\nevents:\n{events}"));
    refused(&came, &format!("child.yaml:{line}: `{event}` "));
}

#[test]
fn a_joint_opening_that_follows_from_nothing() {
    let opened =
        "- {at: 2026-03-02, event: csc-involvement-started}\n- {at: 2026-03-05, event: yjs-involvement-started}\n";
    disagrees("joint_too_early", &format!("{opened}- {{at: 2026-03-03, event: jointly-open}}\n"), 7, "jointly-open");
    disagrees("joint_too_late", &format!("{opened}- {{at: 2026-03-06, event: jointly-open}}\n"), 7, "jointly-open");
    disagrees("joint_of_one", "- {at: 2026-03-03, event: jointly-open}\n", 5, "jointly-open");
    let closed = format!("{opened}- {{at: 2026-04-01, event: csc-involvement-ended}}\n");
    disagrees(
        "closed_late",
        &format!("{closed}- {{at: 2026-04-02, event: closed-by-either-service}}\n"),
        8,
        "closed-by-either-service",
    );
}

#[test]
fn birthdays_on_another_day() {
    disagrees("sixteen", "- {at: 2026-05-05, event: turned-16}\n", 5, "turned-16");
    disagrees("eighteen", "- {at: 2028-05-03, event: turned-18}\n", 5, "turned-18");
    disagrees("near_sixteen", "- {at: 2026-05-05, event: approaching-16}\n", 5, "approaching-16");
}

#[test]
fn a_first_year_that_ends_on_another_day() {
    let sentenced = "- {at: 2026-03-02, event: sentenced-custody, with: {sentence: dto, months: 24}}\n";
    disagrees(
        "first_year",
        &format!("{sentenced}- {{at: 2027-03-03, event: first-year-ended}}\n"),
        6,
        "first-year-ended",
    );
}

#[test]
fn derived_events_on_their_own_day_are_used() {
    let events = "as_at: 2028-06-01\nevents:\n\
        - {at: 2026-03-02, event: csc-involvement-started}\n- {at: 2026-03-05, event: yjs-involvement-started}\n\
        - {at: 2026-03-05, event: jointly-open}\n- {at: 2026-05-04, event: turned-16}\n- {at: 2028-05-04, event: turned-18}\n\
        - {at: 2026-06-01, event: csc-involvement-ended}\n- {at: 2026-06-01, event: closed-by-either-service}\n";
    let came = duties_of("derived_on_their_day", events);
    assert_eq!((came.status, came.err.as_str()), (0, ""));
}
