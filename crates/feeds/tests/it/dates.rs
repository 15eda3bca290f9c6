//! Dates as files write them.

use feeds::read::line::day;

#[test]
fn a_date_is_read_in_the_forms_that_are_given_and_no_other() {
    for text in [
        "2026-04-03",
        "03/04/2026",
        "3/4/2026",
        "2026-04-03T00:00:00",
        "2026-04-03 00:00:00.000",
        "03/04/2026 23:59",
        "2026-04-03 9:05",
    ] {
        assert_eq!(day(text).map(|day| day.to_string()), Ok("2026-04-03".to_owned()), "{text}");
    }
    let form = "write the date as 2026-04-03 or 03/04/2026";
    let wrong = [
        ("03/04/26", "the year has two digits, which could be of either century: write four"),
        ("26-04-03", "the year has two digits, which could be of either century: write four"),
        ("30/02/2026", "this is no day of the calendar"),
        ("04/13/2026", "this is no day of the calendar"),
        ("01/01/1900", "this lies outside the years 1950 to 2150"),
        ("46115", form),
        ("2026-4-3", form),
        ("2026/04/03", form),
        ("03-04-2026", form),
        ("03/04/2026 25:00", form),
        ("2026-04-03 soon", form),
        ("３/4/2026", form),
        ("-1/4/2026", form),
        ("", form),
    ];
    for (text, rule) in wrong {
        assert_eq!(day(text), Err(rule.to_owned()), "{text}");
    }
}

/// A list under no mapping is read as every other file is.
#[test]
fn a_list_without_forms_has_the_same_dates() {
    use feeds::read::dates::{Form, Forms};
    for text in [
        "2026-04-03",
        "03/04/2026",
        "03/04/2026 23:59",
        "2026-04-03T00:00:00",
        "03/04/26",
        "03/04/2026 25:00",
        "2026-4-3",
    ] {
        assert_eq!(Forms::british().day(text), day(text).ok(), "{text}");
    }
    let stated = Forms::new(vec![Form::read("dd.mm.yyyy").unwrap()], 0);
    assert_eq!(stated.day("2026-04-03 25:00"), None);
    assert_eq!(stated.day("03/04/2026"), None, "a form that is stated is the only one");
}
