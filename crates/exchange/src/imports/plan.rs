//! What would be written, of whom, and what waits until a person has looked.
//!
//! A record begins by itself where a child is open to both services; one that is there is kept up to what either system says. What people wrote
//! by hand is never overruled: where the file says otherwise, it waits.

mod events;
mod people;
mod waits;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use calendar::Day;
use feeds::Listed;
use feeds::events::{Whose, name};
use gate::Pass;
use matching::letters::joined;
use record::{AppendError, Child, Details, Entry, Feed, Numbers, Placed, Record, RecordError, Staff};
use serde_json::json;

use super::households::households;
use super::together::{Found, Standing, Together};
use crate::london::{minute, moment};

pub use waits::{Held, Waits};

/// That another child of the household is open to social care.
const SIBLING: &str = "sibling-open-to-csc";

/// What a file leads to.
#[derive(Debug, Default)]
pub struct Plan {
    /// What would be written, record by record.
    pub planned: Vec<Planned>,
    /// What waits.
    pub held: Vec<Held>,
    /// The pairs by which it was planned.
    pub found: Vec<Found>,
    /// Of the pairs that are certain, those of which that is new.
    pub newly_joined: Vec<Found>,
}

/// What would be written of one child.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The record; nothing where it begins.
    pub child: Option<Arc<Child>>,
    /// The number in youth justice's system.
    pub yjs: Option<String>,
    /// The number in social care's.
    pub csc: Option<String>,
    /// What would be written.
    pub entries: Vec<Entry>,
    /// The events among it: the day, and which.
    pub events: Vec<(Day, String)>,
    /// Whether the child becomes open to both services by it.
    pub joins: bool,
}

/// The two services' lists, and the child's listing in each.
#[derive(Clone, Copy)]
struct Both<'l> {
    yjs: Option<&'l Listed>,
    csc: Option<&'l Listed>,
}

impl<'l> Both<'l> {
    fn each(self) -> impl Iterator<Item = (Whose, &'l Listed)> {
        [(Whose::Yjs, self.yjs), (Whose::Csc, self.csc)].into_iter().filter_map(|(whose, one)| Some((whose, one?)))
    }

    fn number(self, whose: Whose) -> Option<String> {
        let listed = if whose == Whose::Yjs { self.yjs } else { self.csc };
        listed.map(|one| one.number.clone())
    }

    fn held(self, waits: Waits) -> Vec<Held> {
        self.each()
            .map(|(whose, one)| Held { service: whose.word(), number: one.number.clone(), waits: waits.clone() })
            .collect()
    }
}

/// What is at hand while it is planned.
struct Planner<'r> {
    record: &'r Record,
    pass: &'r Pass,
    staff: Arc<Staff>,
    next: Option<&'r Feed>,
    now: i64,
    kin: BTreeMap<String, BTreeSet<String>>,
    /// The records of youth justice's children, by their numbers.
    of_yjs: BTreeMap<String, Vec<String>>,
    /// Those of social care's.
    of_csc: BTreeMap<String, Vec<String>>,
    /// Whether the protocol asks something of households.
    asks_of_households: bool,
    /// What people have said of whether a number of a system is that of a record's child: by service, number and record.
    whose: BTreeMap<[String; 3], Placed>,
    plan: Plan,
}

