//! Who is worth comparing with whom? Whoever agrees in enough of four things: first name, family name, birth and home.
//!
//! What is the same counts two; what is only alike (a name that sounds, begins or ends so, a date of which two parts agree), and a name that stands in
//! the other's place, counts one; three are enough, and so is one thing that few people have. Nobody is left out because too many have something in
//! common: each person of a list stands under each of a few keys, and what somebody has in common with all who stand under theirs is counted
//! before anything is compared.

use crate::level::SHORT_PART;
use crate::people::{FAMILY, GIVEN, HOUSE, POSTCODE, Row, STREET, Text, Texts};

/// Whoever shares a name, a whole date of birth, a postcode or a house with at most so many people is compared with each of them.
const FEW: usize = 24;

/// What two people have in common, a bit each.
mod common {
    pub const GIVEN_SAME: u16 = 1;
    pub const GIVEN_LIKE: u16 = 2;
    pub const FAMILY_SAME: u16 = 4;
    pub const FAMILY_LIKE: u16 = 8;
    pub const BORN_SAME: u16 = 16;
    pub const BORN_LIKE: u16 = 32;
    pub const HOME: u16 = 64;
    /// House and street: by itself enough.
    pub const ADDRESS: u16 = 128;
    pub const GIVEN_AS_FAMILY: u16 = 256;
    pub const FAMILY_AS_GIVEN: u16 = 512;
    /// Something that few people have.
    pub const RARE: u16 = 1024;
}

/// Whether two who have this in common are worth comparing.
const fn is_worth(bits: u16) -> bool {
    const fn of(bits: u16, same: u16, like: u16) -> u16 {
        if bits & same != 0 {
            2
        } else if bits & like != 0 {
            1
        } else {
            0
        }
    }
    let names = of(bits, common::GIVEN_SAME, common::GIVEN_LIKE) + of(bits, common::FAMILY_SAME, common::FAMILY_LIKE);
    let turned = of(bits, 0, common::GIVEN_AS_FAMILY) + of(bits, 0, common::FAMILY_AS_GIVEN);
    let turned = if turned == 2 { ENOUGH } else { turned };
    let others = of(bits, common::BORN_SAME, common::BORN_LIKE) + of(bits, common::HOME, 0);
    bits & (common::RARE | common::ADDRESS) != 0 || (if names > turned { names } else { turned }) + others >= ENOUGH
}

const ENOUGH: u16 = 3;

#[expect(clippy::indexing_slicing, reason = "a constant: what is out of bounds is not built")]
const WORTH: [bool; 2048] = {
    let mut all = [false; 2048];
    let mut n = 0;
    while n < 2048 {
        all[n] = is_worth(n as u16);
        n += 1;
    }
    all
};

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
}

