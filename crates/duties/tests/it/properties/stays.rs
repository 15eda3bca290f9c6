//! An answer that is held, before and after its moment, is the answer that would be given anew.

use std::sync::Arc;

use calendar::Moment;
use duties::{Line, Status};
use proptest::prelude::*;

use super::{Asked, authority, base, config, engine, events, story, text};

/// What is held: the lines and the status, and in which seconds.
fn at(asked: &Asked, second: i64) -> (Vec<Arc<Line>>, Status, (i64, i64)) {
    let timeline = asked.journey.timeline(Moment::at_instant(second), None);
    let answer = engine().answer(&asked.journey.under, &timeline, None);
    (answer.lines(), answer.status.clone(), answer.stays(&asked.journey))
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn what_is_held_is_what_would_be_said(
        story in story(25), n in 0..5_usize, day in 0..320_i32, second in 0..86_400_i64,
        later in prop::collection::vec(0.0..1.0_f64, 6),
    ) {
        let asked = Asked::new(&text(authority(n), &story, &events(&story.events, &story.clauses(authority(n))), ""))?;
        let mut now = Moment::date_only(base().plus_days(day)).instant() + second;
        // From one end to the next, as far as a day or two.
        for _ in 0..6 {
            let (lines, status, (from, until)) = at(&asked, now);
            prop_assert!(from <= now && now < until && until <= from + 90_000, "{from} to {until}, asked at {now}");
            let within = later.iter().map(|part| from + ((until - 1 - from) as f64 * part) as i64);
            for then in within.chain([from, until - 1]) {
                let (other_lines, other_status, _) = at(&asked, then);
                let words = format!("{} and {}", Moment::at_instant(now), Moment::at_instant(then));
                prop_assert_eq!(&other_lines, &lines, "lines at {}", words);
                prop_assert_eq!(&other_status, &status, "status at {}", words);
            }
            now = until;
        }
    }
}
