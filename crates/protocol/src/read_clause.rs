//! Reads one clause of a section file, with every word in it looked up.
//!
//! Comes from a node of the file; goes out as a [`Clause`], or as refusals with file, line, the words in question, the cause and the
//! nearest known word. What belongs to another kind of clause is refused: it would be read and never heeded. Whether the clauses
//! that it names exist is asked when all are read (`read`).

mod deadline;
mod details;

use calendar::wording;
use calendar::{LEFT_OUT, LeftOut, Unit, Wording};

use crate::clause::{
    Became, Clause, Clock, Condition, Deadline, InForce, KINDS, Kind, LEVELS, Law, Level, On, Question,
};
use crate::condition::{self, Place, Scope};
use crate::facts::Facts;
use crate::pattern::{self, Pattern, Trigger};
use crate::read::{Setting, read_in_force};
use crate::refusal::{Refusals, cut, did_you_mean, did_you_mean_of};
use crate::vocabulary::{EventId, RoleId, Vocabulary};
use crate::yaml::{Kind as NodeKind, Node};

/// What a clause is read against.
pub(crate) struct Context<'a> {
    pub(crate) file: &'a str,
    pub(crate) authority: &'a str,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) facts: &'a Facts,
    pub(crate) settings: &'a [Setting],
}

const KEYS: [&str; 37] = [
    "id",
    "para",
    "where",
    "kind",
    "on",
    "if",
    "asks",
    "owner",
    "towards",
    "says",
    "items",
    "due",
    "restarts",
    "by-the-calendar",
    "leaves-out",
    "shown-by",
    "one-for-all",
    "same-as",
    "see-also",
    "note",
    "question",
    "value",
    "instrument",
    "provision",
    "cited",
    "extent",
    "in-force",
    "level",
    "confidence",
    "sharing",
    "forum",
    "ladder",
    "directory",
    "definition",
    "indicators",
    "responses",
    "works-out",
];
/// The keys of a clause of the law that go with `instrument`.
const OF_THE_LAW: [&str; 5] = ["provision", "cited", "extent", "level", "confidence"];
/// A question's number is kept in two bytes; more than a few are a form, not a clause.
const MOST_QUESTIONS: usize = 100;

/// Reads one clause; what is wrong is added to the refusals.
pub(crate) fn read_clause(node: &Node, context: &Context<'_>, refusals: &mut Refusals) -> Option<Clause> {
    let mut reader = Reader { node, context, refusals };
    if !matches!(node.kind, NodeKind::Map(_)) {
        let help = "a clause reads `- id: …`, and under it `para`, `kind`, `on`, `owner`, `says` and so on";
        reader.refuse(node.line, format!("`{}` stands where a clause is expected", node.shown()), Some(help.into()));
        return None;
    }
    reader.unknown_keys();
    let id = reader.id();
    let kind = reader.kind();
    let before = reader.refusals.len();
    let on = reader.on();
    let place = if reader.refusals.len() == before { Place::Clause } else { Place::Unclear };
    let trigger: Vec<EventId> = match &on {
        On::Events(patterns) => patterns.iter().map(|p| p.event).collect(),
        _ => Vec::new(),
    };
    let asks = reader.asks();
    let names: Vec<String> = asks.iter().map(|q| q.name.clone()).collect();
    let scope = Scope { facts: context.facts, vocabulary: context.vocabulary, trigger: &trigger, asked: &names, place };
    let condition = reader.condition(&scope);
    let value = reader.read_with("value", |text| condition::read_value(text, &scope));
    let clause = Clause {
        place: reader.one_text("where"),
        para: reader.one_text("para").unwrap_or_default(),
        kind: kind.unwrap_or(Kind::Principle),
        condition,
        asks,
        owner: reader.role("owner"),
        towards: reader.role("towards"),
        says: reader.says(),
        items: reader.items(),
        due: reader.due(&trigger, place),
        restarts: reader.truth("restarts"),
        leaves_out: reader.leaves_out(),
        shown_by: reader.patterns("shown-by", trigger_of(&trigger, place)),
        one_for_all: reader.truth("one-for-all"),
        same_as: reader.several("same-as"),
        question: reader.one_text("question"),
        value,
        sharing: reader.sharing(),
        details: kind.map_or_else(Vec::new, |kind| reader.details(kind)),
        law: reader.law(),
        in_force: match node.get("in-force") {
            Some(written) => read_in_force(context.file, Some(written), reader.refusals),
            None => InForce::default(),
        },
        see_also: reader.several("see-also"),
        note: reader.one_text("note"),
        file: context.file.to_owned(),
        line: node.line,
        id: id.unwrap_or_default(),
        on,
    };
    kind?;
    reader.unused_questions(&clause);
    reader.belongs(&clause);
    (!clause.id.is_empty()).then_some(clause)
}

