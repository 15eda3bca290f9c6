//! What every request has at hand: the record, the gate, the protocols, the settings, and the moment.
//!
//! Made once by `tandem`, which alone knows the clock; nothing in it changes while the program runs.

use std::sync::atomic::{AtomicI64, Ordering};

use calendar::Moment;
pub use exchange::{minute, moment};
use gate::Gate;
use record::{Book, Record};

/// After how long without a sign of life the reminders are late (safety R58): 15 minutes.
const LATE: i64 = 15 * 60_000;

/// How the pages are served.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The address under which people reach it, without a stroke at the end: `https://tandem.example.org`.
    pub base: String,
    /// Whether people reach it by https, behind a proxy of the council's: cookies are then for https alone.
    pub https: bool,
    /// Whether the children are made up, so that the sign-in page lists the people one can be.
    pub made_up: bool,
    /// After how many seconds without a request a session ends (safety R42: 15 minutes).
    pub idle: i64,
    /// After how many seconds a session ends in any case (10 hours).
    pub absolute: i64,
    /// For how many requests a minute a person is answered (safety R60).
    pub a_minute: u32,
    /// How often a person may ask whether a child is known (safety R25).
    pub known: record::Quota,
    /// Whether the counters may be read from other machines, and not from this one alone.
    pub metrics_from_anywhere: bool,
    /// How long clients may take, and how many there may be.
    pub bounds: crate::serve::Bounds,
    /// What the program was built as, for the foot of a page and the health check.
    pub version: String,
}

/// Reads the clock: milliseconds since 1970.
pub type Clock = Box<dyn Fn() -> i64 + Send + Sync>;

/// What every request has at hand.
pub struct App {
    /// What is kept.
    pub record: Record,
    /// Who may.
    pub gate: Gate,
    /// What was agreed.
    pub book: Book,
    /// How it is served.
    pub settings: Settings,
    /// The clock.
    pub clock: Clock,
    /// How many requests each person has had of late.
    pub(crate) limits: crate::limits::Limits,
    /// Up to when the reminders have been worked out, as was last heard; 0 before anything was heard.
    pub(crate) reminded_to: AtomicI64,
    /// Since when the mail server cannot be reached; 0 where it can.
    pub(crate) mail_down: AtomicI64,
    /// What is counted of the program's own work.
    pub(crate) metrics: crate::metrics::Metrics,
}

impl App {
    /// With everything at hand.
    pub fn new(record: Record, gate: Gate, settings: Settings, clock: Clock) -> App {
        let book = record.book();
        let limits = crate::limits::Limits::new(settings.a_minute);
        let metrics = crate::metrics::Metrics::new();
        App {
            record,
            gate,
            book,
            settings,
            clock,
            limits,
            reminded_to: AtomicI64::new(0),
            mail_down: AtomicI64::new(0),
            metrics,
        }
    }

    /// Now, in milliseconds since 1970.
    pub fn now(&self) -> i64 {
        (self.clock)()
    }

    /// Now, by the clock in London.
    pub fn moment(&self) -> Moment {
        moment(self.now())
    }
}

impl App {
    /// That the reminders have been worked out up to a moment.
    pub fn heard_of_reminders(&self, to: i64) {
        self.reminded_to.store(to, Ordering::Relaxed);
    }

    /// Whether the reminders are late, since when; nothing where they are not.
    pub fn reminders_late(&self, now: i64) -> Option<i64> {
        let to = self.reminded_to.load(Ordering::Relaxed);
        (to > 0 && now - to > LATE).then_some(to)
    }

    /// That the mail server was reached, or was not.
    pub fn heard_of_mail(&self, was_reached: bool, now: i64) {
        if was_reached {
            self.mail_down.store(0, Ordering::Relaxed);
        } else {
            // Since the first time: later ones change nothing.
            let _since = self.mail_down.compare_exchange(0, now, Ordering::Relaxed, Ordering::Relaxed);
        }
    }

    /// Since when the mail server cannot be reached; nothing where it can.
    pub(crate) fn mail_down(&self) -> Option<i64> {
        let since = self.mail_down.load(Ordering::Relaxed);
        (since > 0).then_some(since)
    }

    /// How long ago it is up to when the reminders have been worked out; 0 before anything was heard.
    pub(crate) fn reminders_age(&self, now: i64) -> i64 {
        let to = self.reminded_to.load(Ordering::Relaxed);
        if to > 0 { (now - to).max(0) } else { 0 }
    }

    /// What a page says where the reminders are late, or wait for a mail server; empty where they are not.
    pub(crate) fn late(&self, now: i64) -> String {
        let mail_late = self.mail_down().filter(|since| now - since > LATE);
        self.reminders_late(now).or(mail_late).map_or_else(String::new, |since| {
            let since = moment(since).in_words();
            format!("No reminders have gone out since {since}. The duties on these pages are up to date: look here, do not wait for mail.")
        })
    }
}
