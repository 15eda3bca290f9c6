//! The duties and findings of one child as text: what is overdue first, then what comes next.
//!
//! Comes from the contract's JSON, so that text and JSON cannot tell two stories; a field that is not there is left out. It decides
//! nothing but the order of the groups.

mod findings;
#[cfg(test)]
mod tests;

use calendar::{Day, Moment};
use protocol::Vocabulary;
use serde_json::Value;

use super::{Paint, WIDTH, hang, pad, short, width};

/// The groups, in the order in which they are read.
const GROUPS: [(Group, &str); 8] = [
    (Group::Overdue, "Overdue"),
    (Group::Passed, "Past its date, and not counted as overdue"),
    (Group::Today, "Due today"),
    (Group::Week, "In the next 7 days"),
    (Group::Later, "Later"),
    (Group::Undated, "No date given"),
    (Group::Done, "Done"),
    (Group::Ended, "Ended: no longer applies"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Overdue,
    /// A row of the law that has not been confirmed raises no breach.
    Passed,
    Today,
    Week,
    Later,
    Undated,
    Done,
    Ended,
}

/// What the marks mean; only those that stand in the answer are explained.
const MARKS: [(&str, &str); 5] = [
    ("urgent", "the text says at once, or the same day"),
    ("assumed", "the text gives no figure; the authority sets it"),
    ("order", "the text fixes only what comes first"),
    ("if", "owed if something holds that is not known yet"),
    ("check", "a row of the law that has not been confirmed"),
];

/// How much is told.
#[derive(Debug, Clone, Copy)]
pub struct Telling<'a> {
    /// Why, for each duty and finding.
    pub why: bool,
    /// The findings, one by one.
    pub findings: bool,
    /// That not all duties are shown: which, and of how many.
    pub only: Option<(&'a str, usize)>,
    /// What the roles mean.
    pub vocabulary: &'a Vocabulary,
}

/// The duties and findings of one child.
pub fn duties(output: &Value, telling: Telling<'_>, paint: Paint) -> String {
    let today = text(output, "as_at").and_then(zoned).map(Moment::day);
    let mut out = header(output, paint);
    let entries: Vec<Entry<'_>> = list(output, "duties").iter().map(|d| Entry::of(d, today)).collect();
    if let Some((only, of)) = telling.only {
        let all = super::count(of, "duty", "duties");
        hang(&mut out, "", &format!("Shown: only {only}, {} of {all}.", entries.len()));
    }
    let columns = Columns::of(&entries);
    for (group, heading) in GROUPS {
        let inside: Vec<&Entry<'_>> = entries.iter().filter(|e| e.group == group).collect();
        if !inside.is_empty() {
            out.push_str(&format!("\n{}\n", paint.bold(&format!("{heading} ({})", inside.len()))));
            inside.iter().for_each(|entry| entry.show(columns, telling.why, paint, &mut out));
        }
    }
    if entries.is_empty() && telling.only.is_none_or(|(_, of)| of == 0) {
        out.push_str("\nNothing is owed.\n");
    }
    findings::tell(list(output, "findings"), telling, paint, &mut out);
    legend(&entries, telling.vocabulary, &mut out);
    out
}

/// What of the journey was not looked at: a wrong year in the moment asked for looks like a child who is owed nothing.
fn not_looked_at(output: &Value, paint: Paint, out: &mut String) {
    let Some(not) = output.get("not_looked_at") else { return };
    let events = [
        ("after", "lies after this moment", "lie after this moment"),
        ("not_recorded", "had not been recorded by then", "had not been recorded by then"),
    ];
    for (key, one, many) in events {
        let number = number(not, key).unwrap_or(0);
        let (what, was) =
            if number == 1 { (format!("event {one}"), "was") } else { (format!("events {many}"), "were") };
        let first = not.get(format!("first_{key}")).and_then(|f| Some((text(f, "event")?, text(f, "at")?)));
        let first = first.map_or(String::new(), |(event, at)| {
            let at = at.parse::<Moment>().map_or_else(|_| at.to_owned(), Moment::in_words);
            format!(" ({}{event}, {at})", if number == 1 { "" } else { "the first: " })
        });
        if number > 0 {
            let mut lines = String::new();
            hang(&mut lines, "", &format!("{number} {what} and {was} not looked at{first}."));
            lines.lines().for_each(|line| out.push_str(&format!("{}\n", paint.yellow(line))));
        }
    }
}

fn text<'v>(of: &'v Value, name: &str) -> Option<&'v str> {
    of.get(name).and_then(Value::as_str)
}

fn list<'v>(of: &'v Value, name: &str) -> &'v [Value] {
    of.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn truth(of: &Value, name: &str) -> bool {
    of.get(name).and_then(Value::as_bool).unwrap_or(false)
}

fn number(of: &Value, name: &str) -> Option<u64> {
    of.get(name).and_then(Value::as_u64)
}

