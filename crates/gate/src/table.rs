//! Who may see what, in one file that a practice lead can read: written out from policies and classes, never by hand.
//!
//! Comes from the gate, and from `web` the list of addresses; goes out as the text of `access/who-may-see-what.txt`. A change of a policy is
//! there a change of a table, and so is a new address: to be read before it is agreed. It asks the policies themselves, so it cannot say otherwise than they do.

use std::fmt::Write as _;

use protocol::Vocabulary;

use crate::access::Gate;
use crate::action::{Action, Kind};
use crate::class::Class;
use crate::facts::{Facts, Thing, Tie};
use crate::person::{Service, Standing};
use crate::policies::Ask;
use crate::reading::{FIELDS, Kept};
use crate::tie::Relation;
use crate::world::{EXAMPLE, SERVICES};

const HEAD: &str = "\
WHO MAY SEE WHAT

Written by `cargo run -p xtask -- access` from classes.yaml, policies/ and the router, and compared by a test: change those, not this.

  ✓ yes   ✓² yes, with a second factor given in the last five minutes   ✓¹ yes, but not about oneself   ✗ no
  j yes, but only while the child is open to both services

Who is tied to a child: allocated to them by name; in a team, or leading a team, that the child is with; covering, on duty in a team that stands
in, for every child open to their service and for one of whom their service was told by name while nobody there works with the child; in a post
that owes the child something now; named, where the record is restricted. A tie without a row may nothing, and nor may people who have left or
people of another authority (neither the child's own nor the host's): to them a child, team or list is not there.

A restricted record is there for the people named and for nobody else; their other ties then count as they always do.

A token may what its owner may, within its scopes: `read` for what only shows, `write` for what changes, `export` for taking a
journey out; where it says so, never.
";

/// A set of ties in words, and the facts that it stands for.
type Row = (&'static str, Facts);

/// An address of the pages or of the API, as whoever answers it tells the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address<'a> {
    /// `GET` or `POST`.
    pub method: &'a str,
    /// Its path, with names in braces.
    pub path: &'a str,
    /// Which way in it has, in a word.
    pub way: &'a str,
    /// Whom that way lets in, in words.
    pub lets_in: &'a str,
    /// What they must be permitted; nothing where the way in is all that is asked.
    pub action: Option<Action>,
}

