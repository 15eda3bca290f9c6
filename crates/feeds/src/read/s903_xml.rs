//! The return on children looked after (SSDA903) as one XML file: the same records as in the CSV files, laid into one another child by child.
//!
//! A `CHILD` has a `HEADER`, in which the child's number is called `CHILDID` and times of absence are `AMISSING`, and an `EPISODE` for each
//! stretch of care, in which the placement is called `PL`. What the records tell is read in `s903`; reviews, health,
//! adoption and leaving care tell nothing that is kept.

use crate::read::following::Following;
use crate::read::line::{Cell, Line, NO_NUMBER, is_no_number};
use crate::read::s903::{Episode, Header, Missing, episode, header, missing};
use crate::read::xml::{Element, Xml};
use crate::read::{Listener, Read, Source, Unreadable};
use crate::told::{Effect, Stop};

/// Reads a return.
///
/// # Errors
///
/// Where the file is no XML that fits together, is no such return, or has no child in it; and where the listener stops.
pub fn read(source: Source<'_>, out: &mut Listener<'_>) -> Result<Read, Unreadable> {
    let mut xml = Xml::open(source, "EXPSSDA903")?;
    let file = xml.file().to_owned();
    let mut rows = 0;
    let mut following = Following::default();
    while let Some(element) = xml.next(&[])? {
        let mut number = "";
        if element.name == "CHILD" {
            rows += 1;
            number = element.child("HEADER").map_or("", |header| header.cell("CHILDID").text);
            child(&element, (&file, number), &mut following, out)?;
        }
        xml.refuse_strays(number, out)?;
    }
    if rows == 0 {
        return Err(Unreadable::file(&file, "has no `CHILD` in it", "look whether this is the right file"));
    }
    let notes = following.say(out)?.into_iter().collect();
    Ok(Read { rows: vec![(file, rows)], notes, ..Read::default() })
}

fn child(child: &Element, of: (&str, &str), following: &mut Following, out: &mut Listener<'_>) -> Result<(), Stop> {
    if is_no_number(of.1) {
        return Line::new(of.0, child.line, "", out).refuse(
            Cell { column: &child.name, text: of.1 },
            NO_NUMBER,
            Effect::Row,
        );
    }
    let is_one = !of.1.is_empty() && child.all("HEADER").nth(1).is_none();
    let Some(own) = child.child("HEADER").filter(|own| is_one && own.twice("CHILDID").is_none()) else {
        let cell = Cell { column: &child.name, text: "" };
        let rule = "there must be exactly one `CHILDID`: without it nobody knows whose this is";
        return Line::new(of.0, child.line, "", out).refuse(cell, rule, Effect::Row);
    };
    own.as_line(of, &["SEX", "DOB", "ETHNIC", "UPN"], out, |line| {
        let cells =
            Header { sex: own.cell("SEX"), born: own.cell("DOB"), ethnic: own.cell("ETHNIC"), upn: own.cell("UPN") };
        header(line, cells)
    })?;
    for absent in own.all("AMISSING").chain(child.all("AMISSING")) {
        absent.as_line(of, &["MISSING", "MIS_START", "MIS_END"], out, |line| {
            let [kind, start, end] = ["MISSING", "MIS_START", "MIS_END"].map(|name| absent.cell(name));
            missing(line, Missing { kind, start, end, ..Missing::default() })
        })?;
    }
    for own in child.all("EPISODE") {
        own.as_line(of, &EPISODE, out, |line| {
            let [decom, rne, ls, place, dec, rec, urn, reason_place_change, home_post] =
                EPISODE.map(|name| own.cell(name));
            episode(line, Episode { decom, rne, ls, place, dec, rec, urn, reason_place_change, home_post }, following)
        })?;
    }
    Ok(())
}

/// What is read of an episode.
const EPISODE: [&str; 9] = ["DECOM", "RNE", "LS", "PL", "DEC", "REC", "URN", "REASON_PLACE_CHANGE", "HOME_POST"];
