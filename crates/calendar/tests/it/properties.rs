//! What holds on every calendar, for every day and length: found out on days, lengths and closures drawn at random.

use std::sync::LazyLock;

use calendar::{Calendar, Day, FIRST_YEAR, LAST_YEAR, Length, Moment, Span, Unit, Wording};
use proptest::prelude::*;
use proptest::sample::select;

use crate::paper;

static SHIPPED: LazyLock<Calendar> = LazyLock::new(|| paper::calendar(&[]));

fn first() -> i32 {
    Day::new(FIRST_YEAR, 1, 1).unwrap().number()
}

fn last() -> i32 {
    Day::new(LAST_YEAR, 12, 31).unwrap().number()
}

/// Any day that can be written.
fn any_day() -> impl Strategy<Value = Day> {
    (first()..=last()).prop_map(Day::from_number)
}

/// A day of the years for which bank holidays are known.
fn recent_day() -> impl Strategy<Value = Day> {
    let from = Day::new(1995, 1, 1).unwrap().number();
    let to = Day::new(2040, 12, 31).unwrap().number();
    (from..=to).prop_map(Day::from_number)
}

/// A calendar on which, besides the bank holidays, up to some forty days of 2026 and 2027 are closed, and one of those days.
fn closed_at_will() -> impl Strategy<Value = (Calendar, Day)> {
    let from = Day::new(2026, 1, 1).unwrap().number();
    (prop::collection::vec(from..from + 730, 0..40), from..from + 730).prop_map(|(closed, day)| {
        let closures: Vec<(Day, String)> =
            closed.into_iter().map(|n| (Day::from_number(n), "closed".to_owned())).collect();
        (paper::calendar(&closures), Day::from_number(day))
    })
}

/// A time that exists, in text, with seconds or without.
fn any_time() -> impl Strategy<Value = Moment> {
    (any_day(), 0..24, 0..60, 0..60, any::<bool>()).prop_filter_map(
        "left out by the clocks",
        |(day, h, m, s, seconds)| {
            let text = if seconds { format!("{day}T{h:02}:{m:02}:{s:02}") } else { format!("{day}T{h:02}:{m:02}") };
            text.parse().ok()
        },
    )
}

fn any_moment() -> impl Strategy<Value = Moment> {
    prop_oneof![any_day().prop_map(Moment::date_only), any_time()]
}

fn any_unit() -> impl Strategy<Value = Unit> {
    select(vec![Unit::Minutes, Unit::Hours, Unit::Days, Unit::WorkingDays, Unit::Weeks, Unit::Months])
}

