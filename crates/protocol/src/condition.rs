//! A condition on the child's status and facts, on the event that set a clause off, and on answers to questions.
//!
//! Comes from the text of an `if:`, in the syntax of the Common Expression Language cut down to what can be decided: truth, words of an
//! enumeration, whole numbers, membership. What comes out is a typed tree; every name and word in it exists. It is worked
//! out elsewhere (`duties`), and every answer is yes, no, or not known.

use crate::facts::{FactId, Facts};
use crate::pattern::RoleWant;
use crate::refusal::did_you_mean;
use crate::vocabulary::{EventId, Vocabulary, Word};

/// What kind of value a fact or an attribute has in a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Sort {
    /// Yes or no.
    Bool,
    /// A whole number.
    Int,
    /// A day.
    Day,
    /// One of these words.
    Word(Vec<Word>),
    /// Some of these words.
    Set(Vec<Word>),
    /// A role.
    Role,
}

/// What a condition asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// `true` or `false`.
    Always(bool),
    /// `a && b`.
    And(Vec<Expr>),
    /// `a || b`.
    Or(Vec<Expr>),
    /// `!a`.
    Not(Box<Expr>),
    /// A fact that is yes or no.
    Holds(Term),
    /// A word that is one of these: `csc_plan in ['child-in-need']`.
    Among(Term, Vec<Word>),
    /// A set that has one of these: `'s20' in care_bases`.
    Has(Term, Vec<Word>),
    /// A set that is exactly this: `care_bases == ['remand']`.
    Exactly(Term, Vec<Word>),
    /// A role that answers to one of these: `trigger.by == 'police'`.
    Role(Term, Vec<RoleWant>),
    /// A number compared: `age < 17`.
    Number(Term, Op, i64),
    /// Which of several events set the clause off: `trigger.event == 'bailed'`.
    Event(Vec<EventId>),
    /// How the duty of another clause stands: `missed('dudley-9.8a')`.
    Duty(Standing, String),
}

/// How a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// `==`
    Equal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Op {
    /// Whether `a op b`.
    pub const fn holds(self, a: i64, b: i64) -> bool {
        match self {
            Op::Equal => a == b,
            Op::Less => a < b,
            Op::AtMost => a <= b,
            Op::More => a > b,
            Op::AtLeast => a >= b,
        }
    }
}

/// How a duty stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Shown to be done, in time or late.
    Done,
    /// Overdue, or done late.
    Missed,
    /// Still open.
    Owed,
}

/// What a comparison looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// As it stood the moment before the event that set the clause off.
    pub before: bool,
    /// What is looked at.
    pub of: Of,
}

/// What a comparison looks at.
#[derive(Debug, Clone, PartialEq)]
pub enum Of {
    /// A fact about the child.
    Fact(FactId),
    /// An attribute of the event that set the clause off, with its place in each event that has it.
    Trigger(String, Vec<(EventId, u8)>),
    /// An answer to the clause's question of this number.
    Asked(u16),
}

/// The answer of a rule that is not simply yes or no.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueExpr {
    /// A number.
    Int(i64),
    /// A word.
    Text(String),
    /// Yes or no.
    Truth(Expr),
    /// The value of a fact or attribute.
    Of(Term),
    /// `condition ? this : that`.
    Choose(Box<Expr>, Box<ValueExpr>, Box<ValueExpr>),
}

impl Expr {
    /// The facts it names.
    pub fn facts(&self) -> Box<dyn Iterator<Item = FactId> + '_> {
        Box::new(self.terms().into_iter().filter_map(|t| if let Of::Fact(f) = t.of { Some(f) } else { None }))
    }

    /// Everything it looks at.
    pub fn terms(&self) -> Vec<&Term> {
        match self {
            Expr::Always(_) | Expr::Event(_) | Expr::Duty(..) => Vec::new(),
            Expr::And(all) | Expr::Or(all) => all.iter().flat_map(Expr::terms).collect(),
            Expr::Not(inner) => inner.terms(),
            Expr::Holds(t)
            | Expr::Among(t, _)
            | Expr::Has(t, _)
            | Expr::Exactly(t, _)
            | Expr::Role(t, _)
            | Expr::Number(t, ..) => vec![t],
        }
    }

    /// The clauses whose duties it looks at.
    pub fn duties(&self) -> Vec<&str> {
        match self {
            Expr::And(all) | Expr::Or(all) => all.iter().flat_map(Expr::duties).collect(),
            Expr::Not(inner) => inner.duties(),
            Expr::Duty(_, clause) => vec![clause],
            _ => Vec::new(),
        }
    }
}

