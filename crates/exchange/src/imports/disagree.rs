//! On what do the two services disagree about a child whom both have, and who is to settle it?
//!
//! Tandem puts nothing right in either system: it names what differs and the people who can find out.

use feeds::{Home, Listed};
use matching::letters::joined;

/// Something that the two systems say otherwise of one child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// On what: `born`, `given`, `family`, `sex`, `home`, or the kind of a number.
    pub about: &'static str,
    /// In words.
    pub what: &'static str,
    /// What youth justice's system says.
    pub yjs: String,
    /// What social care's says.
    pub csc: String,
    /// Who is to settle it, and how.
    pub settle: &'static str,
}

const PAPERS: &str =
    "The social worker, who has the birth certificate or can ask for it; whichever system is wrong is put right there";
const SPELLING: &str = "The two workers together, by what the child’s papers say; a name that the child uses goes into both as another name";
const ADDRESS: &str = "Whoever saw the child at home last tells the other; a placed child has the placement in one and the family’s in the other";
const NUMBER: &str = "The data team: one of the two may be another child’s, so look at the join too";

/// Everything on which the two differ. What one of them does not say is no disagreement.
pub fn differs(yjs: &Listed, csc: &Listed) -> Vec<Differs> {
    let mut all = Vec::new();
    let mut add = |about, what, yjs: String, csc: String, settle, is_same: bool| {
        if !yjs.is_empty() && !csc.is_empty() && !is_same {
            all.push(Differs { about, what, yjs, csc, settle });
        }
    };
    let born = |one: &Listed| one.born.map(|born| born.0.to_string()).unwrap_or_default();
    add("born", "Date of birth", born(yjs), born(csc), PAPERS, born(yjs) == born(csc));
    let names = |one: &Listed, of: fn(&feeds::Name) -> &String| {
        let all = std::iter::once(&one.name).chain(&one.others);
        all.map(|name| joined(of(name))).filter(|name| !name.is_empty()).collect::<Vec<_>>()
    };
    let meet = |of: fn(&feeds::Name) -> &String| names(yjs, of).iter().any(|name| names(csc, of).contains(name));
    let first = |one: &Listed| one.name.given.split_whitespace().next().map(joined).unwrap_or_default();
    let is_same = meet(|name| &name.given) || first(yjs) == first(csc);
    add("given", "First name", yjs.name.given.clone(), csc.name.given.clone(), SPELLING, is_same);
    add("family", "Family name", yjs.name.family.clone(), csc.name.family.clone(), SPELLING, meet(|name| &name.family));
    add("sex", "Sex", yjs.sex.clone(), csc.sex.clone(), PAPERS, yjs.sex == csc.sex);
    let is_same = joined(&yjs.home.postcode) == joined(&csc.home.postcode) && same_house(&yjs.home, &csc.home);
    let has = |home: &Home| !home.postcode.is_empty();
    if has(&yjs.home) && has(&csc.home) {
        add("home", "Address", line(&yjs.home), line(&csc.home), ADDRESS, is_same);
    }
    for (kind, words) in
        [("nhs", "NHS number"), ("upn", "Unique pupil number"), ("uln", "Unique learner number"), ("pnc", "PNC number")]
    {
        let number = |one: &Listed| one.numbers.get(kind).cloned().unwrap_or_default();
        add(kind, words, number(yjs), number(csc), NUMBER, number(yjs) == number(csc));
    }
    all
}

fn line(home: &Home) -> String {
    let parts = [&home.house, &home.street, &home.town, &home.postcode];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}

/// Where one of them does not tell the house apart, the postcode is what can be compared.
fn same_house(one: &Home, other: &Home) -> bool {
    one.house.is_empty() || other.house.is_empty() || joined(&one.house) == joined(&other.house)
}
