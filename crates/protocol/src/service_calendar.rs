//! What does a service have to do on the calendar, whatever happens to a child, and what must it have in place at all times?
//!
//! Comes from the clauses of one edition that became calendar, forum or standing, and from two days; goes out as dates in order, each
//! with what it rests on, then what recurs but cannot be dated, then what stands always. Where the text prints no start, a rhythm
//! counts from the Monday or the first of the month in which the first day asked for lies, and says that this is assumed.
//!
//! ```
//! let protocols = protocol::read(&protocol::shipped::files()).unwrap();
//! let dudley = protocols.latest("dudley").unwrap();
//! let (from, to) = ("2026-04-01".parse().unwrap(), "2026-04-30".parse().unwrap());
//! let april = protocol::service_calendar::between(dudley, &protocols.vocabulary, from, to);
//! let court = april.occurrences.iter().find(|o| o.clause.id == "dudley-7.2a").unwrap(); // every week on wednesday
//! assert_eq!((court.day.to_string().as_str(), court.is_assumed()), ("2026-04-01", false));
//! ```

use calendar::wording::Rhythm;
use calendar::{Day, Span, Unit};

use crate::clause::{Anchor, AnchorDate, Became, Clause, Clock, Length, On, Repeat};
use crate::read::Protocol;
use crate::vocabulary::{EventId, Vocabulary};

/// One thing to be done on one day.
#[derive(Debug, Clone)]
pub struct Occurrence<'a> {
    /// The day.
    pub day: Day,
    /// The time of day as hours and minutes, where the text gives one.
    pub at: Option<(u8, u8)>,
    /// The clause.
    pub clause: &'a Clause,
    /// What the date rests on besides the text.
    pub assumed: Vec<String>,
    /// What the day is called, where the office is closed on it.
    pub closed: Option<String>,
}

impl Occurrence<'_> {
    /// Whether the date rests on anything besides the text.
    pub fn is_assumed(&self) -> bool {
        !self.assumed.is_empty()
    }
}

/// Something that recurs and has no date.
#[derive(Debug, Clone)]
pub struct Undated<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// Why no date can be given.
    pub why: String,
}

/// The service's own calendar between two days, both included.
#[derive(Debug, Clone)]
pub struct ServiceCalendar<'a> {
    /// What falls on a day, in order of day, time and clause.
    pub occurrences: Vec<Occurrence<'a>>,
    /// What recurs and cannot be dated.
    pub undated: Vec<Undated<'a>>,
    /// What must be in place always, or whenever its event happens.
    pub standing: Vec<&'a Clause>,
}

/// Works out the calendar of one edition from one day to another.
pub fn between<'a>(protocol: &'a Protocol, vocabulary: &Vocabulary, from: Day, to: Day) -> ServiceCalendar<'a> {
    let mut calendar = ServiceCalendar { occurrences: Vec::new(), undated: Vec::new(), standing: Vec::new() };
    let reckoner = Reckoner { protocol, issue: vocabulary.event_id("protocol-issued"), from, to };
    for clause in &protocol.clauses {
        let service = matches!(clause.became(), Became::Calendar | Became::Forum | Became::Standing);
        if service {
            match reckoner.dates(clause) {
                Dates::On(occurrences) => calendar.occurrences.extend(occurrences),
                Dates::Unknown(why) => calendar.undated.push(Undated { clause, why }),
                Dates::Always => calendar.standing.push(clause),
            }
        }
    }
    // The sort is stable: on one day and time the printed order stays.
    calendar.occurrences.sort_by_key(|o| (o.day, o.at));
    calendar
}

enum Dates<'a> {
    On(Vec<Occurrence<'a>>),
    Unknown(String),
    Always,
}

struct Reckoner<'a> {
    protocol: &'a Protocol,
    issue: Option<EventId>,
    from: Day,
    to: Day,
}

