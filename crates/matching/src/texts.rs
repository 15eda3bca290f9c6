//! The texts of lists of people, each once, with its sound and how often it occurs.

use std::fmt;

use indexmap::IndexMap;

use crate::letters::joined;
use crate::level::Spelled;

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
    /// In how many records each field is told.
    told: [f64; TEXTS],
}

#[derive(Default)]
struct Entry {
    spelled: Spelled,
    /// How often it stands in each field, in all lists.
    times: [u32; TEXTS],
}

/// Nothing of what people are called and where they live: what is printed for a programmer may end in a log.
impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").finish_non_exhaustive()
    }
}

/// Of a text so many letters count.
const LONGEST: usize = 100;

/// What is longer is no name, and would take long to compare.
fn cut(text: &str) -> &str {
    text.char_indices().nth(LONGEST).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

impl Default for Texts {
    fn default() -> Texts {
        Texts { all: IndexMap::from([(Box::from(""), Entry::default())]), told: [0.0; TEXTS] }
    }
}

impl Texts {
    /// How many there are, the empty one among them.
    fn count(&self) -> usize {
        self.all.len()
    }

    /// Takes in a text of a record.
    pub fn add(&mut self, field: usize, text: &str) -> Text {
        let text = cut(text);
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
        if let Some(told) = self.told.get_mut(field) {
            *told += 1.0;
        }
        at as Text
    }

    /// In how many records a field is told.
    pub fn told(&self, field: usize) -> f64 {
        self.told.get(field).copied().unwrap_or(0.0)
    }

    /// The numbers of times of every text of a field.
    pub fn every_time(&self, field: usize) -> impl Iterator<Item = u32> + '_ {
        self.all.values().filter_map(move |entry| entry.times.get(field).copied()).filter(|n| *n > 0)
    }

    /// These texts, with nobody beside them.
    pub fn view(&self) -> View<'_> {
        View { texts: self, guest: &[] }
    }

    /// A text of somebody who stands in no list: its number, and it is kept with the guest where no list has it.
    pub fn find(&self, text: &str, guest: &mut Vec<Spelled>) -> Text {
        let text = cut(text);
        let letters = joined(text);
        if letters.is_empty() {
            return 0;
        }
        if let Some(at) = self.all.get_index_of(letters.as_str()) {
            return at as Text;
        }
        let known = guest.iter().position(|own| *own.letters == *letters);
        let at = known.unwrap_or_else(|| {
            guest.push(Spelled::new(text, letters));
            guest.len() - 1
        });
        (self.count() + at) as Text
    }
}

/// Texts of lists, and those of one who stands in none of them.
#[derive(Clone, Copy)]
pub struct View<'t> {
    texts: &'t Texts,
    guest: &'t [Spelled],
}

impl<'t> View<'t> {
    /// The same texts with those of a guest beside them.
    pub fn beside(self, guest: &'t [Spelled]) -> View<'t> {
        View { guest, ..self }
    }

    /// How many texts the lists have.
    pub fn count(&self) -> usize {
        self.texts.count()
    }

    /// Two texts as they are compared.
    pub fn two(&self, a: Text, b: Text) -> Option<(&'t Spelled, &'t Spelled)> {
        Some((self.spelled(a)?, self.spelled(b)?))
    }

    /// A text as it is compared.
    pub fn spelled(&self, text: Text) -> Option<&'t Spelled> {
        match self.texts.all.get_index(text as usize) {
            Some((_, entry)) => Some(&entry.spelled),
            None => self.guest.get((text as usize).checked_sub(self.count())?),
        }
    }

    /// How often a text stands in a field.
    pub fn times(&self, field: usize, text: Text) -> u32 {
        let entry = self.texts.all.get_index(text as usize);
        entry.and_then(|(_, entry)| entry.times.get(field)).copied().unwrap_or(0)
    }

    /// In how many records a field is told.
    pub fn told(&self, field: usize) -> f64 {
        self.texts.told(field)
    }
}
