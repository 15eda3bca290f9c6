//! A caseload in columns: the same rows, and the same reasons, as the whole engine gives child by child (protocols/README.md, Deadlines).

use calendar::{Day, Moment};
use duties::caseload::{Caseload, Explainer, NotPlain, Plain};
use duties::{Engine, State};
use journey::{Timeline, Under};
use proptest::prelude::*;
use protocol::Protocol;

use crate::shelf::{anyshire, written};

/// One of each form that is plain: worked and calendar days, weeks, no deadline; a truth, its denial, a word, numbers; one kind of evidence
/// and two; a repetition with and without an end, in calendar and in working days.
const PLAIN: &str = "\
- {id: 1a, on: gang-concern, shown-by: notified, one-for-all: yes, due: within 10 working days of gang-concern}
- {id: 1b, on: gang-concern, if: trigger.siblings_at_risk, shown-by: [notified, consulted], one-for-all: yes, due: within 3 days of gang-concern}
- {id: 1c, on: [gang-concern, hsb-concern], shown-by: notified, one-for-all: yes}
- {id: 1d, on: hsb-concern, if: \"!trigger.police_investigation\", shown-by: visit-made, one-for-all: yes, due: within 2 weeks of hsb-concern}
- {id: 1e, on: level-of-need-assessed, if: trigger.level >= 2 && trigger.level < 4, due: within 20 working days of level-of-need-assessed}
- {id: 1f, on: support-need-identified, if: trigger.whose == 'sibling', shown-by: consulted, one-for-all: yes, due: within 1 working day of support-need-identified}
- {id: 1g, on: gang-concern, by-the-calendar: yes, shown-by: visit-made, one-for-all: yes, due: every 3 weeks from gang-concern until consulted}
- {id: 1h, on: hsb-concern, if: trigger.police_investigation, by-the-calendar: yes, shown-by: [visit-made, notified], one-for-all: yes, due: every 15 working days from hsb-concern}";

fn protocol() -> (&'static protocol::Protocols, &'static Protocol) {
    let protocols = anyshire(PLAIN);
    (protocols, protocols.authorities["anyshire"].last().unwrap())
}

fn timeline(journey: &str) -> Timeline {
    let (protocols, _) = protocol();
    let journey = journey::read("journey.yaml", written(journey).as_bytes(), &protocols.vocabulary).unwrap();
    journey.timeline(journey.as_at.unwrap(), None)
}

/// One line a row: clause, turn, trigger's place, due, done by, state, whether it is known to apply, and why.
fn by_columns(timeline: &Timeline) -> Vec<String> {
    let (protocols, protocol) = protocol();
    let plain = Plain::new(protocol, &protocols.vocabulary);
    assert_eq!(plain.left(), []);
    let mut caseload = Caseload::new(&protocols.vocabulary);
    assert_eq!(caseload.add(timeline), Ok(0));
    let (as_at, mut rows) = (timeline.as_at.day(), Vec::new());
    plain.owed(&caseload, as_at, &mut rows);
    let explainer = Explainer::new(&plain, &caseload, as_at);
    rows.sort_by_key(|row| (row.clause, row.trigger, row.turn));
    let line = |row: &duties::caseload::Row| {
        let mut why = String::new();
        explainer.explain(row, &mut why);
        let done = row.done.map(|(n, _)| n + 1);
        said(row.clause.into(), row.turn.into(), row.trigger + 1, row.due, done, row.state, row.unknown, &why)
    };
    rows.iter().map(line).collect()
}

fn by_the_whole_engine(timeline: &Timeline) -> Vec<String> {
    let (protocols, _) = protocol();
    let engine = Engine::new(protocols);
    let under = Under { home: "anyshire".to_owned(), host: None };
    let answer = engine.answer(&under, timeline, None);
    let owed = answer.owed.first().unwrap();
    let why = duties::why::Why::new(&answer, owed);
    let mut rows: Vec<_> = owed.duties.iter().collect();
    rows.sort_by_key(|d| (d.clause, d.set_off.root, d.turn));
    let line = |duty: &&duties::Duty| {
        let due = duty.due.map(|due| due.at.day());
        let done = duty.done.map(|n| owed.story.event(n).unwrap().root);
        let why: String = why.of_duty(duty).into_iter().map(|sentence| sentence + "\n").collect();
        said(duty.clause, duty.turn, duty.set_off.root, due, done, duty.state, duty.unknown, &why)
    };
    rows.iter().map(line).collect()
}

#[expect(clippy::too_many_arguments, reason = "a line of a table")]
fn said(
    clause: usize,
    turn: u32,
    trigger: u32,
    due: Option<Day>,
    done: Option<u32>,
    state: State,
    unknown: bool,
    why: &str,
) -> String {
    let (due, done) = (due.map(|d| d.to_string()), done.map(|n| n.to_string()));
    let text = |said: Option<String>| said.unwrap_or("-".to_owned());
    let known = if unknown { " if" } else { "" };
    format!("{clause}/{turn} by {trigger} due {} done {} {}{known}\n{why}", text(due), text(done), state.word())
}

#[test]
fn one_child_row_by_row() {
    let story = timeline(
        "as_at: 2026-04-20
         - {at: 2026-04-01, event: gang-concern}
         - {at: 2026-04-16, event: notified, with: {to: csc, about: referral}}",
    );
    let rows = by_columns(&story);
    assert_eq!(
        rows,
        [
            "0/1 by 1 due 2026-04-17 done 2 done\n\
             Wed 1 April 2026: the child is affected by gang activity.\n\
             Paragraph 1 of the protocol of Anyshire (first), anyshire-1a.\n\
             The text's clock: within 10 working days of gang-concern.\n\
             Wed 1 April 2026 is day zero.\n\
             10 working days after that, skipping weekends, Good Friday (Fri 3 April 2026), Easter Monday (Mon 6 April 2026): \
             due Fri 17 April 2026.\n\
             Shown done: Thu 16 April 2026 (one side has told another of something).\n",
            "1/1 by 1 due 2026-04-04 done 2 done if\n\
             Wed 1 April 2026: the child is affected by gang activity.\n\
             Paragraph 1 of the protocol of Anyshire (first), anyshire-1b.\n\
             Not known: whether siblings are at risk. Until that is recorded nobody can tell.\n\
             The text's clock: within 3 days of gang-concern.\n\
             Wed 1 April 2026 is day zero.\n\
             3 calendar days after that: due Sat 4 April 2026.\n\
             Shown done: Thu 16 April 2026 (one side has told another of something).\n",
            "2/1 by 1 due - done 2 done\n\
             Wed 1 April 2026: the child is affected by gang activity.\n\
             Paragraph 1 of the protocol of Anyshire (first), anyshire-1c.\n\
             The text gives no time: it is owed from that day until it is done.\n\
             Shown done: Thu 16 April 2026 (one side has told another of something).\n",
            "6/1 by 1 due 2026-04-22 done - open\n\
             Wed 1 April 2026: the child is affected by gang activity.\n\
             Paragraph 1 of the protocol of Anyshire (first), anyshire-1g.\n\
             The text's clock: every 3 weeks from gang-concern until consulted.\n\
             Wed 1 April 2026 is day zero.\n\
             3 weeks (21 calendar days) after that: due Wed 22 April 2026.\n",
        ]
    );
    assert_eq!(rows, by_the_whole_engine(&story));
}

#[test]
fn how_many_working_days_overdue() {
    let (protocols, protocol) = protocol();
    let plain = Plain::new(protocol, &protocols.vocabulary);
    let mut caseload = Caseload::new(&protocols.vocabulary);
    // Due on Wednesday 1 April; Good Friday and Easter Monday lie between.
    caseload.add(&timeline("as_at: 2026-04-08\n- {at: 2026-03-18, event: gang-concern}")).unwrap();
    let mut rows = Vec::new();
    plain.owed(&caseload, "2026-04-08".parse().unwrap(), &mut rows);
    let late = |clause: u16| rows.iter().find(|r| r.clause == clause).map(|r| (r.state, r.late));
    assert_eq!(late(0), Some((State::Overdue, 3)));
    assert_eq!(late(2), Some((State::Open, 0)));
}

#[test]
fn what_needs_the_whole_engine() {
    let needs = |clause: &str, because: &str| {
        let protocols = anyshire(&format!("- {{id: 1a, {clause}}}"));
        let protocol = protocols.authorities["anyshire"].last().unwrap();
        let left: Vec<&str> = Plain::new(protocol, &protocols.vocabulary).left().iter().map(|l| l.because).collect();
        assert_eq!(left, [because], "{clause}");
    };
    needs("on: released", "its trigger changes the child's status");
    needs("on: gang-concern, if: looked_after", "its condition looks at more than what its trigger says");
    needs(
        "on: gang-concern, if: has(trigger.siblings_at_risk)",
        "its condition looks at more than what its trigger says",
    );
    needs("on: gang-concern, shown-by: notified", "one event shows one occurrence");
    needs("on: gang-concern, owner: both-workers", "both services owe it");
    needs("kind: rule, on: gang-concern", "it decides something");
    needs("on: {gang-concern: {siblings_at_risk: true}}", "it names attributes of an event");
    needs(
        "on: gang-concern, due: within 3 days of knowing of gang-concern",
        "its clock counts otherwise than in days from its trigger",
    );
    needs("on: gang-concern, in-force: {from: 2020-01-01}", "it has dates in force of its own");
    let turned_away = |events: &str, because| {
        let (protocols, _) = protocol();
        let mut caseload = Caseload::new(&protocols.vocabulary);
        assert_eq!(caseload.add(&timeline(&format!("as_at: 2026-04-08\n{events}"))), Err(because));
        assert!(caseload.is_empty());
    };
    let concern = "- {at: 2026-03-18, event: gang-concern, id: a}";
    turned_away(&format!("{concern}\n- {{at: 2026-03-19, event: gang-concern, corrects: a}}"), NotPlain::Linked);
    turned_away(&format!("{concern}\n- {{at: 2026-03-19, retracts: a}}"), NotPlain::Linked);
    turned_away(
        &format!("{concern}\n- {{at: 2026-03-19, event: consulted, follows: a, with: {{with: csc}}}}"),
        NotPlain::Linked,
    );
    turned_away("- {at: 2026-03-19, event: duty-done, with: {clause: anyshire-1a, by: csc}}", NotPlain::ByHand);
}

/// An event of those that the clauses know, with or without what they ask for.
fn event() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "event: gang-concern",
        "event: gang-concern, with: {siblings_at_risk: true}",
        "event: gang-concern, with: {siblings_at_risk: false}",
        "event: hsb-concern",
        "event: hsb-concern, with: {police_investigation: true}",
        "event: hsb-concern, with: {police_investigation: false}",
        "event: level-of-need-assessed, with: {level: 1}",
        "event: level-of-need-assessed, with: {level: 3}",
        "event: level-of-need-assessed, with: {level: 4}",
        "event: support-need-identified, with: {whose: sibling}",
        "event: support-need-identified, with: {whose: child}",
        "event: support-need-identified",
        "event: notified, with: {to: csc, about: referral}",
        "event: consulted, with: {with: csc}",
        "event: visit-made, with: {by: [social-worker]}",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_as_the_whole_engine(events in prop::collection::vec((0..12_i32, event()), 0..25), more in 0..60_i32) {
        let mut day: Day = "2026-01-05".parse().unwrap();
        let mut journey = String::new();
        for (gap, event) in &events {
            day = day.plus_days(*gap);
            journey.push_str(&format!("- {{at: {day}, {event}}}\n"));
        }
        let story = timeline(&format!("as_at: {}\n{journey}", Moment::date_only(day.plus_days(more))));
        prop_assert_eq!(by_columns(&story), by_the_whole_engine(&story), "\n{}", journey);
    }
}
