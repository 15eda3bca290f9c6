//! A mapping from its text. Reads on after each fault, so that an analyst sees all of them at once.

use std::collections::BTreeMap;

use protocol::refusal::{Refusals, did_you_mean_of};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Filled, Gone, LeftOut, Mapping, NameForm, Target};
use crate::read::dates::{Form, Forms};
use crate::read::sheet::columns::{ALL, Column, FULL_NAME, Holds, Key};

/// The longest mapping, in bytes: one of all columns and hundreds of codes takes a tenth of it.
const LONGEST: usize = 256 * 1024;
/// What a mapping may say.
const KEYS: [&str; 11] =
    ["name", "title", "sheet", "headings", "gone", "dates", "pivot", "names", "columns", "codes", "leave-out"];

/// A value with its place.
type Placed<'t, 's> = &'t Spanned<DeValue<'s>>;

/// Where faults go.
struct Reading<'t> {
    file: &'t str,
    /// Where each line but the first begins.
    lines: Vec<usize>,
    refusals: Refusals,
}

/// Reads a mapping.
pub fn read(file: &str, text: &str) -> Result<Mapping, Refusals> {
    let mut reading = Reading { file, lines: Vec::new(), refusals: Refusals::default() };
    if text.len() > LONGEST {
        reading.refusals.add(file, 0, format!("a mapping has at most {} KB", LONGEST / 1024), None);
        return Err(reading.refusals);
    }
    reading.lines = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    let (root, faults) = DeTable::parse_recoverable(text);
    for fault in &faults {
        let line = reading.line(fault.span().map_or(0, |span| span.start));
        reading.refusals.add(file, line, fault.message(), None);
    }
    let root = root.get_ref();
    for key in root.keys().filter(|key| !KEYS.contains(&key.get_ref().as_ref())) {
        reading.unknown(key.span().start, key.get_ref(), "a mapping has", &KEYS);
    }
    let mapping = Mapping {
        name: reading.words(root, "name").unwrap_or_default(),
        title: reading.words(root, "title").unwrap_or_default(),
        sheet: reading.words(root, "sheet"),
        headings: u64::try_from(reading.number(root, "headings", 1, 1000).unwrap_or(1)).unwrap_or(1),
        gone: reading.one_of(root, "gone", &[("closed", Gone::Closed), ("ask", Gone::Ask)]).unwrap_or_default(),
        dates: reading.dates(root),
        names: reading.one_of(root, "names", &NameForm::WORDS),
        columns: reading.columns(root),
        codes: reading.codes(root),
        left_out: reading.left_out(root),
    };
    if mapping.name.is_empty() {
        reading.whole("a mapping has a name", "write name = \"…\" on its first line");
    }
    reading.has_all(&mapping);
    if reading.refusals.is_empty() { Ok(mapping) } else { Err(reading.refusals) }
}