/// Plans it. With `next`, by the lists as they will be when that file counts.
pub async fn plan(
    record: &Record,
    pass: &Pass,
    together: Together,
    next: Option<&Feed>,
    now: i64,
) -> Result<Plan, RecordError> {
    let staff = record.staff(pass.authority()).await?;
    let (of_yjs, of_csc) =
        (record.numbers_of_children(pass, "yjs").await?, record.numbers_of_children(pass, "csc").await?);
    let restricted = record.restricted_numbers(pass).await?.into_keys().collect();
    let kin = households(&together, &restricted);
    let unclear = unclear(&together);
    let mut planner = Planner {
        record,
        pass,
        staff,
        next,
        now,
        kin,
        of_yjs: of_yjs.clone(),
        of_csc: of_csc.clone(),
        asks_of_households: asks_of_households(record, pass, moment(now).day()),
        whose: together.feeds.whose(),
        plan: Plan::default(),
    };
    let mut records: BTreeMap<&str, [Option<&str>; 2]> = BTreeMap::new();
    for (place, numbers) in [&of_yjs, &of_csc].into_iter().enumerate() {
        for (number, ids) in numbers {
            for id in ids {
                if let Some(own) = records.entry(id).or_default().get_mut(place) {
                    *own = Some(number);
                }
            }
            planner.only_one(place, number, ids);
        }
    }
    let joined = |one: &&Found| matches!(one.standing, Standing::Certain | Standing::Decided);
    for one in together.found.iter().filter(joined) {
        let mut ids: Vec<&String> = of_yjs.get(&one.yjs).into_iter().chain(of_csc.get(&one.csc)).flatten().collect();
        ids.sort();
        ids.dedup();
        let both = Both { yjs: together.yjs.get(&one.yjs), csc: together.csc.get(&one.csc) };
        match ids.as_slice() {
            [] => planner.begin(both).await?,
            [only] => {
                let numbers = records.entry(only.as_str()).or_default();
                *numbers = [numbers[0].or(Some(&one.yjs)), numbers[1].or(Some(&one.csc))];
            }
            many => {
                let ids = many.iter().map(|id| (*id).clone()).collect();
                planner.plan.held.extend(both.held(Waits::TwoRecords(ids)));
            }
        }
    }
    if planner.asks_of_households {
        let partner: BTreeSet<&str> = together.found.iter().filter(joined).map(|one| one.yjs.as_str()).collect();
        for number in planner.kin.keys().cloned().collect::<Vec<_>>() {
            let listed = together.yjs.get(&number).filter(|_| !partner.contains(number.as_str()));
            if let Some(listed) = listed.filter(|_| !of_yjs.contains_key(&number)) {
                planner.begin(Both { yjs: Some(listed), csc: None }).await?;
            }
        }
    }
    for (id, [yjs, csc]) in records {
        let has_another = [(yjs, &of_yjs), (csc, &of_csc)]
            .into_iter()
            .any(|(number, of)| number.and_then(|number| of.get(number)).is_some_and(|ids| ids.len() > 1));
        let is_unclear = yjs.zip(csc).is_some_and(|(yjs, csc)| unclear.contains(&(yjs, csc)));
        if has_another || is_unclear {
            continue;
        }
        let yjs = planner.listing(Whose::Yjs, yjs, &together.yjs).await?;
        let csc = planner.listing(Whose::Csc, csc, &together.csc).await?;
        planner.go_on(id, Both { yjs: yjs.as_ref(), csc: csc.as_ref() }).await?;
    }
    Ok(planner.ready(together))
}

/// Whether the authority's protocol asks something where another child of the household is open to social care (somerset-10.1).
fn asks_of_households(record: &Record, pass: &Pass, today: Day) -> bool {
    let protocols = record.book().protocols;
    let listens = |clause: &protocol::clause::Clause| {
        clause.triggers().iter().any(|on| protocols.vocabulary.event(on.event).name == SIBLING)
    };
    let edition = protocols.edition(pass.authority(), today);
    edition.is_some_and(|edition| edition.clauses.iter().any(listens))
}

/// The numbers that stand in one record, or may, and of which nobody has said that they are one child: nothing is written by them.
fn unclear(together: &Together) -> BTreeSet<(&str, &str)> {
    let waits = together.found.iter().filter(|one| matches!(one.standing, Standing::Asked | Standing::Doubtful));
    let two = together.feeds.decisions.iter().map(|kept| &kept.what);
    let two = two.filter(|one| together.feeds.decided(&one.yjs, &one.csc).is_some_and(|last| !last.what.same));
    let waits = waits.map(|one| (one.yjs.as_str(), one.csc.as_str()));
    waits.chain(two.map(|one| (one.yjs.as_str(), one.csc.as_str()))).collect()
}

