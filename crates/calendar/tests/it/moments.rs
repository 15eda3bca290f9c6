//! Which texts are a day or a day and time in London, what each stands for, and why the others are refused.

use std::cmp::Ordering;

use calendar::{Day, DayError, Moment, MomentError};

/// Text, as printed again, as printed with its zone, and seconds since 1970 in UTC.
const ACCEPTED: [(&str, &str, &str, i64); 27] = [
    // A bare date stands for its first second by the clock in London.
    ("2026-03-05", "2026-03-05", "2026-03-05", 1_772_668_800),
    ("2026-06-12", "2026-06-12", "2026-06-12", 1_781_218_800),
    ("1970-01-01", "1970-01-01", "1970-01-01", -3600), // all year an hour ahead, from 1968 to 1971
    ("1950-01-01", "1950-01-01", "1950-01-01", -631_152_000),
    ("2150-12-31", "2150-12-31", "2150-12-31", 5_711_731_200),
    ("2028-02-29", "2028-02-29", "2028-02-29", 1_835_395_200),
    ("2000-02-29", "2000-02-29", "2000-02-29", 951_782_400),
    // A time.
    ("2026-03-05T14:30", "2026-03-05T14:30", "2026-03-05T14:30:00+00:00[Europe/London]", 1_772_721_000),
    ("2026-03-05T14:30:00", "2026-03-05T14:30", "2026-03-05T14:30:00+00:00[Europe/London]", 1_772_721_000),
    ("2026-03-05T14:30:59", "2026-03-05T14:30:59", "2026-03-05T14:30:59+00:00[Europe/London]", 1_772_721_059),
    ("2026-04-01T09:00", "2026-04-01T09:00", "2026-04-01T09:00:00+01:00[Europe/London]", 1_775_030_400),
    ("2026-06-12T00:00", "2026-06-12T00:00", "2026-06-12T00:00:00+01:00[Europe/London]", 1_781_218_800),
    ("2026-06-12T23:59", "2026-06-12T23:59", "2026-06-12T23:59:00+01:00[Europe/London]", 1_781_305_140),
    // With the offset that London has at that time; it is printed again.
    ("2026-03-05T14:30+00:00", "2026-03-05T14:30+00:00", "2026-03-05T14:30:00+00:00[Europe/London]", 1_772_721_000),
    ("2026-03-05T14:30Z", "2026-03-05T14:30+00:00", "2026-03-05T14:30:00+00:00[Europe/London]", 1_772_721_000),
    ("2026-03-05T14:30-00:00", "2026-03-05T14:30+00:00", "2026-03-05T14:30:00+00:00[Europe/London]", 1_772_721_000),
    ("2026-06-12T14:30+01:00", "2026-06-12T14:30+01:00", "2026-06-12T14:30:00+01:00[Europe/London]", 1_781_271_000),
    // The clocks go forward on 29 March 2026: the last second before, and the first after.
    ("2026-03-29T00:59:59", "2026-03-29T00:59:59", "2026-03-29T00:59:59+00:00[Europe/London]", 1_774_745_999),
    ("2026-03-29T02:00", "2026-03-29T02:00", "2026-03-29T02:00:00+01:00[Europe/London]", 1_774_746_000),
    // They go back on 25 October 2026: 01:00 to 02:00 comes twice, and is the first of the two unless an offset says otherwise.
    ("2026-10-25T00:59", "2026-10-25T00:59", "2026-10-25T00:59:00+01:00[Europe/London]", 1_792_886_340),
    ("2026-10-25T01:00", "2026-10-25T01:00", "2026-10-25T01:00:00+01:00[Europe/London]", 1_792_886_400),
    ("2026-10-25T01:30", "2026-10-25T01:30", "2026-10-25T01:30:00+01:00[Europe/London]", 1_792_888_200),
    ("2026-10-25T01:30+01:00", "2026-10-25T01:30+01:00", "2026-10-25T01:30:00+01:00[Europe/London]", 1_792_888_200),
    ("2026-10-25T01:30+00:00", "2026-10-25T01:30+00:00", "2026-10-25T01:30:00+00:00[Europe/London]", 1_792_891_800),
    ("2026-10-25T01:30Z", "2026-10-25T01:30+00:00", "2026-10-25T01:30:00+00:00[Europe/London]", 1_792_891_800),
    ("2026-10-25T02:00", "2026-10-25T02:00", "2026-10-25T02:00:00+00:00[Europe/London]", 1_792_893_600),
    ("1999-10-31T01:30", "1999-10-31T01:30", "1999-10-31T01:30:00+01:00[Europe/London]", 941_329_800),
];

