//! Which settings, facts and questions does nobody use?
//!
//! Comes from one edition, or from all; goes out as remarks. A fact that only serves another unused fact is unused too.

use std::collections::BTreeSet;

use crate::clause::{Clause, Clock};
use crate::condition::{Expr, Of, Term, ValueExpr};
use crate::facts::{FactId, Source};
use crate::read::{Protocol, Protocols};

use super::{About, Remark, head_file};

/// Settings that the program itself goes by: when the event `approaching-16` comes.
const OF_THE_PROGRAM: [&str; 1] = ["approaching-16"];

/// Settings that neither a deadline nor the program takes its length from.
pub(super) fn settings(protocol: &Protocol) -> Vec<Remark> {
    let used = |name: &str| {
        if OF_THE_PROGRAM.contains(&name) {
            return true;
        }
        let deadlines = protocol.clauses.iter().filter_map(|c| c.due.as_ref());
        let mut deadlines = deadlines.filter(|d| {
            let soon = name == "as-soon-as-possible" && matches!(d.clock, Clock::AsSoonAsPossible(..));
            soon || d.text.contains(&format!("[{name}]"))
        });
        deadlines.next().is_some()
    };
    let unused = protocol.settings.iter().filter(|s| !used(&s.name));
    let remark = |name: &str| {
        Remark::of_file(
            About::UnusedSetting,
            head_file(protocol),
            Some(name),
            format!("no deadline uses the setting `{name}`"),
        )
    };
    unused.map(|s| remark(&s.name)).collect()
}

/// Questions that neither the condition nor the answer asks.
pub(super) fn questions(protocol: &Protocol) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for clause in &protocol.clauses {
        let terms = terms(clause);
        for (n, question) in clause.asks.iter().enumerate() {
            if !terms.iter().any(|t| matches!(t.of, Of::Asked(asked) if usize::from(asked) == n)) {
                let says = format!("the question `{}` is asked and not used", question.name);
                remarks.push(Remark::on(About::UnusedQuestion, clause, says));
            }
        }
    }
    remarks
}

/// Facts of an authority's own that no condition of it uses.
pub(super) fn facts(protocol: &Protocol, protocols: &Protocols) -> Vec<Remark> {
    let shared = shared(protocols);
    let used = used(protocol);
    let own = protocol.facts.iter().skip(shared).filter(|(id, _)| !used.contains(id));
    let remark = |name: &str| {
        Remark::of_file(
            About::UnusedFact,
            head_file(protocol),
            Some(name),
            format!("no condition uses the fact `{name}`"),
        )
    };
    own.map(|(_, fact)| remark(&fact.name)).collect()
}

/// Shared facts (`facts.yaml`) that no condition of any protocol uses.
pub fn facts_of_nobody(protocols: &Protocols) -> Vec<Remark> {
    let all: Vec<&Protocol> = editions(protocols).collect();
    let used: BTreeSet<FactId> = all.iter().flat_map(|p| used(p)).collect();
    let Some(first) = all.first() else { return Vec::new() };
    let unused = first
        .facts
        .iter()
        .take(shared(protocols))
        .filter(|(id, fact)| !matches!(fact.source, Source::Status(_)) && !used.contains(id));
    let remark = |name: &str| {
        let says = format!("no condition of any protocol uses the fact `{name}`");
        Remark::of_file(About::UnusedFact, "facts.yaml".to_owned(), Some(name), says)
    };
    unused.map(|(_, fact)| remark(&fact.name)).collect()
}

fn editions(protocols: &Protocols) -> impl Iterator<Item = &Protocol> {
    protocols.authorities.values().flatten().chain(&protocols.statute)
}

/// How many facts all editions begin with: those of the status and of `facts.yaml`, which are read first.
fn shared(protocols: &Protocols) -> usize {
    let names = |p: &Protocol| p.facts.iter().map(|(_, f)| f.name.clone()).collect::<Vec<_>>();
    let mut lists = editions(protocols).map(names);
    let first = lists.next().unwrap_or_default();
    lists.fold(first.len(), |n, list| first.iter().take(n).zip(&list).take_while(|(a, b)| a == b).count())
}

/// Every fact that a condition or an answer names, with those it rests on.
fn used(protocol: &Protocol) -> BTreeSet<FactId> {
    let named =
        protocol.clauses.iter().flat_map(terms).filter_map(|t| if let Of::Fact(id) = t.of { Some(id) } else { None });
    let mut waiting: Vec<FactId> = named.collect();
    let mut used = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if used.insert(id)
            && let Source::Is(expr) = &protocol.facts.get(id).source
        {
            waiting.extend(expr.facts());
        }
    }
    used
}

/// Everything that a clause's condition and answer look at.
fn terms(clause: &Clause) -> Vec<&Term> {
    let mut all: Vec<&Term> = clause.condition.iter().flat_map(|c| c.expr.terms()).collect();
    if let Some(value) = &clause.value {
        of_value(value, &mut all);
    }
    all
}

fn of_value<'a>(value: &'a ValueExpr, all: &mut Vec<&'a Term>) {
    let of_expr = |expr: &'a Expr, all: &mut Vec<&'a Term>| all.extend(expr.terms());
    match value {
        ValueExpr::Int(_) | ValueExpr::Text(_) => {}
        ValueExpr::Truth(expr) => of_expr(expr, all),
        ValueExpr::Of(term) => all.push(term),
        ValueExpr::Choose(condition, this, that) => {
            of_expr(condition, all);
            of_value(this, all);
            of_value(that, all);
        }
    }
}
