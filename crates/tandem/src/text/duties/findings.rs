//! What the rules say of one child, each a question with its answer.
//!
//! Comes from the findings of the contract's JSON. They are no one's task, so they stand behind one line unless they are asked for.

use serde_json::Value;

use super::super::{Paint, count, hang, pad, width};
use super::{Telling, brief, list, text};

/// Tells the findings, or how many there are; that the record is incomplete is told in any case.
pub fn tell(all: &[Value], telling: Telling<'_>, paint: Paint, out: &mut String) {
    let incomplete = |f: &&Value| text(f, "clause") == Some("record-incomplete");
    let found: Vec<&Value> = all.iter().filter(|f| telling.findings || incomplete(f)).collect();
    if !found.is_empty() {
        one_by_one(&found, telling.why, paint, out);
    }
    let behind = all.len() - found.len();
    if behind > 0 {
        let them = if behind == 1 { "it" } else { "them" };
        let findings = count(behind, "finding of rules", "findings of rules");
        out.push_str(&format!("\n{findings}: --findings lists {them}\n"));
    }
}

fn one_by_one(found: &[&Value], why: bool, paint: Paint, out: &mut String) {
    out.push_str(&format!("\n{}\n", paint.bold(&format!("Findings ({})", found.len()))));
    let clause = |f: &'_ Value| text(f, "clause").unwrap_or_default().to_owned();
    let widest = found.iter().map(|f| width(&clause(f))).max().unwrap_or(0);
    let blank = " ".repeat(widest + 4);
    for finding in found {
        let head = format!("  {}  ", pad(&clause(finding), widest));
        hang(out, &head, text(finding, "question").unwrap_or_default());
        let mut answer = match finding.get("value") {
            Some(Value::Bool(true)) => "yes".to_owned(),
            Some(Value::Bool(false)) => "no".to_owned(),
            Some(Value::Number(n)) => n.to_string(),
            Some(Value::String(word)) => word.clone(),
            _ => "not known".to_owned(),
        };
        if let Some(trigger) = finding.get("trigger").filter(|t| t.is_object()) {
            let (event, at) = (text(trigger, "event").unwrap_or_default(), text(trigger, "at").unwrap_or_default());
            answer.push_str(&format!("  ({event}, {})", brief(at).trim()));
        }
        match finding.get("shown").and_then(Value::as_bool) {
            Some(true) => answer.push_str("; what shows it is recorded"),
            Some(false) => answer.push_str("; nothing recorded shows that it was followed"),
            None => {}
        }
        hang(out, &format!("{blank}→ "), &answer);
        if why {
            list(finding, "why")
                .iter()
                .filter_map(Value::as_str)
                .for_each(|line| hang(out, &format!("{blank}· "), line));
        }
    }
}
