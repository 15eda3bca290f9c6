//! A condition answered twice: by a walk over our tree, and by `cel` from the text, with every name bound alike.
//!
//! A name bound to nothing is an error to `cel` and not known to us. Words and roles are texts to `cel`, sets are lists in alphabetical
//! order (our sets have none), `trigger`, `before` and `asked` are maps. A role is bound by its own name: that it also answers for its
//! like is ours alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use cel::objects::{Map, Value};
use cel::{Context, Env, ExecutionError};
use protocol::clause::{Clause, On};
use protocol::condition::{Expr, Of, Standing, Term, ValueExpr};
use protocol::facts::Facts;
use protocol::vocabulary::{EventId, Vocabulary, Word};
use protocol::{Protocol, Protocols, condition::Sort};

/// A value that a name is bound to, and an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    Bool(bool),
    Int(i64),
    Text(String),
    Set(BTreeSet<String>),
}

/// What each name is bound to, written as in a condition: `age`, `before.age`, `trigger.event`, `done('enfield-8.7e')`.
pub type Bindings = BTreeMap<String, Bound>;

/// What a condition may name, and how each is written.
pub struct Names<'a> {
    pub facts: &'a Facts,
    pub vocabulary: &'a Vocabulary,
    pub trigger: Vec<EventId>,
    pub asked: Vec<String>,
}

impl<'a> Names<'a> {
    pub fn of_clause(protocols: &'a Protocols, protocol: &'a Protocol, clause: &Clause) -> Self {
        let trigger = if let On::Events(any) = &clause.on { any.iter().map(|p| p.event).collect() } else { vec![] };
        let asked = clause.asks.iter().map(|q| q.name.clone()).collect();
        Names { facts: &protocol.facts, vocabulary: &protocols.vocabulary, trigger, asked }
    }

    pub fn of_fact(protocols: &'a Protocols, protocol: &'a Protocol) -> Self {
        Names { facts: &protocol.facts, vocabulary: &protocols.vocabulary, trigger: vec![], asked: vec![] }
    }

    fn term(&self, term: &Term) -> String {
        match &term.of {
            Of::Fact(id) if term.before => format!("before.{}", self.facts.get(*id).name),
            Of::Fact(id) => self.facts.get(*id).name.clone(),
            Of::Trigger(attribute, _) => format!("trigger.{attribute}"),
            Of::Asked(n) => format!("asked.{}", self.asked[usize::from(*n)]),
        }
    }

    fn words(&self, words: &[Word]) -> BTreeSet<String> {
        words.iter().map(|w| self.vocabulary.spell(*w).to_owned()).collect()
    }

    fn events(&self, events: &[EventId]) -> BTreeSet<String> {
        events.iter().map(|e| self.vocabulary.event(*e).name.clone()).collect()
    }
}

fn duty(how: Standing, clause: &str) -> String {
    let how = match how {
        Standing::Done => "done",
        Standing::Missed => "missed",
        Standing::Owed => "owed",
    };
    format!("{how}('{clause}')")
}

// ---- our answer: the tree, walked

/// Yes if one is yes; else not known if one is not known.
fn either(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let parts: Vec<Option<bool>> = parts.collect();
    if parts.contains(&Some(true)) { Some(true) } else { (!parts.contains(&None)).then_some(false) }
}

fn not(part: Option<bool>) -> Option<bool> {
    part.map(|truth| !truth)
}

/// Yes, no, or nothing where it is not known.
fn holds(expr: &Expr, names: &Names<'_>, bound: &Bindings) -> Option<bool> {
    let said = |term: &Term| bound.get(&names.term(term));
    let text = |name: &str, any: BTreeSet<String>| match bound.get(name)? {
        Bound::Text(said) => Some(any.contains(said)),
        other => panic!("{name} is {other:?}"),
    };
    let set = |term: &Term| match said(term)? {
        Bound::Set(said) => Some(said.clone()),
        other => panic!("{term:?} is {other:?}"),
    };
    let truth = |name: &str| bound.get(name).map(|said| *said == Bound::Bool(true));
    match expr {
        Expr::Always(truth) => Some(*truth),
        Expr::And(all) => not(either(all.iter().map(|e| not(holds(e, names, bound))))),
        Expr::Or(all) => either(all.iter().map(|e| holds(e, names, bound))),
        Expr::Not(inner) => not(holds(inner, names, bound)),
        Expr::Holds(term) => truth(&names.term(term)),
        Expr::Given(term) => Some(said(term).is_some()),
        Expr::Among(term, words) => text(&names.term(term), names.words(words)),
        Expr::Has(term, words) => set(term).map(|said| !said.is_disjoint(&names.words(words))),
        Expr::Exactly(term, words) => set(term).map(|said| said == names.words(words)),
        Expr::Role(term, wants) => {
            let wanted = wants.iter().map(|want| names.vocabulary.role(want.role).name.clone()).collect();
            match said(term)? {
                Bound::Set(said) => Some(!said.is_disjoint(&wanted)),
                _ => text(&names.term(term), wanted),
            }
        }
        Expr::Number(term, op, n) => match said(term)? {
            Bound::Int(said) => Some(op.holds(*said, *n)),
            other => panic!("{term:?} is {other:?}"),
        },
        Expr::Event(any) => text("trigger.event", names.events(any)),
        Expr::Duty(how, clause) => truth(&duty(*how, clause)),
    }
}