/// What a condition may name.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The facts of the protocol.
    pub facts: &'a Facts,
    /// The vocabulary.
    pub vocabulary: &'a Vocabulary,
    /// The events that can set the clause off.
    pub trigger: &'a [EventId],
    /// The names of the clause's questions.
    pub asked: &'a [String],
}

/// A cause and help.
pub type Fault = (String, Option<String>);

/// Reads a condition.
pub fn read(text: &str, scope: &Scope<'_>) -> Result<Expr, Fault> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, scope: *scope, depth: 0 };
    let expr = parser.or()?;
    parser.end()?;
    Ok(expr)
}

/// Reads the answer of a rule.
pub fn read_value(text: &str, scope: &Scope<'_>) -> Result<ValueExpr, Fault> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, scope: *scope, depth: 0 };
    let value = parser.value()?;
    parser.end()?;
    Ok(value)
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Text(String),
    Int(i64),
    Mark(&'static str),
}

impl Token {
    fn shown(&self) -> String {
        match self {
            Token::Name(n) => n.clone(),
            Token::Text(t) => format!("'{t}'"),
            Token::Int(n) => n.to_string(),
            Token::Mark(m) => (*m).to_owned(),
        }
    }
}

const MARKS: [&str; 15] = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ",", "?"];

fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == '\'' || first == '"' {
            let inner = rest.get(1..).unwrap_or_default();
            let Some(end) = inner.find(first) else {
                return Err((format!("`{rest}`: the quote is not closed"), None));
            };
            tokens.push(Token::Text(inner.get(..end).unwrap_or_default().to_owned()));
            rest = inner.get(end + 1..).unwrap_or_default();
        } else if first.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let (digits, after) = rest.split_at(end);
            let n = digits.parse().map_err(|_| (format!("`{digits}` is too large a number"), None))?;
            tokens.push(Token::Int(n));
            rest = after;
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            tokens.push(Token::Name(name.to_owned()));
            rest = after;
        } else if let Some(mark) = MARKS.iter().chain(&[":"]).find(|m| rest.starts_with(**m)) {
            tokens.push(Token::Mark(mark));
            rest = rest.get(mark.len()..).unwrap_or_default();
        } else {
            return Err((format!("`{first}` has no meaning in a condition"), None));
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

/// How deep brackets may nest.
const MAX_DEPTH: usize = 32;

struct Parser<'a> {
    tokens: Vec<Token>,
    at: usize,
    scope: Scope<'a>,
    depth: usize,
}

/// A literal, before it is known what it is compared with.
enum Literal {
    Bool(bool),
    Int(i64),
    Texts(Vec<String>),
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn take(&mut self, mark: &str) -> bool {
        let here = matches!(self.peek(), Some(Token::Mark(m)) if *m == mark);
        self.at += usize::from(here);
        here
    }

    fn expect(&mut self, mark: &str) -> Result<(), Fault> {
        if self.take(mark) {
            return Ok(());
        }
        let found = self.peek().map_or("the end".to_owned(), Token::shown);
        Err((format!("`{mark}` was expected where `{found}` stands"), None))
    }

