//! Does a condition ever hold, does it always, do two clauses contradict each other, does a group leave a case open?
//!
//! Comes from the clauses of one edition; goes out as remarks. All of it is decided by going through every case (`domain`), so a remark is
//! certain as far as the facts are free of each other; where they are not, the case it names shows whether it can happen.

use std::collections::BTreeMap;

use crate::clause::{Became, Clause, On};
use crate::condition::Expr;
use crate::pattern::{Pattern, Test};
use crate::read::Protocol;
use crate::vocabulary::{Service, Vocabulary};

use super::domain::{Cases, Logic, Occasion, Space, TooMany};
use super::{About, Remark};

/// What the conditions of one edition are judged against.
pub(super) struct Judge<'a> {
    pub(super) protocol: &'a Protocol,
    pub(super) vocabulary: &'a Vocabulary,
}

/// Tests on one attribute that no event can meet both of.
fn at_odds(a: &Test, b: &Test) -> bool {
    use crate::pattern::Want;
    if a.attribute != b.attribute {
        return false;
    }
    match (&a.want, &b.want) {
        (Want::Words(a), Want::Words(b)) => !a.iter().any(|w| b.contains(w)),
        (Want::Bool(a), Want::Bool(b)) => a != b,
        (Want::Ints(a), Want::Ints(b)) => !a.iter().any(|n| b.contains(n)),
        _ => false,
    }
}

/// The event on which both patterns fit, where there can be one.
fn overlap<'a>(a: &'a Pattern, b: &'a Pattern, vocabulary: &Vocabulary) -> Option<Occasion<'a>> {
    use crate::vocabulary::Type;
    let list = |test: &Test| {
        let attribute = vocabulary.event(a.event).attributes.get(usize::from(test.attribute));
        attribute.is_some_and(|a| matches!(a.of, Type::Enum { list: true, .. } | Type::Role { list: true }))
    };
    let apart = || a.tests.iter().any(|one| !list(one) && b.tests.iter().any(|other| at_odds(one, other)));
    (a.event == b.event && !apart())
        .then(|| Occasion { event: Some(a.event), tests: a.tests.iter().chain(&b.tests).collect() })
}

/// On what a clause is set off.
fn occasions(clause: &Clause) -> Vec<Occasion<'_>> {
    match &clause.on {
        On::Events(patterns) => {
            patterns.iter().map(|p| Occasion { event: Some(p.event), tests: p.tests.iter().collect() }).collect()
        }
        _ => vec![Occasion::default()],
    }
}

/// The first case in which a test holds.
fn find(cases: &Cases, test: &dyn Fn(&Vec<usize>) -> bool) -> Option<Vec<usize>> {
    let mut case = cases.first()?;
    loop {
        if test(&case) {
            return Some(case);
        }
        if !cases.next(&mut case, &[]) {
            return None;
        }
    }
}

