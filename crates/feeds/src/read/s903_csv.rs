//! The return on children looked after (SSDA903) as a set of CSV files, known by their headings.

use crate::read::columns::Table;
use crate::read::following::Following;
use crate::read::s903::{Episode, Header, Missing, episode, header, missing};
use crate::read::table::csv;
use crate::read::{Listener, Read, Source, Unreadable};

type Reader = fn(&mut Table<'_>, &mut Following, &mut Listener<'_>) -> Result<u64, Unreadable>;

/// A file of the set: what it is called, headings that it alone has, and what reads it, where anything of it is used.
struct File {
    name: &'static str,
    headings: &'static [&'static str],
    reader: Option<Reader>,
}

/// A file that must be there.
const HEADER: File =
    File { name: "header", headings: &["CHILD", "SEX", "DOB", "ETHNIC", "UPN"], reader: Some(headers) };
/// The other that must be.
const EPISODES: File =
    File { name: "episodes", headings: &["CHILD", "DECOM", "LS", "PLACE", "DEC", "REC"], reader: Some(episodes) };

/// The files of the set.
static FILES: [File; 12] = [
    HEADER,
    EPISODES,
    File { name: "missing", headings: &["CHILD", "MISSING", "MIS_START", "MIS_END"], reader: Some(absences) },
    not_used("uasc", &["CHILD", "DUC"]),
    not_used("oc2", &["CHILD", "SDQ_SCORE"]),
    not_used("oc3", &["CHILD", "IN_TOUCH"]),
    not_used("reviews", &["CHILD", "REVIEW"]),
    not_used("ad1", &["CHILD", "DATE_INT"]),
    not_used("placed for adoption", &["CHILD", "DATE_PLACED"]),
    not_used("previous permanence", &["CHILD", "PREV_PERM"]),
    not_used("social work episodes", &["CHILD", "SW_ID"]),
    not_used("deprivation of liberty", &["CHILD", "DOLO_START"]),
];

const fn not_used(name: &'static str, headings: &'static [&'static str]) -> File {
    File { name, headings, reader: None }
}

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
        match kind(&table)? {
            Some(File { name, reader: Some(reader), .. }) => {
                let count = reader(&mut table, &mut following, out)?;
                seen.push(name);
                read.file(&table, count);
            }
            Some(File { name, .. }) => {
                read.notes.push(format!("{}: nothing of the file `{name}` is used", table.file()));
            }
            None => read.notes.push(format!("{}: not known by its headings, and not used", table.file())),
        }
    }
    read.notes.extend(following.say(out)?);
    match [HEADER, EPISODES].into_iter().find(|needed| !seen.contains(&needed.name)) {
        None => Ok(read),
        Some(File { name, headings, .. }) => {
            let help = format!("give the file with the headings {}", headings.join(", "));
            Err(Unreadable::file("SSDA903", format!("there is no file of the {name}"), help))
        }
    }
}

/// Which file of the set a table is. One whose name says so, and that lacks a heading, is refused.
fn kind(table: &Table<'_>) -> Result<Option<&'static File>, Unreadable> {
    let has_all = |file: &&File| file.headings.iter().all(|heading| table.has(heading));
    let by_headings = FILES.iter().find(has_all);
    if by_headings.is_some() {
        return Ok(by_headings);
    }
    let called = table.file().to_lowercase();
    let by_name = FILES.iter().find(|file| file.reader.is_some() && called.contains(file.name));
    by_name.map_or(Ok(()), |file| table.require(file.headings))?;
    Ok(None)
}

fn headers(table: &mut Table<'_>, _: &mut Following, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
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

fn absences(table: &mut Table<'_>, _: &mut Following, out: &mut Listener<'_>) -> Result<u64, Unreadable> {
    table.each("CHILD", out, |line, row| {
        let (kind, start, end) = (row.at("MISSING"), row.at("MIS_START"), row.at("MIS_END"));
        let of = Missing { kind, start, end, ..Missing::default() };
        Ok(missing(line, of)?)
    })
}