/// The answer that a tree gives; nothing where it is not known.
pub fn value(expr: &ValueExpr, names: &Names<'_>, bound: &Bindings) -> Option<Bound> {
    match expr {
        ValueExpr::Int(n) => Some(Bound::Int(*n)),
        ValueExpr::Text(text) => Some(Bound::Text(text.clone())),
        ValueExpr::Truth(expr) => holds(expr, names, bound).map(Bound::Bool),
        ValueExpr::Of(term) => bound.get(&names.term(term)).cloned(),
        ValueExpr::Choose(condition, this, that) => match holds(condition, names, bound)? {
            true => value(this, names, bound),
            false => value(that, names, bound),
        },
    }
}

// ---- the witness

static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

fn as_cel(bound: &Bound) -> Value {
    match bound {
        Bound::Bool(truth) => (*truth).into(),
        Bound::Int(n) => (*n).into(),
        Bound::Text(text) => text.as_str().into(),
        Bound::Set(words) => words.iter().map(String::as_str).collect::<Vec<_>>().into(),
    }
}

/// What `cel` makes of a text; nothing where it stops at an error.
fn witness(program: &cel::Program, bound: &Bindings) -> Result<Bound, ExecutionError> {
    let mut context = Context::with_env(ENV.clone());
    for group in ["trigger", "before", "asked"] {
        let inside = |(name, said): (&String, &Bound)| {
            name.strip_prefix(group)?.strip_prefix('.').map(|name| (name.into(), as_cel(said)))
        };
        let map = Map { map: Arc::new(bound.iter().filter_map(inside).collect()) };
        context.add_variable_from_value(group, Value::Map(map));
    }
    for (name, said) in bound.iter().filter(|(name, _)| !name.contains(['.', '('])) {
        context.add_variable_from_value(name.as_str(), as_cel(said));
    }
    for how in ["done", "missed", "owed"] {
        let bound = bound.clone();
        let stands = move |clause: Arc<String>| match bound.get(&format!("{how}('{clause}')")) {
            Some(said) => Ok(as_cel(said)),
            None => Err(ExecutionError::function_error(how, "not known")),
        };
        context.add_function(how, stands).unwrap();
    }
    match program.execute(&context)? {
        Value::Bool(truth) => Ok(Bound::Bool(truth)),
        Value::Int(n) => Ok(Bound::Int(n)),
        Value::String(text) => Ok(Bound::Text(text.to_string())),
        other => panic!("{other:?}"),
    }
}

// ---- bindings at random

/// Numbers that look random and are the same on every machine (SplitMix64).
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % n as u64) as usize
    }
}

/// What a name can be bound to: what it is compared with, and something else.
#[derive(Debug)]
enum Domain {
    Bool,
    Ints(BTreeSet<i64>),
    Texts(BTreeSet<String>),
    Sets(BTreeSet<String>),
}

impl Domain {
    fn draw(&self, draw: &mut Draw) -> Bound {
        match self {
            Domain::Bool => Bound::Bool(draw.below(2) == 1),
            Domain::Ints(near) => {
                Bound::Int(near.iter().nth(draw.below(near.len())).unwrap() + draw.below(3) as i64 - 1)
            }
            Domain::Texts(words) => {
                let word = words.iter().nth(draw.below(words.len() + 1));
                Bound::Text(word.map_or("another", String::as_str).to_owned())
            }
            Domain::Sets(words) => {
                let mut set: BTreeSet<String> = words.iter().filter(|_| draw.below(2) == 1).cloned().collect();
                if draw.below(3) == 0 {
                    set.insert("another".to_owned());
                }
                Bound::Set(set)
            }
        }
    }

