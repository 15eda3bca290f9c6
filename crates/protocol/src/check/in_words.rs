//! How is that said in plain words: an event narrowed by attributes, a condition, a clock?
//!
//! Comes from what was read of a clause, with the vocabulary's and the facts' own meanings; goes to whoever shows a clause. The words are
//! those of `vocabulary.yaml` and `facts.yaml`: nothing here adds a meaning of its own.
//!
//! ```
//! use protocol::check::in_words::Words;
//! let protocols = protocol::read(&protocol::shipped::files()).unwrap();
//! let enfield = protocols.latest("enfield").unwrap();
//! let words = Words { vocabulary: &protocols.vocabulary, facts: &enfield.facts };
//! let clock = &enfield.clause("8.7e").unwrap().due.as_ref().unwrap().clock;
//! assert!(words.clock(clock).contains("10th working day after"));
//! ```

use calendar::{Span, Unit};

use crate::clause::{Anchor, AnchorDate, Clock, Length, Question, Repeat};
use crate::condition::{Expr, Of, Op, Standing, Term, ValueExpr};
use crate::facts::{Facts, Source, Status};
use crate::pattern::{Pattern, Test, Want};
use crate::vocabulary::{RoleId, Vocabulary, Word};

/// The meanings that words are taken from.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The agreed words.
    pub vocabulary: &'a Vocabulary,
    /// What conditions can ask.
    pub facts: &'a Facts,
}

