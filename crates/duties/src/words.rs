//! A condition in words: what made it hold, what made it fail, and what is not known.
//!
//! Comes from a condition and the facts it was asked of; goes into `why`. Only what decided is named: of alternatives the one that
//! held, of what is not known only what is missing.

use std::collections::BTreeSet;

use protocol::check::in_words::{self, capital};
use protocol::condition::{Expr, Of, Standing, Term};
use protocol::vocabulary::{EventId, Type, Value, Word};
use protocol::{Clause, Protocol, Protocols, Vocabulary};

use crate::ask::Asker;
use crate::sentences;
use crate::statement::{Statement, listed};
use crate::value::{Standings, Tri, When};

/// Tells conditions of one clause in words, as they were asked.
pub struct Words<'s, 'a> {
    /// The facts.
    pub asker: &'s Asker<'a>,
    /// The clause.
    pub clause: &'s Clause,
    /// When it was asked.
    pub when: When,
    /// How other duties stand.
    pub duties: &'s dyn Standings,
}

impl<'s> Words<'s, '_> {
    /// The parts of the condition in words.
    pub fn phrases(&self) -> Phrases<'s> {
        Phrases { protocol: self.asker.protocol, vocabulary: self.asker.vocabulary, clause: self.clause }
    }

    fn holds(&self, expr: &Expr) -> Tri {
        self.asker.holds(expr, self.clause, self.when, self.duties)
    }

    /// What made a condition come out as it did: each part that decided, in words.
    pub fn because(&self, expr: &Expr) -> Vec<String> {
        let mut parts = Vec::new();
        self.decided(expr, self.holds(expr), &mut parts);
        let mut said = BTreeSet::new();
        parts.retain(|part| said.insert(part.clone()));
        parts
    }

    fn decided(&self, expr: &Expr, answer: Tri, parts: &mut Vec<String>) {
        match expr {
            Expr::And(all) | Expr::Or(all) => {
                // One part decides where it alone settles the answer: a no among what must all hold, a yes among alternatives.
                let settling = matches!((expr, answer), (Expr::And(_), Tri::No) | (Expr::Or(_), Tri::Yes));
                for part in all.iter().filter(|e| self.holds(e) == answer && !self.is_said_anyway(e, all)) {
                    self.decided(part, answer, parts);
                    if settling {
                        return;
                    }
                }
            }
            // What is denied is told of by what it denies.
            Expr::Not(inner) => self.decided(inner, self.holds(inner), parts),
            // Of the events that could have set it off, the one that did; of several words, the one that was said.
            Expr::Event(_) if answer == Tri::Yes => {
                let kind = self.asker.event(self.when.trigger).map(|e| e.kind);
                parts.push(self.phrases().said(&Expr::Event(kind.into_iter().collect()), answer));
            }
            Expr::Among(term, words) if answer == Tri::Yes => {
                let each = words.iter().map(|word| Expr::Among(term.clone(), vec![*word]));
                let said = each.into_iter().find(|one| self.holds(one) == Tri::Yes);
                parts.push(self.phrases().said(said.as_ref().unwrap_or(expr), answer));
            }
            _ => parts.push(self.phrases().said(expr, answer)),
        }
    }

    /// That something is on record, where another part says what.
    fn is_said_anyway(&self, expr: &Expr, all: &[Expr]) -> bool {
        let given = if let Expr::Not(inner) = expr { inner } else { expr };
        let Expr::Given(term) = given else { return false };
        self.holds(given) == Tri::Yes && all.iter().any(|other| other != expr && other.terms().contains(&term))
    }
}

/// What the parts of one clause's condition say, in words.
pub struct Phrases<'s> {
    /// The protocol, for its facts.
    pub protocol: &'s Protocol,
    /// The vocabulary.
    pub vocabulary: &'s Vocabulary,
    /// The clause, for its questions.
    pub clause: &'s Clause,
}

