//! The catalogue laid beside a protocol.

use protocol::coverage::{Catalogue, Count, clock_kind, lay_beside, part};

use crate::shelf::shelf;

const CLAUSES: &str = "\
- {id: anyshire-1a, para: '1', kind: duty, on: charged, owner: csc, says: Do it., due: same day as charged}
- {id: anyshire-1b, para: '1', kind: rule, on: charged, owner: csc, says: It holds., if: asked.x, asks: {x: Is it so?}}
- {id: anyshire-1c, para: '1', kind: principle, on: always, owner: csc, says: Be kind.}
";

/// One line for each clause: how the two agree, what carries it out, on which clock.
fn check(catalogue: &str, expected: &[&str]) {
    let protocols = shelf("", CLAUSES, &[]);
    let catalogue = Catalogue::read("catalogue.yaml", catalogue.as_bytes()).unwrap();
    let covered = lay_beside(&catalogue, &protocols);
    let rows: Vec<String> = covered
        .iter()
        .flat_map(|c| &c.rows)
        .map(|row| {
            let carried = row.clause.map_or(String::new(), |c| format!(", {}, {}", part(c), clock_kind(c)));
            format!("{}: {}{carried}", row.id, row.agreement().word())
        })
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn everything_is_there() {
    check(
        "anyshire: {anyshire-1a: duty, anyshire-1b: rule, anyshire-1c: principle}",
        &[
            "anyshire-1a: present, duties, same day",
            "anyshire-1b: present, findings, no time given",
            "anyshire-1c: present, guidance beside the section, no time given",
        ],
    );
}

#[test]
fn one_is_missing_one_is_new_one_changed_its_kind() {
    check(
        "anyshire: {anyshire-1a: record, anyshire-1b: rule, anyshire-9z: duty}",
        &[
            "anyshire-1a: kind changed, duties, same day",
            "anyshire-1b: present, findings, no time given",
            "anyshire-9z: missing",
            "anyshire-1c: extra, guidance beside the section, no time given",
        ],
    );
}

#[test]
fn an_authority_without_a_protocol_misses_everything() {
    let protocols = shelf("", CLAUSES, &[]);
    let catalogue = Catalogue::read("c.yaml", b"elsewhere: {elsewhere-1: duty}").unwrap();
    let covered = lay_beside(&catalogue, &protocols);
    let names: Vec<(&str, bool, usize)> =
        covered.iter().map(|c| (c.authority.as_str(), c.has_protocol, c.missing().count())).collect();
    assert_eq!(names, [("elsewhere", false, 1), ("anyshire", true, 0)]);
    assert_eq!(catalogue.of_those_present(&protocols), Catalogue::default());
}

#[test]
fn what_asks_a_person_and_what_is_guidance_is_counted_apart() {
    let protocols = shelf(crate::shelf::SETTINGS, CLAUSES, &[]);
    let covered = lay_beside(&Catalogue::default(), &protocols);
    let asking: Vec<&str> = covered[0].asking().iter().map(|c| c.id.as_str()).collect();
    assert_eq!((asking, covered[0].guidance(), covered[0].assumed.len()), (vec!["anyshire-1b"], 1, 1));
    assert_eq!(covered[0].total(), Count { extra: 3, ..Count::default() });
}

#[test]
fn a_catalogue_is_refused_with_line_and_nearest_word() {
    let refused =
        Catalogue::read("c.yaml", b"anyshire:\n  anyshire-1a: duti\n  other-1: rule\nenfield: duty\n").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "c.yaml:2: `duti` is no kind of clause\n    help: did you mean `duty`?\n\
         c.yaml:3: the id `other-1` is not this authority's\n    help: it begins with `anyshire-`\n\
         c.yaml:4: `enfield` lists no clauses\n    help: write `enfield: {enfield-1.1a: rule}`\n"
    );
}

#[test]
fn every_shipped_clause_of_the_catalogue_is_carried_out() {
    let files = protocol::shipped::files();
    let bytes = &files.iter().find(|f| f.path == "catalogue.yaml").unwrap().bytes;
    let catalogue = Catalogue::read("catalogue.yaml", bytes).unwrap();
    let protocols = protocol::read(&files).unwrap();
    let counts: Vec<(String, Count)> =
        lay_beside(&catalogue, &protocols).iter().map(|c| (c.authority.clone(), c.total())).collect();
    let whole = |name: &str, n: usize| (name.to_owned(), Count { listed: n, present: n, ..Count::default() });
    assert_eq!(
        counts,
        [
            whole("camden", 400),
            whole("dudley", 222),
            whole("enfield", 223),
            whole("somerset", 178),
            whole("stockport", 189)
        ]
    );
}
