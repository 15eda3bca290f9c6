//! What was set, as text with its place, and everything that is wrong with it. What a setting means is not known here.

use std::collections::BTreeMap;
use std::str::FromStr;

use protocol::refusal::{cut, did_you_mean};
use toml::de::{DeTable, DeValue};

use super::{ALL, Setting};

/// Everything that was set.
#[derive(Debug, Default)]
pub struct Found {
    values: BTreeMap<&'static str, (String, String)>,
    faults: Vec<String>,
}

impl Found {
    /// Takes in a file.
    pub fn file(&mut self, name: &str, text: &str) {
        let line = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
        let root = match DeTable::parse(text) {
            Ok(root) => root,
            Err(error) => {
                let at = line(error.span().map_or(0, |span| span.start));
                self.faults.push(format!("{name}:{at}: {}", error.message()));
                return;
            }
        };
        for (section, inside) in root.get_ref() {
            let at = format!("{name}:{}", line(section.span().start));
            let Some(keys) = inside.get_ref().as_table() else {
                self.unknown(&at, section.get_ref());
                continue;
            };
            for (key, value) in keys {
                let at = format!("{name}:{}", line(key.span().start));
                let full = format!("{}.{}", section.get_ref(), key.get_ref());
                match (known(&full), plain(value.get_ref())) {
                    (None, _) => self.unknown(&at, &full),
                    (Some(_), None) => self.faults.push(format!("{at}: `{full}` takes a text or a number")),
                    (Some(setting), Some(text)) => drop(self.values.insert(setting.name, (text, at))),
                }
            }
        }
    }

    /// Takes in the environment, which goes before the file.
    pub fn environment(&mut self, variables: impl Iterator<Item = (String, String)>) {
        let names: Vec<String> = ALL.iter().map(Setting::variable).collect();
        for (name, value) in variables {
            match ALL.iter().find(|s| s.variable() == name) {
                Some(setting) => drop(self.values.insert(setting.name, (value, name))),
                None => {
                    let near = did_you_mean(&name, names.iter().map(String::as_str)).unwrap_or_default();
                    self.faults.push(format!("{}: there is no such setting; {near}", cut(&name)));
                }
            }
        }
    }

    fn unknown(&mut self, at: &str, name: &str) {
        let near = did_you_mean(name, ALL.iter().map(|s| s.name)).map(|near| format!("; {near}")).unwrap_or_default();
        self.faults.push(format!("{at}: `{}` is no setting{near}", cut(name)));
    }

    /// Says what is wrong with a setting.
    pub fn refuse<T>(&mut self, name: &str, why: &str) -> Option<T> {
        let place = self.values.get(name).map(|(_, at)| format!("{at}: ")).unwrap_or_default();
        self.faults.push(format!("{place}`{name}`: {why}"));
        None
    }

    /// All that is wrong.
    pub fn faults(&self) -> &[String] {
        &self.faults
    }

    /// What a setting says, or what holds without it; nothing where it is empty.
    pub fn some(&self, name: &str) -> Option<String> {
        let said = self.values.get(name).map(|(text, _)| text.trim().to_owned());
        said.or_else(|| known(name).map(|s| s.default.to_owned())).filter(|text| !text.is_empty())
    }

    /// What a setting says, read.
    pub fn parsed<T: FromStr>(&mut self, name: &str, what: &str) -> Option<T> {
        let said = self.some(name).unwrap_or_default();
        match said.parse() {
            Ok(value) => Some(value),
            Err(_) => self.refuse(name, &format!("`{}` is not {what}", cut(&said))),
        }
    }

    /// A number within bounds.
    pub fn number(&mut self, name: &str, least: i64, most: i64) -> i64 {
        let what = format!("a whole number from {least} to {most}");
        let found = self.parsed::<i64>(name, &what);
        match found.filter(|n| !(least..=most).contains(n)) {
            Some(n) => self.refuse(name, &format!("`{n}` is not {what}")).unwrap_or(least),
            None => found.unwrap_or(least),
        }
    }

    /// One of a few words.
    pub fn one_of(&mut self, name: &str, words: &[&str]) -> String {
        let said = self.some(name).unwrap_or_default();
        if words.contains(&said.as_str()) {
            return said;
        }
        self.refuse(name, &format!("`{}` is none of {}", cut(&said), words.join(", "))).unwrap_or(said)
    }
}

fn known(name: &str) -> Option<&'static Setting> {
    ALL.iter().find(|s| s.name == name)
}

/// A text or a number as text.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(n) => Some(n.to_string()),
        _ => None,
    }
}
