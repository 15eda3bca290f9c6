//! The controls of a form, made from the vocabulary: what is required first, then what some clause of the child's protocols looks at, then the
//! rest. In each list the words that clauses look for come first.

use protocol::LookedAt;
use protocol::vocabulary::{Attribute, Type};

use super::asked::Asked;
use super::filled::{date, error, legend, radios, text};
use super::showing;
use crate::ask::Ask;
use crate::form::{Form, Wrong};
use crate::pages::child::frame::Opened;
use crate::pages::words::capital;
use crate::parts::{Checkbox, Checkboxes, Choice, Content, Details, Hint, Html, Input, Radio, Select};

/// Up to so many answers are shown beside each other; more become a list to choose from.
const FEW: usize = 8;
/// What the program works out from the time of an event.
const WORKED_OUT: [&str; 2] = ["out_of_hours", "weekend"];

/// The controls, in three groups.
#[derive(Default)]
pub struct Controls {
    /// Without an answer to these it cannot be recorded.
    pub required: Vec<Content>,
    /// What is owed depends on these.
    pub matters: Vec<Content>,
    /// The rest.
    pub rest: Vec<Content>,
    /// Whether something wrong stands among the rest.
    pub rest_is_wrong: bool,
    /// Whether some answers are not shown to the person, and stay as they are.
    pub some_stay: bool,
}

/// Whether a form asks for an attribute, by its place: not where the program works it out, nor where the person may not read what is to be
/// corrected.
pub fn is_asked(ask: &Ask, asked: &Asked, place: usize) -> bool {
    let worked_out = asked.kind.attributes.get(place).is_none_or(|a| WORKED_OUT.contains(&a.name.as_str()));
    !worked_out && (asked.corrects.is_none() || is_readable(ask, asked, place))
}

fn is_readable(ask: &Ask, asked: &Asked, place: usize) -> bool {
    ask.app.gate.reading().readable_attribute(asked.pass.reads(), asked.id, place, true)
}

/// The controls of an event, filled with what was typed.
pub fn controls(ask: &Ask, opened: &Opened, asked: &Asked, typed: &Form, wrong: &Wrong) -> Controls {
    let protocols = ask.app.book.protocols;
    let today = opened.now.day();
    let details = &opened.child.details;
    let bind = std::iter::once(&details.authority).chain(&details.host);
    let bind = bind.filter_map(|authority| protocols.edition(authority, today)).chain(&protocols.statute);
    let looked = LookedAt::by(bind, &protocols.vocabulary);
    let drawer = Drawer { ask, opened, asked, typed, wrong, looked: &looked };
    let mut controls = Controls::default();
    for (place, attribute) in asked.kind.attributes.iter().enumerate() {
        controls.some_stay |= asked.corrects.is_some() && !is_readable(ask, asked, place);
        if !is_asked(ask, asked, place) {
            continue;
        }
        let control = drawer.control(place, attribute);
        // What a change of status rests on matters by law, whether or not a clause names it.
        let matters = looked.matters(asked.id, place) || (asked.kind.changes_status && attribute.of != Type::Text);
        if attribute.required {
            controls.required.push(control);
        } else if matters {
            controls.matters.push(control);
        } else {
            let name = format!("with-{}", attribute.name);
            controls.rest_is_wrong |= wrong.all().iter().any(|(field, _)| field.starts_with(&name));
            controls.rest.push(control);
        }
    }
    controls
}

struct Drawer<'a> {
    ask: &'a Ask,
    opened: &'a Opened,
    asked: &'a Asked,
    typed: &'a Form,
    wrong: &'a Wrong,
    looked: &'a LookedAt,
}

