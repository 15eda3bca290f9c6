//! Is the paper laid out as it is printed? Folders, section files and ids under `protocols/`.
//!
//! Looks only at names, heads and ids, line by line; what a clause says is read by `tandem protocol check`.

use crate::tree::{Problem, Tree};

/// Every authority's folder has its head, its sections and its worked journeys.
pub fn folders(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for name in tree.folders("protocols/") {
        let folder = format!("protocols/{name}");
        if !tree.has(&format!("{folder}/protocol.yaml")) {
            let help = "copy another authority's and change what differs";
            problems.push(Problem::at(&folder, 0, "`protocol.yaml` is missing").help(help));
        }
        let journeys = format!("{folder}/journeys/");
        if !tree.under(&journeys).any(|(path, _)| path.ends_with(".yaml")) {
            let help = "each clause with a clock needs a worked journey (CONTRIBUTING.md)";
            problems.push(Problem::at(&folder, 0, "`journeys/` is missing or empty").help(help));
        }
        if sections_of(tree, &folder).next().is_none() {
            problems.push(Problem::at(&folder, 0, "there is no section file"));
        }
    }
    problems
}

/// The section files of a folder, in the order of their names.
fn sections_of<'t>(tree: &'t Tree, folder: &str) -> impl Iterator<Item = (&'t str, &'t str, &'t str)> + use<'t> {
    let inside = format!("{folder}/");
    let all: Vec<(&str, &str, &str)> = tree
        .under("protocols/")
        .filter_map(|(path, text)| {
            let name = path.strip_prefix(&inside)?;
            (!name.contains('/') && name.ends_with(".yaml") && name != "protocol.yaml").then_some((path, name, text))
        })
        .collect();
    all.into_iter()
}

/// Where a section stands: the number, the sub-heading's number, a letter for what has no number of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    number: u32,
    sub: u32,
    letter: Option<char>,
}

/// Appendices come after every section.
const APPENDICES: u32 = 1000;

/// Reads `08-…`, `07.1-…`, `03b-…`, `app1-…` and, for the law, `a-…`.
fn place(name: &str) -> Option<Place> {
    let (mark, rest) = name.split_once('-')?;
    if rest.is_empty() {
        return None;
    }
    if let Some(number) = mark.strip_prefix("app") {
        return Some(Place { number: APPENDICES + number.parse::<u32>().ok()?, sub: 0, letter: None });
    }
    let letter = mark.chars().last().filter(char::is_ascii_lowercase);
    let digits = letter.map_or(mark, |_| mark.get(..mark.len() - 1).unwrap_or_default());
    if digits.is_empty() {
        return Some(Place { number: 0, sub: 0, letter });
    }
    let (number, sub) = digits.split_once('.').unwrap_or((digits, "0"));
    Some(Place { number: number.parse().ok()?, sub: sub.parse().ok()?, letter })
}

/// The number with which a printed section begins, as `3` of `3 (Care Planning)`; nothing for `signatures`.
fn printed(section: &str) -> Option<(u32, u32)> {
    let (section, base) = section.strip_prefix("Appendix ").map_or((section, 0), |s| (s, APPENDICES));
    let mark = section.split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
    let (number, sub) = mark.split_once('.').unwrap_or((mark, "0"));
    Some((base + number.parse::<u32>().ok()?, sub.parse().ok()?))
}

/// Every section file is named by its printed number, and the names sort in printed order.
pub fn sections(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for folder in tree.folders("protocols/") {
        let mut before: Option<(Place, &str)> = None;
        for (path, name, text) in sections_of(tree, &format!("protocols/{folder}")) {
            for key in ["section:", "heading:", "clauses:"] {
                if value(text, key).is_none() {
                    problems.push(Problem::at(path, 0, format!("`{key}` is missing")));
                }
            }
            let Some(here) = place(name) else {
                let help = "begin with the printed number in two digits and a stroke: 08-remands.yaml, 07.1-meetings.yaml, app1-forms.yaml";
                problems.push(Problem::at(path, 0, "the name does not begin with a section's number").help(help));
                continue;
            };
            let section = value(text, "section:").unwrap_or_default();
            if printed(section).is_some_and(|(number, sub)| (number, sub) != (here.number, here.sub)) {
                problems.push(Problem::at(path, 0, format!("the file's number is not that of section `{section}`")));
            }
            // What has no number of its own may share a letter: `8z-closing-lines`, `8z-signatures`.
            let after = |place: Place| place > here || (place == here && here.letter.is_none());
            if let Some((_, earlier)) = before.filter(|(place, _)| after(*place)) {
                problems.push(
                    Problem::at(path, 0, format!("in the order of names it comes after `{earlier}`"))
                        .help("printed order is file order"),
                );
            }
            before = Some((here, name));
        }
    }
    problems
}

/// What a key at the margin of a file says; empty where it opens a list.
fn value<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    text.lines().find_map(|l| l.strip_prefix(key)).map(|v| v.trim().trim_matches('"'))
}

/// A clause's id begins with the name of the folder it stands in.
pub fn ids(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for folder in tree.folders("protocols/") {
        for (path, _, text) in sections_of(tree, &format!("protocols/{folder}")) {
            let ids = text.lines().enumerate().filter_map(|(n, l)| Some((n + 1, l.strip_prefix("- id:")?.trim())));
            for (line, id) in ids.filter(|(_, id)| !id.starts_with(&format!("{folder}-"))) {
                let cause = format!("`{id}` is no id of `{folder}`");
                problems.push(
                    Problem::at(path, line, cause)
                        .help(format!("write `{folder}-`, the paragraph as printed, and a letter")),
                );
            }
        }
    }
    problems
}
