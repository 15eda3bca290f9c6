//! The policies against the oracle, over the whole space of facts (T26): not one answer may differ.

use std::collections::BTreeSet;

use gate::{Action, Class, Decision, Kind, On, Relation, Request, Service, Standing};

use crate::oracle::{self, Cell};
use crate::people::{GATE, SERVICES, child, person};

/// Every set of relations.
fn every_tie() -> Vec<Vec<Relation>> {
    let set = |bits: usize| (0..6).filter(|n| bits >> n & 1 == 1).map(|n| Relation::ALL[n]).collect();
    (0..64).map(set).collect()
}

/// None, and each by itself.
fn single_ties() -> Vec<Vec<Relation>> {
    [vec![]].into_iter().chain(Relation::ALL.map(|r| vec![r])).collect()
}

const TOKENS: [Option<(bool, bool, bool)>; 7] = [
    None,
    Some((false, false, false)),
    Some((true, false, false)),
    Some((false, true, false)),
    Some((true, true, false)),
    Some((true, false, true)),
    Some((false, true, true)),
];
const BOTH: [bool; 2] = [false, true];

/// Asks the gate and the oracle; says in what they differ.
fn differs(cell: &Cell) -> Option<String> {
    let mut person = person(cell.service, cell.standing);
    person.active = cell.active;
    if cell.relations.contains(&Relation::Team) {
        person.teams.push("t1".to_owned());
    }
    if cell.relations.contains(&Relation::Leads) {
        person.leads.push("t1".to_owned());
    }
    let authority = if cell.own_authority { "borough" } else { "shire" };
    let mut ties = child();
    ties.authorities = vec![authority.to_owned()];
    (ties.restricted, ties.open_to_yjs, ties.open_to_csc) = (cell.restricted, cell.open_to_yjs, cell.open_to_csc);
    let on = match cell.action.kind() {
        Kind::Child => On::Child(&ties),
        Kind::Team => On::Team { authority, team: "t1", service: cell.team },
        Kind::Staff | Kind::Authority => On::Authority(authority),
        Kind::Own => On::Own,
        Kind::Installation => On::Installation,
    };
    let scopes = cell.token.map(|(read, write, export)| {
        let words = [("read", read), ("write", write), ("export", export), ("other", true)];
        words.into_iter().filter(|(_, has)| *has).map(|(word, _)| word.to_owned()).collect::<BTreeSet<_>>()
    });
    let asked = Request {
        fresh: cell.fresh,
        scopes: scopes.as_ref(),
        about: Some(if cell.about_self { "p1" } else { "p2" }),
        ..Request::new(&person, cell.action, on, &cell.relations)
    };
    let expected = oracle::may(cell);
    match GATE.decide(&asked) {
        Decision::Permit(pass) => {
            let differing = Class::ALL.into_iter().find(|c| pass.reads().has(*c) != oracle::reads(cell, *c));
            let class = differing.map(|c| format!("{} read: {}, {cell:?}", c.word(), pass.reads().has(c)));
            if expected { class } else { Some(format!("permitted: {cell:?}")) }
        }
        Decision::Refuse(refused) => {
            let could = oracle::may(&Cell { fresh: true, ..cell.clone() });
            let right = !expected && !refused.alarm && refused.may_know == oracle::may_know(cell);
            let right = right && refused.fresh_would_do == could;
            (!right).then(|| format!("{refused:?}: {cell:?}"))
        }
    }
}

/// Compares every cell, on two threads; gives how many there were.
fn compare(cells: &[Cell]) -> usize {
    let (first, second) = cells.split_at(cells.len() / 2);
    let look = |half: &[Cell]| half.iter().filter_map(differs).take(5).collect::<Vec<_>>();
    let found: Vec<String> = std::thread::scope(|scope| {
        let first = scope.spawn(|| look(first));
        look(second).into_iter().chain(first.join().unwrap()).collect()
    });
    assert!(found.is_empty(), "policies and oracle differ:\n{}", found.join("\n"));
    cells.len()
}

