//! A list of people, made ready to be compared: each text once, with its sound and how often it occurs.

use std::fmt;

use indexmap::IndexMap;

use crate::letters::joined;
use crate::level::Spelled;
use crate::person::Person;

/// The fields whose texts are kept once.
pub const TEXTS: usize = 7;
/// First names.
pub const GIVEN: usize = 0;
/// Family name.
pub const FAMILY: usize = 1;
/// Number of the house.
pub const HOUSE: usize = 2;
/// Street.
pub const STREET: usize = 3;
/// Second line of the address.
pub const LOCALITY: usize = 4;
/// Town.
pub const TOWN: usize = 5;
/// Postcode.
pub const POSTCODE: usize = 6;

/// A text, by its number in [`Texts`]; 0 is no text.
pub type Text = u32;

/// Each text that occurs in one of two lists, once.
pub struct Texts {
    all: IndexMap<Box<str>, Entry>,
}

/// Nothing of what people are called and where they live: what is printed for a programmer may end in a log.
impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").finish_non_exhaustive()
    }
}

#[derive(Debug, Default)]
struct Entry {
    spelled: Spelled,
    /// How often it stands in each field, in all lists.
    times: [u32; TEXTS],
}

/// Of a text so many letters count.
const LONGEST: usize = 100;

impl Default for Texts {
    fn default() -> Texts {
        Texts { all: IndexMap::from([(Box::from(""), Entry::default())]) }
    }
}

impl Texts {
    /// How many there are, the empty one among them.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    fn add(&mut self, field: usize, text: &str) -> Text {
        // What is longer is no name, and would take long to compare.
        let text = text.char_indices().nth(LONGEST).and_then(|(end, _)| text.get(..end)).unwrap_or(text);
        let letters = joined(text);
        if letters.is_empty() {
            return 0;
        }
        let at = match self.all.get_index_of(letters.as_str()) {
            Some(at) => at,
            None => {
                let entry = Entry { spelled: Spelled::new(text, letters.clone()), times: [0; TEXTS] };
                self.all.insert_full(letters.into(), entry).0
            }
        };
        if let Some(own) = self.all.get_index_mut(at).and_then(|(_, entry)| entry.times.get_mut(field)) {
            *own += 1;
        }
        at as Text
    }

    fn entry(&self, text: Text) -> Option<&Entry> {
        self.all.get_index(text as usize).map(|(_, entry)| entry)
    }

    /// Two texts as they are compared.
    pub fn two(&self, a: Text, b: Text) -> Option<(&Spelled, &Spelled)> {
        Some((self.spelled(a)?, self.spelled(b)?))
    }

    /// A text as it is compared.
    pub fn spelled(&self, text: Text) -> Option<&Spelled> {
        self.entry(text).map(|entry| &entry.spelled)
    }

    /// How often a text stands in a field.
    pub fn times(&self, field: usize, text: Text) -> u32 {
        self.entry(text).and_then(|entry| entry.times.get(field)).copied().unwrap_or(0)
    }

    /// The numbers of times of every text of a field.
    pub fn every_time(&self, field: usize) -> impl Iterator<Item = u32> + '_ {
        self.all.values().filter_map(move |entry| entry.times.get(field).copied()).filter(|n| *n > 0)
    }
}

/// A person, ready to be compared.
#[derive(Clone, Copy, Default)]
pub struct Row {
    /// The texts, by field.
    pub texts: [Text; TEXTS],
    /// The date of birth in digits; nothing where it is not told.
    pub born: Option<[u8; 8]>,
    /// First letter of the sex; 0 where it is not told.
    pub sex: u8,
    /// The numbers of their own, by kind; 0 where not told.
    pub numbers: [u64; 4],
}

/// Nothing of what people are called and where they live: what is printed for a programmer may end in a log.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row").finish_non_exhaustive()
    }
}

impl Row {
    /// Makes a person ready.
    pub fn new(texts: &mut Texts, person: &Person) -> Row {
        let home = &person.home;
        let each =
            [&person.given, &person.family, &home.house, &home.street, &home.locality, &home.town, &home.postcode];
        let mut row = Row { born: digits(&person.born), ..Row::default() };
        for (field, (place, text)) in row.texts.iter_mut().zip(each).enumerate() {
            *place = texts.add(field, text);
        }
        let sex = person.sex.trim().bytes().next().map_or(0, |b| b.to_ascii_lowercase());
        row.sex = if sex == b'm' || sex == b'f' { sex } else { 0 };
        for number in &person.numbers {
            if let Some(place) = row.numbers.get_mut(number.kind() as usize) {
                *place = crate::near::hash(number.kind() as u64, number.value()).max(1);
            }
        }
        row
    }

    /// A text of it.
    pub fn text(&self, field: usize) -> Text {
        self.texts.get(field).copied().unwrap_or(0)
    }
}

/// Eight digits; nothing where there are more or fewer, and nothing of a date that stands for none.
fn digits(text: &str) -> Option<[u8; 8]> {
    let all: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
    let all: [u8; 8] = all.try_into().ok()?;
    (all != *b"19000101" && all != *b"99991231" && all != *b"00000000").then_some(all)
}
