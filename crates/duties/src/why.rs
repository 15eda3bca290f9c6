//! Why a duty is owed, in sentences that can be read aloud: what happened, which clause, which edition, day zero, what was
//! skipped and its name, the result, what is owed sooner by another rule.
//!
//! Comes from an [`Answer`] and one of its duties or findings, on demand; nothing here decides anything.

use calendar::{Day, Due, Moment, Unit};
use protocol::Clause;
use protocol::clause::{AnchorDate, Clock, Length};
use protocol::condition::{Expr, ValueExpr};
use protocol::vocabulary::Service;

use crate::answer::Answer;
use crate::ask::Asker;
use crate::derive::{Owed, Settled};
use crate::due::Start;
use crate::duty::{Duty, Ending, Finding, State};
use crate::hold::Choice;
use crate::sentences;
use crate::value::{Answer as Answered, Tri, When};
use crate::words::Words;

/// Tells why, for what is owed under one protocol.
pub struct Why<'s, 'a> {
    answer: &'s Answer<'a>,
    owed: &'s Owed<'a>,
    asker: Asker<'s>,
}

impl<'s, 'a> Why<'s, 'a> {
    /// Ready to tell.
    pub fn new(answer: &'s Answer<'a>, owed: &'s Owed<'a>) -> Why<'s, 'a> {
        let asker = Asker::new(&owed.story, owed.prepared, &answer.protocols.vocabulary, answer.agreed, answer.child);
        Why { answer, owed, asker }
    }

    /// Why a duty is owed.
    pub fn of_duty(&self, duty: &Duty) -> Vec<String> {
        let Some(clause) = self.owed.protocol.clauses.get(duty.clause) else { return Vec::new() };
        let teller = Teller { answer: self.answer, owed: self.owed, asker: &self.asker, clause };
        let mut steps = vec![
            teller.trigger(duty.set_off.entry),
            sentences::source(self.owed.protocol, clause, self.owed.side, self.answer.as_at.day()),
        ];
        steps.extend(teller.condition(duty));
        steps.extend(teller.clock(duty));
        steps.extend(teller.outcome(duty));
        if let Some((other, due)) = &duty.sooner {
            steps.push(format!("Another rule asks for the same sooner: {other}, by {}.", due.in_words()));
        }
        steps
    }

    /// Why a finding is as it is.
    pub fn of_finding(&self, finding: &Finding) -> Vec<String> {
        let Some(clause) = self.owed.protocol.clauses.get(finding.clause) else { return Vec::new() };
        let teller = Teller { answer: self.answer, owed: self.owed, asker: &self.asker, clause };
        let mut steps = vec![
            teller.trigger(finding.set_off.entry),
            sentences::source(self.owed.protocol, clause, self.owed.side, self.answer.as_at.day()),
            sentences::sentence(&clause.says),
        ];
        let last = self.owed.story.last().unwrap_or(0);
        let when = When { trigger: finding.set_off.entry, now: finding.set_off.entry, horizon: last };
        match &clause.condition {
            None => steps.push("It holds whenever this happens.".into()),
            Some(condition) => steps.push(teller.decided(&condition.expr, when)),
        }
        if let (Some(value), Choice::Truth(Tri::Unknown)) = (&clause.value, &finding.value) {
            let missing = teller.missing(value, when);
            steps.extend((!missing.is_empty()).then(|| sentences::not_known(&missing)));
        }
        steps.extend(teller.worked_out(finding.set_off.entry));
        match finding.shown {
            Some(true) => steps.push("What shows it has been recorded.".into()),
            Some(false) => steps.push("Nothing recorded shows that it was followed.".into()),
            None => {}
        }
        if clause.law.as_ref().is_some_and(|law| !law.sure) {
            steps.push("This row of the law has not been confirmed yet: check it before you rely on it.".into());
        }
        steps
    }
}

struct Teller<'t, 'a> {
    answer: &'t Answer<'a>,
    owed: &'t Owed<'a>,
    asker: &'t Asker<'t>,
    clause: &'a Clause,
}