/// The text of `access/who-may-see-what.txt`.
pub fn table(gate: &Gate, vocabulary: &Vocabulary, addresses: &[Address<'_>]) -> String {
    let mut out = String::from(HEAD);
    if !addresses.is_empty() {
        heading(&mut out, "0. Who gets in at each address, and what they must be permitted");
        each_address(&mut out, addresses);
    }
    titled(&mut out, "1. What a person may do, by post and tie");
    for action in Action::ALL.iter().filter(|a| matches!(a.kind(), Kind::Child | Kind::Team)) {
        line(&mut out, &format!("\n{}: {}", action.word(), action.means()));
        out.push_str(&actions(gate, *action));
    }
    line(&mut out, "\nwhat is about no child and no team");
    for action in Action::ALL.iter().filter(|a| !matches!(a.kind(), Kind::Child | Kind::Team)) {
        out.push_str(&actions(gate, *action));
    }
    for reader in SERVICES {
        let who = match reader {
            Service::Yjs => "youth justice",
            Service::Csc => "social care",
            Service::Authority => "the authority beside the two",
        };
        titled(&mut out, &format!("2. Which classes people of {who} read, by post and tie"));
        line(&mut out, "An event is read only once the reader's own service has been told of it.");
        for class in Class::ALL {
            line(&mut out, &format!("\n{}", class.word()));
            out.push_str(&classes(gate, reader, class));
        }
    }
    heading(&mut out, "3. The class of each event, and who records it");
    events(&mut out, gate, vocabulary);
    out
}

fn each_address(out: &mut String, addresses: &[Address<'_>]) {
    let mut ways: Vec<(&str, &str)> = Vec::new();
    for way in addresses.iter().map(|a| (a.way, a.lets_in)) {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    for (way, lets_in) in ways {
        line(out, &format!("  {way:7} {lets_in}"));
    }
    line(out, "\n  Any other address, and any other method, is refused before it is asked who is there.");
    line(out, "");
    for Address { method, path, way, action, .. } in addresses {
        line(out, &format!("  {method:5} {path:48} {way:7} {}", action.map_or("", Action::word)));
    }
}

fn actions(gate: &Gate, action: Action) -> String {
    let token = Some(crate::facts::Scopes { read: true, write: true, export: true });
    let rows = rows(action);
    let may = |facts: &Facts| gate.says_yes(Ask::To(action), facts);
    let (mut any, mut by_token) = (false, false);
    let mut cell = |facts: Facts| {
        if !may(&facts) {
            return "✗";
        }
        any = true;
        by_token |= may(&Facts { token, ..facts });
        match (may(&Facts { fresh: false, ..facts }), may(&Facts { about_self: true, ..facts })) {
            (true, true) => "✓",
            (false, true) => "✓²",
            (true, false) => "✓¹",
            (false, false) => "✓¹²",
        }
    };
    let mut lines = grouped(&rows, |facts| {
        // Where the three services differ, the cell names those that may.
        let cells = SERVICES.map(|service| (service, cell(Facts { service, ..facts })));
        match cells {
            [(_, one), (_, two), (_, three)] if one == two && two == three => one.to_owned(),
            _ => {
                let may = cells.iter().filter(|(_, cell)| *cell != "✗");
                may.map(|(service, cell)| format!("{cell}{}", service.word())).collect::<Vec<_>>().join(" ")
            }
        }
    });
    if any && !by_token {
        lines.truncate(lines.trim_end().len());
        line(&mut lines, "       never by token");
    }
    lines
}

fn classes(gate: &Gate, reader: Service, class: Class) -> String {
    grouped(&rows(Action::SeeChild), |facts| {
        let reads = |joint| {
            let Thing::Child { restricted, .. } = facts.on else { return false };
            let on = Thing::Child { restricted, joint };
            gate.says_yes(Ask::Read(class), &Facts { service: reader, on, ..facts })
        };
        match (reads(true), reads(false)) {
            (true, true) => "✓".to_owned(),
            (true, false) => "j".to_owned(),
            _ => "✗".to_owned(),
        }
    })
}

fn events(out: &mut String, gate: &Gate, vocabulary: &Vocabulary) {
    line(out, "  Fields of a child:");
    for field in FIELDS {
        line(out, &format!("  {field:42} {}", gate.reading().of_field(field).map_or("", Class::word)));
    }
    line(out, &format!("\n  {:42} {:17} {:19} {:9} {}", "event", "class", "recorded by people", "support", "but"));
    for (id, kind) in vocabulary.events() {
        let Some(kept) = gate.reading().kept(id) else { continue };
        let writes =
            |service, standing| gate.says_yes(Ask::Write, &Facts { service, standing, on: kept.on(true), ..EXAMPLE });
        let by: Vec<&str> =
            SERVICES.into_iter().filter(|s| writes(*s, Standing::Practitioner)).map(Service::word).collect();
        let support = if SERVICES.iter().any(|s| writes(*s, Standing::Support)) { "✓" } else { "✗" };
        let but = kind.attributes.iter().zip(&kept.attributes).filter(|(_, class)| **class != kept.class);
        let but: Vec<String> = but.map(|(attribute, class)| format!("{} {}", attribute.name, class.word())).collect();
        let by = by.join(" ");
        let (class, but) = (kept.class.word(), but.join(", "));
        line(out, &format!("  {:42} {class:17} {by:19} {support:9} {but}", kept.name));
    }
}

/// The ties worth a row. Those that open nothing today are asked too: should one open something, it gets its row.
fn rows(action: Action) -> Vec<Row> {
    let all = Facts { fresh: true, ..EXAMPLE };
    let child = |name, relations: &[Relation], restricted| {
        (name, Facts { on: Thing::Child { restricted, joint: true }, tie: Tie::of(relations), ..all })
    };
    let team =
        |name, relations: &[Relation]| (name, Facts { on: Thing::Team(Service::Yjs), tie: Tie::of(relations), ..all });
    let on = |on| vec![(action.word(), Facts { on, ..all })];
    match action.kind() {
        Kind::Child => {
            let [others @ .., _named] = Relation::ALL;
            let near = [Relation::Allocated, Relation::Team, Relation::Leads];
            let mut rows = vec![child("no tie", &[], false), child("named, not restricted", &[Relation::Named], false)];
            rows.extend(others.map(|relation| child(relation.word(), &[relation], false)));
            rows.extend([child("restricted, not named", &near, true), child("named", &[Relation::Named], true)]);
            rows
        }
        Kind::Team => vec![
            team("a team of youth justice", &[]),
            team("works in it", &[Relation::Team]),
            team("leads it", &[Relation::Leads]),
        ],
        Kind::Staff => on(Thing::Staff),
        Kind::Authority => on(Thing::Authority),
        Kind::Own => on(Thing::Own),
        Kind::Installation => on(Thing::Installation),
    }
}

/// The rows in which anybody may, a column for each standing; rows that say the same become one.
fn grouped(rows: &[Row], mut cell: impl FnMut(Facts) -> String) -> String {
    let mut lines: Vec<(Vec<&str>, Vec<String>)> = Vec::new();
    for (name, facts) in rows {
        let cells: Vec<String> = Standing::ALL.map(|standing| cell(Facts { standing, ..*facts })).into();
        match lines.iter_mut().find(|(_, known)| *known == cells) {
            Some((names, _)) => names.push(name),
            None => lines.push((vec![name], cells)),
        }
    }
    lines.retain(|(_, cells)| cells.iter().any(|cell| cell != "✗"));
    let mut out = String::new();
    for (names, cells) in &lines {
        line(&mut out, &format!("  {:44}{}", names.join(", "), columns(cells)));
    }
    if lines.is_empty() {
        line(&mut out, "  nobody");
    }
    out
}

fn columns<T: AsRef<str>>(cells: &[T]) -> String {
    cells.iter().map(|cell| format!("{:8}", cell.as_ref())).collect()
}

/// A heading, with the columns of the tables beneath it.
fn titled(out: &mut String, text: &str) {
    heading(out, text);
    let posts = Standing::ALL.map(|standing| match standing {
        Standing::Practitioner => "pract.",
        Standing::Reviewing => "review.",
        Standing::Administrator => "admin.",
        other => other.word(),
    });
    line(out, &format!("  {:44}{}", "", columns(&posts)));
}

fn heading(out: &mut String, text: &str) {
    line(out, &format!("\n\n{text}\n{}", "=".repeat(text.len())));
}

fn line(out: &mut String, text: &str) {
    // A String never fails to be written to.
    let _ = writeln!(out, "{}", text.trim_end());
}

impl Kept {
    /// As policies see it.
    pub(crate) const fn on(&self, readable: bool) -> Thing {
        Thing::Event { recorded_by: self.recorded_by, class: self.class, readable }
    }
}
