//! A shelf with a made-up authority on it, a journey under its protocol, and the answer as lines: what every other module here leans on.
//!
//! Clauses are written as `- {id: 1a, on: charged, due: …}`: the authority's name, `para`, `says`, and where they are not said `kind: duty`
//! and `owner: csc`, are filled in. Lines before the first clause belong to `protocol.yaml`. A journey is written as its events
//! and `as_at: …`; the child is born on 4 May 2010 where nothing else is said.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};

use duties::Engine;
use protocol::{Protocols, SourceFile};
use serde_json::Value;

const SETTINGS: &str = "settings: {as-soon-as-possible: {is: 1 working day, assumed: true, why: no figure}}";
const HEAD: [&str; 7] = ["in-force:", "closures:", "office-hours:", "own-courts:", "settings:", "facts:", "services:"];
const KINDS: [&str; 6] = ["duty", "rule", "sharing", "record", "escalation", "standing"];
const JOURNEY: [&str; 5] = ["protocol:", "child:", "as_at:", "as_known_at:", "expect:"];

/// A file below the folder of protocols.
pub fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
}

/// The shipped words: vocabulary, facts and bank holidays, and no authority.
pub fn words() -> Vec<SourceFile> {
    protocol::shipped::files().into_iter().filter(|f| !f.path.contains('/')).collect()
}

/// Everything that is shipped.
pub fn shipped() -> &'static Protocols {
    static SHIPPED: OnceLock<Protocols> = OnceLock::new();
    SHIPPED.get_or_init(|| read(&protocol::shipped::files()))
}

/// Reads a folder of protocols that is meant to be right.
pub fn read(files: &[SourceFile]) -> Protocols {
    protocol::read(files).unwrap_or_else(|refusals| panic!("{refusals}"))
}

/// The two files of an authority's folder: `anyshire`, `statute`, `anyshire/superseded/2018`.
pub fn authority(folder: &str, text: &str) -> [SourceFile; 2] {
    let name = folder.split('/').next().unwrap_or(folder);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let first = lines.iter().position(|l| l.starts_with("- ")).unwrap_or(lines.len());
    let (head, clauses) = lines.split_at(first);
    let mut said = format!("authority: {name}\ntitle: Made-up protocol\nedition: first\n");
    for default in ["services: {}", "closures: []", SETTINGS] {
        let key = default.split_inclusive(':').next().unwrap();
        if !head.iter().any(|l| l.starts_with(key)) {
            said.push_str(&format!("{default}\n"));
        }
    }
    for line in head {
        let begins = HEAD.iter().any(|key| line.starts_with(key));
        said.push_str(&format!("{}{line}\n", if begins { "" } else { "    " }));
    }
    let mut section = "section: \"1\"\nheading: All\nclauses:\n".to_owned();
    for line in clauses {
        section.push_str(&clause(name, line));
    }
    [file(&format!("{folder}/protocol.yaml"), &said), file(&format!("{folder}/01-all.yaml"), &section)]
}

fn clause(authority: &str, line: &str) -> String {
    let Some((id, rest)) = line.strip_prefix("- {id: ").and_then(|l| l.split_once(", ")) else {
        return format!("    {line}\n");
    };
    let said = KINDS.iter().any(|kind| rest.contains(&format!("kind: {kind},")));
    let kind = if said { "" } else { "kind: duty, " };
    let owner = if rest.contains("owner: ") { "" } else { "owner: csc, " };
    let law = if authority == "statute" && !rest.contains("instrument: ") {
        "instrument: A made-up Act, provision: s.1, extent: E, level: statute, confidence: sure, "
    } else {
        ""
    };
    format!("- {{id: {authority}-{id}, para: \"1\", says: Do {id}., {kind}{owner}{law}{rest}\n")
}

/// The shipped words and the protocol of `anyshire`; each text is read once, for the vocabulary is long.
pub fn anyshire(text: &str) -> &'static Protocols {
    static READ: Mutex<BTreeMap<String, &'static Protocols>> = Mutex::new(BTreeMap::new());
    if let Some(known) = READ.lock().unwrap().get(text) {
        return known;
    }
    let mut files = words();
    files.extend(authority("anyshire", text));
    let protocols: &'static Protocols = Box::leak(Box::new(read(&files)));
    READ.lock().unwrap().insert(text.to_owned(), protocols);
    protocols
}

