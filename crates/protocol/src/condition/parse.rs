//! Reads conditions and values: first what is said, then whether every name and word in it exists.
//!
//! A slip of the grammar ends the reading; an unknown name or word is noted and the reading goes on, so that an author sees them all.

use super::tokens::{Token, tokens};
use super::{Expr, Fault, Of, Op, Place, Scope, Sort, Standing, Term, ValueExpr};
use crate::pattern::RoleWant;
use crate::refusal::{cut, did_you_mean, did_you_mean_of, joined};
use crate::vocabulary::Word;

/// How deep brackets may nest.
const MAX_DEPTH: usize = 32;

/// Reads a whole text by one of the parser's ways.
pub(super) fn whole<'a, T>(
    text: &str,
    scope: &Scope<'a>,
    way: impl Fn(&mut Parser<'a>) -> Result<T, Fault>,
) -> Result<T, Vec<Fault>> {
    let tokens = tokens(text).map_err(|fault| vec![fault])?;
    let mut parser = Parser { tokens, at: 0, scope: *scope, depth: 0, faults: Vec::new() };
    let read = way(&mut parser).and_then(|read| parser.end().map(|()| read));
    match read {
        Ok(read) if parser.faults.is_empty() => Ok(read),
        Ok(_) => Err(parser.faults),
        Err(fault) => {
            parser.faults.push(fault);
            Err(parser.faults)
        }
    }
}

pub(super) struct Parser<'a> {
    tokens: Vec<Token>,
    at: usize,
    scope: Scope<'a>,
    depth: usize,
    faults: Vec<Fault>,
}

/// A literal, before it is known what it is compared with.
enum Literal {
    Bool(bool),
    Ints(Vec<i64>),
    Texts(Vec<String>),
}

