//! What stands in `protocols/`, read line by line: the bank holidays, the ids of the clauses, the deadlines they word, and the
//! forms of deadline that the guide to writing a protocol shows. The proper reader is the crate `protocol`, which stands above this one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use calendar::{Calendar, Day};

fn protocols() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../protocols")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{} cannot be read: {e}", path.display()))
}

/// Each day of `bank-holidays.yaml` with its name, from lines of the form `- {day: 2026-04-03, name: "Good Friday"}`.
pub fn bank_holidays() -> Vec<(Day, String)> {
    let days: Vec<(Day, String)> = read(&protocols().join("bank-holidays.yaml"))
        .lines()
        .filter_map(|line| {
            let (day, rest) = line.strip_prefix("- {day: ")?.split_once(", name: \"")?;
            Some((day.parse().unwrap(), rest.split_once('"')?.0.to_owned()))
        })
        .collect();
    assert!(days.len() > 300, "bank-holidays.yaml has lost its days: {} were read", days.len());
    days
}

/// The calendar with the shipped bank holidays and these closures besides.
pub fn calendar(closures: &[(Day, String)]) -> Calendar {
    Calendar::new(bank_holidays().into_iter().chain(closures.iter().cloned()))
}

/// The files of the authorities and of the law, without worked examples and forms.
fn clause_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in fs::read_dir(protocols()).unwrap().map(|f| f.unwrap().path()).filter(|f| f.is_dir()) {
        let inside = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
        files.extend(inside.filter(|f| f.extension().is_some_and(|e| e == "yaml")));
    }
    files.sort();
    files
}

/// The ids of all clauses.
pub fn clause_ids() -> BTreeSet<String> {
    let ids: BTreeSet<String> = clause_files()
        .iter()
        .flat_map(|file| {
            read(file).lines().filter_map(|l| l.strip_prefix("- id: ").map(str::to_owned)).collect::<Vec<_>>()
        })
        .map(|id| id.trim().trim_matches('"').to_owned())
        .collect();
    assert!(ids.len() > 300, "{} clauses were found in protocols/", ids.len());
    ids
}

/// Every deadline that a clause words, with its place.
pub fn deadlines() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for file in clause_files() {
        let name = file.strip_prefix(protocols()).unwrap().display().to_string();
        let text = read(&file);
        let mut lines = text.lines().enumerate().peekable();
        while let Some((number, line)) = lines.next() {
            let Some(value) = line.strip_prefix("  due: ") else { continue };
            let mut wording = value.trim().trim_matches('"').to_owned();
            if wording.starts_with('>') {
                wording.clear();
                while let Some((_, folded)) = lines.next_if(|(_, l)| l.starts_with("    ")) {
                    wording.push_str(folded.trim());
                    wording.push(' ');
                }
            }
            found.push((format!("{name}:{}", number + 1), wording.trim_end().to_owned()));
        }
    }
    assert!(found.len() > 100, "{} deadlines were found in protocols/", found.len());
    found
}

/// The forms of deadline shown in the guide, section "Deadlines", with an event or a date told in place of `…`.
pub fn forms_of_the_guide() -> Vec<String> {
    const BEGINNINGS: [&str; 8] = ["within", "every", "immediately", "same", "as", "before", "at", "the"];
    let guide = read(&protocols().join("README.md"));
    let section = guide.split("## Deadlines").nth(1).expect("the guide has a section `Deadlines`");
    let section = section.split("\n## ").next().unwrap().replace('\n', " ");
    let forms: Vec<String> = section
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|form| {
            let first = form.split_whitespace().next().unwrap_or("");
            let number = first.bytes().next().is_some_and(|b| b.is_ascii_digit());
            (number || BEGINNINGS.contains(&first)) && form.split_whitespace().count() > 1 && !form.starts_with("the ")
        })
        .map(|form| form.replace("before …", "before the release of release-date-known").replace('…', "charged"))
        .collect();
    assert!(forms.len() > 15, "{} forms of deadline were found in the guide", forms.len());
    forms
}