#[test]
fn what_is_accepted_and_what_it_stands_for() {
    for (text, printed, zoned, instant) in ACCEPTED {
        let moment: Moment = text.parse().unwrap_or_else(|e| panic!("`{text}` {e}"));
        let found = (moment.to_string(), moment.zoned(), moment.instant());
        assert_eq!(found, (printed.to_owned(), zoned.to_owned(), instant), "`{text}`");
        assert_eq!(moment.has_time(), text.contains('T'), "`{text}`");
    }
}

/// Text, and what it is refused with.
const REFUSED: [(&str, MomentError); 54] = [
    ("", MomentError::Form),
    (" ", MomentError::Form),
    ("today", MomentError::Form),
    ("next tuesday", MomentError::Form),
    ("05/03/2026", MomentError::Day(DayError::Form)), // ten characters, as a date has
    ("5/3/2026", MomentError::Form),
    ("2026-3-5", MomentError::Form),
    ("26-03-05", MomentError::Form),
    ("20260305", MomentError::Form),
    ("2026/03/05", MomentError::Day(DayError::Form)),
    ("2026/03-05", MomentError::Day(DayError::Form)),
    ("2026-03/05", MomentError::Day(DayError::Form)),
    ("2026-03-0x", MomentError::Day(DayError::Form)),
    ("2026-03-+5", MomentError::Day(DayError::Form)),
    ("-026-03-05", MomentError::Day(DayError::Form)),
    ("2026-03-05 ", MomentError::Form),
    (" 2026-03-05", MomentError::Form),
    ("2026-03-05 14:30", MomentError::Form),
    ("2026-03-05t14:30", MomentError::Form),
    ("２０２６-03-05", MomentError::Form),
    ("2026–03–05", MomentError::Form),
    ("2026-00-10", MomentError::Day(DayError::NoSuchDay)),
    ("2026-13-01", MomentError::Day(DayError::NoSuchDay)),
    ("2026-01-00", MomentError::Day(DayError::NoSuchDay)),
    ("2026-01-32", MomentError::Day(DayError::NoSuchDay)),
    ("2026-02-29", MomentError::Day(DayError::NoSuchDay)),
    ("2026-02-30", MomentError::Day(DayError::NoSuchDay)),
    ("2100-02-29", MomentError::Day(DayError::NoSuchDay)),
    ("2026-04-31", MomentError::Day(DayError::NoSuchDay)),
    ("1949-12-31", MomentError::Day(DayError::OutOfRange)),
    ("2151-01-01", MomentError::Day(DayError::OutOfRange)),
    ("0000-01-01", MomentError::Day(DayError::OutOfRange)),
    ("2026-02-30T09:00", MomentError::Day(DayError::NoSuchDay)),
    ("2026-3-5T09:00", MomentError::Day(DayError::Form)),
    ("T09:00", MomentError::Day(DayError::Form)),
    ("2026-03-05T", MomentError::Form),
    ("2026-03-05T14", MomentError::Form),
    ("2026-03-05T1430", MomentError::Form),
    ("2026-03-05T9:00", MomentError::Form),
    ("2026-03-05T14:30:", MomentError::Form),
    ("2026-03-05T14:30:00.5", MomentError::Form),
    ("2026-03-05T14:30pm", MomentError::Form),
    ("2026-03-05T24:00", MomentError::Time),
    ("2026-03-05T25:00", MomentError::Time),
    ("2026-03-05T14:60", MomentError::Time),
    ("2026-03-05T14:30:60", MomentError::Time),
    ("2026-03-05T14:30+1:00", MomentError::Form),
    ("2026-03-05T14:30+0100", MomentError::Form),
    ("2026-03-05T14:30Zulu", MomentError::Form),
    ("2026-03-05T14:30+00:00[Europe/London]", MomentError::Form),
    ("2026-03-05T14:30+01:00", MomentError::Offset),
    ("2026-06-12T14:30Z", MomentError::Offset),
    ("2026-06-12T14:30+00:60", MomentError::Offset), // an hour, but not so written
    ("2026-10-25T01:30+02:00", MomentError::Offset),
];

#[test]
fn what_is_refused() {
    for (text, error) in REFUSED {
        assert_eq!(text.parse::<Moment>(), Err(error), "`{text}`");
    }
}

#[test]
fn every_time_of_the_hour_that_is_left_out_does_not_exist() {
    for day in ["2024-03-31", "2025-03-30", "2026-03-29", "2027-03-28", "2028-03-26"] {
        for minute in 0..60 {
            for offset in ["", "+00:00", "+01:00", "Z"] {
                let text = format!("{day}T01:{minute:02}{offset}");
                assert_eq!(text.parse::<Moment>(), Err(MomentError::NoSuchTime), "`{text}`");
            }
        }
    }
}

