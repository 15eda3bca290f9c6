//! One row of the sheet: what it tells of a child, and what of it cannot be used.

use std::collections::BTreeMap;

use calendar::Day;
use matching::number::{Kind, Number};

use super::columns::{BASIS, Key, ROUTE};
use crate::listed::{Date, Home, Listed, More, Name, Relative, Spell, SpellKind, Worker};
use crate::read::dates::Forms;
use crate::read::line::{NEITHER, NO_NUMBER, ROUNDED, is_no_number, is_rounded, yes_or_no};
use crate::read::plain;
use crate::read::table::shortened;
use crate::told::{Effect, Place, Refusal, What};

/// What a spreadsheet writes into a cell whose formula failed.
const FAILED: [&str; 9] =
    ["#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!"];
/// Nobody is a child of youth justice at this age: a date is mistyped.
const TOO_OLD: i16 = 30;

/// A row in the columns of the sheet.
pub struct SheetRow<'c> {
    /// Where it stands.
    pub place: Place,
    /// Its cells, in the order of the columns.
    pub cells: Vec<String>,
    /// How dates are written.
    pub dates: &'c Forms,
    /// What the file itself calls a column.
    pub heading: &'c dyn Fn(Key) -> String,
}

/// What was read in a row.
pub struct Found {
    /// What it tells; nothing where the row is left out.
    pub told: Option<RowTold>,
    /// What cannot be used.
    pub refused: Vec<Refusal>,
}

/// What a row tells.
pub struct RowTold {
    /// The child's number.
    pub number: String,
    /// Their date of birth.
    pub born: Option<Day>,
    /// Of them.
    pub what: Vec<What>,
}

/// Reads a row. `seen` holds the date of birth of every child told of before.
pub fn read(row: SheetRow<'_>, seen: &BTreeMap<String, Option<Day>>) -> Found {
    let mut one = One { number: String::new(), row, refused: Vec::new() };
    let told = one.read(seen);
    Found { told, refused: one.refused }
}

/// The row that is being read.
struct One<'c> {
    row: SheetRow<'c>,
    number: String,
    refused: Vec<Refusal>,
}

