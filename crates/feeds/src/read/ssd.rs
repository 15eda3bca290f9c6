//! The tables of the Standard Safeguarding Dataset, as CSV files, known by their headings.
//!
//! The dataset holds more than is needed here; what serves nothing is named and not used. Its table of legal statuses also holds what makes no
//! child looked after (private fostering, guardianship): only the codes of the return on children looked after are taken from it, and what is written like one. Why care ended
//! stands in the episodes, which say no legal status; they are told as care of which the basis stands elsewhere.

use std::collections::BTreeMap;

use crate::read::columns::Table;
use crate::read::following::Following;
use crate::read::table::csv;
use crate::read::{Listener, Read, Source, Unreadable, ssd_people, ssd_times};

/// How many names of workers and teams are kept.
const NAMES: usize = 200_000;

/// What one table says that another is read by: the names of workers and of teams, by their numbers; and which episodes are not carried on.
#[derive(Default)]
pub(crate) struct Beside {
    workers: BTreeMap<String, String>,
    teams: BTreeMap<String, String>,
    pub(crate) following: Following,
}

impl Beside {
    /// The worker's name; where none is known, the number.
    pub(crate) fn worker(&self, number: &str) -> String {
        self.workers.get(number).map_or(number, String::as_str).to_owned()
    }

    /// The team's name; where none is known, what stands there.
    pub(crate) fn team(&self, number: &str) -> String {
        self.teams.get(number).map_or(number, String::as_str).to_owned()
    }
}

type Reader = fn(&mut Table<'_>, &mut Beside, &mut Listener<'_>) -> Result<u64, Unreadable>;

/// The tables that are used: the name, the headings it must have, and what reads it.
const TABLES: [(&str, &[&str], Reader); 13] = [
    ("ssd_person", &["pers_person_id", "pers_forename", "pers_surname", "pers_dob"], ssd_people::persons),
    (
        "ssd_linked_identifiers",
        &["link_person_id", "link_identifier_type", "link_identifier_value"],
        ssd_people::linked,
    ),
    ("ssd_address", &["addr_person_id", "addr_address_postcode"], ssd_people::addresses),
    ("ssd_family", &["fami_person_id", "fami_family_id"], ssd_people::families),
    ("ssd_involvements", &["invo_person_id", "invo_professional_id"], ssd_people::involvements),
    ("ssd_care_leavers", &["clea_person_id", "clea_care_leaver_worker_id"], ssd_people::care_leavers),
    (
        "ssd_cin_episodes",
        &["cine_person_id", "cine_referral_id", "cine_referral_date", "cine_close_date"],
        ssd_times::referrals,
    ),
    ("ssd_cp_plans", &["cppl_person_id", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"], ssd_times::cp_plans),
    ("ssd_cin_plans", &["cinp_person_id", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"], ssd_times::cin_plans),
    (
        "ssd_legal_status",
        &["lega_person_id", "lega_legal_status", "lega_legal_status_start_date", "lega_legal_status_end_date"],
        ssd_times::legal_statuses,
    ),
    (
        "ssd_cla_episodes",
        &["clae_person_id", "clae_cla_episode_start_date", "clae_cla_episode_ceased_date"],
        ssd_times::care_episodes,
    ),
    (
        "ssd_cla_placement",
        &["clap_person_id", "clap_cla_placement_type", "clap_cla_placement_start_date", "clap_cla_placement_end_date"],
        ssd_times::placements,
    ),
    (
        "ssd_missing",
        &["miss_person_id", "miss_missing_episode_start_date", "miss_missing_episode_end_date"],
        ssd_times::missing,
    ),
];

/// Reads the tables that are there. Only that of the persons must be.
///
/// # Errors
///
/// Where there is no table of persons, or a table cannot be read as one.
pub fn read(sources: Vec<Source<'_>>, out: &mut Listener<'_>) -> Result<Read, Unreadable> {
    let mut read = Read::default();
    let mut beside = Beside::default();
    let mut tables = Vec::new();
    for source in sources {
        let mut table = Table::of_a_database(csv(source)?);
        if table.has("prof_professional_id") && table.has("prof_professional_name") {
            let count = named(&mut table, &mut beside.workers, "prof_professional_id", "prof_professional_name", out)?;
            read.file(&table, count);
        } else if table.has("dept_team_id") && table.has("dept_team_name") {
            let count = named(&mut table, &mut beside.teams, "dept_team_id", "dept_team_name", out)?;
            read.file(&table, count);
        } else if let Some(place) = kind(&table)? {
            tables.push((place, table));
        } else {
            read.notes.push(format!("{}: nothing of it is used", table.file()));
        }
    }
    tables.sort_by_key(|(place, _)| *place);
    if tables.first().is_none_or(|(place, _)| *place != 0) {
        let help = "give the table with the headings pers_person_id, pers_forename, pers_surname, pers_dob";
        return Err(Unreadable::file("ssd_person.csv", "the table of the persons is not there", help));
    }
    for (place, mut table) in tables {
        if let Some((_, _, reader)) = TABLES.get(place) {
            let count = reader(&mut table, &mut beside, out)?;
            read.file(&table, count);
        }
    }
    read.notes.extend(beside.following.say(out)?);
    Ok(read)
}

/// Which of the tables this is. One whose name says so, and that lacks a heading, is refused.
fn kind(table: &Table<'_>) -> Result<Option<usize>, Unreadable> {
    let by_headings = TABLES.iter().position(|(_, headings, _)| headings.iter().all(|heading| table.has(heading)));
    if by_headings.is_some() {
        return Ok(by_headings);
    }
    let file = table.file().to_lowercase();
    let name = file.strip_suffix(".csv").unwrap_or(&file);
    let by_name = TABLES.iter().find(|(own, _, _)| name.ends_with(own));
    by_name.map_or(Ok(()), |(_, headings, _)| table.require(headings))?;
    Ok(None)
}

/// Keeps the names of a table by their numbers.
fn named(
    table: &mut Table<'_>,
    into: &mut BTreeMap<String, String>,
    number: &str,
    name: &str,
    out: &mut Listener<'_>,
) -> Result<u64, Unreadable> {
    let file = table.file().to_owned();
    table.each(number, out, |line, row| {
        if into.len() >= NAMES {
            return Err(Unreadable::file(&file, format!("has more than {NAMES} rows"), "leave out who has left"));
        }
        // Their number is none of a child: nothing is told of it.
        let number = line.number().to_owned();
        line.is_of("");
        let name = line.name(row.at(name))?;
        if !name.is_empty() {
            into.insert(number, name);
        }
        Ok(())
    })
}
