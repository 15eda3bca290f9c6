//! How well and how fast two lists are matched whose answer is known: one line, read by `bench/match`.
//!
//! Usage: `linkage febrl|febrl-thin|council|one-by-one LEFT.csv RIGHT.csv`. The columns are those of FEBRL's sets, or of the council-shaped lists
//! that `link_scale.py` writes. *Thin* takes names, date of birth and postcode alone. *One by one* looks each person of the left list up in the
//! right one, and so does a plain index of family name and date of birth beside it. What two records of one person have in common besides is the
//! number in `rec_id`, or `cluster`: it is looked at when the answer is counted, and not before.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use anyhow::Context;
use matching::answer::Answer;
use matching::index::Index;
use matching::link::{Lists, Pair};
use matching::person::{Home, Person};

/// From which odds on two are one, for the score: more likely than not.
const EVEN: f64 = 1.0;
/// From which odds on pairs are given out at all.
const LEAST: f64 = 0.1;

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [form, left, right] = words.as_slice() else {
        anyhow::bail!("linkage febrl|febrl-thin|council|one-by-one LEFT RIGHT")
    };
    let left: Vec<Known> = people(form, left)?.collect::<anyhow::Result<_>>()?;
    match form.as_str() {
        "one-by-one" => one_by_one(&left, people(form, right)?),
        _ => both(&left, &people(form, right)?.collect::<anyhow::Result<Vec<_>>>()?),
    }
}

/// A person, and who it is.
type Known = (Person, String);

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn both(a: &[Known], b: &[Known]) -> anyhow::Result<()> {
    let began = Instant::now();
    let lists = Lists::new(a.iter().map(|(person, _)| person), b.iter().map(|(person, _)| person));
    let linked = lists.pairs(LEAST);
    let lasted = began.elapsed().as_secs_f64();
    let pairs = &linked.pairs;
    let left: BTreeSet<&String> = a.iter().map(|(_, who)| who).collect();
    let there = b.iter().filter(|(_, who)| left.contains(who)).count() as f64;
    let who = |list: &[Known], n: u32| list.get(n as usize).map(|(_, who)| who.clone());
    let is_right = |pair: &&Pair| who(a, pair.a) == who(b, pair.b);
    let joined: Vec<&Pair> = pairs.iter().filter(|pair| pair.odds >= EVEN).collect();
    let right = joined.iter().copied().filter(is_right).count() as f64;
    let score = Score { precision: right / joined.len().max(1) as f64, recall: right / there };
    let answered = |answer: Answer| {
        let of: Vec<&Pair> = pairs.iter().filter(|pair| Answer::of(pair) == answer).collect();
        (of.len(), of.len() - of.iter().copied().filter(is_right).count())
    };
    let ((same, same_wrong), (ask, ask_wrong)) = (answered(Answer::Same), answered(Answer::Ask));
    println!(
        "{score} total {lasted:.2}s RSS {:.2} GB same {same} ({same_wrong} wrong) ask {ask} ({ask_wrong} wrong) compared {} not all of {}",
        memory("VmHWM")? / 1e6,
        linked.compared,
        linked.not_all.len()
    );
    Ok(())
}

/// Each of the one looked up in the other.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn one_by_one(a: &[Known], b: impl Iterator<Item = anyhow::Result<Known>>) -> anyhow::Result<()> {
    let (mut whose, mut wrong) = (Vec::new(), None);
    let mut plain: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
    let began = Instant::now();
    let each = b.map_while(|known| match known {
        Ok((person, who)) => {
            plain.entry(birth_key(&person)).or_default().push(whose.len() as u32);
            whose.push(who);
            Some(person)
        }
        Err(problem) => {
            wrong = Some(problem);
            None
        }
    });
    let lists = Lists::new(a.iter().map(|(person, _)| person), each);
    if let Some(problem) = wrong {
        return Err(problem);
    }
    let index = Index::new(lists);
    let made = began.elapsed().as_secs_f64();
    let left: BTreeSet<&String> = a.iter().map(|(_, who)| who).collect();
    let there = whose.iter().filter(|who| left.contains(who)).count() as f64;
    let is = |n: u32, who: &String| whose.get(n as usize) == Some(who);
    let mut not_all = 0;
    let ours = asked(a, there, is, |person| {
        let found = index.look_up(person, LEAST);
        not_all += usize::from(!found.are_all);
        found.pairs.iter().filter(|pair| pair.odds >= EVEN).map(|pair| pair.b).collect()
    });
    println!("Tandem {ours} made in {made:.1}s RSS {:.2} GB not all of {not_all}", memory("VmHWM")? / 1e6);
    let beside = asked(a, there, is, |person| plain.get(&birth_key(person)).cloned().unwrap_or_default());
    println!("name and birth {beside}");
    Ok(())
}

/// The key of the plain index.
fn birth_key(person: &Person) -> (String, String) {
    (person.family.to_lowercase(), person.born.clone())
}

/// Asks for each, and says how well and how fast it was answered.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn asked(
    a: &[Known],
    there: f64,
    is: impl Fn(u32, &String) -> bool,
    mut ask: impl FnMut(&Person) -> Vec<u32>,
) -> String {
    let (mut times, mut right, mut found) = (Vec::new(), 0.0, 0.0);
    for (person, who) in a {
        let began = Instant::now();
        let some = ask(person);
        times.push(began.elapsed().as_secs_f64() * 1e3);
        found += some.len() as f64;
        right += some.iter().filter(|n| is(**n, who)).count() as f64;
    }
    times.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
    let score = Score { precision: right / f64::max(found, 1.0), recall: right / there };
    format!("{score} p50 {:.3} ms p99 {:.3} ms most {:.3} ms", at(0.5), at(0.99), times.last().unwrap_or(&0.0))
}

struct Score {
    precision: f64,
    recall: f64,
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Score { precision, recall } = self;
        write!(f, "P {precision:.5} R {recall:.5} F1 {:.5}", 2.0 * precision * recall / (precision + recall).max(1e-9))
    }
}

/// The people of a file, and who each is.
fn people(form: &str, path: &str) -> anyhow::Result<impl Iterator<Item = anyhow::Result<Known>>> {
    let mut file = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).with_context(|| path.to_owned())?;
    let head = file.headers()?.clone();
    let column = |name: &str| head.iter().position(|own| own == name);
    let (febrl, thin) = (form.starts_with("febrl"), form == "febrl-thin");
    let names: [&str; 9] = if febrl {
        [
            "rec_id",
            "given_name",
            "surname",
            "date_of_birth",
            "street_number",
            "address_1",
            "address_2",
            "suburb",
            "postcode",
        ]
    } else {
        ["cluster", "given_name", "surname", "dob", "street", "address", "-", "-", "postcode"]
    };
    let columns = names.map(column);
    Ok(file.into_records().map(move |row| {
        let row = row?;
        let [id, given, family, born, house, street, locality, town, postcode] =
            columns.map(|column| column.and_then(|column| row.get(column)).unwrap_or_default().to_owned());
        let home =
            if thin { Home { postcode, ..Home::default() } } else { Home { house, street, locality, town, postcode } };
        // `rec-12-org` and `rec-12-dup-0` are one.
        let who = if febrl { id.split('-').nth(1).unwrap_or_default().to_owned() } else { id };
        Ok((Person { given, family, born, home, ..Person::default() }, who))
    }))
}

/// A figure of this process's memory, in kilobytes (Linux; elsewhere nothing).
fn memory(of: &str) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(of)?.strip_prefix(':'));
    Ok(line.and_then(|line| line.split_whitespace().next()).unwrap_or("0").parse()?)
}
