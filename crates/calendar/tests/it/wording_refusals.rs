//! What is no deadline: the exact words in question, the cause and the help that the author of a protocol reads.

use calendar::Wording;
use calendar::wording::WordingError;
use proptest::prelude::*;

/// The help where nothing begins like a deadline.
const STARTS: &str = "a deadline reads `within 10 working days of EVENT`, `10 working days before EVENT`, `immediately on EVENT`, \
     `same day as EVENT`, `as soon as possible after EVENT`, `before EVENT`, `at EVENT` or `every 12 weeks from EVENT until EVENT`";

/// A text; the words in question, the cause, and the help (empty where there is none).
type Refusal = (&'static str, &'static str, &'static str, &'static str);

/// Nothing that a deadline begins with.
const NO_BEGINNING: [Refusal; 7] = [
    ("soon", "soon", "no deadline begins like this", STARTS),
    ("Within 10 working days of charged", "Within", "no deadline begins like this", "did you mean `within`?"),
    ("witin 10 working days of charged", "witin", "no deadline begins like this", "did you mean `within`?"),
    ("by friday", "by", "no deadline begins like this", STARTS),
    ("in 10 days of charged", "in", "no deadline begins like this", STARTS),
    ("the hearing of court-listed", "the", "no deadline begins like this", STARTS),
    ("urgently", "urgently", "no deadline begins like this", STARTS),
];

/// The text stops too early: the whole of it is what is wrong.
const TOO_SHORT: [Refusal; 29] = [
    ("within", "within", "the deadline stops where a length of time was expected", ""),
    ("within 10", "within 10", "the deadline stops where a unit of time was expected", ""),
    ("within 10 working", "within 10 working", "the deadline stops where `days` was expected", ""),
    (
        "within 10 working days",
        "within 10 working days",
        "the deadline stops where `of` was expected",
        "say from which event it counts: `within 10 working days of charged`",
    ),
    ("within 10 working days of", "within 10 working days of", "the deadline stops where an event was expected", ""),
    (
        "within 10 days of charged or",
        "within 10 days of charged or",
        "the deadline stops where an event was expected",
        "",
    ),
    ("within 10 days of the", "within 10 days of the", "the deadline stops where the name of a date was expected", ""),
    (
        "within 10 days of knowing of",
        "within 10 days of knowing of",
        "the deadline stops where an event was expected",
        "",
    ),
    (
        "within 10 days of charged (",
        "within 10 days of charged (",
        "the deadline stops where an attribute was expected",
        "",
    ),
    (
        "within 10 days of charged (kind: joint",
        "within 10 days of charged (kind: joint",
        "the deadline stops where `)` was expected",
        "",
    ),
    (
        "within 10 days of jointly-open, then",
        "within 10 days of jointly-open, then",
        "the deadline stops where `every` was expected",
        "",
    ),
    ("10 days", "10 days", "the deadline stops where `before` was expected", ""),
    ("10", "10", "the deadline stops where a unit of time was expected", ""),
    ("immediately", "immediately", "the deadline stops where `on` was expected", ""),
    ("immediately on", "immediately on", "the deadline stops where an event was expected", ""),
    ("same day as", "same day as", "the deadline stops where an event was expected", ""),
    ("the same day", "the same day", "the deadline stops where `as` was expected", ""),
    ("as soon as possible", "as soon as possible", "the deadline stops where `after` was expected", ""),
    ("at the earliest opportunity", "at the earliest opportunity", "the deadline stops where `after` was expected", ""),
    ("at", "at", "the deadline stops where an event was expected", ""),
    ("before", "before", "the deadline stops where an event was expected", ""),
    ("every", "every", "the deadline stops where a length of time was expected", ""),
    ("every 12", "every 12", "the deadline stops where a unit of time was expected", ""),
    ("every 12 weeks from", "every 12 weeks from", "the deadline stops where an event was expected", ""),
    (
        "every 12 weeks from charged until",
        "every 12 weeks from charged until",
        "the deadline stops where an event was expected",
        "",
    ),
    (
        "every 3 to 6 months",
        "every 3 to 6 months",
        "the deadline stops where `from` was expected",
        "say from which event it counts: `every 12 weeks from EVENT until EVENT`",
    ),
    ("every week on", "every week on", "the deadline stops where a day of the week was expected", ""),
    ("every day at", "every day at", "the deadline stops where a time of day was expected", ""),
    (
        "every 6 months from charged, and at",
        "every 6 months from charged, and at",
        "the deadline stops where an event was expected",
        "",
    ),
];

