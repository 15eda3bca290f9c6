//! The census of children in need, as XML: who is known to social care, from which referral until which closure, and on which plan.
//!
//! The census has no names. Read are the child's number, pupil number, birth, sex and ethnicity; each referral, as work with the child; and the
//! plans; and that a child died. Assessments are only looked at for days that cannot be. Section 47, pre-proceedings, disabilities, former pupil
//! numbers and expected births tell nothing that is kept. A referral on which nothing followed (`ReferralNFA`) is no work with the child.

use calendar::Day;
use matching::number::Kind;

use crate::codes::{self, Found};
use crate::listed::{Listed, SpellKind};
use crate::read::line::{Cell, Line, NO_NUMBER, day, is_no_number};
use crate::read::table::shortened;
use crate::read::xml::{Element, Xml};
use crate::read::{Listener, Place, Read, Source, Unreadable, s903};
use crate::told::{Effect, Stop, What};

/// Reads a census.
///
/// ```
/// use feeds::read::{Source, cin_xml};
///
/// let file = "<Message><Children><Child><ChildIdentifiers><LAchildID>42</LAchildID></ChildIdentifiers></Child></Children></Message>";
/// let content = Box::new(std::io::Cursor::new(file));
/// let source = Source { name: "census.xml".into(), size: file.len() as u64, content };
/// let read = cin_xml::read(source, &mut |_| Ok(())).unwrap();
/// assert_eq!(read.rows, [("census.xml".to_owned(), 1)]);
/// ```
///
/// # Errors
///
/// Where the file is no XML that fits together, is no census of children in need, or has no child in it; and where the listener stops.
pub fn read(source: Source<'_>, out: &mut Listener<'_>) -> Result<Read, Unreadable> {
    let mut xml = Xml::open(source, "Message")?;
    let file = xml.file().to_owned();
    let (mut as_of, mut rows) = (None, 0);
    while let Some(element) = xml.next(&["Children"])? {
        let mut number = "";
        match element.name.as_str() {
            "Header" => as_of = header(&element, &file, out)?,
            "Child" => {
                rows += 1;
                number = element.child("ChildIdentifiers").map_or("", |own| own.cell("LAchildID").text);
                Census { of: (&file, number), as_of, out }.child(&element)?;
            }
            _ => {}
        }
        xml.refuse_strays(number, out)?;
    }
    if rows == 0 {
        return Err(Unreadable::file(&file, "has no `Child` in it", "look whether this is the right file"));
    }
    Ok(Read { rows: vec![(file, rows)], as_of, ..Read::default() })
}

/// Of which day the census is. Other collections have the same outermost element, and are refused.
fn header(header: &Element, file: &str, out: &mut Listener<'_>) -> Result<Option<Day>, Unreadable> {
    let Some(details) = header.child("CollectionDetails") else { return Ok(None) };
    if let Some(own) = details.child("Collection").filter(|own| !own.text.eq_ignore_ascii_case("CIN")) {
        let place = Place { file: file.to_owned(), row: own.line, column: own.name.clone() };
        let why = format!("is the collection `{}`, and no census of children in need", shortened(&own.text));
        return Err(Unreadable { place, why, help: "look whether this is the right file".into() });
    }
    let mut as_of = None;
    details.as_line((file, ""), &["ReferenceDate"], out, |line| {
        as_of = line.date(details.cell("ReferenceDate"))?.map(|date| date.0);
        Ok(())
    })?;
    Ok(as_of)
}

/// A child of a census.
struct Census<'c, 'l> {
    /// The file's name, and the child's number.
    of: (&'c str, &'c str),
    as_of: Option<Day>,
    out: &'c mut Listener<'l>,
}

impl Census<'_, '_> {
    fn child(&mut self, child: &Element) -> Result<(), Stop> {
        let (file, number) = self.of;
        if is_no_number(number) {
            let cell = Cell { column: &child.name, text: number };
            return Line::new(file, child.line, "", self.out).refuse(cell, NO_NUMBER, Effect::Row);
        }
        let own = child.child("ChildIdentifiers");
        let is_one = !number.is_empty() && child.all("ChildIdentifiers").nth(1).is_none();
        let Some(own) = own.filter(|own| is_one && own.twice("LAchildID").is_none()) else {
            let cell = Cell { column: &child.name, text: "" };
            let rule = "the child has not one `LAchildID`: nobody knows of whom this is";
            return Line::new(file, child.line, "", self.out).refuse(cell, rule, Effect::Row);
        };
        // Lists that name no days are asked for any day.
        let on = self.as_of.unwrap_or(Day::from_number(0));
        own.as_line(
            self.of,
            &["UPN", "PersonBirthDate", "PersonDeathDate", "Sex", "GenderCurrent"],
            self.out,
            |line| {
                let mut who = Listed::new(number);
                who.born = line.date(own.cell("PersonBirthDate"))?;
                who.died = line.date(own.cell("PersonDeathDate"))?;
                who.sex = sex(line, own, on)?;
                line.id(&mut who, Kind::Upn, own.cell("UPN"))?;
                line.who(who)
            },
        )?;
        if let Some(own) = child.child("ChildCharacteristics") {
            own.as_line(self.of, &["Ethnicity"], self.out, |line| {
                let cell = own.cell("Ethnicity");
                line.code("dfe-ethnicity", cell, on)?;
                if cell.text.is_empty() {
                    return Ok(());
                }
                line.who(Listed { ethnicity: cell.text.to_owned(), ..Listed::new(number) })
            })?;
        }
        child.all("CINdetails").try_for_each(|details| self.details(details))
    }

