//! One child's journey as YAML, in the contract's form.
//!
//! Who receives it: whoever may take the child's journey out (`export-journey`), for work inside the two services, by their duties towards the
//! child (UK GDPR article 6(1)(e); Crime and Disorder Act 1998 s.115). It holds what they may read and nothing else: no name, no number and no
//! address, which no journey has. In comes the journey as JSON, out goes what `tandem duties` reads as it reads that JSON.
//!
//! The writer is our own: the subset is small and the reader is ours (`protocol::yaml`), so which text may stand without quotes is for its
//! rules, and for those of stricter readers, to say. The libraries that write YAML are out of care (serde_yaml and its forks) or decide that
//! by themselves.

use std::fmt::Write as _;

use calendar::Moment;
use serde_json::Value;

use super::About;

/// How long a line may be before what stands in it is written below one another.
const LINE: usize = 140;

/// The journey as YAML; above it, as comments, for whom it is.
///
/// ```
/// use exchange::exports::{About, journey::yaml};
/// use serde_json::json;
///
/// let about = About { whose: "Camden".into(), at: "2026-06-10T10:00".parse().unwrap(), by: "Linnet Hale".into(), id: "yj-m".into() };
/// let events = json!([{"at": "2026-05-11", "event": "missing"}, {"at": "2026-05-12", "event": "duty-done", "with": {"note": "yes"}}]);
/// let journey = json!({"protocol": "camden", "child": {"born": "2010-11-09"}, "events": events});
/// let text = yaml(&journey, &about);
/// assert!(text.contains("child: {born: 2010-11-09}\nevents:\n  - {at: 2026-05-11, event: missing}\n"), "{text}");
/// assert!(text.ends_with("  - {at: 2026-05-12, event: duty-done, with: {note: \"yes\"}}\n"), "{text}");
/// ```
pub fn yaml(journey: &Value, about: &About) -> String {
    let mut out = String::new();
    for line in [about.in_words().as_str(), "A journey in the contract's form: `tandem duties FILE` reads it."] {
        // Nothing of what people are called can end the comment.
        let line: String = line.chars().map(|c| if is_printable(c) { c } else { ' ' }).collect();
        let _always = writeln!(out, "# {line}");
    }
    match journey {
        Value::Object(map) if !map.is_empty() => {
            map.iter().for_each(|(key, value)| entry(&mut out, 0, key, value, "events"));
        }
        other => {
            let _always = writeln!(out, "{}", flow(other));
        }
    }
    out
}

/// One entry of a mapping. What stands under `block` is a list with an item on each line.
fn entry(out: &mut String, indent: usize, key: &str, value: &Value, block: &str) {
    let (blanks, key_text) = (" ".repeat(indent), text(key));
    let line = flow(value);
    let fits = indent + key_text.len() + line.len() + 2 <= LINE;
    match value {
        Value::Array(items) if !items.is_empty() && (key == block || !fits) => {
            let _always = writeln!(out, "{blanks}{key_text}:");
            items.iter().for_each(|one| item(out, indent + 2, one));
        }
        Value::Object(map) if !map.is_empty() && !fits => {
            let _always = writeln!(out, "{blanks}{key_text}:");
            map.iter().for_each(|(key, value)| entry(out, indent + 2, key, value, ""));
        }
        _ => {
            let _always = writeln!(out, "{blanks}{key_text}: {line}");
        }
    }
}

/// One item of a list.
fn item(out: &mut String, indent: usize, value: &Value) {
    let (blanks, line) = (" ".repeat(indent), flow(value));
    match value {
        Value::Object(map) if indent + 2 + line.len() > LINE && !map.is_empty() => {
            let mut below = String::new();
            map.iter().for_each(|(key, value)| entry(&mut below, indent + 2, key, value, ""));
            // The first entry stands behind the hyphen.
            let _always = write!(out, "{blanks}- {}", below.trim_start_matches(' '));
        }
        _ => {
            let _always = writeln!(out, "{blanks}- {line}");
        }
    }
}

/// A value on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(is) => is.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(said) => text(said),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let each = map.iter().map(|(key, value)| format!("{}: {}", text(key), flow(value)));
            format!("{{{}}}", each.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text: bare where no reader of YAML could take it for anything else, else in double quotes.
fn text(said: &str) -> String {
    if is_word(said) || is_date(said) { said.to_owned() } else { quoted(said) }
}

/// A word of the vocabulary, an id: letters, digits and hyphens, and none of the words that stand for yes, no or nothing.
fn is_word(said: &str) -> bool {
    const MEANT: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    said.starts_with(|c: char| c.is_ascii_alphabetic())
        && said.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        && !MEANT.iter().any(|word| said.eq_ignore_ascii_case(word))
}

/// A date, or a date and time, as the contract writes it.
fn is_date(said: &str) -> bool {
    said.chars().all(|c| c.is_ascii_digit() || "-T:+".contains(c)) && said.parse::<Moment>().is_ok()
}

fn quoted(said: &str) -> String {
    let mut out = String::from('"');
    for c in said.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) <= 0xFFFF => {
                let _always = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => {
                let _always = write!(out, "\\U{:08X}", u32::from(c));
            }
        }
    }
    out.push('"');
    out
}

/// Whether a character stands for itself in a file: no control character, no end of a line, nothing that changes the direction of what follows,
/// and none that is no character.
fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(u32::from(c), 0x2028..=0x202E | 0x2066..=0x2069 | 0x200E..=0x200F | 0xFEFF | 0xFDD0..=0xFDEF)
        && u32::from(c) & 0xFFFE != 0xFFFE
}
