//! What stands in `demo/` and among the worked journeys, read once.
//!
//! The files are built into the program. What is wrong with one is refused with its name, line and cause, as a protocol's would be.

use std::collections::BTreeMap;

use calendar::Day;
use protocol::Protocols;
use protocol::refusal::Refusals;
use protocol::yaml::{Kind, Node, read};

use super::names::Names;
use super::staff::{self, Staff};
use super::stories::Story;
use super::worked::{Shifted, Worked};

include!(concat!(env!("OUT_DIR"), "/demo_files.rs"));

/// Everything read.
#[derive(Debug)]
pub struct Data {
    /// The names.
    pub names: Names,
    /// The staff of each authority whose protocol is there.
    pub staff: Vec<Staff>,
    /// The storylines.
    pub stories: Vec<Story>,
    /// The worked journeys, in order of path.
    worked: Vec<Worked>,
}

impl Data {
    /// Reads all of it, for the authorities whose protocols are there.
    pub fn read(protocols: &Protocols) -> Result<Data, Refusals> {
        let mut refusals = Refusals::default();
        let mut open = |file: &str, text: &str| read(file, text).map_err(|r| refusals.append(r)).ok();
        let names = open("demo/names.yaml", include_str!("../../../../demo/names.yaml"));
        let people = open("demo/staff.yaml", include_str!("../../../../demo/staff.yaml"));
        let stories: Vec<_> = STORIES.iter().filter_map(|(file, text)| Some((*file, open(file, text)?))).collect();
        let worked: Vec<_> = WORKED.iter().filter_map(|(file, text)| Worked::read(file, &open(file, text)?)).collect();
        let names = names.map(|root| Names::read(&root)).unwrap_or_default();
        let mut staff = people.map(|root| staff::read(&root)).unwrap_or_default();
        staff.retain(|s| protocols.authorities.contains_key(&s.authority));
        let mut told = Vec::new();
        for (file, root) in &stories {
            match Story::read(file, root) {
                Ok(story) => told.push(story),
                Err(cause) => refusals.add(file, root.line, cause, Some("demo/README.md has the form".into())),
            }
        }
        refusals.unless(Data { names, staff, stories: told, worked })
    }

    /// The worked journeys of each authority, moved to a day. Those of the law would stand under any protocol: each is given to the
    /// authority that has fewest.
    pub fn worked_by_authority(&self, today: Day) -> BTreeMap<String, Vec<Shifted<'_>>> {
        let mut dealt: BTreeMap<String, Vec<Shifted<'_>>> = BTreeMap::new();
        for staff in &self.staff {
            dealt.insert(staff.authority.clone(), Vec::new());
        }
        let (law, own): (Vec<&Worked>, Vec<&Worked>) = self.worked.iter().partition(|w| w.of_the_law);
        for one in own {
            if let Some(list) = dealt.get_mut(&one.home) {
                list.push(one.shifted(today));
            }
        }
        for one in law {
            if let Some(list) = dealt.values_mut().min_by_key(|list| list.len()) {
                list.push(one.shifted(today));
            }
        }
        dealt
    }
}

/// The texts of a list.
pub fn texts(node: Option<&Node>) -> Vec<String> {
    node.into_iter().flat_map(Node::items).filter_map(Node::text).map(str::to_owned).collect()
}

/// The text under a key.
pub fn text(node: &Node, key: &str) -> Option<String> {
    node.get(key)?.text().map(str::to_owned)
}

/// The whole number under a key.
pub fn number(node: &Node, key: &str) -> Option<i32> {
    i32::try_from(node.get(key)?.int()?).ok()
}

/// The two ends of a range, written `[3, 9]` or as one number.
pub fn range(node: Option<&Node>) -> Option<(i32, i32)> {
    let ends: Vec<i32> = node?.items().iter().filter_map(|n| i32::try_from(n.int()?).ok()).collect();
    match ends.as_slice() {
        [one] => Some((*one, *one)),
        [from, to] if from <= to => Some((*from, *to)),
        _ => None,
    }
}

/// The items of a list; none where there is nothing, or no list.
pub fn list<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    match node.get(key).map(|n| &n.kind) {
        Some(Kind::List(items)) => items,
        _ => &[],
    }
}
