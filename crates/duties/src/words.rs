//! A condition in words: what made it hold, what made it fail, and what is not known.
//!
//! Comes from a condition and the facts it was asked of; goes into `why`. Only what decided is named: of alternatives the one that
//! held, of what is not known only what is missing.

use protocol::condition::{Expr, Of, Op, Standing, Term};
use protocol::facts::{FactId, Source};
use protocol::vocabulary::Word;
use protocol::{Clause, Protocol, Vocabulary};

use crate::ask::{Asker, Standings, Tri, When};

/// Tells conditions of one clause in words, as they were asked.
pub struct Words<'s, 'a> {
    /// The facts.
    pub asker: &'s Asker<'a>,
    /// The clause.
    pub clause: &'s Clause,
    /// When it was asked.
    pub when: When,
    /// How other duties stand.
    pub duties: &'s dyn Standings,
}

impl<'s> Words<'s, '_> {
    /// The parts of the condition in words.
    pub fn phrases(&self) -> Phrases<'s> {
        Phrases { protocol: self.asker.protocol, vocabulary: self.asker.vocabulary, clause: self.clause }
    }

    fn holds(&self, expr: &Expr) -> Tri {
        self.asker.holds(expr, self.clause, self.when, self.duties)
    }

    /// What made a condition come out as it did: each part that decided, in words.
    pub fn because(&self, expr: &Expr) -> Vec<String> {
        let mut parts = Vec::new();
        self.decided(expr, self.holds(expr), &mut parts);
        parts.dedup();
        parts
    }

    fn decided(&self, expr: &Expr, answer: Tri, parts: &mut Vec<String>) {
        match expr {
            Expr::And(all) | Expr::Or(all) => {
                // One part decides where it alone settles the answer: a no among what must all hold, a yes among alternatives.
                let settling = matches!((expr, answer), (Expr::And(_), Tri::No) | (Expr::Or(_), Tri::Yes));
                for part in all.iter().filter(|e| self.holds(e) == answer) {
                    self.decided(part, answer, parts);
                    if settling {
                        return;
                    }
                }
            }
            Expr::Not(inner) => match answer {
                Tri::Unknown => self.decided(inner, Tri::Unknown, parts),
                _ => parts.push(self.phrases().said(inner, self.holds(inner))),
            },
            // Of the events that could have set it off, the one that did.
            Expr::Event(_) if answer == Tri::Yes => {
                let kind = self.asker.event(self.when.trigger).map(|e| e.kind);
                parts.push(self.phrases().said(&Expr::Event(kind.into_iter().collect()), answer));
            }
            _ => parts.push(self.phrases().said(expr, answer)),
        }
    }
}

/// What the parts of one clause's condition say, in words.
pub struct Phrases<'s> {
    /// The protocol, for its facts.
    pub protocol: &'s Protocol,
    /// The vocabulary.
    pub vocabulary: &'s Vocabulary,
    /// The clause, for its questions.
    pub clause: &'s Clause,
}

