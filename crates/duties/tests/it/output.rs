//! The output as the contract has it: every field, the ids, the order, and the same answer byte for byte.

use protocol::Protocols;
use serde_json::Value;

use crate::shelf::{answer, anyshire, ask, authority, duties, list, read, shipped, words};

const CLAUSES: &str = "closures: [{day: 2026-03-10, name: council closed}]
     - {id: 1a, on: charged, towards: mash, due: within 10 working days of charged,
     shown-by: {notified: {about: charge}}, same-as: [statute-a1]}
     - {id: 1b, on: charged, owner: both-workers, due: before the hearing of court-listed, if: asked.needed,
     asks: {needed: \"Is it needed?\"}}
     - {id: 1c, kind: rule, on: charged, question: \"Is the child young?\", if: age < 16}";

fn small() -> Protocols {
    let mut files = words();
    files.extend(authority("anyshire", CLAUSES));
    files.extend(authority("statute", "- {id: a1, on: charged, due: immediately on charged}"));
    read(&files)
}

#[test]
fn the_whole_of_one_small_journey() {
    let journey = "as_at: 2026-04-01T09:00
         as_known_at: 2026-03-31
         - {at: 2026-03-05T14:30, event: charged, id: c}
         - {at: 2026-03-20, event: notified, with: {to: csc, about: charge}}";
    let text = serde_json::to_string_pretty(&answer(&small(), journey)).unwrap();
    assert_eq!(text, WHOLE);
}

const WHOLE: &str = r#"{
  "protocol": "anyshire",
  "as_at": "2026-04-01T09:00:00+01:00[Europe/London]",
  "as_known_at": "2026-03-31T23:59:59+01:00[Europe/London]",
  "status": {
    "jointly_open": false,
    "looked_after": false,
    "looked_after_basis": [],
    "in_custody": false,
    "care_leaver": "none",
    "former_looked_after_in_detention": false,
    "nights_looked_after_since_14": 0,
    "age": 15,
    "boundary": false,
    "authorities": {
      "home_yjs": "anyshire"
    }
  },
  "duties": [
    {
      "id": "statute-a1/charged:c/1",
      "clause": "statute-a1",
      "under": "statute",
      "title": "Do a1.",
      "owner": "csc",
      "counterpart": null,
      "trigger": {
        "event": "charged",
        "at": "2026-03-05T14:30"
      },
      "due": "2026-03-05",
      "urgent": true,
      "assumed": false,
      "order": false,
      "occurrence": 1,
      "sooner": null,
      "state": "overdue",
      "done_at": null,
      "done_by": null,
      "confidence": "sure",
      "why": [
        "Thu 5 March 2026 at 14:30: the child is charged.",
        "The law beneath every protocol: A made-up Act, s.1 (statute-a1).",
        "The text's clock: immediately on charged.",
        "Thu 5 March 2026 at 14:30 is day zero.",
        "At once: due that day, Thu 5 March 2026, urgent.",
        "That date has passed and nothing recorded shows it done: overdue."
      ]
    },
    {
      "id": "anyshire-1a/charged:c/1",
      "clause": "anyshire-1a",
      "under": "home",
      "title": "Do 1a.",
      "owner": "csc",
      "counterpart": "mash",
      "trigger": {
        "event": "charged",
        "at": "2026-03-05T14:30"
      },
      "due": "2026-03-20",
      "urgent": false,
      "assumed": false,
      "order": false,
      "occurrence": 1,
      "sooner": {
        "clause": "statute-a1",
        "due": "2026-03-05"
      },
      "state": "done",
      "done_at": "2026-03-20",
      "done_by": 2,
      "why": [
        "Thu 5 March 2026 at 14:30: the child is charged.",
        "Paragraph 1 of the protocol of Anyshire (first), anyshire-1a.",
        "The text's clock: within 10 working days of charged.",
        "Thu 5 March 2026 at 14:30 is day zero.",
        "10 working days after that, skipping weekends, council closed (Tue 10 March 2026): due Fri 20 March 2026.",
        "Shown done: Fri 20 March 2026 (one side has told another of something).",
        "Another rule asks for the same sooner: statute-a1, by Thu 5 March 2026."
      ]
    },
    {
      "id": "anyshire-1b/charged:c/1",
      "clause": "anyshire-1b",
      "under": "home",
      "title": "Do 1b.",
      "owner": "both-workers",
      "counterpart": null,
      "trigger": {
        "event": "charged",
        "at": "2026-03-05T14:30"
      },
      "due": null,
      "urgent": false,
      "assumed": false,
      "order": true,
      "occurrence": 1,
      "sooner": null,
      "state": "open",
      "done_at": null,
      "done_by": null,
      "if": "asked.needed",
      "unanswered": [
        {
          "question": "anyshire-1b/needed",
          "text": "Is it needed?"
        }
      ],
      "why": [
        "Thu 5 March 2026 at 14:30: the child is charged.",
        "Paragraph 1 of the protocol of Anyshire (first), anyshire-1b.",
        "Not known: the answer to “Is it needed?”. Until that is recorded nobody can tell.",
        "The text's clock: before the hearing of court-listed.",
        "What it counts from has not happened yet: no due date until it does."
      ]
    }
  ],
  "findings": [
    {
      "clause": "anyshire-1c",
      "under": "home",
      "trigger": {
        "event": "charged",
        "at": "2026-03-05T14:30"
      },
      "question": "Is the child young?",
      "value": true,
      "why": [
        "Thu 5 March 2026 at 14:30: the child is charged.",
        "Paragraph 1 of the protocol of Anyshire (first), anyshire-1c.",
        "Do 1c.",
        "It applies here: the child is under 16."
      ]
    }
  ]
}"#;

/// The ids of the duties, in the order of the output.
fn ids(answer: &Value) -> Vec<String> {
    list(answer, "duties").iter().map(|d| d["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn ids_stay_when_an_unrelated_earlier_event_is_added() {
    let clauses = "- {id: 1a, on: charged, due: within 10 days of charged}
         - {id: 1b, on: charged, due: every 2 weeks from charged, shown-by: visit-made}
         - {id: 1c, on: jointly-open}
         - {id: 1d, on: turned-16}";
    let events = "- {at: 2026-03-02, event: yjs-involvement-started, id: y}
         - {at: 2026-03-03, event: csc-involvement-started, id: s}
         - {at: 2026-03-05, event: charged, id: c}
         - {at: 2026-03-06, event: visit-made, with: {by: [csc]}, id: v}
         - {at: 2026-03-07, event: charged, id: d}";
    let before = ids(&answer(anyshire(clauses), &format!("as_at: 2026-05-20\n{events}")));
    let added = "- {at: 2026-03-01, event: circumstances-changed, id: x}";
    let after = ids(&answer(anyshire(clauses), &format!("as_at: 2026-05-20\n{added}\n{events}")));
    assert_eq!(before, after);
    assert_eq!(before.len(), 6);
    let mut once = before.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), 6, "{before:?}");
}

#[test]
fn a_correction_keeps_the_id() {
    let clause = "- {id: 1a, on: charged, due: within 10 days of charged}";
    let first = "as_at: 2026-05-20\n- {at: 2026-03-05, event: charged, id: c}";
    let corrected = format!("{first}\n- {{at: 2026-03-06, known: 2026-03-09, event: charged, corrects: c}}");
    assert_eq!(ids(&answer(anyshire(clause), first)), ids(&answer(anyshire(clause), &corrected)));
    let named = format!("{first}\n- {{at: 2026-03-06, known: 2026-03-09, event: charged, corrects: c, id: d}}");
    assert_eq!(ids(&answer(anyshire(clause), first)), ids(&answer(anyshire(clause), &named)));
}

#[test]
fn every_duty_has_its_own_id() {
    let clause = "- {id: 1a, on: [charged, arrested]}\n- {id: 1b, on: custody-entered}";
    let journey = "as_at: 2026-05-20
         - {at: 2026-03-05, event: charged}
         - {at: 2026-03-05, event: charged}
         - {at: 2026-03-05, event: arrested}
         - {at: 2026-03-05, event: sentenced-custody, with: {sentence: dto}}
         - {at: 2026-03-05, event: sentenced-custody, with: {sentence: dto}}";
    let mut all = ids(&answer(anyshire(clause), journey));
    all.sort();
    let number = all.len();
    all.dedup();
    assert_eq!((number, all.len()), (5, 5), "{all:?}");
}

#[test]
fn an_id_that_looks_like_a_place_is_no_place() {
    let clause = "- {id: 1a, on: charged}";
    let journey = "as_at: 2026-05-20
         - {at: 2026-03-05, event: charged, id: 2}
         - {at: 2026-03-06, event: charged}";
    let all = ids(&answer(anyshire(clause), journey));
    assert_eq!(all.len(), 2);
    assert_ne!(all[0], all[1]);
}

#[test]
fn in_order_of_due_then_clause_then_occurrence_undated_last() {
    let clauses = "- {id: 1b, on: charged, due: within 5 days of charged}
         - {id: 1a, on: charged, due: within 5 days of charged}
         - {id: 1z, on: charged}
         - {id: 1c, on: charged}
         - {id: 1d, on: charged, due: within 24 hours of charged}
         - {id: 1e, on: charged, due: within 1 day of charged}
         - {id: 10a, on: charged, due: within 5 days of charged}";
    let journey = "as_at: 2026-03-02
         - {at: 2026-03-02T10:00, event: charged}
         - {at: 2026-03-02T10:00, event: charged}";
    let found: Vec<String> = duties(&answer(anyshire(clauses), journey))
        .iter()
        .map(|line| line.split(' ').next().unwrap().to_owned())
        .collect();
    let by_day = ["10a/1", "10a/2", "1a/1", "1a/2", "1b/1", "1b/2", "1c/1", "1c/2", "1z/1", "1z/2"];
    assert_eq!(found[4..], by_day);
    let mut first = found[..4].to_vec();
    first.sort();
    assert_eq!(first, ["1d/1", "1d/2", "1e/1", "1e/2"]);
}

#[test]
fn the_same_twice_byte_for_byte() {
    let journey = "protocol: {home: camden, host: dudley}\nchild: {born: 2010-05-04, sex: male, siblings: 2}
as_at: 2026-12-01
events:
  - {at: 2026-01-12, event: csc-involvement-started, with: {plan: child-in-need}}
  - {at: 2026-02-02, event: yjs-involvement-started}
  - {at: 2026-03-02, event: charged, with: {category: robbery}}
  - {at: 2026-03-03, event: remanded-yda}
  - {at: 2026-04-20, event: sentenced-custody, with: {sentence: dto, months: 12}}
  - {at: 2026-04-21, event: release-date-known, with: {release: 2026-10-20}}
  - {at: 2026-10-20, event: released, with: {order: notice-of-supervision}}\n";
    let text = || ask(shipped(), journey).unwrap().to_string();
    let first = text();
    assert!(first.len() > 10_000);
    assert_eq!(first, text());
    let again = read(&protocol::shipped::files());
    assert_eq!(first, ask(&again, journey).unwrap().to_string());
}

#[test]
fn events_in_another_order_in_the_file_give_the_same_duties() {
    let events = [
        "  - {at: 2026-01-12, event: csc-involvement-started, with: {plan: child-in-need}, id: a}\n",
        "  - {at: 2026-02-02, event: yjs-involvement-started, id: b}\n",
        "  - {at: 2026-03-02, event: charged, with: {category: robbery}, id: c}\n",
        "  - {at: 2026-03-05, event: notified, with: {to: csc, about: charge}, id: d}\n",
        "  - {at: 2026-03-09, event: remanded-yda, id: e}\n",
        "  - {at: 2026-04-20, event: sentenced-custody, with: {sentence: dto, months: 12}, id: f}\n",
        "  - {at: 2026-05-11, event: csc-involvement-ended, id: g}\n",
        "  - {at: 2026-04-21, event: release-date-known, with: {release: 2026-10-20}, id: h}\n",
        "  - {at: 2026-06-21, event: visit-made, with: {by: [social-worker], kind: [custody]}, follows: f, id: i}\n",
    ];
    let said = |order: &[usize]| {
        let events: String = order.iter().map(|n| events[*n]).collect();
        let journey = format!("protocol: enfield\nchild: {{born: 2010-05-04}}\nas_at: 2026-08-01\nevents:\n{events}");
        let mut found = ask(shipped(), &journey).unwrap();
        for duty in found["duties"].as_array_mut().unwrap() {
            let duty = duty.as_object_mut().unwrap();
            duty.shift_remove("id");
            duty.shift_remove("done_by");
        }
        found
    };
    let first = said(&[0, 1, 2, 3, 4, 5, 6, 7, 8]);
    assert!(list(&first, "duties").len() > 20);
    assert_eq!(first, said(&[8, 7, 6, 5, 4, 3, 2, 1, 0]));
    assert_eq!(first, said(&[4, 0, 8, 2, 6, 1, 7, 3, 5]));
}
