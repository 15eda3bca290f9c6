//! Whom must my service still tell of what was just recorded? That an entry can be read here is not yet the telling that a protocol asks for.
//!
//! In come the child and an entry; out go the duties to tell that the entry set off and that are still owed, with what each asks for and the
//! forms that record it as done. What the person may not know the reason of is left out (safety R4).

use std::sync::Arc;

use askama::Template;
use duties::Line;
use exchange::{to_tell, ways_to_tell};
use gate::Service;

use super::asked::happened;
use super::showing::{Showing, form};
use crate::ask::Ask;
use crate::owed::{self, Shown, Whose};
use crate::pages::child::frame::Opened;
use crate::pages::child::rows::{self, DutyRow};
use crate::pages::words::capital;
use crate::readable::Readable;

/// What is still to be told.
#[derive(Template)]
#[template(path = "pages/recording/still_to_tell.html")]
pub struct StillToTell {
    duties: Vec<Telling>,
}

/// One duty to tell.
struct Telling {
    row: DutyRow,
    /// What it asks for: `Tell social care in writing`.
    told: String,
    /// What records it as done.
    shown_by: Vec<Showing>,
}

/// What the person's own service has still to tell of the event of this entry, and of the one that it follows: it may be one telling of several.
pub fn still_to_tell(ask: &Ask, opened: &Opened, id: &str) -> StillToTell {
    let event = opened.child.kept.iter().find(|kept| kept.id == id).map(|kept| kept.event());
    let followed = event.as_ref().and_then(|event| event.get("follows")?.as_str());
    // Each with the entry that set it off: what records it as done follows that one.
    let each = followed.into_iter().chain([id]).map(|id| (id, started(ask, opened, id)));
    let set_off: Vec<(&str, Vec<Arc<Line>>)> = each.collect();
    let is_of = |one: &Shown, lines: &[Arc<Line>]| {
        lines.iter().any(|line| line.side == one.line.side && line.id == one.line.id)
    };
    let by = |one: &Shown| set_off.iter().find(|(_, lines)| is_of(one, lines)).map(|(id, _)| *id);
    let still = owed::still(&ask.app, &ask.pass, opened.whom(), &opened.readable, opened.now);
    let mut still: Vec<Shown> = still.filter(|one| is_own(ask, one)).collect();
    still.sort_by_key(|one| (one.line.due.is_none(), one.line.due));
    StillToTell { duties: still.into_iter().filter_map(|one| telling(ask, opened, &one, by(&one)?)).collect() }
}

/// Whether it is for the person's own service to do, and theirs to know why; not one that may not apply.
fn is_own(ask: &Ask, one: &Shown) -> bool {
    let of_a_service = ask.caller.person.service != Service::Authority;
    !one.withheld && !one.line.unknown && of_a_service && matches!(one.by.whose, Whose::Mine | Whose::Ours)
}

/// The duties that the entry set off, whether by itself or by what follows from it.
fn started(ask: &Ask, opened: &Opened, id: &str) -> Vec<Arc<Line>> {
    let number = opened.child.kept.iter().position(|kept| kept.id == id);
    let Some(number) = number.filter(|_| happened(opened, id).is_some()) else { return Vec::new() };
    let as_of = |entries: usize| Readable::of_first(&ask.app, &ask.pass, &opened.child, entries, opened.now);
    let (before, after) = (as_of(number), as_of(number + 1));
    duties::changes(&before.whole.lines, &after.whole.lines).started
}

fn telling(ask: &Ask, opened: &Opened, one: &Shown, id: &str) -> Option<Telling> {
    let protocols = ask.app.book.protocols;
    let (_, clause) = protocols.clause(&one.line.clause)?;
    let told = capital(&to_tell(clause, &protocols.vocabulary)?);
    let way = |(pattern, words)| Some(Showing { words, href: form(ask, opened, &pattern, Some(id))? });
    let shown_by = ways_to_tell(clause, &protocols.vocabulary).into_iter().filter_map(way).collect();
    Some(Telling { row: rows::row(&ask.app, one, opened.now), told, shown_by })
}