impl Planner<'_> {
    /// What somebody has said of whether a number of a system is that of a record's child.
    fn placed(&self, whose: Whose, number: &str, child: &str) -> Option<&Placed> {
        self.whose.get(&[whose.word().to_owned(), number.to_owned(), child.to_owned()])
    }

    /// Whether somebody has said that it is the child of the record, as the system lists it now.
    fn is_said_to_be(&self, whose: Whose, listed: &Listed, child: &str) -> bool {
        let said = self.placed(whose, &listed.number, child);
        said.is_some_and(|said| said.same && said.listed == self.record.sealed(&who(listed)))
    }

    fn today(&self) -> Day {
        moment(self.now).day()
    }

    /// That another child of the household is open to social care, where the record was not told so yet; and the records of those who have one. When
    /// the other's work began is the other's own matter: it is told as of now.
    fn household(&self, child: Option<&Child>, both: Both<'_>) -> Vec<Entry> {
        let kin = both.number(Whose::Yjs).filter(|_| self.asks_of_households);
        let Some((number, kin)) = kin.and_then(|own| self.kin.get_key_value(&own)) else { return Vec::new() };
        let mut entries = Vec::new();
        let is_told =
            |child: &Child| child.kept.iter().any(|kept| kept.event().get("event").is_some_and(|e| e == SIBLING));
        if !child.is_some_and(is_told) {
            let at = minute(self.now).to_string();
            let event = json!({
                "id": name::household(&record::hash(number).chars().take(12).collect::<String>()),
                "at": at, "known": {"yjs": at, "csc": at}, "event": SIBLING,
            });
            entries.push(Entry::Event { event });
        }
        let own = child.map(|child| child.id.as_str()).unwrap_or_default();
        let mut children: BTreeSet<String> =
            child.map(|child| child.siblings.iter().cloned().collect()).unwrap_or_default();
        let before = children.len();
        children
            .extend(kin.iter().filter_map(|number| self.of_csc.get(number)).flatten().filter(|id| *id != own).cloned());
        if children.len() > before {
            entries.push(Entry::Siblings { children: children.into_iter().collect() });
        }
        entries
    }

    /// A record that begins: the child is open to both, or something is asked of the household.
    async fn begin(&mut self, both: Both<'_>) -> Result<(), RecordError> {
        let details = match self.details(both) {
            Ok(details) => details,
            Err(waits) => {
                self.plan.held.extend(both.held(waits));
                return Ok(());
            }
        };
        if let Some(child) = self.looks_like(&details).await? {
            self.plan.held.extend(both.held(Waits::Alike(child)));
            return Ok(());
        }
        let mut entries = vec![Entry::Opened { details }];
        let joins = both.yjs.is_some() && both.csc.is_some();
        let told = events::told(None, both, self.today(), minute(self.now));
        let events = told.new.iter().map(|one| (one.at, one.event.to_owned())).collect();
        entries.extend(told.new.into_iter().map(|one| Entry::Event { event: one.json }));
        entries.extend(
            people::places(both, &self.staff, self.pass.authority(), self.today()).into_iter().map(Entry::Involved),
        );
        entries.extend(self.household(None, both));
        entries.extend(self.restricted(both));
        match self.record.preview_begun(entries.clone(), self.now) {
            Ok(_) => self.plan.planned.push(Planned {
                child: None,
                yjs: both.number(Whose::Yjs),
                csc: both.number(Whose::Csc),
                entries,
                events,
                joins,
            }),
            Err(error) => self.refused(both, error)?,
        }
        Ok(())
    }

    /// That the record is for named people alone, where a service's own system says so of the child.
    fn restricted(&self, both: Both<'_>) -> Option<Entry> {
        let by: Vec<Whose> = both.each().filter(|(_, one)| one.restricted).map(|(whose, _)| whose).collect();
        let reason = "restricted in the service’s own system".to_owned();
        (!by.is_empty()).then(|| Entry::Restricted { people: Some(people::guardians(&self.staff, &by)), reason })
    }

    /// A number that two records have: which of them is to go on is for a person to say.
    fn only_one(&mut self, place: usize, number: &str, ids: &[String]) {
        if ids.len() > 1 {
            let service = if place == 0 { "yjs" } else { "csc" };
            let waits = Waits::TwoRecords(ids.to_vec());
            self.plan.held.push(Held { service, number: number.to_owned(), waits });
        }
    }

    /// What a service's systems say of a number, whether the child is open to it or not.
    async fn listing(
        &self,
        whose: Whose,
        number: Option<&str>,
        open: &BTreeMap<String, Listed>,
    ) -> Result<Option<Listed>, RecordError> {
        let Some(number) = number else { return Ok(None) };
        match open.get(number) {
            Some(listed) => Ok(Some(listed.clone())),
            None => self.record.listed_with(self.pass, whose.word(), number, self.next).await,
        }
    }

    /// A record that goes on: with what is new of either system, and with the number that it did not have.
    async fn go_on(&mut self, id: &str, both: Both<'_>) -> Result<(), RecordError> {
        if both.yjs.is_none() && both.csc.is_none() {
            return Ok(());
        }
        let Some(child) = self.record.child_to_keep_up(self.pass, id).await? else { return Ok(()) };
        let is_another =
            |whose: Whose, listed: &Listed| is_another(&child, whose, listed) && !self.is_said_to_be(whose, listed, id);
        if let Some((whose, listed)) = both.each().find(|(whose, listed)| is_another(*whose, listed)) {
            let number = listed.number.clone();
            self.plan.held.push(Held { service: whose.word(), number, waits: Waits::AnotherChild(id.to_owned()) });
            return Ok(());
        }
        // Before anything else is written into it.
        let mut entries: Vec<Entry> =
            self.restricted(both).filter(|_| child.restricted.is_none()).into_iter().collect();
        let numbers = Numbers {
            yjs: child.details.numbers.yjs.clone().or(both.number(Whose::Yjs)),
            csc: child.details.numbers.csc.clone().or(both.number(Whose::Csc)),
        };
        if numbers != child.details.numbers {
            entries.push(Entry::Details { details: Details { numbers, ..child.details.clone() } });
        }
        for (whose, listed) in both.each() {
            let (service, number) = (whose.word(), listed.number.clone());
            if let Some(born) = listed.born.filter(|born| born.0.to_string() != child.details.born) {
                let waits = Waits::Born(born.0.to_string());
                self.plan.held.push(Held { service, number: number.clone(), waits });
            }
            let is_told = || child.kept.iter().any(|kept| kept.event().get("event").is_some_and(|e| e == "child-died"));
            if listed.died.is_some() && !is_told() {
                self.plan.held.push(Held { service, number, waits: Waits::Died });
            }
        }
        let told = events::told(Some(&child), both, self.today(), minute(self.now));
        for (whose, number, waits) in told.held {
            self.plan.held.push(Held { service: whose.word(), number, waits });
        }
        let events = told.new.iter().map(|one| (one.at, one.event.to_owned())).collect();
        entries.extend(told.new.into_iter().map(|one| Entry::Event { event: one.json }));
        entries.extend(self.household(Some(&child), both));
        entries.extend(people::changes(&child, both, &self.staff, self.pass.authority(), self.today()));
        if entries.is_empty() {
            return Ok(());
        }
        match self.record.preview(&child, entries.clone(), self.now) {
            Ok(after) => {
                let joins = after.open_to_yjs && after.open_to_csc && !(child.open_to_yjs && child.open_to_csc);
                let numbers = after.details.numbers;
                let planned =
                    Planned { child: Some(child), yjs: numbers.yjs, csc: numbers.csc, entries, events, joins };
                self.plan.planned.push(planned);
            }
            Err(error) => self.refused(both, error)?,
        }
        Ok(())
    }

    fn refused(&mut self, both: Both<'_>, error: AppendError) -> Result<(), RecordError> {
        match error {
            AppendError::Record(error) => Err(error),
            other => {
                self.plan.held.extend(both.held(Waits::Refused(other.to_string())));
                Ok(())
            }
        }
    }

    /// Who the child is, by both systems: social care's word first, which answers for more of it.
    fn details(&self, both: Both<'_>) -> Result<Details, Waits> {
        let first = |of: fn(&Listed) -> String| {
            [both.csc, both.yjs].into_iter().flatten().map(of).find(|text| !text.is_empty())
        };
        let born = [both.csc, both.yjs].into_iter().flatten().find_map(|one| one.born).ok_or(Waits::NoBirth)?;
        let named = [both.csc, both.yjs].into_iter().flatten().find(|one| !one.name.family.is_empty());
        let name = named.map(|one| one.name.clone()).ok_or(Waits::NoName)?;
        Ok(Details {
            authority: self.pass.authority().to_owned(),
            host: None,
            given: name.given,
            family: name.family,
            known_as: None,
            born: born.0.to_string(),
            sex: first(|one| one.sex.clone()),
            ethnicity: None,
            numbers: Numbers { yjs: both.number(Whose::Yjs), csc: both.number(Whose::Csc) },
        })
    }

    /// A record with the same date of birth and one name the same, that has not these numbers: a second one would be begun for one child.
    async fn looks_like(&self, details: &Details) -> Result<Option<String>, RecordError> {
        let born = self.record.born_on(self.pass, &details.born).await?;
        let same = |given: &str, family: &str| {
            joined(given) == joined(&details.given) || joined(family) == joined(&details.family)
        };
        // One that has another number of the same system is another child: a twin, or somebody of the same name.
        let has = |of: &BTreeMap<String, Vec<String>>, child: &String| of.values().any(|ids| ids.contains(child));
        let is_another = |child: &String| {
            let said = |whose: Whose, number: &Option<String>| {
                number.as_ref().and_then(|number| self.placed(whose, number, child)).is_some_and(|said| !said.same)
            };
            let Numbers { yjs, csc } = &details.numbers;
            (yjs.is_some() && has(&self.of_yjs, child))
                || (csc.is_some() && has(&self.of_csc, child))
                || said(Whose::Yjs, yjs)
                || said(Whose::Csc, csc)
        };
        let alike = |(child, given, family): &&(String, String, String)| same(given, family) && !is_another(child);
        Ok(born.iter().find(alike).map(|(child, ..)| child.clone()))
    }

    /// The plan, with the pairs that wait for a person.
    fn ready(mut self, together: Together) -> Plan {
        for one in &together.found {
            if matches!(one.standing, Standing::Asked | Standing::Doubtful) {
                let each = [("yjs", &one.yjs, &one.csc), ("csc", &one.csc, &one.yjs)];
                self.plan.held.extend(each.map(|(service, own, other)| Held {
                    service,
                    number: own.clone(),
                    waits: Waits::Pair(other.clone()),
                }));
            }
        }
        let twice = together.twice.iter().map(|(service, one, other)| Held {
            service,
            number: one.clone(),
            waits: Waits::Twice(other.clone()),
        });
        let not_all = together.not_all.iter();
        let not_all = not_all.map(|one| Held { service: "yjs", number: one.clone(), waits: Waits::NotAll });
        self.plan.held.extend(twice.chain(not_all));
        self.plan.held.sort();
        self.plan.held.dedup();
        let is_new = |one: &&Found| {
            one.standing == Standing::Certain && together.feeds.decided(&one.yjs, &one.csc).is_none_or(|d| !d.what.same)
        };
        self.plan.newly_joined = together.found.iter().filter(is_new).cloned().collect();
        self.plan.found = together.found;
        self.plan
    }
}