/// `a`, `a or b`, `a, b or c`.
pub fn listed(items: &[String], last: &str) -> String {
    match items {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// With a capital at the beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `1st`, `2nd`, `11th`.
fn ordinal(n: u32) -> String {
    let ending = match (n % 10, n % 100) {
        (1, r) if r != 11 => "st",
        (2, r) if r != 12 => "nd",
        (3, r) if r != 13 => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// What a comparison with a status asks, for a status that is yes or no, or what it is called.
fn status(status: Status) -> &'static str {
    match status {
        Status::Age => "the child's age",
        Status::LookedAfter => "the child is looked after",
        Status::CareBases => "the basis on which the child is looked after",
        Status::InCustody => "the child is in custody",
        Status::Remanded => "the kind of remand",
        Status::Liberty => "where the child stands in the criminal process",
        Status::CareLeaver => "the standing under leaving care law",
        Status::FormerLookedAfterInDetention => "the child stopped being looked after because of detention",
        Status::NightsSince14 => "the number of nights looked after since the 14th birthday",
        Status::OpenToYjs => "youth justice works with the child",
        Status::OpenToCsc => "social care works with the child",
        Status::JointlyOpen => "both services work with the child",
        Status::Weekday => "the day of the week",
        Status::Sex => "the child's sex",
    }
}

impl Words<'_> {
    /// A role with what it means: `iro (independent reviewing officer)`.
    pub fn role(&self, id: RoleId) -> String {
        let role = self.vocabulary.role(id);
        if role.means.is_empty() { role.name.clone() } else { format!("{} ({})", role.name, role.means) }
    }

    /// An event, narrowed by attributes.
    pub fn pattern(&self, pattern: &Pattern) -> String {
        let kind = self.vocabulary.event(pattern.event);
        let mut tests: Vec<&Test> = pattern.tests.iter().collect();
        let mut name = kind.name.as_str();
        let mut means = kind.means.as_str();
        // A record is written as its own name, and read as `recorded` with that record.
        if name == "recorded" {
            let place = tests.iter().position(|t| self.attribute(pattern, t) == "record");
            if let Some(word) = place.and_then(|p| tests.get(p)).and_then(|t| match &t.want {
                Want::Words(words) => words.first(),
                _ => None,
            }) {
                name = self.vocabulary.spell(*word);
                means = self.vocabulary.record(name).unwrap_or(means);
                tests.retain(|t| self.attribute(pattern, t) != "record");
            }
        }
        let mut text = if means.is_empty() { format!("`{name}`") } else { format!("{means} (`{name}`)") };
        let tests: Vec<String> = tests.iter().map(|t| self.test(pattern, t)).collect();
        if !tests.is_empty() {
            text.push_str(&format!(", where {}", listed(&tests, "and")));
        }
        text
    }

    /// The same without what the vocabulary adds after a semicolon: for use inside a sentence.
    fn brief(&self, pattern: &Pattern) -> String {
        let means = &self.vocabulary.event(pattern.event).means;
        match means.split_once("; ") {
            Some((brief, _)) => self.pattern(pattern).replacen(means.as_str(), brief, 1),
            None => self.pattern(pattern),
        }
    }

    /// Any of several, for use inside a sentence.
    pub fn any_of(&self, patterns: &[Pattern]) -> String {
        patterns.iter().map(|p| self.brief(p)).collect::<Vec<_>>().join(", or ")
    }

    fn attribute(&self, pattern: &Pattern, test: &Test) -> &str {
        let attributes = &self.vocabulary.event(pattern.event).attributes;
        attributes.get(usize::from(test.attribute)).map_or("", |a| a.name.as_str())
    }

    fn test(&self, pattern: &Pattern, test: &Test) -> String {
        let name = self.attribute(pattern, test).replace('_', " ");
        let any: Vec<String> = match &test.want {
            Want::Words(words) => self.spelled(words),
            Want::Roles(roles) => roles.iter().map(|r| self.vocabulary.role(r.role).name.clone()).collect(),
            Want::Bool(truth) => vec![if *truth { "yes" } else { "no" }.to_owned()],
            Want::Ints(numbers) => numbers.iter().map(i64::to_string).collect(),
            Want::Days(days) => days.iter().map(|d| d.in_words()).collect(),
            Want::Texts(texts) => texts.iter().map(|t| format!("“{t}”")).collect(),
            Want::SameAsTrigger(of) => vec![format!("the {} of the event that set it off", of.replace('_', " "))],
        };
        format!("{name} is {}", listed(&any, "or"))
    }

    fn spelled(&self, words: &[Word]) -> Vec<String> {
        words.iter().map(|w| self.vocabulary.spell(*w).to_owned()).collect()
    }

    /// A condition.
    pub fn condition(&self, expr: &Expr, asks: &[Question]) -> String {
        self.holds(expr, true, asks, false)
    }

    fn holds(&self, expr: &Expr, truth: bool, asks: &[Question], inner: bool) -> String {
        let bracketed = |text: String, several: bool| if inner && several { format!("({text})") } else { text };
        match expr {
            Expr::Always(holds) => if *holds == truth { "always" } else { "never" }.to_owned(),
            Expr::Not(not) => self.holds(not, !truth, asks, inner),
            Expr::And(all) => {
                let parts: Vec<String> = all.iter().map(|e| self.holds(e, truth, asks, true)).collect();
                bracketed(parts.join(if truth { ", and " } else { ", or " }), parts.len() > 1)
            }
            Expr::Or(any) => {
                let parts: Vec<String> = any.iter().map(|e| self.holds(e, truth, asks, true)).collect();
                bracketed(parts.join(if truth { ", or " } else { ", and " }), parts.len() > 1)
            }
            Expr::Holds(term) => self.truth(term, truth, asks),
            Expr::Given(term) => format!("{} is {}", self.term(term, asks), if truth { "given" } else { "not given" }),
            Expr::Among(term, words) => self.is_word(term, words, truth, "is", asks),
            Expr::Has(term, words) => self.is_word(term, words, truth, "includes", asks),
            Expr::Exactly(term, words) => {
                let is = if truth { "is exactly" } else { "is not exactly" };
                format!("{} {is} {}", self.term(term, asks), listed(&self.spelled(words), "and"))
            }
            Expr::Role(term, wants) => {
                let roles: Vec<String> = wants.iter().map(|w| self.vocabulary.role(w.role).name.clone()).collect();
                format!("{} {} {}", self.term(term, asks), if truth { "is" } else { "is not" }, listed(&roles, "or"))
            }
            Expr::Number(term, op, n) => {
                format!("{} is {} {n}", self.term(term, asks), compared(*op, truth)).replace("  ", " ")
            }
            Expr::Event(events) => {
                let names: Vec<String> =
                    events.iter().map(|e| format!("`{}`", self.vocabulary.event(*e).name)).collect();
                format!("what set it off {} {}", if truth { "is" } else { "is not" }, listed(&names, "or"))
            }
            Expr::Duty(standing, clause) => format!("the duty of {clause} {}", stands(*standing, truth)),
        }
    }

    fn truth(&self, term: &Term, truth: bool, asks: &[Question]) -> String {
        let plain = self.term(term, asks);
        match (&term.of, truth) {
            (Of::Asked(_) | Of::Trigger(..), _) => format!("{plain} is {}", if truth { "yes" } else { "no" }),
            (Of::Fact(_), true) => plain,
            (Of::Fact(_), false) => format!("it is not so that {plain}"),
        }
    }

    fn is_word(&self, term: &Term, words: &[Word], truth: bool, verb: &str, asks: &[Question]) -> String {
        let spelled = self.spelled(words);
        let none = if spelled.len() > 1 { "none of " } else { "not " };
        let verb = match (verb, truth) {
            ("is", false) => format!("is {none}"),
            ("includes", false) => "does not include ".to_owned(),
            (verb, _) => format!("{verb} "),
        };
        format!("{} {verb}{}", self.term(term, asks), listed(&spelled, "or"))
    }

    /// What a comparison looks at.
    pub fn term(&self, term: &Term, asks: &[Question]) -> String {
        let plain = match &term.of {
            Of::Fact(id) => {
                let fact = self.facts.get(*id);
                match &fact.source {
                    Source::Status(s) => status(*s).to_owned(),
                    _ => fact.means.strip_prefix("whether ").unwrap_or(&fact.means).trim_end_matches('.').to_owned(),
                }
            }
            Of::Trigger(name, _) => format!("“{}” of the event that set it off", name.replace('_', " ")),
            Of::Asked(n) => match asks.get(usize::from(*n)) {
                Some(question) => format!("the answer to “{}”", question.text.trim()),
                None => "the answer to a question".to_owned(),
            },
        };
        if term.before { format!("just before that event: {plain}") } else { plain }
    }

    /// The answer of a rule.
    pub fn value(&self, value: &ValueExpr, asks: &[Question]) -> String {
        match value {
            ValueExpr::Int(n) => n.to_string(),
            ValueExpr::Text(text) => format!("“{text}”"),
            ValueExpr::Truth(expr) => format!("whether {}", self.condition(expr, asks)),
            ValueExpr::Of(term) => self.term(term, asks),
            ValueExpr::Choose(condition, this, that) => format!(
                "{} where {}; otherwise {}",
                self.value(this, asks),
                self.condition(condition, asks),
                self.value(that, asks)
            ),
        }
    }

    /// How a clock counts.
    pub fn clock(&self, clock: &Clock) -> String {
        match clock {
            Clock::Within(length, anchor) => {
                format!("counts from {}; due {}", self.anchor(anchor), after(*length))
            }
            Clock::Before(length, anchor) => {
                format!("counts back from {}; due {}", self.anchor(anchor), before(*length))
            }
            Clock::SameDay(anchor) => format!("urgent: due that day, {}", self.anchor(anchor)),
            Clock::AsSoonAsPossible(length, anchor) => format!(
                "the text gives no figure; counts from {}; due {}",
                self.anchor(anchor),
                after(Length { assumed: true, ..*length })
            ),
            Clock::Order(anchor) => {
                format!(
                    "due by {}: the text fixes only what comes first and gives no length of time",
                    self.anchor(anchor)
                )
            }
            Clock::Repeating(repeat) => self.repeat(repeat),
            Clock::OnCalendar(length, rhythm) => {
                let mut text = format!("every {}", length.span);
                if let Some(day) = &rhythm.weekday {
                    text.push_str(&format!(" on {day}s"));
                }
                if let Some(at) = &rhythm.at {
                    text.push_str(&format!(" at {at}"));
                }
                format!("{text}, whatever happens to a child{}", if length.assumed { ASSUMED } else { "" })
            }
        }
    }

    fn repeat(&self, repeat: &Repeat) -> String {
        let mut text = format!("counts from {}", self.anchor(&repeat.anchor));
        let first = repeat.first.first().copied().unwrap_or(repeat.every);
        text.push_str(&format!("; the first is due {}", after(first)));
        for next in repeat.first.iter().skip(1) {
            text.push_str(&format!(", then {} after that", next.span));
        }
        let from =
            if repeat.by_the_calendar { "from when one fell due, done or not" } else { "from when it was last done" };
        text.push_str(&format!("; then every {} {from}", repeat.every.span));
        if let Some(shorter) = repeat.not_before {
            text.push_str(&format!(", and not sooner than {}", shorter.span));
        }
        if !repeat.until.is_empty() {
            text.push_str(&format!("; until {}", self.any_of(&repeat.until)));
        }
        if !repeat.finally.is_empty() {
            text.push_str(&format!("; and once more when {}", self.any_of(&repeat.finally)));
        }
        if repeat.every.assumed && !first.assumed {
            text.push_str(ASSUMED);
        }
        text
    }

    fn anchor(&self, anchor: &Anchor) -> String {
        let each = anchor.events.iter().map(|(pattern, date)| {
            let event = self.brief(pattern);
            match date {
                AnchorDate::Happened => format!("when {event}"),
                AnchorDate::Knowing => format!("when the owner's own service was told that {event}"),
                AnchorDate::Told(place) => {
                    let attributes = &self.vocabulary.event(pattern.event).attributes;
                    let name = attributes.get(usize::from(*place)).map_or("date", |a| a.name.as_str());
                    format!("the “{}” date told when {event}", name.replace('_', " "))
                }
            }
        });
        each.collect::<Vec<_>>().join(", or ")
    }
}

const ASSUMED: &str = " (assumed: the text gives no figure, the authority sets it)";

fn after(length: Length) -> String {
    let Span { n, unit } = length.span;
    let words = match unit {
        Unit::WorkingDays => {
            format!("at the end of the {} working day after it; that day itself is day zero", ordinal(n))
        }
        Unit::Days => format!("{} after it, counting every day of the week", length.span),
        Unit::Weeks => format!("{} ({} calendar days) after it", length.span, n.saturating_mul(7)),
        Unit::Months => format!("{} after it: the same day of the month, or that month's last day", length.span),
        Unit::Hours => {
            format!("{} after its time; from a bare date, {} later", length.span, days(n.div_ceil(24)))
        }
        Unit::Minutes => format!("{} after its time", length.span),
    };
    format!("{words}{}", if length.assumed { ASSUMED } else { "" })
}

fn before(length: Length) -> String {
    let Span { n, unit } = length.span;
    let words = match unit {
        Unit::WorkingDays => format!("on the {} working day before it", ordinal(n)),
        Unit::Weeks => format!("{} ({} calendar days) before it", length.span, n.saturating_mul(7)),
        Unit::Months => format!("{} before it: the same day of the month, or that month's last day", length.span),
        _ => format!("{} before it", length.span),
    };
    format!("{words}{}", if length.assumed { ASSUMED } else { "" })
}

fn days(n: u32) -> String {
    Span { n, unit: Unit::Days }.to_string()
}

fn compared(op: Op, truth: bool) -> &'static str {
    match (op, truth) {
        (Op::Equal, true) => "",
        (Op::Equal, false) => "not",
        (Op::Less, true) | (Op::AtLeast, false) => "under",
        (Op::AtMost, true) | (Op::More, false) => "at most",
        (Op::More, true) | (Op::AtMost, false) => "over",
        (Op::AtLeast, true) | (Op::Less, false) => "at least",
    }
}

fn stands(standing: Standing, truth: bool) -> &'static str {
    match (standing, truth) {
        (Standing::Done, true) => "is shown to be done",
        (Standing::Done, false) => "is not shown to be done",
        (Standing::Missed, true) => "is overdue or was done late",
        (Standing::Missed, false) => "is neither overdue nor was done late",
        (Standing::Owed, true) => "is still open",
        (Standing::Owed, false) => "is no longer open",
    }
}
