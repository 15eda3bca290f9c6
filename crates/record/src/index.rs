//! What stands beside the log for speed: a line for each child, the words to find them by, and who works with whom. Built from the child
//! alone, so that it can be built again.

use crate::child::Child;
use crate::involvement;
use crate::known::{self, Key};
use crate::store::{Statement, Value, statement};
use crate::words;

/// The statements that bring what stands beside the log up to a child as it now is, from the child as it was; from nothing, where there
/// was none.
pub fn statements(child: &Child, before: Option<&Child>, key: Option<&Key>) -> Vec<Statement> {
    const ADD: &str = "INSERT INTO child (child, authority, host, version, given, family, born, search, ties) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    const CHANGE: &str = "UPDATE child SET authority = $2, host = $3, version = $4, given = $5, family = $6, born = $7, \
                          search = $8, ties = $9 WHERE child = $1";
    let id = || Value::from(child.id.as_str());
    let row = row(child);
    let Some(before) = before else {
        let mut all = vec![Statement { sql: ADD, values: row, must: Some(1) }];
        all.extend(words_of(child));
        all.extend(involved(child));
        all.extend(numbers(child));
        all.extend(key.into_iter().flat_map(|key| known::of_child(key, child)));
        return all;
    };
    let known = key.filter(|_| known::differs(child, before)).map(|key| known::of_child(key, child));
    let known = known.unwrap_or_default();
    // Most writes change neither who the child is nor who works with them.
    if before.details == child.details && involvement::written(before) == involvement::written(child) {
        const ONE_MORE: &str = "UPDATE child SET version = $2 WHERE child = $1";
        let mut all = vec![statement(ONE_MORE, [id(), child.version.into()]).must()];
        all.extend(known);
        return all;
    }
    let mut all = vec![Statement { sql: CHANGE, values: row, must: Some(1) }];
    if words::indexed(&before.details) != words::indexed(&child.details) {
        all.push(statement("DELETE FROM child_word WHERE child = $1", [id()]));
        all.extend(words_of(child));
    }
    if before.involved != child.involved {
        all.push(statement("DELETE FROM involvement WHERE child = $1", [id()]));
        all.extend(involved(child));
    }
    if before.details != child.details {
        all.push(statement("DELETE FROM child_number WHERE child = $1", [id()]));
        all.extend(numbers(child));
    }
    all.extend(known);
    all
}

/// The same for a child of whom something stands there that cannot be relied on. It does not hold where the log goes on beyond the child.
pub fn anew(child: &Child, key: Option<&Key>) -> Vec<Statement> {
    // Whoever writes of the child meanwhile waits at its line, or has been here first and is seen in the log.
    const WAIT: &str = "UPDATE child SET version = version WHERE child = $1";
    const PUT: &str = "INSERT INTO child (child, authority, host, version, given, family, born, search, ties) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (child) DO UPDATE SET \
                       authority = excluded.authority, host = excluded.host, version = excluded.version, \
                       given = excluded.given, family = excluded.family, born = excluded.born, \
                       search = excluded.search, ties = excluded.ties \
                       WHERE NOT EXISTS (SELECT 1 FROM log WHERE log.stream = excluded.child AND log.version > excluded.version)";
    let id = || Value::from(child.id.as_str());
    let mut all = vec![
        statement(WAIT, [id()]),
        Statement { sql: PUT, values: row(child), must: Some(1) },
        statement("DELETE FROM child_word WHERE child = $1", [id()]),
        statement("DELETE FROM involvement WHERE child = $1", [id()]),
        statement("DELETE FROM child_number WHERE child = $1", [id()]),
    ];
    all.extend(words_of(child));
    all.extend(involved(child));
    all.extend(numbers(child));
    all.extend(key.into_iter().flat_map(|key| known::of_child(key, child)));
    all
}

/// The line of a child, in the order of the columns.
pub fn row(child: &Child) -> Vec<Value> {
    let details = &child.details;
    vec![
        child.id.as_str().into(),
        details.authority.as_str().into(),
        details.host.clone().unwrap_or_default().into(),
        child.version.into(),
        details.given.as_str().into(),
        details.family.as_str().into(),
        details.born.as_str().into(),
        words::of(details).into_iter().map(|word| format!(" {word}")).collect::<String>().into(),
        involvement::written(child).into(),
    ]
}

/// The numbers of a child in the services' own systems, with whose each is.
pub fn numbers_of(child: &Child) -> impl Iterator<Item = (&str, &str)> {
    let numbers = &child.details.numbers;
    let all = [("csc", &numbers.csc), ("yjs", &numbers.yjs)].into_iter();
    all.filter_map(|(service, number)| Some((service, number.as_deref().filter(|number| !number.is_empty())?)))
}

fn numbers(child: &Child) -> impl Iterator<Item = Statement> {
    numbers_of(child).map(|(service, number)| {
        statement(
            "INSERT INTO child_number (authority, service, number, child) VALUES ($1, $2, $3, $4)",
            [child.details.authority.as_str().into(), service.into(), number.into(), child.id.as_str().into()],
        )
    })
}

fn words_of(child: &Child) -> impl Iterator<Item = Statement> {
    words::indexed(&child.details).into_iter().map(|word| {
        statement("INSERT INTO child_word (child, word) VALUES ($1, $2)", [child.id.as_str().into(), word.into()])
    })
}

fn involved(child: &Child) -> impl Iterator<Item = Statement> {
    child.involved.iter().map(|place| {
        statement(
            "INSERT INTO involvement (child, authority, service, team, person, role) VALUES ($1, $2, $3, $4, $5, $6)",
            [
                child.id.as_str().into(),
                place.authority.as_str().into(),
                place.service.as_str().into(),
                place.team.as_str().into(),
                place.person.as_str().into(),
                place.role.as_str().into(),
            ],
        )
    })
}

/// That a child is to be looked at again soon: something was written. Where it is with other people than before, the roles that owed because
/// nobody else answered open it no longer.
pub fn look_again(child: &Child, before: Option<&Child>, now: i64) -> Statement {
    const AGAIN: &str = "INSERT INTO agenda (child, next_look, owing) VALUES ($1, $2, '[]') \
                         ON CONFLICT (child) DO UPDATE SET next_look = excluded.next_look";
    const ANEW: &str = "INSERT INTO agenda (child, next_look, owing) VALUES ($1, $2, '[]') \
                        ON CONFLICT (child) DO UPDATE SET next_look = excluded.next_look, owing = excluded.owing";
    let is_with_others = before.is_some_and(|before| involvement::written(before) != involvement::written(child));
    statement(if is_with_others { ANEW } else { AGAIN }, [child.id.as_str().into(), now.into()])
}
