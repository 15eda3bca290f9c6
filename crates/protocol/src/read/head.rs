//! Reads an authority's `protocol.yaml`: whose paper it is, from when until when, and what the text leaves open.
//!
//! Comes from the file's node; goes into a [`Protocol`]. A part of the wrong shape is refused, not passed over.

use std::collections::BTreeSet;

use calendar::{Day, Length as Worded, Span};

use super::{OfficeHours, Setting};
use crate::clause::{InForce, Length};
use crate::refusal::{Refusals, cut, date_help, did_you_mean, did_you_mean_of};
use crate::yaml::{Kind, Node};

const KEYS: [&str; 12] = [
    "authority",
    "title",
    "edition",
    "in-force",
    "review-by",
    "services",
    "systems",
    "closures",
    "office-hours",
    "own-courts",
    "settings",
    "facts",
];

pub(super) struct Head<'a> {
    pub(super) file: &'a str,
    pub(super) root: &'a Node,
    pub(super) refusals: &'a mut Refusals,
}

impl Head<'_> {
    fn refuse(&mut self, line: usize, cause: impl Into<String>, help: Option<String>) {
        self.refusals.add(self.file, line, cause, help);
    }

    /// Whether the file is a mapping of known parts.
    pub(super) fn is_whole(&mut self) -> bool {
        if !matches!(self.root.kind, Kind::Map(_)) {
            let help = "it begins with `authority`, `title` and `edition`";
            let cause = format!("{} stands where the head of a protocol is expected", self.root.what());
            self.refuse(self.root.line, cause, Some(help.into()));
            return false;
        }
        only(self.file, self.root, &KEYS, "a protocol.yaml", self.refusals);
        true
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, key: &str) -> String {
        let Some(node) = self.root.get(key).filter(|n| !n.is_null()) else {
            self.refuse(self.root.line, format!("`{key}` is missing"), Some(format!("write `{key}: …`")));
            return String::new();
        };
        one_text(self.file, key, node, self.refusals)
    }

    /// The authority, which is the folder's own name.
    pub(super) fn authority(&mut self, folder: &str) -> String {
        let authority = self.text("authority");
        let name = folder.split('/').next().unwrap_or(folder);
        let line = self.root.get("authority").map_or(self.root.line, |n| n.line);
        if !authority.is_empty() && authority != name {
            let help = format!("write `authority: {name}`, or give the folder the other name");
            self.refuse(line, format!("the folder is `{name}`, and the authority `{}`", cut(&authority)), Some(help));
        } else if !authority.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            let help = "it has small letters, digits and `-`";
            self.refuse(line, format!("`{}` cannot name an authority", cut(&authority)), Some(help.into()));
        }
        authority
    }

    /// Names with a text each.
    pub(super) fn pairs(&mut self, key: &str) -> Vec<(String, String)> {
        let Some(node) = self.root.get(key).filter(|n| !n.is_null()) else { return Vec::new() };
        mapping(self.file, key, node, self.refusals);
        let mut pairs = Vec::new();
        for (name, _, value) in node.entries() {
            pairs.push((name.to_owned(), one_text(self.file, name, value, self.refusals)));
        }
        pairs
    }

    /// The texts of a list.
    pub(super) fn texts(&mut self, key: &str) -> Vec<String> {
        let items = self.root.get(key).filter(|n| !n.is_null()).map_or(&[][..], Node::items);
        let mut texts = Vec::new();
        for item in items {
            texts.push(one_text(self.file, key, item, self.refusals));
        }
        texts
    }

    pub(super) fn settings(&mut self) -> Vec<Setting> {
        let mut settings = Vec::new();
        let Some(node) = self.root.get("settings").filter(|n| !n.is_null()) else { return settings };
        mapping(self.file, "settings", node, self.refusals);
        for (name, line, node) in node.entries() {
            if !matches!(node.kind, Kind::Map(_)) {
                let help = format!("write `{}: {{is: 1 working day, assumed: true, why: …}}`", cut(name));
                self.refuse(line, format!("the setting `{}` is {}", cut(name), node.what()), Some(help));
                continue;
            }
            only(self.file, node, &["is", "assumed", "why"], "a setting", self.refusals);
            let is = match node.get("is").filter(|n| !n.is_null()) {
                Some(is) => one_text(self.file, "is", is, self.refusals),
                None => {
                    let help = "write the value that holds until the authority sets another";
                    self.refuse(line, format!("the setting `{}` has no `is`", cut(name)), Some(help.into()));
                    String::new()
                }
            };
            let assumed = node.get("assumed").is_some_and(|n| truth(self.file, "assumed", n, self.refusals));
            let why = node.get("why").map(|n| one_text(self.file, "why", n, self.refusals)).unwrap_or_default();
            settings.push(Setting { name: name.to_owned(), span: read_span(&is), is, assumed, why });
        }
        settings
    }

    pub(super) fn office_hours(&mut self) -> OfficeHours {
        let usual = OfficeHours { from: 9 * 3600, to: 17 * 3600 };
        let Some(node) = self.root.get("office-hours").filter(|n| !n.is_null()) else { return usual };
        if !matches!(node.kind, Kind::Map(_)) {
            let help = "write `office-hours: {from: \"09:00\", to: \"17:00\"}`";
            self.refuse(node.line, format!("`office-hours` is {}", node.what()), Some(help.into()));
            return usual;
        }
        only(self.file, node, &["from", "to", "assumed"], "`office-hours`", self.refusals);
        if let Some(assumed) = node.get("assumed") {
            truth(self.file, "assumed", assumed, self.refusals);
        }
        let mut clock = |key: &str, otherwise: u32| {
            let Some(node) = node.get(key) else { return otherwise };
            node.text().and_then(time_of_day).unwrap_or_else(|| {
                let cause = format!("`{}` is no time of day", node.shown());
                self.refuse(node.line, cause, Some("write it in quotes: \"09:00\"".into()));
                otherwise
            })
        };
        let hours = OfficeHours { from: clock("from", usual.from), to: clock("to", usual.to) };
        if hours.from >= hours.to {
            self.refuse(
                node.line,
                "the office closes before it opens",
                Some("`from` comes before `to` on one day".into()),
            );
        }
        hours
    }
}

