//! What would the two services' own systems say of a borough's children? The files that `tandem import` takes in, made up as the boroughs are.
//!
//! They say of the children on record what the record says. Beside them stand a few whom only a list has, so that there is something to decide: a
//! name written in two ways, a day and month in each other's place, twins, and a child of whom nothing may be told. And one has another name there
//! than in the record.

use std::fmt::Write;

use serde_json::Value;

use super::{Borough, DemoChild};

/// The files of the two services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lists {
    /// Youth justice's sheet, as CSV.
    pub yjs: String,
    /// Social care's tables, by their names.
    pub csc: Vec<(&'static str, String)>,
}

/// Those whom only the lists have: number, given name, family name, date of birth, sex, street, since when; in youth justice's list and in social
/// care's.
const YJS_ONLY: [[&str; 8]; 5] = [
    ["9001", "Zaynab", "Ostrander", "2010-05-04", "female", "Kestrel Way", "2026-04-20", "no"],
    ["9002", "Corin", "Meadowlark", "2009-03-07", "male", "Plover Street", "2026-05-11", "no"],
    ["9003", "Perran", "Saltwater", "2011-11-02", "male", "Heron Close", "2026-05-18", "no"],
    ["9004", "Wilf", "Candlewick", "2010-08-15", "male", "Dunnock Road", "2026-05-20", "no"],
    ["9005", "Isolde", "Nightwood", "2010-02-21", "female", "", "2026-05-26", "yes"],
];
const CSC_ONLY: [[&str; 8]; 5] = [
    ["8001", "Zainab", "Ostrander", "2010-05-04", "F", "Kestrel Way", "2026-01-12", ""],
    ["8002", "Corin", "Meadowlark", "2009-07-03", "M", "Plover Street", "2025-11-03", ""],
    ["8003", "Jory", "Saltwater", "2011-11-02", "M", "Heron Close", "2026-02-09", ""],
    ["8004", "Wilfred", "Candlewick", "2010-08-15", "M", "Warbler Lane", "2026-03-02", ""],
    ["8006", "Merryn", "Frostbourne", "2012-06-30", "F", "Siskin Row", "2026-03-16", ""],
];

/// The lists of a borough.
pub fn lists(borough: &Borough) -> Lists {
    let mut yjs = String::from(
        "Child number,Given names,Family name,Date of birth,Sex,House,Street,Postcode,Involvement started,Basis,Worker,Restricted\n",
    );
    let mut person = String::from("pers_person_id,pers_forename,pers_surname,pers_sex,pers_dob\n");
    let mut work = String::from(
        "cine_referral_id,cine_person_id,cine_referral_date,cine_referral_nfa,cine_close_reason,cine_close_date\n",
    );
    let mut address = String::from(
        "addr_table_id,addr_address_json,addr_person_id,addr_address_type,addr_address_start_date,addr_address_end_date,addr_address_postcode\n",
    );
    let renamed = renamed(borough);
    for (n, child) in borough.children.iter().enumerate() {
        let (house, street, postcode) = home(child);
        let DemoChild { given, family, born, .. } = child;
        if let Some((number, since)) = child.yjs_number.as_ref().zip(since(child, "yjs")) {
            let sex = child.sex.as_deref().unwrap_or_default();
            let is_renamed = renamed.is_some_and(|one| one.id == child.id);
            let (given, family) =
                if is_renamed { ("Carenza", "Mistlethorn") } else { (given.as_str(), family.as_str()) };
            let _ = writeln!(yjs, "{number},{given},{family},{born},{sex},{house},{street},{postcode},{since},,,");
        }
        if let Some((number, since)) = child.csc_number.as_ref().zip(since(child, "csc")) {
            let sex = child.sex.as_deref().and_then(|sex| sex.chars().next()).map(|c| c.to_ascii_uppercase());
            // One family name in forty is the one of the other parent, here and not there.
            let family = if n % 40 == 7 { format!("{family}-Larkspur") } else { family.clone() };
            let _ = writeln!(person, "{number},{given},{family},{},{born}", sex.map(String::from).unwrap_or_default());
            let _ = writeln!(work, "R{n},{number},{since},N,NULL,NULL");
            let _ = writeln!(
                address,
                "{n},{},{number},Home,2020-01-01,NULL,{postcode}",
                in_json(&house.to_string(), street)
            );
        }
    }
    for [number, given, family, born, sex, street, since, restricted] in YJS_ONLY {
        let _ = writeln!(
            yjs,
            "Y-{number},{given},{family},{born},{sex},4,{street},{},{since},yro,,{restricted}",
            postcode(street)
        );
    }
    for [number, given, family, born, sex, street, since, _] in CSC_ONLY {
        let _ = writeln!(person, "C-{number},{given},{family},{sex},{born}");
        let _ = writeln!(work, "R-{number},C-{number},{since},N,NULL,NULL");
        let home = in_json("4", street);
        let _ = writeln!(address, "{number},{home},C-{number},Home,2020-01-01,NULL,{}", postcode(street));
    }
    // A line that cannot be used, as there is in every file.
    person.push_str("C-8009,Nobody,Known,F,30/02/2011\n");
    let csc = vec![("ssd_person.csv", person), ("ssd_cin_episodes.csv", work), ("ssd_address.csv", address)];
    Lists { yjs, csc }
}

/// A child of youth justice's first team whom youth justice's system alone has, and has under another name than the record.
fn renamed(borough: &Borough) -> Option<&DemoChild> {
    let team = borough.teams.iter().find(|team| team.service == "yjs")?;
    let is_of_team = |child: &DemoChild| child.allocations.iter().any(|one| one.to.is_none() && one.team == team.id);
    borough
        .children
        .iter()
        .find(|child| child.csc_number.is_none() && is_of_team(child) && since(child, "yjs").is_some())
}

/// Since when a service works with a child, where it does and nothing about that was put right.
fn since(child: &DemoChild, service: &str) -> Option<String> {
    let (started, ended) = (format!("{service}-involvement-started"), format!("{service}-involvement-ended"));
    let text = |event: &Value, key: &str| event.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let about: Vec<&Value> =
        child.events.iter().filter(|event| [&started, &ended].contains(&&text(event, "event"))).collect();
    match about.as_slice() {
        [only] if text(only, "event") == started && only.get("corrects").is_none() => {
            Some(text(only, "at").get(..10)?.to_owned())
        }
        _ => None,
    }
}

/// An address as the dataset has it: JSON in a cell of CSV.
fn in_json(house: &str, street: &str) -> String {
    format!("\"{{\"\"HOUSE\"\": \"\"{house}\"\", \"\"STREET\"\": \"\"{street}\"\"}}\"")
}

/// A made-up postcode of a street.
fn postcode(street: &str) -> String {
    let sum: u32 = street.bytes().map(u32::from).sum();
    if street.is_empty() { String::new() } else { format!("ZZ7 {}ZZ", sum % 9 + 1) }
}

/// A made-up address.
fn home(child: &DemoChild) -> (u32, &'static str, String) {
    const STREETS: [&str; 8] = [
        "Kestrel Way",
        "Plover Street",
        "Heron Close",
        "Dunnock Road",
        "Warbler Lane",
        "Siskin Row",
        "Linnet Drive",
        "Fulmar Court",
    ];
    let sum: u32 = child.id.bytes().fold(7, |sum: u32, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    let street = STREETS.get(sum as usize % STREETS.len()).copied().unwrap_or_default();
    (sum / 8 % 180 + 1, street, format!("ZZ{} {}ZZ", sum / 1440 % 9 + 1, sum / 13_000 % 9 + 1))
}
