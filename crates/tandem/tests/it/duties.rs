//! `tandem duties`: the same bytes each time, the moment asked for, what was known by then, standard input.

use serde_json::Value;

use crate::run::{flat, own_folder, root, tandem, tandem_reading, write};

/// A child remanded on Thursday 2 April 2026, recorded on the 3rd; on the 8th it is recorded that it was the 1st.
const CORRECTED: &str = "\
protocol: enfield
child: {born: 2010-05-04}
events:
- {at: 2026-03-02, event: csc-involvement-started, with: {plan: child-in-need}}
- {at: 2026-03-05, event: yjs-involvement-started}
- {at: 2026-04-02, event: remanded-yda, id: remand, known: 2026-04-03}
- {at: 2026-04-01, event: remanded-yda, corrects: remand, known: 2026-04-08}
as_at: 2026-05-01
";

/// The answer for a journey of this test's own, with further arguments.
fn answer(test: &str, journey: &str, arguments: &[&str]) -> Value {
    let folder = own_folder(test);
    let file = write(&folder, "child.yaml", journey);
    let before = ["duties".as_ref(), file.as_os_str(), "--format".as_ref(), "json".as_ref()];
    let came = tandem(before.into_iter().chain(arguments.iter().map(|a| a.as_ref())));
    assert_eq!((came.status, came.err.as_str()), (0, ""));
    serde_json::from_str(&came.out).unwrap()
}

/// When the first planning meeting after the remand is due, and how that duty stands.
fn planning_meeting(answer: &Value) -> Option<(String, String)> {
    let duty = answer["duties"].as_array().unwrap().iter().find(|d| d["clause"] == "enfield-8.7e")?;
    Some((duty["due"].as_str().unwrap_or("none").to_owned(), duty["state"].as_str().unwrap().to_owned()))
}

#[test]
fn the_same_bytes_each_time() {
    let file = root().join("protocols/enfield/journeys/2.5a-a-plan-after-the-joint-opening.yaml");
    let run = || tandem(["duties".as_ref(), file.as_os_str(), "--format".as_ref(), "json".as_ref()]);
    let first = run();
    assert_eq!((first.status, first.err.as_str()), (0, ""));
    assert!(first.out.len() > 1000 && first.out.ends_with('\n'));
    assert_eq!(run(), first);
    let text = || tandem(["duties".as_ref(), file.as_os_str(), "--why".as_ref()]);
    assert_eq!(text(), text());
}

#[test]
fn the_order_of_the_events_in_the_file_makes_no_difference_to_what_is_owed() {
    let lines: Vec<&str> = CORRECTED.lines().collect();
    let turned = [lines[0], lines[1], lines[2], lines[6], lines[5], lines[4], lines[3], lines[7]].join("\n");
    let owed = |answer: &Value| -> Vec<(Value, Value, Value)> {
        let duties = answer["duties"].as_array().unwrap();
        duties.iter().map(|d| (d["clause"].clone(), d["due"].clone(), d["state"].clone())).collect()
    };
    assert_eq!(owed(&answer("turned", &turned, &[])), owed(&answer("not_turned", CORRECTED, &[])));
}

/// Ten working days after 1 April 2026 is 17 April, after 2 April is 20 April: Good Friday and Easter Monday (3 and 6 April) are no
/// working days.
#[test]
fn what_was_known_by_then() {
    let due = |known: &[&str]| planning_meeting(&answer(&format!("known{}", known.len()), CORRECTED, known));
    let said = |day: &str, state: &str| Some((day.to_owned(), state.to_owned()));
    assert_eq!(due(&[]), said("2026-04-17", "overdue"));
    let known = |moment| planning_meeting(&answer("known_by_then", CORRECTED, &["--as-known-at", moment]));
    assert_eq!(known("2026-04-07"), said("2026-04-20", "overdue"));
    assert_eq!(known("2026-04-08"), said("2026-04-17", "overdue"));
    assert_eq!(known("2026-04-02"), None);
}