impl Phrases<'_> {
    /// A part of a condition with whether it is so.
    pub fn said(&self, expr: &Expr, answer: Tri) -> String {
        match (expr, answer) {
            (Expr::Not(inner), Tri::Yes) => self.said(inner, Tri::No),
            (Expr::Not(inner), Tri::No) => self.said(inner, Tri::Yes),
            (Expr::Not(inner), Tri::Unknown) => self.said(inner, Tri::Unknown),
            (Expr::Holds(Term { of: Of::Asked(n), .. }), _) => self.answered(*n, answer),
            (Expr::Among(term, words), _) if self.is_no_remand(term, words) => {
                Statement::is("the child", "on remand").before(term.before).said(answer.not())
            }
            _ => self.statement(expr).said(answer),
        }
    }

    fn answered(&self, question: u16, answer: Tri) -> String {
        let question = self.clause.asks.get(usize::from(question)).map_or("", |q| q.text.as_str());
        let answer = match answer {
            Tri::Yes => " is yes",
            Tri::No => " is no",
            Tri::Unknown => "",
        };
        format!("the answer to “{question}”{answer}")
    }

    fn statement(&self, expr: &Expr) -> Statement {
        match expr {
            Expr::Always(_) => Statement::is("this", "always so"),
            Expr::And(all) | Expr::Or(all) => {
                let joint = if matches!(expr, Expr::And(_)) { ", and " } else { ", or " };
                let parts: Vec<String> = all.iter().map(|e| self.said(e, Tri::Yes)).collect();
                Statement::of(&parts.join(joint))
            }
            Expr::Not(inner) => Statement::of(&self.said(inner, Tri::No)),
            Expr::Holds(term) => Statement::of(&self.truth(term)).before(term.before),
            Expr::Given(term) => Statement::is(self.given(term), "on record"),
            Expr::Among(term, words) => self.one_of(term, words),
            Expr::Has(term, words) => {
                Statement::include(self.subject(term), self.listed(words, "or")).before(term.before)
            }
            Expr::Exactly(term, words) => {
                Statement::are(self.subject(term), format!("just {}", self.listed(words, "and"))).before(term.before)
            }
            Expr::Role(term, wants) => {
                let roles: Vec<String> = wants.iter().map(|w| in_full(&self.vocabulary.role(w.role).name)).collect();
                Statement::is_one_of(self.subject(term), &roles, "")
            }
            Expr::Number(term, op, n) => Statement::number(self.subject(term), *op, *n).before(term.before),
            Expr::Event(any) => {
                let events: Vec<String> = any.iter().map(|e| format!("that {}", self.event(*e))).collect();
                Statement::is_one_of("what set it off", &events, "")
            }
            Expr::Duty(how, clause) => {
                let how = match how {
                    Standing::Done => "done",
                    Standing::Missed => "overdue or done late",
                    Standing::Owed => "still owed",
                };
                Statement::is(format!("what {clause} asks for"), how)
            }
        }
    }

    /// What an event means, without what the vocabulary adds to it.
    fn event(&self, event: EventId) -> &str {
        sentences::means(self.vocabulary.event(event)).split([':', '(']).next().unwrap_or_default().trim_end()
    }

    fn spelled(&self, words: &[Word]) -> Vec<String> {
        words.iter().map(|w| in_full(self.vocabulary.spell(*w))).collect()
    }

    fn listed(&self, words: &[Word], last: &str) -> String {
        listed(&self.spelled(words), last)
    }

    /// The name of the fact that a term looks at.
    fn name(&self, term: &Term) -> &str {
        if let Of::Fact(id) = term.of { &self.protocol.facts.get(id).name } else { "" }
    }

    fn is_no_remand(&self, term: &Term, words: &[Word]) -> bool {
        self.name(term) == "remanded" && matches!(words, [one] if self.vocabulary.spell(*one) == "none")
    }

    fn one_of(&self, term: &Term, words: &[Word]) -> Statement {
        let mut spelled = self.spelled(words);
        let none = words.iter().any(|w| self.vocabulary.spell(*w) == "none");
        let statement = match self.name(term) {
            "care_leaver" if !none => Statement::is_one_of("the child", &spelled, " under leaving care law"),
            "remanded" if !none => {
                spelled.iter_mut().for_each(|word| word.insert_str(0, "remanded to "));
                Statement::is_one_of("the child", &spelled, "")
            }
            _ => Statement::is_one_of(self.subject(term), &spelled, ""),
        };
        statement.before(term.before)
    }

    /// A truth, as a statement.
    fn truth(&self, term: &Term) -> String {
        let said = match (&term.of, self.name(term)) {
            (Of::Trigger(name, _), _) => return truth_told(name),
            (_, "looked_after") => "the child is looked after",
            (_, "in_custody") => "the child is in custody",
            (_, "open_to_yjs") => "the child is open to youth justice",
            (_, "open_to_csc") => "the child is open to social care",
            (_, "jointly_open") => "the child is open to both services",
            (_, "former_looked_after_in_detention") => "the child has stopped being looked after because of detention",
            (Of::Fact(id), _) => &self.protocol.facts.get(*id).means,
            (Of::Asked(_), _) => "",
        };
        said.to_owned()
    }

    /// What is compared, as the subject of a sentence.
    pub fn subject(&self, term: &Term) -> String {
        let said = match (&term.of, self.name(term)) {
            (Of::Trigger(name, _), _) => return told(name),
            (_, "age") => "the child",
            (_, "care_bases") => "the grounds of being looked after",
            (_, "remanded") => "the kind of remand",
            (_, "care_leaver") => "the standing under leaving care law",
            (_, "nights_since_14") => "the number of nights looked after since the age of 14",
            (_, "liberty") => "where the child stands in the criminal process",
            (_, "sex") => "the child's sex",
            (_, "weekday") => "the day of the week",
            (Of::Fact(id), _) => &self.protocol.facts.get(*id).means,
            (Of::Asked(_), _) => "",
        };
        said.to_owned()
    }

    /// What an event can leave unsaid, as the subject of a sentence.
    fn given(&self, term: &Term) -> String {
        match &term.of {
            Of::Trigger(name, places) if self.is_truth(places) => format!("whether {}", truth_told(name)),
            _ => self.subject(term),
        }
    }

    fn is_truth(&self, places: &[(EventId, u8)]) -> bool {
        places.first().is_some_and(|(event, place)| {
            let attribute = self.vocabulary.event(*event).attributes.get(usize::from(*place));
            attribute.is_some_and(|a| a.of == Type::Bool)
        })
    }
}

