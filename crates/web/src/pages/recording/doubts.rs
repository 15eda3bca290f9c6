//! Is it right as it was typed? What is asked before it is kept: whether it is recorded already, and what lies the wrong way round.
//!
//! In come what was typed and what the person may read of the rest; out go warnings. None of them refuses anything.

use journey::Happened;
use record::Child;
use serde_json::Value;

use super::asked::{Asked, happened, kept};
use crate::app::minute;
use crate::ask::Ask;
use crate::order::{Recorded, out_of_order};
use crate::pages::child::events;
use crate::pages::child::frame::Opened;
use crate::parts::WarningText;

/// What lies the wrong way round, in sentences.
pub fn odd(ask: &Ask, opened: &Opened, asked: &Asked, event: &Value) -> Vec<String> {
    let recorded = Recorded {
        id: asked.id,
        event,
        own: asked.corrects.as_ref().map(|event| event.root),
        follows: asked.follows.as_deref().and_then(|id| happened(opened, id)),
    };
    out_of_order(&ask.app, opened.readable.timeline(), &recorded).into_iter().map(|odd| odd.said).collect()
}

/// What is asked before it is kept; `after` is the child as it would be.
pub fn doubts(ask: &Ask, opened: &Opened, asked: &Asked, after: &Child, odd: &[String]) -> Vec<WarningText> {
    let is_that_right = (!odd.is_empty()).then(|| warning(odd.join(" ") + " Is that right? If not, choose “Change”."));
    twice(ask, opened, asked, after).into_iter().chain(is_that_right).collect()
}

/// The like of what was typed, where it is recorded already of the same day or the one beside it: two services tell of the same thing.
fn twice(ask: &Ask, opened: &Opened, asked: &Asked, after: &Child) -> Option<WarningText> {
    let day = after.journey.written.last().filter(|_| asked.corrects.is_none())?.at.day();
    let is_like = |event: &&Happened| event.kind == asked.id && event.at.day().number().abs_diff(day.number()) <= 1;
    let event = opened.readable.timeline().events.iter().rev().find(is_like)?;
    let kept = kept(opened, event)?;
    Some(warning(format!(
        "This may be recorded already: {}, {}, recorded by {} on {}. If it is the same, do not record it again; correct what stands there if it is wrong.",
        events::title(&ask.app, event.kind, &event.values),
        event.at.in_words(),
        opened.name_of(&kept.person),
        minute(kept.recorded).in_words(),
    )))
}

fn warning(text: String) -> WarningText {
    WarningText { text: text.into(), ..WarningText::default() }
}