/// `2026-04-01T09:00:00+01:00[Europe/London]`.
fn zoned(text: &str) -> Option<Moment> {
    text.split('[').next().unwrap_or_default().parse().ok()
}

/// A moment asked for: the last second of a day stands for the day.
fn asked(text: &str) -> String {
    match zoned(text) {
        Some(moment) if moment == Moment::end_of(moment.day()) => format!("the end of {}", moment.day().in_words()),
        Some(moment) => moment.in_words(),
        None => text.to_owned(),
    }
}

/// A day, or a day and a time, in few letters.
fn brief(written: &str) -> String {
    match written.parse::<Moment>() {
        Ok(moment) => match moment.second_of_day() {
            Some(second) => format!("{} {:02}:{:02}", short(moment.day()), second / 3600, second / 60 % 60),
            None => short(moment.day()),
        },
        Err(_) => written.to_owned(),
    }
}

fn title_case(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or(String::new(), |first| format!("{}{}", first.to_uppercase(), chars.as_str()))
}

fn header(output: &Value, paint: Paint) -> String {
    let protocol = match output.get("protocol") {
        Some(Value::String(name)) => title_case(name),
        Some(both) => {
            let (home, host) = (text(both, "home").unwrap_or_default(), text(both, "host").unwrap_or_default());
            format!("{} (home) and {} (host)", title_case(home), title_case(host))
        }
        None => "no authority".to_owned(),
    };
    let mut first = format!("Protocol of {protocol}");
    if let Some(at) = text(output, "as_at") {
        first.push_str(&format!(", as at {}", asked(at)));
    }
    if let Some(known) = text(output, "as_known_at") {
        first.push_str(&format!(", with what had been recorded by {}", asked(known)));
    }
    let mut out = String::new();
    hang(&mut out, "", &format!("{first}."));
    not_looked_at(output, paint, &mut out);
    if let Some(status) = output.get("status") {
        hang(&mut out, "", &in_a_sentence(status));
        if truth(status, "boundary") {
            let warning = "A person must look: a day or two either way, or what is in doubt, would change this.";
            out.push_str(&format!("{}\n", paint.yellow(warning)));
        }
        list(status, "doubts").iter().filter_map(Value::as_str).for_each(|doubt| hang(&mut out, "  – ", doubt));
    }
    out
}

fn in_a_sentence(status: &Value) -> String {
    let mut parts = vec![match number(status, "age") {
        Some(age) => format!("Aged {age}"),
        None => "Of an age not known".to_owned(),
    }];
    let mut part = |holds: bool, words: String| parts.extend(holds.then_some(words));
    let said = |name: &str| status.get(name).and_then(Value::as_bool);
    match said("jointly_open") {
        Some(true) => part(true, "open to both services".into()),
        Some(false) => part(true, "not open to both services".into()),
        None => {}
    }
    let basis: Vec<String> =
        list(status, "looked_after_basis").iter().filter_map(Value::as_str).map(duties::in_full).collect();
    let basis = if basis.is_empty() { String::new() } else { format!(" ({})", basis.join(", ")) };
    match said("looked_after") {
        Some(true) => part(true, format!("looked after{basis}")),
        Some(false) => part(true, "not looked after".into()),
        None => {}
    }
    part(truth(status, "in_custody"), "in custody".into());
    let leaver = text(status, "care_leaver").unwrap_or("none");
    part(leaver != "none", format!("under leaving care law: {leaver}"));
    let former = truth(status, "former_looked_after_in_detention");
    part(former, "no longer looked after because of detention".into());
    let nights = number(status, "nights_looked_after_since_14").unwrap_or(0);
    part(
        nights > 0,
        format!("looked after for {} since the 14th birthday", super::count(nights as usize, "night", "nights")),
    );
    format!("{}.", parts.join(", "))
}

/// One duty, with the cells of its line.
struct Entry<'v> {
    duty: &'v Value,
    group: Group,
    due: String,
    marks: Vec<&'static str>,
    done: String,
    who: String,
    clause: String,
}

/// How wide the columns are.
#[derive(Clone, Copy)]
struct Columns {
    due: usize,
    marks: usize,
    who: usize,
    clause: usize,
}

