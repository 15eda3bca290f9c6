//! Reads `counting.md`: the settings at its head, and in each section the closures and the rows.

use std::fs;
use std::path::Path;

use calendar::{Day, Moment, Span, Unit};

use crate::by_hand;

/// The whole file.
pub struct Table {
    pub settings: Vec<(String, Span)>,
    pub rows: Vec<Row>,
}

/// One row, as written.
pub struct Row {
    pub line: usize,
    pub wording: String,
    pub event: Event,
    pub due: Vec<Moment>,
    pub marks: Vec<String>,
    pub why: String,
    /// The closures of the section that it stands in.
    pub closures: Vec<(Day, String)>,
}

/// The cell `event at`.
#[derive(Default)]
pub struct Event {
    pub at: Option<Moment>,
    pub known: Option<Moment>,
    pub nobody_told: bool,
    pub told: Option<Moment>,
    pub done: Vec<Moment>,
}

/// The whole of `counting.md`; stops at the first row that cannot be read.
pub fn read() -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/counting.md");
    let text = fs::read_to_string(path).expect("counting.md can be read");
    let mut table = Table { settings: Vec::new(), rows: Vec::new() };
    let mut closures: Vec<(Day, String)> = Vec::new();
    let mut kind = String::new();
    for (number, line) in text.lines().enumerate() {
        if line.starts_with("## ") {
            closures.clear();
        }
        let Some(inner) = line.strip_prefix('|').and_then(|l| l.trim_end().strip_suffix('|')) else {
            kind.clear();
            continue;
        };
        let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
        if kind.is_empty() {
            kind = cells[0].to_owned();
        } else if !cells[0].starts_with("---") {
            let fault = |cause: String| -> ! { panic!("counting.md:{}: {cause}", number + 1) };
            match (kind.as_str(), cells.as_slice()) {
                ("column", _) => {}
                ("setting", [name, is]) => match span(is) {
                    Some(span) => table.settings.push(((*name).to_owned(), span)),
                    None => fault(format!("`{is}` is no length of time")),
                },
                ("closed", [day, name]) => match moment(day) {
                    Ok(day) => closures.push((day.day(), (*name).to_owned())),
                    Err(cause) => fault(cause),
                },
                ("wording", cells) => match row(number + 1, cells, &closures) {
                    Ok(row) => table.rows.push(row),
                    Err(cause) => fault(cause),
                },
                (kind, _) => fault(format!("a table of `{kind}` has no row with {} cells", cells.len())),
            }
        }
    }
    table
}

fn row(line: usize, cells: &[&str], closures: &[(Day, String)]) -> Result<Row, String> {
    let [wording, event_at, due, marks, why] = cells else {
        return Err(format!("a row has five cells: wording, event at, due, marks, why; this one has {}", cells.len()));
    };
    let due = if *due == "none" { Vec::new() } else { due.split(", ").map(moment).collect::<Result<_, _>>()? };
    Ok(Row {
        line,
        wording: (*wording).to_owned(),
        event: event(event_at)?,
        due,
        marks: marks.split(", ").filter(|m| !m.is_empty()).map(str::to_owned).collect(),
        why: (*why).to_owned(),
        closures: closures.to_vec(),
    })
}

fn event(cell: &str) -> Result<Event, String> {
    let mut event = Event::default();
    for (place, part) in cell.split(", ").enumerate() {
        if part == "nobody told" {
            event.nobody_told = true;
        } else if let Some(day) = part.strip_prefix("known ") {
            event.known = Some(moment(day)?);
        } else if let Some(day) = part.strip_prefix("told ") {
            event.told = Some(moment(day)?);
        } else if let Some(day) = part.strip_prefix("done ") {
            event.done.push(moment(day)?);
        } else if place > 0 {
            return Err(format!("`{part}` was not expected: write known, told or done before a day, or `nobody told`"));
        } else if part != "not known" {
            event.at = Some(moment(part)?);
        }
    }
    Ok(event)
}

/// `Thu 2026-04-02` or `Thu 2026-04-02T14:30`; that it is a Thursday is worked out by hand.
pub fn moment(text: &str) -> Result<Moment, String> {
    let Some((weekday, date)) = text.split_once(' ') else {
        return Err(format!("`{text}` lacks the day of the week: write it as Thu 2026-04-02"));
    };
    let moment: Moment = date.parse().map_err(|e| format!("`{date}` {e}"))?;
    let (year, month, day) = moment.day().ymd();
    let truly = by_hand::Date { year: i32::from(year), month: i32::from(month), day: i32::from(day) }.weekday();
    if truly.starts_with(weekday) && weekday.len() == 3 {
        Ok(moment)
    } else {
        Err(format!("{date} is a {truly} and not a `{weekday}`"))
    }
}

/// `1 working day`, `3 months`.
fn span(text: &str) -> Option<Span> {
    let (n, unit) = text.split_once(' ')?;
    let unit = match unit.trim_end_matches('s') {
        "minute" => Unit::Minutes,
        "hour" => Unit::Hours,
        "day" => Unit::Days,
        "working day" => Unit::WorkingDays,
        "week" => Unit::Weeks,
        "month" => Unit::Months,
        _ => return None,
    };
    Some(Span { n: n.parse().ok()?, unit })
}
