//! The calendar against the second way of counting, on every day from 1 January 2019 to 31 December 2028.

use calendar::{Calendar, Day};

use crate::by_hand::{BANK_HOLIDAYS, Date};
use crate::paper;

const FIRST: Date = Date { year: 2019, month: 1, day: 1 };
const LAST: Date = Date { year: 2028, month: 12, day: 31 };
const MOST: u32 = 60;

fn every_day() -> impl Iterator<Item = (Date, Day)> {
    std::iter::successors(Some(FIRST), |d| (*d < LAST).then(|| d.next())).map(|d| (d, same(d)))
}

fn same(date: Date) -> Day {
    Day::new(date.year as i16, date.month as i8, date.day as i8).expect("a day of 2018 to 2029")
}

/// The hand-made list, for both ways of counting: past 2028 neither knows a bank holiday.
fn by_hand_list() -> Vec<(Day, String)> {
    let days = BANK_HOLIDAYS.iter().flat_map(|(year, days)| {
        days.iter().filter(|d| d.0 > 0).map(|(month, day)| same(Date { year: *year, month: *month, day: *day }))
    });
    days.map(|day| (day, "a bank holiday".to_owned())).collect()
}

fn check(differences: &[String], counted: usize, expected: usize) {
    let shown: Vec<&String> = differences.iter().take(20).collect();
    assert!(differences.is_empty(), "{} of {counted} differ, the first of them: {shown:#?}", differences.len());
    assert_eq!(counted, expected, "not everything was compared");
}

#[test]
fn the_shipped_list_holds_the_bank_holidays_copied_by_hand() {
    let (first, last) = (same(FIRST), same(LAST));
    let shipped: Vec<Day> =
        paper::bank_holidays().into_iter().map(|(day, _)| day).filter(|d| (first..=last).contains(d)).collect();
    let by_hand: Vec<Day> = by_hand_list().into_iter().map(|(day, _)| day).collect();
    assert_eq!(shipped, by_hand);
}

#[test]
fn the_shipped_list_is_in_order_and_on_weekdays() {
    let days: Vec<Day> = paper::bank_holidays().into_iter().map(|(day, _)| day).collect();
    let unordered: Vec<&[Day]> = days.windows(2).filter(|w| w[0] >= w[1]).collect();
    assert_eq!(unordered, Vec::<&[Day]>::new());
    let weekends: Vec<&Day> = days.iter().filter(|d| d.is_weekend()).collect();
    assert_eq!(weekends, Vec::<&Day>::new(), "a holiday on a weekend stands with its substitute day");
}

#[test]
fn every_day_of_ten_years_is_the_same_day() {
    let mut differences = Vec::new();
    let mut counted = 0;
    // 1 January 2019 is day 17,897 after 1 January 1970.
    for (number, (date, day)) in (17_897..).zip(every_day()) {
        let weekend = matches!(date.weekday(), "Saturday" | "Sunday");
        let text = date.to_string();
        if day.weekday() != date.weekday()
            || day.is_weekend() != weekend
            || day.to_string() != text
            || day.number() != number
        {
            differences.push(format!(
                "{text}, a {}: {day}, a {}, number {}",
                date.weekday(),
                day.weekday(),
                day.number()
            ));
        }
        for months in [1, 2, 3, 6, 12, 24, -1, -2, -3, -6, -12] {
            if day.plus_months(months).to_string() != date.plus_months(months).to_string() {
                differences.push(format!("{text} and {months} months: {}", day.plus_months(months)));
            }
        }
        counted += 1;
    }
    check(&differences, counted, 3653);
}

/// Walks from every day, day after day, and asks the calendar at each day that is worked for the number then reached.
fn walk(step: fn(Date) -> Date, asked: fn(&Calendar, Day, u32) -> Day) {
    let calendar = Calendar::new(by_hand_list());
    let mut differences = Vec::new();
    let mut counted = 0;
    for (date, day) in every_day() {
        let (mut there, mut n) = (date, 0);
        loop {
            let answer = asked(&calendar, day, n);
            if answer != same(there) {
                differences.push(format!("{n} working days from {date}: {answer}, by hand {there}"));
            }
            counted += 1;
            if n == MOST {
                break;
            }
            there = step(there);
            while !there.is_worked() {
                there = step(there);
            }
            n += 1;
        }
    }
    check(&differences, counted, 3653 * 61);
}

#[test]
fn counting_on_agrees_on_every_day_of_ten_years() {
    walk(Date::next, Calendar::working_days_after);
}

#[test]
fn counting_back_agrees_on_every_day_of_ten_years() {
    walk(Date::previous, Calendar::working_days_before);
}

#[test]
fn working_days_between_agree_on_every_day_of_ten_years() {
    let calendar = Calendar::new(by_hand_list());
    let mut differences = Vec::new();
    let mut counted = 0;
    for (date, day) in every_day() {
        let (mut there, mut n) = (date, 0);
        for _ in 0..=90 {
            let to = same(there);
            let (on, back) = (calendar.working_days_between(day, to), calendar.working_days_between(to, day));
            if (on, back) != (n, -n) {
                differences.push(format!("between {date} and {there}: {on} and {back}, by hand {n} and {}", -n));
            }
            counted += 1;
            there = there.next();
            n += i64::from(there.is_worked());
        }
    }
    check(&differences, counted, 3653 * 91);
}

#[test]
fn every_day_of_ten_years_is_worked_or_not_as_by_hand() {
    let calendar = Calendar::new(by_hand_list());
    let mut differences = Vec::new();
    let mut worked = 0;
    for (date, day) in every_day() {
        if calendar.is_working_day(day) != date.is_worked() {
            differences.push(format!("{date}"));
        }
        worked += usize::from(date.is_worked());
    }
    // 2,609 weekdays less the 83 bank holidays of the ten years.
    check(&differences, worked, 2609 - 83);
}

/// Twenty-eight calendar days against the twenty working days of the first review (somerset-7.4d, statute-b10): for a child newly
/// looked after on a weekend with no bank holiday in the window, the local clause is the later of the two.
#[test]
fn twenty_eight_days_are_late_for_a_start_on_a_weekend() {
    let calendar = paper::calendar(&[]);
    let mut late = [0, 0];
    for (date, day) in every_day() {
        let behind = day.plus_days(28).number() - calendar.working_days_after(day, 20).number();
        match date.weekday() {
            "Saturday" if behind > 0 => late[0] += 1,
            "Sunday" if behind > 0 => late[1] += 1,
            weekday => assert!(behind <= 0, "{date}, a {weekday}, is {behind} days behind"),
        }
        assert!(behind <= 2, "{date} is {behind} days behind");
    }
    assert_eq!(late, [314, 314], "Saturdays and Sundays of 2019 to 2028");
}