impl Judge<'_> {
    fn space(&self) -> Space<'_> {
        Space::new(self.vocabulary, &self.protocol.facts)
    }

    /// Whether a clause's own condition can hold, and whether it can fail.
    pub(super) fn alone(&self, clause: &Clause) -> Option<Remark> {
        let condition = clause.condition.as_ref()?;
        let mut space = self.space();
        let logic = space.add(&condition.expr, &clause.id, &clause.asks);
        let (mut can_hold, mut can_fail) = (false, false);
        for occasion in occasions(clause) {
            match space.cases(&occasion) {
                Ok(cases) => {
                    can_hold |= find(&cases, &|case| cases.truth(&logic, case) == Some(true)).is_some();
                    can_fail |= find(&cases, &|case| cases.truth(&logic, case) != Some(true)).is_some();
                }
                Err(TooMany(n)) => {
                    let says = format!("`{}` was not judged: it has {n} cases", condition.text);
                    return Some(Remark::on(About::TooManyCases, clause, says));
                }
            }
        }
        match (can_hold, can_fail) {
            (false, _) => Some(Remark::on(About::NeverHolds, clause, format!("`{}` can never hold", condition.text))),
            (true, false) => Some(Remark::on(About::AlwaysHolds, clause, format!("`{}` always holds", condition.text))),
            (true, true) => None,
        }
    }

    /// Pairs of duties of one service, shown by the same, that can be owed together and count differently.
    pub(super) fn clashes(&self) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let duties: Vec<&Clause> = self.protocol.clauses.iter().filter(|c| c.became() == Became::Duty).collect();
        for (n, a) in duties.iter().enumerate() {
            for b in duties.iter().skip(n + 1).filter(|b| self.could_clash(a, b)) {
                if let Some(case) = self.together(a, b) {
                    let clock = |c: &Clause| c.due.as_ref().map_or(String::new(), |d| format!("{}: {}", c.id, d.text));
                    let says = format!("{} and {} are shown done by the same and count differently", a.id, b.id);
                    let mut remark = Remark::on(About::Clash, a, says);
                    remark.clauses.push(b.id.clone());
                    remark.details = vec![clock(a), clock(b)];
                    if !case.is_empty() {
                        remark.details.push(format!("both are owed where {}", case.join("; ")));
                    }
                    remarks.push(remark);
                }
            }
        }
        remarks
    }

    fn service(&self, clause: &Clause) -> Option<Service> {
        clause.owner.map(|owner| self.vocabulary.role(owner).service)
    }

    fn could_clash(&self, a: &Clause, b: &Clause) -> bool {
        let named = |of: &Clause, other: &Clause| of.same_as.contains(&other.id) || of.see_also.contains(&other.id);
        let clock = |c: &Clause| c.due.as_ref().map(|d| d.clock.clone());
        a.due.is_some()
            && b.due.is_some()
            && clock(a) != clock(b)
            && self.service(a).is_some()
            && self.service(a) == self.service(b)
            && same_evidence(a, b)
            && !named(a, b)
            && !named(b, a)
    }

    /// A case, in words, in which both clauses are owed; nothing where there is none.
    fn together(&self, a: &Clause, b: &Clause) -> Option<Vec<String>> {
        let mut space = self.space();
        let mut both = Vec::new();
        for clause in [a, b] {
            both.extend(clause.condition.as_ref().map(|c| space.add(&c.expr, &clause.id, &clause.asks)));
        }
        let both = Logic::All(both);
        let pairs = a.triggers().iter().flat_map(|pa| b.triggers().iter().map(move |pb| (pa, pb)));
        for occasion in pairs.filter_map(|(pa, pb)| overlap(pa, pb, self.vocabulary)) {
            let Ok(cases) = space.cases(&occasion) else { continue };
            let holds = |case: &Vec<usize>| cases.truth(&both, case) == Some(true);
            if let Some(case) = find(&cases, &holds) {
                return Some(cases.in_words(&case, &holds));
            }
        }
        None
    }

    /// Groups of duties on one event, shown by the same, of which no one is owed in some case.
    pub(super) fn gaps(&self) -> Vec<Remark> {
        let mut groups: Vec<(&Pattern, Vec<&Clause>)> = Vec::new();
        for clause in self.protocol.clauses.iter().filter(|c| c.became() == Became::Duty && !c.shown_by.is_empty()) {
            for pattern in clause.triggers() {
                match groups
                    .iter_mut()
                    .find(|(p, members)| *p == pattern && members.first().is_some_and(|m| same_evidence(m, clause)))
                {
                    Some((_, members)) => members.push(clause),
                    None => groups.push((pattern, vec![clause])),
                }
            }
        }
        let mut found: BTreeMap<Vec<String>, Remark> = BTreeMap::new();
        for (pattern, members) in groups.iter().filter(|(_, members)| members.len() > 1) {
            if let Some(remark) = self.gap(pattern, members) {
                found.entry(remark.clauses.clone()).or_insert(remark);
            }
        }
        found.into_values().collect()
    }

    fn gap(&self, pattern: &Pattern, members: &[&Clause]) -> Option<Remark> {
        let conditions: Vec<&Expr> =
            members.iter().map(|c| c.condition.as_ref().map(|c| &c.expr)).collect::<Option<_>>()?;
        let parts: Vec<Vec<&Expr>> = conditions.iter().map(|c| conjuncts(c)).collect();
        let (first, others) = parts.split_first()?;
        // What every member asks for is what the group is about: only inside it can there be a gap.
        let shared: Vec<&Expr> = first.iter().copied().filter(|e| others.iter().all(|o| o.contains(e))).collect();
        let mut space = self.space();
        let mut asked =
            members.iter().zip(&conditions).map(|(c, expr)| space.add(expr, &c.id, &c.asks)).collect::<Vec<_>>();
        let head = members.first()?;
        let about = Logic::All(shared.iter().map(|e| space.add(e, &head.id, &head.asks)).collect());
        let occasion = Occasion { event: Some(pattern.event), tests: pattern.tests.iter().collect() };
        let cases = space.cases(&occasion).ok()?;
        let covered = Logic::Any(std::mem::take(&mut asked));
        let open =
            |case: &Vec<usize>| cases.truth(&about, case) == Some(true) && cases.truth(&covered, case) == Some(false);
        let case = find(&cases, &open)?;
        let ids: Vec<String> = members.iter().map(|c| c.id.clone()).collect();
        let event = &self.vocabulary.event(pattern.event).name;
        let says = format!(
            "{} share `{event}` and their evidence, and none is owed in some case",
            super::in_words::listed(&ids, "and")
        );
        let mut remark = Remark::on(About::Gap, head, says);
        remark.details.push(format!("for example where {}", cases.in_words(&case, &open).join("; ")));
        remark.clauses = ids;
        Some(remark)
    }
}

/// Whether two clauses are shown done by the same events.
fn same_evidence(a: &Clause, b: &Clause) -> bool {
    let inside = |a: &Clause, b: &Clause| a.shown_by.iter().all(|p| b.shown_by.contains(p));
    !a.shown_by.is_empty() && inside(a, b) && inside(b, a)
}

/// The parts of a condition that must all hold.
fn conjuncts(expr: &Expr) -> Vec<&Expr> {
    if let Expr::And(all) = expr { all.iter().flat_map(conjuncts).collect() } else { vec![expr] }
}
