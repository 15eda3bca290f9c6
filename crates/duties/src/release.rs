//! When a detention and training order lets a child out, as a cross-check of the dates that the establishment gives.
//!
//! Comes from the day and the term of the order; goes into the `why` of the finding that asks (Sentencing Act 2020 s.241(2)-(5)). Days
//! spent on remand come off afterwards (CJA 2003 s.240ZA): they are not known here.

use calendar::Day;

/// The window of release of a detention and training order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Half of the term served.
    pub half_way: Day,
    /// The first day on which the Secretary of State may release early; nothing where there is no early release.
    pub early_from: Option<Day>,
    /// The day to which the youth court may put release off; nothing where it may not.
    pub late_until: Option<Day>,
}

/// The window of an order of so many months made on a day.
///
/// ```
/// let window = duties::release::dto("2026-04-20".parse().unwrap(), 8);
/// assert_eq!(window.half_way.to_string(), "2026-08-20");
/// assert_eq!(window.early_from.map(|d| d.to_string()).as_deref(), Some("2026-07-21"));
/// assert_eq!(window.late_until.map(|d| d.to_string()).as_deref(), Some("2026-09-20"));
/// ```
pub fn dto(sentenced: Day, months: u32) -> Window {
    let months = months as i32;
    // Half of an odd number of months is counted in whole months and half of a month's days.
    let half_way = sentenced.plus_months(months / 2).plus_days(if months % 2 == 1 { 15 } else { 0 });
    let moved = match months {
        ..8 => 0,
        8..18 => 1,
        _ => 2,
    };
    if moved == 0 {
        return Window { half_way, early_from: None, late_until: None };
    }
    // "In the period of a month ending at half-way": the day after the corresponding day of the month before.
    let early = half_way.plus_months(-moved);
    Window { half_way, early_from: Some(early.plus_days(1)), late_until: Some(half_way.plus_months(moved)) }
}
