//! What leaving care law makes of a child's history: the ledger of nights, and the standing that follows (statute.md 2.3).
//!
//! Comes from the bases and from custody, as the status machine kept them; goes into the status at a day. Nights are counted as
//! differences of dates: 13 weeks are 91 nights since the 14th birthday, with at least one at 16 or 17
//! (Children Act 1989 Sch 2 para 19B; Care Planning Regulations 2010 reg. 40; Care Leavers Regulations 2010 reg. 3).

use calendar::{Day, Moment};

use crate::basis::{Basis, Footing};
use crate::birthdays::Born;

/// 13 weeks.
const ENOUGH: i32 = 91;
/// Totals this near to 91 at a date that decides go to a person (statute.md 2.3).
const NEAR: std::ops::RangeInclusive<i32> = 89..=92;

/// So many days either way of the 16th birthday, the day on which care or a stay ended goes to a person.
const NEAR_DAYS: i32 = 2;

/// The standing under leaving care law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// None, or still looked after and not eligible.
    None,
    /// Looked after at 16 or 17, for 13 weeks since 14.
    Eligible,
    /// 16 or 17, no longer looked after, was eligible.
    Relevant,
    /// 18 or over, was relevant or eligible.
    FormerRelevant,
    /// Was looked after at 16 or 17, and none of these.
    Qualifying,
}

impl Standing {
    /// Its word in the vocabulary's `care-leaver-status`.
    pub const fn word(self) -> &'static str {
        match self {
            Standing::None => "none",
            Standing::Eligible => "eligible",
            Standing::Relevant => "relevant",
            Standing::FormerRelevant => "former-relevant",
            Standing::Qualifying => "qualifying",
        }
    }

    /// The standing of this word.
    pub fn read(word: &str) -> Option<Standing> {
        use Standing::{Eligible, FormerRelevant, None as Nothing, Qualifying, Relevant};
        [Nothing, Eligible, Relevant, FormerRelevant, Qualifying].into_iter().find(|s| s.word() == word)
    }
}

/// What the law has to be asked about.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// The date of birth.
    pub born: &'a Born,
    /// Each stretch of custody.
    pub detained: &'a [(Moment, Option<Moment>)],
    /// Each stretch in hospital.
    pub in_hospital: &'a [(Day, Option<Day>)],
    /// From when the child had lived for six months with a parent or another who holds parental responsibility, and until when.
    pub with_parent: &'a [(Day, Option<Day>)],
    /// What a worker recorded, with the day and the weeks since 14 that it rests on.
    pub recorded: Option<(Standing, Day, Option<i64>)>,
    /// The stretches of being looked after.
    pub stretches: &'a Stretches,
}

/// The stretches of days during which a child was looked after, in order, none touching the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stretches {
    /// Every one.
    all: Vec<(Day, Option<Day>)>,
    /// Without short breaks, no night of which counts.
    counted: Vec<(Day, Option<Day>)>,
}

impl Stretches {
    /// The stretches that these bases make, as far as known at `as_at`.
    pub fn of(bases: &[Basis], as_at: Moment) -> Stretches {
        let joined = |counted: bool| {
            let in_law = bases.iter().filter(|b| b.counts(as_at) && !(counted && b.footing == Footing::ShortBreak));
            join(in_law.map(|b| (b.from.day(), b.to.map(Moment::day))).collect())
        };
        Stretches { all: joined(false), counted: joined(true) }
    }

    /// Nights looked after since the 14th birthday of a child born on a day, before another day.
    pub fn nights(&self, born: &Born, day: Day) -> i32 {
        let from_14 = born.birthday(14);
        let nights = |(from, to): &(Day, Option<Day>)| {
            let to = to.map_or(day, |t| t.min(day));
            (to.number() - (*from).max(from_14).number()).max(0)
        };
        self.counted.iter().map(nights).sum()
    }

    /// Whether the child was looked after through a day; `ledger` leaves short breaks out.
    fn on(&self, day: Day, ledger: bool) -> bool {
        let stretches = if ledger { &self.counted } else { &self.all };
        stretches.iter().any(|(from, to)| *from <= day && to.is_none_or(|t| day < t))
    }

    /// Whether these alone make a child born on a day eligible on another: 13 weeks since 14, and looked after then at 16 or 17.
    pub fn make_eligible(&self, born: &Born, day: Day) -> bool {
        (16..18).contains(&born.age_on(day)) && self.on(day, true) && self.nights(born, day) >= ENOUGH
    }
}

