//! Is this number well formed? Numbers that only one person has: checked, and never put right in silence.
//!
//! A number that fails its check is refused with the reason, so that somebody asks for the right one; guessing it could join two children.

use std::fmt;

/// A kind of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// NHS number.
    Nhs,
    /// Unique pupil number.
    Upn,
    /// Unique learner number.
    Uln,
    /// Number on the Police National Computer.
    Pnc,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 4] = [Kind::Nhs, Kind::Upn, Kind::Uln, Kind::Pnc];

    /// The word under which a number of this kind is kept.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Nhs => "nhs",
            Kind::Upn => "upn",
            Kind::Uln => "uln",
            Kind::Pnc => "pnc",
        }
    }
}

/// A number that belongs to one person alone, found to be well formed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    kind: Kind,
    value: String,
}

/// Why a number is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It does not look like one of its kind.
    Form(Kind),
    /// Its check digit or letter does not fit the rest: something in it is mistyped.
    Check(Kind),
    /// One digit over and over, as one writes who has no number to write.
    Placeholder(Kind),
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Nhs => "NHS number",
            Kind::Upn => "unique pupil number",
            Kind::Uln => "unique learner number",
            Kind::Pnc => "PNC number",
        })
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wrong::Form(Kind::Nhs) => f.write_str("an NHS number has ten digits"),
            Wrong::Form(Kind::Upn) => {
                f.write_str("a unique pupil number has a letter and twelve digits, the last of which may be a letter")
            }
            Wrong::Form(Kind::Uln) => f.write_str("a unique learner number has ten digits"),
            Wrong::Form(Kind::Pnc) => {
                f.write_str("a PNC number has a year in four digits, a stroke, up to seven digits and a letter")
            }
            Wrong::Check(kind) => {
                write!(f, "this is no {kind}: its check does not fit, so something in it is mistyped")
            }
            Wrong::Placeholder(kind) => write!(f, "this is no {kind}: one digit over and over stands for none"),
        }
    }
}

impl std::error::Error for Wrong {}

/// Says of which kind it is, and not the number: what is printed for a programmer may end in a log.
impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Number").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Number {
    /// Reads a number of a kind. Blanks and hyphens between its parts, and small letters, are ways to write it, and count for nothing.
    ///
    /// ```
    /// use matching::number::{Kind, Number, Wrong};
    ///
    /// assert_eq!(Number::read(Kind::Nhs, "943 476 5919").unwrap().value(), "9434765919");
    /// assert_eq!(Number::read(Kind::Nhs, "943 476 5918"), Err(Wrong::Check(Kind::Nhs)));
    /// assert_eq!(Number::read(Kind::Pnc, "2003/11985X").unwrap().value(), "2003/0011985X");
    /// ```
    ///
    /// # Errors
    ///
    /// Where it does not have the form of its kind, its check does not fit, or it is a placeholder.
    pub fn read(kind: Kind, text: &str) -> Result<Number, Wrong> {
        let written = text.trim().to_ascii_uppercase();
        let value = written.replace([' ', '-'], "");
        match kind {
            Kind::Nhs => ten_digits(kind, &value, |sum| match 11 - sum % 11 {
                11 => Some(0),
                10 => None,
                check => Some(check),
            })?,
            Kind::Uln => ten_digits(kind, &value, |sum| (sum % 11 != 0).then(|| 10 - sum % 11))?,
            Kind::Upn => upn(&value)?,
            Kind::Pnc => return Ok(Number { kind, value: pnc(&value)? }),
        }
        Ok(Number { kind, value })
    }

    /// Of which kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The number as it is compared: no blanks, capital letters; of the PNC with seven digits.
    pub fn value(&self) -> &str {
        &self.value
    }
}

/// Letters that check what is counted modulo 23: those of pupils' numbers; those of the PNC have a Z in front and not behind.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// Nine digits with the weights 10 to 2, and the digit that checks their sum.
fn ten_digits(kind: Kind, value: &str, check: impl Fn(u32) -> Option<u32>) -> Result<(), Wrong> {
    let digits: Vec<u32> = value.chars().filter_map(|c| c.to_digit(10)).collect();
    let [nine @ .., last] = digits.as_slice() else { return Err(Wrong::Form(kind)) };
    if digits.len() != value.chars().count() || nine.len() != 9 {
        return Err(Wrong::Form(kind));
    }
    if nine.iter().all(|digit| digit == last) {
        return Err(Wrong::Placeholder(kind));
    }
    let sum = nine.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    if check(sum) == Some(*last) { Ok(()) } else { Err(Wrong::Check(kind)) }
}

/// A check letter, and twelve digits with the weights 2 to 13; the last may be a letter where the number is for the time being (its place in the
/// alphabet without I, O and S counts).
fn upn(value: &str) -> Result<(), Wrong> {
    let wrong = Err(Wrong::Form(Kind::Upn));
    let [check, eleven @ .., last] = value.as_bytes() else { return wrong };
    let place = |letter: u8| LETTERS.iter().position(|own| *own == letter);
    let (Some(check), Some(last)) =
        (place(*check), last.is_ascii_digit().then(|| usize::from(last - b'0')).or(place(*last)))
    else {
        return wrong;
    };
    if eleven.len() != 11 || !eleven.iter().all(u8::is_ascii_digit) {
        return wrong;
    }
    if eleven.iter().all(|digit| Some(digit) == eleven.first())
        && Some(last) == eleven.first().map(|digit| usize::from(digit - b'0'))
    {
        return Err(Wrong::Placeholder(Kind::Upn));
    }
    let digits = eleven.iter().map(|digit| usize::from(digit - b'0')).chain([last]);
    let sum: usize = digits.zip(2..).map(|(digit, weight)| digit * weight).sum();
    if sum % 23 == check { Ok(()) } else { Err(Wrong::Check(Kind::Upn)) }
}

