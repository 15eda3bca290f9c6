//! Under which keys does a person stand, and what have two people in common who share one? And who has enough in common to be compared?
//!
//! What is the same counts two; what is only alike (a name that sounds, begins or ends so, a date of which two parts agree, a street of very many),
//! and a name that stands in the other's place, counts one; three are enough, and so is one thing that few people have.

use crate::level::SHORT_PART;
use crate::row::{Born, Row};
use crate::texts::{FAMILY, GIVEN, HOUSE, POSTCODE, STREET, Text, View};

/// What two people have in common, a bit each.
pub mod common {
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
    /// A street or postcode of very many people.
    pub const CROWD: u16 = 2048;
}

/// How many bits there are.
pub const BITS: usize = 12;

/// What two have in common, thing by thing: what is the same, and what is only alike. One of each pair counts.
pub const THINGS: [(u16, u16); 4] = [
    (common::GIVEN_SAME, common::GIVEN_LIKE),
    (common::FAMILY_SAME, common::FAMILY_LIKE),
    (common::BORN_SAME, common::BORN_LIKE),
    (common::HOME, common::CROWD),
];

/// Whether two who have this in common are worth comparing.
const fn is_worth(bits: u16) -> bool {
    const fn of(bits: u16, (same, like): (u16, u16)) -> u16 {
        if bits & same != 0 {
            2
        } else if bits & like != 0 {
            1
        } else {
            0
        }
    }
    let [given, family, born, home] = THINGS;
    let names = of(bits, given) + of(bits, family);
    let is_turned = bits & common::GIVEN_AS_FAMILY != 0 && bits & common::FAMILY_AS_GIVEN != 0;
    let turned = of(bits, (0, common::GIVEN_AS_FAMILY)) + of(bits, (0, common::FAMILY_AS_GIVEN));
    let turned = if is_turned { ENOUGH } else { turned };
    let others = of(bits, born) + of(bits, home);
    bits & (common::RARE | common::ADDRESS) != 0 || (if names > turned { names } else { turned }) + others >= ENOUGH
}

const ENOUGH: u16 = 3;

#[expect(clippy::indexing_slicing, reason = "a constant: what is out of bounds is not built")]
const WORTH: [bool; 1 << BITS] = {
    let mut all = [false; 1 << BITS];
    let mut n = 0;
    while n < 1 << BITS {
        all[n] = is_worth(n as u16);
        n += 1;
    }
    all
};

/// Whether two who have this in common are worth comparing, looked up.
pub fn worth(bits: u16) -> bool {
    WORTH.get(bits as usize).is_some_and(|worth| *worth)
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
pub struct Key(pub u64, pub u16, pub bool);

/// The keys of a name: each of its parts; how it sounds, begins and ends.
fn name(texts: View<'_>, text: Text, stands: usize, same: u16, like: u16, rare: bool, into: &mut Vec<Key>) {
    let Some(spelled) = texts.spelled(text).filter(|_| text != 0) else { return };
    let kind = stands as u64 * 10;
    match spelled.parts.as_slice() {
        // Of the O of O'Brien there are too many; Li Na is not looked for by its parts, but whole.
        parts if parts.iter().any(|part| part.len() > SHORT_PART) => {
            let long = parts.iter().filter(|part| part.len() > SHORT_PART);
            into.extend(long.map(|part| Key(hash(kind, part), same, rare)));
        }
        _ => into.push(Key(hash(kind, &spelled.letters), same, rare)),
    }
    if like == 0 {
        return;
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

fn birth(born: Born, bit: u16) -> Key {
    Key(mix(OF_BIRTH, u64::from_le_bytes(born)), bit, bit == common::BORN_SAME)
}

/// The keys under which a person stands.
pub fn keys(texts: View<'_>, row: &Row, into: &mut Vec<Key>) {
    name(texts, row.text(GIVEN), GIVEN, common::GIVEN_SAME, common::GIVEN_LIKE, true, into);
    name(texts, row.text(FAMILY), FAMILY, common::FAMILY_SAME, common::FAMILY_LIKE, true, into);
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
    into.extend(row.numbers.iter().map(|number| Key(mix(OF_NUMBER, *number), common::RARE, true)));
}

/// The keys under which somebody is looked for besides: names in each other's place, and the day in that of the month.
pub fn turned(texts: View<'_>, row: &Row, into: &mut Vec<Key>) {
    name(texts, row.text(GIVEN), FAMILY, common::GIVEN_AS_FAMILY, 0, false, into);
    name(texts, row.text(FAMILY), GIVEN, common::FAMILY_AS_GIVEN, 0, false, into);
    if let Some([y1, y2, y3, y4, m1, m2, d1, d2]) = row.born {
        into.push(birth([y1, y2, y3, y4, d1, d2, m1, m2], common::BORN_LIKE));
    }
}
