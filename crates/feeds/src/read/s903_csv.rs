//! The return on children looked after (SSDA903) as a set of CSV files, known by their headings.

use crate::read::columns::Table;
use crate::read::following::Following;
use crate::read::s903::{Episode, Header, Missing, episode, header, missing};
use crate::read::table::csv;
use crate::read::{Listener, Read, Source, Unreadable};

/// Which file of the set it is: what it is called, and headings that it alone has.
const FILES: [(&str, &[&str]); 12] = [
    ("header", &["CHILD", "SEX", "DOB", "ETHNIC", "UPN"]),
    ("episodes", &["CHILD", "DECOM", "LS", "PLACE", "DEC", "REC"]),
    ("missing", &["CHILD", "MISSING", "MIS_START", "MIS_END"]),
    ("uasc", &["CHILD", "DUC"]),
    ("oc2", &["CHILD", "SDQ_SCORE"]),
    ("oc3", &["CHILD", "IN_TOUCH"]),
    ("reviews", &["CHILD", "REVIEW"]),
    ("ad1", &["CHILD", "DATE_INT"]),
    ("placed for adoption", &["CHILD", "DATE_PLACED"]),
    ("previous permanence", &["CHILD", "PREV_PERM"]),
    ("social work episodes", &["CHILD", "SW_ID"]),
    ("deprivation of liberty", &["CHILD", "DOLO_START"]),
];

/// Reads the files of the set. The header and the episodes must be among them.
///
/// # Errors
///
/// Where one of the two is missing or cannot be read as a table.
pub fn read(sources: Vec<Source<'_>>, out: &mut Listener<'_>) -> Result<Read, Unreadable> {
    let mut read = Read::default();
    let mut seen: Vec<&str> = Vec::new();
    let mut following = Following::default();
    for source in sources {
        let mut table = Table::new(csv(source)?);
        let (file, count) = match kind(&table)? {
            Some("header") => ("header", headers(&mut table, out)?),
            Some("episodes") => ("episodes", episodes(&mut table, &mut following, out)?),
            Some("missing") => ("missing", absences(&mut table, out)?),
            other => {
                read.notes.push(match other {
                    Some(other) => format!("{}: nothing of the file `{other}` is used", table.file()),
                    None => format!("{}: not known by its headings, and not used", table.file()),
                });
                continue;
            }
        };
        seen.push(file);
        read.file(&table, count);
    }
    read.notes.extend(following.say(out)?);
    match ["header", "episodes"].into_iter().find(|needed| !seen.contains(needed)) {
        None => Ok(read),
        Some(needed) => {
            let all = FILES.iter().find(|(file, _)| file == &needed).map_or(String::new(), |(_, all)| all.join(", "));
            let help = format!("give the file with the headings {all}");
            Err(Unreadable::file("SSDA903", format!("there is no file of the {needed}"), help))
        }
    }
}

/// Which file of the set a table is. One whose name says so, and that lacks a heading, is refused.
fn kind(table: &Table<'_>) -> Result<Option<&'static str>, Unreadable> {
    let known = FILES.iter().find(|(_, headings)| headings.iter().all(|heading| table.has(heading)));
    if let Some((file, _)) = known {
        return Ok(Some(file));
    }
    let name = table.file().to_lowercase();
    let by_name = FILES.iter().take(3).find(|(file, _)| name.contains(file));
    by_name.map_or(Ok(()), |(_, headings)| table.require(headings))?;
    Ok(None)
}

fn headers(table: &mut Table<'_>, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
    table.each("CHILD", out, |line, row| {
        let of = Header { sex: row.at("SEX"), born: row.at("DOB"), ethnic: row.at("ETHNIC"), upn: row.at("UPN") };
        Ok(header(line, of)?)
    })
}

fn episodes(table: &mut Table<'_>, following: &mut Following, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
    table.each("CHILD", out, |line, row| {
        let of = Episode {
            decom: row.at("DECOM"),
            rne: row.at("RNE"),
            ls: row.at("LS"),
            place: row.at("PLACE"),
            dec: row.at("DEC"),
            rec: row.at("REC"),
            urn: row.at("URN"),
            reason_place_change: row.at("REASON_PLACE_CHANGE"),
            home_post: row.at("HOME_POST"),
        };
        Ok(episode(line, of, following)?)
    })
}

fn absences(table: &mut Table<'_>, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
    table.each("CHILD", out, |line, row| {
        let (kind, start, end) = (row.at("MISSING"), row.at("MIS_START"), row.at("MIS_END"));
        let of = Missing { kind, start, end, ..Missing::default() };
        Ok(missing(line, of)?)
    })
}
