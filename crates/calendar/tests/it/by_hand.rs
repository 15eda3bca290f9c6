//! A second way of counting, for comparison only: day after day over a list of closed days, with its own leap years and its own
//! day of the week. It uses nothing of the crate.

/// The bank holidays of England and Wales that fall on a weekday, from 2019 to 2028, copied by hand; apart from the shipped list.
pub const BANK_HOLIDAYS: [(i32, [(i32, i32); 10]); 10] = [
    (2019, [(1, 1), (4, 19), (4, 22), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26), NONE, NONE]),
    (2020, [(1, 1), (4, 10), (4, 13), (5, 8), (5, 25), (8, 31), (12, 25), (12, 28), NONE, NONE]),
    (2021, [(1, 1), (4, 2), (4, 5), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28), NONE, NONE]),
    (2022, [(1, 3), (4, 15), (4, 18), (5, 2), (6, 2), (6, 3), (8, 29), (9, 19), (12, 26), (12, 27)]),
    (2023, [(1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26), NONE]),
    (2024, [(1, 1), (3, 29), (4, 1), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26), NONE, NONE]),
    (2025, [(1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26), NONE, NONE]),
    (2026, [(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28), NONE, NONE]),
    (2027, [(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28), NONE, NONE]),
    (2028, [(1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26), NONE, NONE]),
];
const NONE: (i32, i32) = (0, 0);

/// A date, as three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub year: i32,
    pub month: i32,
    pub day: i32,
}

impl Date {
    fn days_in_month(self) -> i32 {
        match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if self.year % 400 == 0 || (self.year % 4 == 0 && self.year % 100 != 0) => 29,
            2 => 28,
            _ => 31,
        }
    }

    pub fn next(self) -> Date {
        let Date { year, month, day } = self;
        match (month, day) {
            (12, 31) => Date { year: year + 1, month: 1, day: 1 },
            (_, day) if day == self.days_in_month() => Date { year, month: month + 1, day: 1 },
            _ => Date { day: day + 1, ..self },
        }
    }

    pub fn previous(self) -> Date {
        let Date { year, month, day } = self;
        match (month, day) {
            (1, 1) => Date { year: year - 1, month: 12, day: 31 },
            (_, 1) => {
                let before = Date { year, month: month - 1, day: 1 };
                Date { day: before.days_in_month(), ..before }
            }
            _ => Date { day: day - 1, ..self },
        }
    }

    /// By Zeller's congruence.
    pub fn weekday(self) -> &'static str {
        let (year, month) = if self.month < 3 { (self.year - 1, self.month + 12) } else { (self.year, self.month) };
        let (century, of_century) = (year / 100, year % 100);
        let h = self.day + 13 * (month + 1) / 5 + of_century + of_century / 4 + century / 4 + 5 * century;
        ["Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"][(h % 7) as usize]
    }

    /// The same day of the month so many months later or earlier, or the month's last day.
    pub fn plus_months(self, months: i32) -> Date {
        let mut there = Date { day: 1, ..self };
        for _ in 0..months.abs() {
            there = match (there.month, months > 0) {
                (12, true) => Date { year: there.year + 1, month: 1, day: 1 },
                (1, false) => Date { year: there.year - 1, month: 12, day: 1 },
                (month, true) => Date { month: month + 1, ..there },
                (month, false) => Date { month: month - 1, ..there },
            };
        }
        Date { day: self.day.min(there.days_in_month()), ..there }
    }

    pub fn is_worked(self) -> bool {
        let holiday = BANK_HOLIDAYS.iter().any(|(y, days)| *y == self.year && days.contains(&(self.month, self.day)));
        !holiday && self.weekday() != "Saturday" && self.weekday() != "Sunday"
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