/// The trigger that a pattern can speak of.
fn trigger_of(trigger: &[EventId], place: Place) -> Trigger<'_> {
    match place {
        Place::Unclear => Trigger::Any,
        _ if trigger.is_empty() => Trigger::Nothing,
        _ => Trigger::Of(trigger),
    }
}

/// Whether a condition can name it.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

struct Reader<'a> {
    node: &'a Node,
    context: &'a Context<'a>,
    refusals: &'a mut Refusals,
}

impl Reader<'_> {
    fn refuse(&mut self, line: usize, cause: String, help: Option<String>) {
        self.refusals.add(self.context.file, line, cause, help);
    }

    fn line_of(&self, key: &str) -> usize {
        self.node.entries().find(|(k, ..)| *k == key).map_or(self.node.line, |(_, line, _)| line)
    }

    fn unknown_keys(&mut self) {
        for (key, line, value) in self.node.entries() {
            if self.refusals.is_full() {
                break;
            }
            if !KEYS.contains(&key) {
                let help = match key {
                    "condition" => Some("write it as `if:`, an expression on facts (README.md, Conditions)".into()),
                    "actor" => Some("the contract's word is `owner`".into()),
                    "trigger" => Some("what sets a clause off stands under `on:`".into()),
                    "deadline" => Some("the deadline stands under `due:`".into()),
                    "evidence" => Some("what shows that it was done stands under `shown-by:`".into()),
                    _ => did_you_mean(key, KEYS),
                };
                self.refuse(line, format!("`{}` is no part of a clause", cut(key)), help);
            } else if value.is_null() {
                let help = "write something after it, or take the key out";
                self.refuse(line, format!("`{key}` is left empty"), Some(help.into()));
            }
        }
    }

    /// The one text under a key; a list or a mapping is refused.
    fn one_text(&mut self, key: &str) -> Option<String> {
        let node = self.node.get(key)?;
        if !node.is_scalar() {
            let help = "put a text that begins with a bracket in quotes";
            self.refuse(node.line, format!("`{key}` is {}, where one text is meant", node.what()), Some(help.into()));
            return None;
        }
        node.text().map(str::to_owned)
    }

    /// The texts of a list; what is no text is refused.
    fn several(&mut self, key: &str) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        for item in self.node.get(key).filter(|n| !n.is_null()).map_or(&[][..], Node::items) {
            match item.text().filter(|_| item.is_scalar()) {
                Some(text) if texts.iter().any(|t| t == text) => {
                    self.refuse(item.line, format!("`{}` stands twice in `{key}`", cut(text)), None);
                }
                Some(text) => texts.push(text.to_owned()),
                None => {
                    let found = if item.is_null() { "an empty item" } else { item.what() };
                    self.refuse(item.line, format!("{found} stands in `{key}`, where a list of texts is meant"), None);
                }
            }
        }
        texts
    }

    fn items(&mut self) -> Vec<String> {
        let items = self.node.get("items").filter(|n| !n.is_null()).map_or(&[][..], Node::items);
        if let Some(empty) = items.iter().find(|item| item.is_null()) {
            self.refuse(empty.line, "an item of `items` is empty".into(), None);
        }
        items.iter().map(details::whole).collect()
    }

    fn truth(&mut self, key: &str) -> bool {
        let Some(node) = self.node.get(key).filter(|n| !n.is_null()) else { return false };
        node.bool().unwrap_or_else(|| {
            self.refuse(node.line, format!("`{key}` is `{}`, where yes or no is meant", node.shown()), None);
            false
        })
    }

    fn id(&mut self) -> Option<String> {
        let begins = format!("{}-", self.context.authority);
        let Some(id) = self.one_text("id") else {
            let help = format!("write `id: {begins}…`");
            self.refuse(self.node.line, "the clause has no `id`".into(), Some(help));
            return None;
        };
        let rest = id.strip_prefix(&begins);
        if rest.is_none() && !self.context.authority.is_empty() {
            let help = format!("it begins with `{begins}`");
            self.refuse(self.line_of("id"), format!("the id `{}` is not this authority's", cut(&id)), Some(help));
        }
        if rest == Some("") || id.contains(|c: char| c.is_whitespace() || matches!(c, '/' | '\'' | '"' | ',')) {
            let help = "an id is the authority, the paragraph as printed and a letter, without spaces, quotes, commas or strokes";
            self.refuse(self.line_of("id"), format!("`{}` cannot be an id", cut(&id)), Some(help.into()));
        }
        Some(id)
    }

    fn kind(&mut self) -> Option<Kind> {
        let words = KINDS.iter().map(|(name, _)| *name);
        if self.node.get("kind").is_none() {
            let help = format!("it is one of: {}", words.collect::<Vec<_>>().join(", "));
            self.refuse(self.node.line, "the clause does not say of what `kind` it is".into(), Some(help));
            return None;
        }
        let word = self.one_text("kind")?;
        let found = KINDS.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind);
        if found.is_none() {
            let help = did_you_mean_of(&word, words, "it is one of");
            self.refuse(self.line_of("kind"), format!("`{}` is no kind of clause", cut(&word)), help);
        }
        found
    }

    fn says(&mut self) -> String {
        let says = self.one_text("says");
        if says.is_none() && self.node.get("says").is_none() {
            let help = "write in one sentence under `says:` what must be done, or what holds";
            self.refuse(self.node.line, "the clause does not say anything".into(), Some(help.into()));
        }
        says.unwrap_or_default()
    }

    fn on(&mut self) -> On {
        let Some(node) = self.node.get("on") else {
            let help = "write `on:` with an event, `always` or `on-calendar`";
            self.refuse(self.node.line, "the clause does not say what sets it off".into(), Some(help.into()));
            return On::Always;
        };
        match node.text().filter(|_| node.is_scalar()) {
            Some("always") => On::Always,
            Some("on-calendar") => On::OnCalendar,
            _ if node.is_null() => On::Always,
            _ => On::Events(self.patterns("on", Trigger::Nothing)),
        }
    }

    fn patterns(&mut self, key: &str, trigger: Trigger<'_>) -> Vec<Pattern> {
        let mut read = Vec::new();
        let Some(node) = self.node.get(key).filter(|n| !n.is_null()) else { return read };
        if node.items().is_empty() {
            self.refuse(
                node.line,
                format!("`{key}` is an empty list"),
                Some("name an event, or take the key out".into()),
            );
        }
        for item in node.items() {
            match pattern::read(item, self.context.vocabulary, trigger) {
                Ok(pattern) => read.push(pattern),
                Err(faults) => {
                    for (line, cause, help) in faults {
                        self.refuse(line, cause, help);
                    }
                }
            }
        }
        read
    }

    fn asks(&mut self) -> Vec<Question> {
        let mut asks: Vec<Question> = Vec::new();
        let Some(node) = self.node.get("asks").filter(|n| !n.is_null()) else { return asks };
        if !matches!(node.kind, NodeKind::Map(_)) {
            let help = "write `asks: {name_of_it: The question?}`, and `asked.name_of_it` in `if`";
            self.refuse(node.line, format!("`asks` is {}, where a mapping is meant", node.what()), Some(help.into()));
        }
        for (name, line, text) in node.entries() {
            if !is_name(name) {
                let help = "it has small letters, digits and `_`";
                self.refuse(line, format!("`{}` cannot name a question", cut(name)), Some(help.into()));
            }
            match text.text().filter(|_| text.is_scalar()) {
                Some(text) => asks.push(Question { name: name.to_owned(), text: text.to_owned() }),
                None => {
                    let help = "write the question that a worker can answer yes or no";
                    self.refuse(line, format!("the question `{}` has no text", cut(name)), Some(help.into()));
                    asks.push(Question { name: name.to_owned(), text: String::new() });
                }
            }
        }
        if asks.len() > MOST_QUESTIONS {
            self.refuse(node.line, format!("a clause asks at most {MOST_QUESTIONS} questions"), None);
            asks.truncate(MOST_QUESTIONS);
        }
        asks
    }

    /// Refuses questions that neither the condition nor the value looks at; where one of these was refused itself, nobody can tell.
    fn unused_questions(&mut self, clause: &Clause) {
        let written = |key: &str| self.node.get(key).and_then(Node::text).unwrap_or_default();
        let (condition, value) = (written("if"), written("value"));
        let named: Vec<String> = [condition, value].into_iter().flat_map(condition::names).collect();
        let unclear = named.is_empty() && !(condition.is_empty() && value.is_empty());
        if unclear || clause.asks.len() >= MOST_QUESTIONS || !matches!(clause.on, On::Events(_)) {
            return;
        }
        let asks = self.node.get("asks").into_iter().flat_map(Node::entries);
        let unused: Vec<(&str, usize)> = asks
            .filter(|(name, ..)| is_name(name))
            .filter(|(name, ..)| !named.iter().any(|n| n.strip_prefix("asked.") == Some(name)))
            .map(|(name, line, _)| (name, line))
            .collect();
        for (name, line) in unused {
            let help = format!("write `asked.{0}` in `if` or `value`, or take the question out", cut(name));
            self.refuse(
                line,
                format!("the question `{}` is asked and its answer never looked at", cut(name)),
                Some(help),
            );
        }
    }

    fn condition(&mut self, scope: &Scope<'_>) -> Option<Condition> {
        let expr = self.read_with("if", |text| condition::read(text, scope))?;
        Some(Condition { text: self.one_text("if")?, expr })
    }

    fn read_with<T>(&mut self, key: &str, read: impl Fn(&str) -> Result<T, Vec<condition::Fault>>) -> Option<T> {
        let node = self.node.get(key).filter(|n| !n.is_null())?;
        if !node.is_scalar() {
            let help = match node.kind {
                NodeKind::Map(_) => condition::UNDER_ON,
                _ => "put a condition that begins with `[` between double quotes",
            };
            self.refuse(
                node.line,
                format!("`{key}` is {}, where a condition is meant", node.what()),
                Some(help.into()),
            );
            return None;
        }
        match read(node.text()?) {
            Ok(value) => Some(value),
            Err(faults) => {
                for (cause, help) in faults {
                    self.refuse(node.line, cause, help);
                }
                None
            }
        }
    }

    fn role(&mut self, key: &str) -> Option<RoleId> {
        if let Some(node) = self.node.get(key).filter(|n| !n.is_scalar()) {
            let help = "name one role; `both-workers`, `both-managers` and `both-services` stand for two";
            self.refuse(node.line, format!("`{key}` is {}, where one role is meant", node.what()), Some(help.into()));
            return None;
        }
        let name = self.one_text(key)?;
        let vocabulary = self.context.vocabulary;
        let found = vocabulary.role_id(&name);
        if found.is_none() {
            let help = did_you_mean(&name, vocabulary.roles().map(|(_, r)| r.name.as_str()))
                .or(Some("the roles stand in vocabulary.yaml".into()));
            self.refuse(self.line_of(key), format!("`{}` is no role", cut(&name)), help);
        }
        found
    }

    fn law(&mut self) -> Option<Law> {
        let Some(instrument) = self.one_text("instrument") else {
            for key in OF_THE_LAW.into_iter().filter(|key| self.node.get(key).is_some()) {
                let help = "say which Act, regulations or guidance: `instrument: …`";
                self.refuse(self.line_of(key), format!("`{key}` goes with `instrument`"), Some(help.into()));
            }
            return None;
        };
        let word = self.one_text("level").unwrap_or_default();
        let level = LEVELS.iter().find(|(name, _)| *name == word).map(|(_, level)| *level);
        if level.is_none() {
            let help = did_you_mean_of(&word, LEVELS.iter().map(|(name, _)| *name), "it is one of");
            let cause = if word.is_empty() {
                "`level` is missing".into()
            } else {
                format!("`{}` is no level of law", cut(&word))
            };
            self.refuse(self.line_of("level"), cause, help);
        }
        let sure = match self.one_text("confidence").as_deref() {
            Some("sure") => true,
            Some("check") => false,
            other => {
                let cause = match other {
                    None => "`confidence` is missing".to_owned(),
                    Some(word) => format!("`{}` is no confidence", cut(word)),
                };
                self.refuse(self.line_of("confidence"), cause, Some("it is `sure` or `check`".into()));
                false
            }
        };
        let provision = self.one_text("provision").unwrap_or_default();
        Some(Law {
            cited: self.one_text("cited").unwrap_or_else(|| format!("{instrument}, {provision}")),
            instrument,
            provision,
            extent: self.one_text("extent").unwrap_or_default(),
            level: level.unwrap_or(Level::Policy),
            sure,
        })
    }

    fn due(&mut self, trigger: &[EventId], place: Place) -> Option<Deadline> {
        let text = self.one_text("due")?;
        let line = self.line_of("due");
        let wording: Wording = match text.parse() {
            Ok(wording) => wording,
            Err(error) => {
                let error: wording::WordingError = error;
                // A cause that begins with a verb speaks of the words before it.
                let speaks = ["is ", "was ", "reads "].iter().any(|verb| error.cause.starts_with(verb));
                let cause = match error.words.as_str() {
                    "" => error.cause,
                    words => format!("`{}`{} {}", cut(words), if speaks { "" } else { ":" }, error.cause),
                };
                self.refuse(line, cause, error.help);
                return None;
            }
        };
        let mut settler =
            deadline::Settler { context: self.context, line, trigger: trigger_of(trigger, place), faults: Vec::new() };
        let mut clock = settler.clock(&wording.clock);
        let mut faults = settler.faults;
        faults.dedup();
        for (line, cause, help) in faults {
            self.refuse(line, cause, help);
        }
        let by_the_calendar = self.truth("by-the-calendar");
        if let Some(Clock::Repeating(repeat)) = &mut clock {
            repeat.by_the_calendar = by_the_calendar;
        }
        Some(Deadline { text, clock: clock? })
    }

    /// The days that a clock in hours leaves out.
    fn leaves_out(&mut self) -> Vec<LeftOut> {
        let mut days = Vec::new();
        for word in self.several("leaves-out") {
            match LEFT_OUT.iter().find(|(name, _)| *name == word) {
                Some((_, day)) => days.push(*day),
                None => {
                    let help = did_you_mean_of(&word, LEFT_OUT.iter().map(|(name, _)| *name), "it is one of");
                    self.refuse(self.line_of("leaves-out"), format!("`{}` is no day to leave out", cut(&word)), help);
                }
            }
        }
        days
    }

    /// Refuses what belongs to a clause of another kind.
    fn belongs(&mut self, clause: &Clause) {
        let by_event = matches!(clause.on, On::Events(_));
        let became = clause.became();
        let written = |key: &str| self.node.get(key).is_some_and(|n| !n.is_null());
        let mut faults: Vec<(&str, String, &str)> = Vec::new();
        for (key, help) in [
            ("restarts", "it begins a running repetition again: write `due: every … from …`, or take `restarts` out"),
            ("by-the-calendar", "it says how a repetition goes on: write `due: every … from …`, or take it out"),
        ] {
            if written(key) && !clause.repeats() && (clause.due.is_some() || !written("due")) {
                faults.push((key, format!("`{key}` goes with a deadline that repeats"), help));
            }
        }
        if let Some(repeat) = clause.repeat().filter(|r| r.by_the_calendar) {
            if clause.restarts {
                let help = "by the calendar each trigger keeps a run of its own: take one of the two out";
                faults.push(("by-the-calendar", "`restarts` and `by-the-calendar` say opposite things".into(), help));
            }
            if !repeat.finally.is_empty() {
                let help = "make a clause of its own of the one at the end";
                faults.push((
                    "by-the-calendar",
                    "`by-the-calendar` knows no further one `and at` the end".into(),
                    help,
                ));
            }
        }
        let in_hours = |d: &Deadline| matches!(&d.clock, Clock::Within(length, _) if length.span.unit == Unit::Hours);
        if written("leaves-out") && !clause.due.as_ref().is_some_and(in_hours) {
            let help = "write `due: within … hours of …`; working days leave out weekends and bank holidays anyway";
            faults.push(("leaves-out", "`leaves-out` goes with a clock in hours".into(), help));
        }
        if written("one-for-all") && clause.shown_by.is_empty() && !written("shown-by") {
            let help = "it says what one event shows: write `shown-by:`, or take it out";
            faults.push(("one-for-all", "`one-for-all` goes with `shown-by`".into(), help));
        }
        for key in ["if", "asks", "value"] {
            if written(key) && !by_event {
                let help = "a condition is tested at an event: name it under `on`, or take the condition out";
                faults.push((key, format!("`{key}` goes with an event in `on`"), help));
            }
        }
        if written("value") && by_event && became != Became::Finding {
            faults.push((
                "value",
                "`value` is the answer of a rule".into(),
                "make it `kind: rule`, or take `value` out",
            ));
        }
        if written("question") && clause.kind != Kind::Rule {
            let help = "make it `kind: rule`, or take `question` out; a question to a person stands under `asks`";
            faults.push(("question", "`question` is what the finding of a rule answers".into(), help));
        }
        if became == Became::Duty && !written("owner") {
            faults.push(("id", "nobody owes this duty".into(), "write `owner:` with a role"));
        }
        for (key, cause, help) in faults {
            self.refuse(self.line_of(key), cause, Some(help.into()));
        }
    }
}
