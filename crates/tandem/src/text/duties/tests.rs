//! What a person reads of one child, whole; and that nothing missing stops it.

use serde_json::json;

use super::*;

fn check(output: &Value, why: bool, paint: bool, expected: &str) {
    assert_eq!(told(output, why, paint), expected);
}

/// With the findings, and roles of which one is explained.
fn told(output: &Value, why: bool, paint: bool) -> String {
    let words = b"roles: {yjs: {means: youth justice, service: yjs}}";
    let words = protocol::yaml::read_bytes("vocabulary.yaml", words).unwrap();
    let vocabulary = &Vocabulary::read([("vocabulary.yaml", &words)]).unwrap();
    duties(output, Telling { why, findings: true, only: None, vocabulary }, Paint(paint))
}

fn duty(clause: &str, state: &str, due: Option<&str>) -> Value {
    json!({ "clause": clause, "title": "Do it.", "owner": "yjs", "counterpart": null, "due": due, "state": state,
        "urgent": false, "assumed": false, "order": false, "occurrence": 1, "sooner": null, "done_at": null, "why": ["Because."] })
}

fn answer(duties: &[Value]) -> Value {
    json!({
        "protocol": "anyshire",
        "as_at": "2026-04-01T23:59:59+01:00[Europe/London]",
        "status": { "jointly_open": true, "looked_after": true, "looked_after_basis": ["remand", "s20"], "in_custody": true,
            "care_leaver": "relevant", "age": 15, "nights_looked_after_since_14": 1, "boundary": true, "doubts": ["a doubt"] },
        "duties": duties,
        "findings": [],
    })
}

const HEADER: &str = "\
Protocol of Anyshire, as at the end of Wed 1 April 2026.
Aged 15, open to both services, looked after (remand, section 20), in custody, under leaving care
law: relevant, looked after for 1 night since the 14th birthday.
A person must look: a day or two either way, or what is in doubt, would change this.
  – a doubt
";

#[test]
fn duties_are_grouped_by_when_they_fall_due() {
    let list = [
        duty("anyshire-1a", "overdue", Some("2026-03-31")),
        duty("anyshire-1b", "open", Some("2026-04-01")),
        duty("anyshire-1c", "open", Some("2026-04-08")),
        duty("anyshire-1d", "open", Some("2026-04-09T14:30")),
        duty("anyshire-1e", "open", None),
        duty("anyshire-1f", "done", Some("2026-04-02")),
        duty("anyshire-1g", "ended", Some("2026-04-02")),
        duty("anyshire-1h", "open", Some("2026-03-31")),
    ];
    let expected = format!(
        "{HEADER}
Overdue (1)
  Tue 31 Mar 2026        yjs  anyshire-1a  Do it.

Past its date, and not counted as overdue (1)
  Tue 31 Mar 2026        yjs  anyshire-1h  Do it.

Due today (1)
  Wed  1 Apr 2026        yjs  anyshire-1b  Do it.

In the next 7 days (1)
  Wed  8 Apr 2026        yjs  anyshire-1c  Do it.

Later (1)
  Thu  9 Apr 2026 14:30  yjs  anyshire-1d  Do it.

No date given (1)
                         yjs  anyshire-1e  Do it.

Done (1)
  Thu  2 Apr 2026        yjs  anyshire-1f  Do it.

Ended: no longer applies (1)
  Thu  2 Apr 2026        yjs  anyshire-1g  Do it.

  yjs  youth justice
"
    );
    check(&answer(&list), false, false, &expected);
}

#[test]
fn marks_questions_and_reasons_stand_beneath() {
    let mut one = duty("anyshire-1a", "done-late", Some("2026-03-31"));
    one["urgent"] = json!(true);
    one["if"] = json!("asked.x");
    one["counterpart"] = json!("csc");
    one["occurrence"] = json!(2);
    one["done_at"] = json!("2026-04-01T09:05");
    one["sooner"] = json!({ "clause": "statute-b4", "due": "2026-03-30" });
    one["unanswered"] = json!([{ "question": "anyshire-1a/x", "text": "Is it so?" }]);
    let expected = format!(
        "{HEADER}
Done (1)
  Tue 31 Mar 2026  urgent if  yjs → csc  anyshire-1a #2  Do it.
      done late Wed 1 Apr 2026 09:05
      sooner: statute-b4 asks for the same by Mon 30 Mar 2026
      to be answered: Is it so? (anyshire-1a/x)
        · Because.

  urgent  the text says at once, or the same day
  if      owed if something holds that is not known yet

  yjs  youth justice
"
    );
    check(&answer(&[one]), true, false, &expected);
}

#[test]
fn a_finding_is_a_question_and_its_answer() {
    let mut output = answer(&[]);
    let trigger = json!({ "event": "charged", "at": "2026-03-05T14:30" });
    output["findings"] = json!([
        { "clause": "anyshire-2a", "trigger": trigger, "question": "Is it so?", "value": true, "shown": false, "why": [] },
        { "clause": "anyshire-2b", "trigger": trigger, "question": "Which?", "value": "high", "why": ["Because."] },
        { "clause": "record-incomplete", "trigger": null, "question": "How many?", "value": 3, "why": [] },
        { "clause": "anyshire-2c", "trigger": trigger, "question": "And this?", "value": null, "why": [] },
    ]);
    let expected = format!(
        "{HEADER}
Nothing is owed.

Findings (4)
  anyshire-2a        Is it so?
                     → yes (charged, Thu 5 Mar 2026 14:30); nothing recorded shows that it was
                       followed
  anyshire-2b        Which?
                     → high (charged, Thu 5 Mar 2026 14:30)
                     · Because.
  record-incomplete  How many?
                     → 3
  anyshire-2c        And this?
                     → not known (charged, Thu 5 Mar 2026 14:30)
"
    );
    check(&output, true, false, &expected);
}

#[test]
fn missing_fields_are_left_out() {
    check(&json!({}), true, false, "Protocol of no authority.\n\nNothing is owed.\n");
    let bare = json!({ "protocol": { "home": "anyshire", "host": "elsewhere" }, "as_at": "never", "status": {},
        "duties": [{}, { "due": "someday", "state": 7, "sooner": 1, "unanswered": "?" }], "findings": [{ "value": [] }] });
    check(
        &bare,
        true,
        false,
        "Protocol of Anyshire (home) and Elsewhere (host), as at never.\nOf an age not known.\n\n\
         No date given (2)\n\n  someday\n\nFindings (1)\n\n    → not known\n",
    );
}

#[test]
fn colours_only_where_asked_for() {
    let list = [duty("anyshire-1a", "overdue", Some("2026-03-31")), duty("anyshire-1g", "ended", None)];
    let painted = told(&answer(&list), false, true);
    assert!(painted.contains("\x1b[31m  Tue 31 Mar 2026  yjs  anyshire-1a  Do it.\x1b[0m\n"), "{painted}");
    assert!(painted.contains("\x1b[2m                   yjs  anyshire-1g  Do it.\x1b[0m\n"), "{painted}");
    assert!(!told(&answer(&list), false, false).contains('\x1b'));
}

#[test]
fn a_title_without_room_goes_on_its_own_line() {
    let mut one = duty("anyshire-1a", "open", Some("2026-04-01"));
    one["owner"] = json!("a-role-with-a-very-long-name-indeed");
    one["counterpart"] = json!("another-such-role");
    let expected = format!(
        "{HEADER}
Due today (1)
  Wed  1 Apr 2026  a-role-with-a-very-long-name-indeed → another-such-role  anyshire-1a
      Do it.
"
    );
    check(&answer(&[one]), false, false, &expected);
}
