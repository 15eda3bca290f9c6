//! Whether every clause that a clause names is there, and whether clauses that look at each other's duties do so in a circle.
//!
//! Comes from all protocols once they are read; goes out as refusals at the line that names the clause.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Protocol, Protocols};
use calendar::wording::distance;

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
                let help = near(id, self.known.iter().copied());
                self.refuse(
                    clause,
                    key,
                    id,
                    format!("`{key}` names `{}`, and there is no such clause", cut(id)),
                    Some(help),
                );
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
                    let help = if self.known.contains(id) {
                        "`done`, `missed` and `owed` look at clauses of the same protocol".to_owned()
                    } else {
                        near(id, clauses.iter().map(|c| c.id.as_str()))
                    };
                    let cause = format!("there is no clause `{}` in this protocol", cut(id));
                    self.refuse(clause, key, id, cause, Some(help));
                }
            }
        }
    }

    /// A duty whose condition looks at a duty whose condition looks at it could never be decided.
    fn circles(&mut self) {
        let duties = self.protocol.clauses.iter().filter(|c| c.became() == Became::Duty);
        let looks: BTreeMap<&str, Vec<&str>> =
            duties.map(|c| (c.id.as_str(), c.condition.iter().flat_map(|c| c.expr.duties()).collect())).collect();
        for clause in &self.protocol.clauses {
            let Some(round) = circle(&clause.id, &looks) else { continue };
            let cause = match round.len() {
                1 => format!("`{}` looks at how it stands itself", clause.id),
                _ => format!("clauses look at each other in a circle: {}", cut(&round.join(", "))),
            };
            let help = "let one of them look at events or facts instead";
            self.refuse(clause, "if", "", cause, Some(help.into()));
        }
    }
}

/// The shortest way from a name back to itself, where there is one.
pub(crate) fn circle<'a>(from: &'a str, leads: &BTreeMap<&'a str, Vec<&'a str>>) -> Option<Vec<&'a str>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut ahead: VecDeque<&str> = VecDeque::from([from]);
    while let Some(here) = ahead.pop_front() {
        for next in leads.get(here).into_iter().flatten().copied() {
            if next == from {
                let mut way = vec![here];
                while let Some(earlier) = before.get(way.last()?) {
                    way.push(earlier);
                }
                way.reverse();
                return Some(way);
            }
            if !before.contains_key(next) {
                before.insert(next, here);
                ahead.push_back(next);
            }
        }
    }
    None
}

/// What to do about an id that is not there: the one that is a letter or two away, else how ids are written.
fn near<'k>(id: &str, known: impl Iterator<Item = &'k str>) -> String {
    let close = known.filter(|k| k.len().abs_diff(id.len()) <= 2 && id.len() < 100 && distance(id, k) <= 2);
    did_you_mean(id, close).unwrap_or_else(|| {
        "write the whole id, with the authority before it; `tandem protocol check` lists them".into()
    })
}

/// Whether an id is of this authority.
fn is_of(id: &str, authority: &str) -> bool {
    id.strip_prefix(authority).is_some_and(|rest| rest.starts_with('-'))
}