/// Refuses keys that are no part of a thing.
pub(super) fn only(file: &str, node: &Node, keys: &[&str], of: &str, refusals: &mut Refusals) {
    for (key, line, value) in node.entries() {
        if refusals.is_full() {
            break;
        }
        if !keys.contains(&key) {
            let help = did_you_mean_of(key, keys.iter().copied(), &format!("{of} has"));
            let help = if value.is_null() && key.contains(' ') {
                Some("a comma ended the text before it: put that text in quotes".into())
            } else {
                help
            };
            refusals.add(file, line, format!("`{}` is no part of {of}", cut(key)), help);
        }
    }
}

/// Refuses what is no mapping.
fn mapping(file: &str, key: &str, node: &Node, refusals: &mut Refusals) {
    if !matches!(node.kind, Kind::Map(_)) {
        let help = format!("write `{key}: {{NAME: …}}`");
        refusals.add(file, node.line, format!("`{key}` is {}, where a mapping is meant", node.what()), Some(help));
    }
}

/// The text of a node; what is no text is refused.
pub(super) fn one_text(file: &str, key: &str, node: &Node, refusals: &mut Refusals) -> String {
    match node.text().filter(|_| node.is_scalar()) {
        Some(text) => text.to_owned(),
        None => {
            let found = if node.is_null() { "empty" } else { node.what() };
            refusals.add(file, node.line, format!("`{}` is {found}, where one text is meant", cut(key)), None);
            String::new()
        }
    }
}

fn truth(file: &str, key: &str, node: &Node, refusals: &mut Refusals) -> bool {
    node.bool().unwrap_or_else(|| {
        refusals.add(file, node.line, format!("`{key}` is `{}`, where yes or no is meant", node.shown()), None);
        false
    })
}

