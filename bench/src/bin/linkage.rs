//! How well and how fast two lists are matched whose answer is known: one line, read by `bench/match`.
//!
//! Usage: `linkage febrl|febrl-thin|council LEFT.csv RIGHT.csv`. The columns are those of FEBRL's sets, or of the council-shaped lists that
//! `link_scale.py` writes. *Thin* takes names, date of birth and postcode alone. What two records of one person have in common besides is the
//! number in `rec_id`, or `cluster`: it is looked at when the answer is counted, and not before.

use std::collections::BTreeSet;
use std::time::Instant;

use anyhow::Context;
use matching::answer::Answer;
use matching::link::{Lists, Pair};
use matching::person::{Home, Person};

/// From which odds on two are one, for the score: more likely than not.
const EVEN: f64 = 1.0;
/// From which odds on pairs are given out at all.
const LEAST: f64 = 0.1;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [form, left, right] = words.as_slice() else { anyhow::bail!("linkage febrl|febrl-thin|council LEFT RIGHT") };
    let ((a, whose_a), (b, whose_b)) = (read(form, left)?, read(form, right)?);
    let began = Instant::now();
    let lists = Lists::new(&a, &b);
    let linked = lists.pairs(LEAST);
    let pairs = &linked.pairs;
    let lasted = began.elapsed().as_secs_f64();
    let left: BTreeSet<&String> = whose_a.iter().collect();
    let there = whose_b.iter().filter(|who| left.contains(who)).count() as f64;
    let is_right = |pair: &&Pair| whose_a.get(pair.a as usize) == whose_b.get(pair.b as usize);
    let joined: Vec<&Pair> = pairs.iter().filter(|pair| pair.odds >= EVEN).collect();
    let right = joined.iter().copied().filter(is_right).count() as f64;
    let (precision, recall) = (right / joined.len().max(1) as f64, right / there);
    let answered = |answer: Answer| {
        let of: Vec<&Pair> = pairs.iter().filter(|pair| Answer::of(pair) == answer).collect();
        (of.len(), of.len() - of.iter().copied().filter(is_right).count())
    };
    let ((same, same_wrong), (ask, ask_wrong)) = (answered(Answer::Same), answered(Answer::Ask));
    println!(
        "P {precision:.5} R {recall:.5} F1 {:.5} total {lasted:.2}s RSS {:.2} GB same {same} ({same_wrong} wrong) ask {ask} ({ask_wrong} wrong)",
        2.0 * precision * recall / (precision + recall).max(1e-9),
        most_memory()? / 1e6
    );
    Ok(())
}

/// The people of a file, and who each is.
fn read(form: &str, path: &str) -> anyhow::Result<(Vec<Person>, Vec<String>)> {
    let mut file = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).with_context(|| path.to_owned())?;
    let head = file.headers()?.clone();
    let column = |name: &str| head.iter().position(|own| own == name);
    let febrl = form.starts_with("febrl");
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
    let mut row = csv::StringRecord::new();
    let (mut people, mut whose) = (Vec::new(), Vec::new());
    while file.read_record(&mut row)? {
        let [id, given, family, born, house, street, locality, town, postcode] =
            columns.map(|column| column.and_then(|column| row.get(column)).unwrap_or_default().to_owned());
        let home = match form {
            "febrl-thin" => Home { postcode, ..Home::default() },
            _ => Home { house, street, locality, town, postcode },
        };
        // `rec-12-org` and `rec-12-dup-0` are one.
        let who = if febrl { id.split('-').nth(1).unwrap_or_default().to_owned() } else { id };
        people.push(Person { given, family, born, home, ..Person::default() });
        whose.push(who);
    }
    Ok((people, whose))
}

/// The most memory that this process held, in kilobytes (Linux; elsewhere nothing).
fn most_memory() -> anyhow::Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(line.and_then(|line| line.split_whitespace().next()).unwrap_or("0").parse()?)
}