/// Numbers, units and settings.
const LENGTHS: [Refusal; 17] = [
    (
        "within ten working days of charged",
        "ten",
        "a number was expected here, as in `within 10 working days of …`",
        "",
    ),
    ("within of charged", "of", "a number was expected here, as in `within 10 working days of …`", ""),
    ("within 0 days of charged", "0", "a length of time lies between 1 and 10000", ""),
    ("within 10001 days of charged", "10001", "a length of time lies between 1 and 10000", ""),
    ("within 99999999999 days of charged", "99999999999", "a length of time lies between 1 and 10000", ""),
    ("within -5 days of charged", "-5", "a number was expected here, as in `within 10 working days of …`", ""),
    ("within +5 days of charged", "+5", "a number was expected here, as in `within 10 working days of …`", ""),
    ("within 1.5 hours of charged", "1.5", "a number was expected here, as in `within 10 working days of …`", ""),
    (
        "within 10 wroking days of charged",
        "wroking",
        "is no unit of time: minutes, hours, days, working days, weeks or months",
        "did you mean `working`?",
    ),
    ("within 10 working hours of charged", "hours", "`days` was expected after `working`", ""),
    ("within 10 working dyas of charged", "dyas", "`days` was expected after `working`", "did you mean `days`?"),
    (
        "within 10 years of charged",
        "years",
        "is no unit of time: minutes, hours, days, working days, weeks or months",
        "",
    ),
    (
        "within 10 dasy of charged",
        "dasy",
        "is no unit of time: minutes, hours, days, working days, weeks or months",
        "did you mean `days`?",
    ),
    ("within [] of charged", "]", "the name of a setting was expected here", ""),
    ("within [first-contact of charged", "of", "`]` was expected here", ""),
    ("within [ of charged", "charged", "`]` was expected here", ""),
    (
        "within first-contact of charged",
        "first-contact",
        "a number was expected here, as in `within 10 working days of …`",
        "a length that the authority sets stands in brackets: `[first-contact]`",
    ),
];

/// The words between the length and the event.
const JOINTS: [Refusal; 18] = [
    (
        "within 10 days from charged",
        "from",
        "`of` was expected here",
        "say from which event it counts: `within 10 days of charged`",
    ),
    ("within 10 days off charged", "off", "`of` was expected here", "did you mean `of`?"),
    (
        "within 10 days before charged",
        "before",
        "`of` was expected here",
        "for a time before an event leave out `within`: `10 days before EVENT`",
    ),
    (
        "within 10 working days before the release of release-date-known",
        "before",
        "`of` was expected here",
        "for a time before an event leave out `within`: `10 working days before EVENT`",
    ),
    (
        "within 48 hours and 30 minutes of charged",
        "and",
        "`of` was expected here",
        "say from which event it counts: `within 48 hours of charged`",
    ),
    (
        "10 working days of charged",
        "of",
        "`before` was expected here",
        "for a time after an event write `within 10 working days of EVENT`",
    ),
    (
        "10 working days after charged",
        "after",
        "`before` was expected here",
        "for a time after an event write `within 10 working days of EVENT`",
    ),
    (
        "10 days from charged",
        "from",
        "`before` was expected here",
        "for a time after an event write `within 10 days of EVENT`",
    ),
    ("10 days befor charged", "befor", "`before` was expected here", "did you mean `before`?"),
    (
        "[first-contact] of charged",
        "of",
        "`before` was expected here",
        "for a time after an event write `within [first-contact] of EVENT`",
    ),
    ("immediately charged", "charged", "`on` was expected here", ""),
    ("same day charged", "charged", "`as` was expected here", ""),
    ("same time as charged", "time", "`day` was expected here", ""),
    ("as soon as possible charged", "charged", "`after` was expected here", ""),
    ("as soon as posible after charged", "posible", "`possible` was expected here", "did you mean `possible`?"),
    ("as early as possible after charged", "early", "`soon` was expected here", ""),
    ("at the earliest opportunity of charged", "of", "`after` was expected here", ""),
    ("at least 2 months from charged", "2", "`every` was expected here", ""),
];