impl Drawer<'_> {
    fn control(&self, place: usize, attribute: &Attribute) -> Content {
        let vocabulary = &self.ask.app.book.protocols.vocabulary;
        let name = format!("with-{}", attribute.name);
        let (everyday, event) = (&self.ask.app.book.protocols.everyday, self.asked.kind.name.as_str());
        let question = everyday.question(event, &attribute.name);
        let hint = hint(attribute, everyday.hint(event, &attribute.name), &question);
        let value = self.typed.text(&name).to_owned();
        match &attribute.of {
            Type::Text if attribute.name == "question" => self.questions(name, question, &value),
            Type::Text => text(self.wrong, name, question, hint, value),
            Type::Int => Input {
                label: question.into(),
                error: error(self.wrong, &name),
                name,
                value,
                hint,
                inputmode: "numeric".into(),
                classes: "govuk-input--width-4".into(),
                ..Input::default()
            }
            .into(),
            Type::Date => date(self.typed, self.wrong, &name, question, hint),
            Type::Bool => {
                let words = [("yes", "Yes"), ("no", "No"), ("", "Not known")];
                let items = words.into_iter().filter(|(v, _)| !(v.is_empty() && attribute.required));
                let items =
                    items.map(|(v, words)| Radio { checked: Some(value == v), ..Radio::new(v, words) }).collect();
                radios(self.wrong, name, question, hint, items, "govuk-radios--inline")
            }
            Type::Enum { name: of, list } => {
                self.choose(place, attribute, question, hint, vocabulary.values(of).to_vec(), *list)
            }
            Type::Role { list } => {
                let roles = vocabulary.roles().map(|(_, role)| role.name.clone()).collect();
                self.choose(place, attribute, question, hint, roles, *list)
            }
            Type::Record => {
                let records = vocabulary.records().map(str::to_owned).collect();
                self.choose(place, attribute, question, hint, records, false)
            }
        }
    }

    /// The questions of the child's protocols, in their words: those first on whose answer it rests now what is owed.
    fn questions(&self, name: String, question: String, value: &str) -> Content {
        let [open, others] = showing::questions(self.ask, self.opened);
        let hint = match open.len() {
            0 => "Nothing that is owed for this child rests on an answer now",
            _ => "Those on whose answer it rests now what is owed come first",
        };
        let rule = (!open.is_empty() && !others.is_empty())
            .then(|| Choice { disabled: true, ..Choice::new("", "──────") });
        let choice = |(name, words): (String, String)| Choice::new(name, words);
        let first = std::iter::once(Choice::new("", "Choose")).chain(open.into_iter().map(choice));
        Select {
            label: question.into(),
            error: error(self.wrong, &name),
            name,
            value: value.to_owned(),
            hint: Some(hint.into()),
            options: first.chain(rule).chain(others.into_iter().map(choice)).collect(),
            ..Select::default()
        }
        .into()
    }

    /// One or several of some words: those first that the person's own roles or the clauses name.
    fn choose(
        &self,
        place: usize,
        attribute: &Attribute,
        question: String,
        hint: Option<Hint>,
        words: Vec<String>,
        several: bool,
    ) -> Content {
        let own = &self.ask.caller.person.roles;
        let weight = |word: &String| {
            let named = self.looked.how_often(self.asked.id, place, word);
            if own.contains(word) { 1000 + named } else { named }
        };
        let mut first: Vec<(usize, String)> =
            words.iter().map(|w| (weight(w), w.clone())).filter(|(n, _)| *n > 0).collect();
        first.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let first: Vec<String> = first.into_iter().map(|(_, word)| word).take(FEW).collect();
        let mut rest: Vec<String> = words.iter().filter(|w| !first.contains(w)).cloned().collect();
        let is_short = words.len() <= FEW;
        if !is_short {
            rest.sort_by_key(|word| self.said(attribute, word).to_lowercase());
        }
        let name = format!("with-{}", attribute.name);
        match (several, is_short) {
            (true, _) => self.boxes(attribute, name, question, hint, first, rest),
            (false, true) => {
                let chosen = self.typed.text(&name);
                // A short list keeps the order in which it is written: `first, interim, final`.
                let item =
                    |v: String| Radio { checked: Some(chosen == v), ..Radio::new(v.clone(), self.said(attribute, &v)) };
                let mut items: Vec<Radio> = words.into_iter().map(item).collect();
                if !attribute.required {
                    items.push(Radio { checked: Some(chosen.is_empty()), ..Radio::new("", "Not known") });
                }
                radios(self.wrong, name, question, hint, items, "govuk-radios--small")
            }
            (false, false) => self.list(attribute, name, question, hint, first, rest),
        }
    }

    fn list(
        &self,
        attribute: &Attribute,
        name: String,
        question: String,
        hint: Option<Hint>,
        first: Vec<String>,
        rest: Vec<String>,
    ) -> Content {
        let choice = |word: &String| Choice::new(word.clone(), self.said(attribute, word));
        let none = if attribute.required { "Choose" } else { "Not known" };
        let mut options = vec![Choice::new("", none)];
        options.extend(first.iter().map(choice));
        if !first.is_empty() && !rest.is_empty() {
            options.push(Choice { disabled: true, ..Choice::new("", "──────") });
        }
        options.extend(rest.iter().map(choice));
        let value = self.typed.text(&name).to_owned();
        Select {
            label: question.into(),
            error: error(self.wrong, &name),
            name,
            options,
            value,
            hint,
            ..Select::default()
        }
        .into()
    }

    /// Boxes for the words most looked for, and the others on request.
    fn boxes(
        &self,
        attribute: &Attribute,
        name: String,
        question: String,
        hint: Option<Hint>,
        first: Vec<String>,
        rest: Vec<String>,
    ) -> Content {
        let (first, rest) =
            if first.len() + rest.len() <= FEW { ([first, rest].concat(), Vec::new()) } else { (first, rest) };
        let (first, rest) = if first.is_empty() { (rest, Vec::new()) } else { (first, rest) };
        let values: Vec<String> = self.typed.all(&name).map(str::to_owned).collect();
        let others = rest.iter().any(|word| values.contains(word));
        let all = |words: Vec<String>, prefix: &str| Checkboxes {
            name: name.clone(),
            id_prefix: prefix.to_owned(),
            items: words.into_iter().map(|w| Checkbox::new(w.clone(), self.said(attribute, &w))).collect(),
            values: values.clone(),
            classes: "govuk-checkboxes--small".into(),
            ..Checkboxes::default()
        };
        let more = (!rest.is_empty()).then(|| {
            let boxes = Checkboxes {
                fieldset: Some(legend(format!("{question} Others"), "govuk-visually-hidden")),
                ..all(rest, &format!("{name}-more"))
            };
            Details { summary: "Others".into(), content: boxes.into(), is_open: others, ..Details::default() }
        });
        let main = Checkboxes {
            fieldset: Some(legend(question, "")),
            hint,
            error: error(self.wrong, &name),
            ..all(first, "")
        };
        let both: Html = std::iter::once(Content::from(main)).chain(more.map(Content::from)).collect();
        both.into()
    }

    /// A word of the vocabulary as a person says it.
    fn said(&self, attribute: &Attribute, word: &str) -> String {
        let record = self.ask.app.book.protocols.vocabulary.record(word).filter(|_| attribute.of == Type::Record);
        capital(&record.map_or_else(|| duties::in_full(word), str::to_owned))
    }
}

/// What is said of an attribute, where the question does not say it already: in everyday words, else in the vocabulary's.
fn hint(attribute: &Attribute, everyday: Option<String>, question: &str) -> Option<Hint> {
    let means = everyday.as_deref().unwrap_or(&attribute.means);
    // Names of roles are written as one says them.
    let words = means.split_inclusive([' ', ',']).map(|word| match word.trim_end_matches([' ', ',']) {
        role @ ("yjs" | "csc") => word.replace(role, &duties::in_full(role)),
        "other-yjs" => word.replace("other-yjs", "youth justice elsewhere"),
        _ => word.to_owned(),
    });
    let words = words.collect::<String>();
    let is_said = question.to_lowercase().contains(&words.to_lowercase());
    (!words.is_empty() && !is_said).then(|| Hint::from(capital(&words)))
}
