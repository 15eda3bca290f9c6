//! The answer as the contract's JSON (Duties out).

use calendar::Moment;
use journey::{NotLookedAt, Passed};
use protocol::clause::Clock;
use protocol::{Clause, Vocabulary};
use serde_json::{Map, Value, json};

use crate::answer::{Answer, Status};
use crate::derive::Owed;
use crate::duty::{Duty, Finding, Side};
use crate::hold::Choice;
use crate::value::Tri;
use crate::why::Why;

/// The whole answer. With `why`, each duty and finding says why.
pub fn json(answer: &Answer<'_>) -> Value {
    let under = match &answer.under.host {
        None => json!(answer.under.home),
        Some(host) => json!({ "home": answer.under.home, "host": host }),
    };
    let mut out = Map::new();
    out.insert("protocol".into(), under);
    out.insert("as_at".into(), json!(answer.as_at.zoned()));
    if let Some(known) = answer.as_known_at {
        out.insert("as_known_at".into(), json!(known.zoned()));
    }
    out.insert("status".into(), status(&answer.status));
    let whys: Vec<Why<'_, '_>> = answer.owed.iter().map(|o| Why::new(answer, o)).collect();
    let why = |owed: &Owed<'_>| answer.owed.iter().zip(&whys).find(|(o, _)| std::ptr::eq(*o, owed)).map(|(_, why)| why);
    let duties = answer.duties();
    let duties = duties.iter().map(|(o, d)| duty(answer, o, d, why(o).map_or_else(Vec::new, |w| w.of_duty(d))));
    out.insert("duties".into(), duties.collect());
    let mut list = erased(answer);
    let of_rules = answer.findings();
    list.extend(of_rules.iter().map(|(o, f)| finding(answer, o, f, why(o).map_or_else(Vec::new, |w| w.of_finding(f)))));
    out.insert("findings".into(), Value::Array(list));
    Value::Object(out)
}

/// What of a journey was not looked at, for [`json`]'s object to carry as `not_looked_at`; nothing where all of it was.
pub fn not_looked_at(not: &NotLookedAt, vocabulary: &Vocabulary) -> Option<Value> {
    let first = |passed: &Passed| match passed.first {
        Some((kind, at)) => json!({ "event": vocabulary.event(kind).name, "at": at.to_string() }),
        None => Value::Null,
    };
    (not.after.number + not.not_recorded.number > 0).then(|| {
        json!({
            "after": not.after.number,
            "not_recorded": not.not_recorded.number,
            "first_after": first(&not.after),
            "first_not_recorded": first(&not.not_recorded),
        })
    })
}

fn status(status: &Status) -> Value {
    let mut out = json!({
        "jointly_open": status.jointly_open,
        "looked_after": status.looked_after,
        "looked_after_basis": status.looked_after_basis,
        "in_custody": status.in_custody_since.is_some(),
        "care_leaver": status.care_leaver,
        "former_looked_after_in_detention": status.former_looked_after_in_detention,
        "nights_looked_after_since_14": status.nights_looked_after_since_14,
        "age": status.age,
        "boundary": status.boundary,
    });
    if let Some(map) = out.as_object_mut() {
        let authorities = status.authorities.iter().map(|(part, name)| ((*part).to_owned(), json!(name))).collect();
        map.insert("authorities".into(), Value::Object(authorities));
        if !status.doubts.is_empty() {
            map.insert("doubts".into(), json!(status.doubts));
        }
    }
    out
}

fn trigger(owed: &Owed<'_>, answer: &Answer<'_>, entry: usize) -> Value {
    match owed.story.event(entry) {
        Some(event) => json!({
            "event": answer.protocols.vocabulary.event(event.kind).name,
            "at": event.at.to_string(),
        }),
        None => Value::Null,
    }
}

/// Under which protocol something is owed.
fn under(owed: &Owed<'_>) -> Value {
    match owed.side {
        Side::Home => json!("home"),
        Side::Host => json!("host"),
        Side::Floor => json!("statute"),
    }
}

fn text(moment: Option<Moment>) -> Value {
    moment.map_or(Value::Null, |m| json!(m.to_string()))
}

/// What a duty is known by: the clause, the trigger, and which one of a run.
pub(crate) fn id(owed: &Owed<'_>, answer: &Answer<'_>, duty: &Duty) -> String {
    let clause = owed.protocol.clauses.get(duty.clause).map_or("", |c| c.id.as_str());
    let event = owed.story.event(duty.set_off.entry);
    let kind = event.map_or("", |e| answer.protocols.vocabulary.event(e.kind).name.as_str());
    let which = match event {
        Some(event) => match (&event.id, event.root) {
            (Some(id), _) => id.clone(),
            (None, 0) => event.at.to_string(),
            (None, root) => format!("#{root}"),
        },
        None => String::new(),
    };
    format!("{clause}/{kind}:{which}/{}", duty.turn)
}

