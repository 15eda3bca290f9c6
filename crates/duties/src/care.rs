//! On which bases was the child looked after, from when until when, and why did it end?
//!
//! Comes from the story that an answer was told by; goes to what is written for social care's own systems. It is worked out, as the status is,
//! and never typed in; what makes nobody looked after in law is no care.

use calendar::Day;

use crate::agreed;
use crate::answer::Answer;
use crate::basis::Footing;
use crate::story::Story;

/// A basis on which the child was looked after, while it lasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Care {
    /// In the word of `care-basis`.
    pub basis: String,
    /// From which day.
    pub from: Day,
    /// Until which day; nothing while it lasts.
    pub until: Option<Day>,
    /// Why, in the word of `care-end`; empty where the end says nothing of it.
    pub ended: String,
    /// Another authority that looks after the child.
    pub authority: Option<String>,
}

impl Answer<'_> {
    /// Every basis on which the child was looked after by the law in force, in the order in which they began.
    pub fn care(&self) -> Vec<Care> {
        let Some(story) = self.owed.first().map(|owed| &owed.story) else { return Vec::new() };
        let words = self.protocols.vocabulary.values("care-basis");
        let counts = story.bases.iter().filter(|b| b.footing != Footing::None && b.counts(story.as_at));
        let mut all: Vec<Care> = counts
            .filter_map(|basis| {
                Some(Care {
                    basis: words.get(usize::from(basis.word))?.clone(),
                    from: basis.from.day(),
                    until: basis.to.map(|to| to.day()),
                    ended: basis.last.map(|last| self.why_ended(story, last)).unwrap_or_default(),
                    authority: basis.authority.clone(),
                })
            })
            .collect();
        all.sort_by_key(|care| care.from);
        all
    }

    /// What the end of care says that was told with this entry or worked out from it.
    fn why_ended(&self, story: &Story<'_>, last: usize) -> String {
        let day = story.at(last).day();
        let near = (last..story.entries.len()).take_while(|n| story.at(*n).day() == day);
        let ends = near.filter_map(|n| story.event(n)).find(|event| event.kind == self.agreed.looked_after_ended);
        let word = ends.and_then(|event| agreed::word(event, "reason", &self.protocols.vocabulary));
        word.unwrap_or_default().to_owned()
    }
}
