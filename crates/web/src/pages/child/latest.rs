//! What has changed for this child of late: remanded, released, gone missing, moved, opened or closed?
//!
//! In come what somebody may read of the child, and the moment; out go the events of the last few days that change a child's status by the
//! vocabulary's own mark, the newest first. Made for somebody on the telephone; what they may not read is not among them (safety R4).

use calendar::Moment;
use journey::Happened;

use super::events;
use crate::app::App;
use crate::pages::words::lately;
use crate::readable::Readable;

/// For how many days the page about a child says it, today among them.
pub const ON_A_PAGE: i32 = 7;
/// For how many days a list says it.
pub const ON_A_LIST: i32 = 3;

/// The events of the last so many days that changed the child's status, the newest first.
pub fn latest<'r>(
    app: &'r App,
    readable: &'r Readable,
    now: Moment,
    days: i32,
) -> impl Iterator<Item = &'r Happened> + use<'r> {
    let first = now.day().plus_days(1 - days);
    let of_late = readable.timeline().events.iter().rev().take_while(move |event| event.at.day() >= first);
    of_late.filter(move |event| app.book.protocols.vocabulary.event(event.kind).changes_status)
}

/// What happened, and when, as one says it: `Remanded to youth detention, today at 12:40`.
pub fn in_words(app: &App, event: &Happened, now: Moment) -> String {
    format!("{}, {}", events::title(app, event.kind, &event.values), lately(event.at, now))
}
