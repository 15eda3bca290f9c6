//! A child at home in one area and held or placed in another: both protocols, each by its own rules, and the law once.

use protocol::Protocols;
use serde_json::json;

use crate::shelf::{answer, ask, authority, duties, findings, list, read, words, written};

fn shelf(anyshire: &str, otherwell: &str, statute: &str) -> Protocols {
    let mut files = words();
    files.extend(authority("anyshire", anyshire));
    files.extend(authority("otherwell", otherwell));
    if !statute.is_empty() {
        files.extend(authority("statute", statute));
    }
    read(&files)
}

fn check(anyshire: &str, otherwell: &str, journey: &str, expected: &[&str]) {
    assert_eq!(duties(&answer(&shelf(anyshire, otherwell, ""), journey)), expected);
}

const BOTH: &str = "protocol: {home: anyshire, host: otherwell}\nas_at: 2026-03-10";
const CHARGED: &str = "\n- {at: 2026-03-02, event: charged}";

#[test]
fn what_both_protocols_ask_is_owed() {
    check(
        "- {id: 1a, on: charged, due: within 5 days of charged}
         - {id: 1b, on: charged}",
        "- {id: 1a, on: charged, due: within 3 days of charged}
         - {id: 1b, on: charged, due: within 9 days of charged}",
        &format!("{BOTH}{CHARGED}"),
        &[
            "otherwell-1a/1 overdue due 2026-03-05 host",
            "1a/1 overdue due 2026-03-07",
            "otherwell-1b/1 open due 2026-03-11 host",
            "1b/1 open undated",
        ],
    );
}

#[test]
fn only_those_that_the_journey_names() {
    let (anyshire, otherwell) = ("- {id: 1a, on: charged}", "- {id: 1a, on: charged}");
    check(anyshire, otherwell, &format!("as_at: 2026-03-10{CHARGED}"), &["1a/1 open undated"]);
    let only_other = format!("protocol: otherwell\nas_at: 2026-03-10{CHARGED}");
    check(anyshire, otherwell, &only_other, &["otherwell-1a/1 open undated"]);
    let turned = format!("protocol: {{home: otherwell, host: anyshire}}\nas_at: 2026-03-10{CHARGED}");
    check(anyshire, otherwell, &turned, &["1a/1 open undated host", "otherwell-1a/1 open undated"]);
}

#[test]
fn each_by_its_own_closures_settings_and_facts() {
    let clauses = "- {id: 1a, on: charged, due: as soon as possible after charged}
         - {id: 1b, on: {charged: {own_area: true}}}
         - {id: 1c, on: {arrested: {out_of_hours: true}}}";
    check(
        &format!("own-courts: [North Street]\noffice-hours: {{from: \"08:00\", to: \"20:00\"}}\n{clauses}")
            .replace("charged: {own_area", "arrested: {own_area"),
        &format!(
            "closures: [{{day: 2026-03-03, name: closed}}]
             own-courts: [South Street]\n{clauses}"
        )
        .replace("charged: {own_area", "arrested: {own_area"),
        &format!("{BOTH}{CHARGED}\n- {{at: 2026-03-02T18:00, event: arrested, with: {{station: South Street}}}}"),
        &[
            "1a/1 overdue due 2026-03-03 assumed",
            "otherwell-1a/1 overdue due 2026-03-04 assumed host",
            "otherwell-1b/1 open undated host",
            "otherwell-1c/1 open undated host",
        ],
    );
}

#[test]
fn the_law_stands_once_beneath_both() {
    let protocols = shelf(
        "- {id: 1a, on: charged}",
        "- {id: 1a, on: charged}",
        "- {id: a1, on: charged, due: within 1 day of charged}",
    );
    let found = answer(&protocols, &format!("{BOTH}{CHARGED}"));
    assert_eq!(
        duties(&found),
        ["statute-a1/1 overdue due 2026-03-03", "1a/1 open undated", "otherwell-1a/1 open undated host"]
    );
    let under: Vec<&str> = list(&found, "duties").iter().map(|d| d["under"].as_str().unwrap()).collect();
    assert_eq!(under, ["statute", "home", "host"]);
    assert_eq!(found["protocol"], json!({"home": "anyshire", "host": "otherwell"}));
}

#[test]
fn findings_of_both() {
    let rule = "- {id: 1a, kind: rule, on: charged, if: age >= 15}";
    let found = answer(&shelf(rule, &rule.replace("15", "16"), ""), &format!("{BOTH}{CHARGED}"));
    assert_eq!(findings(&found), ["1a charged 2026-03-02: true", "otherwell-1a charged 2026-03-02: false host"]);
}

#[test]
fn one_event_is_evidence_under_both() {
    let clause = "- {id: 1a, on: charged, shown-by: {notified: {about: charge}}}";
    check(
        clause,
        clause,
        &format!("{BOTH}{CHARGED}\n- {{at: 2026-03-04, event: notified, with: {{to: csc, about: charge}}}}"),
        &["1a/1 done undated done 2026-03-04 by 2", "otherwell-1a/1 done undated done 2026-03-04 by 2 host"],
    );
}

#[test]
fn the_status_names_the_authorities() {
    let protocols = shelf("- {id: 1a, on: charged}", "- {id: 1a, on: charged}", "");
    let found = answer(&protocols, &format!("{BOTH}\n- {{at: 2026-03-02, event: remanded-rlaa}}"));
    assert_eq!(
        found["status"]["authorities"],
        json!({"designated": "anyshire", "looking_after": "anyshire", "home_yjs": "anyshire", "host_yjs": "otherwell"})
    );
}

#[test]
fn an_authority_that_is_not_there() {
    let protocols = shelf("- {id: 1a, on: charged}", "- {id: 1a, on: charged}", "");
    let missing =
        |under: &str| ask(&protocols, &written(&format!("protocol: {under}\nas_at: 2026-03-10"))).unwrap_err();
    let both = r#"known: ["anyshire", "otherwell"]"#;
    assert_eq!(missing("elsewhere"), format!("NoSuchAuthority {{ name: \"elsewhere\", {both} }}"));
    assert_eq!(missing("{home: anyshire, host: statute}"), format!("NoSuchAuthority {{ name: \"statute\", {both} }}"));
}