/// The days of a rhythm, and what they rest on besides the text.
struct Days {
    days: Vec<Day>,
    at: Option<(u8, u8)>,
    assumed: Vec<String>,
}

impl<'a> Reckoner<'a> {
    fn dates(&self, clause: &'a Clause) -> Dates<'a> {
        let Some(due) = &clause.due else {
            return match clause.on {
                On::OnCalendar => Dates::Unknown(no_rhythm(clause)),
                _ => Dates::Always,
            };
        };
        let found = match &due.clock {
            Clock::OnCalendar(length, rhythm) => self.on_calendar(*length, rhythm),
            Clock::Within(length, anchor) => match self.issued(anchor) {
                Issued::Never => return Dates::Always,
                Issued::On(day) => Ok(self.within(*length, day)),
                Issued::Unknown(why) => Err(why),
            },
            Clock::Repeating(repeat) => match self.issued(&repeat.anchor) {
                Issued::Never => return Dates::Always,
                Issued::On(day) => self.repeating(repeat, day),
                Issued::Unknown(why) => Err(why),
            },
            _ => return Dates::Always,
        };
        match found {
            Ok(days) => Dates::On(self.occurrences(clause, days)),
            Err(why) => Dates::Unknown(why.to_owned()),
        }
    }

    fn occurrences(&self, clause: &'a Clause, found: Days) -> Vec<Occurrence<'a>> {
        let inside = found.days.into_iter().filter(|d| (self.from..=self.to).contains(d) && clause.in_force.on(*d));
        let occurrence = |day: Day| Occurrence {
            day,
            at: found.at,
            clause,
            assumed: found.assumed.clone(),
            closed: self.closed(day),
        };
        inside.map(occurrence).collect()
    }

    fn closed(&self, day: Day) -> Option<String> {
        let calendar = &self.protocol.calendar;
        let weekend = day.is_weekend().then(|| day.weekday().to_owned());
        calendar.closed_day(day).map(str::to_owned).or(weekend)
    }

    fn on_calendar(&self, every: Length, rhythm: &Rhythm) -> Result<Days, &'static str> {
        let weekday = rhythm.weekday.as_deref();
        let monday = self.from.plus_days(-since_monday(self.from));
        let start = match every.span.unit {
            Unit::Weeks => monday.plus_days(weekday.map_or(0, offset)),
            Unit::Days if every.span.n == 1 => self.from,
            Unit::Days | Unit::WorkingDays => monday,
            Unit::Months => first_of_month(self.from),
            Unit::Hours | Unit::Minutes => return Err("a rhythm of hours has no place on a calendar of days"),
        };
        let mut days = self.steps(start, every.span);
        if let (Unit::Months, Some(weekday)) = (every.span.unit, weekday) {
            days = days.into_iter().map(|d| d.plus_days((offset(weekday) - since_monday(d)).rem_euclid(7))).collect();
        }
        let mut assumed = length_assumed(every);
        let certain = match every.span {
            Span { n: 1, unit: Unit::Weeks } => weekday.is_some(),
            Span { n: 1, unit: Unit::Days | Unit::WorkingDays } => true,
            _ => false,
        };
        if !certain {
            assumed.push(format!("the text gives no first day: counted from {}", start.in_words()));
        }
        Ok(Days { days, at: rhythm.at.as_deref().and_then(time_of_day), assumed })
    }

    fn within(&self, length: Length, issued: Day) -> Days {
        let day = length.span.after(calendar::Moment::date_only(issued), &self.protocol.calendar).day();
        Days { days: vec![day], at: None, assumed: length_assumed(length) }
    }

    fn repeating(&self, repeat: &Repeat, issued: Day) -> Result<Days, &'static str> {
        if matches!(repeat.every.span.unit, Unit::Hours | Unit::Minutes) {
            return Err("a rhythm of hours has no place on a calendar of days");
        }
        let mut days = Vec::new();
        let mut last = issued;
        for length in &repeat.first {
            last = length.span.after(calendar::Moment::date_only(last), &self.protocol.calendar).day();
            days.push(last);
        }
        // The steps begin with the day they count from, which was listed before or is the issue itself.
        days.extend(self.steps(last, repeat.every.span).into_iter().skip(1));
        if let Some(withdrawn) = self.protocol.in_force.to {
            days.retain(|day| *day <= withdrawn);
        }
        let mut assumed: Vec<String> = repeat.first.iter().flat_map(|l| length_assumed(*l)).collect();
        assumed.extend(length_assumed(repeat.every));
        assumed.push(format!(
            "counted from {}, the day from which it is in force, as if each were done on its day",
            issued.in_words()
        ));
        Ok(Days { days, at: None, assumed })
    }