/// Every kind of person, signed in, in their own authority, asking in the plainest circumstances.
fn plain(actions: impl Fn(Action) -> bool) -> impl Iterator<Item = Cell> {
    let actions: Vec<Action> = Action::ALL.iter().copied().filter(|a| actions(*a)).collect();
    let people = SERVICES.into_iter().flat_map(|service| Standing::ALL.map(|standing| (service, standing)));
    people.flat_map(move |(service, standing)| {
        let cell = move |action| Cell {
            action,
            service,
            standing,
            relations: Vec::new(),
            restricted: false,
            open_to_yjs: true,
            open_to_csc: true,
            fresh: true,
            token: None,
            own_authority: true,
            active: true,
            about_self: false,
            team: Service::Yjs,
        };
        actions.clone().into_iter().map(cell)
    })
}

fn is_child(action: Action) -> bool {
    action.kind() == Kind::Child
}

#[test]
fn a_child_by_every_tie_restricted_or_not_open_to_whom_it_may() {
    // Only reading depends on to whom the child is open, so the other actions are asked of a jointly open child.
    let openings = |action| match action {
        Action::SeeChild => vec![(true, true), (true, false), (false, true), (false, false)],
        _ => vec![(true, true)],
    };
    let mut cells = Vec::new();
    for relations in every_tie() {
        for cell in plain(is_child) {
            for restricted in BOTH {
                for (open_to_yjs, open_to_csc) in openings(cell.action) {
                    let relations = relations.clone();
                    cells.push(Cell { relations, restricted, open_to_yjs, open_to_csc, ..cell.clone() });
                }
            }
        }
    }
    assert_eq!(compare(&cells), 30 * 64 * 2 * (4 + 11));
}

#[test]
fn a_child_by_every_token_second_factor_authority_and_leaving() {
    let mut cells = Vec::new();
    for relations in single_ties() {
        for cell in plain(is_child) {
            for token in TOKENS {
                let relations = relations.clone();
                cells.push(Cell { relations, token, ..cell.clone() });
            }
            for (own_authority, active) in [(true, false), (false, true), (false, false)] {
                let (relations, restricted) = (relations.clone(), relations == [Relation::Named]);
                cells.push(Cell { relations, own_authority, active, restricted, ..cell.clone() });
            }
            for (fresh, about_self) in [(false, false), (false, true), (true, true)] {
                let relations = relations.clone();
                cells.push(Cell { relations, fresh, about_self, ..cell.clone() });
            }
        }
    }
    assert_eq!(compare(&cells), 30 * 12 * 7 * (7 + 3 + 3));
}

#[test]
fn everything_that_is_about_no_child() {
    let ties = [vec![], vec![Relation::Team], vec![Relation::Leads], vec![Relation::Team, Relation::Leads]];
    let mut cells = Vec::new();
    for cell in plain(|action| !is_child(action)) {
        let (ties, teams) =
            if cell.action == Action::SeeTeam { (&ties[..], &SERVICES[..]) } else { (&ties[..1], &SERVICES[..1]) };
        for (relations, team) in ties.iter().flat_map(|tie| teams.iter().map(move |team| (tie, *team))) {
            for token in TOKENS {
                for bits in 0..16 {
                    let is = |n: u8| bits >> n & 1 == 1;
                    let (fresh, own_authority, active, about_self) = (is(0), is(1), is(2), is(3));
                    let relations = relations.clone();
                    cells.push(Cell {
                        relations,
                        team,
                        token,
                        fresh,
                        own_authority,
                        active,
                        about_self,
                        ..cell.clone()
                    });
                }
            }
        }
    }
    let others = Action::ALL.len() - 12;
    assert_eq!(compare(&cells), 30 * 7 * 16 * (others - 1 + 4 * 3));
}

/// Millions of cells: for a release, by hand.
#[test]
#[ignore = "an hour; run it with --release before a release"]
fn a_child_by_everything_at_once() {
    let mut count = 0;
    for cell in plain(is_child) {
        for relations in every_tie() {
            let mut cells = Vec::new();
            for token in TOKENS {
                for bits in 0..128 {
                    let is = |n: u8| bits >> n & 1 == 1;
                    cells.push(Cell {
                        relations: relations.clone(),
                        token,
                        restricted: is(0),
                        open_to_yjs: is(1),
                        open_to_csc: is(2),
                        fresh: is(3),
                        own_authority: is(4),
                        active: is(5),
                        about_self: is(6),
                        ..cell.clone()
                    });
                }
            }
            count += compare(&cells);
        }
    }
    assert_eq!(count, 30 * 12 * 64 * 7 * 128);
}
