//! What makes two doubtful, however well the rest agrees?

use crate::level::Level;
use crate::model::Ways;
use crate::pattern::{BORN, NUMBER, Pattern, SEX};
use crate::row::Row;
use crate::texts::{GIVEN, Text, View};

/// Whether a pair may be joined without anybody looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Nothing speaks against it.
    None,
    /// Somebody must look: their first names may be two names, or their dates of birth, sexes or numbers disagree.
    Look,
    /// They agree as brothers, sisters or twins do: two first names, one home and family.
    Kin,
}

/// How often a first name occurs that is a name of its own, and no slip.
const OWN_NAME: u32 = 3;
/// How likely that they are kin must be beside that they are one, so that two first names are those of two.
const AS_LIKELY: f64 = 0.01;

/// What two first names are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FirstNames {
    /// One name: the same, or a slip in a name that others have.
    One,
    /// One name or two: two spellings, two rare names a letter apart, or not told.
    Perhaps,
    /// One name or two, and both are names that others have: Ada and Adam.
    BothOwn,
    /// Two names.
    Two,
}

impl FirstNames {
    fn of(texts: View<'_>, pattern: &Pattern, a: &Row, b: &Row) -> FirstNames {
        let (first, second) = (a.text(GIVEN), b.text(GIVEN));
        let is_own = |name: Text| texts.times(GIVEN, name) >= OWN_NAME;
        let spelled = texts.two(first, second);
        let is_short = spelled.is_some_and(|(a, b)| a.is_short_for(b));
        let is_slip = spelled.is_some_and(|(a, b)| a.is_a_slip_of(b));
        // Hardly anybody mistypes the first letter; Jayden and Kayden are two.
        let begin_alike = spelled.is_some_and(|(a, b)| a.letters.chars().next() == b.letters.chars().next());
        match (pattern.level(GIVEN), is_own(first), is_own(second)) {
            _ if pattern.turned => FirstNames::One,
            (Level::Same, _, _) => FirstNames::One,
            (Level::Missing, _, _) => FirstNames::Perhaps,
            // A name of its own, and what is but one slip away from it and nobody else is called.
            (Level::Close, true, false) | (Level::Close, false, true) if is_slip && begin_alike => FirstNames::One,
            (_, true, true) if is_short => FirstNames::Perhaps,
            (Level::Close | Level::Alike, true, true) => FirstNames::BothOwn,
            (Level::Close | Level::Alike, _, _) | (_, false, false) => FirstNames::Perhaps,
            (_, true, true) => FirstNames::Two,
            _ if is_slip => FirstNames::Perhaps,
            _ => FirstNames::Two,
        }
    }
}

impl Doubt {
    /// Of two who were compared.
    pub fn of(texts: View<'_>, pattern: &Pattern, ways: &Ways<f64>, a: &Row, b: &Row) -> Doubt {
        let names = FirstNames::of(texts, pattern, a, b);
        let (born, number) = (pattern.level(BORN), pattern.level(NUMBER));
        let one_number = number == Level::Same;
        let other_sex = pattern.level(SEX) == Level::Other;
        let other_birth = born >= Level::Far;
        let are_two = names == FirstNames::Two || names == FirstNames::BothOwn && (other_birth || other_sex);
        if are_two && !one_number && ways.household >= AS_LIKELY * ways.at_home {
            return Doubt::Kin;
        }
        let year = |row: &Row| row.born.and_then(|born| born.first_chunk::<4>().copied());
        let other_year = year(a).zip(year(b)).is_some_and(|(a, b)| a != b);
        // One number of both clears what nobody knows; not what speaks against it: a number may be copied onto the record of a twin.
        let look = match names {
            FirstNames::One => false,
            FirstNames::Perhaps => !one_number,
            FirstNames::BothOwn | FirstNames::Two => true,
        } || born == Level::Missing && !one_number
            || other_birth
            || other_year
            || other_sex
            || pattern.turned && born != Level::Same
            || number > Level::Same;
        if look { Doubt::Look } else { Doubt::None }
    }
}
