//! When is that due?
//!
//! Days and moments in Europe/London, the working days of England and Wales with an authority's own closures, and the
//! wording in which protocols state a deadline. What comes in is text and lists of closed days; what goes out is dates.
//! This crate never reads a clock or a file, and knows nothing of children, events or protocols.
//!
//! ```
//! use calendar::{Calendar, Day};
//! let good_friday: Day = "2026-04-03".parse().unwrap();
//! let easter_monday: Day = "2026-04-06".parse().unwrap();
//! let calendar = Calendar::new([(good_friday, "Good Friday".into()), (easter_monday, "Easter Monday".into())]);
//! // Remanded Thursday 2 April 2026; ten working days later is Monday 20 April (enfield-8.7e).
//! let due = calendar.working_days_after("2026-04-02".parse().unwrap(), 10);
//! assert_eq!(due.to_string(), "2026-04-20");
//! ```

mod day;
mod left_out;
mod meant;
mod moment;
mod spans;
pub mod wording;
mod working_days;

pub use day::{Day, DayError, FIRST_YEAR, LAST_YEAR};
pub use left_out::{LEFT_OUT, LeftOut, hours_leaving_out};
pub use meant::meant;
pub use moment::{Moment, MomentError};
pub use spans::{Due, Length, Span, Unit};
pub use wording::Wording;
pub use working_days::Calendar;
