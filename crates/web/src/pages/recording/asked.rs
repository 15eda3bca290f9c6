//! What is about to be recorded: which event, in the place of which other, carrying on which; and that the person may.

use gate::{Action, Decision, On, Pass};
use journey::Happened;
use protocol::vocabulary::{EventId, EventKind};
use record::Kept;

use crate::ask::Ask;
use crate::pages::child::events;
use crate::pages::child::frame::Opened;
use crate::problem::Problem;
use crate::readable::version_of;

/// What is about to be recorded.
pub struct Asked {
    /// The event.
    pub id: EventId,
    /// What it can say.
    pub kind: &'static EventKind,
    /// That the person may.
    pub pass: Pass,
    /// The event that it takes the place of, as the person may read it.
    pub corrects: Option<Happened>,
    /// The id of the event that it carries on.
    pub follows: Option<String>,
}

/// Reads it from the address, and asks the gate.
pub fn asked(ask: &Ask, opened: &Opened) -> Result<Asked, Problem> {
    let vocabulary = &ask.app.book.protocols.vocabulary;
    let id = vocabulary.event_id(ask.name("event")).ok_or_else(Problem::not_found)?;
    let typed = |name: &str| ask.form.some(name).or_else(|| ask.query.some(name));
    let corrects = typed("corrects").map(|id| still_there(opened, id)).transpose()?;
    if corrects.as_ref().is_some_and(|event| event.kind != id) {
        return Err(Problem::not_found());
    }
    let pass = if corrects.is_some() { may_correct(ask, opened)? } else { ask.pass.clone() };
    ask.admit(&pass, &[id], ())?;
    let follows = typed("follows").map(|id| happened(opened, id).ok_or_else(Problem::not_found)).transpose()?;
    let follows = follows.and_then(|event| kept(opened, &event)).map(|kept| kept.id.clone());
    Ok(Asked { id, kind: vocabulary.event(id), pass, corrects, follows })
}

/// That the person may correct and take back.
pub fn may_correct(ask: &Ask, opened: &Opened) -> Result<Pass, Problem> {
    match ask.decide(Action::CorrectEvent, On::Child(&opened.ties)) {
        Decision::Permit(pass) => Ok(pass),
        Decision::Refuse(refused) => Err(refused.into()),
    }
}

/// The event of which an entry of this id is a version, as the person may read it.
pub fn happened(opened: &Opened, id: &str) -> Option<Happened> {
    version_of(&opened.child, &opened.readable.timeline().events, id).cloned()
}

/// The same for whoever is about to change it: where it was taken back meanwhile, that is said.
pub fn still_there(opened: &Opened, id: &str) -> Result<Happened, Problem> {
    const GONE: &str = "This entry was taken back, so it cannot be corrected or taken back any more. Nothing was saved. The child's timeline shows who \
                        took it back; if it did happen, record it again.";
    let gone = || version_of(&opened.child, &opened.readable.timeline().retracted, id).map(|_| Problem::conflict(GONE));
    happened(opened, id).ok_or_else(|| gone().unwrap_or_else(Problem::not_found))
}

/// The latest entry of an event.
pub fn kept<'o>(opened: &'o Opened, event: &Happened) -> Option<&'o Kept> {
    opened.child.kept_at(event.place)
}

impl Asked {
    /// What it is, as a heading.
    pub fn title(&self, ask: &Ask) -> String {
        let said = |p: &&protocol::everyday::Phrase| p.event == self.id && p.with.is_empty();
        let phrase = ask.app.book.protocols.everyday.phrases.iter().find(said);
        phrase.map_or_else(|| events::title(&ask.app, self.id, &[]), |p| p.say.clone())
    }
}