impl<'a> Teller<'_, 'a> {
    fn event_means(&self, entry: usize) -> Option<(&'a str, Moment)> {
        let event = self.owed.story.event(entry)?;
        Some((sentences::means(self.answer.protocols.vocabulary.event(event.kind)), event.at))
    }

    fn trigger(&self, entry: usize) -> String {
        match self.event_means(entry) {
            Some((means, at)) => sentences::made(|out| sentences::trigger(out, &at.in_words(), means)),
            None => String::new(),
        }
    }

    /// What the program works out besides, where the clause asks for it by `works-out`.
    fn worked_out(&self, entry: usize) -> Option<String> {
        let (_, what) = self.clause.details.iter().find(|(key, _)| key == "works-out")?;
        let event = self.owed.story.event(entry)?;
        let months = crate::agreed::int(event, "months", &self.answer.protocols.vocabulary)?;
        if what != "dto release window" {
            return None;
        }
        let window = crate::release::dto(event.at.day(), u32::try_from(months).ok()?);
        let mut text =
            format!("Half of {months} months from {}: {}", event.at.day().in_words(), window.half_way.in_words());
        match (window.early_from, window.late_until) {
            (Some(early), Some(late)) => {
                text.push_str(&format!(
                    "; early from {}, late by order of the court to {}",
                    early.in_words(),
                    late.in_words()
                ));
            }
            _ => text.push_str("; neither early nor late"),
        }
        Some(format!("{text}. Days on remand come off; the establishment's dates decide."))
    }

    /// What decided a condition, in one sentence.
    fn decided(&self, expr: &Expr, when: When) -> String {
        let settled = Settled { duties: &self.owed.duties, asker: self.asker };
        let words = Words { asker: self.asker, clause: self.clause, when, duties: &settled };
        let parts = words.because(expr);
        match self.asker.holds(expr, self.clause, when, &settled) {
            Tri::Yes => sentences::applies(&parts),
            Tri::No => format!("It does not apply here: {}.", parts.join("; ")),
            Tri::Unknown => sentences::not_known(&parts),
        }
    }

    /// What has to be known for a rule's answer.
    fn missing(&self, value: &ValueExpr, when: When) -> Vec<String> {
        let settled = Settled { duties: &self.owed.duties, asker: self.asker };
        let words = Words { asker: self.asker, clause: self.clause, when, duties: &settled };
        match value {
            ValueExpr::Of(term) => match self.asker.value(term, self.clause, when) {
                Answered::Unknown => vec![words.phrases().subject(term)],
                _ => Vec::new(),
            },
            ValueExpr::Choose(condition, this, that) => {
                match self.asker.holds(condition, self.clause, when, &settled) {
                    Tri::Unknown => words.because(condition),
                    Tri::Yes => self.missing(this, when),
                    Tri::No => self.missing(that, when),
                }
            }
            ValueExpr::Truth(condition) => match self.asker.holds(condition, self.clause, when, &settled) {
                Tri::Unknown => words.because(condition),
                _ => Vec::new(),
            },
            ValueExpr::Int(_) | ValueExpr::Text(_) => Vec::new(),
        }
    }

    fn condition(&self, duty: &Duty) -> Option<String> {
        let condition = self.clause.condition.as_ref()?;
        let entry = duty.set_off.entry;
        let last = self.owed.story.last().unwrap_or(entry);
        // Told as it stood at the trigger, with what was told since only where that alone made it apply.
        let at_trigger = When::at(entry, entry);
        let settled = Settled { duties: &self.owed.duties, asker: self.asker };
        let then = self.asker.holds(&condition.expr, self.clause, at_trigger, &settled);
        let when = if then == Tri::Yes { at_trigger } else { When { trigger: entry, now: entry, horizon: last } };
        Some(self.decided(&condition.expr, when))
    }

    fn clock(&self, duty: &Duty) -> Vec<String> {
        let Some(deadline) = &self.clause.due else {
            return vec![sentences::NO_TIME.into()];
        };
        let mut steps = vec![sentences::clock(&deadline.text)];
        let (Some(start), Some(due)) = (duty.start, duty.due) else {
            steps.push(self.no_start(&deadline.clock));
            return steps;
        };
        steps.push(self.zero(start, duty));
        match &deadline.clock {
            Clock::Within(length, _) | Clock::AsSoonAsPossible(length, _) => {
                steps.push(self.forward(*length, start, due));
            }
            Clock::Before(length, _) => steps.push(self.backward(*length, start, due)),
            Clock::SameDay(_) => steps.push(format!("At once: due that day, {}, urgent.", due.at.in_words())),
            Clock::Order(_) => steps.push(format!(
                "The text fixes only what comes first, not how long before: due by that day, {}.",
                due.at.in_words()
            )),
            Clock::Repeating(repeat) if due.order => {
                let _ = repeat;
                steps.push(format!("One more at the end: due that day, {}.", due.at.in_words()));
            }
            Clock::Repeating(repeat) => {
                let length = repeat.first.get(duty.turn as usize - 1).copied().unwrap_or(repeat.every);
                steps.push(self.forward(length, start, due));
            }
            Clock::OnCalendar(..) => {}
        }
        if due.assumed {
            steps.push(sentences::ASSUMED.into());
        }
        steps
    }

    fn no_start(&self, clock: &Clock) -> String {
        let knowing =
            crate::due::anchor(clock).is_some_and(|a| a.events.iter().any(|(_, date)| *date == AnchorDate::Knowing));
        if knowing {
            let service = self.clause.owner.map(|o| self.answer.protocols.vocabulary.role(o).service);
            let who = match service {
                Some(Service::Yjs) => "youth justice",
                Some(Service::Csc) => "social care",
                _ => "either service",
            };
            return format!("It counts from when {who} was told, and it has not been told: no due date yet.");
        }
        "What it counts from has not happened yet: no due date until it does.".into()
    }

    fn zero(&self, start: Start, duty: &Duty) -> String {
        let day = start.at.in_words();
        if duty.turn > 1 {
            let by_the_calendar = self.clause.repeat().is_some_and(|r| r.by_the_calendar);
            return sentences::made(|out| sentences::from_the_last(out, by_the_calendar, &day));
        }
        let means = self.event_means(start.entry).map_or("", |(means, _)| means);
        match start.date {
            AnchorDate::Knowing => format!("It counts from when the owner's service was told: {day} is day zero."),
            AnchorDate::Told(_) => format!("It counts to the date told ({means}): {day}."),
            AnchorDate::Happened if start.entry == duty.set_off.entry => {
                sentences::made(|out| sentences::day_zero(out, &day))
            }
            AnchorDate::Happened => format!("It counts from: {means}; {day} is day zero."),
        }
    }

    fn forward(&self, length: Length, start: Start, due: Due) -> String {
        let (from, to) = (start.at.day(), due.at.day());
        let skipped = self.skipped(length, from, to);
        let length = sentences::length(length.span, &self.clause.leaves_out);
        sentences::made(|out| sentences::forward(out, &length, &skipped, &due.at.in_words()))
    }

    fn backward(&self, length: Length, start: Start, due: Due) -> String {
        let (from, to) = (due.at.day().plus_days(-1), start.at.day().plus_days(-1));
        let skipped = self.skipped(length, from, to);
        let length = sentences::length(length.span, &[]);
        sentences::made(|out| sentences::backward(out, &length, &skipped, &due.at.in_words()))
    }

    fn skipped(&self, length: Length, from: Day, to: Day) -> String {
        if length.span.unit != Unit::WorkingDays {
            return String::new();
        }
        let say = |out: &mut String, day: Day| out.push_str(&day.in_words());
        sentences::made(|out| sentences::skipped(out, &self.owed.protocol.calendar, from, to, say))
    }

    fn outcome(&self, duty: &Duty) -> Vec<String> {
        let mut steps = Vec::new();
        let at = |n: usize| self.event_means(n);
        match duty.state {
            State::Done | State::DoneLate => {
                if let Some((means, when)) = duty.done.and_then(at) {
                    let late = duty.state == State::DoneLate;
                    steps.push(sentences::made(|out| sentences::shown(out, late, &when.in_words(), means)));
                }
            }
            State::Ended => {
                let (entry, why) = match duty.ended {
                    Some((entry, why)) => (entry, why),
                    None => return steps,
                };
                let when = self.owed.story.entries.get(entry).map_or(String::new(), |e| e.at.in_words());
                let reason = match why {
                    Ending::Condition => "what it applied for no longer held".to_owned(),
                    Ending::Closed => "the work it rested on was closed".to_owned(),
                    Ending::Until => at(entry).map_or(String::new(), |(means, _)| means.to_owned()),
                    Ending::NotNeeded => self.set_aside(entry),
                    Ending::Restarted => "it began again".to_owned(),
                };
                steps.push(format!("Ended {when}: {reason}."));
            }
            State::Overdue => steps.push(sentences::OVERDUE.into()),
            State::Open => {
                if self.clause.law.as_ref().is_some_and(|law| !law.sure) {
                    steps.push(sentences::UNCONFIRMED.into());
                }
            }
        }
        if duty.done.is_none() && duty.sides.any() {
            let who = if duty.sides.yjs { "Youth justice has" } else { "Social care has" };
            steps.push(format!("{who} done its part; the other service has not."));
        }
        steps
    }

    fn set_aside(&self, entry: usize) -> String {
        let event = self.owed.story.event(entry);
        let v = &self.answer.protocols.vocabulary;
        let reason = event.and_then(|e| crate::agreed::text(e, "reason", v)).unwrap_or("no reason given");
        format!("set aside by agreement ({reason})")
    }
}