/// How a duty's date is marked: as the clock has it, also while there is no date yet.
pub(crate) fn marks(clause: Option<&Clause>, duty: &Duty) -> Marks {
    if let Some(due) = duty.due {
        return Marks { urgent: due.urgent, assumed: due.assumed, order: due.order };
    }
    let clock = clause.and_then(|c| c.due.as_ref()).map(|d| &d.clock);
    let assumed = match clock {
        Some(Clock::AsSoonAsPossible(..)) => true,
        Some(Clock::Within(length, _) | Clock::Before(length, _)) => length.assumed,
        _ => false,
    };
    let urgent = matches!(clock, Some(Clock::SameDay(_)));
    Marks { urgent, assumed, order: matches!(clock, Some(Clock::Order(_))) }
}

/// How a date is marked.
pub(crate) struct Marks {
    pub(crate) urgent: bool,
    pub(crate) assumed: bool,
    pub(crate) order: bool,
}

fn duty(answer: &Answer<'_>, owed: &Owed<'_>, duty: &Duty, why: Vec<String>) -> Value {
    let clause = owed.protocol.clauses.get(duty.clause);
    let vocabulary = &answer.protocols.vocabulary;
    let role = |role: Option<protocol::vocabulary::RoleId>| role.map(|r| vocabulary.role(r).name.clone());
    let marks = marks(clause, duty);
    let done = duty.done.and_then(|n| owed.story.event(n));
    let mut out = json!({
        "id": id(owed, answer, duty),
        "clause": clause.map(|c| c.id.as_str()),
        "under": under(owed),
        "title": clause.map(|c| c.says.as_str()),
        "owner": role(clause.and_then(|c| c.owner)),
        "counterpart": role(clause.and_then(|c| c.towards)),
        "trigger": trigger(owed, answer, duty.set_off.entry),
        "due": text(duty.due.map(|d| d.at)),
        "urgent": marks.urgent,
        "assumed": marks.assumed,
        "order": marks.order,
        "occurrence": duty.occurrence,
        "sooner": duty.sooner.as_ref().map(|(clause, due)| json!({ "clause": clause, "due": due.to_string() })),
        "state": duty.state.word(),
        "done_at": done.map(|e| e.at.to_string()),
        "done_by": done.map(|e| if e.place > 0 { e.place } else { e.root }),
    });
    let map = out.as_object_mut();
    if let (Some(map), Some(clause)) = (map, clause) {
        if duty.unknown {
            map.insert("if".into(), json!(clause.condition.as_ref().map(|c| c.text.as_str())));
            map.insert(
                "unanswered".into(),
                clause
                    .asks
                    .iter()
                    .map(|q| {
                        json!({
                            "question": format!("{}/{}", clause.id, q.name), "text": q.text,
                        })
                    })
                    .collect(),
            );
        }
        if let Some(law) = &clause.law {
            map.insert("confidence".into(), json!(if law.sure { "sure" } else { "check" }));
        }
        map.insert("why".into(), json!(why));
    }
    out
}

/// How many events were lawfully erased, and by what authority (contract, A journey).
fn erased(answer: &Answer<'_>) -> Vec<Value> {
    let mut list: Vec<Value> = Vec::new();
    if !answer.erased.is_empty() {
        let mut by: Vec<&str> = answer.erased.iter().map(String::as_str).collect();
        by.sort_unstable();
        by.dedup();
        list.push(json!({
            "clause": "record-incomplete",
            "trigger": Value::Null,
            "question": "How many events of this record were lawfully erased?",
            "value": answer.erased.len(),
            "why": [format!("{} erased, by authority of: {}.", answer.erased.len(), by.join("; "))],
        }));
    }
    list
}

fn finding(answer: &Answer<'_>, owed: &Owed<'_>, finding: &Finding, why: Vec<String>) -> Value {
    let clause = owed.protocol.clauses.get(finding.clause);
    let mut out = json!({
        "clause": clause.map(|c| c.id.as_str()),
        "under": under(owed),
        "trigger": trigger(owed, answer, finding.set_off.entry),
        "question": clause.map(|c| c.question.clone().unwrap_or_else(|| format!("Does this hold: {}", c.says))),
        "value": value(&finding.value),
        "why": why,
    });
    if let (Some(map), Some(shown)) = (out.as_object_mut(), finding.shown) {
        map.insert("shown".into(), json!(shown));
    }
    out
}

fn value(choice: &Choice) -> Value {
    match choice {
        Choice::Truth(Tri::Yes) => json!(true),
        Choice::Truth(Tri::No) => json!(false),
        Choice::Truth(Tri::Unknown) => Value::Null,
        Choice::Int(n) => json!(n),
        Choice::Text(text) => json!(text),
    }
}
