//! What a deadline is understood to say: the parts of a wording that a date alone does not show.

use calendar::wording::{Anchor, AnchorDate, Clock, Pattern, Repeat, Rhythm};
use calendar::{Length, Span, Unit, Wording};

fn check(text: &str, clock: Clock) {
    let wording: Wording = text.parse().unwrap_or_else(|e| panic!("`{text}`: {e}"));
    assert_eq!(wording.clock, clock, "`{text}`");
    assert_eq!(wording.to_string(), text, "a wording is shown as it was written");
}

fn fixed(n: u32, unit: Unit) -> Length {
    Length::Fixed(Span { n, unit })
}

fn event(name: &str) -> Pattern {
    Pattern { event: name.to_owned(), attributes: Vec::new() }
}

fn narrowed(name: &str, attributes: &[(&str, &[&str])]) -> Pattern {
    let attributes =
        attributes.iter().map(|(name, values)| ((*name).to_owned(), values.iter().map(|v| (*v).to_owned()).collect()));
    Pattern { event: name.to_owned(), attributes: attributes.collect() }
}

fn happened(events: Vec<Pattern>) -> Anchor {
    Anchor { date: AnchorDate::Happened, events }
}

#[test]
fn an_event_narrowed_by_attributes() {
    let pattern = narrowed("meeting-called", &[("meeting", &["core-group", "strategy-meeting"])]);
    check(
        "within 10 days of meeting-called (meeting: core-group or strategy-meeting)",
        Clock::Within { length: fixed(10, Unit::Days), anchor: happened(vec![pattern]) },
    );
    let pattern = narrowed("referral-made", &[("from", &["csc"]), ("to", &["early-help", "early-help-manager"])]);
    check(
        "before referral-made (from: csc, to: early-help or early-help-manager)",
        Clock::Order(happened(vec![pattern])),
    );
}

#[test]
fn either_of_two_events_each_with_its_own_attributes() {
    let events = vec![event("remanded-rlaa"), narrowed("sentenced-community", &[("la_accommodation", &["true"])])];
    check(
        "immediately on remanded-rlaa or sentenced-community (la_accommodation: true)",
        Clock::SameDay(happened(events)),
    );
}

#[test]
fn which_date_of_the_event_counts() {
    let one = |date| Anchor { date, events: vec![event("charged")] };
    check("at charged", Clock::Order(one(AnchorDate::Happened)));
    check("at knowing of charged", Clock::Order(one(AnchorDate::Knowing)));
    check("at the hearing of charged", Clock::Order(one(AnchorDate::Told("hearing".into()))));
    check("as soon as possible after knowing of charged", Clock::AsSoonAsPossible(one(AnchorDate::Knowing)));
}

#[test]
fn a_setting_gives_the_length() {
    let length = Length::Setting("first-contact".into());
    let anchor = happened(vec![event("charged")]);
    check("within [first-contact] of charged", Clock::Within { length: length.clone(), anchor: anchor.clone() });
    check("within [ first-contact ] of charged", Clock::Within { length: length.clone(), anchor: anchor.clone() });
    check("[first-contact] before charged", Clock::Before { length, anchor });
}

#[test]
fn a_chain_then_a_repetition_with_its_end_and_one_more_at_the_end() {
    check(
        "within 20 working days of looked-after-started, then within 3 months, then every 6 months until looked-after-ended \
         or turned-18, and at looked-after-ended",
        Clock::Repeating(Repeat {
            first: vec![fixed(20, Unit::WorkingDays), fixed(3, Unit::Months)],
            every: fixed(6, Unit::Months),
            not_before: None,
            anchor: happened(vec![event("looked-after-started")]),
            until: vec![event("looked-after-ended"), event("turned-18")],
            finally: vec![event("looked-after-ended")],
        }),
    );
}

#[test]
fn a_range_has_its_longer_end_as_its_length() {
    let repeat = |n, least: Option<u32>| Repeat {
        first: Vec::new(),
        every: fixed(n, Unit::Months),
        not_before: least.map(|n| fixed(n, Unit::Months)),
        anchor: happened(vec![event("plan-made")]),
        until: vec![event("plan-ended")],
        finally: Vec::new(),
    };
    check("every 3 to 6 months from plan-made until plan-ended", Clock::Repeating(repeat(6, Some(3))));
    check("at least every 2 months from plan-made until plan-ended", Clock::Repeating(repeat(2, None)));
    check("every month from plan-made until plan-ended", Clock::Repeating(repeat(1, None)));
}

#[test]
fn what_recurs_on_the_calendar() {
    let rhythm = |unit, weekday: Option<&str>, at: Option<&str>| {
        Clock::OnCalendar(Rhythm {
            every: fixed(1, unit),
            weekday: weekday.map(str::to_owned),
            at: at.map(str::to_owned),
        })
    };
    check("every week on tuesday", rhythm(Unit::Weeks, Some("tuesday"), None));
    check("every day at 13:30", rhythm(Unit::Days, None, Some("13:30")));
    check("every week on friday at 09:00", rhythm(Unit::Weeks, Some("friday"), Some("09:00")));
    check("every working day at 00:00", rhythm(Unit::WorkingDays, None, Some("00:00")));
    check("every 1 month", rhythm(Unit::Months, None, None));
}

#[test]
fn spaces_and_line_ends_do_not_matter() {
    let plain: Wording = "within 10 working days of charged (kind: a or b, by: police)".parse().unwrap();
    let folded: Wording = "  within 10 working days\n   of  charged( kind: a  or b ,by: police )\n".parse().unwrap();
    assert_eq!(folded.clock, plain.clock);
}
