//! How a person is tied to a child: each relation by itself, and what ends it.

use gate::{Involved, Relation, Service, Standing, Team, relations};

use crate::people::{child, person};

fn involved(team: &str, person: &str) -> Involved {
    Involved {
        service: Service::Yjs,
        authority: "borough".to_owned(),
        team: team.to_owned(),
        person: person.to_owned(),
        role: "yjs-case-manager".to_owned(),
    }
}

fn team(id: &str, service: Service, covers: bool) -> Team {
    Team {
        id: id.to_owned(),
        name: id.to_owned(),
        authority: "borough".to_owned(),
        service,
        covers,
        telephone: String::new(),
    }
}

#[test]
fn nobody_is_tied_by_a_post_alone() {
    for standing in Standing::ALL {
        assert_eq!(relations(&person(Service::Yjs, standing), &child(), &[]), [], "{standing:?}");
    }
}

#[test]
fn allocated_by_name() {
    let mut ties = child();
    ties.involved = vec![involved("t1", "p1")];
    assert_eq!(relations(&person(Service::Yjs, Standing::Practitioner), &ties, &[]), [Relation::Allocated]);
    ties.involved = vec![involved("t1", "p2")];
    assert_eq!(relations(&person(Service::Yjs, Standing::Practitioner), &ties, &[]), []);
}

#[test]
fn in_the_team_or_leading_it() {
    let mut ties = child();
    ties.involved = vec![involved("t1", "p2")];
    let mut worker = person(Service::Yjs, Standing::Practitioner);
    worker.teams = vec!["t1".to_owned()];
    assert_eq!(relations(&worker, &ties, &[]), [Relation::Team]);
    worker.leads = vec!["t1".to_owned()];
    assert_eq!(relations(&worker, &ties, &[]), [Relation::Team, Relation::Leads]);
    worker.teams = vec!["t2".to_owned()];
    assert_eq!(relations(&worker, &ties, &[]), [Relation::Leads]);
    // No team is named, and the worker's list of teams holds an empty one by mistake: that ties to nothing.
    ties.involved = vec![involved("", "p2")];
    worker.teams = vec![String::new()];
    worker.leads = vec![String::new()];
    assert_eq!(relations(&worker, &ties, &[]), []);
}

#[test]
fn covering_for_children_open_to_the_service() {
    let teams = [team("court", Service::Yjs, true), team("t1", Service::Yjs, false)];
    let mut worker = person(Service::Yjs, Standing::Duty);
    worker.teams = vec!["court".to_owned()];
    let mut ties = child();
    assert_eq!(relations(&worker, &ties, &teams), [Relation::Cover]);
    ties.open_to_yjs = false;
    assert_eq!(relations(&worker, &ties, &teams), [], "the involvement has ended");
    ties.open_to_yjs = true;
    worker.teams = vec!["t1".to_owned()];
    assert_eq!(relations(&worker, &ties, &teams), [], "the team covers for nobody");
    worker.teams = vec!["court".to_owned()];
    worker.standing = Standing::Practitioner;
    assert_eq!(relations(&worker, &ties, &teams), [], "in the team, but not on duty");
    worker.standing = Standing::Duty;
    worker.service = Service::Csc;
    assert_eq!(relations(&worker, &ties, &teams), [], "the team covers for the other service");
}

#[test]
fn covering_for_a_child_of_whom_the_service_was_told() {
    let teams = [team("edt", Service::Csc, true)];
    let mut worker = person(Service::Csc, Standing::Duty);
    worker.teams = vec!["edt".to_owned()];
    let mut ties = child();
    (ties.open_to_yjs, ties.open_to_csc) = (true, false);
    assert_eq!(relations(&worker, &ties, &teams), [], "nobody told them");
    ties.told = vec![Service::Csc];
    assert_eq!(relations(&worker, &ties, &teams), [Relation::Cover]);
    ties.open_to_yjs = false;
    assert_eq!(relations(&worker, &ties, &teams), [], "nobody works with the child any longer");
    ties.open_to_yjs = true;
    ties.told = vec![Service::Yjs];
    assert_eq!(relations(&worker, &ties, &teams), [], "the other service was told");
    ties.told = vec![Service::Csc];
    worker.standing = Standing::Manager;
    assert_eq!(relations(&worker, &ties, &teams), [], "not on duty: a post opens nothing");
}

#[test]
fn owing_something_now() {
    let mut ties = child();
    ties.owing = vec!["virtual-head".to_owned()];
    let mut head = person(Service::Authority, Standing::Practitioner);
    assert_eq!(relations(&head, &ties, &[]), []);
    head.roles = vec!["virtual-head".to_owned()];
    assert_eq!(relations(&head, &ties, &[]), [Relation::Owes]);
    (ties.open_to_yjs, ties.open_to_csc) = (false, false);
    assert_eq!(relations(&head, &ties, &[]), [], "nobody works with the child any longer");
}

#[test]
fn named_for_a_restricted_record() {
    let mut ties = child();
    ties.named = vec!["p1".to_owned()];
    assert_eq!(relations(&person(Service::Csc, Standing::Head), &ties, &[]), [Relation::Named]);
}

#[test]
fn nothing_ties_who_has_left_or_works_elsewhere() {
    let mut ties = child();
    ties.involved = vec![involved("t1", "p1")];
    ties.named = vec!["p1".to_owned()];
    let mut worker = person(Service::Yjs, Standing::Practitioner);
    worker.active = false;
    assert_eq!(relations(&worker, &ties, &[]), [], "has left");
    worker.active = true;
    worker.authority = "shire".to_owned();
    assert_eq!(relations(&worker, &ties, &[]), [], "another authority");
    // Placed in the shire: its people are tied by what the shire does, not by what the borough does.
    ties.authorities.push("shire".to_owned());
    assert_eq!(relations(&worker, &ties, &[]), [Relation::Named]);
    ties.involved.push(Involved { authority: "shire".to_owned(), ..involved("t9", "p1") });
    assert_eq!(relations(&worker, &ties, &[]), [Relation::Allocated, Relation::Named]);
}