#[test]
fn the_moment_asked_for() {
    let asked = |moment| planning_meeting(&answer("moment_asked_for", CORRECTED, &["--as-at", moment]));
    let said = |state: &str| Some(("2026-04-17".to_owned(), state.to_owned()));
    assert_eq!(asked("2026-03-31"), None);
    assert_eq!(asked("2026-04-17"), said("open"));
    assert_eq!(asked("2026-04-17T23:59"), said("open"));
    assert_eq!(asked("2026-04-18T00:00"), said("overdue"));
    let answer =
        answer("as_at_in_the_output", CORRECTED, &["--as-at", "2026-04-17", "--as-known-at", "2026-04-08T12:00"]);
    assert_eq!(answer["as_at"], "2026-04-17T23:59:59+01:00[Europe/London]");
    assert_eq!(answer["as_known_at"], "2026-04-08T12:00:00+01:00[Europe/London]");
}

#[test]
fn long_before_the_birth_and_long_after() {
    for moment in ["1950-01-01", "2009-12-31T23:59", "2150-12-31"] {
        let answer = answer("long_before_and_after", CORRECTED, &["--as-at", moment]);
        assert!(answer["duties"].is_array(), "{moment}");
    }
}

#[test]
fn from_standard_input() {
    let file = answer("from_a_file", CORRECTED, &[]);
    let came = tandem_reading(CORRECTED, ["duties", "-", "--format", "json"]);
    assert_eq!((came.status, came.err.as_str()), (0, ""));
    assert_eq!(serde_json::from_str::<Value>(&came.out).unwrap(), file);
    let crlf =
        tandem_reading(&format!("\u{feff}{}", CORRECTED.replace('\n', "\r\n")), ["duties", "-", "--format", "json"]);
    assert_eq!(crlf, came);
}

#[test]
fn a_child_of_whom_nothing_is_written() {
    let journey = "protocol: enfield\nchild: {born: 2010-05-04}\nevents: []\nas_at: 2026-04-01\n";
    let answer = answer("nothing_is_written", journey, &[]);
    assert_eq!(answer["duties"], Value::Array(Vec::new()));
    assert_eq!(answer["status"]["age"], 15);
    assert_eq!(answer["status"]["jointly_open"], false);
}

#[test]
fn four_thousand_events() {
    let events: String = (0..4_000).map(|n| format!("- {{at: 2026-03-{:02}, event: missing}}\n", n % 28 + 1)).collect();
    let journey = format!("protocol: enfield\nchild: {{born: 2010-05-04}}\nas_at: 2026-04-01\nevents:\n{events}");
    let answer = answer("four_thousand_events", &journey, &[]);
    assert!(answer["duties"].as_array().unwrap().iter().any(|d| d["clause"].as_str().unwrap().starts_with("enfield-")));
}

/// What the answer says of events that it leaves out: as text, then the two numbers in JSON.
fn left_out(arguments: &[&str], said: &[&str], numbers: Option<(u64, u64)>) {
    let before = ["duties", "-"].into_iter().chain(arguments.iter().copied());
    let text = tandem_reading(CORRECTED, before.clone());
    assert_eq!((text.status, text.err.as_str()), (0, ""));
    let told: Vec<String> = flat(&text.out).split_inclusive(". ").map(|s| s.trim().to_owned()).collect();
    let told: Vec<&str> = told.iter().filter(|s| s.contains("not looked at")).map(String::as_str).collect();
    assert_eq!(told, said, "{arguments:?}");
    let json = tandem_reading(CORRECTED, before.chain(["--format", "json"]));
    let json: Value = serde_json::from_str(&json.out).unwrap();
    let number = |name: &str| json["not_looked_at"][name].as_u64();
    assert_eq!(number("after").zip(number("not_recorded")), numbers, "{arguments:?}");
}

#[test]
fn events_that_were_not_looked_at_are_counted() {
    left_out(&[], &[], None);
    let first =
        "3 events lie after this moment and were not looked at (the first: csc-involvement-started, Mon 2 March 2026).";
    left_out(&["--as-at", "2025-05-01"], &[first], Some((3, 0)));
    let one = "1 event lies after this moment and was not looked at (remanded-yda, Wed 1 April 2026).";
    left_out(&["--as-at", "2026-03-31"], &[one], Some((1, 0)));
    let correction = "1 event had not been recorded by then and was not looked at (remanded-yda, Wed 1 April 2026).";
    left_out(&["--as-known-at", "2026-04-07"], &[correction], Some((0, 1)));
    let then =
        "2 events had not been recorded by then and were not looked at (the first: remanded-yda, Wed 1 April 2026).";
    let joined = "1 event lies after this moment and was not looked at (yjs-involvement-started, Thu 5 March 2026).";
    left_out(&["--as-at", "2026-03-04", "--as-known-at", "2026-03-31"], &[joined, then], Some((1, 2)));
}