    fn end(&self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(Token::Name(word)) if word == "and" => Err(("`and` is written `&&`".into(), None)),
            Some(Token::Name(word)) if word == "or" => Err(("`or` is written `||`".into(), None)),
            Some(token) => Err((format!("`{}` was not expected here", token.shown()), None)),
        }
    }

    fn or(&mut self) -> Result<Expr, Fault> {
        let mut any = vec![self.and()?];
        while self.take("||") {
            any.push(self.and()?);
        }
        Ok(if any.len() == 1 { any.swap_remove(0) } else { Expr::Or(any) })
    }

    fn and(&mut self) -> Result<Expr, Fault> {
        let mut all = vec![self.unary()?];
        while self.take("&&") {
            all.push(self.unary()?);
        }
        Ok(if all.len() == 1 { all.swap_remove(0) } else { Expr::And(all) })
    }

    fn unary(&mut self) -> Result<Expr, Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err((format!("the condition nests deeper than {MAX_DEPTH} brackets"), None));
        }
        let expr = if self.take("!") {
            Expr::Not(Box::new(self.unary()?))
        } else if self.take("(") {
            let inner = self.or()?;
            self.expect(")")?;
            inner
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn comparison(&mut self) -> Result<Expr, Fault> {
        match self.next() {
            Some(Token::Text(word)) => self.literal_in(vec![word]),
            Some(Token::Mark("[")) => {
                let words = self.list()?;
                self.literal_in(words)
            }
            Some(Token::Name(name)) => self.named(&name),
            Some(token) => Err((format!("`{}` cannot begin a comparison", token.shown()), None)),
            None => Err(("the condition stops where a name was expected".into(), None)),
        }
    }

    /// `'s20' in care_bases`.
    fn literal_in(&mut self, words: Vec<String>) -> Result<Expr, Fault> {
        match self.next() {
            Some(Token::Name(word)) if word == "in" => {}
            _ => return Err((format!("after `'{}'` comes `in` and a set", words.join("', '")), None)),
        }
        let Some(Token::Name(name)) = self.next() else {
            return Err(("after `in` comes the name of a set, as `care_bases`".into(), None));
        };
        let (term, sort) = self.term(&name)?;
        match sort {
            Sort::Set(domain) => Ok(Expr::Has(term, self.words(&name, &words, &domain)?)),
            Sort::Role => Ok(Expr::Role(term, self.roles(&words)?)),
            _ => Err((format!("`{name}` is no set"), None)),
        }
    }

    fn named(&mut self, name: &str) -> Result<Expr, Fault> {
        match name {
            "true" => return Ok(Expr::Always(true)),
            "false" => return Ok(Expr::Always(false)),
            "done" | "missed" | "owed" if self.take("(") => return self.standing(name),
            "trigger.event" => return self.trigger_event(),
            "not" => return Err(("`not` is written `!`".into(), None)),
            _ => {}
        }
        let (term, sort) = self.term(name)?;
        let mark = match self.peek() {
            Some(Token::Mark(m)) if ["==", "!=", "<", "<=", ">", ">="].contains(m) => *m,
            Some(Token::Name(word)) if word == "in" => "in",
            _ => {
                return match sort {
                    Sort::Bool => Ok(Expr::Holds(term)),
                    _ => Err((format!("`{name}` is not simply yes or no: compare it with something"), None)),
                };
            }
        };
        self.at += 1;
        let literal = self.literal()?;
        self.compare(name, term, &sort, mark, literal)
    }

    fn standing(&mut self, how: &str) -> Result<Expr, Fault> {
        let Some(Token::Text(clause)) = self.next() else {
            return Err((format!("`{how}(…)` takes the id of a clause in quotes"), None));
        };
        self.expect(")")?;
        let standing = match how {
            "done" => Standing::Done,
            "missed" => Standing::Missed,
            _ => Standing::Owed,
        };
        Ok(Expr::Duty(standing, clause))
    }

    fn trigger_event(&mut self) -> Result<Expr, Fault> {
        let negated = self.take("!=");
        let is_in = matches!(self.peek(), Some(Token::Name(n)) if n == "in");
        if !negated && !is_in {
            self.expect("==")?;
        } else if is_in {
            self.at += 1;
        }
        let Literal::Texts(names) = self.literal()? else {
            return Err(("`trigger.event` is compared with the name of an event in quotes".into(), None));
        };
        let mut any = Vec::new();
        for name in &names {
            let known = || self.scope.trigger.iter().map(|e| self.scope.vocabulary.event(*e).name.as_str());
            match self.scope.vocabulary.event_id(name).filter(|e| self.scope.trigger.contains(e)) {
                Some(event) => any.push(event),
                None => {
                    let cause = format!("`{name}` does not set this clause off");
                    return Err((cause, did_you_mean(name, known())));
                }
            }
        }
        let expr = Expr::Event(any);
        Ok(if negated { Expr::Not(Box::new(expr)) } else { expr })
    }

    fn list(&mut self) -> Result<Vec<String>, Fault> {
        let mut words = Vec::new();
        loop {
            match self.next() {
                Some(Token::Text(word)) => words.push(word),
                Some(Token::Mark("]")) if words.is_empty() => return Ok(words),
                _ => return Err(("a list holds words in quotes: ['a', 'b']".into(), None)),
            }
            if !self.take(",") {
                self.expect("]")?;
                return Ok(words);
            }
        }
    }

    fn literal(&mut self) -> Result<Literal, Fault> {
        match self.next() {
            Some(Token::Text(word)) => Ok(Literal::Texts(vec![word])),
            Some(Token::Int(n)) => Ok(Literal::Int(n)),
            Some(Token::Mark("[")) => Ok(Literal::Texts(self.list()?)),
            Some(Token::Name(name)) if name == "true" => Ok(Literal::Bool(true)),
            Some(Token::Name(name)) if name == "false" => Ok(Literal::Bool(false)),
            Some(token) => {
                let help = matches!(token, Token::Name(_)).then(|| "put a word of the vocabulary in quotes".to_owned());
                Err((format!("`{}` is nothing to compare with", token.shown()), help))
            }
            None => Err(("the condition stops where a value was expected".into(), None)),
        }
    }

    fn compare(&self, name: &str, term: Term, sort: &Sort, mark: &str, literal: Literal) -> Result<Expr, Fault> {
        let positive = match (sort, mark, literal) {
            (Sort::Bool, "==" | "!=", Literal::Bool(truth)) => {
                let holds = Expr::Holds(term);
                if truth { holds } else { Expr::Not(Box::new(holds)) }
            }
            (Sort::Int, _, Literal::Int(n)) => {
                let op = match mark {
                    "<" => Op::Less,
                    "<=" => Op::AtMost,
                    ">" => Op::More,
                    ">=" => Op::AtLeast,
                    "==" | "!=" => Op::Equal,
                    _ => return Err((format!("`{name}` is a number: `in` needs a set"), None)),
                };
                Expr::Number(term, op, n)
            }
            (Sort::Word(domain), "==" | "!=" | "in", Literal::Texts(words)) => {
                Expr::Among(term, self.words(name, &words, domain)?)
            }
            (Sort::Set(domain), "==" | "!=", Literal::Texts(words)) => {
                let mut exactly = self.words(name, &words, domain)?;
                exactly.sort();
                Expr::Exactly(term, exactly)
            }
            (Sort::Role, "==" | "!=" | "in", Literal::Texts(words)) => Expr::Role(term, self.roles(&words)?),
            _ => return Err((format!("`{name}` cannot be compared so"), None)),
        };
        Ok(if mark == "!=" { Expr::Not(Box::new(positive)) } else { positive })
    }

    fn words(&self, name: &str, words: &[String], domain: &[Word]) -> Result<Vec<Word>, Fault> {
        let find = |word: &String| {
            self.scope.vocabulary.word(word).filter(|w| domain.contains(w)).ok_or_else(|| {
                let known = || domain.iter().map(|w| self.scope.vocabulary.spell(*w));
                let help = did_you_mean(word, known())
                    .unwrap_or_else(|| format!("it is one of: {}", known().collect::<Vec<_>>().join(", ")));
                (format!("`{name}` is never `{word}`"), Some(help))
            })
        };
        words.iter().map(find).collect()
    }

    fn roles(&self, words: &[String]) -> Result<Vec<RoleWant>, Fault> {
        let find = |word: &String| match self.scope.vocabulary.role_id(word) {
            Some(role) => Ok(RoleWant::new(role, self.scope.vocabulary)),
            None => {
                let known = self.scope.vocabulary.roles().map(|(_, r)| r.name.as_str());
                Err((format!("`{word}` is no role"), did_you_mean(word, known)))
            }
        };
        words.iter().map(find).collect()
    }

    /// The fact, attribute or question of this name, and its sort.
    fn term(&self, name: &str) -> Result<(Term, Sort), Fault> {
        if let Some(attribute) = name.strip_prefix("trigger.") {
            return self.trigger_term(attribute);
        }
        if let Some(question) = name.strip_prefix("asked.") {
            return match self.scope.asked.iter().position(|q| q == question) {
                Some(n) => Ok((Term { before: false, of: Of::Asked(n as u16) }, Sort::Bool)),
                None => {
                    let help = did_you_mean(question, self.scope.asked.iter().map(String::as_str))
                        .or(Some("write the question under `asks:`".into()));
                    Err((format!("the question `{question}` is not asked here"), help))
                }
            };
        }
        let (before, fact) = match name.strip_prefix("before.") {
            Some(fact) => (true, fact),
            None => (false, name),
        };
        match self.scope.facts.id(fact) {
            Some(id) => Ok((Term { before, of: Of::Fact(id) }, self.scope.facts.get(id).sort.clone())),
            None => Err((format!("`{fact}` is no fact about a child"), did_you_mean(fact, self.scope.facts.names()))),
        }
    }

    fn trigger_term(&self, attribute: &str) -> Result<(Term, Sort), Fault> {
        let mut places = Vec::new();
        let mut sort = None;
        let mut known = Vec::new();
        for event in self.scope.trigger {
            for (place, candidate) in self.scope.vocabulary.event(*event).attributes.iter().enumerate() {
                known.push(candidate.name.as_str());
                if candidate.name == attribute {
                    places.push((*event, place as u8));
                    sort = sort.or_else(|| Sort::of(&candidate.of, self.scope.vocabulary));
                }
            }
        }
        match sort {
            Some(sort) => Ok((Term { before: false, of: Of::Trigger(attribute.to_owned(), places) }, sort)),
            None => {
                let cause = format!("no event that sets this clause off has an attribute `{attribute}` to compare");
                Err((cause, did_you_mean(attribute, known)))
            }
        }
    }

    fn value(&mut self) -> Result<ValueExpr, Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err((format!("the value nests deeper than {MAX_DEPTH} levels"), None));
        }
        let start = self.at;
        let literal = match self.next() {
            Some(Token::Int(n)) => Some(ValueExpr::Int(n)),
            Some(Token::Text(text)) => Some(ValueExpr::Text(text)),
            Some(Token::Name(name)) if !matches!(self.peek(), Some(Token::Mark("==" | "!=" | "<" | "<=" | ">" | ">=" | "&&" | "||" | "?" | "(")))
                && !matches!(self.peek(), Some(Token::Name(n)) if n == "in") =>
            {
                match self.term(&name) {
                    Ok((term, Sort::Int | Sort::Word(_))) => Some(ValueExpr::Of(term)),
                    _ => None,
                }
            }
            _ => None,
        };
        let ends = matches!(self.peek(), None | Some(Token::Mark(":" | ")")));
        let value = match literal {
            Some(literal) if ends => literal,
            _ => {
                self.at = start;
                let condition = self.or()?;
                if self.take("?") {
                    let this = self.value()?;
                    self.expect(":")?;
                    ValueExpr::Choose(Box::new(condition), Box::new(this), Box::new(self.value()?))
                } else {
                    ValueExpr::Truth(condition)
                }
            }
        };
        self.depth -= 1;
        Ok(value)
    }
}
