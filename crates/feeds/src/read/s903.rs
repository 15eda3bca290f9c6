//! What a record of the return on children looked after (SSDA903) tells, whether it stands in a CSV file or in XML.
//!
//! The return ends an episode at each change of legal status or placement, and says `X1` where another follows: care goes on then, and nothing
//! is told to have ended, and where that other one is not there, it is said ([`Following`]). Its dates and codes are those of the Department for Education's guide, in `codes.csv`.

use calendar::Day;
use matching::number::Kind;

use crate::codes::written;
use crate::listed::{Date, GOES_ON, Listed, More, Spell, SpellKind};
use crate::read::following::Following;
use crate::read::line::{Cell, Line};
use crate::told::{Effect, Stop, What};

/// The code for a child who died.
const DIED: &str = "E2";
/// The list of why care ended.
const REC: &str = "ssda903-rec";

/// Who a child is.
#[derive(Clone, Copy, Default)]
pub struct Header<'c> {
    /// `SEX`: 1 male, 2 female.
    pub sex: Cell<'c>,
    /// `DOB`.
    pub born: Cell<'c>,
    /// `ETHNIC`.
    pub ethnic: Cell<'c>,
    /// `UPN`, or a code for why there is none (`UN1` and others).
    pub upn: Cell<'c>,
}

/// An episode of care.
#[derive(Clone, Copy, Default)]
pub struct Episode<'c> {
    /// `DECOM`: from when.
    pub decom: Cell<'c>,
    /// `RNE`: why it began.
    pub rne: Cell<'c>,
    /// `LS`: legal status.
    pub ls: Cell<'c>,
    /// `PLACE`, in XML `PL`: placement.
    pub place: Cell<'c>,
    /// `DEC`: until when.
    pub dec: Cell<'c>,
    /// `URN`: the number of the home at Ofsted.
    pub urn: Cell<'c>,
    /// `REC`: why it ended.
    pub rec: Cell<'c>,
    /// `REASON_PLACE_CHANGE`: why the placement ended.
    pub reason_place_change: Cell<'c>,
    /// `HOME_POST`: the postcode of the home from which the child came.
    pub home_post: Cell<'c>,
}

/// A time for which the child was missing or away.
#[derive(Clone, Copy, Default)]
pub struct Missing<'c> {
    /// Its number; the return has none.
    pub key: Cell<'c>,
    /// `MISSING`: M missing, A away without leave, of whom it is known where they are.
    pub kind: Cell<'c>,
    /// `MIS_START`.
    pub start: Cell<'c>,
    /// `MIS_END`.
    pub end: Cell<'c>,
}

/// Tells who the child is.
pub fn header(line: &mut Line<'_, '_>, of: Header<'_>) -> Result<(), Stop> {
    let mut who = Listed::new(line.number());
    who.born = line.date(of.born)?;
    line.one_of(of.sex, &[("1", "male"), ("2", "female")])?.clone_into(&mut who.sex);
    of.ethnic.text.clone_into(&mut who.ethnicity);
    let has_none = of.upn.text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("UN"));
    if !has_none {
        line.id(&mut who, Kind::Upn, of.upn)?;
    }
    line.who(who)
}

/// Tells an episode: on which basis the child was looked after, and in which placement.
pub fn episode(line: &mut Line<'_, '_>, of: Episode<'_>, following: &mut Following) -> Result<(), Stop> {
    let Some(spell) = line.spell(SpellKind::LookedAfter, of.decom, of.dec)? else { return Ok(()) };
    let from = spell.from.0;
    if spell.until.is_none() && !of.rec.text.is_empty() {
        // Where another episode follows, care goes on; which day this one ended is not known.
        let goes_on = written(REC, of.rec.text) == Some(GOES_ON);
        let effect = if goes_on { Effect::Value } else { Effect::Row };
        line.refuse(of.rec, "the episode has ended and does not say when: write the date of its end", effect)?;
        if !goes_on {
            return Ok(());
        }
    }
    let mut care = Spell { code: of.ls.text.to_owned(), ..spell.clone() };
    line.code("ssda903-legal-status", of.ls, from)?.clone_into(&mut care.word);
    (care.ended, care.ended_word) = ending(line, of.rec, &care)?;
    following.take(line, &care, of.rne, of.rec);
    line.tell(What::Spell(care))?;
    if !of.place.text.is_empty() {
        let mut placed = Spell { kind: SpellKind::Placed, code: of.place.text.to_owned(), ..spell };
        line.code("ssda903-placement", of.place, from)?.clone_into(&mut placed.word);
        for (key, cell) in
            [(More::Rne, of.rne), (More::Urn, of.urn)].into_iter().filter(|(_, cell)| !cell.text.is_empty())
        {
            placed.more.insert(key, cell.text.to_ascii_uppercase());
        }
        of.reason_place_change.text.clone_into(&mut placed.ended);
        line.code("ssda903-reason-place-change", of.reason_place_change, from)?.clone_into(&mut placed.ended_word);
        line.tell(What::Spell(placed))?;
    }
    if !of.home_post.text.is_empty() {
        let mut who = Listed::new(line.number());
        who.home.postcode = line.address(of.home_post)?;
        if !who.home.is_empty() {
            line.who(who)?;
        }
    }
    Ok(())
}

/// Why care ended, as the file says it and in the vocabulary's words; `X1` and no word where it goes on in another episode. Tells
/// that the child died, where that is why.
pub(crate) fn ending(line: &mut Line<'_, '_>, rec: Cell<'_>, of: &Spell) -> Result<(String, String), Stop> {
    if written(REC, rec.text) == Some(GOES_ON) {
        let goes_on = if of.until.is_some() { GOES_ON } else { "" };
        return Ok((goes_on.to_owned(), String::new()));
    }
    if let (Some(DIED), Some(until)) = (written(REC, rec.text), of.until) {
        line.died(until)?;
    }
    Ok((rec.text.to_owned(), word(line, REC, rec, of.until.unwrap_or(of.from).0)?.to_owned()))
}

/// Tells that the child died, where that is why social care's work ended (`RC2`).
pub(crate) fn closed(line: &mut Line<'_, '_>, reason: Cell<'_>, until: Option<Date>) -> Result<(), Stop> {
    match until {
        Some(until) if written("cin-closure", reason.text) == Some("RC2") => line.died(until),
        _ => Ok(()),
    }
}

/// What a code is in the vocabulary's words, where it may stand with its meaning behind it.
pub(crate) fn word(line: &mut Line<'_, '_>, list: &str, cell: Cell<'_>, on: Day) -> Result<&'static str, Stop> {
    line.code(list, Cell { text: written(list, cell.text).unwrap_or(cell.text), ..cell }, on)
}

/// Tells that the child was missing. Who was away, and it was known where, was not.
pub fn missing(line: &mut Line<'_, '_>, of: Missing<'_>) -> Result<(), Stop> {
    if of.kind.text.is_empty() {
        return line.refuse(of.kind, "it does not say whether the child was missing (M) or away (A)", Effect::Row);
    }
    match of.kind.text.to_ascii_lowercase().as_str() {
        "m" | "missing" => {}
        "a" | "away" | "absent" => return Ok(()),
        _ => return line.refuse(of.kind, "it is neither `M` (missing) nor `A` (away)", Effect::Row),
    }
    match line.spell(SpellKind::Missing, of.start, of.end)? {
        Some(spell) => line.tell(What::Spell(Spell { key: of.key.text.to_owned(), ..spell })),
        None => Ok(()),
    }
}