/// A hash that is the same on every machine (FNV-1a, mixed).
pub fn hash(kind: u64, text: &str) -> u64 {
    let each = kind.to_le_bytes().into_iter().chain(text.bytes());
    let all = each.fold(0xcbf2_9ce4_8422_2325_u64, |all, byte| (all ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let mixed = (all ^ (all >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ (mixed >> 32)
}

fn mix(kind: u64, value: u64) -> u64 {
    let mixed = (value ^ kind.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ (mixed >> 32)
}

/// A key, what it means to share it, and whether it is enough where few people have it.
struct Key(u64, u16, bool);

/// The keys of a name: each of its parts; how it sounds, begins and ends.
fn name(texts: &Texts, text: Text, stands: usize, same: u16, like: u16, into: &mut Vec<Key>) {
    let Some(spelled) = texts.spelled(text).filter(|_| text != 0) else { return };
    let kind = stands as u64 * 10;
    match spelled.parts.as_slice() {
        // Of the O of O'Brien there are too many; Li Na is not looked for by its parts, but whole.
        parts if parts.iter().any(|part| part.len() > SHORT_PART) => {
            let long = parts.iter().filter(|part| part.len() > SHORT_PART);
            into.extend(long.map(|part| Key(hash(kind, part), same, true)));
        }
        _ => into.push(Key(hash(kind, &spelled.letters), same, true)),
    }
    if !spelled.sound.is_empty() {
        into.push(Key(hash(kind + 1, &spelled.sound), like, false));
    }
    let head = spelled.letters.char_indices().nth(3).map_or(spelled.letters.len(), |(n, _)| n);
    let tail = spelled.letters.char_indices().rev().nth(2).map_or(0, |(n, _)| n);
    into.push(Key(hash(kind + 2, spelled.letters.get(..head).unwrap_or_default()), like, false));
    into.push(Key(hash(kind + 3, spelled.letters.get(tail..).unwrap_or_default()), like, false));
}

const OF_BIRTH: u64 = 100;
const OF_HOME: u64 = 200;
const OF_NUMBER: u64 = 300;

fn birth(born: [u8; 8], bit: u16) -> Key {
    Key(mix(OF_BIRTH, u64::from_le_bytes(born)), bit, bit == common::BORN_SAME)
}

/// The keys under which a person stands.
fn keys(texts: &Texts, row: &Row, into: &mut Vec<Key>) {
    name(texts, row.text(GIVEN), GIVEN, common::GIVEN_SAME, common::GIVEN_LIKE, into);
    name(texts, row.text(FAMILY), FAMILY, common::FAMILY_SAME, common::FAMILY_LIKE, into);
    if let Some(born) = row.born {
        let [y1, y2, y3, y4, m1, m2, d1, d2] = born;
        into.push(birth(born, common::BORN_SAME));
        for part in [[y1, y2, y3, y4, m1, m2, 0, 0], [y1, y2, y3, y4, 0, 0, d1, d2], [0, 0, 0, 0, m1, m2, d1, d2]] {
            into.push(birth(part, common::BORN_LIKE));
        }
    }
    let (house, street, postcode) = (row.text(HOUSE), row.text(STREET), row.text(POSTCODE));
    if postcode != 0 {
        into.push(Key(mix(OF_HOME, u64::from(postcode)), common::HOME, true));
    }
    if street != 0 {
        into.push(Key(mix(OF_HOME + 1, u64::from(street)), common::HOME, true));
    }
    if street != 0 && house != 0 {
        into.push(Key(mix(OF_HOME + 2, (u64::from(street) << 32) | u64::from(house)), common::ADDRESS, false));
    }
    let numbers = row.numbers.into_iter().filter(|n| *n != 0);
    into.extend(numbers.map(|number| Key(mix(OF_NUMBER, number), common::RARE, true)));
}

impl Near {
    /// Of a list of people.
    pub fn new(texts: &Texts, rows: &[Row]) -> Near {
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
        let mut keys: Vec<(u32, u32)> = Vec::new();
        let mut people = Vec::with_capacity(under.len());
        let mut from = 0;
        for start in &mut starts {
            let to = *start as usize;
            let some = under.get_mut(from..to).unwrap_or_default();
            some.sort_unstable();
            for alike in some.chunk_by(|a, b| a.0 == b.0) {
                people.extend(alike.iter().map(|(_, person)| *person));
                keys.extend(alike.first().map(|(end, _)| (*end, people.len() as u32)));
            }
            (from, *start) = (to, keys.len() as u32);
        }
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

    /// Those worth comparing with a person, in the order of their places.
    pub fn to(&self, texts: &Texts, row: &Row, scratch: &mut Scratch, found: &mut Vec<u32>) {
        scratch.bits.resize(self.count, 0);
        // One place more than there are people: where the last one is written again.
        scratch.met.resize(self.count + 1, 0);
        let mut met = 0;
        let mut own = Vec::with_capacity(32);
        keys(texts, row, &mut own);
        let turned = own.len();
        name(texts, row.text(GIVEN), FAMILY, common::GIVEN_AS_FAMILY, 0, &mut own);
        name(texts, row.text(FAMILY), GIVEN, common::FAMILY_AS_GIVEN, 0, &mut own);
        if let Some([y1, y2, y3, y4, m1, m2, d1, d2]) = row.born {
            // The day may stand in the month's place.
            own.push(birth([y1, y2, y3, y4, d1, d2, m1, m2], common::BORN_LIKE));
        }
        for (n, Key(key, bit, alone)) in own.into_iter().enumerate() {
            if bit == 0 {
                continue;
            }
            let under = self.under(key);
            let rare = if alone && n < turned && under.len() <= FEW { common::RARE } else { 0 };
            for person in under {
                let Some(bits) = scratch.bits.get_mut(*person as usize) else { continue };
                // Written whether it counts or not: half of them do, and a guess would be wrong as often.
                if let Some(place) = scratch.met.get_mut(met) {
                    *place = *person;
                }
                met += usize::from(*bits == 0);
                *bits |= bit | rare;
            }
        }
        found.clear();
        for person in scratch.met.iter().take(met).copied() {
            let Some(bits) = scratch.bits.get_mut(person as usize) else { continue };
            if WORTH.get(*bits as usize).is_some_and(|worth| *worth) {
                found.push(person);
            }
            *bits = 0;
        }
        found.sort_unstable();
    }
}
