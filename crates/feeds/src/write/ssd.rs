//! The tables of the Standard Safeguarding Dataset, as CSV files, written such that [`crate::read::ssd`] reads the same children from them.
//!
//! The columns are those of the dataset as published in July 2026, in its order; what a [`Listed`] does not tell is empty. Workers and teams get
//! numbers of this file's own, and stand with their names in tables of their own. What is no part of these tables (a sheet's bases, other
//! names, brothers and sisters, homes) is not written. A code stands for what is known: where the vocabulary's word is `other`, or there is none, the
//! cell is empty, and a legal status of which there is nothing else to say has no row.

use std::collections::BTreeMap;
use std::io;

use crate::listed::{Date, Listed, Spell, SpellKind, URN};
use crate::write::table::{Cell, Csv};

/// The tables, with their columns.
const TABLES: [(&str, &[&str]); 11] = [
    (
        PERSON,
        &[
            "pers_person_id",
            "pers_forename",
            "pers_surname",
            "pers_sex",
            "pers_gender",
            "pers_ethnicity",
            "pers_dob",
            "pers_common_child_id",
            "pers_legacy_id",
            "pers_upn_unknown",
            "pers_send_flag",
            "pers_expected_dob",
            "pers_death_date",
            "pers_is_mother",
            "pers_nationality",
        ],
    ),
    (
        REFERRALS,
        &[
            "cine_referral_id",
            "cine_person_id",
            "cine_referral_date",
            "cine_cin_primary_need_code",
            "cine_referral_source_code",
            "cine_referral_source_desc",
            "cine_referral_outcome_json",
            "cine_referral_nfa",
            "cine_close_reason",
            "cine_close_date",
            "cine_referral_team",
            "cine_referral_worker_id",
        ],
    ),
    (
        CIN_PLANS,
        &[
            "cinp_cin_plan_id",
            "cinp_referral_id",
            "cinp_person_id",
            "cinp_cin_plan_start_date",
            "cinp_cin_plan_end_date",
            "cinp_cin_plan_team",
            "cinp_cin_plan_worker_id",
        ],
    ),
    (
        CP_PLANS,
        &[
            "cppl_cp_plan_id",
            "cppl_referral_id",
            "cppl_icpc_id",
            "cppl_person_id",
            "cppl_cp_plan_start_date",
            "cppl_cp_plan_end_date",
            "cppl_cp_plan_initial_category",
            "cppl_cp_plan_ola",
            "cppl_cp_plan_latest_category",
        ],
    ),
    (
        LEGAL,
        &[
            "lega_legal_status_id",
            "lega_person_id",
            "lega_legal_status",
            "lega_legal_status_start_date",
            "lega_legal_status_end_date",
        ],
    ),
    (
        CARE,
        &[
            "clae_cla_episode_id",
            "clae_person_id",
            "clae_cla_episode_start_date",
            "clae_cla_episode_start_reason",
            "clae_cla_primary_need_code",
            "clae_cla_episode_ceased_date",
            "clae_cla_episode_ceased_reason",
            "clae_cla_id",
            "clae_referral_id",
            "clae_cla_placement_id",
            "clae_entered_care_date",
            "clae_cla_last_iro_contact_date",
        ],
    ),
    (
        PLACEMENTS,
        &[
            "clap_cla_placement_id",
            "clap_cla_placement_start_date",
            "clap_cla_placement_type",
            "clap_cla_placement_urn",
            "clap_cla_placement_distance",
            "clap_cla_id",
            "clap_cla_placement_provider",
            "clap_cla_placement_postcode",
            "clap_cla_placement_end_date",
            "clap_cla_placement_change_reason",
            "clap_person_id",
        ],
    ),
    (
        INVOLVEMENTS,
        &[
            "invo_involvements_id",
            "invo_professional_id",
            "invo_professional_role_id",
            "invo_professional_team",
            "invo_involvement_start_date",
            "invo_involvement_end_date",
            "invo_worker_change_reason",
            "invo_person_id",
            "invo_referral_id",
        ],
    ),
    (
        MISSING,
        &[
            "miss_table_id",
            "miss_person_id",
            "miss_missing_episode_start_date",
            "miss_missing_episode_type",
            "miss_missing_episode_end_date",
            "miss_missing_rhi_offered",
            "miss_missing_rhi_accepted",
        ],
    ),
    (
        PROFESSIONALS,
        &[
            "prof_professional_id",
            "prof_staff_id",
            "prof_professional_name",
            "prof_social_worker_registration_no",
            "prof_professional_job_title",
            "prof_professional_caseload",
            "prof_professional_department",
            "prof_full_time_equivalency",
            "prof_agency_worker_flag",
        ],
    ),
    (TEAMS, &["dept_team_id", "dept_team_name", "dept_team_parent_id", "dept_team_parent_name"]),
];

