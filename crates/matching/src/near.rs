//! Who is worth comparing with whom? Whoever agrees in enough of four things: first name, family name, birth and home.
//!
//! Each person of a list stands under each of a few keys ([`crate::keys`]), and what somebody has in common with all who stand under theirs is
//! counted before anything is compared. What very many share finds nobody by itself, and of more than a thousand the nearest are taken: so nobody
//! is compared with the whole of a list. Of whom that left something out is said.

use crate::keys::{BITS, Key, THINGS, common, keys, turned, worth};
use crate::row::Row;
use crate::texts::View;

/// Whoever shares a name, a whole date of birth, a postcode or a house with at most so many people is compared with each of them.
const FEW: usize = 24;
/// An address or number of more people than this is not by itself a reason to compare them, and their street and postcode counts as half of one.
const MANY: usize = 200;
/// What more people have than this, and more than one in so many of the list, is passed over.
const CROWD: (usize, usize) = (1_000, 8);
/// With so many of a list a person is compared at most.
const MOST: usize = 1_000;

/// A list of people, found by what they have in common with somebody.
#[derive(Debug)]
pub struct Near {
    /// Where among the keys those begin that begin with these bits.
    starts: Vec<u32>,
    /// How many bits of a key are not of its beginning.
    shift: u32,
    /// The end of each key, and up to where those stand who have it.
    keys: Vec<(u32, u32)>,
    people: Vec<u32>,
    count: usize,
}

/// What is found, kept from one question to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    bits: Vec<u16>,
    met: Vec<u32>,
    /// Those worth comparing, and how little chance has to do with what they have in common.
    worth: Vec<(u32, u32)>,
}

/// How much it tells to have something in common with somebody, by bit: how many times one in two people have it not, in sixteenths.
type Tells = [u32; BITS];

/// How much all tells that two have in common.
fn score(tells: &Tells, bits: u16) -> u32 {
    let of = |bit: u16| {
        let own = tells.get(bit.trailing_zeros() as usize).copied().unwrap_or(0);
        if bits & bit == 0 { 0 } else { own }
    };
    let [given, family, born, home] = THINGS.map(|(same, like)| of(same).max(of(like)));
    let turned = of(common::GIVEN_AS_FAMILY) + of(common::FAMILY_AS_GIVEN);
    (given + family).max(turned) + born + home.max(of(common::ADDRESS)) + of(common::RARE)
}