/// Events, their dates and their attributes.
const EVENTS: [Refusal; 19] = [
    ("within 10 days of charged at 09:00", "at", "was not expected here", ""),
    (
        "within 10 days of charged and child-died",
        "and",
        "was not expected here",
        "write `or` between events of which any will do",
    ),
    (
        "within 10 days of the hearing",
        "the hearing",
        "is no event",
        "a date that an event tells of reads `the hearing of EVENT`",
    ),
    (
        "within 10 days of the hearing off court-listed",
        "the hearing",
        "is no event",
        "a date that an event tells of reads `the hearing of EVENT`",
    ),
    ("within 10 days of (kind: joint)", "(", "an event was expected here", ""),
    ("within 10 days of charged,", ",", "was not expected here", ""),
    ("within 10 days of charged ()", ")", "an attribute was expected here", ""),
    ("within 10 days of charged (kind)", ")", "`:` was expected here", ""),
    ("within 10 days of charged (kind:)", ")", "a value was expected here", ""),
    ("within 10 days of charged (kind: )", ")", "a value was expected here", ""),
    ("within 10 days of charged (kind: joint or)", ")", "a value was expected here", ""),
    ("within 10 days of charged (kind: joint,)", ")", "an attribute was expected here", ""),
    ("within 10 days of charged (kind joint)", "joint", "`:` was expected here", ""),
    (
        "within 10 days of charged (kind:joint)",
        "kind:joint",
        "`:` was expected after the attribute's name",
        "leave a space after the colon: `kind: joint`",
    ),
    ("within 10 days of charged kind: joint", "kind", "was not expected here", ""),
    ("within 10 days of charged (kind: joint))", ")", "was not expected here", ""),
    ("at earliest opportunity after charged", "opportunity", "was not expected here", ""),
    ("before the release", "the release", "is no event", "a date that an event tells of reads `the release of EVENT`"),
    ("before 10 days", "days", "was not expected here", ""),
];

/// Chains, repetition and what recurs on the calendar.
const REPETITION: [Refusal; 24] = [
    (
        "within 10 days of jointly-open, then within 3 months",
        "within 10 days of jointly-open, then within 3 months",
        "a chain ends with `, then every …`",
        "",
    ),
    (
        "within 10 days of jointly-open, then evry 6 months",
        "evry",
        "`every` was expected here",
        "did you mean `every`?",
    ),
    (
        "within 10 days of jointly-open, then every 6 months til x",
        "til",
        "was not expected here",
        "did you mean `until`?",
    ),
    (
        "within 10 days of jointly-open then every 6 months",
        "then",
        "was not expected here",
        "a comma stands before `then`",
    ),
    (
        "every 12 wks from charged",
        "wks",
        "is no unit of time: minutes, hours, days, working days, weeks or months",
        "did you mean `weeks`?",
    ),
    (
        "every 12 weeks until charged",
        "until",
        "`from` was expected here",
        "say from which event it counts: `every 12 weeks from EVENT until EVENT`",
    ),
    ("every 12 weeks from charged til closed", "til", "was not expected here", "did you mean `until`?"),
    (
        "every 12 weeks since charged",
        "since",
        "`from` was expected here",
        "say from which event it counts: `every 12 weeks from EVENT until EVENT`",
    ),
    ("every 3 to months from charged", "months", "a number was expected here, as in `within 10 working days of …`", ""),
    (
        "every 6 to 3 months from charged",
        "6 to 3",
        "is no range of lengths",
        "the shorter length comes first: `3 to 6`",
    ),
    ("every 3 to 3 months from charged", "3 to 3", "is no range of lengths", "write the one length: `every 3`"),
    ("every 3 to [interval] from charged", "[", "a number was expected here, as in `within 10 working days of …`", ""),
    (
        "every 3 months to 6 months from charged",
        "to",
        "`from` was expected here",
        "say from which event it counts: `every 12 weeks from EVENT until EVENT`",
    ),
    (
        "every 3 to 6 months on monday",
        "on",
        "`from` was expected here",
        "say from which event it counts: `every 12 weeks from EVENT until EVENT`",
    ),
    ("every week on teusday", "teusday", "is no day of the week", "did you mean `tuesday`?"),
    (
        "every month on the second tuesday",
        "the",
        "is no day of the week",
        "write `every week on tuesday`, or `every month`; which Tuesday of a month cannot be written: say it in `note`",
    ),
    ("every day at noon", "noon", "is no time of day", "hours and minutes, as in `at 09:30`"),
    ("every day at 9:30", "9:30", "is no time of day", "hours and minutes, as in `at 09:30`"),
    ("every day at 24:00", "24:00", "is no time of day", "hours and minutes, as in `at 09:30`"),
    ("every day at 13:60", "13:60", "is no time of day", "hours and minutes, as in `at 09:30`"),
    ("every day at 13:30 on tuesday", "on", "was not expected here", ""),
    ("every other week", "other", "a number was expected here, as in `within 10 working days of …`", ""),
    ("every weekday", "weekday", "a number was expected here, as in `within 10 working days of …`", ""),
    ("every 6 months from charged, and charged", ",", "was not expected here", ""),
];