#[test]
fn what_was_retracted_is_not_counted() {
    let retracted = CORRECTED.replace("as_at", "- {at: 2026-04-09, retracts: remand}\nas_at");
    let came = tandem_reading(&retracted, ["duties", "-", "--as-at", "2026-03-06", "--format", "json"]);
    let answer: Value = serde_json::from_str(&came.out).unwrap();
    assert_eq!((came.status, answer.get("not_looked_at")), (0, None));
}

const CHRISTMAS: &str = "protocols/enfield/journeys/8.7e-planning-meeting-over-christmas.yaml";

/// The owners, and the states, of what these arguments leave.
fn left(arguments: &[&str]) -> (Vec<String>, Vec<String>) {
    let came = tandem(["duties", CHRISTMAS, "--format", "json"].into_iter().chain(arguments.iter().copied()));
    assert_eq!((came.status, came.err.as_str()), (0, ""));
    let answer: Value = serde_json::from_str(&came.out).unwrap();
    let all = |field: &str| {
        let mut list: Vec<String> =
            answer["duties"].as_array().unwrap().iter().map(|d| d[field].as_str().unwrap().to_owned()).collect();
        list.sort();
        list.dedup();
        list
    };
    (all("owner"), all("state"))
}

#[test]
fn only_what_one_owes() {
    let csc = ["both-managers", "both-workers", "csc", "iro", "mash", "professional-network", "social-worker"];
    assert_eq!(left(&["--owner", "csc"]).0, csc);
    let worker = ["both-workers", "professional-network", "social-worker"];
    assert_eq!(left(&["--owner", "Social-Worker"]).0, worker);
    let (owners, states) = left(&["--owner", "yjs", "--state", "overdue,done"]);
    assert_eq!(owners, ["both-workers", "professional-network", "yjs-case-manager", "yjs-court-officer"]);
    assert_eq!(states, ["done", "overdue"]);
    assert_eq!(left(&["--state", "ended"]).0, Vec::<String>::new());
}

#[test]
fn an_owner_or_a_state_that_is_none() {
    let came = tandem(["duties", CHRISTMAS, "--owner", "social-wroker"]);
    assert_eq!((came.status, came.out.as_str()), (2, ""));
    assert_eq!(came.err, "--owner: `social-wroker` is no role\n    help: did you mean `social-worker`?\n");
    let came = tandem(["duties", CHRISTMAS, "--state", "late"]);
    assert_eq!((came.status, came.out.as_str()), (2, ""));
    assert!(came.err.contains("open, overdue, done, done-late, ended"), "{}", came.err);
}

/// Who owes what stands first; findings behind one line; what the roles are at the foot.
#[test]
fn a_short_list_for_one_who_stands_in_a_corridor() {
    let came = tandem(["duties", CHRISTMAS, "--owner", "social-worker", "--state", "overdue"]);
    let lines: Vec<&str> = came.out.lines().collect();
    assert!(
        flat(&came.out).contains("Shown: only what social-worker owes that is overdue, 5 of 41 duties."),
        "{}",
        came.out
    );
    assert!(lines.contains(&"39 findings of rules: --findings lists them"), "{}", came.out);
    assert_eq!(lines.last(), Some(&"  professional-network  all professionals around the child together"));
    assert!(lines.contains(&"  social-worker         the child's allocated social worker"), "{}", came.out);
    for argument in ["--findings", "--why"] {
        let came = tandem(["duties", CHRISTMAS, argument]);
        assert!(came.out.contains("\nFindings (39)\n") && !came.out.contains("--findings"), "{}", came.out);
    }
    let none = tandem(["duties", CHRISTMAS, "--state", "ended"]);
    assert!(
        flat(&none.out).contains("Shown: only what is ended, 0 of 41 duties.") && !none.out.contains("Nothing is owed")
    );
}

#[test]
fn the_help_says_how_an_unconfirmed_row_of_the_law_stands() {
    let help = flat(&tandem(["duties", "--help"]).out);
    assert!(help.contains("past its date it stays `open`, in JSON with `confidence: check`"), "{help}");
}
