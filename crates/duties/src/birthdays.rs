//! How old is the child? The date of birth with the birthdays that are asked for again and again, worked out once.

use calendar::Day;

/// The first birthday that bears on anything.
const FIRST: i16 = 9;

/// A date of birth with the birthdays from the ninth to the 26th.
#[derive(Debug, Clone, Copy)]
pub struct Born {
    day: Day,
    birthdays: [Day; 18],
}

impl Born {
    /// Works out the birthdays of a child born on a day.
    pub fn on(day: Day) -> Born {
        let mut birthdays = [day; 18];
        for (cell, birthday) in birthdays.iter_mut().zip(day.birthdays(FIRST)) {
            *cell = birthday;
        }
        Born { day, birthdays }
    }

    /// The birthday that makes the child `age` years old.
    pub fn birthday(&self, age: i16) -> Day {
        let kept = usize::try_from(age - FIRST).ok().and_then(|n| self.birthdays.get(n));
        kept.copied().unwrap_or_else(|| self.day.birthday(age))
    }

    /// Full years of age on a day.
    pub fn age_on(&self, day: Day) -> i16 {
        match self.birthdays.partition_point(|birthday| *birthday <= day) {
            passed if (1..self.birthdays.len()).contains(&passed) => passed as i16 - 1 + FIRST,
            _ => self.day.age_on(day),
        }
    }
}
