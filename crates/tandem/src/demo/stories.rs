//! Which storylines are there, and which child lives which of them, from when?
//!
//! Comes from `demo/stories/`; goes out as plans: a story, its first day, a date of birth that fits. What happens is told in `told`.

use calendar::Day;
use protocol::yaml::Node;

use super::Maker;
use super::chance::Chance;
use super::data::{list, number, range, text, texts};
use super::dates::Offset;

/// A storyline, as written.
#[derive(Debug)]
pub struct Story {
    /// Its file.
    pub file: String,
    /// What it shows, in a line.
    pub title: String,
    /// How often it is lived, against the others.
    weight: u64,
    /// Lived by one child of a borough and no more.
    once: bool,
    /// The authorities where it is lived; everywhere, where none is named.
    only: Vec<String>,
    /// The authority where the child is placed.
    pub host: Option<String>,
    /// The age in years on the first day.
    age: (i32, i32),
    /// An age that the child reaches on a day of the story.
    turns: Option<(i32, Offset)>,
    sex: Option<String>,
    name: Option<(String, String)>,
    /// How many days before today it began.
    began: (i32, i32),
    weekday: String,
    /// What everyone who visits must know.
    pub warnings: Vec<String>,
    /// What happens.
    pub events: Vec<Node>,
}

/// A child to be: whose story, from when.
#[derive(Debug)]
pub struct Plan<'s> {
    /// The story.
    pub story: &'s Story,
    /// The story's file and which of its children this is.
    pub source: String,
    /// Its first day.
    pub start: Day,
    /// The date of birth.
    pub born: Day,
    /// `female` or `male`.
    pub sex: Option<String>,
    /// The name, where the story gives one.
    pub name: Option<(String, String)>,
    /// The household that the child shares with others, by number.
    pub household: Option<usize>,
}

impl Plan<'_> {
    /// Whether the date of birth or the name is part of the story.
    pub fn is_fixed(&self) -> bool {
        self.story.turns.is_some() || self.story.once
    }
}

const KEYS: [&str; 10] = ["title", "weight", "once", "only", "host", "child", "began", "weekday", "warnings", "events"];

impl Story {
    /// Reads a storyline; the error says what is missing.
    pub fn read(file: &str, root: &Node) -> Result<Story, String> {
        const NEEDS: &str = "a storyline needs";
        let known = |key: &str| KEYS.contains(&key);
        if let Some((key, ..)) = root.entries().find(|(key, ..)| !known(key)) {
            return Err(format!("`{key}` is no part of a storyline"));
        }
        let child = root.get("child").ok_or(format!("{NEEDS} `child`"))?;
        let turns = child.get("turns").map(|node| {
            let at = text(node, "at").and_then(|at| Offset::read(&at));
            number(node, "age").zip(at).ok_or(format!("{NEEDS} `turns: {{age: 18, at: +30d}}`"))
        });
        let turns = turns.transpose()?;
        let age = range(child.get("age")).or(turns.map(|(age, _)| (age, age)));
        let name = child.get("name").and_then(|n| text(n, "given").zip(text(n, "family")));
        Ok(Story {
            file: file.to_owned(),
            title: text(root, "title").ok_or(format!("{NEEDS} `title`"))?,
            weight: number(root, "weight").unwrap_or(1).unsigned_abs().into(),
            once: root.get("once").and_then(Node::bool).unwrap_or(false),
            only: texts(root.get("only")),
            host: text(root, "host"),
            age: age.ok_or(format!("{NEEDS} `child: {{age: [13, 16]}}`"))?,
            turns,
            sex: text(child, "sex"),
            name,
            began: range(root.get("began")).ok_or(format!("{NEEDS} `began: [20, 300]`, days before today"))?,
            weekday: text(root, "weekday").unwrap_or_else(|| "monday".to_owned()),
            warnings: texts(root.get("warnings")),
            events: list(root, "events").to_vec(),
        })
    }

    fn plan(&self, n: u64, today: Day, mut chance: Chance) -> Plan<'_> {
        let latest = today.plus_days(-chance.within(self.began));
        let is_first = |day: &Day| day.weekday().eq_ignore_ascii_case(&self.weekday);
        let start = (0..7).map(|n| latest.plus_days(-n)).find(is_first).unwrap_or(latest);
        let born = match self.turns {
            Some((age, at)) => at.day(start, &mut chance).plus_months(-12 * age),
            None => start.plus_months(-12 * chance.within(self.age)).plus_days(-chance.within((1, 360))),
        };
        let drawn = if chance.happens(26) { "female" } else { "male" };
        let sex = self.sex.clone().unwrap_or_else(|| drawn.to_owned());
        let source = format!("{}#{n}", self.file);
        Plan { story: self, source, start, born, sex: Some(sex), name: self.name.clone(), household: None }
    }
}

/// The plans of a borough: each story that is lived once, the others by their weight.
pub(super) fn plans<'s>(stories: &'s [Story], maker: &Maker<'_>, number: usize) -> Vec<Plan<'s>> {
    let here = |s: &&Story| s.only.is_empty() || s.only.iter().any(|name| name == maker.authority);
    let (once, often): (Vec<&Story>, Vec<&Story>) = stories.iter().filter(here).partition(|s| s.once);
    let room = number.saturating_sub(once.len()) as u64;
    let all: u64 = often.iter().map(|s| s.weight).sum::<u64>().max(1);
    let mut lived: Vec<(&Story, u64)> = once.into_iter().map(|s| (s, 0)).collect();
    let mut before = 0;
    for story in often {
        // Where one ends the next begins, so that the numbers add up to the whole.
        let (from, to) = (before * room / all, (before + story.weight) * room / all);
        before += story.weight;
        lived.extend((from..to).map(|n| (story, n - from)));
    }
    let plan =
        |(story, n): (&'s Story, u64)| story.plan(n, maker.today, maker.chance(&format!("plan {}#{n}", story.file)));
    lived.into_iter().take(number).map(plan).collect()
}