impl Columns {
    fn of(entries: &[Entry<'_>]) -> Columns {
        let widest = |cell: &dyn Fn(&Entry<'_>) -> usize| entries.iter().map(cell).max().unwrap_or(0);
        Columns {
            due: widest(&|e| width(&e.due)),
            marks: widest(&|e| width(&e.marked())),
            who: widest(&|e| width(&e.who)),
            clause: widest(&|e| width(&e.clause)),
        }
    }
}

/// A title with less room than this goes on its own line.
const ROOM_FOR_TITLE: usize = 40;

impl<'v> Entry<'v> {
    fn of(duty: &'v Value, today: Option<Day>) -> Entry<'v> {
        let due = text(duty, "due");
        let state = text(duty, "state").unwrap_or_default();
        let marks = ["urgent", "assumed", "order"].into_iter().filter(|mark| truth(duty, mark));
        let conditional = duty.get("if").is_some().then_some("if");
        let unsure = (text(duty, "confidence") == Some("check")).then_some("check");
        let done = match (text(duty, "done_at"), state) {
            (Some(at), "done-late") => format!("done late {}", brief(at)),
            (Some(at), _) => format!("done {}", brief(at)),
            (None, _) => String::new(),
        };
        let owner = text(duty, "owner").unwrap_or_default();
        let turn = number(duty, "occurrence").filter(|n| *n > 1);
        Entry {
            duty,
            group: group(state, due.and_then(|d| d.parse::<Moment>().ok()).map(Moment::day), today),
            due: due.map_or(String::new(), brief),
            marks: marks.chain(conditional).chain(unsure).collect(),
            done,
            who: text(duty, "counterpart").map_or_else(|| owner.to_owned(), |to| format!("{owner} → {to}")),
            clause: match (text(duty, "clause").unwrap_or_default(), turn) {
                (clause, Some(n)) => format!("{clause} #{n}"),
                (clause, None) => clause.to_owned(),
            },
        }
    }

    fn marked(&self) -> String {
        self.marks.join(" ")
    }

    fn show(&self, columns: Columns, why: bool, paint: Paint, out: &mut String) {
        let mut cells = vec![pad(&self.due, columns.due)];
        if columns.marks > 0 {
            cells.push(pad(&self.marked(), columns.marks));
        }
        cells.push(pad(&self.who, columns.who));
        cells.push(pad(&self.clause, columns.clause));
        let head = format!("  {}  ", cells.join("  "));
        let title = text(self.duty, "title").unwrap_or_default();
        let mut lines = String::new();
        if WIDTH.saturating_sub(width(&head)) >= ROOM_FOR_TITLE {
            hang(&mut lines, &head, title);
        } else {
            lines.push_str(&format!("{}\n", head.trim_end()));
            hang(&mut lines, "      ", title);
        }
        for line in lines.lines() {
            let painted = match self.group {
                Group::Overdue => paint.red(line),
                Group::Today => paint.yellow(line),
                Group::Ended => paint.dim(line),
                _ => line.to_owned(),
            };
            out.push_str(&format!("{painted}\n"));
        }
        self.beneath(why, out);
    }

    /// What is said of a duty beneath its title.
    fn beneath(&self, why: bool, out: &mut String) {
        if !self.done.is_empty() {
            hang(out, "      ", &self.done);
        }
        if let Some(sooner) = self.duty.get("sooner").filter(|s| s.is_object()) {
            let (clause, due) = (text(sooner, "clause").unwrap_or_default(), text(sooner, "due").unwrap_or_default());
            hang(out, "      sooner: ", &format!("{clause} asks for the same by {}", brief(due).trim()));
        }
        for question in list(self.duty, "unanswered") {
            let (id, asked) =
                (text(question, "question").unwrap_or_default(), text(question, "text").unwrap_or_default());
            hang(out, "      to be answered: ", &format!("{asked} ({id})"));
        }
        if why {
            list(self.duty, "why").iter().filter_map(Value::as_str).for_each(|line| hang(out, "        · ", line));
        }
    }
}

fn group(state: &str, due: Option<Day>, today: Option<Day>) -> Group {
    match (state, due, today) {
        ("overdue", ..) => Group::Overdue,
        ("done" | "done-late", ..) => Group::Done,
        ("ended", ..) => Group::Ended,
        (_, None, _) => Group::Undated,
        (_, Some(due), Some(today)) if due < today => Group::Passed,
        (_, Some(due), Some(today)) if due == today => Group::Today,
        (_, Some(due), Some(today)) if due <= today.plus_days(7) => Group::Week,
        _ => Group::Later,
    }
}

/// What the marks and the roles that were printed mean.
fn legend(entries: &[Entry<'_>], vocabulary: &Vocabulary, out: &mut String) {
    let marks = MARKS.iter().filter(|(mark, _)| entries.iter().any(|e| e.marks.contains(mark)));
    let marks: Vec<(&str, &str)> = marks.copied().collect();
    let printed = |name: &str| {
        let is = |duty: &Value, part: &str| text(duty, part) == Some(name);
        entries.iter().any(|e| is(e.duty, "owner") || is(e.duty, "counterpart"))
    };
    let roles = vocabulary.roles().map(|(_, role)| (role.name.as_str(), role.means.as_str()));
    let roles: Vec<(&str, &str)> = roles.filter(|(name, _)| printed(name)).collect();
    for part in [marks, roles] {
        let widest = part.iter().map(|(word, _)| width(word)).max().unwrap_or(0);
        out.push_str(if part.is_empty() { "" } else { "\n" });
        part.iter().for_each(|(word, means)| hang(out, &format!("  {}  ", pad(word, widest)), means));
    }
}