fn join(mut all: Vec<(Day, Option<Day>)>) -> Vec<(Day, Option<Day>)> {
    all.sort();
    let mut joined: Vec<(Day, Option<Day>)> = Vec::new();
    for (from, to) in all {
        match joined.last_mut() {
            Some((_, end)) if end.is_none_or(|e| e >= from) => {
                *end = match (*end, to) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    _ => None,
                };
            }
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// A standing, and whether a day or two either way would change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// The standing.
    pub standing: Standing,
    /// A person must look.
    pub near: bool,
}

impl History<'_> {
    /// Nights looked after since the 14th birthday, before this day.
    pub fn nights(&self, day: Day) -> i32 {
        let counted = self.stretches.nights(self.born, day);
        let told = self.recorded.and_then(|(_, on, weeks)| weeks.filter(|_| on <= day)).unwrap_or(0);
        counted.max(i32::try_from(told.saturating_mul(7)).unwrap_or(i32::MAX))
    }

    /// The standing on a day (statute.md 2.3).
    pub fn standing(&self, day: Day) -> Answer {
        let age = self.born.age_on(day);
        let answer = if age < 16 {
            Answer { standing: Standing::None, near: false }
        } else if age < 18 {
            self.at_16_or_17(day)
        } else {
            self.at_18_or_over(day, age)
        };
        self.or_recorded(answer, day, age)
    }

    fn at_16_or_17(&self, day: Day) -> Answer {
        if self.stretches.on(day, false) {
            let total = self.nights(day);
            let eligible = total >= ENOUGH && self.stretches.on(day, true);
            let standing = if eligible { Standing::Eligible } else { Standing::None };
            return Answer { standing, near: NEAR.contains(&total) };
        }
        let (relevant, near) = self.relevant(day);
        let standing = if relevant && !self.six_months_with_parent(day) {
            Standing::Relevant
        } else if relevant || self.was_looked_after_between(self.born.birthday(16), day) {
            Standing::Qualifying
        } else {
            Standing::None
        };
        Answer { standing, near }
    }

    /// Was eligible at the last ceasing, or held or in hospital on the 16th birthday after 13 weeks in care (reg. 3).
    fn relevant(&self, day: Day) -> (bool, bool) {
        let sixteen = self.born.birthday(16);
        let last = self.stretches.counted.iter().filter_map(|(_, to)| *to).filter(|to| *to <= day).max();
        let Some(ceased) = last else { return (false, false) };
        let total = self.nights(ceased);
        // The last night must be at 16 or 17: it is the night before the day of ceasing.
        let eligible_then = ceased > sixteen && total >= ENOUGH;
        let stays = || {
            self.detained
                .iter()
                .map(|(from, to)| (from.day(), to.map(Moment::day)))
                .chain(self.in_hospital.iter().copied())
        };
        let from_care = |from: Day| from <= sixteen && from <= ceased.plus_days(1);
        let held_at_16 = day >= sixteen
            && ceased <= sixteen
            && stays().any(|(from, to)| from_care(from) && to.is_none_or(|to| sixteen < to));
        let by_the_birthday = |day: Day| (day.number() - sixteen.number()).abs() <= NEAR_DAYS;
        let near_birthday = by_the_birthday(ceased)
            || (ceased <= sixteen && stays().any(|(from, to)| from_care(from) && to.is_some_and(by_the_birthday)));
        let decisive = ceased > sixteen || held_at_16;
        let near = (decisive && NEAR.contains(&total)) || (near_birthday && total >= *NEAR.start());
        (eligible_then || (held_at_16 && total >= ENOUGH), near)
    }

    /// Living with a parent for six months without a break ends a relevant child's standing (statute.md I4).
    fn six_months_with_parent(&self, day: Day) -> bool {
        self.with_parent.iter().any(|(six_months, to)| *six_months <= day && to.is_none_or(|to| day < to))
    }

    /// A series of short breaks under reg. 48 gives no standing (statute.md 2.3, W24).
    fn was_looked_after_between(&self, from: Day, to: Day) -> bool {
        self.stretches.counted.iter().any(|(begin, end)| *begin < to && end.is_none_or(|e| e > from))
    }

    fn at_18_or_over(&self, day: Day, age: i16) -> Answer {
        let eighteen = self.born.birthday(18);
        let eve = self.at_16_or_17(eighteen.plus_days(-1));
        let standing = match eve.standing {
            Standing::Eligible | Standing::Relevant if age < 25 => Standing::FormerRelevant,
            _ if age < 21 && self.was_looked_after_between(self.born.birthday(16), eighteen.min(day)) => {
                Standing::Qualifying
            }
            _ => Standing::None,
        };
        Answer { standing, near: eve.near }
    }

    /// What was recorded counts where the ledger knows of nothing: a ledger built from local data alone understates. A person must look.
    fn or_recorded(&self, answer: Answer, day: Day, age: i16) -> Answer {
        let Some((recorded, on, _)) = self.recorded.filter(|(_, on, _)| *on <= day) else { return answer };
        if answer.standing != Standing::None || on > day {
            return answer;
        }
        let looked_after = self.stretches.on(day, false);
        let standing = match recorded {
            Standing::Eligible if looked_after && (16..18).contains(&age) => Standing::Eligible,
            Standing::Eligible | Standing::Relevant if !looked_after && (16..18).contains(&age) => Standing::Relevant,
            Standing::Eligible | Standing::Relevant | Standing::FormerRelevant if (18..25).contains(&age) => {
                Standing::FormerRelevant
            }
            Standing::Qualifying if !looked_after && (16..25).contains(&age) => Standing::Qualifying,
            _ => return answer,
        };
        Answer { standing, near: true }
    }
}