/// What an event tells that is yes or no, as a statement.
fn truth_told(attribute: &str) -> String {
    let said = match attribute {
        "conditions" => "there are conditions",
        "extended" => "the learning review is an extended one",
        "admitted" => "the offence is admitted",
        "named_person_barred" => "a named person is barred",
        "out_of_area" => "the place is outside the authority's area",
        "out_of_hours" => "it was out of hours",
        "own_area" => "it was in the authority's own area",
        "parent_can_attend" => "a parent or carer can attend",
        "police_investigation" => "the police are investigating",
        "remand_threshold" => "the matter is thought to meet the remand threshold",
        "serious" => "the matter is serious",
        "siblings_at_risk" => "siblings are at risk",
        "significant_harm" => "there is evidence of significant harm",
        "still_needs_support" => "support is needed further",
        "under_supervision" => "the child was under supervision",
        _ => return format!("it is recorded as {}", attribute.replace('_', " ")),
    };
    said.to_owned()
}

/// What an event tells, as the subject of a sentence.
fn told(attribute: &str) -> String {
    let said = match attribute {
        "about" => "what it is about",
        "accompanied_by" => "who came with the child",
        "by" => "who did it",
        "category" => "the category of the offence",
        "earlier_offences" => "the number of earlier offences",
        "from" => "who it came from",
        "months" => "the number of months",
        "safety_wellbeing" => "the risk to safety and wellbeing",
        "serious_harm" => "the risk of serious harm",
        "to" => "where it goes",
        "within_days" => "the number of days",
        _ => return format!("the recorded {}", attribute.replace('_', " ")),
    };
    said.to_owned()
}

/// What happened, as a heading: in everyday words where the protocols have them, else what the event means.
pub fn title(protocols: &Protocols, kind: EventId, values: &[Option<Value>]) -> String {
    let vocabulary = &protocols.vocabulary;
    let event = vocabulary.event(kind);
    let says = |name: &str| {
        let place = event.attributes.iter().position(|attribute| attribute.name == name)?;
        let value = values.get(place)?.as_ref()?;
        if let ("clause", Value::Text(id)) = (name, value) {
            return protocols.clause(id).map(|(_, clause)| clause.says.trim_end_matches('.').to_owned());
        }
        value_in_words(vocabulary, &event.attributes.get(place)?.of, value)
    };
    protocols.everyday.happened(&event.name, &says).unwrap_or_else(|| {
        let means = event.means.split_once("; ").map_or(event.means.as_str(), |(first, _)| first);
        // What stands in brackets at the end is for whoever records it.
        let bare = means.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
        capital(bare.map_or(means, |(text, _)| text))
    })
}