fn check(refusals: &[Refusal]) {
    let mut faults = Vec::new();
    for (text, words, cause, help) in refusals {
        let help = (!help.is_empty()).then(|| (*help).to_owned());
        let expected = Err(WordingError { words: (*words).to_owned(), cause: (*cause).to_owned(), help });
        let found = text.parse::<Wording>();
        if found != expected {
            faults.push(format!("`{text}`\n  expected: {expected:?}\n  found:    {found:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_does_not_begin_as_a_deadline_does() {
    check(&NO_BEGINNING);
    check(&[("", "", "the deadline is empty", STARTS), (" \n ", "", "the deadline is empty", STARTS)]);
}

#[test]
fn what_stops_too_early() {
    check(&TOO_SHORT);
}

#[test]
fn what_is_no_length_of_time() {
    check(&LENGTHS);
}

#[test]
fn what_does_not_join_a_length_to_an_event() {
    check(&JOINTS);
}

#[test]
fn what_is_no_event() {
    check(&EVENTS);
}

#[test]
fn what_does_not_recur() {
    check(&REPETITION);
}

#[test]
fn a_refusal_in_words() {
    for (text, message) in [
        ("", format!("the deadline is empty ({STARTS})")),
        ("within 10 days", "`within 10 days`: the deadline stops where `of` was expected (say from which event it counts: `within 10 days of charged`)".to_owned()),
        ("every week on mnoday", "`mnoday`: is no day of the week (did you mean `monday`?)".to_owned()),
    ] {
        assert_eq!(text.parse::<Wording>().unwrap_err().to_string(), message);
    }
}

/// Causes are in plain English: lower case, no full stop, none of the words of the program's own language.
#[test]
fn causes_are_in_plain_english() {
    let all = [&NO_BEGINNING[..], &TOO_SHORT, &LENGTHS, &JOINTS, &EVENTS, &REPETITION].concat();
    for (text, _, cause, help) in all {
        let first = cause.chars().next().unwrap();
        assert!(first.is_lowercase() || first == '`', "`{text}`: {cause}");
        assert!(!cause.ends_with('.') && !help.ends_with('.'), "`{text}`: {cause} ({help})");
        for word in ["Some(", "None", "usize", "u32", "token", "parse"] {
            assert!(!cause.contains(word) && !help.contains(word), "`{text}`: {cause} ({help})");
        }
    }
}

/// The words of deadlines, the marks between them, and some that do not belong.
fn any_word() -> impl Strategy<Value = String> {
    let known = [
        "within",
        "every",
        "immediately",
        "same",
        "the",
        "day",
        "as",
        "soon",
        "possible",
        "after",
        "at",
        "least",
        "earliest",
        "opportunity",
        "before",
        "of",
        "knowing",
        "or",
        "from",
        "until",
        "then",
        "and",
        "on",
        "to",
        "working",
        "days",
        "hours",
        "weeks",
        "months",
        "minute",
        "tuesday",
        "13:30",
        "0",
        "1",
        "10",
        "10000",
        "99999999999999999999",
        "charged",
        "meeting-held",
        "(",
        ")",
        "[",
        "]",
        ",",
        ":",
        "(kind:",
        "joint)",
        "days,",
        "é",
        "…",
        "\u{301}",
        "\u{2028}",
    ];
    prop_oneof![4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
}

fn check_any(text: &str) -> Result<(), TestCaseError> {
    match text.parse::<Wording>() {
        Ok(wording) => prop_assert_eq!(wording.to_string(), text),
        Err(error) => {
            prop_assert!(!error.cause.is_empty() && !error.to_string().is_empty());
            // The words are the author's own, so that they can be found in the text; a range is put together again.
            let found = error.words.split_whitespace().all(|word| text.contains(word));
            prop_assert!(found, "`{}` is not in `{}`", error.words, text);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn no_text_makes_the_reading_panic(text in any::<String>()) {
        check_any(&text)?;
    }

    #[test]
    fn no_row_of_words_makes_the_reading_panic(words in prop::collection::vec(any_word(), 0..14), gap in prop::sample::select(vec![" ", "", "  "])) {
        check_any(&words.join(gap))?;
    }

    #[test]
    fn what_is_read_is_read_the_same_with_other_spaces(words in prop::collection::vec(any_word(), 0..10)) {
        let (narrow, wide) = (words.join(" "), words.join(" \n "));
        let (narrow, wide) = (narrow.parse::<Wording>(), wide.parse::<Wording>());
        prop_assert_eq!(narrow.map(|w| w.clock).ok(), wide.map(|w| w.clock).ok());
    }
}
