//! What stands beside the log for speed: a line for each child, and who works with whom. Built from the child alone, so that it can be
//! built again.

use crate::child::Child;
use crate::involvement;
use crate::store::{Statement, statement};

/// The statements that bring what stands beside the log up to a child as it now is.
pub fn statements(child: &Child) -> Vec<Statement> {
    let details = &child.details;
    let mut all = vec![
        statement(
            "INSERT INTO child (child, authority, host, version, given, family, born, search, ties) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             ON CONFLICT (child) DO UPDATE SET authority = excluded.authority, host = excluded.host, \
             version = excluded.version, given = excluded.given, family = excluded.family, born = excluded.born, \
             search = excluded.search, ties = excluded.ties",
            [
                child.id.as_str().into(),
                details.authority.as_str().into(),
                details.host.clone().unwrap_or_default().into(),
                child.version.into(),
                details.given.as_str().into(),
                details.family.as_str().into(),
                details.born.as_str().into(),
                search(child).into(),
                involvement::written(child).into(),
            ],
        ),
        statement("DELETE FROM involvement WHERE child = $1", [child.id.as_str().into()]),
    ];
    all.extend(child.involved.iter().map(|place| {
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
    }));
    all
}

/// That a child is to be looked at again soon: something was written.
pub fn look_again(child: &str, now: i64) -> Statement {
    statement(
        "INSERT INTO agenda (child, next_look, owing) VALUES ($1, $2, '[]') \
         ON CONFLICT (child) DO UPDATE SET next_look = excluded.next_look",
        [child.into(), now.into()],
    )
}

/// Names and numbers as one searches for them: folded, each word after a blank.
pub fn search(child: &Child) -> String {
    let details = &child.details;
    let known_as = details.known_as.as_deref().unwrap_or_default();
    let (yjs, csc) =
        (details.numbers.yjs.as_deref().unwrap_or_default(), details.numbers.csc.as_deref().unwrap_or_default());
    let all = [&details.given, &details.family, known_as, &details.born, yjs, csc].join(" ");
    folded(&all).into_iter().map(|word| format!(" {word}")).collect()
}

/// The words of a text as they are searched for: small letters without accents, nothing but letters, digits and hyphens inside numbers.
pub fn folded(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().flat_map(char::to_lowercase).map(plain).collect())
        .collect()
}

/// A letter without its accent, for the letters that names in England carry.
fn plain(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' | 'ā' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' | 'ē' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ı' | 'ī' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ț' | 'ţ' | 'ť' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' | 'ū' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}