impl Reading<'_> {
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|begins| *begins <= at) + 1
    }

    fn refuse(&mut self, at: usize, cause: impl Into<String>, help: Option<String>) {
        self.refusals.add(self.file, self.line(at), cause, help);
    }

    fn whole(&mut self, cause: &str, help: &str) {
        self.refusals.add(self.file, 0, cause, Some(help.to_owned()));
    }

    fn unknown(&mut self, at: usize, word: &str, all: &str, known: &[&str]) {
        self.refuse(at, format!("`{word}` is not known here"), did_you_mean_of(word, known.iter().copied(), all));
    }

    /// A text that is not empty.
    fn text_of(&mut self, value: Placed<'_, '_>, what: &str) -> Option<String> {
        let text = value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        if text.is_none() {
            self.refuse(value.span().start, format!("{what} is a text in quotes"), None);
        }
        text
    }

    /// One text, or several in brackets.
    fn texts_of(&mut self, value: Placed<'_, '_>, what: &str) -> Vec<String> {
        match value.get_ref() {
            DeValue::Array(all) if !all.is_empty() => all.iter().filter_map(|one| self.text_of(one, what)).collect(),
            _ => self.text_of(value, what).into_iter().collect(),
        }
    }

    fn words(&mut self, root: &DeTable<'_>, key: &str) -> Option<String> {
        root.get(key).and_then(|value| self.text_of(value, &format!("`{key}`")))
    }

    fn number(&mut self, table: &DeTable<'_>, key: &str, least: i64, most: i64) -> Option<i64> {
        let value = table.get(key)?;
        let said = value.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        let number = said.filter(|n| (least..=most).contains(n));
        if number.is_none() {
            self.refuse(value.span().start, format!("`{key}` is a whole number from {least} to {most}"), None);
        }
        number
    }

    fn one_of<T: Copy>(&mut self, root: &DeTable<'_>, key: &str, words: &[(&str, T)]) -> Option<T> {
        let said = self.words(root, key)?;
        let found = words.iter().find(|(word, _)| *word == said).map(|(_, meant)| *meant);
        if found.is_none() {
            let at = root.get(key).map_or(0, |value| value.span().start);
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.unknown(at, &said, &format!("`{key}` is one of"), &known);
        }
        found
    }

    /// A table; nothing where it is not there.
    fn table<'t, 's>(&mut self, root: &'t DeTable<'s>, key: &str) -> Option<&'t DeTable<'s>> {
        let value = root.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.refuse(
                value.span().start,
                format!("`{key}` is a table"),
                Some(format!("write [{key}] on a line of its own")),
            );
        }
        table
    }

    fn dates(&mut self, root: &DeTable<'_>) -> Forms {
        let pivot = self.number(root, "pivot", 0, 99);
        let Some(value) = root.get("dates") else { return Forms::british() };
        let mut forms = Vec::new();
        for text in self.texts_of(value, "a form of dates") {
            match Form::read(&text) {
                Ok(form) => forms.push(form),
                Err(why) => self.refuse(
                    value.span().start,
                    format!("`{text}`: {why}"),
                    Some("as dd/mm/yyyy, d-MMM-yy or yyyy-mm-dd HH:MM".into()),
                ),
            }
        }
        if pivot.is_none() && !root.contains_key("pivot") && forms.iter().any(Form::is_short) {
            let help = "write pivot = 40 where years up to 40 are 2040 and from 41 on 1941";
            self.refuse(value.span().start, "years of two figures need a `pivot`", Some(help.into()));
        }
        Forms::new(forms, pivot.and_then(|n| i16::try_from(n).ok()).unwrap_or(0))
    }

    fn columns(&mut self, root: &DeTable<'_>) -> BTreeMap<Target, Filled> {
        let mut all = BTreeMap::new();
        for (key, value) in self.table(root, "columns").into_iter().flatten() {
            let target = self.target(key.get_ref(), key.span().start);
            let filled = self.filled(value);
            if let (Some(target), Some(filled)) = (target, filled)
                && all.insert(target, filled).is_some()
            {
                self.refuse(key.span().start, format!("`{}` is filled twice", key.get_ref()), None);
            }
        }
        all
    }

    fn target(&mut self, heading: &str, at: usize) -> Option<Target> {
        if super::same(heading) == super::same(FULL_NAME) {
            return Some(Target::FullName);
        }
        let found = Key::of(heading).map(Target::Column);
        if found.is_none() {
            let known: Vec<&str> = ALL.iter().map(|column| column.heading).chain([FULL_NAME]).collect();
            self.unknown(at, heading, "the columns are", &known);
        }
        found
    }

    fn filled(&mut self, value: Placed<'_, '_>) -> Option<Filled> {
        let Some(table) = value.get_ref().as_table() else {
            let headings = self.texts_of(value, "a column of the list");
            return (!headings.is_empty()).then(|| Filled::By { headings, join: ", ".to_owned() });
        };
        for key in table.keys().filter(|key| !["from", "join", "always"].contains(&key.get_ref().as_ref())) {
            self.unknown(key.span().start, key.get_ref(), "a column has", &["from", "join", "always"]);
        }
        let headings = table.get("from").map(|from| self.texts_of(from, "`from`"));
        let always = self.words(table, "always");
        // A joint may be a blank, so it is not trimmed.
        let join = table.get("join").and_then(|join| join.get_ref().as_str()).unwrap_or(", ").to_owned();
        match (headings, always) {
            (Some(headings), None) => Some(Filled::By { headings, join }),
            (None, Some(text)) => Some(Filled::Always(text)),
            _ => {
                let help = "write { from = [\"…\", \"…\"], join = \" \" } or { always = \"…\" }";
                self.refuse(value.span().start, "a column is filled by `from` or by `always`", Some(help.into()));
                None
            }
        }
    }

    fn codes(&mut self, root: &DeTable<'_>) -> BTreeMap<usize, BTreeMap<String, String>> {
        let mut all: BTreeMap<usize, BTreeMap<String, String>> = BTreeMap::new();
        for (key, value) in self.table(root, "codes").into_iter().flatten() {
            let Some(Target::Column(column)) = self.target(key.get_ref(), key.span().start) else { continue };
            let Some(codes) = value.get_ref().as_table() else {
                self.refuse(value.span().start, format!("the codes of `{}` are a table", key.get_ref()), None);
                continue;
            };
            let own = all.entry(column).or_default();
            for (theirs, ours) in codes {
                let Some(word) = self.text_of(ours, "what a code means") else { continue };
                if let Some(Column { holds: Holds::Words(words), .. }) = ALL.get(column)
                    && !words.contains(&word.as_str())
                {
                    self.unknown(ours.span().start, &word, &format!("`{}` is one of", key.get_ref()), words);
                }
                if own.insert(super::same(theirs.get_ref()), word).is_some() {
                    self.refuse(theirs.span().start, format!("the code `{}` is there twice", theirs.get_ref()), None);
                }
            }
        }
        all
    }

    fn left_out(&mut self, root: &DeTable<'_>) -> Vec<LeftOut> {
        let Some(value) = root.get("leave-out") else { return Vec::new() };
        let Some(all) = value.get_ref().as_array() else {
            let help = "write [[leave-out]], and under it column = \"…\" and is = [\"…\"]";
            self.refuse(value.span().start, "`leave-out` is a list of tables", Some(help.into()));
            return Vec::new();
        };
        let mut rules = Vec::new();
        for one in all {
            let empty = DeTable::new();
            let table = one.get_ref().as_table().unwrap_or(&empty);
            for key in table.keys().filter(|key| !["column", "is"].contains(&key.get_ref().as_ref())) {
                self.unknown(key.span().start, key.get_ref(), "it has", &["column", "is"]);
            }
            let is = table.get("is").map(|is| self.texts_of(is, "`is`")).unwrap_or_default();
            match self.words(table, "column") {
                Some(heading) if !is.is_empty() => rules.push(LeftOut { heading, is }),
                _ => self.refuse(one.span().start, "what is left out has a `column` and what it `is`", None),
            }
        }
        rules
    }

    /// Whether every column that the sheet must have is filled, and a name in one way.
    fn has_all(&mut self, mapping: &Mapping) {
        let has = |target: Target| mapping.columns.contains_key(&target);
        let whole = has(Target::FullName);
        for (n, column) in ALL.iter().enumerate() {
            let is_name = n == Key::Given as usize || n == Key::Family as usize;
            if is_name && whole && has(Target::Column(n)) {
                let cause = format!("`{}` and `{FULL_NAME}` are both filled", column.heading);
                self.whole(&cause, "fill one of them");
            } else if column.must && !has(Target::Column(n)) && !(is_name && whole) {
                let cause = format!("nothing fills `{}`", column.heading);
                self.whole(&cause, &format!("write \"{}\" = \"…\" under [columns]", column.heading));
            }
        }
        if whole && mapping.names.is_none() {
            self.whole("it is not said how a whole name is written", "write names = \"FAMILY, Given\"");
        }
    }
}
