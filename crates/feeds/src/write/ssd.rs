//! The tables of the Standard Safeguarding Dataset, as CSV files, written such that [`crate::read::ssd`] reads the same children from them.
//!
//! What a [`Listed`] does not tell is empty. Workers and teams get numbers of this file's own, and stand with their names in tables of their own.
//! What is no part of these tables (a sheet's bases, other names, brothers and sisters, homes) is not written. A code stands for what is known:
//! where the vocabulary's word is `other`, or there is none, the cell is empty, and a legal status of which there is nothing else to say has no row.

use std::collections::BTreeMap;
use std::io;

use matching::number::Kind;

use crate::listed::{Date, Listed, More, Spell, SpellKind};
use crate::write::table::{Cell, Csv};
use tables::{
    CareEpisode, CinPlan, CpPlan, Involvement, LegalStatus, Missing, Person, Placement, Professional, Referral, Row,
    TABLES, Team,
};

mod tables;

/// A table that was written.
pub struct Written {
    /// Its name in the dataset; with `.csv` the name of its file.
    pub name: &'static str,
    /// How many rows it has.
    pub rows: u64,
    /// What is in the file.
    pub content: Vec<u8>,
}

/// A table that is being written: its name, how many rows it has.
type Writing = (&'static str, u64, Csv<Vec<u8>>);

/// Writes the tables, child by child.
pub struct Tables {
    each: Vec<Writing>,
    professionals: BTreeMap<String, u64>,
    teams: BTreeMap<String, u64>,
}

impl Tables {
    /// Begins with the headings.
    ///
    /// # Errors
    ///
    /// Where nothing can be written.
    pub fn new() -> io::Result<Tables> {
        let table = |(name, columns): &(&'static str, &[&str])| Ok((*name, 0, Csv::new(Vec::new(), columns, false)?));
        let each = TABLES.iter().map(table).collect::<io::Result<Vec<_>>>()?;
        Ok(Tables { each, professionals: BTreeMap::new(), teams: BTreeMap::new() })
    }

    /// Writes everything that is told of a child.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn child(&mut self, child: &Listed) -> io::Result<()> {
        let number = Cell::from(child.number.as_str());
        let sex = match child.sex.as_str() {
            "female" => "F",
            "male" => "M",
            _ => "U",
        };
        self.row(Person {
            pers_person_id: number.clone(),
            pers_forename: child.name.given.as_str().into(),
            pers_surname: child.name.family.as_str().into(),
            pers_sex: sex.into(),
            pers_ethnicity: child.ethnicity.as_str().into(),
            pers_dob: date(child.born),
            pers_death_date: date(child.died),
            pers_common_child_id: child.numbers.get(Kind::Nhs.word()).map_or(Cell::Empty, |nhs| nhs.as_str().into()),
            ..Person::default()
        })?;
        child.spells.iter().try_for_each(|spell| self.spell(&number, spell))?;
        for worker in &child.workers {
            let (person, team) = (numbered(&mut self.professionals, 'P', &worker.person), self.team(&worker.team));
            let id = self.next::<Involvement>();
            self.row(Involvement {
                invo_involvements_id: id,
                invo_professional_id: person,
                invo_professional_role_id: worker.role.as_str().into(),
                invo_professional_team: team,
                invo_involvement_start_date: date(worker.from),
                invo_involvement_end_date: date(worker.until),
                invo_person_id: number.clone(),
                ..Involvement::default()
            })?;
        }
        Ok(())
    }

    fn spell(&mut self, number: &Cell<'_>, spell: &Spell) -> io::Result<()> {
        let (from, until) = (date(Some(spell.from)), date(spell.until));
        let (number, key) = (number.clone(), Cell::from(spell.key.as_str()));
        match spell.kind {
            SpellKind::Open => {
                let team = self.team(spell.more.get(&More::Team).map_or("", String::as_str));
                self.row(Referral {
                    cine_referral_id: key,
                    cine_person_id: number,
                    cine_referral_date: from,
                    cine_referral_nfa: "N".into(),
                    cine_close_reason: spell.ended.as_str().into(),
                    cine_close_date: until,
                    cine_referral_team: team,
                    ..Referral::default()
                })
            }
            SpellKind::Plan if spell.word == "child-protection" => self.row(CpPlan {
                cppl_cp_plan_id: key,
                cppl_person_id: number,
                cppl_cp_plan_start_date: from,
                cppl_cp_plan_end_date: until,
                cppl_cp_plan_ola: "N".into(),
                ..CpPlan::default()
            }),
            SpellKind::Plan if spell.word == "child-in-need" => self.row(CinPlan {
                cinp_cin_plan_id: key,
                cinp_person_id: number,
                cinp_cin_plan_start_date: from,
                cinp_cin_plan_end_date: until,
                ..CinPlan::default()
            }),
            // The dataset has no table of other plans.
            SpellKind::Plan => Ok(()),
            SpellKind::LookedAfter if !spell.code.is_empty() && !is_known(&spell.word) => Ok(()),
            SpellKind::LookedAfter if !spell.code.is_empty() => self.row(LegalStatus {
                lega_legal_status_id: key,
                lega_person_id: number,
                lega_legal_status: spell.code.as_str().into(),
                lega_legal_status_start_date: from,
                lega_legal_status_end_date: until,
            }),
            SpellKind::LookedAfter => {
                let id = self.next::<CareEpisode>();
                let why = if spell.goes_on() || is_known(&spell.ended_word) { spell.ended.as_str() } else { "" };
                self.row(CareEpisode {
                    clae_cla_episode_id: id,
                    clae_person_id: number,
                    clae_cla_episode_start_date: from.clone(),
                    clae_cla_episode_start_reason: "S".into(),
                    clae_cla_episode_ceased_date: until,
                    clae_cla_episode_ceased_reason: why.into(),
                    clae_entered_care_date: from,
                    ..CareEpisode::default()
                })
            }
            SpellKind::Placed => self.row(Placement {
                clap_cla_placement_id: key,
                clap_cla_placement_start_date: from,
                clap_cla_placement_type: if is_known(&spell.word) { spell.code.as_str() } else { "" }.into(),
                clap_cla_placement_urn: spell.more.get(&More::Urn).map_or(Cell::Empty, |urn| urn.as_str().into()),
                clap_cla_placement_end_date: until,
                clap_cla_placement_change_reason: spell.ended.as_str().into(),
                clap_person_id: number,
                ..Placement::default()
            }),
            SpellKind::Missing => {
                // The number by which it is known again; never that of the row, which is another in the next file.
                self.row(Missing {
                    miss_table_id: key,
                    miss_person_id: number,
                    miss_missing_episode_start_date: from,
                    miss_missing_episode_type: "M".into(),
                    miss_missing_episode_end_date: until,
                    ..Missing::default()
                })
            }
        }
    }

    /// Ends the tables, with those of the workers and teams that were named.
    ///
    /// # Errors
    ///
    /// Where they cannot be written.
    pub fn finish(mut self) -> io::Result<Vec<Written>> {
        for (name, number) in std::mem::take(&mut self.professionals) {
            self.row(Professional {
                prof_professional_id: written('P', number),
                prof_professional_name: name.as_str().into(),
                ..Professional::default()
            })?;
        }
        for (name, number) in std::mem::take(&mut self.teams) {
            self.row(Team {
                dept_team_id: written('T', number),
                dept_team_name: name.as_str().into(),
                ..Team::default()
            })?;
        }
        let table = |(name, rows, csv): Writing| Ok(Written { name, rows, content: csv.finish()? });
        self.each.into_iter().map(table).collect()
    }

    fn team(&mut self, name: &str) -> Cell<'static> {
        numbered(&mut self.teams, 'T', name)
    }

    /// The number of the next row of a table.
    fn next<R: Row<'static>>(&self) -> Cell<'static> {
        let rows = self.each.iter().find(|(name, ..)| *name == R::TABLE).map_or(0, |(_, rows, _)| *rows);
        Cell::Number(i64::try_from(rows + 1).unwrap_or(i64::MAX))
    }

    fn row<'r, R: Row<'r>>(&mut self, row: R) -> io::Result<()> {
        let Some((_, rows, csv)) = self.each.iter_mut().find(|(name, ..)| *name == R::TABLE) else {
            return Err(io::Error::other(format!("`{}` is no table", R::TABLE)));
        };
        csv.row(&row.cells())?;
        *rows += 1;
        Ok(())
    }
}

/// Whether a word of the vocabulary says what something is.
fn is_known(word: &str) -> bool {
    !word.is_empty() && word != "other"
}

/// The number of a name, which stands in a table of its own; nothing of no name.
fn numbered(all: &mut BTreeMap<String, u64>, sign: char, name: &str) -> Cell<'static> {
    if name.is_empty() {
        return Cell::Empty;
    }
    let next = all.len() as u64 + 1;
    written(sign, *all.entry(name.to_owned()).or_insert(next))
}

fn written(sign: char, number: u64) -> Cell<'static> {
    Cell::Text(format!("{sign}{number}").into())
}

fn date(day: Option<Date>) -> Cell<'static> {
    day.map_or(Cell::Empty, |day| Cell::Date(day.0))
}