#[test]
fn every_time_of_the_hour_that_comes_twice_is_two_moments() {
    for day in ["2024-10-27", "2025-10-26", "2026-10-25", "2027-10-31", "2028-10-29"] {
        for minute in 0..60 {
            let moment = |offset: &str| format!("{day}T01:{minute:02}{offset}").parse::<Moment>().unwrap();
            let (plain, first, second) = (moment(""), moment("+01:00"), moment("+00:00"));
            assert_eq!(plain, first, "without an offset it is the first of the two");
            assert!(first < second, "{first} and {second}");
            assert_eq!(second.instant() - first.instant(), 3600);
            assert_eq!(first.plus_hours(1).to_string(), second.to_string());
            assert_eq!(second.plus_hours(-1).to_string(), plain.to_string());
        }
    }
}

/// A refusal in words, as it stands after the text in question.
#[test]
fn refusals_in_words() {
    let words = |text: &str| format!("`{text}` {}", text.parse::<Moment>().unwrap_err());
    for (text, message) in [
        ("soon", "`soon` is neither a date (2026-04-03) nor a date and time (2026-04-03T14:30)"),
        ("2026/03/05", "`2026/03/05` is not a date of the form 2026-04-03"),
        ("2026-02-30", "`2026-02-30` is no day of the calendar"),
        ("2226-02-03", "`2226-02-03` lies outside the years 1950 to 2150"),
        (
            "2026-03-05T24:00",
            "`2026-03-05T24:00` has no such time of day: hours run from 00 to 23, minutes from 00 to 59",
        ),
        ("2026-03-29T01:30", "`2026-03-29T01:30` does not exist: the clocks go forward over it in the United Kingdom"),
        ("2026-06-12T14:30Z", "`2026-06-12T14:30Z` has an offset that the United Kingdom does not have at that time"),
    ] {
        assert_eq!(words(text), message);
    }
}

/// By day; on one day a bare date comes before every time, and times by the instant.
#[test]
fn the_order_of_moments() {
    let in_order = [
        "2026-10-24",
        "2026-10-24T23:59",
        "2026-10-25",
        "2026-10-25T00:00",
        "2026-10-25T01:30",
        "2026-10-25T01:59:59",
        "2026-10-25T01:00+00:00",
        "2026-10-25T01:30+00:00",
        "2026-10-25T02:00",
        "2026-10-26",
    ];
    for pair in in_order.windows(2) {
        let (a, b): (Moment, Moment) = (pair[0].parse().unwrap(), pair[1].parse().unwrap());
        assert_eq!(a.cmp(&b), Ordering::Less, "{a} comes before {b}");
        assert_eq!(b.cmp(&a), Ordering::Greater, "{b} comes after {a}");
    }
}

#[test]
fn one_instant_is_one_moment_however_it_is_written() {
    for (a, b) in [
        ("2026-03-05T14:30", "2026-03-05T14:30+00:00"),
        ("2026-03-05T14:30", "2026-03-05T14:30:00"),
        ("2026-03-05T14:30Z", "2026-03-05T14:30+00:00"),
        ("2026-06-12T14:30", "2026-06-12T14:30+01:00"),
        ("2026-10-25T01:30", "2026-10-25T01:30+01:00"),
    ] {
        let (a, b): (Moment, Moment) = (a.parse().unwrap(), b.parse().unwrap());
        assert_eq!(a, b);
        assert_eq!(a.cmp(&b), Ordering::Equal, "{a} and {b}");
    }
    let (day, midnight): (Moment, Moment) = ("2026-06-12".parse().unwrap(), "2026-06-12T00:00".parse().unwrap());
    assert_ne!(day, midnight, "a bare date is no time, though it stands for the same second");
}

#[test]
fn the_end_of_a_day_is_its_last_second() {
    for (day, end) in [
        ("2026-03-05", "2026-03-05T23:59:59+00:00[Europe/London]"),
        ("2026-03-29", "2026-03-29T23:59:59+01:00[Europe/London]"),
        ("2026-10-25", "2026-10-25T23:59:59+00:00[Europe/London]"),
    ] {
        let day: Day = day.parse().unwrap();
        assert_eq!(Moment::end_of(day).zoned(), end);
        assert!(Moment::end_of(day) < Moment::date_only(day.plus_days(1)));
    }
}

#[test]
fn as_a_person_reads_it() {
    for (text, words) in [
        ("2026-04-03", "Fri 3 April 2026"),
        ("2026-04-03T14:30", "Fri 3 April 2026 at 14:30"),
        ("2026-12-31T00:05:09", "Thu 31 December 2026 at 00:05:09"),
    ] {
        assert_eq!(text.parse::<Moment>().unwrap().in_words(), words);
    }
}
