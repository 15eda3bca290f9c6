//! Birthdays and ages: an age is reached at the start of the birthday (Family Law Reform Act 1969 s.9); born on 29 February, the
//! birthday is 1 March in other years.

use calendar::Day;

/// Born on, on the day, years of age.
const AGES: [(&str, &str, i16); 14] = [
    ("2010-05-04", "2026-05-03", 15),
    ("2010-05-04", "2026-05-04", 16),
    ("2010-05-04", "2026-05-05", 16),
    ("2010-05-04", "2010-05-04", 0),
    ("2010-05-04", "2010-05-03", -1),
    ("2009-12-31", "2026-12-30", 16),
    ("2009-12-31", "2026-12-31", 17),
    ("2010-01-01", "2025-12-31", 15),
    ("2008-02-29", "2026-02-28", 17),
    ("2008-02-29", "2026-03-01", 18),
    ("2008-02-29", "2024-02-28", 15),
    ("2008-02-29", "2024-02-29", 16),
    ("2008-02-28", "2026-02-28", 18),
    ("2008-03-01", "2026-02-28", 17),
];

#[test]
fn full_years_of_age() {
    for (born, on, age) in AGES {
        let (born, on): (Day, Day) = (born.parse().unwrap(), on.parse().unwrap());
        assert_eq!(born.age_on(on), age, "born {born}, on {on}");
    }
}

/// Born on, age, birthday.
const BIRTHDAYS: [(&str, i16, &str); 6] = [
    ("2010-05-04", 16, "2026-05-04"),
    ("2010-05-04", 0, "2010-05-04"),
    ("2008-02-29", 16, "2024-02-29"),
    ("2008-02-29", 17, "2025-03-01"),
    ("2008-02-29", 18, "2026-03-01"),
    ("2010-12-31", 21, "2031-12-31"),
];

#[test]
fn the_day_on_which_an_age_is_reached() {
    for (born, age, birthday) in BIRTHDAYS {
        let born: Day = born.parse().unwrap();
        assert_eq!(born.birthday(age).to_string(), birthday, "born {born}, {age} years of age");
    }
}
