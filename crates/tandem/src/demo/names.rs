//! What is this child called, and who is around the child?
//!
//! Comes from `demo/names.yaml`; goes out as names that no other child of the demonstration has. Nobody is meant by any of them.

use std::collections::{BTreeMap, BTreeSet};

use protocol::yaml::Node;

use super::Contact;
use super::chance::Chance;
use super::data::{list, number, text, texts};

/// All names.
#[derive(Debug, Default)]
pub struct Names {
    groups: Vec<Group>,
    known_as: BTreeMap<String, String>,
    mothers: Vec<String>,
    fathers: Vec<String>,
}

#[derive(Debug)]
struct Group {
    ethnicity: String,
    weight: u64,
    girls: Vec<String>,
    boys: Vec<String>,
    family: Vec<String>,
}

/// The name that was drawn.
#[derive(Debug)]
pub struct Drawn {
    /// The given name.
    pub given: String,
    /// The family name.
    pub family: String,
    /// What the child goes by.
    pub known_as: Option<String>,
    /// Most of the group's.
    pub ethnicity: Option<String>,
}

/// What a name must fit.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// `female` or `male`, where it is known.
    pub sex: Option<&'a str>,
    /// The given and the family name that a story fixes.
    pub fixed: Option<&'a (String, String)>,
    /// The household that the child shares with others, by number.
    pub household: Option<usize>,
}

/// The names that are taken.
#[derive(Debug, Default)]
pub struct Register {
    taken: BTreeSet<(String, String)>,
    /// The households of the borough in hand: the group and the family name of each.
    pub households: BTreeMap<usize, (usize, String)>,
}

impl Names {
    /// Reads `demo/names.yaml`.
    pub fn read(root: &Node) -> Names {
        let group = |node: &Node| Group {
            ethnicity: text(node, "ethnicity").unwrap_or_default(),
            weight: number(node, "weight").unwrap_or(1).unsigned_abs().into(),
            girls: texts(node.get("girls")),
            boys: texts(node.get("boys")),
            family: texts(node.get("family")),
        };
        let known_as = root.get("known-as").into_iter().flat_map(Node::entries);
        Names {
            groups: list(root, "groups").iter().map(group).collect(),
            known_as: known_as.filter_map(|(name, _, to)| Some((name.to_owned(), to.text()?.to_owned()))).collect(),
            mothers: texts(root.get("mothers")),
            fathers: texts(root.get("fathers")),
        }
    }

    /// A name that nobody has yet, with the family name of the household where it has one.
    pub fn draw(&self, chance: &mut Chance, asked: Asked<'_>, register: &mut Register) -> Drawn {
        if let Some((given, family)) = asked.fixed {
            register.taken.insert((given.clone(), family.clone()));
            return Drawn { given: given.clone(), family: family.clone(), known_as: None, ethnicity: None };
        }
        let known = asked.household.and_then(|n| register.households.get(&n).cloned());
        let place = known.as_ref().map_or_else(|| self.group(chance), |(place, _)| *place);
        let mut name = (String::new(), String::new());
        // With many thousands of names for 1,500 children the second draw nearly always does.
        for _ in 0..200 {
            let family = known.as_ref().map_or_else(|| self.family(place, chance), |(_, family)| family.clone());
            name = (self.given(place, asked.sex, chance), family);
            if register.taken.insert(name.clone()) {
                break;
            }
        }
        let (given, family) = name;
        if let Some(household) = asked.household {
            register.households.entry(household).or_insert_with(|| (place, family.clone()));
        }
        let known_as = self.known_as.get(&given).filter(|_| chance.happens(60)).cloned();
        let ethnicity = self.groups.get(place).map(|g| g.ethnicity.clone()).filter(|_| chance.happens(94));
        Drawn { given, family, known_as, ethnicity }
    }

    fn group(&self, chance: &mut Chance) -> usize {
        let mut at = chance.below(self.groups.iter().map(|g| g.weight).sum());
        for (place, group) in self.groups.iter().enumerate() {
            match at.checked_sub(group.weight) {
                Some(rest) => at = rest,
                None => return place,
            }
        }
        0
    }

    fn given(&self, place: usize, sex: Option<&str>, chance: &mut Chance) -> String {
        let Some(group) = self.groups.get(place) else { return String::new() };
        let girl = match sex {
            Some(sex) => sex == "female",
            None => chance.happens(30),
        };
        chance.pick(if girl { &group.girls } else { &group.boys }).cloned().unwrap_or_default()
    }

    fn family(&self, place: usize, chance: &mut Chance) -> String {
        let place = if chance.happens(10) { self.group(chance) } else { place };
        self.groups.get(place).and_then(|g| chance.pick(&g.family)).cloned().unwrap_or_default()
    }

    /// The family and others around a child.
    pub fn around(&self, family: &str, chance: &mut Chance) -> Vec<Contact> {
        let mut network = Vec::new();
        let phone = |chance: &mut Chance| Some(format!("01632 960{:03}", chance.below(1000)));
        for (relation, names, percent) in [("mother", &self.mothers, 88), ("father", &self.fathers, 42)] {
            if !chance.happens(percent) {
                continue;
            }
            let theirs = if chance.happens(75) { family.to_owned() } else { self.family(self.group(chance), chance) };
            if let Some(given) = chance.pick(names) {
                let name = format!("{given} {theirs}");
                network.push(Contact { relation: relation.to_owned(), name, phone: phone(chance) });
            }
        }
        for (relation, percent) in [("grandmother", 15), ("school", 70), ("solicitor", 30)] {
            if chance.happens(percent) {
                let given = chance.pick(&self.mothers).cloned().unwrap_or_default();
                let name = format!("{given} {}", self.family(self.group(chance), chance));
                network.push(Contact { relation: relation.to_owned(), name, phone: phone(chance) });
            }
        }
        network
    }
}
