//! Of the Standard Safeguarding Dataset: what holds for a child from when until when.

use crate::codes::written;
use crate::listed::{More, Spell, SpellKind};
use crate::read::columns::{Cells, Table};
use crate::read::line::{Cell, Line};
use crate::read::s903;
use crate::read::ssd::Beside;
use crate::read::{Listener, Unreadable};
use crate::told::{Effect, Stop, What};

/// `ssd_cin_episodes`: the time for which social care works with the child, from the referral until it closes. A referral with which nothing
/// more was done is none.
pub(crate) fn referrals(table: &mut Table<'_>, beside: &mut Beside, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
    table.each("cine_person_id", out, |line, row| {
        if line.yes(row.at("cine_referral_nfa"))? == Some(true) {
            return Ok(());
        }
        let (from, until) = (row.at("cine_referral_date"), row.at("cine_close_date"));
        let Some(mut spell) = line.spell(SpellKind::Open, from, until)? else { return Ok(()) };
        spell.key = row.text("cine_referral_id");
        let reason = row.at("cine_close_reason");
        s903::closed(line, reason, spell.until)?;
        spell.ended = reason.text.to_owned();
        let team = row.at("cine_referral_team");
        let team = line.name(Cell { text: &beside.team(team.text), ..team })?;
        if !team.is_empty() {
            spell.more.insert(More::Team, team);
        }
        Ok(line.tell(What::Spell(spell))?)
    })
}

/// `ssd_cp_plans`. A plan of another authority is none of this one's.
pub(crate) fn cp_plans(table: &mut Table<'_>, _: &mut Beside, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
    table.each("cppl_person_id", out, |line, row| {
        if line.yes(row.at("cppl_cp_plan_ola"))? == Some(true) {
            return Ok(());
        }
        let headings = ["cppl_cp_plan_start_date", "cppl_cp_plan_end_date", "cppl_cp_plan_id"];
        Ok(plan(line, row, headings, "child-protection")?)
    })
}

/// `ssd_cin_plans`.
pub(crate) fn cin_plans(table: &mut Table<'_>, _: &mut Beside, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
    table.each("cinp_person_id", out, |line, row| {
        let headings = ["cinp_cin_plan_start_date", "cinp_cin_plan_end_date", "cinp_cin_plan_id"];
        Ok(plan(line, row, headings, "child-in-need")?)
    })
}

fn plan(line: &mut Line<'_, '_>, row: &Cells<'_>, headings: [&str; 3], word: &str) -> Result<(), Stop> {
    let [from, until, key] = headings;
    match line.spell(SpellKind::Plan, row.at(from), row.at(until))? {
        Some(spell) => line.tell(What::Spell(Spell { key: row.text(key), word: word.to_owned(), ..spell })),
        None => Ok(()),
    }
}

/// What a text begins with where it is written like a code of the return, as `Q9` in `Q9: new status`: such a code may be one of a later year.
fn like_code(text: &str) -> Option<&str> {
    let first = text.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let digits = first.strip_prefix(|c: char| c.is_ascii_alphabetic())?;
    ((1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())).then_some(first)
}

/// `ssd_legal_status`: on which basis the child was looked after. A code that is not known is kept; words that are no code (private fostering,
/// guardianship) make no child looked after.
pub(crate) fn legal_statuses(table: &mut Table<'_>, _: &mut Beside, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
    table.each("lega_person_id", out, |line, row| {
        let status = row.at("lega_legal_status");
        let known = written("ssda903-legal-status", status.text);
        let Some(code) = known.or_else(|| like_code(status.text)) else {
            let rule = "it is no code for how a child is looked after (SSDA903), so nothing is told of it";
            return Ok(line.refuse(status, rule, Effect::Row)?);
        };
        let (from, until) = (row.at("lega_legal_status_start_date"), row.at("lega_legal_status_end_date"));
        let Some(mut spell) = line.spell(SpellKind::LookedAfter, from, until)? else { return Ok(()) };
        spell.key = row.text("lega_legal_status_id");
        spell.code = status.text.to_owned();
        let as_code = Cell { text: code, ..status };
        line.code("ssda903-legal-status", as_code, spell.from.0)?.clone_into(&mut spell.word);
        Ok(line.tell(What::Spell(spell))?)
    })
}

/// `ssd_cla_episodes`: that the child was looked after, and why that ended; on which basis stands in the table of legal statuses.
pub(crate) fn care_episodes(
    table: &mut Table<'_>,
    beside: &mut Beside,
    out: &mut Listener<'_>,
) -> Result<u64, Unreadable> {
    table.each("clae_person_id", out, |line, row| {
        let (from, until) = (row.at("clae_cla_episode_start_date"), row.at("clae_cla_episode_ceased_date"));
        let Some(mut spell) = line.spell(SpellKind::LookedAfter, from, until)? else { return Ok(()) };
        let reason = row.at("clae_cla_episode_ceased_reason");
        (spell.ended, spell.ended_word) = s903::ending(line, reason, &spell)?;
        beside.following.take(line, &spell, row.at("clae_cla_episode_start_reason"), reason);
        Ok(line.tell(What::Spell(spell))?)
    })
}

/// `ssd_cla_placement`.
pub(crate) fn placements(table: &mut Table<'_>, _: &mut Beside, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
    table.each("clap_person_id", out, |line, row| {
        let (from, until) = (row.at("clap_cla_placement_start_date"), row.at("clap_cla_placement_end_date"));
        let Some(mut spell) = line.spell(SpellKind::Placed, from, until)? else { return Ok(()) };
        spell.key = row.text("clap_cla_placement_id");
        let place = row.at("clap_cla_placement_type");
        spell.code = place.text.to_owned();
        spell.word = s903::word(line, "ssda903-placement", place, spell.from.0)?.to_owned();
        spell.ended = row.text("clap_cla_placement_change_reason");
        let urn = row.text("clap_cla_placement_urn");
        if !urn.is_empty() {
            spell.more.insert(More::Urn, urn);
        }
        Ok(line.tell(What::Spell(spell))?)
    })
}

/// `ssd_missing`.
pub(crate) fn missing(table: &mut Table<'_>, _: &mut Beside, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
    table.each("miss_person_id", out, |line, row| {
        let of = s903::Missing {
            key: row.at("miss_table_id"),
            kind: row.at("miss_missing_episode_type"),
            start: row.at("miss_missing_episode_start_date"),
            end: row.at("miss_missing_episode_end_date"),
        };
        Ok(s903::missing(line, of)?)
    })
}
