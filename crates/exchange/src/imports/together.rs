//! Which of the children of the two services' lists are one child?
//!
//! What a person has decided stands; what the lists say by themselves is asked of `matching`. Whatever is certain is joined, and whatever is
//! not waits in a queue with its evidence.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use feeds::Listed;
use gate::Pass;
use matching::answer::Answer;
use matching::link::Lists;
use matching::person::Person;
use record::{Feed, Feeds, Record, RecordError, Said};

/// Pairs whose odds are below this are of nobody's interest.
const LEAST: f64 = 0.01;

/// How it stands with a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// One child: a person said so.
    Decided,
    /// One child: the lists leave no doubt.
    Certain,
    /// A person is to look.
    Asked,
    /// A person is to look again: they were joined, and the lists no longer agree.
    Doubtful,
}

/// Two who are, or may be, one child.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The number in youth justice's system.
    pub yjs: String,
    /// The number in social care's.
    pub csc: String,
    /// How it stands.
    pub standing: Standing,
    /// What was seen, thing by thing.
    pub evidence: Vec<Said>,
}

/// The lists of the two services, and who in them is one child.
#[derive(Debug, Default)]
pub struct Together {
    /// Those whom youth justice works with, by their numbers.
    pub yjs: BTreeMap<String, Listed>,
    /// Those whom social care works with.
    pub csc: BTreeMap<String, Listed>,
    /// The pairs, by the two numbers.
    pub found: Vec<Found>,
    /// What was decided before.
    pub feeds: Feeds,
    /// Who seems to stand twice in one system: the service, and the two numbers.
    pub twice: Vec<(&'static str, String, String)>,
    /// Those of youth justice's children of whom not everybody was looked at whom they may be: they have too much in common with too many.
    pub not_all: Vec<String>,
}

/// Who was found when the two lists were laid beside each other.
pub struct Laid {
    /// The pairs.
    pub found: Vec<Found>,
    /// Those of youth justice's children of whom not everybody was looked at.
    pub not_all: Vec<String>,
}

/// Finds them. With `next`, as the lists will be when that file counts.
pub async fn together(record: &Record, pass: &Pass, next: Option<&Feed>, today: Day) -> Result<Together, RecordError> {
    let (mut yjs, mut csc) =
        (record.open_children(pass, "yjs", next).await?, record.open_children(pass, "csc", next).await?);
    // What an older file has open, a fresher one may have closed.
    [&mut yjs, &mut csc].into_iter().for_each(|list| list.retain(|one| one.is_open_on(today)));
    let feeds = record.feeds(pass).await?;
    let Laid { found, not_all } = pairs(&yjs, &csc, &feeds, &in_records(record, pass).await?);
    let twice = [("yjs", &yjs), ("csc", &csc)].into_iter().flat_map(|(service, list)| twice(service, list)).collect();
    let by_number = |list: Vec<Listed>| list.into_iter().map(|one| (one.number.clone(), one)).collect();
    Ok(Together { yjs: by_number(yjs), csc: by_number(csc), found, feeds, twice, not_all })
}

/// The numbers of the two systems that stand in one record.
async fn in_records(record: &Record, pass: &Pass) -> Result<BTreeSet<(String, String)>, RecordError> {
    let mut yjs: BTreeMap<String, String> = BTreeMap::new();
    for (number, records) in record.numbers_of_children(pass, "yjs").await? {
        yjs.extend(records.into_iter().map(|id| (id, number.clone())));
    }
    let mut both = BTreeSet::new();
    for (number, records) in record.numbers_of_children(pass, "csc").await? {
        both.extend(records.iter().filter_map(|id| Some((yjs.get(id)?.clone(), number.clone()))));
    }
    Ok(both)
}

/// Who of the two lists is one child, by what was decided and by what they say.
pub fn pairs(yjs: &[Listed], csc: &[Listed], feeds: &Feeds, in_records: &BTreeSet<(String, String)>) -> Laid {
    let people = |list: &[Listed]| list.iter().map(Listed::as_person).collect::<Vec<_>>();
    let (a, b) = (people(yjs), people(csc));
    let lists = Lists::new(&a, &b);
    let linked = lists.pairs(LEAST);
    let mut found: BTreeMap<(String, String), Found> = BTreeMap::new();
    for pair in &linked.pairs {
        let (Some(one), Some(other)) = (yjs.get(pair.a as usize), csc.get(pair.b as usize)) else { continue };
        let decided = feeds.decided(&one.number, &other.number);
        let by_person = decided.filter(|kept| !kept.person.starts_with("program:"));
        let by_hand = decided.is_none() && in_records.contains(&(one.number.clone(), other.number.clone()));
        let standing = match (by_person.map(|kept| kept.what.same), Answer::of(pair)) {
            (Some(false), _) => continue,
            (Some(true), _) => Standing::Decided,
            (None, Answer::Same) => Standing::Certain,
            // Whoever writes the other system's number into a record has not shown that it is the same child: a person looks.
            (None, _) if by_hand => Standing::Asked,
            (None, _) if decided.is_some_and(|kept| kept.what.same) => Standing::Doubtful,
            (None, Answer::Ask) => Standing::Asked,
            (None, Answer::Different) => continue,
        };
        let said = lists.evidence(&linked.model, pair).into_iter();
        let said = said.map(|one| Said { thing: one.thing.into(), says: one.says.into(), weight: one.weight });
        let (yjs, csc) = (one.number.clone(), other.number.clone());
        found.insert((yjs.clone(), csc.clone()), Found { yjs, csc, standing, evidence: said.collect() });
    }
    decided_before(yjs, csc, feeds, &mut found);
    let numbers = |list: &[Listed]| list.iter().map(|one| one.number.clone()).collect::<BTreeSet<_>>();
    let (of_yjs, of_csc) = (numbers(yjs), numbers(csc));
    for (yjs, csc) in in_records {
        if of_yjs.contains(yjs) && of_csc.contains(csc) && feeds.decided(yjs, csc).is_none() {
            let (yjs, csc) = (yjs.clone(), csc.clone());
            let one = Found { yjs: yjs.clone(), csc: csc.clone(), standing: Standing::Asked, evidence: Vec::new() };
            found.entry((yjs, csc)).or_insert(one);
        }
    }
    let not_all = linked.not_all.iter().filter_map(|place| Some(yjs.get(*place as usize)?.number.clone())).collect();
    Laid { found: one_each(found.into_values().collect()), not_all }
}

/// Who seems to stand twice in one service's list, under two numbers.
fn twice(service: &'static str, list: &[Listed]) -> Vec<(&'static str, String, String)> {
    let people: Vec<Person> = list.iter().map(Listed::as_person).collect();
    let linked = Lists::within(&people).pairs(LEAST);
    let same = linked.pairs.iter().filter(|pair| Answer::of(pair) == Answer::Same);
    same.filter_map(|pair| {
        let (one, other) = (list.get(pair.a as usize)?, list.get(pair.b as usize)?);
        Some((service, one.number.clone(), other.number.clone()))
    })
    .collect()
}

/// Those who were joined before and are no pair by what the lists say now: a person's word stands, the program's own is looked at again.
fn decided_before(yjs: &[Listed], csc: &[Listed], feeds: &Feeds, found: &mut BTreeMap<(String, String), Found>) {
    let numbers = |list: &[Listed]| list.iter().map(|one| one.number.clone()).collect::<BTreeSet<_>>();
    let (yjs, csc) = (numbers(yjs), numbers(csc));
    for kept in &feeds.decisions {
        let what = &kept.what;
        let stands = feeds.decided(&what.yjs, &what.csc).is_some_and(|last| last == kept) && what.same;
        if !stands || !yjs.contains(&what.yjs) || !csc.contains(&what.csc) {
            continue;
        }
        let standing = if kept.person.starts_with("program:") { Standing::Doubtful } else { Standing::Decided };
        let (yjs, csc) = (what.yjs.clone(), what.csc.clone());
        let one = Found { yjs: yjs.clone(), csc: csc.clone(), standing, evidence: what.evidence.clone() };
        found.entry((yjs, csc)).or_insert(one);
    }
}

/// One child has one number in each system: where one is certain to be two others, a person looks at those whom no person has decided.
fn one_each(mut found: Vec<Found>) -> Vec<Found> {
    let is_joined = |one: &&Found| matches!(one.standing, Standing::Certain | Standing::Decided);
    let mut counts: BTreeMap<(bool, String), usize> = BTreeMap::new();
    for one in found.iter().filter(is_joined) {
        *counts.entry((true, one.yjs.clone())).or_default() += 1;
        *counts.entry((false, one.csc.clone())).or_default() += 1;
    }
    let many = |is_yjs: bool, number: &str| counts.get(&(is_yjs, number.to_owned())).is_some_and(|n| *n > 1);
    for one in &mut found {
        if one.standing == Standing::Certain && (many(true, &one.yjs) || many(false, &one.csc)) {
            one.standing = Standing::Asked;
        }
    }
    found
}
