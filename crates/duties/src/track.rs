//! The facts that follow from events, along a story: what each became, and with which entry.
//!
//! Comes from the entries and a protocol's facts; goes into every condition. Only changes are kept, fact by fact, so that what a long
//! story costs is what happens in it, and so that it is known at which entries a condition can come out otherwise.

use calendar::Day;
use protocol::vocabulary::Vocabulary;

use crate::prepared::Prepared;
use crate::story::Story;
use crate::value::Answer;

/// What each fact became.
#[derive(Debug)]
pub struct Track {
    /// For each place in a row of facts, the answer before anything happened.
    first: Vec<Answer>,
    /// For each place, where its changes begin below; and where the last one's end.
    begins: Vec<u32>,
    /// The entries with which it changed, place by place, in order.
    entries: Vec<u32>,
    /// What it became with each of these.
    answers: Vec<Answer>,
    /// For each entry, whether any fact changed with it.
    changed: Vec<bool>,
}

impl Track {
    /// Follows the facts along a story.
    pub fn new(story: &Story<'_>, prepared: &Prepared<'_>, vocabulary: &Vocabulary, siblings: Option<u32>) -> Track {
        let mut first = prepared.first_row.clone();
        if let Some(siblings) = siblings {
            for slot in &prepared.from_siblings {
                set(&mut first, *slot, Answer::Bool(siblings > 0));
            }
        }
        let mut track = Track {
            begins: vec![0; first.len() + 1],
            changed: vec![false; story.entries.len()],
            entries: Vec::new(),
            answers: Vec::new(),
            first,
        };
        let moves = track.follow(story, prepared, vocabulary);
        track.sort(&moves);
        track
    }

    /// Every change, in order of entries.
    fn follow(
        &mut self,
        story: &Story<'_>,
        prepared: &Prepared<'_>,
        vocabulary: &Vocabulary,
    ) -> Vec<(u16, u32, Answer)> {
        let mut now = self.first.clone();
        let mut moves = Vec::with_capacity(story.entries.len());
        let mut running: Vec<Running> = Vec::new();
        for (n, changed) in self.changed.iter_mut().enumerate() {
            let today = story.at(n).day();
            for over in running.extract_if(.., |r| r.until <= today) {
                set(&mut now, over.slot, over.afterwards);
                moves.push((over.slot, n as u32, over.afterwards));
                *changed = true;
            }
            let Some(event) = story.event(n) else { continue };
            // The place that this event has touched.
            let mut touched = None;
            for touch in prepared.touches(event.kind) {
                let Some(was) = now.get_mut(usize::from(touch.slot)) else { continue };
                let is_settled = touched == Some(touch.slot) || (touch.for_good && *was == Answer::Bool(true));
                if is_settled || !touch.fits(event, vocabulary) {
                    continue;
                }
                let (slot, answer, afterwards) = (touch.slot, touch.answer(event, n as u32), touch.afterwards);
                touched = Some(slot);
                running.retain(|r| r.slot != slot);
                running.extend(touch.until(event).map(|until| Running { slot, until, afterwards }));
                if *was != answer {
                    *was = answer;
                    moves.push((slot, n as u32, answer));
                    *changed = true;
                }
            }
        }
        moves
    }

    /// Puts the changes in order of places, those of one place as they came.
    fn sort(&mut self, moves: &[(u16, u32, Answer)]) {
        for (slot, ..) in moves {
            if let Some(count) = self.begins.get_mut(usize::from(*slot) + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for begin in &mut self.begins {
            sum += *begin;
            *begin = sum;
        }
        let mut next = self.begins.clone();
        self.entries = vec![0; moves.len()];
        self.answers = vec![Answer::Unknown; moves.len()];
        for (slot, entry, answer) in moves {
            let Some(place) = next.get_mut(usize::from(*slot)) else { continue };
            let here = *place as usize;
            if let (Some(e), Some(a)) = (self.entries.get_mut(here), self.answers.get_mut(here)) {
                (*e, *a) = (*entry, *answer);
            }
            *place += 1;
        }
    }

    fn range(&self, slot: u16) -> std::ops::Range<usize> {
        let at = |n: usize| self.begins.get(n).map_or(0, |b| *b as usize);
        at(usize::from(slot))..at(usize::from(slot) + 1)
    }

    /// The entries with which a fact changed.
    pub fn moves(&self, slot: u16) -> &[u32] {
        self.entries.get(self.range(slot)).unwrap_or(&[])
    }

    /// A fact after an entry, or before everything.
    #[inline]
    pub fn at(&self, slot: u16, n: Option<usize>) -> Answer {
        let range = self.range(slot);
        let moves = self.entries.get(range.clone()).unwrap_or(&[]);
        let answer = match n.map_or(0, |n| moves.partition_point(|e| *e as usize <= n)) {
            0 => self.first.get(usize::from(slot)),
            moved => self.answers.get(range.start + moved - 1),
        };
        answer.copied().unwrap_or(Answer::Unknown)
    }

    /// Whether any fact changed with an entry.
    pub fn changed(&self, n: usize) -> bool {
        self.changed.get(n).copied().unwrap_or(false)
    }
}

/// What runs until a day.
struct Running {
    slot: u16,
    until: Day,
    afterwards: Answer,
}

fn set(row: &mut [Answer], slot: u16, answer: Answer) {
    if let Some(cell) = row.get_mut(usize::from(slot)) {
        *cell = answer;
    }
}