/// What a name stands for; `None` where it was refused elsewhere and need not be told of again.
type Found = Result<(Term, Sort), Option<Fault>>;

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

    fn is_name(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Name(name)) if name == word)
    }

    fn expect(&mut self, mark: &str) -> Result<(), Fault> {
        if self.take(mark) {
            return Ok(());
        }
        match (self.peek(), mark) {
            (Some(token), _) => Err((format!("`{mark}` was expected where `{}` stands", token.shown()), self.slip())),
            (None, ":") => {
                Err(("the choice stops before its `:`".into(), Some("it reads `condition ? this : that`".into())))
            }
            (None, ")" | "]") => Err((format!("a bracket is not closed: `{mark}` is missing"), None)),
            (None, _) => Err((format!("the condition stops where `{mark}` was expected"), None)),
        }
    }

    fn end(&self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(token) => Err((format!("`{}` was not expected here", token.shown()), self.slip())),
        }
    }

    /// What is meant by a token that is not expected.
    fn slip(&self) -> Option<String> {
        let help = match self.peek()? {
            Token::Name(word) if word == "and" => "`and` is written `&&`",
            Token::Name(word) if word == "or" => "`or` is written `||`",
            Token::Name(word) if word == "not" => "`not` is written `!`, before what it denies: `!(age in [16, 17])`",
            Token::Name(word) if word == "is" => "`is` is written `==`",
            Token::Name(word) => return self.name_in_parts(word),
            Token::Mark(")" | "]") => "a bracket is closed that was not opened",
            Token::Mark("?" | ":") => "a choice (`condition ? this : that`) belongs in `value`",
            _ => return None,
        };
        Some(help.into())
    }

    /// A name of several words is joined by `_`.
    fn name_in_parts(&self, word: &str) -> Option<String> {
        let Some(Token::Name(before)) = self.tokens.get(self.at.checked_sub(1)?) else { return None };
        let name = format!("{}_{}", cut(before), cut(word));
        Some(format!("the words of a name are joined by `_`: `{name}`; `and` is written `&&`, `or` `||`, `not` `!`"))
    }

    /// Notes what is wrong with the words of a comparison, and reads on.
    fn settle(&mut self, read: Result<Expr, Option<Fault>>) -> Expr {
        read.unwrap_or_else(|fault| {
            self.faults.extend(fault);
            Expr::Always(true)
        })
    }

    fn deeper(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err((
                format!("this nests deeper than {MAX_DEPTH} brackets"),
                Some("make facts of its parts".into()),
            ));
        }
        Ok(())
    }

    pub(super) fn or(&mut self) -> Result<Expr, Fault> {
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
        self.deeper()?;
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
            Some(Token::Mark("[")) => match self.list()? {
                Literal::Texts(words) if !words.is_empty() => self.literal_in(words),
                _ => Err(("a comparison begins with the name: `age in [16, 17]`".into(), None)),
            },
            Some(Token::Name(name)) => self.named(&name),
            Some(token) => Err((format!("`{}` cannot begin a comparison", token.shown()), None)),
            None => Err(("the condition stops where a name was expected".into(), None)),
        }
    }

    /// `'s20' in care_bases`.
    fn literal_in(&mut self, words: Vec<String>) -> Result<Expr, Fault> {
        if !self.is_name("in") {
            let help = "a comparison begins with the name: `csc_plan == 'child-in-need'`";
            return Err((format!("after `'{}'` comes `in` and a set", cut(&words.join("', '"))), Some(help.into())));
        }
        self.at += 1;
        let Some(Token::Name(name)) = self.next() else {
            return Err(("after `in` comes the name of a set, as `care_bases`".into(), None));
        };
        let has = self.term(&name).and_then(|(term, sort)| match sort {
            Sort::Set(domain) => Ok(Expr::Has(term, self.words(&name, &words, &domain)?)),
            Sort::Role => Ok(Expr::Role(term, self.roles(&words)?)),
            sort => Err(Some((format!("`{}` is no set of words", cut(&name)), Some(self.usage(&name, &sort))))),
        });
        Ok(self.settle(has))
    }

    fn named(&mut self, name: &str) -> Result<Expr, Fault> {
        match name {
            "true" => return Ok(Expr::Always(true)),
            "false" => return Ok(Expr::Always(false)),
            "done" | "missed" | "owed" if self.take("(") => return self.standing(name),
            "has" if self.take("(") => return self.given(),
            "trigger.event" => return self.trigger_event(),
            "not" => {
                return Err(("`not` is written `!`".into(), Some("before what it denies: `!looked_after`".into())));
            }
            _ => {}
        }
        let mark = match self.peek() {
            Some(Token::Mark(m)) if ["==", "!=", "<", "<=", ">", ">="].contains(m) => *m,
            Some(Token::Name(word)) if word == "in" => "in",
            // Whatever this was meant to be, what follows is no mark of comparison, and is told of next.
            Some(Token::Name(_)) => return Ok(Expr::Always(true)),
            _ => {
                let holds = self.term(name).and_then(|(term, sort)| match sort {
                    Sort::Bool => Ok(Expr::Holds(term)),
                    sort => {
                        Err(Some((format!("`{}` is not simply yes or no", cut(name)), Some(self.usage(name, &sort)))))
                    }
                });
                return Ok(self.settle(holds));
            }
        };
        self.at += 1;
        let literal = self.literal()?;
        let compared = self.term(name).and_then(|(term, sort)| self.compare(name, term, &sort, mark, literal));
        Ok(self.settle(compared))
    }

    /// `has(trigger.about)`, the Common Expression Language's test for presence.
    fn given(&mut self) -> Result<Expr, Fault> {
        let attribute = match self.next() {
            Some(Token::Name(name)) => name.strip_prefix("trigger.").map(str::to_owned),
            _ => None,
        };
        let Some(attribute) = attribute else {
            return Err(("`has(…)` takes an attribute of the event: `has(trigger.about)`".into(), None));
        };
        self.expect(")")?;
        let read = self.trigger_term(&attribute).map(|(term, _)| Expr::Given(term)).map_err(|fault| self.judged(fault));
        Ok(self.settle(read))
    }

    fn standing(&mut self, how: &str) -> Result<Expr, Fault> {
        let Some(Token::Text(clause)) = self.next() else {
            return Err((format!("`{how}(…)` takes the id of a clause in quotes: `{how}('enfield-8.7e')`"), None));
        };
        self.expect(")")?;
        let standing = match how {
            "done" => Standing::Done,
            "missed" => Standing::Missed,
            _ => Standing::Owed,
        };
        let read = if self.scope.place == Place::Fact {
            let help = "write it in the `if` of the clause";
            Err(Some((format!("a fact cannot look at how a duty stands (`{how}`)"), Some(help.into()))))
        } else {
            Ok(Expr::Duty(standing, clause))
        };
        Ok(self.settle(read))
    }

    fn trigger_event(&mut self) -> Result<Expr, Fault> {
        let negated = self.take("!=");
        if !negated && self.is_name("in") {
            self.at += 1;
        } else if !negated {
            self.expect("==")?;
        }
        let Literal::Texts(names) = self.literal()? else {
            return Err(("`trigger.event` is compared with the name of an event in quotes".into(), None));
        };
        let read = self.events(&names).map(|any| {
            let expr = Expr::Event(any);
            if negated { Expr::Not(Box::new(expr)) } else { expr }
        });
        Ok(self.settle(read))
    }

    fn events(&self, names: &[String]) -> Result<Vec<crate::vocabulary::EventId>, Option<Fault>> {
        if self.scope.place == Place::Fact {
            return Err(Some(no_trigger()));
        }
        let vocabulary = self.scope.vocabulary;
        let find = |name: &String| {
            vocabulary.event_id(name).filter(|e| self.scope.trigger.contains(e)).ok_or_else(|| {
                let known = self.scope.trigger.iter().map(|e| vocabulary.event(*e).name.as_str());
                let help = did_you_mean_of(name, known, "it is set off by");
                self.judged((format!("`{}` does not set this clause off", cut(name)), help))
            })
        };
        names.iter().map(find).collect()
    }

    /// What follows `[`: words in quotes, or numbers.
    fn list(&mut self) -> Result<Literal, Fault> {
        let (mut words, mut numbers) = (Vec::new(), Vec::new());
        loop {
            match self.next() {
                Some(Token::Text(word)) => words.push(word),
                Some(Token::Int(n)) => numbers.push(n),
                Some(Token::Mark("]")) if words.is_empty() && numbers.is_empty() => return Ok(Literal::Texts(words)),
                _ => return Err(("a list holds words in quotes, ['a', 'b'], or numbers, [2, 3]".into(), None)),
            }
            if !self.take(",") {
                self.expect("]")?;
                return match (words.is_empty(), numbers.is_empty()) {
                    (false, false) => Err(("a list holds words or numbers, not both".into(), None)),
                    (true, _) => Ok(Literal::Ints(numbers)),
                    _ => Ok(Literal::Texts(words)),
                };
            }
        }
    }

    fn literal(&mut self) -> Result<Literal, Fault> {
        match self.next() {
            Some(Token::Text(word)) => Ok(Literal::Texts(vec![word])),
            Some(Token::Int(n)) => Ok(Literal::Ints(vec![n])),
            Some(Token::Mark("[")) => self.list(),
            Some(Token::Name(name)) if name == "true" => Ok(Literal::Bool(true)),
            Some(Token::Name(name)) if name == "false" => Ok(Literal::Bool(false)),
            Some(token) => {
                let help = match &token {
                    Token::Name(name) if name == "yes" || name == "no" => {
                        Some("in a condition: `true` or `false`".into())
                    }
                    Token::Name(_) => Some("put a word of the vocabulary in quotes".into()),
                    _ => None,
                };
                Err((format!("`{}` is nothing to compare with", token.shown()), help))
            }
            None => Err(("the condition stops where a value was expected".into(), None)),
        }
    }

    fn compare(
        &self,
        name: &str,
        term: Term,
        sort: &Sort,
        mark: &str,
        literal: Literal,
    ) -> Result<Expr, Option<Fault>> {
        let positive = match (sort, mark, literal) {
            (Sort::Bool, "==" | "!=", Literal::Bool(truth)) => {
                let holds = Expr::Holds(term);
                if truth { holds } else { Expr::Not(Box::new(holds)) }
            }
            (Sort::Int, "in", Literal::Ints(numbers)) => any_number(term, numbers),
            (Sort::Int, _, Literal::Ints(numbers)) if mark != "in" && numbers.len() == 1 => {
                let op = match mark {
                    "<" => Op::Less,
                    "<=" => Op::AtMost,
                    ">" => Op::More,
                    ">=" => Op::AtLeast,
                    _ => Op::Equal,
                };
                Expr::Number(term, op, numbers.first().copied().unwrap_or_default())
            }
            (Sort::Word(_) | Sort::Role, _, Literal::Texts(words)) if words.is_empty() => {
                return Err(Some((
                    format!("`{}` is compared with an empty list", cut(name)),
                    Some(self.usage(name, sort)),
                )));
            }
            (Sort::Word(domain), "==" | "!=" | "in", Literal::Texts(words)) => {
                Expr::Among(term, self.words(name, &words, domain)?)
            }
            (Sort::Set(domain), "==" | "!=", Literal::Texts(words)) => {
                let mut exactly = self.words(name, &words, domain)?;
                exactly.sort();
                exactly.dedup();
                Expr::Exactly(term, exactly)
            }
            (Sort::Role, "==" | "!=" | "in", Literal::Texts(words)) => Expr::Role(term, self.roles(&words)?),
            _ => return Err(Some((format!("`{}` cannot be compared so", cut(name)), Some(self.usage(name, sort))))),
        };
        Ok(if mark == "!=" { Expr::Not(Box::new(positive)) } else { positive })
    }

    /// How a name of this sort is compared.
    fn usage(&self, name: &str, sort: &Sort) -> String {
        let name = cut(name);
        let word = |domain: &[Word]| domain.first().map_or("word", |w| self.scope.vocabulary.spell(*w)).to_owned();
        match sort {
            Sort::Bool => format!("it is yes or no: write `{name}` or `!{name}`"),
            Sort::Int => format!("it is a number: write `{name} < 17` or `{name} in [16, 17]`"),
            Sort::Word(domain) => {
                format!("it is one word: write `{name} == '{0}'` or `{name} in ['{0}']`", word(domain))
            }
            Sort::Set(domain) => format!("it is a set of words: write `'{}' in {name}`", word(domain)),
            Sort::Role => format!("it is a role: write `{name} == 'police'` or `{name} in ['police', 'court']`"),
            Sort::Day => "it is a date, and dates are not compared: a fact with `days-since` counts the days".into(),
        }
    }

    fn words(&self, name: &str, words: &[String], domain: &[Word]) -> Result<Vec<Word>, Option<Fault>> {
        let find = |word: &String| {
            self.scope.vocabulary.word(word).filter(|w| domain.contains(w)).ok_or_else(|| {
                let known = domain.iter().map(|w| self.scope.vocabulary.spell(*w));
                (format!("`{}` is never `{}`", cut(name), cut(word)), did_you_mean_of(word, known, "it is one of"))
            })
        };
        all(words.iter().map(find))
    }

    fn roles(&self, words: &[String]) -> Result<Vec<RoleWant>, Option<Fault>> {
        let find = |word: &String| match self.scope.vocabulary.role_id(word) {
            Some(role) => Ok(RoleWant::new(role, self.scope.vocabulary)),
            None => {
                let known = self.scope.vocabulary.roles().map(|(_, r)| r.name.as_str());
                Err((format!("`{}` is no role", cut(word)), did_you_mean(word, known)))
            }
        };
        all(words.iter().map(find))
    }

    /// What is wrong with the trigger, unless that cannot be judged.
    fn judged(&self, fault: Fault) -> Option<Fault> {
        (self.scope.place != Place::Unclear).then_some(fault)
    }

    /// The fact, attribute or question of this name, and its sort.
    fn term(&self, name: &str) -> Found {
        if let Some(attribute) = name.strip_prefix("trigger.") {
            return self.trigger_term(attribute).map_err(|fault| self.judged(fault));
        }
        if let Some(question) = name.strip_prefix("asked.") {
            return self.asked_term(question).map_err(Some);
        }
        let (before, fact) = match name.strip_prefix("before.") {
            Some(fact) => (true, fact),
            None => (false, name),
        };
        if before && self.scope.place == Place::Fact {
            return Err(Some((
                "a fact has no `before`".into(),
                Some("write it in the `if` of the clause: `before.NAME`".into()),
            )));
        }
        let facts = self.scope.facts;
        match facts.id(fact) {
            Some(id) => Ok((Term { before, of: Of::Fact(id) }, facts.get(id).sort.clone())),
            None if facts.is_refused(fact) => Err(None),
            None => Err(Some((format!("`{}` is no fact about a child", cut(fact)), did_you_mean(fact, facts.names())))),
        }
    }

    fn asked_term(&self, question: &str) -> Result<(Term, Sort), Fault> {
        if self.scope.place == Place::Fact {
            let help = "write it in the `if` of the clause that asks";
            return Err(("a fact cannot ask a question (`asked`)".into(), Some(help.into())));
        }
        match self.scope.asked.iter().position(|q| q == question) {
            Some(n) => Ok((Term { before: false, of: Of::Asked(n as u16) }, Sort::Bool)),
            None => {
                let help = did_you_mean(question, self.scope.asked.iter().map(String::as_str))
                    .unwrap_or_else(|| format!("write it under `asks:` as `{}: …`", cut(question)));
                Err((format!("the question `{}` is not asked here", cut(question)), Some(help)))
            }
        }
    }

    fn trigger_term(&self, attribute: &str) -> Result<(Term, Sort), Fault> {
        if self.scope.place == Place::Fact {
            return Err(no_trigger());
        }
        let mut places = Vec::new();
        let mut sort: Option<Sort> = None;
        let mut known = Vec::new();
        for event in self.scope.trigger {
            for (place, candidate) in self.scope.vocabulary.event(*event).attributes.iter().enumerate() {
                known.push(candidate.name.as_str());
                if candidate.name != attribute {
                    continue;
                }
                let Some(own) = Sort::of(&candidate.of, self.scope.vocabulary) else {
                    let help =
                        "compare with a word, a number or a role; what only a person can read is asked under `asks`";
                    return Err((
                        format!("`trigger.{attribute}` is free text, which is not compared"),
                        Some(help.into()),
                    ));
                };
                places.push((*event, place as u8));
                sort = match sort {
                    None => Some(own),
                    Some(sort) => Some(sort.join(own).ok_or_else(|| {
                        let cause = format!("`trigger.{attribute}` means something else in another event of `on`");
                        (cause, Some("make two clauses, one for each event".into()))
                    })?),
                };
            }
        }
        sort.map(|sort| (Term { before: false, of: Of::Trigger(attribute.to_owned(), places) }, sort)).ok_or_else(
            || {
                known.sort_unstable();
                known.dedup();
                let cause = format!("nothing that sets this clause off tells of `{}`", cut(attribute));
                (cause, did_you_mean_of(attribute, known, "it tells of"))
            },
        )
    }

    pub(super) fn value(&mut self) -> Result<ValueExpr, Fault> {
        self.deeper()?;
        let value = if self.is_wholly_bracketed() {
            self.at += 1;
            let inner = self.value()?;
            self.expect(")")?;
            inner
        } else if let Some(single) = self.single_value() {
            single
        } else {
            let condition = self.or()?;
            if self.take("?") {
                let this = self.value()?;
                self.expect(":")?;
                ValueExpr::Choose(Box::new(condition), Box::new(this), Box::new(self.value()?))
            } else {
                ValueExpr::Truth(condition)
            }
        };
        self.depth -= 1;
        Ok(value)
    }

    /// Whether a value ends before this token.
    fn ends_at(&self, at: usize) -> bool {
        matches!(self.tokens.get(at), None | Some(Token::Mark(":" | ")")))
    }

    /// Whether a bracket opens here that closes where the value ends: `(in_custody ? 1 : 2)`.
    fn is_wholly_bracketed(&self) -> bool {
        let mut open = 0usize;
        for (n, token) in self.tokens.iter().enumerate().skip(self.at) {
            match token {
                Token::Mark("(") => open += 1,
                Token::Mark(")") => open = open.saturating_sub(1),
                _ => {}
            }
            if open == 0 {
                return n > self.at && self.ends_at(n + 1);
            }
        }
        false
    }

    /// A number, a word, or the name of a fact that has one, by itself.
    fn single_value(&mut self) -> Option<ValueExpr> {
        if !self.ends_at(self.at + 1) {
            return None;
        }
        let value = match self.peek()? {
            Token::Int(n) => ValueExpr::Int(*n),
            Token::Text(text) => ValueExpr::Text(text.clone()),
            Token::Name(name) => match self.term(name) {
                Ok((term, Sort::Int | Sort::Word(_))) => ValueExpr::Of(term),
                _ => return None,
            },
            Token::Mark(_) => return None,
        };
        self.at += 1;
        Some(value)
    }
}

/// Any of these numbers: `level in [2, 3]`.
fn any_number(term: Term, numbers: Vec<i64>) -> Expr {
    let mut any: Vec<Expr> = numbers.into_iter().map(|n| Expr::Number(term.clone(), Op::Equal, n)).collect();
    if any.len() == 1 { any.swap_remove(0) } else { Expr::Or(any) }
}

/// All of these, or what is wrong with them in one line.
fn all<T>(read: impl Iterator<Item = Result<T, Fault>>) -> Result<Vec<T>, Option<Fault>> {
    let mut values = Vec::new();
    let mut faults: Vec<Fault> = Vec::new();
    for one in read {
        match one {
            Ok(value) => values.push(value),
            Err(fault) => faults.push(fault),
        }
    }
    match joined(faults) {
        None => Ok(values),
        fault => Err(fault),
    }
}

fn no_trigger() -> Fault {
    let help = "write it in the `if` of the clause; in `seen`, `since: trigger` and `trigger.ATTRIBUTE` are understood";
    ("a fact cannot look at what set a clause off (`trigger`)".into(), Some(help.into()))
}