/// What an attribute says, inside a sentence; nothing where it says nothing.
fn value_in_words(vocabulary: &Vocabulary, of: &Type, value: &Value) -> Option<String> {
    let all = match value {
        Value::Bool(truth) => vec![if *truth { "yes" } else { "no" }.to_owned()],
        Value::Int(number) => vec![number.to_string()],
        Value::Day(day) => vec![day.in_words()],
        Value::Text(text) => vec![text.clone()],
        Value::Roles(roles) => roles.iter().map(|role| in_full(&vocabulary.role(*role).name)).collect(),
        Value::Words(words) => {
            let spelled =
                words.iter().map(|word| vocabulary.spell(*word)).filter(|word| !["other", "none"].contains(word));
            let record = |word: &str| vocabulary.record(word).filter(|_| matches!(of, Type::Record)).map(str::to_owned);
            spelled.map(|word| record(word).unwrap_or_else(|| in_full(word))).collect()
        }
    };
    (!all.is_empty()).then(|| in_words::listed(&all, "and"))
}

/// A word of the vocabulary as one says it aloud.
pub fn in_full(word: &str) -> String {
    let full = match word {
        "csc" => "social care",
        "yjs" => "youth justice",
        "edt" => "the emergency duty team",
        "iro" => "the independent reviewing officer",
        "iro-service-manager" => "manager of the independent reviewing officers",
        "csc-qa-unit" => "social care quality assurance unit",
        "cps" => "the Crown Prosecution Service",
        "yjb" => "the Youth Justice Board",
        "ycs" => "the Youth Custody Service",
        "mash" => "the safeguarding hub (MASH)",
        "mash-manager" => "manager in the safeguarding hub (MASH)",
        "lado" => "the designated officer (LADO)",
        "psr-writer" => "writer of the pre-sentence report",
        "psr-request" => "request for a pre-sentence report",
        "oocd-panel" => "the out-of-court disposal panel",
        "hsb-forum" => "the forum on harmful sexual behaviour",
        "prevent-coordinator" => "Prevent coordinator",
        "notifying-yjs" => "the notifying youth justice service",
        "asb-team" => "anti-social behaviour team",
        "syv-coordinator" => "coordinator for serious youth violence",
        "other-yjs" => "youth justice service of another area",
        "gbh-or-wounding" => "grievous bodily harm or wounding",
        "rlaa" => "local authority accommodation",
        "yda" | "yda-remand" => "youth detention accommodation",
        "remanded-rlaa" => "remanded to local authority accommodation",
        "remanded-yda" => "remanded to youth detention accommodation",
        "pace-transfer" => "transfer from police cells (PACE)",
        "yro" => "youth rehabilitation order",
        "yro-iss" => "youth rehabilitation order with intensive supervision",
        "yro-residence" => "residence requirement of a youth rehabilitation order",
        "dto" => "detention and training order",
        "s250" => "section 250 sentence",
        "s252a" => "section 252A sentence",
        "s254" => "section 254 sentence",
        "s259" => "section 259 sentence",
        "s20" => "section 20",
        "s31-interim" => "interim care order",
        "s31-full" => "care order",
        "assetplus" => "AssetPlus",
        "assetplus-bail-and-remand" => "AssetPlus bail and remand",
        "e-caf" => "electronic common assessment form",
        "more-needed" => "sent back for more",
        "of-order" => "on the order",
        "secure-childrens-home" => "secure children's home",
        "hrvp" => "high risk and vulnerability panel",
        "marp" => "multi-agency risk panel (MARP)",
        "maars" => "adults at risk panel (MAARS)",
        "ipep" => "placement and education panel (IPEP)",
        "mappa-meeting" => "public protection meeting (MAPPA)",
        "mace-meeting" => "child exploitation meeting (MACE)",
        "mase-meeting" => "sexual exploitation meeting (MASE)",
        "mash-daily-discussion" => "daily discussion in the safeguarding hub (MASH)",
        "pep-meeting" => "personal education plan meeting",
        "yjs-cic-managers-meeting" => "meeting of youth justice and children in care managers",
        "yjs-csc-meeting" => "meeting of youth justice and social care",
        "accommodation-panel-16-plus" => "accommodation panel for 16 and over",
        "bronze-group" => "Bronze group",
        "channel-panel" => "Channel panel",
        _ => {
            let word = word.replace('-', " ");
            return match (word.strip_prefix("yjs "), word.strip_prefix("csc ")) {
                (Some(who), _) => format!("youth justice {who}"),
                (_, Some(who)) => format!("social care {who}"),
                _ => word,
            };
        }
    };
    full.to_owned()
}