impl Near {
    /// Of a list of people.
    pub fn new(texts: View<'_>, rows: &[Row]) -> Near {
        let bits = (rows.len() * 16).max(2).ilog2().min(20);
        let shift = 64 - bits;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        let mut own = Vec::new();
        let mut each = |row: &Row, run: &mut dyn FnMut(u64)| {
            own.clear();
            keys(texts, row, &mut own);
            own.iter().for_each(|key: &Key| run(key.0));
        };
        for row in rows {
            each(row, &mut |key| {
                if let Some(own) = starts.get_mut((key >> shift) as usize + 1) {
                    *own += 1;
                }
            });
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut under = vec![(0, 0); sum as usize];
        for (n, row) in rows.iter().enumerate() {
            each(row, &mut |key| {
                let Some(place) = next.get_mut((key >> shift) as usize) else { return };
                if let Some(own) = under.get_mut(*place as usize) {
                    *own = (key as u32, n as u32);
                }
                *place += 1;
            });
        }
        let (keys, people) = grouped(&mut starts, under);
        Near { starts, shift, keys, people, count: rows.len() }
    }

    /// Those who stand under a key.
    fn under(&self, key: u64) -> &[u32] {
        let bucket = (key >> self.shift) as usize;
        let start = |n: usize| self.starts.get(n).copied().unwrap_or(0) as usize;
        let (from, to) = (start(bucket), start(bucket + 1));
        let some = self.keys.get(from..to).unwrap_or_default();
        let Some(at) = some.iter().position(|(end, _)| *end == key as u32) else { return &[] };
        let up_to = |n: usize| self.keys.get(n).map_or(0, |(_, to)| *to as usize);
        let first = (from + at).checked_sub(1).map_or(0, up_to);
        self.people.get(first..up_to(from + at)).unwrap_or_default()
    }

    /// What it means to stand under a key with so many: nothing where it is passed over.
    fn means(&self, Key(_, bit, alone): &Key, held: usize) -> u16 {
        let (many, share) = CROWD;
        if held > many && held > self.count / share {
            return 0;
        }
        match *bit {
            common::ADDRESS | common::RARE if held > MANY => 0,
            common::HOME if held > MANY => common::CROWD,
            bit if *alone && held <= FEW => bit | common::RARE,
            bit => bit,
        }
    }

    /// Those worth comparing with a person, in the order of their places; and whether all of them are there. They are not where there are too
    /// many, or where too little is told of the person that is not told of most of the list.
    pub fn to(&self, texts: View<'_>, row: &Row, scratch: &mut Scratch, found: &mut Vec<u32>) -> bool {
        scratch.bits.resize(self.count, 0);
        // One place more than there are people: where the last one is written again.
        scratch.met.resize(self.count + 1, 0);
        let mut own = Vec::with_capacity(32);
        keys(texts, row, &mut own);
        turned(texts, row, &mut own);
        let (mut met, mut can_be, mut tells): (usize, u16, Tells) = (0, 0, [u32::MAX; BITS]);
        for key in own {
            let under = self.under(key.0);
            let bits = self.means(&key, under.len());
            can_be |= bits;
            let share = (self.count.max(1) as f64 / under.len().max(1) as f64).log2();
            for (n, tells) in tells.iter_mut().enumerate().filter(|(n, _)| bits & (1 << n) != 0) {
                *tells = (*tells).min(if 1 << n == common::RARE { 1 << 10 } else { (share * 16.0) as u32 });
            }
            if bits == 0 {
                continue;
            }
            for person in under {
                let Some(own) = scratch.bits.get_mut(*person as usize) else { continue };
                // Written whether it counts or not: half of them do, and a guess would be wrong as often.
                if let Some(place) = scratch.met.get_mut(met) {
                    *place = *person;
                }
                met += usize::from(*own == 0);
                *own |= bits;
            }
        }
        let are_all = scratch.nearest(met, &tells, found);
        are_all && worth(can_be)
    }
}

impl Scratch {
    /// Of so many who were met the nearest of those worth comparing, and whether these are all.
    fn nearest(&mut self, met: usize, tells: &Tells, found: &mut Vec<u32>) -> bool {
        self.worth.clear();
        for person in self.met.iter().take(met) {
            let Some(bits) = self.bits.get_mut(*person as usize) else { continue };
            if worth(*bits) {
                self.worth.push((score(tells, *bits), *person));
            }
            *bits = 0;
        }
        let are_all = self.worth.len() <= MOST;
        if !are_all {
            self.worth.select_nth_unstable_by_key(MOST, |(score, person)| (std::cmp::Reverse(*score), *person));
            self.worth.truncate(MOST);
        }
        found.clear();
        found.extend(self.worth.iter().map(|(_, person)| *person));
        found.sort_unstable();
        are_all
    }
}

/// Each key once, with up to where the people stand who have it; `starts` become the places among the keys.
fn grouped(starts: &mut [u32], mut under: Vec<(u32, u32)>) -> (Vec<(u32, u32)>, Vec<u32>) {
    let mut keys: Vec<(u32, u32)> = Vec::new();
    let mut people = Vec::with_capacity(under.len());
    let mut from = 0;
    for start in starts {
        let to = *start as usize;
        let some = under.get_mut(from..to).unwrap_or_default();
        some.sort_unstable();
        for alike in some.chunk_by(|a, b| a.0 == b.0) {
            people.extend(alike.iter().map(|(_, person)| *person));
            keys.extend(alike.first().map(|(end, _)| (*end, people.len() as u32)));
        }
        (from, *start) = (to, keys.len() as u32);
    }
    (keys, people)
}
