//! Whether every clause that a clause names is there, and whether clauses that look at each other's duties do so in a circle.
//!
//! Comes from all protocols once they are read; goes out as refusals at the line that names the clause.

use std::collections::{BTreeMap, BTreeSet};

use super::{Protocol, Protocols};
use crate::clause::{Became, Clause};
use crate::refusal::{Refusals, cut, did_you_mean};
use crate::yaml::Node;

/// The law's own name.
const LAW: &str = "statute";

/// Refuses what is named and not there.
pub(super) fn check(protocols: &Protocols, roots: &BTreeMap<&str, Node>, refusals: &mut Refusals) {
    let all = || protocols.authorities.values().flatten().chain(&protocols.statute);
    let known: BTreeSet<&str> = all().flat_map(|p| &p.clauses).map(|c| c.id.as_str()).collect();
    for protocol in all() {
        let mut checker = Checker { protocol, known: &known, roots, refusals };
        for clause in &protocol.clauses {
            checker.named(clause, "same-as", &clause.same_as);
            checker.named(clause, "see-also", &clause.see_also);
            checker.duties(clause);
        }
        checker.circles();
    }
}

struct Checker<'a> {
    protocol: &'a Protocol,
    known: &'a BTreeSet<&'a str>,
    roots: &'a BTreeMap<&'a str, Node>,
    refusals: &'a mut Refusals,
}

/// The lines of a clause's key: of the key itself, and of the item with this text.
fn line_of(roots: &BTreeMap<&str, Node>, clause: &Clause, key: &str, item: &str) -> usize {
    let nodes = roots.get(clause.file.as_str()).and_then(|root| root.get("clauses")).map_or(&[][..], Node::items);
    let found = nodes.iter().find(|n| n.line == clause.line && n.get("id").and_then(Node::text) == Some(&clause.id));
    let Some((_, line, node)) = found.and_then(|n| n.entries().find(|(k, ..)| *k == key)) else { return clause.line };
    node.items().iter().find(|n| n.text() == Some(item)).map_or(line, |n| n.line)
}

impl Checker<'_> {
    fn refuse(&mut self, clause: &Clause, key: &str, item: &str, cause: String, help: Option<String>) {
        self.refusals.add(&clause.file, line_of(self.roots, clause, key, item), cause, help);
    }

    /// `same-as` and `see-also`: clauses of any folder. The law travels with the program to authorities that keep other papers: what it
    /// names there need not be there.
    fn named(&mut self, clause: &Clause, key: &str, ids: &[String]) {
        for id in ids {
            if *id == clause.id {
                self.refuse(clause, key, id, format!("`{key}` names the clause itself"), Some("take it out".into()));
            } else if !self.known.contains(id.as_str()) && (self.protocol.authority != LAW || is_of(id, LAW)) {
                let near = self.known.iter().copied().filter(|k| k.len().abs_diff(id.len()) <= 2);
                let help = did_you_mean(id, near).or(Some(
                    "write the whole id, with the authority before it; `tandem protocol show` lists them".into(),
                ));
                self.refuse(clause, key, id, format!("`{key}` names `{}`, and there is no such clause", cut(id)), help);
            }
        }
    }

    /// `done`, `missed` and `owed`: clauses of the same protocol that become duties.
    fn duties(&mut self, clause: &Clause) {
        let condition = clause.condition.iter().flat_map(|c| c.expr.duties()).map(|id| ("if", id));
        let value = clause.value.iter().flat_map(|v| v.duties()).map(|id| ("value", id));
        for (key, id) in condition.chain(value) {
            let clauses = &self.protocol.clauses;
            match clauses.iter().find(|c| c.id == id) {
                Some(named) if named.became() == Became::Duty => {}
                Some(named) => {
                    let help =
                        "only a duty, sharing, record or escalation clause set off by an event is owed, done or missed";
                    let cause = format!("`{id}` is a {}, not a duty", named.became().word());
                    self.refuse(clause, key, id, cause, Some(help.into()));
                }
                None => {
                    let near = clauses.iter().map(|c| c.id.as_str()).filter(|k| k.len().abs_diff(id.len()) <= 2);
                    let help = if self.known.contains(id) {
                        Some("`done`, `missed` and `owed` look at clauses of the same protocol".to_owned())
                    } else {
                        did_you_mean(id, near)
                    };
                    let cause = format!("there is no clause `{}` in this protocol", cut(id));
                    self.refuse(clause, key, id, cause, help);
                }
            }
        }
    }

    /// A duty whose condition looks at a duty whose condition looks at it could never be decided.
    fn circles(&mut self) {
        let mut looks: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for clause in self.protocol.clauses.iter().filter(|c| c.became() == Became::Duty) {
            let at: BTreeSet<&str> = clause.condition.iter().flat_map(|c| c.expr.duties()).collect();
            if !at.is_empty() {
                looks.insert(&clause.id, at);
            }
        }
        loop {
            // What looks at nothing that is left, or is looked at by nothing that is left, stands in no circle.
            let seen: BTreeSet<&str> = looks.values().flatten().copied().collect();
            let keep: BTreeSet<&str> = looks
                .iter()
                .filter(|(id, at)| seen.contains(*id) && at.iter().any(|a| looks.contains_key(a)))
                .map(|(id, _)| *id)
                .collect();
            if keep.len() == looks.len() {
                break;
            }
            looks.retain(|id, _| keep.contains(id));
        }
        let names: Vec<&str> = looks.keys().copied().collect();
        for clause in self.protocol.clauses.iter().filter(|c| looks.contains_key(c.id.as_str())) {
            let itself = clause.condition.iter().flat_map(|c| c.expr.duties()).any(|id| id == clause.id);
            let cause = if itself {
                format!("`{}` applies only by how it stands itself", clause.id)
            } else {
                format!("clauses look at each other in a circle: {}", cut(&names.join(", ")))
            };
            let help = "let one of them look at events or facts instead";
            self.refuse(clause, "if", "", cause, Some(help.into()));
        }
    }
}

/// Whether an id is of this authority.
fn is_of(id: &str, authority: &str) -> bool {
    id.strip_prefix(authority).is_some_and(|rest| rest.starts_with('-'))
}
