//! What is one's own, and what is the same for everybody.

use crate::world::{PASSWORD, World, run};

#[test]
fn a_new_password_needs_the_old_one_and_signs_everybody_out() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        let new = "seven loud geese landing";
        let wrong = [("old", "no"), ("new", "short"), ("again", "short")];
        let answer = world.post(&browser, "/account/password", &wrong).await;
        answer.says(&["This is not your password now", "it needs at least 15"]).never_says(&["value=\"short\""]);
        let differ = [("old", PASSWORD), ("new", new), ("again", "seven loud geese leaving")];
        world.post(&browser, "/account/password", &differ).await.says(&["are not the same"]);
        let right = [("old", PASSWORD), ("new", new), ("again", new)];
        let out = world.post(&browser, "/account/password", &right).await.leads_to().to_owned();
        world.get(&browser, &out).await.says(&["Your password has been changed. Sign in with the new one."]);
        assert_eq!(world.get(&browser, "/duties").await.status, 303);
        let nobody = crate::world::Browser::default();
        let sign_in = |password: &'static str| [("sign-in", "yj-1@example.org"), ("password", password)];
        assert_eq!(world.post_as(&nobody, "/sign-in", &sign_in(PASSWORD), &[]).await.status, 200);
        assert_eq!(world.post_as(&nobody, "/sign-in", &sign_in("seven loud geese landing"), &[]).await.status, 303);
    });
}

#[test]
fn a_token_is_shown_once_and_ends() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        let long = [("name", "calendar"), ("days", "91"), ("scope", "read")];
        world.post(&browser, "/account/tokens", &long).await.says(&["a number of days from 1 to 90"]);
        let right = [("name", "calendar"), ("days", "30"), ("scope", "read"), ("scope", "everything")];
        let made = world.post(&browser, "/account/tokens", &right).await;
        made.says(&["shown this once", "calendar", "Read what I may read"]);
        let again = world.get(&browser, "/account/tokens").await;
        again.says(&["calendar"]).never_says(&["shown this once"]);
        let other = world.as_person("sw-1").await;
        world.get(&other, "/account/tokens").await.never_says(&["calendar"]);
        let id = again.hidden("id");
        world.post(&other, "/account/tokens/end", &[("id", &id)]).await.leads_to();
        world.get(&browser, "/account/tokens").await.says(&["calendar"]);
        world.post(&browser, "/account/tokens/end", &[("id", &id)]).await.leads_to();
        world.get(&browser, "/account/tokens").await.says(&["you have no token"]);
    });
}

#[test]
fn everybody_may_know_whom_to_ring_and_read_help() {
    run(async {
        let world = World::new().await;
        for person in ["yj-1", "sw-1", "da-1", "ad-1"] {
            let browser = world.as_person(person).await;
            world.get(&browser, "/staff").await.says(&["Emergency Duty Team", "Dove Quill"]);
            world.get(&browser, "/staff/people/sw-1").await.says(&["020 7946 0201", "Social Work West"]);
            assert_eq!(world.get(&browser, "/staff/people/ox-1").await.status, 404);
            for path in ["/help", "/licences", "/whats-new", "/accessibility", "/privacy", "/account"] {
                assert_eq!(world.get(&browser, path).await.status, 200, "{path}");
            }
        }
    });
}

#[test]
fn the_navigation_holds_the_doors_that_open() {
    run(async {
        let world = World::new().await;
        let door = |address: &str| format!("govuk-service-navigation__link\" href=\"{address}\"");
        for (person, open, shut) in [
            ("yj-1", ["/duties", "/find", "/team", "/protocol"], vec!["/staff"]),
            ("ad-1", ["/duties", "/staff", "/protocol", "/help"], vec!["/find", "/team"]),
            ("da-1", ["/duties", "/staff", "/protocol", "/help"], vec!["/find", "/team"]),
        ] {
            let browser = world.as_person(person).await;
            let page = world.get(&browser, "/help").await;
            let has = |address: &str| page.page().contains(&door(address));
            assert_eq!(open.iter().filter(|address| !has(address)).count(), 0, "{person}");
            assert_eq!(shut.iter().filter(|address| has(address)).count(), 0, "{person}");
            assert_eq!(page.body.contains(">Find a child</a>"), person == "yj-1");
            if person == "ad-1" {
                // The people of the teams stand below the team, where there is one.
                let current = format!("{} aria-current=\"true\"", door("/staff"));
                assert!(world.get(&browser, "/staff").await.page().contains(&current));
            }
            for address in open {
                let answer = world.get(&browser, address).await;
                assert!(answer.status < 400, "{person} {address}: {}", answer.status);
            }
        }
    });
}
