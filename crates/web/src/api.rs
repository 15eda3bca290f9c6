//! What does another program ask, and what is it told? `/api/v1`, by the same road, the same gate and the same log of looks as the pages.
//!
//! In come JSON (a journey also as YAML), a token, and for writes a key and a version; out go typed answers and, for everything that goes
//! wrong, problem JSON. No child's name or date stands in an address. The document at `/api/v1/openapi.json` is made from this code.

pub mod agreed;
pub mod children;
pub mod document;
pub mod known;
pub mod owing;
mod seen;
mod shapes;
pub mod writes;

use axum::http::StatusCode;
use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;

/// How many entries a list holds where nothing is said, and at most.
const PAGE: (usize, usize) = (50, 200);

/// An answer as JSON.
fn answer<T: Serialize>(of: &T) -> Result<Reply, Problem> {
    let value = serde_json::to_value(of).map_err(|e| Problem::fault(e.to_string()))?;
    Ok(Reply::json(&value))
}

/// What was sent, read; what the shape does not know is refused.
fn body<T: DeserializeOwned>(ask: &Ask) -> Result<T, Problem> {
    if ask.kind != "application/json" {
        return Err(Problem::media("application/json"));
    }
    serde_json::from_slice(&ask.body).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or_default().to_owned();
        if error.is_data() {
            let problem =
                Problem::unprocessable("What was sent is JSON, but not of the shape that the document describes.");
            Problem { fields: vec![(place, why)], ..problem }
        } else {
            Problem::bad(format!("This is no JSON: {why} ({place})."))
        }
    })
}

/// Refuses what stands after the `?` and means nothing here.
fn only(ask: &Ask, known: &[&str]) -> Result<(), Problem> {
    for (n, (name, _)) in ask.query.fields().iter().enumerate() {
        let twice = ask.query.fields().iter().take(n).any(|(earlier, _)| earlier == name);
        if twice || !known.contains(&name.as_str()) {
            let takes = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            let why = "A parameter in the address is not known here, or stands there twice.";
            return Err(Problem::bad(format!("{why} This address takes: {takes}.")));
        }
    }
    Ok(())
}

/// Where a list begins and how long it is.
struct Page {
    limit: usize,
    after: Option<String>,
}

impl Page {
    fn of_query(ask: &Ask) -> Result<Page, Problem> {
        let limit = if ask.query.has("limit") {
            let sent = ask.query.text("limit").parse::<u64>();
            Some(sent.map_err(|_| Problem::bad("`limit` is a whole number."))?)
        } else {
            None
        };
        let cursor = ask.query.has("cursor").then(|| ask.query.text("cursor"));
        Page::new(limit, cursor)
    }

    fn new(limit: Option<u64>, cursor: Option<&str>) -> Result<Page, Problem> {
        let limit = limit.map_or(PAGE.0, |n| usize::try_from(n).unwrap_or(usize::MAX));
        if !(1..=PAGE.1).contains(&limit) {
            return Err(Problem::bad(format!("`limit` is a whole number from 1 to {}.", PAGE.1)));
        }
        let read = |cursor: &str| {
            let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).ok()?;
            String::from_utf8(bytes).ok()
        };
        let after = match cursor {
            Some(cursor) => {
                Some(read(cursor).ok_or_else(|| Problem::bad("`cursor` is what `next` of an earlier answer said."))?)
            }
            None => None,
        };
        Ok(Page { limit, after })
    }

    /// The entries of this page, of a list in the order of its keys, and where the next one begins.
    fn cut<T>(self, all: Vec<(String, T)>) -> (Vec<T>, Option<String>) {
        let mut rest = all.into_iter().skip_while(|(key, _)| self.after.as_ref().is_some_and(|after| key <= after));
        let mut page = Vec::new();
        let mut last = String::new();
        for (key, one) in rest.by_ref().take(self.limit) {
            last = key;
            page.push(one);
        }
        let next = rest.next().map(|_| BASE64URL_NOPAD.encode(last.as_bytes()));
        (page, next)
    }
}

impl Problem {
    /// A body of another kind than this address takes.
    fn media(takes: &str) -> Problem {
        let detail = format!("Send it with `Content-Type: {takes}`.");
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "A body of this kind is not taken here", detail)
    }
}