/// Name and date of birth as a system lists them.
pub fn who(listed: &Listed) -> String {
    let born = listed.born.map(|born| born.0.to_string()).unwrap_or_default();
    format!("{} {} {born}", joined(&listed.name.given), joined(&listed.name.family))
}

/// Whether a number has come to another child than the one whose record has it: of first name, family name and date of birth, as far as both tell
/// them, two differ, or one does and none is the same. A brother or sister has the family name alone.
fn is_another(child: &Child, whose: Whose, listed: &Listed) -> bool {
    let numbers = &child.details.numbers;
    let number = if whose == Whose::Yjs { &numbers.yjs } else { &numbers.csc };
    if number.as_deref() != Some(listed.number.as_str()) {
        return false;
    }
    let first = |given: &str| joined(given.split_whitespace().next().unwrap_or_default());
    let own = &child.details;
    let names = || std::iter::once(&listed.name).chain(&listed.others);
    let is_one_of = |own: Vec<String>, theirs: Vec<String>| {
        let theirs: Vec<String> = theirs.into_iter().filter(|name| !name.is_empty()).collect();
        (!theirs.is_empty()).then(|| own.iter().any(|name| theirs.contains(name)))
    };
    let known_as = own.known_as.as_deref().unwrap_or(&own.given);
    let given = is_one_of(vec![first(&own.given), first(known_as)], names().map(|name| first(&name.given)).collect());
    let family = is_one_of(vec![joined(&own.family)], names().map(|name| joined(&name.family)).collect());
    let born = listed.born.map(|born| born.0.to_string() == own.born);
    let said: Vec<bool> = [given, family, born].into_iter().flatten().collect();
    let differ = said.iter().filter(|same| !**same).count();
    differ >= 2 || (differ == 1 && said.len() == 1)
}