/// A journey as the contract has it, from its lines.
pub fn written(text: &str) -> String {
    let mut head = String::new();
    let mut events = String::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if JOURNEY.iter().any(|key| line.starts_with(key)) {
            head.push_str(&format!("{line}\n"));
        } else {
            events.push_str(&format!("{}{line}\n", if line.starts_with("- ") { "  " } else { "      " }));
        }
    }
    for default in ["protocol: anyshire", "child: {born: 2010-05-04}"] {
        let key = default.split_inclusive(':').next().unwrap();
        if !head.lines().any(|l| l.starts_with(key)) {
            head.push_str(&format!("{default}\n"));
        }
    }
    if events.is_empty() { format!("{head}events: []\n") } else { format!("{head}events:\n{events}") }
}

/// What a journey as written says under protocols; refusals as text.
pub fn ask(protocols: &Protocols, journey: &str) -> Result<Value, String> {
    let journey =
        journey::read("journey.yaml", journey.as_bytes(), &protocols.vocabulary).map_err(|r| r.to_string())?;
    duties::check_authorities(&journey.under, protocols).map_err(|missing| format!("{missing:?}"))?;
    let as_at = journey.as_at.ok_or("the journey does not say as at when")?;
    let known = journey.as_known_at;
    duties::check(&journey, as_at, protocols).map_err(|r| r.to_string())?;
    let engine = Engine::new(protocols);
    let timeline = journey.timeline(as_at, known);
    Ok(duties::output::json(&engine.answer(&journey.under, &timeline, known)))
}

/// The answer to a journey in short that is meant to be right.
pub fn answer(protocols: &Protocols, journey: &str) -> Value {
    ask(protocols, &written(journey)).unwrap_or_else(|refusals| panic!("{refusals}"))
}

/// What a short journey is refused for.
pub fn refused(protocols: &Protocols, journey: &str) -> String {
    match ask(protocols, &written(journey)) {
        Ok(_) => panic!("it was not refused"),
        Err(refusals) => refusals,
    }
}

/// A list of the output.
pub fn list<'v>(answer: &'v Value, key: &str) -> &'v [Value] {
    answer[key].as_array().map_or(&[], Vec::as_slice)
}

fn short(id: &Value) -> String {
    let id = id.as_str().unwrap_or_default();
    id.strip_prefix("anyshire-").unwrap_or(id).to_owned()
}

/// One line for each duty, in the order of the output: `1a/1 open due 2026-04-20`.
pub fn duties(answer: &Value) -> Vec<String> {
    list(answer, "duties").iter().map(duty).collect()
}

fn duty(duty: &Value) -> String {
    let text = |key: &str| duty[key].as_str();
    let mut line = format!("{}/{} {}", short(&duty["clause"]), duty["occurrence"], text("state").unwrap());
    line += &text("due").map_or(" undated".to_owned(), |due| format!(" due {due}"));
    for mark in ["urgent", "assumed", "order"] {
        if duty[mark] == true {
            line += &format!(" {mark}");
        }
    }
    if let Some(at) = text("done_at") {
        line += &format!(" done {at} by {}", duty["done_by"]);
    }
    if duty["sooner"].is_object() {
        line += &format!(" sooner {} {}", short(&duty["sooner"]["clause"]), duty["sooner"]["due"].as_str().unwrap());
    }
    if duty.get("if").is_some() {
        line += " if";
    }
    if duty["under"] == "host" { line + " host" } else { line }
}

/// One line for each finding: `1r charged 2026-03-02: true`.
pub fn findings(answer: &Value) -> Vec<String> {
    let line = |f: &Value| {
        let (event, at) = (&f["trigger"]["event"], &f["trigger"]["at"]);
        let host = if f["under"] == "host" { " host" } else { "" };
        format!(
            "{} {} {}: {}{host}",
            short(&f["clause"]),
            event.as_str().unwrap_or("-"),
            at.as_str().unwrap_or("-"),
            f["value"]
        )
    };
    list(answer, "findings").iter().map(line).collect()
}

/// Fields of the status: `age: 15`.
pub fn status(answer: &Value, fields: &[&str]) -> Vec<String> {
    fields.iter().map(|field| format!("{field}: {}", answer["status"][field])).collect()
}

/// A duty's reasons, joined.
pub fn why(answer: &Value, clause: &str) -> String {
    let duty = list(answer, "duties").iter().find(|d| short(&d["clause"]) == clause);
    let duty = duty.unwrap_or_else(|| panic!("no duty of {clause}"));
    list(duty, "why").iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
}

/// Clauses and a journey in, lines of duties out: what most modules' `check` does.
pub fn says(clauses: &str, journey: &str, expected: &[&str]) {
    let protocols = anyshire(clauses);
    assert_eq!(duties(&answer(protocols, journey)), expected, "\n{clauses}\n{journey}");
}