impl Phrases<'_> {
    /// An atom with whether it is so; a fact that is an expression by its own meaning.
    pub fn said(&self, expr: &Expr, answer: Tri) -> String {
        let text = match expr {
            Expr::And(all) => all.iter().map(|e| self.atom(e)).collect::<Vec<_>>().join(", and "),
            Expr::Or(any) => any.iter().map(|e| self.atom(e)).collect::<Vec<_>>().join(", or "),
            _ => self.atom(expr),
        };
        match answer {
            Tri::Yes => text,
            Tri::No => negated(&text),
            Tri::Unknown => format!("whether {text}"),
        }
    }

    fn spelled(&self, words: &[Word]) -> String {
        let list: Vec<String> = words.iter().map(|w| in_full(self.vocabulary.spell(*w))).collect();
        list.join(" or ")
    }

    fn atom(&self, expr: &Expr) -> String {
        match expr {
            Expr::Always(_) => "it always applies".into(),
            Expr::And(_) | Expr::Or(_) => self.said(expr, Tri::Yes),
            Expr::Not(inner) => negated(&self.atom(inner)),
            Expr::Holds(term) => self.term(term),
            Expr::Given(term) => format!("{} is given", self.subject(term)),
            Expr::Among(term, words) => format!("{} is “{}”", self.subject(term), self.spelled(words)),
            Expr::Has(term, words) => format!("{} hold “{}”", self.subject(term), self.spelled(words)),
            Expr::Exactly(term, words) => {
                format!("{} are “{}” and nothing else", self.subject(term), self.spelled(words))
            }
            Expr::Role(term, wants) => {
                let names: Vec<&str> = wants.iter().map(|w| self.vocabulary.role(w.role).name.as_str()).collect();
                format!("{} is {}", self.subject(term), names.join(" or ").replace('-', " "))
            }
            Expr::Number(term, op, n) => {
                let op = match op {
                    Op::Equal => "is",
                    Op::Less => "is under",
                    Op::AtMost => "is at most",
                    Op::More => "is over",
                    Op::AtLeast => "is at least",
                };
                format!("{} {op} {n}", self.subject(term))
            }
            Expr::Event(any) => {
                let names: Vec<&str> = any.iter().map(|e| self.vocabulary.event(*e).name.as_str()).collect();
                format!("this was set off by {}", names.join(" or ").replace('-', " "))
            }
            Expr::Duty(how, clause) => {
                let how = match how {
                    Standing::Done => "is done",
                    Standing::Missed => "is overdue or was done late",
                    Standing::Owed => "is still owed",
                };
                format!("what {clause} asks for {how}")
            }
        }
    }

    fn fact_means(&self, id: FactId) -> String {
        let fact = self.protocol.facts.get(id);
        match &fact.source {
            Source::Status(_) => match fact.name.as_str() {
                "looked_after" => "the child is looked after".into(),
                "in_custody" => "the child is in custody".into(),
                "open_to_yjs" => "the child is open to youth justice".into(),
                "open_to_csc" => "the child is open to social care".into(),
                "jointly_open" => "the child is open to both services".into(),
                "former_looked_after_in_detention" => {
                    "the child stopped being looked after because of detention".into()
                }
                _ => fact.means.clone(),
            },
            _ => fact.means.clone(),
        }
    }

    fn before(&self, term: &Term, text: String) -> String {
        if term.before { format!("{text} (just before that)") } else { text }
    }

    /// A truth, as a clause of a sentence.
    fn term(&self, term: &Term) -> String {
        match &term.of {
            Of::Fact(id) => self.before(term, self.fact_means(*id)),
            Of::Trigger(name, _) => format!("the event says “{}”", name.replace('_', " ")),
            Of::Asked(n) => match self.clause.asks.get(usize::from(*n)) {
                Some(question) => format!("the answer to “{}” is yes", question.text),
                None => String::new(),
            },
        }
    }

    /// What is compared, as the subject of a sentence.
    pub fn subject(&self, term: &Term) -> String {
        match &term.of {
            Of::Fact(id) => {
                let fact = self.protocol.facts.get(*id);
                let name = match fact.name.as_str() {
                    "age" => "the age".to_owned(),
                    "care_bases" => "the bases of being looked after".into(),
                    "remanded" => "the remand".into(),
                    "care_leaver" => "the standing under leaving care law".into(),
                    "nights_since_14" => "the number of nights looked after since 14".into(),
                    "liberty" => "where the child stands in the criminal process".into(),
                    "sex" => "the child's sex".into(),
                    _ => fact.means.clone(),
                };
                self.before(term, name)
            }
            Of::Trigger(name, _) => format!("the event's “{}”", name.replace('_', " ")),
            Of::Asked(_) => self.term(term),
        }
    }
}

/// A word of the vocabulary as one says it aloud.
fn in_full(word: &str) -> String {
    let full = match word {
        "rlaa" => "local authority accommodation",
        "yda" | "yda-remand" => "youth detention accommodation",
        "yro" => "youth rehabilitation order",
        "yro-iss" => "youth rehabilitation order with intensive supervision",
        "yro-residence" => "residence requirement of a youth rehabilitation order",
        "dto" => "detention and training order",
        "s20" => "section 20",
        "s31-interim" => "interim care order",
        "s31-full" => "care order",
        _ => return word.replace('-', " "),
    };
    full.to_owned()
}

/// The opposite of a statement, said as a person would: by its first verb.
fn negated(text: &str) -> String {
    // Of several statements joined, "not" would deny only the first.
    if !text.contains(", and ") && !text.contains(", or ") {
        for (verb, denied) in
            [(" is ", " is not "), (" are ", " are not "), (" has ", " has not "), (" have ", " have not ")]
        {
            if let Some((before, after)) = text.split_once(verb) {
                return format!("{before}{denied}{after}");
            }
        }
        if ["under ", "looked after ", "accommodated ", "open ", "in "].iter().any(|start| text.starts_with(start)) {
            return format!("not {text}");
        }
    }
    format!("it is not so that {text}")
}