/// Seconds after midnight: `13:30`.
pub(crate) fn time_of_day(text: &str) -> Option<u32> {
    let two = |digits: &str| (digits.len() == 2).then(|| digits.parse::<u32>().ok()).flatten();
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (two(hour)?, two(minute)?);
    (hour < 24 && minute < 60).then_some(hour * 3600 + minute * 60)
}

/// A day, or a refusal.
pub(crate) fn read_day(file: &str, node: &Node, refusals: &mut Refusals) -> Option<Day> {
    let text = node.text().filter(|_| node.is_scalar());
    let read = text.ok_or(calendar::DayError::Form).and_then(str::parse);
    read.map_err(|e| {
        let help = date_help(text.unwrap_or_default(), "a date is written 2026-04-03");
        refusals.add(file, node.line, format!("`{}` {e}", node.shown()), Some(help));
    })
    .ok()
}

/// `{from: …, to: …}`.
pub(crate) fn read_in_force(file: &str, node: Option<&Node>, refusals: &mut Refusals) -> InForce {
    let Some(node) = node.filter(|n| !n.is_null()) else { return InForce::default() };
    if !matches!(node.kind, Kind::Map(_)) {
        let help = "write `in-force: {from: 2019-03-20, to: 2021-03-20}`, either of them";
        refusals.add(file, node.line, format!("`in-force` is {}", node.what()), Some(help.into()));
    }
    only(file, node, &["from", "to"], "`in-force`", refusals);
    let mut day = |key: &str| node.get(key).and_then(|n| read_day(file, n, refusals));
    let (from, to) = (day("from"), day("to"));
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        refusals.add(file, node.line, "`in-force` ends before it begins", None);
    }
    InForce { from, to }
}

/// A list of `{day: …, name: …}`.
pub(super) fn closed_days(file: &str, node: Option<&Node>, refusals: &mut Refusals) -> Vec<(Day, String)> {
    let mut days = Vec::new();
    let mut seen = BTreeSet::new();
    for item in node.filter(|n| !n.is_null()).map_or(&[][..], Node::items) {
        only(file, item, &["day", "name", "computed"], "a closed day", refusals);
        let name = item.get("name").map_or_else(|| "closed".to_owned(), |n| one_text(file, "name", n, refusals));
        let Some(day) = item.get("day") else {
            let help = "a closed day reads `{day: 2026-12-29, name: …}`";
            refusals.add(file, item.line, format!("`{}` is no closed day", item.shown()), Some(help.into()));
            continue;
        };
        if let Some(day) = read_day(file, day, refusals) {
            if !seen.insert(day) {
                refusals.add(file, item.line, format!("{day} stands twice"), None);
            }
            days.push((day, name));
        }
    }
    days
}

/// `1 working day`, as a span.
fn read_span(text: &str) -> Option<Span> {
    let wording: calendar::Wording = format!("within {text} of x").parse().ok()?;
    match wording.clock {
        calendar::wording::Clock::Within { length: Worded::Fixed(span), .. } => Some(span),
        _ => None,
    }
}

/// The span of a worded length: the text's own, or the authority's setting.
pub(crate) fn settle(length: &Worded, settings: &[Setting]) -> Result<Length, (String, Option<String>)> {
    match length {
        Worded::Fixed(span) => Ok(Length { span: *span, assumed: false }),
        Worded::Setting(name) => match settings.iter().find(|s| s.name == *name) {
            Some(Setting { span: Some(span), .. }) => Ok(Length { span: *span, assumed: true }),
            Some(setting) => {
                let cause =
                    format!("the setting `{}` is `{}`, which is no length of time", cut(name), cut(&setting.is));
                Err((cause, Some("a length reads `10 working days`, `24 hours`, `3 months`".into())))
            }
            None => {
                let help = did_you_mean(name, settings.iter().map(|s| s.name.as_str()))
                    .or(Some("write it under `settings:` in protocol.yaml".into()));
                Err((format!("there is no setting `{}`", cut(name)), help))
            }
        },
    }
}
