//! Is it the same child: yes, ask a person, or no? And what speaks for it and against it, in words.

use crate::level::Level;
use crate::link::Pair;
use crate::model::{Model, Ways};
use crate::pattern::{BORN, HOME, NUMBER, Pattern, SEX, THINGS};
use crate::people::{FAMILY, GIVEN, Row, Text, Texts};

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
    /// Two who agree as twins do are not the same, and nobody is asked; they are shown as of one household.
    pub fn of(pair: &Pair) -> Answer {
        match pair.doubt {
            _ if pair.odds < ASK => Answer::Different,
            Doubt::Kin => Answer::Different,
            Doubt::None if pair.odds >= SAME => Answer::Same,
            Doubt::None | Doubt::Look => Answer::Ask,
        }
    }
}

/// What makes two doubtful, however well the rest agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Nothing.
    None,
    /// Somebody must look: their first names may be two names, or their dates of birth or numbers disagree.
    Look,
    /// They agree as brothers, sisters or twins do: two first names, one home and family.
    Kin,
}

/// How often a first name occurs that is a name of its own, and no slip.
const OWN_NAME: u32 = 3;
/// How likely that they are kin must be beside that they are one, so that two first names are those of two.
const AS_LIKELY: f64 = 0.01;

impl Doubt {
    /// Of two who were compared.
    pub fn of(texts: &Texts, pattern: &Pattern, ways: &Ways<f64>, a: &Row, b: &Row) -> Doubt {
        let number = pattern.level(NUMBER);
        if number == Level::Same {
            return Doubt::None;
        }
        let (first, second) = (a.text(GIVEN), b.text(GIVEN));
        let is_own = |name: Text| texts.times(GIVEN, name) >= OWN_NAME;
        let own_names = is_own(first) && is_own(second);
        let spelled = texts.two(first, second);
        let given = if pattern.turned { Level::Same } else { pattern.level(GIVEN) };
        let is_short = spelled.is_some_and(|(a, b)| a.is_short_for(b));
        let two_names = match given {
            Level::Same => false,
            // Also of a short form: Jamie and Jimmy may be twins.
            Level::Close => own_names,
            Level::Alike => own_names || !is_short,
            Level::Missing | Level::Far | Level::Other => true,
        };
        // One of the two may be written with a slip, that is no name of its own; what is but one slip away may be one name.
        let is_slip = !own_names && spelled.is_some_and(|(a, b)| a.is_a_slip_of(b));
        let two_children = given >= Level::Far && (is_own(first) || is_own(second)) && !is_slip;
        let born = pattern.level(BORN);
        let else_too = born >= Level::Far || pattern.level(SEX) == Level::Other;
        let are_two = two_children || two_names && own_names && !is_short && else_too;
        if are_two && ways.household >= AS_LIKELY * ways.at_home {
            return Doubt::Kin;
        }
        if two_names || born == Level::Other || number != Level::Missing { Doubt::Look } else { Doubt::None }
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
pub fn evidence(model: &Model, pair: &Pair, random: &[f64; THINGS]) -> Vec<Evidence> {
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
    let born =
        if pattern.year { "the same year; of one the day is not known" } else { birth_says(pattern.level(BORN)) };
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
        (told, agree) if told == agree => "the same",
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
