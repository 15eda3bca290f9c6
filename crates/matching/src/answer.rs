//! Is it the same child: yes, ask a person, or no? And what speaks for it and against it, in words.

use crate::doubt::Doubt;
use crate::level::Level;
use crate::link::Pair;
use crate::model::Model;
use crate::pattern::{BORN, HOME, NUMBER, Pattern, SEX, THINGS};
use crate::texts::{FAMILY, GIVEN};

/// Three answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// Not the same, as far as can be seen.
    Different,
    /// Somebody must look.
    Ask,
    /// The same.
    Same,
}

/// From which odds on two records are of one person without anybody asked: less than one in a hundred would be wrong.
pub const SAME: f64 = 100.0;
/// From which odds on somebody is asked: more likely one child than two, by three to two.
pub const ASK: f64 = 1.5;

impl Answer {
    /// The answer for two who were compared.
    ///
    /// Somebody is asked, whatever the odds, where the pair is in doubt: a record that was joined wrongly shows one family's facts to another.
    /// Two who agree as twins do are not the same, and nobody is asked; they are shown as of one household. Two who would be the same if there
    /// were no others like them are asked about: somebody may stand twice in a list.
    pub fn of(pair: &Pair) -> Answer {
        let is_one_by_itself = pair.ways.odds() >= SAME;
        match pair.doubt {
            Doubt::Kin => Answer::Different,
            Doubt::None if pair.odds >= SAME => Answer::Same,
            _ if pair.odds >= ASK || is_one_by_itself => Answer::Ask,
            _ => Answer::Different,
        }
    }
}

/// What one thing says.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What was compared.
    pub thing: &'static str,
    /// How it agrees.
    pub says: &'static str,
    /// What it adds to the score: each whole one doubles the odds, each below nothing halves them.
    pub weight: f64,
}

/// What speaks for it that two are one person, and what against it, in the order in which one reads it. The weights add up to the score:
/// the odds, as so many doublings.
pub(crate) fn evidence(model: &Model, pair: &Pair, random: &[f64; THINGS]) -> Vec<Evidence> {
    let pattern = &pair.pattern;
    let ways = &model.ways;
    let chance = |thing: usize| random.get(thing).copied().unwrap_or(1.0);
    let own = |thing: usize| model.same_at(thing, pattern);
    let mut all = Vec::new();
    let mut say = |thing: &'static str, says: &'static str, odds: f64| {
        all.push(Evidence { thing, says, weight: odds.log2() });
    };
    say("Before anything is compared", "few of all pairs are one child", (ways.at_home + ways.moved) / ways.strangers);
    if pattern.turned {
        let odds = model.turned * own(GIVEN) * own(FAMILY) / (chance(GIVEN) * chance(FAMILY));
        say("Names", "in each other's place", odds);
    } else {
        say("First name", name_says(pattern.level(GIVEN)), (1.0 - model.turned) * own(GIVEN) / chance(GIVEN));
        say("Family name", name_says(pattern.level(FAMILY)), own(FAMILY) / chance(FAMILY));
    }
    let born = if pattern.year { "the same year; the day is not known" } else { birth_says(pattern.level(BORN)) };
    say("Date of birth", born, own(BORN) / chance(BORN));
    let (home, elsewhere): (f64, f64) = (HOME.into_iter().map(own).product(), HOME.into_iter().map(chance).product());
    let here = (ways.at_home * home + ways.moved * elsewhere) / ((ways.at_home + ways.moved) * elsewhere);
    say("Home", home_says(pattern), here);
    if pattern.level(SEX) != Level::Missing {
        let says = if pattern.level(SEX) == Level::Same { "the same" } else { "different" };
        say("Sex", says, own(SEX) / chance(SEX));
    }
    if pattern.level(NUMBER) != Level::Missing {
        say("Numbers", number_says(pattern.level(NUMBER)), own(NUMBER) / chance(NUMBER));
    }
    let pair_ways = &pair.ways;
    let others = pair_ways.household + pair_ways.neighbours + pair_ways.strangers;
    let kin = pair_ways.household > pair_ways.neighbours;
    let says = if kin { "brothers and sisters agree so too" } else { "neighbours agree so too" };
    say("Another way to explain it", says, pair_ways.strangers / others);
    say("Other records", "one of them may be the same child as somebody else", pair.odds / pair_ways.odds());
    all
}

fn name_says(level: Level) -> &'static str {
    match level {
        Level::Missing => "not told",
        Level::Same => "the same",
        Level::Close => "the same but for a slip, or one name of several",
        Level::Alike => "another spelling or a short form",
        Level::Far => "little alike",
        Level::Other => "different",
    }
}

fn birth_says(level: Level) -> &'static str {
    match level {
        Level::Missing => "not told",
        Level::Same => "the same",
        Level::Close => "one figure differs",
        Level::Alike => "day and month in each other's place",
        Level::Far => "two of day, month and year are the same",
        Level::Other => "different",
    }
}

fn home_says(pattern: &Pattern) -> &'static str {
    let levels = HOME.map(|thing| pattern.level(thing));
    let told = levels.iter().filter(|level| **level != Level::Missing).count();
    let agree = levels.iter().filter(|level| matches!(level, Level::Same | Level::Close | Level::Alike)).count();
    match (told, agree) {
        (0, _) => "not told",
        (told, _) if levels.iter().filter(|level| **level == Level::Same).count() == told => "the same",
        (told, agree) if told == agree => "nearly the same",
        (_, 0) => "different, as of a child who moved",
        _ => "the same in part",
    }
}

fn number_says(level: Level) -> &'static str {
    match level {
        Level::Same => "the same number",
        Level::Other => "different numbers",
        _ => "one number the same, one different",
    }
}
