//! Of the Standard Safeguarding Dataset: who the children are, where they live, and who works with them.

use matching::number::Kind;

use crate::listed::{Home, Listed, Name, Worker};
use crate::read::columns::Table;
use crate::read::line::{Cell, Line};
use crate::read::ssd::Beside;
use crate::read::{Listener, Unreadable};
use crate::told::{Effect, Stop, What};

const SEXES: [(&str, &str); 5] = [("F", "female"), ("Female", "female"), ("M", "male"), ("Male", "male"), ("U", "")];

/// `ssd_person`.
pub(crate) fn persons(table: &mut Table<'_>, _: &mut Beside, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
    table.each("pers_person_id", out, |line, row| {
        let mut who = Listed::new(line.number());
        let (given, family) = (row.raw("pers_forename"), row.raw("pers_surname"));
        who.name = Name { given: named(line, given)?, family: named(line, family)? };
        who.born = line.date(row.at("pers_dob"))?;
        who.died = line.date(row.at("pers_death_date"))?;
        line.one_of(row.at("pers_sex"), &SEXES)?.clone_into(&mut who.sex);
        who.ethnicity = row.text("pers_ethnicity");
        // No column of the dataset: whoever prints the table may add it.
        who.restricted = line.restricted(row.at("pers_restricted"))?;
        line.id(&mut who, Kind::Nhs, row.at("pers_common_child_id"))?;
        // Earlier issues of the dataset held it here; later ones among the linked identifiers.
        line.id(&mut who, Kind::Upn, row.at("pers_upn"))?;
        Ok(line.who(who)?)
    })
}

/// A name. `NULL` may stand for nothing and may be one: it is left out, and said.
fn named(line: &mut Line<'_, '_>, cell: Cell<'_>) -> Result<String, Stop> {
    if cell.text == "NULL" {
        let rule = "a database writes `NULL` for nothing: where it is the name, write it in small letters";
        return line.refuse(cell, rule, Effect::Value).map(|()| String::new());
    }
    line.name(cell)
}

/// `ssd_linked_identifiers`: the numbers that hold now.
pub(crate) fn linked(table: &mut Table<'_>, _: &mut Beside, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
    table.each("link_person_id", out, |line, row| {
        let kind = match row.at("link_identifier_type").text.to_ascii_lowercase().as_str() {
            "unique pupil number" | "upn" => Kind::Upn,
            "nhs number" => Kind::Nhs,
            "unique learner number" | "uln" => Kind::Uln,
            "pnc number" | "pnc" => Kind::Pnc,
            _ => return Ok(()),
        };
        if !row.at("link_valid_to_date").text.is_empty() {
            return Ok(());
        }
        let mut who = Listed::new(line.number());
        line.id(&mut who, kind, row.at("link_identifier_value"))?;
        if who.numbers.is_empty() { Ok(()) } else { Ok(line.who(who)?) }
    })
}

/// `ssd_address`: where the child lives now. Where social care has placed the child is no home, and an address that has ended is none any more.
pub(crate) fn addresses(table: &mut Table<'_>, _: &mut Beside, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
    table.each("addr_person_id", out, |line, row| {
        let is_placement = row.at("addr_address_type").text.to_ascii_lowercase().contains("placement");
        if is_placement || !row.at("addr_address_end_date").text.is_empty() {
            return Ok(());
        }
        let mut who = Listed::new(line.number());
        who.home = home(line, row.at("addr_address_json"))?;
        who.home.postcode = line.address(row.at("addr_address_postcode"))?;
        if who.home.is_empty() { Ok(()) } else { Ok(line.who(who)?) }
    })
}

/// The parts of an address, which stand in one cell as JSON: `{"HOUSE": "1", "STREET": …}`.
fn home(line: &mut Line<'_, '_>, cell: Cell<'_>) -> Result<Home, Stop> {
    if cell.text.is_empty() {
        return Ok(Home::default());
    }
    let Ok(serde_json::Value::Object(parts)) = serde_json::from_str(cell.text) else {
        let rule = "write the address as the dataset does, as one object of JSON";
        return line.refuse(cell, rule, Effect::Value).map(|()| Home::default());
    };
    let part = |name: &str| match parts.get(name) {
        Some(serde_json::Value::String(text)) if text.trim() != "NULL" => text.trim().to_owned(),
        Some(serde_json::Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let mut part = |name: &str| line.address(Cell { text: &part(name), ..cell });
    let house = [part("FLAT")?, part("BUILDING")?, part("HOUSE")?];
    let house: Vec<String> = house.into_iter().filter(|part| !part.is_empty()).collect();
    let (street, town, uprn) = (part("STREET")?, part("TOWN")?, part("UPRN")?);
    Ok(Home { house: house.join(" "), street, town, uprn, ..Home::default() })
}

/// `ssd_family`: what the members of a family have in common.
pub(crate) fn families(table: &mut Table<'_>, _: &mut Beside, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
    table.each("fami_person_id", out, |line, row| {
        let household = row.text("fami_family_id");
        let who = Listed { household, ..Listed::new(line.number()) };
        if who.household.is_empty() { Ok(()) } else { Ok(line.who(who)?) }
    })
}

/// `ssd_involvements`: who works with the child.
pub(crate) fn involvements(
    table: &mut Table<'_>,
    beside: &mut Beside,
    out: &mut Listener<'_>,
) -> Result<u64, Unreadable> {
    table.each("invo_person_id", out, |line, row| {
        let until = row.at("invo_involvement_end_date");
        let (person, team) = (row.at("invo_professional_id"), row.at("invo_professional_team"));
        let worker = Worker {
            person: line.name(Cell { text: &beside.worker(person.text), ..person })?,
            team: line.name(Cell { text: &beside.team(team.text), ..team })?,
            role: line.name(row.at("invo_professional_role_id"))?,
            from: line.date(row.at("invo_involvement_start_date"))?,
            until: line.date(until)?,
        };
        // Whose end cannot be read would seem to be there still.
        let is_unknown = worker.person.is_empty() && worker.team.is_empty();
        if is_unknown || (worker.until.is_none() && !until.text.is_empty()) {
            return Ok(());
        }
        Ok(line.tell(What::Worker(worker))?)
    })
}

/// `ssd_care_leavers`: who is there for a young person who has left care.
pub(crate) fn care_leavers(
    table: &mut Table<'_>,
    beside: &mut Beside,
    out: &mut Listener<'_>,
) -> Result<u64, Unreadable> {
    table.each("clea_person_id", out, |line, row| {
        let team = row.at("clea_care_leaver_allocated_team");
        let team = line.name(Cell { text: &beside.team(team.text), ..team })?;
        let both =
            [("clea_care_leaver_worker_id", "worker"), ("clea_care_leaver_personal_advisor", "personal adviser")];
        for (heading, role) in both {
            let person = row.at(heading);
            let person = line.name(Cell { text: &beside.worker(person.text), ..person })?;
            if !person.is_empty() {
                let worker = Worker { person, team: team.clone(), role: role.to_owned(), ..Worker::default() };
                line.tell(What::Worker(worker))?;
            }
        }
        Ok(())
    })
}