/// Every law of counting working days, on one calendar.
fn check_counting(calendar: &Calendar, day: Day, n: u32) -> Result<(), TestCaseError> {
    let (on, back) = (calendar.working_days_after(day, n), calendar.working_days_before(day, n));
    if n == 0 {
        prop_assert_eq!((on, back), (day, day));
        return Ok(());
    }
    prop_assert!(calendar.is_working_day(on), "{} working days after {} is {}, which is closed", n, day, on);
    prop_assert!(calendar.is_working_day(back), "{} working days before {} is {}, which is closed", n, day, back);
    prop_assert!(back < day && day < on, "the day itself is day zero");
    prop_assert_eq!(calendar.working_days_between(day, on), i64::from(n));
    prop_assert_eq!(calendar.working_days_between(back.plus_days(-1), day.plus_days(-1)), i64::from(n));
    prop_assert!(on < calendar.working_days_after(day, n + 1), "a working day more is later");
    prop_assert!(back > calendar.working_days_before(day, n + 1), "a working day more is earlier, counted back");
    prop_assert!(calendar.working_days_after(day.plus_days(1), n) >= on, "a later start is never due earlier");
    if calendar.is_working_day(day) {
        prop_assert_eq!(calendar.working_days_before(on, n), day, "counting back from {} undoes counting on", on);
        prop_assert_eq!(calendar.working_days_after(back, n), day, "counting on from {} undoes counting back", back);
    } else {
        // From a closed day it leads to the last day worked before it: that is the day from which the count is the same.
        prop_assert_eq!(calendar.working_days_before(on, n), calendar.working_days_before(day, 1));
    }
    let skipped: Vec<Day> = calendar.skipped(day, on).map(|(d, _)| d).collect();
    let weekdays = (day.number() + 1..=on.number()).filter(|d| !Day::from_number(*d).is_weekend()).count();
    prop_assert_eq!(weekdays, n as usize + skipped.len(), "weekdays are worked or skipped by name");
    prop_assert!(skipped.iter().all(|d| !calendar.is_working_day(*d) && calendar.closed_day(*d).is_some()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn working_days_on_the_shipped_calendar(day in recent_day(), n in 0u32..=300) {
        check_counting(&SHIPPED, day, n)?;
    }

    #[test]
    fn working_days_on_every_day_that_can_be_written(day in any_day(), n in select(vec![1u32, 20, 260, 2600, 9_999])) {
        check_counting(&SHIPPED, day, n)?;
    }

    #[test]
    fn one_count_after_another_is_one_longer_count(day in recent_day(), a in 1u32..=100, b in 1u32..=100) {
        let on = SHIPPED.working_days_after(SHIPPED.working_days_after(day, a), b);
        prop_assert_eq!(on, SHIPPED.working_days_after(day, a + b));
    }

    #[test]
    fn what_is_between_two_days_turns_its_sign(a in any_day(), b in any_day()) {
        prop_assert_eq!(SHIPPED.working_days_between(a, b), -SHIPPED.working_days_between(b, a));
        let most = i64::from((a.number() - b.number()).abs());
        prop_assert!(SHIPPED.working_days_between(a, b).abs() <= most);
    }

    #[test]
    fn months_keep_the_day_or_take_the_last(day in any_day(), n in -600i32..=600) {
        let (year, month, of_month) = day.ymd();
        let there = day.plus_months(n);
        let months = i32::from(year) * 12 + i32::from(month) - 1 + n;
        prop_assert_eq!(i32::from(there.ymd().0), months.div_euclid(12));
        prop_assert_eq!(i32::from(there.ymd().1), months.rem_euclid(12) + 1);
        let last_of_month = there.plus_days(1).ymd().2 == 1;
        let kept = there.ymd().2 == of_month;
        prop_assert!(kept || (last_of_month && there.ymd().2 < of_month), "{} and {} months: {}", day, n, there);
    }

    #[test]
    fn months_are_in_order(day in any_day(), n in -600i32..=600) {
        prop_assert!(day.plus_months(n) < day.plus_months(n + 1));
        prop_assert!(day.plus_months(n) <= day.plus_days(1).plus_months(n), "a later day is never due earlier");
    }

    #[test]
    fn a_day_is_read_as_it_is_printed(day in any_day()) {
        let text = day.to_string();
        prop_assert_eq!(text.len(), 10);
        prop_assert_eq!(text.parse::<Day>(), Ok(day));
        let (year, month, of_month) = day.ymd();
        prop_assert_eq!(Day::new(year, month, of_month), Ok(day));
    }

    #[test]
    fn days_are_in_the_order_of_their_text(a in any_day(), b in any_day()) {
        prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
    }

    #[test]
    fn a_moment_is_read_as_it_is_printed(moment in any_moment()) {
        let text = moment.to_string();
        let again: Moment = text.parse().map_err(|e| TestCaseError::fail(format!("`{text}` {e}")))?;
        prop_assert_eq!(again, moment);
        prop_assert_eq!(again.to_string(), text);
        prop_assert_eq!(again.instant(), moment.instant());
    }

    #[test]
    fn what_hours_lead_to_is_read_as_it_is_printed(moment in any_time(), hours in -100i32..=100) {
        let there = moment.plus_hours(hours);
        prop_assert_eq!(there.instant() - moment.instant(), i64::from(hours) * 3600, "hours are elapsed hours");
        prop_assume!((FIRST_YEAR..=LAST_YEAR).contains(&there.day().ymd().0));
        prop_assert_eq!(there.to_string().parse::<Moment>(), Ok(there));
        prop_assert_eq!(there.plus_hours(-hours), moment);
    }

    #[test]
    fn times_are_in_the_order_of_their_instants(a in any_time(), b in any_time(), minutes in 1i32..=200) {
        prop_assert_eq!(a.cmp(&b), a.instant().cmp(&b.instant()));
        prop_assert!(a < a.plus_minutes(minutes));
    }

    #[test]
    fn a_bare_date_comes_before_its_times_and_after_those_of_the_day_before(day in any_day(), time in any_time()) {
        let bare = Moment::date_only(day);
        prop_assert_eq!(bare < time, day <= time.day());
        prop_assert!(Moment::end_of(day.plus_days(-1)) < bare && bare < Moment::end_of(day));
        let hours = bare.instant() - Moment::end_of(day.plus_days(-1)).instant();
        prop_assert_eq!(hours, 1, "a day's first second follows the last of the day before");
    }

    #[test]
    fn hours_of_a_bare_date_are_whole_days(day in any_day(), hours in 1i32..=1000) {
        let there = Moment::date_only(day).plus_hours(hours);
        prop_assert!(!there.has_time());
        prop_assert_eq!(there.day().number() - day.number(), (hours + 23) / 24);
        prop_assert_eq!(Moment::date_only(day).plus_hours(-hours).day().number() - day.number(), -((hours + 23) / 24));
    }

    #[test]
    fn a_longer_deadline_is_never_sooner(at in any_moment(), n in 1u32..=500, unit in any_unit()) {
        let (span, longer) = (Span { n, unit }, Span { n: n + 1, unit });
        prop_assert!(span.after(at, &SHIPPED) <= longer.after(at, &SHIPPED));
        prop_assert!(span.before(at, &SHIPPED) >= longer.before(at, &SHIPPED));
        let keeps_time = at.has_time() && matches!(unit, Unit::Minutes | Unit::Hours);
        prop_assert_eq!(span.after(at, &SHIPPED).has_time(), keeps_time, "only minutes and hours keep a time of day");
        prop_assert!(span.after(at, &SHIPPED).day() >= at.day() && span.before(at, &SHIPPED).day() <= at.day());
    }

    #[test]
    fn no_length_is_too_long_to_be_counted(day in any_day(), n in select(vec![10_000, 1_000_000, u32::MAX]), unit in any_unit()) {
        let (at, timed) = (Moment::date_only(day), Moment::end_of(day));
        let span = Span { n, unit };
        for from in [at, timed] {
            let (before, after) = (span.before(from, &SHIPPED), span.after(from, &SHIPPED));
            prop_assert!(before < from && from < after, "{:?} of {}: {} and {}", span, from, before, after);
            prop_assert!(!before.to_string().is_empty() && !after.to_string().is_empty());
        }
    }

    #[test]
    fn an_age_is_that_of_the_last_birthday(born in any_day(), days in 0i32..=10_000) {
        let on = born.plus_days(days);
        let age = born.age_on(on);
        prop_assert!(born.birthday(age) <= on && on < born.birthday(age + 1), "born {}, on {}: {}", born, on, age);
    }

    #[test]
    fn a_length_is_read_as_it_is_printed(n in 1u32..=10_000, unit in any_unit()) {
        let span = Span { n, unit };
        let wording: Wording = format!("within {span} of charged").parse().map_err(|e| TestCaseError::fail(format!("{e}")))?;
        let read = match wording.clock {
            calendar::wording::Clock::Within { length: Length::Fixed(read), .. } => read,
            other => return Err(TestCaseError::fail(format!("{other:?}"))),
        };
        prop_assert_eq!(read, span);
    }
}

proptest! {
    // Each case makes a calendar of its own.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn working_days_whatever_the_authority_closes((calendar, day) in closed_at_will(), n in 0u32..=60) {
        check_counting(&calendar, day, n)?;
    }
}