impl One<'_> {
    fn read(&mut self, seen: &BTreeMap<String, Option<Day>>) -> Option<RowTold> {
        let number = self.text(Key::Number);
        if number.is_empty() {
            return self.leave_out(Key::Number, "the row has no child number, so whose it is is not known");
        }
        if is_rounded(&number) {
            return self.leave_out(Key::Number, ROUNDED);
        }
        if is_no_number(&number) {
            return self.leave_out(Key::Number, NO_NUMBER);
        }
        self.number.clone_from(&number);
        let (given, family) = (self.text(Key::Given), self.text(Key::Family));
        if given.is_empty() && family.is_empty() {
            return self.leave_out(Key::Family, "the row has no name");
        }
        let name = Name { given: self.plain(Key::Given, given), family: self.plain(Key::Family, family) };
        let born = self.date(Key::Born).ok().flatten();
        if let (Some(born), Some(Some(before))) = (born, seen.get(&number))
            && born != *before
        {
            return self.leave_out(Key::Born, "a row above has this child number with another date of birth");
        }
        let mut what = vec![What::Who(Box::new(self.who(name, born)))];
        what.extend(self.involvement(born).map(What::Spell));
        what.extend(self.worker().map(What::Worker));
        what.extend(self.siblings().into_iter().map(What::Relative));
        Some(RowTold { number, born, what })
    }

    fn refuse(&mut self, key: Key, value: &str, rule: &str, effect: Effect) {
        let place = Place { column: shortened(&(self.row.heading)(key)), ..self.row.place.clone() };
        let (number, value, rule) = (shortened(&self.number), shortened(value), rule.to_owned());
        self.refused.push(Refusal { place, number, value, rule, effect });
    }

    /// Leaves the whole row out.
    fn leave_out<T>(&mut self, key: Key, rule: &str) -> Option<T> {
        let value = self.raw(key);
        self.refuse(key, &value, rule, Effect::Row);
        None
    }

    fn raw(&self, key: Key) -> String {
        self.row.cells.get(key as usize).map(|cell| cell.trim().to_owned()).unwrap_or_default()
    }

    /// A cell; empty where a formula failed in it.
    fn text(&mut self, key: Key) -> String {
        let text = self.raw(key);
        if FAILED.contains(&text.as_str()) {
            self.refuse(key, &text, "the formula in this cell failed", Effect::Value);
            return String::new();
        }
        text
    }

    /// What somebody or something is called; empty where it cannot be shown.
    fn plain(&mut self, key: Key, text: String) -> String {
        self.unless(key, plain::name(&text), text)
    }

    /// A part of an address; empty where it cannot be shown.
    fn address(&mut self, key: Key) -> String {
        let text = self.text(key);
        self.unless(key, plain::address(&text), text)
    }

    fn unless(&mut self, key: Key, wrong: Option<&str>, text: String) -> String {
        let Some(rule) = wrong else { return text };
        self.refuse(key, &text, rule, Effect::Value);
        String::new()
    }

    /// A number that somebody or something is known by: as text, and not rounded.
    fn id(&mut self, key: Key) -> String {
        let text = self.text(key);
        if is_rounded(&text) {
            self.refuse(key, &text, ROUNDED, Effect::Value);
            return String::new();
        }
        text
    }

    /// A date; nothing where none is told, and an error where it is none.
    fn date(&mut self, key: Key) -> Result<Option<Day>, ()> {
        let text = self.raw(key);
        if text.is_empty() {
            return Ok(None);
        }
        let day = self.row.dates.day(&text);
        if day.is_none() {
            let rule =
                "this is no date that can be read: write 2026-04-03, or state in the mapping how dates are written";
            let so = if key == Key::Born { "" } else { "; the involvement is not read" };
            self.refuse(key, &text, &format!("{rule}{so}"), Effect::Value);
        }
        day.map(Some).ok_or(())
    }

    fn who(&mut self, name: Name, born: Option<Day>) -> Listed {
        let mut who = Listed { name, born: born.map(Date), ..Listed::new(&self.number) };
        who.others = self.others();
        who.sex = self.sex();
        who.ethnicity = self.text(Key::Ethnicity);
        who.home = Home {
            house: self.address(Key::House),
            street: self.address(Key::Street),
            town: self.address(Key::Town),
            postcode: self.address(Key::Postcode),
            uprn: self.uprn(),
        };
        who.numbers = self.numbers();
        who.restricted = self.restricted();
        who.household = self.id(Key::Household);
        who
    }

    fn others(&mut self) -> Vec<Name> {
        let text = self.text(Key::Others);
        let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
        let name = |part: &str| match part.split_once(',') {
            Some((family, given)) => Name { given: given.trim().to_owned(), family: family.trim().to_owned() },
            None => Name { given: part.to_owned(), family: String::new() },
        };
        let parts = parts.map(|part| self.plain(Key::Others, part.to_owned())).filter(|part| !part.is_empty());
        parts.map(|part| name(&part)).collect()
    }

    fn sex(&mut self) -> String {
        let text = self.text(Key::Sex);
        match text.to_lowercase().as_str() {
            "" => return String::new(),
            "female" | "f" => return "female".to_owned(),
            "male" | "m" => return "male".to_owned(),
            _ => {}
        }
        self.refuse(Key::Sex, &text, "this is `female`, `male` or empty", Effect::Value);
        String::new()
    }

    fn uprn(&mut self) -> String {
        let text = self.id(Key::Uprn);
        if text.is_empty() || ((1..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())) {
            return text;
        }
        self.refuse(Key::Uprn, &text, "a unique property reference number has one to twelve digits", Effect::Value);
        String::new()
    }

    fn numbers(&mut self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        for (key, kind) in [(Key::Nhs, Kind::Nhs), (Key::Upn, Kind::Upn), (Key::Uln, Kind::Uln), (Key::Pnc, Kind::Pnc)]
        {
            let text = self.id(key);
            if text.is_empty() {
                continue;
            }
            match Number::read(kind, &text) {
                Ok(number) => drop(all.insert(kind.word().to_owned(), number.value().to_owned())),
                Err(wrong) => self.refuse(key, &text, &wrong.to_string(), Effect::Value),
            }
        }
        all
    }

    /// Whether the record is restricted. What cannot be read is taken as yes: too few people may see a record for a day, and never too many.
    fn restricted(&mut self) -> bool {
        let text = self.raw(Key::Restricted);
        yes_or_no(&text).unwrap_or_else(|| {
            if !text.is_empty() {
                self.refuse(Key::Restricted, &text, NEITHER, Effect::Kept);
            }
            !text.is_empty()
        })
    }

    fn involvement(&mut self, born: Option<Day>) -> Option<Spell> {
        let (key, basis) = (self.id(Key::Involvement), self.text(Key::Basis));
        let (started, ended) = (self.date(Key::Started), self.date(Key::Ended));
        let from = match (started, &ended) {
            (Ok(Some(from)), Ok(_)) => from,
            // Without its end it would look as if it went on.
            (Ok(_), Err(())) => return None,
            (Ok(None), Ok(None)) if basis.is_empty() => return None,
            (Ok(None), _) => {
                self.refuse(Key::Started, "", "an involvement has the day on which it started", Effect::Value);
                return None;
            }
            (Err(()), _) => return None,
        };
        if let Some(born) = born
            && !(born..born.birthday(TOO_OLD)).contains(&from)
        {
            let rule = match from < born {
                true => "this is before the date of birth".to_owned(),
                false => format!("at this date the child is {} years old", born.age_on(from)),
            };
            self.refuse(Key::Started, &from.to_string(), &rule, Effect::Value);
            return None;
        }
        if let Ok(Some(until)) = ended
            && until < from
        {
            let rule = "this is before the day on which it started, so the involvement is not read";
            self.refuse(Key::Ended, &until.to_string(), rule, Effect::Value);
            return None;
        }
        let mut spell = Spell::new(SpellKind::Open, from);
        spell.until = ended.ok().flatten().map(Date);
        spell.key = key;
        spell.word = one_of(BASIS, &basis).unwrap_or_default().to_owned();
        if spell.word.is_empty() && !basis.is_empty() {
            let rule = format!("this basis is not known: it is one of {}", BASIS.join(", "));
            self.refuse(Key::Basis, &basis, &rule, Effect::Kept);
        }
        spell.code = basis;
        spell.ended = self.text(Key::Reason);
        spell.more.extend(self.route().map(|route| (More::Route, route)));
        Some(spell)
    }

    fn route(&mut self) -> Option<String> {
        let text = self.text(Key::Route);
        let route = one_of(ROUTE, &text);
        if route.is_none() && !text.is_empty() {
            self.refuse(Key::Route, &text, &format!("this is one of {}", ROUTE.join(", ")), Effect::Value);
        }
        route.map(str::to_owned)
    }

    fn worker(&mut self) -> Option<Worker> {
        let (person, team) = (self.text(Key::Worker), self.text(Key::Team));
        let (person, team) = (self.plain(Key::Worker, person), self.plain(Key::Team, team));
        (!person.is_empty() || !team.is_empty()).then(|| Worker { person, team, ..Worker::default() })
    }

    fn siblings(&mut self) -> Vec<Relative> {
        let text = self.text(Key::Siblings);
        let mut all = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            if self.plain(Key::Siblings, part.to_owned()).is_empty() {
                continue;
            }
            let parts: Vec<&str> = part.split(',').map(str::trim).collect();
            let (family, given, born) = match parts.as_slice() {
                [family, given] => (*family, *given, ""),
                [family, given, born] => (*family, *given, *born),
                _ => {
                    let rule = "a sibling is written `Family, Given` or `Family, Given, 2012-08-14`, separated by `;`";
                    self.refuse(Key::Siblings, part, rule, Effect::Value);
                    continue;
                }
            };
            let day = self.row.dates.day(born);
            if day.is_none() && !born.is_empty() {
                self.refuse(Key::Siblings, part, "the date of birth is no date that can be read", Effect::Value);
            }
            let name = Name { given: given.to_owned(), family: family.to_owned() };
            all.push(Relative { name, born: day.map(Date), relation: "sibling".to_owned(), number: String::new() });
        }
        all
    }
}

/// The word of these that a text is. Capitals count for nothing.
fn one_of(words: &'static [&'static str], text: &str) -> Option<&'static str> {
    words.iter().copied().find(|word| word.eq_ignore_ascii_case(text))
}