/// Year, stroke, serial number and letter: the last two figures of the year and seven of the serial number are counted as one.
fn pnc(value: &str) -> Result<String, Wrong> {
    let wrong = Wrong::Form(Kind::Pnc);
    let (year, rest) = value.split_once('/').ok_or(wrong)?;
    let letter = rest.bytes().next_back().filter(u8::is_ascii_uppercase).ok_or(wrong)?;
    let serial = rest.get(..rest.len() - 1).ok_or(wrong)?;
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !all_digits(year) || !(1..=7).contains(&serial.len()) || !all_digits(serial) {
        return Err(wrong);
    }
    if serial.len() == 7 && serial.bytes().all(|digit| serial.bytes().next() == Some(digit))
        || serial.bytes().all(|digit| digit == b'0')
    {
        return Err(Wrong::Placeholder(Kind::Pnc));
    }
    let counted: usize = format!("{}{serial:0>7}", year.get(2..).unwrap_or_default()).parse().map_err(|_| wrong)?;
    let check = match counted % 23 {
        0 => Some(&b'Z'),
        n => LETTERS.get(n - 1),
    };
    if check != Some(&letter) {
        return Err(Wrong::Check(Kind::Pnc));
    }
    Ok(format!("{year}/{serial:0>7}{}", char::from(letter)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Kind, Number, Wrong};

    fn read(kind: Kind, text: &str) -> Result<String, Wrong> {
        Number::read(kind, text).map(|number| number.value().to_owned())
    }

    #[test]
    fn printed_examples_are_read() {
        // The NHS's own example; the sum of the second is 7 modulo 23, which is H; that of the third 21, which is X.
        assert_eq!(read(Kind::Nhs, " 943-476-5919 "), Ok("9434765919".into()));
        assert_eq!(read(Kind::Upn, "h801200001001"), Ok("H801200001001".into()));
        assert_eq!(read(Kind::Pnc, "2003/0011985x"), Ok("2003/0011985X".into()));
    }

    #[test]
    fn what_is_no_number_is_refused_with_the_reason() {
        assert_eq!(read(Kind::Nhs, "9999999999"), Err(Wrong::Placeholder(Kind::Nhs)));
        assert_eq!(read(Kind::Upn, "A000000000000"), Err(Wrong::Placeholder(Kind::Upn)));
        assert_eq!(read(Kind::Pnc, "2000/0000000Z"), Err(Wrong::Placeholder(Kind::Pnc)));
        assert_eq!(read(Kind::Nhs, "94347659190"), Err(Wrong::Form(Kind::Nhs)));
        assert_eq!(read(Kind::Nhs, "943476591٩"), Err(Wrong::Form(Kind::Nhs)), "a digit of another alphabet");
        assert_eq!(read(Kind::Uln, ""), Err(Wrong::Form(Kind::Uln)));
        assert_eq!(read(Kind::Upn, "I801200001001"), Err(Wrong::Form(Kind::Upn)), "no number begins with I");
        assert_eq!(read(Kind::Pnc, "03/11985X"), Err(Wrong::Form(Kind::Pnc)), "of which century is not guessed");
        assert_eq!(read(Kind::Pnc, "2003/é"), Err(Wrong::Form(Kind::Pnc)));
        assert!(Wrong::Check(Kind::Uln).to_string().contains("mistyped"));
    }

    proptest! {
        /// One digit typed wrongly is found in each kind.
        #[test]
        fn one_wrong_digit_is_found(serial in 0_u64..1_000_000_000, year in 1995_u32..2030, at in 0_usize..9, by in 1_u8..10) {
            let nine = format!("{serial:09}");
            let written = [
                (Kind::Nhs, (0..10).map(|last| format!("{nine}{last}")).collect::<Vec<_>>()),
                (Kind::Uln, (0..10).map(|last| format!("{nine}{last}")).collect()),
                (Kind::Upn, ('A'..='Z').map(|letter| format!("{letter}801{nine}")).collect()),
                (Kind::Pnc, ('A'..='Z').map(|letter| format!("{year}/{}{letter}", &nine[..7])).collect()),
            ];
            for (kind, all) in written {
                let good: Vec<&String> = all.iter().filter(|text| Number::read(kind, text).is_ok()).collect();
                prop_assert!(good.len() <= 1, "{good:?}");
                let Some(good) = good.first() else { continue };
                let mut bytes = (*good).clone().into_bytes();
                let place = if kind == Kind::Upn { at + 4 } else if kind == Kind::Pnc { 5 + at % 7 } else { at };
                bytes[place] = b'0' + (bytes[place] - b'0' + by) % 10;
                prop_assert!(Number::read(kind, &String::from_utf8(bytes).unwrap()).is_err(), "{good}");
            }
        }

        #[test]
        fn nothing_makes_it_panic(text in ".{0,20}") {
            for kind in [Kind::Nhs, Kind::Upn, Kind::Uln, Kind::Pnc] {
                let _ = Number::read(kind, &text);
            }
        }
    }
}