    /// A referral and what followed.
    fn details(&mut self, details: &Element) -> Result<(), Stop> {
        let cells = ["CINreferralDate", "CINclosureDate", "ReasonForClosure", "ReferralNFA"];
        details.as_line(self.of, &cells, self.out, |line| {
            if !is_work(line, details)? {
                return Ok(());
            }
            let [from, until, reason, _] = cells.map(|name| details.cell(name));
            let Some(mut spell) = line.spell(SpellKind::Open, from, until)? else { return Ok(()) };
            match spell.until {
                None if !reason.text.is_empty() => {
                    let rule = "a reason for closing, and no `CINclosureDate`: read as open";
                    line.refuse(reason, rule, Effect::Value)?;
                }
                None => {}
                Some(until) => {
                    reason.text.clone_into(&mut spell.ended);
                    line.code("cin-closure", reason, until.0)?;
                    s903::closed(line, reason, spell.until)?;
                    // Why work ended is told in words of one's own: the vocabulary has none for it.
                    codes::find("cin-closure", reason.text, until.0).means().clone_into(&mut spell.ended_word);
                }
            }
            line.tell(What::Spell(spell))
        })?;
        for own in details.all("Assessments") {
            let cells = ["AssessmentActualStartDate", "AssessmentAuthorisationDate"];
            own.as_line(self.of, &cells, self.out, |line| assessment(line, cells.map(|name| own.cell(name))))?;
        }
        for own in details.all("CINPlanDates") {
            self.plan(own, ["CINPlanStartDate", "CINPlanEndDate"], "child-in-need")?;
        }
        for own in details.all("ChildProtectionPlans") {
            self.plan(own, ["CPPstartDate", "CPPendDate"], "child-protection")?;
        }
        Ok(())
    }

    fn plan(&mut self, own: &Element, cells: [&str; 2], word: &str) -> Result<(), Stop> {
        own.as_line(self.of, &cells, self.out, |line| {
            let [from, until] = cells.map(|name| own.cell(name));
            let Some(mut spell) = line.spell(SpellKind::Plan, from, until)? else { return Ok(()) };
            word.clone_into(&mut spell.word);
            line.tell(What::Spell(spell))
        })
    }
}

/// `Sex` since the census of 2024–25, `GenderCurrent` before; files of either year use either.
fn sex(line: &mut Line<'_, '_>, own: &Element, on: Day) -> Result<String, Stop> {
    let cell = own.cell(if own.child("Sex").is_some() { "Sex" } else { "GenderCurrent" });
    let found = codes::find("cin-sex", cell.text, on);
    if found == Found::Unknown && !cell.text.is_empty() {
        line.refuse(cell, "this is no code for a sex", Effect::Value)?;
    }
    Ok(found.word().to_owned())
}

/// Whether work with the child followed on a referral. One with a closure or a plan is work, whatever `ReferralNFA` says.
fn is_work(line: &mut Line<'_, '_>, details: &Element) -> Result<bool, Stop> {
    let cell = details.cell("ReferralNFA");
    let nothing_followed = line.yes(cell)?.unwrap_or_default();
    let follows = ["CINclosureDate", "CINPlanDates", "ChildProtectionPlans"];
    let is_followed = details.children.iter().any(|own| follows.contains(&own.name.as_str()));
    if nothing_followed && is_followed {
        let rule =
            "nothing is said to have followed on this referral, and yet it has a closure or a plan: read as work";
        line.refuse(cell, rule, Effect::Kept)?;
    }
    Ok(!nothing_followed || is_followed)
}

/// Nothing is kept of an assessment; that its days cannot be is said all the same, for those who look after the data.
fn assessment(line: &mut Line<'_, '_>, [from, until]: [Cell<'_>; 2]) -> Result<(), Stop> {
    match (day(from.text), day(until.text)) {
        (Ok(begins), Ok(ends)) if ends < begins => {
            line.refuse(until, format!("it ends before it begins, on {begins}; assessments are not read"), Effect::Row)
        }
        _ => Ok(()),
    }
}