    fn join(&mut self, other: Domain) {
        match (self, other) {
            (Domain::Ints(one), Domain::Ints(two)) => one.extend(two),
            (Domain::Texts(one), Domain::Texts(two)) | (Domain::Sets(one), Domain::Sets(two)) => one.extend(two),
            _ => {}
        }
    }
}

type Domains = BTreeMap<String, Domain>;

fn note(domains: &mut Domains, name: String, domain: Domain) {
    match domains.get_mut(&name) {
        Some(known) => known.join(domain),
        None => drop(domains.insert(name, domain)),
    }
}

/// What each name in a tree can be bound to; a role is a set where the text looks into it as into one.
fn domains_of(expr: &Expr, text: &str, names: &Names<'_>, into: &mut Domains) {
    let one = Domain::Texts;
    match expr {
        Expr::Always(_) | Expr::Given(_) => {}
        Expr::And(all) | Expr::Or(all) => all.iter().for_each(|e| domains_of(e, text, names, into)),
        Expr::Not(inner) => domains_of(inner, text, names, into),
        Expr::Holds(term) => note(into, names.term(term), Domain::Bool),
        Expr::Among(term, words) => note(into, names.term(term), one(names.words(words))),
        Expr::Has(term, words) | Expr::Exactly(term, words) => {
            note(into, names.term(term), Domain::Sets(names.words(words)));
        }
        Expr::Role(term, wants) => {
            let roles = wants.iter().map(|want| names.vocabulary.role(want.role).name.clone()).collect();
            let name = names.term(term);
            let domain = if text.contains(&format!("' in {name}")) { Domain::Sets(roles) } else { one(roles) };
            note(into, name, domain);
        }
        Expr::Number(term, _, n) => note(into, names.term(term), Domain::Ints([*n].into())),
        Expr::Event(_) => note(into, "trigger.event".into(), one(names.events(&names.trigger))),
        Expr::Duty(how, clause) => note(into, duty(*how, clause), Domain::Bool),
    }
}

fn domains_of_value(expr: &ValueExpr, text: &str, names: &Names<'_>, into: &mut Domains) {
    match expr {
        ValueExpr::Int(_) | ValueExpr::Text(_) => {}
        ValueExpr::Truth(expr) => domains_of(expr, text, names, into),
        ValueExpr::Of(term) => {
            let Of::Fact(id) = term.of else { panic!("{text}: neither a fact nor compared") };
            let number = names.facts.get(id).sort == Sort::Int;
            note(into, names.term(term), if number { Domain::Ints([0].into()) } else { Domain::Texts([].into()) });
        }
        ValueExpr::Choose(condition, this, that) => {
            domains_of(condition, text, names, into);
            domains_of_value(this, text, names, into);
            domains_of_value(that, text, names, into);
        }
    }
}

/// Both answers under so many bindings: every second time all names are bound, else a third of them is not. Gives how often the
/// answer was known and not known, or where the two part.
pub fn compare(text: &str, expr: &ValueExpr, names: &Names<'_>, times: usize, seed: u64) -> Result<[usize; 2], String> {
    let program = ENV.compile(text).map_err(|errors| format!("no CEL: {text}\n{errors}"))?;
    let mut domains = Domains::new();
    domains_of_value(expr, text, names, &mut domains);
    for term in expr.terms() {
        domains.entry(names.term(term)).or_insert(Domain::Bool); // only asked whether it is there
    }
    let (mut draw, mut seen) = (Draw(seed), [0, 0]);
    for n in 0..times {
        let mut bound = Bindings::new();
        for (name, domain) in &domains {
            if n % 2 == 0 || name == "trigger.event" || draw.below(3) > 0 {
                bound.insert(name.clone(), domain.draw(&mut draw));
            }
        }
        let (ours, theirs) = (value(expr, names, &bound), witness(&program, &bound));
        match (&ours, &theirs) {
            (Some(ours), Ok(theirs)) if ours == theirs => seen[0] += 1,
            (None, Err(error)) if is_missing(error) => seen[1] += 1,
            _ => return Err(format!("{text}\n{bound:?}\nours: {ours:?}\ncel: {theirs:?}")),
        }
    }
    Ok(seen)
}

/// Whether `cel` stopped at a name that is bound to nothing.
fn is_missing(error: &ExecutionError) -> bool {
    use ExecutionError::{FunctionError, NoSuchKey, UndeclaredReference};
    matches!(error, UndeclaredReference(_) | NoSuchKey(_) | FunctionError { .. })
}
