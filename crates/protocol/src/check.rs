//! What can be seen in a protocol without any child: what each clause became, and what its author should look at.
//!
//! Comes from protocols that were read without a refusal; goes out as remarks, each with the clauses it is about, file and line. Nothing
//! here refuses a protocol: papers contradict themselves and the law, and the program prints them as they are.
//!
//! ```
//! let protocols = protocol::read(&protocol::shipped::files()).unwrap();
//! let enfield = protocols.latest("enfield").unwrap();
//! let remarks = protocol::check::remarks(enfield, &protocols, None);
//! assert!(remarks.iter().all(|r| r.file.starts_with("enfield/")));
//! ```

mod conditions;
mod domain;
mod floor;
pub mod in_words;
mod unused;

use calendar::Day;

use crate::clause::{Became, Clause, KINDS, Kind};
use crate::read::{Protocol, Protocols};

pub use domain::MOST_CASES;
pub use floor::{Compared, Finding, compare_with_floor};
pub use unused::facts_of_nobody;

use conditions::Judge;

/// What a remark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A condition that can never hold.
    NeverHolds,
    /// A condition that always holds.
    AlwaysHolds,
    /// A condition with too many cases to go through.
    TooManyCases,
    /// Two duties shown by the same that count differently.
    Clash,
    /// A case in which no clause of a group is owed.
    Gap,
    /// A local clause that is weaker than the law.
    WeakerThanFloor,
    /// A local clause that is stronger than the law.
    StrongerThanFloor,
    /// The paper's own review date has passed.
    ReviewPassed,
    /// The paper is not in force on the day asked for.
    NotInForce,
    /// A setting that no clause uses.
    UnusedSetting,
    /// A fact that no condition uses.
    UnusedFact,
    /// A question that no condition uses.
    UnusedQuestion,
}

impl About {
    /// As a person names it.
    pub const fn word(self) -> &'static str {
        match self {
            About::NeverHolds => "never holds",
            About::AlwaysHolds => "always holds",
            About::TooManyCases => "not judged",
            About::Clash => "clash",
            About::Gap => "gap",
            About::WeakerThanFloor => "weaker than the law",
            About::StrongerThanFloor => "stronger than the law",
            About::ReviewPassed => "review passed",
            About::NotInForce => "not in force",
            About::UnusedSetting => "unused setting",
            About::UnusedFact => "unused fact",
            About::UnusedQuestion => "unused question",
        }
    }
}

/// Something that an author should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What it is about.
    pub about: About,
    /// The clauses in question.
    pub clauses: Vec<String>,
    /// The file.
    pub file: String,
    /// The line; 0 where the whole file is meant.
    pub line: usize,
    /// In a `protocol.yaml` or `facts.yaml`: the key, setting or fact in question.
    pub name: Option<String>,
    /// What is so.
    pub says: String,
    /// What it rests on.
    pub details: Vec<String>,
}

impl Remark {
    fn on(about: About, clause: &Clause, says: String) -> Remark {
        Remark {
            about,
            clauses: vec![clause.id.clone()],
            file: clause.file.clone(),
            line: clause.line,
            name: None,
            says,
            details: Vec::new(),
        }
    }

    fn of_file(about: About, file: String, name: Option<&str>, says: String) -> Remark {
        let name = name.map(str::to_owned);
        Remark { about, clauses: Vec::new(), file, line: 0, name, says, details: Vec::new() }
    }
}

/// Everything worth a remark in one edition, in order of what it is about, then of file and line. Whether a review date has passed is asked
/// only with a day.
pub fn remarks(protocol: &Protocol, protocols: &Protocols, as_at: Option<Day>) -> Vec<Remark> {
    let judge = Judge { protocol, vocabulary: &protocols.vocabulary };
    let mut remarks: Vec<Remark> = protocol.clauses.iter().filter_map(|c| judge.alone(c)).collect();
    remarks.extend(judge.clashes());
    remarks.extend(judge.gaps());
    remarks.extend(compare_with_floor(protocol, protocols).into_iter().filter_map(|c| c.remark()));
    remarks.extend(as_at.map_or_else(Vec::new, |day| out_of_date(protocol, day)));
    remarks.extend(unused::settings(protocol));
    remarks.extend(unused::questions(protocol));
    remarks.extend(unused::facts(protocol, protocols));
    remarks.sort_by(|a, b| (a.about, &a.file, a.line, &a.says).cmp(&(b.about, &b.file, b.line, &b.says)));
    remarks
}

/// How many clauses of each kind became what.
pub fn summary(clauses: &[Clause]) -> Vec<(Kind, Became, usize)> {
    let mut counts: std::collections::BTreeMap<(Kind, Became), usize> = std::collections::BTreeMap::new();
    for clause in clauses {
        *counts.entry((clause.kind, clause.became())).or_default() += 1;
    }
    let order = |kind: Kind| KINDS.iter().position(|(_, k)| *k == kind);
    let mut list: Vec<(Kind, Became, usize)> =
        counts.into_iter().map(|((kind, became), n)| (kind, became, n)).collect();
    list.sort_by_key(|(kind, became, _)| (order(*kind), *became));
    list
}

/// The `protocol.yaml` of an edition.
fn head_file(protocol: &Protocol) -> String {
    let folder = protocol.sections.first().and_then(|s| s.file.rsplit_once('/')).map(|(folder, _)| folder);
    format!("{}/protocol.yaml", folder.unwrap_or(&protocol.authority))
}

/// Whether the paper says of itself that it is out of date.
fn out_of_date(protocol: &Protocol, day: Day) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut add = |about: About, key: &str, says: String| {
        remarks.push(Remark::of_file(about, head_file(protocol), Some(key), says));
    };
    if let Some(review) = protocol.review_by.filter(|review| *review < day) {
        let days = day.number() - review.number();
        add(
            About::ReviewPassed,
            "review-by",
            format!("its own review date, {}, passed {days} days before", review.in_words()),
        );
    }
    if !protocol.in_force.on(day) {
        let from = protocol.in_force.from.filter(|from| day < *from);
        add(
            About::NotInForce,
            "in-force",
            match (from, protocol.in_force.to) {
                (Some(from), _) => format!("it comes into force only on {}", from.in_words()),
                (None, Some(to)) => format!("it was in force until {}", to.in_words()),
                (None, None) => "it is not in force".to_owned(),
            },
        );
    }
    remarks
}
