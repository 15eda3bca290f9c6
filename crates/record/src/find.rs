//! Finds children by name, date of birth or number, and those of a name like it: the ties and the little that a list shows, for the gate to
//! pass or to withhold.

use std::collections::{BTreeMap, BTreeSet};

use gate::{Pass, Ties};

use crate::involvement;
use crate::record::{Record, RecordError};
use crate::store::{Row, Value};
use crate::{alike, words};

/// How many are read at a time.
const PAGE: i64 = 500;

/// By how many keys at a time names like another are looked for.
const KEYS: usize = 10;

/// A child that was found. Not to be shown before the gate has let it pass: see [`gate::relations`].
#[derive(Debug, Clone)]
pub struct Found {
    /// Who works with the child.
    pub ties: Ties,
    /// How many lines the record has.
    pub version: u64,
    /// Forenames.
    pub given: String,
    /// Surname.
    pub family: String,
    /// The date of birth.
    pub born: String,
}

/// The columns of a [`Found`].
pub(crate) fn found(row: &Row) -> Result<Found, RecordError> {
    Ok(Found {
        ties: involvement::read(row)?,
        version: row.int(5) as u64,
        given: row.text(6).to_owned(),
        family: row.text(7).to_owned(),
        born: row.text(8).to_owned(),
    })
}

impl Record {
    /// The children of the authority of whom every word of the text begins a name or a number, or is the date of birth; first those of whom most
    /// are whole names, then by name. Six words count.
    pub async fn find(&self, pass: &Pass, text: &str) -> Result<Vec<Found>, RecordError> {
        const FIND: &str = "SELECT c.child, c.authority, c.host, c.ties, a.owing, c.version, c.given, c.family, c.born, c.search FROM child c \
                            LEFT JOIN agenda a ON a.child = c.child \
                            WHERE c.child IN (SELECT child FROM child_word WHERE word >= $2 AND word < $3) \
                            AND $1 IN (c.authority, c.host) AND c.search LIKE $4 AND c.search LIKE $5 AND c.search LIKE $6 \
                            AND c.search LIKE $7 AND c.search LIKE $8 ORDER BY c.family, c.given, c.child LIMIT $9 OFFSET $10";
        let mut words = words::asked(text);
        // The longest is the one that fewest begin with.
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        let Some((longest, others)) = words.split_first() else { return Ok(Vec::new()) };
        // Words are letters and digits alone, so that no `%` of the person's gets in.
        let mut like = others.iter().map(|word| Value::from(format!("% {word}%")));
        let mut next = || like.next().unwrap_or_else(|| "%".into());
        let (from, to) = (longest.as_str().into(), format!("{longest}{}", char::MAX).into());
        let values: Vec<Value> =
            vec![pass.authority().into(), from, to, next(), next(), next(), next(), next(), PAGE.into()];
        let mut all: Vec<(usize, Found)> = Vec::new();
        let in_part = |row: &Row| {
            let own: Vec<&str> = row.text(9).split(' ').collect();
            words.iter().filter(|word| !own.contains(&word.as_str())).count()
        };
        // Cut before the gate has spoken, it would lack children whom the person may see, without a word.
        loop {
            let offset = Value::from(all.len() as i64);
            let values = values.iter().cloned().chain([offset]).collect();
            let rows = self.store.read_all(vec![(FIND, values)]).await?.pop().unwrap_or_default();
            for row in &rows {
                all.push((in_part(row), found(row)?));
            }
            if (rows.len() as i64) < PAGE {
                // Those that are alike in this stay in the order in which they were read.
                all.sort_by_key(|(in_part, _)| *in_part);
                return Ok(all.into_iter().map(|(_, found)| found).collect());
            }
        }
    }

    /// The children of the authority whom [`Record::find`] does not find, and whose names are like what is asked for, the likest first. A date of
    /// birth beside a name may be wrong in one digit. Only names are looked for: a number or a date alone is like too many others.
    pub async fn find_like(&self, pass: &Pass, text: &str) -> Result<Vec<Found>, RecordError> {
        const LIKE: &str = "SELECT c.child, c.authority, c.host, c.ties, a.owing, c.version, c.given, c.family, c.born, c.search FROM child c \
                            LEFT JOIN agenda a ON a.child = c.child WHERE c.child IN \
                            (SELECT child FROM child_word WHERE word IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)) \
                            AND $1 IN (c.authority, c.host)";
        let words = words::asked(text);
        let keys: Vec<String> = self.keys_like(&words).await?.into_iter().collect();
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let query = |keys: &[String]| {
            // An empty word stands under no child.
            let keys = keys.iter().cloned().chain(std::iter::repeat_with(String::new)).take(KEYS).map(Value::from);
            (LIKE, std::iter::once(pass.authority().into()).chain(keys).collect())
        };
        let found_by = self.store.read_all(keys.chunks(KEYS).map(query).collect()).await?;
        let mut like: BTreeMap<String, (usize, Found)> = BTreeMap::new();
        for row in found_by.iter().flatten() {
            if let Some(distance) = far(&words, row.text(9)) {
                like.insert(row.text(0).to_owned(), (distance, found(row)?));
            }
        }
        let mut like: Vec<(usize, Found)> = like.into_values().collect();
        like.sort_by(|(a, one), (b, other)| {
            (a, &one.family, &one.given, &one.ties.child).cmp(&(b, &other.family, &other.given, &other.ties.child))
        });
        Ok(like.into_iter().map(|(_, found)| found).collect())
    }

    /// Under which words and keys children stand one of whose names is like one of those asked for.
    async fn keys_like(&self, words: &[String]) -> Result<BTreeSet<String>, RecordError> {
        // From each word straight to the next other one: a name that many have is read once.
        const AMONG: &str = "WITH RECURSIVE near (word) AS (\
                             SELECT MIN(word) FROM child_word WHERE word >= $1 AND word < $2 \
                             UNION ALL SELECT (SELECT MIN(word) FROM child_word WHERE word > near.word AND word < $2) FROM near \
                             WHERE near.word IS NOT NULL) SELECT word FROM near WHERE word IS NOT NULL";
        let names = alike::names(words);
        if names.is_empty() {
            return Ok(BTreeSet::new());
        }
        let among = |name: &alike::Asked<'_>| name.among().map(|(from, to)| (AMONG, vec![from.into(), to.into()]));
        let near = self.store.read_all(names.iter().flat_map(among).collect()).await?;
        // Whoever is found by their names as they are is found here for a date or another name beside them alone.
        let least = usize::from(names.len() == words.len());
        let mut keys = BTreeSet::new();
        for (name, rows) in names.iter().zip(near.chunks(2)) {
            let near = rows.iter().flatten().map(|row| alike::forwards(row.text(0)));
            keys.extend(near.filter(|own| alike::distance(name.word, own).is_some_and(|far| far >= least)));
            keys.extend(name.sounds());
        }
        Ok(keys)
    }
}

/// How far the words asked for are from those of a child, in all; nothing where one of them is like none, and where none is far: then the child
/// is found by them as they are.
fn far(asked: &[String], search: &str) -> Option<usize> {
    let nearest = |word: &String| search.split(' ').filter_map(|own| alike::distance(word, own)).min();
    let each: Option<Vec<usize>> = asked.iter().map(nearest).collect();
    each.map(|all| all.iter().sum()).filter(|far| *far > 0)
}