    /// The start and every further day up to the last one asked for.
    fn steps(&self, start: Day, every: Span) -> Vec<Day> {
        let calendar = &self.protocol.calendar;
        let mut days = Vec::new();
        let mut day = match every.unit {
            Unit::WorkingDays if !calendar.is_working_day(start) => calendar.working_days_after(start, 1),
            _ => start,
        };
        while day <= self.to {
            days.push(day);
            let n = i32::try_from(days.len()).unwrap_or(i32::MAX).saturating_mul(every.n as i32);
            let next = match every.unit {
                Unit::Days => start.plus_days(n),
                Unit::Weeks => start.plus_days(n.saturating_mul(7)),
                // Counted from the start each time: the 31st stays the 31st where there is one.
                Unit::Months => start.plus_months(n),
                Unit::WorkingDays => calendar.working_days_after(day, every.n),
                Unit::Hours | Unit::Minutes => break,
            };
            if next <= day {
                break;
            }
            day = next;
        }
        days
    }

    /// The day on which the protocol was issued, for a clock that counts from that.
    fn issued(&self, anchor: &Anchor) -> Issued {
        let by_issue = anchor.events.iter().all(|(pattern, _)| Some(pattern.event) == self.issue);
        let told = anchor.events.iter().any(|(_, date)| matches!(date, AnchorDate::Told(_)));
        match (by_issue, told, self.protocol.in_force.from) {
            (false, ..) => Issued::Never,
            (true, true, _) => Issued::Unknown("it counts from a date that the paper's issue tells of"),
            (true, false, Some(day)) => Issued::On(day),
            (true, false, None) => Issued::Unknown(
                "it counts from the day on which the protocol was issued, and the paper does not say when",
            ),
        }
    }
}

enum Issued {
    Never,
    On(Day),
    Unknown(&'static str),
}

/// Why a clause on the calendar without a deadline has no date. A panel's rhythm is dated by the clause that sets it, where there is one.
fn no_rhythm(clause: &Clause) -> String {
    let forum = clause.details.iter().find(|(name, _)| name == "forum");
    let rhythm = forum.and_then(|(_, held)| held.split("rhythm: ").nth(1)).map(str::trim).filter(|r| *r != "not given");
    match rhythm {
        Some(rhythm) => format!("its forum entry says “{rhythm}”, and it has no deadline of its own"),
        None => "the text gives no rhythm".to_owned(),
    }
}

fn length_assumed(length: Length) -> Vec<String> {
    let text = || format!("the text gives no figure: {} is the authority's setting", length.span);
    length.assumed.then(text).into_iter().collect()
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Days from Monday to a day of the week.
fn offset(weekday: &str) -> i32 {
    WEEKDAYS.iter().position(|d| *d == weekday).and_then(|n| i32::try_from(n).ok()).unwrap_or(0)
}

fn since_monday(day: Day) -> i32 {
    offset(&day.weekday().to_lowercase())
}

fn first_of_month(day: Day) -> Day {
    let (_, _, in_month) = day.ymd();
    day.plus_days(1 - i32::from(in_month))
}

/// `13:30`.
fn time_of_day(text: &str) -> Option<(u8, u8)> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some((hour, minute))
}
