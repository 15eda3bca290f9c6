//! Who is this child, and whom do I ring?
//!
//! In come a name, a birthday and who works with the child in which service; out goes the bar that opens every page about the child, in the
//! same place and the same order. It never stays silent: what is not known is said.

use askama::Template;
use calendar::Day;

use super::{Absence, Content, Empty, Link, ServiceTag};
use crate::telephone::dialled;

/// The bar at the top of every page about a child.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/identity_bar.html")]
pub struct IdentityBar {
    /// The child's name, with a link to the child's page.
    pub name: Link,
    /// When the child was born.
    pub born: Option<Day>,
    /// The day for which the page is made.
    pub today: Day,
    /// What the child is known by elsewhere, each with its number.
    pub numbers: Vec<(String, Content)>,
    /// Where the child is open, with whom.
    pub involvements: Vec<Involvement>,
    /// What the child is, in words: `Looked after`, `Remanded`.
    pub statuses: Vec<Content>,
    /// What changed what the child is in the last seven days, the newest first.
    pub latest: Vec<Link>,
    /// What must be known before one rings or writes.
    pub warnings: Vec<Content>,
}

/// How one service works with the child.
#[derive(Debug, Clone)]
pub struct Involvement {
    /// The service.
    pub service: ServiceTag,
    /// How it stands: `Open since Mon 2 March 2026`, `Not open`.
    pub standing: Content,
    /// The worker.
    pub worker: Content,
    /// What the worker is: `social worker`.
    pub role: String,
    /// The number to ring.
    pub telephone: String,
    /// Where nobody works with the child, and out of hours: the teams on duty, each with its number.
    pub duty: Vec<(String, String)>,
}

impl IdentityBar {
    fn age(&self) -> Option<i16> {
        self.born.map(|born| born.age_on(self.today))
    }

    fn not_known(&self) -> Empty {
        Absence::NotKnown.into()
    }
}

impl Involvement {
    /// As a telephone dials it.
    fn dialled(&self) -> String {
        dialled(&self.telephone)
    }

    fn on_duty(&self) -> Vec<(&str, &str, String)> {
        self.duty.iter().map(|(team, number)| (team.as_str(), number.as_str(), dialled(number))).collect()
    }
}
