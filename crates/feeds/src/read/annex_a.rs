//! The lists of children that Ofsted asks for before it inspects (Annex A): each a table, known by its headings, in a CSV file or in one workbook
//! with a sheet for each.
//!
//! They name nobody: who the children are must come from elsewhere. What they add is when social care's work, a plan, care and the placement
//! began and ended, and who works with the child. Contacts, referrals, assessments, enquiries and adoption say nothing of that kind. The latest
//! legal status and placement alone are listed, so care before them is told as care of which the basis stands elsewhere.

use crate::codes::written;
use crate::listed::{Listed, More, Spell, SpellKind, Worker};
use crate::read::columns::{Cells, Table};
use crate::read::line::{Cell, Line};
use crate::read::package::{self, Looks};
use crate::read::table::{self, Rows, csv, folded, shortened};
use crate::read::workbook::{Which, Workbook};
use crate::read::{Listener, Read, Source, Unreadable, s903};
use crate::told::{Effect, Stop, What};

const CHILD: &str = "Child Unique ID";

type Reader = fn(&mut Line<'_, '_>, &Cells<'_>) -> Result<(), Stop>;

/// The lists that are used: the number, the headings by which each is known, and what reads it.
const LISTS: [(&str, &[&str], Reader); 4] = [
    ("6", &["CIN Start Date", "CIN Closure Date", "Case Status"], in_need),
    ("7", &["Child Protection Plan Start Date", "Child Protection Plan End Date"], protected),
    ("8", &["Date Started to be Looked After", "Date Ceased to be Looked After", "Child's Legal Status"], looked_after),
    ("9", &["Eligibility Category", "LA in Touch"], left_care),
];

/// Reads the lists: each a CSV file, or a sheet that can be seen of a workbook.
///
/// # Errors
///
/// Where none of them is known, or one cannot be read as a table.
pub fn read(sources: Vec<Source<'_>>, out: &mut Listener<'_>) -> Result<Read, Unreadable> {
    let mut read = Read::default();
    for mut source in sources {
        if package::looks(&source.name, &mut *source.content)? == Looks::Other {
            list(Table::new(csv(source)?), &mut read, out)?;
            continue;
        }
        let file = source.name.clone();
        let mut workbook = Workbook::open(source)?;
        for (name, is_seen) in workbook.sheets() {
            if !is_seen {
                read.notes.push(format!("{file}, sheet {}: hidden, and nothing of it is used", shortened(&name)));
                continue;
            }
            let rows = workbook.rows(Which { sheet: Some(&name), headings: 1 }, &|_| true)?;
            // Of a sheet that is no list, the first row may be anything.
            let twice = table::headings(rows.file(), 1, rows.headings().to_vec());
            let table = Table::new(rows);
            if known(&table).is_some() {
                twice?;
            }
            list(table, &mut read, out)?;
        }
    }
    if read.rows.is_empty() {
        let help = format!("give list 6, 7, 8 or 9 with the headings of Annex A, among them `{CHILD}`");
        return Err(Unreadable::file("Annex A", "none of the lists is known by its headings", help));
    }
    Ok(read)
}

/// Reads a list, where it is one that is used.
fn list(mut table: Table<'_>, read: &mut Read, out: &mut Listener<'_>) -> Result<(), Unreadable> {
    let Some((child, reader)) = known(&table) else {
        read.notes.push(format!("{}: nothing of it is used", table.file()));
        return Ok(());
    };
    let count = table.each(&child, out, |line, row| {
        person(line, row)?;
        Ok(reader(line, row)?)
    })?;
    read.file(&table, count);
    Ok(())
}

/// What reads a table, and under which heading the child's number stands; nothing where it is none of the lists that are used.
fn known(table: &Table<'_>) -> Option<(String, Reader)> {
    let child = table.headings().iter().find(|heading| is_child(heading))?;
    let (_, _, reader) = LISTS.iter().find(|(_, headings, _)| headings.iter().all(|heading| table.has(heading)))?;
    Some((child.clone(), *reader))
}

/// Councils write this heading with a hyphen, a blank or an apostrophe.
fn is_child(heading: &str) -> bool {
    let folded = folded(heading);
    folded.contains("child") && folded.contains("id") && folded.len() < 24
}

/// What each list says of the child.
fn person(line: &mut Line<'_, '_>, row: &Cells<'_>) -> Result<(), Stop> {
    let mut who = Listed::new(line.number());
    who.born = line.date(row.at("Date of Birth"))?;
    let sex = row.first(&["Sex", "Gender"]);
    let told = sex.text.to_lowercase();
    let told = told.split_once(')').map_or(told.as_str(), |(_, rest)| rest).trim();
    match told {
        "female" | "f" => "female".clone_into(&mut who.sex),
        "male" | "m" => "male".clone_into(&mut who.sex),
        _ => {}
    }
    let written = written("dfe-ethnicity", row.at("Ethnicity").text);
    who.ethnicity = written.map_or_else(|| row.text("Ethnicity"), str::to_owned);
    line.who(who)?;
    let (person, team) = (line.name(row.at("Allocated Worker"))?, line.name(row.at("Allocated Team"))?);
    let worker = Worker { person, team, ..Worker::default() };
    if worker.person.is_empty() && worker.team.is_empty() { Ok(()) } else { line.tell(What::Worker(worker)) }
}

/// List 6: children in need. The status of the case is as on the day of the list, and says nothing of the day on which it began.
fn in_need(line: &mut Line<'_, '_>, row: &Cells<'_>) -> Result<(), Stop> {
    // Nobody need have written when a case began that has only come in.
    if row.at("CIN Start Date").text.is_empty() && row.at("CIN Closure Date").text.is_empty() {
        return Ok(());
    }
    match line.spell(SpellKind::Open, row.at("CIN Start Date"), row.at("CIN Closure Date"))? {
        Some(spell) => {
            s903::closed(line, row.at("Reason for Closure"), spell.until)?;
            line.tell(What::Spell(Spell { ended: row.text("Reason for Closure"), ..spell }))
        }
        None => Ok(()),
    }
}

/// List 7: children on a plan for their protection.
fn protected(line: &mut Line<'_, '_>, row: &Cells<'_>) -> Result<(), Stop> {
    let (from, until) = (row.at("Child Protection Plan Start Date"), row.at("Child Protection Plan End Date"));
    match line.spell(SpellKind::Plan, from, until)? {
        Some(spell) => line.tell(What::Spell(Spell { word: "child-protection".to_owned(), ..spell })),
        None => Ok(()),
    }
}

/// List 8: children looked after. The care as a whole, the legal status of the day and the latest placement.
fn looked_after(line: &mut Line<'_, '_>, row: &Cells<'_>) -> Result<(), Stop> {
    let (from, until) = (row.at("Date Started to be Looked After"), row.at("Date Ceased to be Looked After"));
    let Some(mut care) = line.spell(SpellKind::LookedAfter, from, until)? else { return Ok(()) };
    (care.ended, care.ended_word) = s903::ending(line, row.at("Reason Ceased to be Looked After"), &care)?;
    line.tell(What::Spell(care.clone()))?;
    let status = row.at("Child's Legal Status");
    let since = row.at("Start date of current legal status");
    if !status.text.is_empty()
        && !since.text.is_empty()
        && let Some(spell) = line.spell(SpellKind::LookedAfter, since, until)?
    {
        let word = s903::word(line, "ssda903-legal-status", status, spell.from.0)?.to_owned();
        let basis =
            Spell { code: status.text.to_owned(), word, ended: care.ended, ended_word: care.ended_word, ..spell };
        line.tell(What::Spell(basis))?;
    }
    placed(line, row, until)
}

fn placed(line: &mut Line<'_, '_>, row: &Cells<'_>, until: Cell<'_>) -> Result<(), Stop> {
    let (kind, since) = (row.at("Placement Type"), row.at("Start Date of Most Recent Placement"));
    if kind.text.is_empty() || since.text.is_empty() {
        return Ok(());
    }
    let Some(spell) = line.spell(SpellKind::Placed, since, until)? else { return Ok(()) };
    let word = s903::word(line, "ssda903-placement", kind, spell.from.0)?.to_owned();
    let mut placed = Spell { code: kind.text.to_owned(), word, ..spell };
    let location = row.at("Placement Location");
    let is_out = location.text.to_lowercase();
    match is_out.split_once(')').map_or(is_out.as_str(), |(_, rest)| rest).trim() {
        "" => {}
        "in" | "inside" | "in borough" => drop(placed.more.insert(More::OutOfArea, "false".to_owned())),
        "out" | "outside" | "out of borough" => drop(placed.more.insert(More::OutOfArea, "true".to_owned())),
        _ => line.refuse(location, "it is neither `In` nor `Out`", Effect::Value)?,
    }
    line.tell(What::Spell(placed))
}

/// List 9: who has left care. Since when they have this standing it does not say: what it adds is who works with them.
fn left_care(_: &mut Line<'_, '_>, _: &Cells<'_>) -> Result<(), Stop> {
    Ok(())
}
