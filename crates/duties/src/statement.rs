//! A statement that can be said to be so, not to be so, not to be known, or to have been so just before.
//!
//! Comes from the parts of a condition or from what a fact means; goes into the sentences of `words`. A statement is denied at its verb;
//! where that would deny only half of it, it is denied as a whole.

use protocol::condition::Op;

use crate::value::Tri;

/// A verb: as it stands, denied, before, denied before.
struct Verb([&'static str; 4]);

const IS: Verb = Verb(["is", "is not", "was", "was not"]);
const INCLUDE: Verb = Verb(["include", "do not include", "included", "did not include"]);
/// The verbs at which a statement can be taken apart.
const VERBS: [&Verb; 11] = [
    &IS,
    &Verb(["are", "are not", "were", "were not"]),
    &Verb(["has", "has not", "had", "had not"]),
    &Verb(["have", "have not", "had", "had not"]),
    &Verb(["had", "did not have", "had had", "had not had"]),
    &Verb(["was", "was not", "had been", "had not been"]),
    &Verb(["were", "were not", "had been", "had not been"]),
    &Verb(["can", "cannot", "could", "could not"]),
    &Verb(["works", "does not work", "worked", "did not work"]),
    &Verb(["owes", "does not owe", "owed", "did not owe"]),
    &INCLUDE,
];

/// A statement, taken apart at its verb.
pub(crate) struct Statement {
    subject: String,
    verb: Option<&'static Verb>,
    rest: String,
    /// What is said in the place of `rest` where the statement is denied at a verb that stays as it is: "is neither a nor b".
    otherwise: Option<String>,
    /// Whether it speaks of the moment before the trigger.
    before: bool,
}

impl Statement {
    /// That something is something.
    pub(crate) fn is(subject: impl Into<String>, rest: impl Into<String>) -> Statement {
        Statement { subject: subject.into(), verb: Some(&IS), rest: rest.into(), otherwise: None, before: false }
    }

    /// That something is one of these.
    pub(crate) fn is_one_of(subject: impl Into<String>, any: &[String], after: &str) -> Statement {
        let otherwise = match any {
            [_] | [] => None,
            [one, two] => Some(format!("neither {one} nor {two}{after}")),
            _ => Some(format!("none of {}{after}", listed(any, "or"))),
        };
        Statement { otherwise, ..Statement::is(subject, listed(any, "or") + after) }
    }

    /// That a number is within a bound; else that it is within the other.
    pub(crate) fn number(subject: impl Into<String>, op: Op, n: i64) -> Statement {
        let (so, otherwise) = match op {
            Op::Equal => ("", "not "),
            Op::Less => ("under ", "at least "),
            Op::AtMost => ("at most ", "over "),
            Op::More => ("over ", "at most "),
            Op::AtLeast => ("at least ", "under "),
        };
        Statement { otherwise: Some(format!("{otherwise}{n}")), ..Statement::is(subject, format!("{so}{n}")) }
    }

    /// That several things are something.
    pub(crate) fn are(subject: impl Into<String>, rest: impl Into<String>) -> Statement {
        Statement { verb: VERBS.get(1).copied(), ..Statement::is(subject, rest) }
    }

    /// That several things include something.
    pub(crate) fn include(subject: impl Into<String>, rest: impl Into<String>) -> Statement {
        Statement { verb: Some(&INCLUDE), ..Statement::is(subject, rest) }
    }

    /// A statement in one text, taken apart at its first verb where that denies all of it.
    pub(crate) fn of(text: &str) -> Statement {
        let first = VERBS.iter().filter_map(|verb| {
            let at = text.find(&format!(" {} ", verb.0[0]))?;
            let (subject, rest) = (text.get(..at)?, text.get(at + verb.0[0].len() + 2..)?);
            Some((at, *verb, subject, rest))
        });
        match first.min_by_key(|(at, ..)| *at).filter(|(.., subject, rest)| denies_all(subject, rest)) {
            Some((_, verb, subject, rest)) => Statement { verb: Some(verb), ..Statement::is(subject, rest) },
            None => Statement { verb: None, ..Statement::is(text, "") },
        }
    }

    /// The same of the moment before the trigger, where it is told of that.
    pub(crate) fn before(self, before: bool) -> Statement {
        Statement { before, ..self }
    }

    /// In words: that it is so, that it is not, or whether it is.
    pub(crate) fn said(&self, answer: Tri) -> String {
        let so = match (answer, self.verb) {
            (Tri::No, Some(verb)) => self.denied(verb),
            (_, Some(verb)) => self.with(&self.subject, self.tense(verb, false), &self.rest),
            (Tri::No, None) => format!("it is not the case that {}", self.subject),
            (_, None) => self.subject.clone(),
        };
        match (answer, self.before) {
            (Tri::Unknown, true) => format!("whether, just before that, {so}"),
            (Tri::Unknown, false) => format!("whether {so}"),
            (_, true) => format!("just before that, {so}"),
            (_, false) => so,
        }
    }

    fn denied(&self, verb: &'static Verb) -> String {
        let plain = self.tense(verb, false);
        if let Some(otherwise) = &self.otherwise {
            return self.with(&self.subject, plain, otherwise);
        }
        if self.subject == "there" {
            let rest = ["a ", "an "].iter().find_map(|article| self.rest.strip_prefix(article)).unwrap_or(&self.rest);
            return self.with("there", plain, &format!("no {rest}"));
        }
        let nothing = [("a ", "no "), ("an ", "no "), ("one of ", "none of ")];
        match nothing.iter().find_map(|(one, no)| Some((no, self.subject.strip_prefix(one)?))) {
            Some((no, what)) => self.with(&format!("{no}{what}"), plain, &self.rest),
            None => self.with(&self.subject, self.tense(verb, true), &self.rest),
        }
    }

    fn tense(&self, verb: &'static Verb, denied: bool) -> &'static str {
        let Verb([now, denied_now, then, denied_then]) = verb;
        match (self.before, denied) {
            (false, false) => now,
            (false, true) => denied_now,
            (true, false) => then,
            (true, true) => denied_then,
        }
    }

    fn with(&self, subject: &str, verb: &str, rest: &str) -> String {
        format!("{subject} {verb} {rest}")
    }
}

/// Whether denying the verb between these denies the whole: not where there are several statements, or the verb is only in passing.
fn denies_all(subject: &str, rest: &str) -> bool {
    let several = [", and ", ", or ", " and has ", " and is ", " and was ", " and not ", " and no "];
    let in_passing = [" that", " who", " which", " as", " where", " if"];
    !several.iter().any(|joint| rest.contains(joint) || subject.contains(joint))
        && !in_passing.iter().any(|word| subject.ends_with(word) || subject.contains(&format!("{word} ")))
        && !["no ", "nobody", "neither ", "whether "].iter().any(|start| subject.starts_with(start))
        && !["or ", "and ", "not ", "neither ", "no "].iter().any(|start| rest.starts_with(start))
}

/// `a, b or c`.
pub(crate) fn listed(words: &[String], last: &str) -> String {
    match words.split_last() {
        Some((one, [])) => one.clone(),
        Some((end, others)) => format!("{} {last} {end}", others.join(", ")),
        None => String::new(),
    }
}
