//! The protocols as bytes and back.

use protocol::packed::{pack, unpack};

use crate::shelf::{SETTINGS, shelf};

/// One clause of each kind of clock and condition, a value, a question, a setting, an edition's dates, a closure.
const CLAUSES: &str = "\
- id: anyshire-1a
  para: \"1\"
  kind: duty
  on: [remanded-yda, {bailed: {residence: as-directed}}]
  if: looked_after && age < 17 && asked.needed
  asks: {needed: Is it needed?}
  owner: both-workers
  says: Meet.
  due: within 10 working days of remanded-yda
  shown-by: {meeting-held: {meeting: remand-planning-meeting}}
  same-as: anyshire-1b
- id: anyshire-1b
  para: \"1\"
  kind: duty
  on: jointly-open
  if: missed('anyshire-1a') || before.looked_after
  owner: yjs
  says: Review.
  due: every 12 weeks from jointly-open until closed-by-either-service
- id: anyshire-1c
  para: \"1\"
  kind: rule
  on: charged
  question: Who goes?
  value: \"looked_after ? 'social care' : 'parent'\"
  says: Social care goes where the child is looked after.
- id: anyshire-1d
  para: \"1\"
  kind: standing
  on: on-calendar
  owner: yjs
  says: Meet weekly.
  due: every week on tuesday
";

#[test]
fn nothing_is_lost_on_the_way() {
    let head = format!(
        "{SETTINGS}in-force: {{from: 2019-03-20, to: 2021-03-20}}\noffice-hours: {{from: \"09:00\", to: \"17:00\", assumed: true}}\n"
    );
    let protocols = shelf(&head, CLAUSES, &[]);
    let packed = pack(&protocols).unwrap();
    let unpacked = unpack(&packed).unwrap();
    assert!(unpacked == protocols, "the two differ");
    assert_eq!(format!("{unpacked:?}"), format!("{protocols:?}"));
    // The numbers still stand for the words that they stood for.
    let clause = unpacked.latest("anyshire").unwrap().clause("1a").unwrap();
    assert_eq!(unpacked.vocabulary.event(clause.triggers()[0].event).name, "remanded-yda");
    assert_eq!(unpacked.vocabulary.role(clause.owner.unwrap()).name, "both-workers");
}

#[test]
fn bytes_that_are_not_whole_are_refused() {
    let packed = pack(&shelf(SETTINGS, CLAUSES, &[])).unwrap();
    for length in [0, 1, packed.len() / 2, packed.len() - 1] {
        let said = unpack(&packed[..length]).unwrap_err().to_string();
        assert!(said.starts_with("the packed protocols are not those of this program: "), "{said}");
    }
    assert!(unpack(&[packed, vec![0]].concat()).is_err());
}