const PERSON: &str = "ssd_person";
const REFERRALS: &str = "ssd_cin_episodes";
const CIN_PLANS: &str = "ssd_cin_plans";
const CP_PLANS: &str = "ssd_cp_plans";
const LEGAL: &str = "ssd_legal_status";
const CARE: &str = "ssd_cla_episodes";
const PLACEMENTS: &str = "ssd_cla_placement";
const INVOLVEMENTS: &str = "ssd_involvements";
const MISSING: &str = "ssd_missing";
const PROFESSIONALS: &str = "ssd_professionals";
const TEAMS: &str = "ssd_department";

/// A table that was written.
pub struct Written {
    /// Its name in the dataset; with `.csv` the name of its file.
    pub name: &'static str,
    /// How many rows it has.
    pub rows: u64,
    /// What is in the file.
    pub content: Vec<u8>,
}

/// A table that is being written: its name, its columns, how many rows it has.
type Writing = (&'static str, &'static [&'static str], u64, Csv<Vec<u8>>);

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
        let table = |(name, columns): (&'static str, &'static [&'static str])| {
            Ok((name, columns, 0, Csv::new(Vec::new(), columns, false)?))
        };
        let each = TABLES.into_iter().map(table).collect::<io::Result<Vec<_>>>()?;
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
        self.row(
            PERSON,
            &[
                ("pers_person_id", number.clone()),
                ("pers_forename", child.name.given.as_str().into()),
                ("pers_surname", child.name.family.as_str().into()),
                ("pers_sex", sex.into()),
                ("pers_ethnicity", child.ethnicity.as_str().into()),
                ("pers_dob", date(child.born)),
                ("pers_death_date", date(child.died)),
                ("pers_common_child_id", child.numbers.get("nhs").map_or(Cell::Empty, |nhs| nhs.as_str().into())),
            ],
        )?;
        child.spells.iter().try_for_each(|spell| self.spell(&number, spell))?;
        for worker in &child.workers {
            let (person, team) = (numbered(&mut self.professionals, 'P', &worker.person), self.team(&worker.team));
            let id = self.next(INVOLVEMENTS);
            self.row(
                INVOLVEMENTS,
                &[
                    ("invo_involvements_id", id),
                    ("invo_professional_id", person),
                    ("invo_professional_role_id", worker.role.as_str().into()),
                    ("invo_professional_team", team),
                    ("invo_involvement_start_date", date(worker.from)),
                    ("invo_involvement_end_date", date(worker.until)),
                    ("invo_person_id", number.clone()),
                ],
            )?;
        }
        Ok(())
    }

    fn spell(&mut self, number: &Cell<'_>, spell: &Spell) -> io::Result<()> {
        let (from, until) = (date(Some(spell.from)), date(spell.until));
        let (number, key) = (number.clone(), Cell::from(spell.key.as_str()));
        match spell.kind {
            SpellKind::Open => {
                let team = self.team(spell.more.get("team").map_or("", String::as_str));
                self.row(
                    REFERRALS,
                    &[
                        ("cine_referral_id", key),
                        ("cine_person_id", number),
                        ("cine_referral_date", from),
                        ("cine_referral_nfa", "N".into()),
                        ("cine_close_reason", spell.ended.as_str().into()),
                        ("cine_close_date", until),
                        ("cine_referral_team", team),
                    ],
                )
            }
            SpellKind::Plan if spell.word == "child-protection" => self.row(
                CP_PLANS,
                &[
                    ("cppl_cp_plan_id", key),
                    ("cppl_person_id", number),
                    ("cppl_cp_plan_start_date", from),
                    ("cppl_cp_plan_end_date", until),
                    ("cppl_cp_plan_ola", "N".into()),
                ],
            ),
            SpellKind::Plan if spell.word == "child-in-need" => self.row(
                CIN_PLANS,
                &[
                    ("cinp_cin_plan_id", key),
                    ("cinp_person_id", number),
                    ("cinp_cin_plan_start_date", from),
                    ("cinp_cin_plan_end_date", until),
                ],
            ),
            // The dataset has no table of other plans.
            SpellKind::Plan => Ok(()),
            SpellKind::LookedAfter if !spell.code.is_empty() && !is_known(&spell.word) => Ok(()),
            SpellKind::LookedAfter if !spell.code.is_empty() => self.row(
                LEGAL,
                &[
                    ("lega_legal_status_id", key),
                    ("lega_person_id", number),
                    ("lega_legal_status", spell.code.as_str().into()),
                    ("lega_legal_status_start_date", from),
                    ("lega_legal_status_end_date", until),
                ],
            ),
            SpellKind::LookedAfter => {
                let id = self.next(CARE);
                let why = if spell.goes_on() || is_known(&spell.ended_word) { spell.ended.as_str() } else { "" };
                self.row(
                    CARE,
                    &[
                        ("clae_cla_episode_id", id),
                        ("clae_person_id", number),
                        ("clae_cla_episode_start_date", from.clone()),
                        ("clae_cla_episode_start_reason", "S".into()),
                        ("clae_cla_episode_ceased_date", until),
                        ("clae_cla_episode_ceased_reason", why.into()),
                        ("clae_entered_care_date", from),
                    ],
                )
            }
            SpellKind::Placed => self.row(
                PLACEMENTS,
                &[
                    ("clap_cla_placement_id", key),
                    ("clap_cla_placement_start_date", from),
                    ("clap_cla_placement_type", if is_known(&spell.word) { spell.code.as_str() } else { "" }.into()),
                    ("clap_cla_placement_urn", spell.more.get(URN).map_or(Cell::Empty, |urn| urn.as_str().into())),
                    ("clap_cla_placement_end_date", until),
                    ("clap_cla_placement_change_reason", spell.ended.as_str().into()),
                    ("clap_person_id", number),
                ],
            ),
            SpellKind::Missing => {
                // The number by which it is known again; never that of the row, which is another in the next file.
                self.row(
                    MISSING,
                    &[
                        ("miss_table_id", key),
                        ("miss_person_id", number),
                        ("miss_missing_episode_start_date", from),
                        ("miss_missing_episode_type", "M".into()),
                        ("miss_missing_episode_end_date", until),
                    ],
                )
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
            let cells =
                [("prof_professional_id", written('P', number)), ("prof_professional_name", name.as_str().into())];
            self.row(PROFESSIONALS, &cells)?;
        }
        for (name, number) in std::mem::take(&mut self.teams) {
            self.row(TEAMS, &[("dept_team_id", written('T', number)), ("dept_team_name", name.as_str().into())])?;
        }
        let table = |(name, _, rows, csv): (_, _, _, Csv<Vec<u8>>)| Ok(Written { name, rows, content: csv.finish()? });
        self.each.into_iter().map(table).collect()
    }

    fn team(&mut self, name: &str) -> Cell<'static> {
        numbered(&mut self.teams, 'T', name)
    }

    /// The number of the next row of a table.
    fn next(&self, table: &str) -> Cell<'static> {
        let rows = self.each.iter().find(|(name, ..)| *name == table).map_or(0, |(_, _, rows, _)| *rows);
        Cell::Number(i64::try_from(rows + 1).unwrap_or(i64::MAX))
    }

    /// Writes a row: what these columns have, and nothing in the others.
    fn row(&mut self, table: &str, cells: &[(&str, Cell<'_>)]) -> io::Result<()> {
        let Some((_, columns, rows, csv)) = self.each.iter_mut().find(|(name, ..)| *name == table) else {
            return Err(io::Error::other(format!("`{table}` is no table")));
        };
        let cell =
            |column: &&str| cells.iter().find(|(name, _)| name == column).map_or(Cell::Empty, |(_, c)| c.clone());
        csv.row(&columns.iter().map(cell).collect::<Vec<_>>())?;
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
