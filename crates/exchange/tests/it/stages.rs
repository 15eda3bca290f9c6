//! At which stage is a duty, at a moment? Days by hand: 2026-05-25 is the Spring bank holiday.

use calendar::{Calendar, Span, Unit};
use duties::{Line, Side, State};
use exchange::stage;

use crate::world::ms;

/// A duty that falls due, as it stands.
pub fn line(state: State, due: &str) -> Line {
    Line {
        id: "x-1a/charged:#1/1".into(),
        clause: "x-1a".into(),
        title: "Do it".into(),
        side: Side::Home,
        owner: "yjs".into(),
        counterpart: None,
        trigger: ("charged".into(), 1),
        trigger_at: "2026-05-01".parse().unwrap(),
        due: (!due.is_empty()).then(|| due.parse().unwrap()),
        urgent: false,
        assumed: false,
        order: false,
        occurrence: 1,
        repeats: false,
        state,
        done_at: None,
        sooner: None,
        unknown: false,
        unconfirmed: false,
    }
}

fn check(line: &Line, at: &str, expected: &str) {
    let calendar = Calendar::new([("2026-05-25".parse().unwrap(), "Spring bank holiday".into())]);
    let lead = Span { n: 2, unit: Unit::WorkingDays };
    let found = stage(line, &calendar, lead, ms(at)).map_or("nothing", |s| s.word());
    assert_eq!(found, expected, "{:?} at {at}", line.due);
}

#[test]
fn two_working_days_before_until_the_day_is_over() {
    // Wednesday 10 June: Monday 8 June is two working days before.
    let open = line(State::Open, "2026-06-10");
    check(&open, "2026-06-07T23:59", "nothing");
    check(&open, "2026-06-08T00:00", "due-soon");
    check(&open, "2026-06-10T23:59", "due-soon");
    check(&open, "2026-06-11T00:00", "nothing");
    check(&line(State::Overdue, "2026-06-10"), "2026-06-11T00:00", "overdue");
}

#[test]
fn a_bank_holiday_and_a_weekend_are_no_working_days() {
    // Tuesday 26 May: Monday is the holiday, so Friday 22 is one before and Thursday 21 two.
    let open = line(State::Open, "2026-05-26");
    check(&open, "2026-05-20T23:59", "nothing");
    check(&open, "2026-05-21T00:00", "due-soon");
}

#[test]
fn what_is_urgent_is_told_at_once() {
    let urgent = Line { urgent: true, ..line(State::Open, "2026-06-10") };
    check(&urgent, "2026-05-01T09:00", "due-soon");
}

#[test]
fn a_time_passes_with_the_minute_after_it() {
    let open = line(State::Open, "2026-06-12T21:40");
    check(&open, "2026-06-12T21:40", "due-soon");
    check(&open, "2026-06-12T21:41", "nothing");
}

#[test]
fn what_is_done_ended_or_undated_is_not_told() {
    check(&line(State::Open, ""), "2026-06-10T09:00", "nothing");
    for state in [State::Done, State::DoneLate, State::Ended] {
        check(&line(state, "2026-06-10"), "2026-06-10T09:00", "nothing");
    }
}
