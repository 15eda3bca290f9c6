//! The one road of a request: what is not for a person is as if it were not there, and every look is on record before it leaves.

use crate::world::{Browser, World, run};

#[test]
fn what_is_not_for_you_is_as_if_it_had_never_been() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        let never = world.get(&browser, "/children/c-never").await;
        assert_eq!(never.status, 404);
        for child in ["c-far", "c-elm"] {
            let answer = world.get(&browser, &format!("/children/{child}")).await;
            assert_eq!((answer.status, &answer.body), (404, &never.body), "{child}");
            assert_eq!(answer.headers, never.headers, "{child}");
        }
        let outsider = world.as_person("ox-1").await;
        assert_eq!(world.get(&outsider, "/children/c-ash").await.status, 404);
        assert_eq!(world.get(&browser, "/no/such/page").await.status, 404);
    });
}

#[test]
fn what_went_wrong_leaves_the_way_on_to_whoever_is_signed_in() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        let frame = ["Wren Ashdown", "Sign out", "My duties", "Find a child", "Page not found"];
        for path in ["/no/such/page", "/children/c-never", "/children/c-elm"] {
            let answer = world.get(&browser, path).await;
            assert_eq!(answer.status, 404);
            answer.says(&frame).never_says(&["c-elm", "c-never", "Elm"]);
        }
        let refused = world.get(&browser, "/staff/people/add").await;
        assert_eq!(refused.status, 403);
        refused.says(&["You cannot do this", "Wren Ashdown", "Find a child"]);
        // Each sees what opens for them.
        let data = world.get(&world.as_person("da-1").await, "/no/such/page").await;
        data.says(&["Finch Tally", "Teams and people"]).never_says(&["Find a child"]);
        // Nobody is nobody, and a program is told in its own form.
        let nobody = world.get(&Browser::default(), "/no/such/page").await;
        assert_eq!(nobody.status, 404);
        nobody.says(&["Page not found"]).never_says(&["Sign out", "href=\"/find\""]);
        let stranger = Browser { cookie: "made-up".into(), token: String::new() };
        world.get(&stranger, "/no/such/page").await.never_says(&["Sign out"]);
        let token = world.token("yj-1", &["read"]).await;
        let answer = world.api(&token, "GET /api/v1/children/c-never", &[], "").await;
        assert_eq!((answer.status, answer.header("content-type")), (404, "application/problem+json"));
    });
}

#[test]
fn a_look_is_on_record_when_the_page_arrives() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("sw-1").await;
        world.get(&browser, "/children/c-ash").await.page();
        let looks = world.looks("c-ash").await;
        let last = &looks[0];
        assert_eq!((last.look.person.as_str(), last.look.action.as_str(), last.at), ("sw-1", "see-child", world.now()));
        assert!(last.look.refused.is_empty() && last.look.relation.contains("allocated"));
    });
}

#[test]
fn a_refusal_is_on_record_too() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("sw-1").await;
        assert_eq!(world.get(&browser, "/children/c-birch").await.status, 404);
        let looks = world.looks("c-birch").await;
        assert_eq!(looks[0].look.person, "sw-1");
        assert_eq!(looks[0].look.refused, "nothing ties you to this child");
    });
}

#[test]
fn nothing_stays_on_the_device() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        let answer = world.get(&browser, "/duties").await;
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
    });
}

#[test]
fn that_no_mail_goes_out_is_said_after_a_quarter_of_an_hour_and_takes_no_page_away() {
    run(async {
        let world = World::new().await;
        let mut browser = Browser::default();
        let said = "No reminders have gone out since Wed 10 June 2026 at 10:00";
        world.app.heard_of_mail(false, world.now());
        for (minutes, is_said) in [(15, false), (1, true)] {
            world.after(minutes);
            // Later tries that fail as well change nothing of since when.
            world.app.heard_of_mail(false, world.now());
            browser = world.as_person("yj-1").await;
            assert_eq!(world.get(&browser, "/help").await.page().contains(said), is_said);
            let ready = world.get(&browser, "/ready").await.json(200);
            assert_eq!(ready["ready"], true);
            let reason = "the mail server has not been reached since Wed 10 June 2026 at 10:00: reminders wait";
            assert_eq!(ready["reasons"][0], reason);
        }
        world.app.heard_of_mail(true, world.now());
        world.get(&browser, "/help").await.never_says(&["No reminders"]);
        assert_eq!(world.get(&browser, "/ready").await.body, r#"{"ready":true,"reasons":[]}"#);
    });
}

#[test]
fn what_found_nobody_and_who_came_in_is_on_record_too() {
    run(async {
        let world = World::new().await;
        // What is about no child stands under none; each later than the one before, so that the order is sure.
        let last = async || {
            let look = world.looks("").await.remove(0).look;
            world.after(1);
            (look.person, look.action, look.refused)
        };
        let said =
            |person: &str, action: &str, refused: &str| (person.to_owned(), action.to_owned(), refused.to_owned());
        let browser = world.as_person("yj-1").await;
        world.post(&browser, "/find", &[("text", "Nobodyhere")]).await.page();
        assert_eq!(last().await, said("yj-1", "find-child", ""));
        assert_eq!(world.get(&browser, "/children/c-nowhere").await.status, 404);
        assert_eq!(last().await, said("yj-1", "see-child", "there is no such record"));
        let token = world.token("yj-1", &["read"]).await;
        world.api(&token, "GET /api/v1/vocabulary", &[], "").await.json(200);
        let words: Vec<String> = world.looks("").await.into_iter().take(2).map(|l| l.look.action).collect();
        assert!(words.contains(&"use-token".to_owned()) && words.contains(&"read-protocol".to_owned()), "{words:?}");
        world.after(1);
        let none = crate::world::Browser::default();
        let fields = |password: &'static str| [("sign-in", "yj-1@example.org"), ("password", password)];
        world.post_as(&none, "/sign-in", &fields("wrong"), &[]).await.page();
        assert_eq!(last().await, said("", "sign-in", "a wrong name or password"));
        world.post_as(&none, "/sign-in", &fields(crate::world::PASSWORD), &[]).await.leads_to();
        assert_eq!(last().await, said("yj-1", "sign-in", ""));
    });
}
