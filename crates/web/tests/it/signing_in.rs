//! Coming in and going out: nobody gets in by halves, and nothing is left behind.

use crate::world::{Answer, Browser, PASSWORD, TOTP, World, run};
use web::secrets;

async fn password(world: &World, name: &str, password: &str) -> Answer {
    let fields = [("sign-in", name), ("password", password)];
    world.post_as(&Browser::default(), "/sign-in", &fields, &[]).await
}

/// The browser after a right password.
async fn half(world: &World) -> Browser {
    let answer = password(world, "yj-1@example.org", PASSWORD).await;
    assert_eq!(answer.leads_to(), "/sign-in/code?next=%2F");
    let mut browser = Browser { cookie: answer.cookie(), token: String::new() };
    browser.token = world.get(&browser, "/sign-in/code").await.hidden("token");
    browser
}

fn code(world: &World) -> String {
    secrets::code_now(TOTP, "yj-1@example.org", 0, world.now()).unwrap()
}

/// The browser after both.
async fn whole(world: &World) -> Browser {
    let browser = half(world).await;
    let answer = world.post(&browser, "/sign-in/code", &[("code", &code(world))]).await;
    assert_eq!(answer.leads_to(), "/");
    Browser { cookie: answer.cookie(), ..browser }
}

#[test]
fn a_password_and_a_code_open_the_door() {
    run(async {
        let world = World::new().await;
        let browser = whole(&world).await;
        assert_eq!(world.get(&browser, "/").await.leads_to(), "/duties");
        world.get(&browser, "/duties").await.says(&["My duties", "Wren Ashdown"]);
    });
}

#[test]
fn what_is_wrong_is_not_said() {
    run(async {
        let world = World::new().await;
        let wrong = password(&world, "yj-1@example.org", "four quiet herons walking").await;
        let nobody = password(&world, "nobody@example.org", PASSWORD).await;
        assert_eq!((wrong.status, nobody.status), (200, 200));
        wrong.says(&["The sign-in name or the password is not right"]);
        assert_eq!(wrong.body.replace("yj-1@", "nobody@"), nobody.body);
        assert!(wrong.cookie().is_empty() && nobody.cookie().is_empty());
    });
}

#[test]
fn five_wrong_passwords_and_the_name_rests_whether_or_not_it_is_somebody_s() {
    run(async {
        let world = World::new().await;
        for name in ["yj-1@example.org", "nobody@example.org"] {
            for _ in 0..5 {
                password(&world, name, "wrong").await.says(&["is not right"]);
            }
            password(&world, name, PASSWORD).await.says(&["too many tries"]);
        }
        world.after(2);
        assert_eq!(password(&world, "yj-1@example.org", PASSWORD).await.status, 303);
        let long = format!("{}@example.org", "x".repeat(200));
        password(&world, &long, PASSWORD).await.says(&["is not right"]);
    });
}

#[test]
fn wrong_tries_elsewhere_keep_nobody_out() {
    run(async {
        let world = World::with(|settings| web::Settings { https: true, ..settings }).await;
        let from = |address: &'static str| [("x-forwarded-for", address), ("origin", "https://tandem.example.org")];
        let fields = |password: &'static str| [("sign-in", "yj-1@example.org"), ("password", password)];
        let none = Browser::default();
        for _ in 0..6 {
            world.post_as(&none, "/sign-in", &fields("wrong"), &from("192.0.2.7")).await;
        }
        world.post_as(&none, "/sign-in", &fields(PASSWORD), &from("192.0.2.7")).await.says(&["too many tries"]);
        assert_eq!(world.post_as(&none, "/sign-in", &fields(PASSWORD), &from("192.0.2.8")).await.status, 303);
    });
}

#[test]
fn where_to_go_on_to_is_our_own() {
    for (asked, leads) in [
        ("/duties?list=team", "/duties?list=team"),
        ("/\t/evil.example", "/"),
        ("/\u{0}/evil.example", "/"),
        ("/\\evil.example", "/"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
    ] {
        run(async move {
            let world = World::new().await;
            let fields = [("sign-in", "yj-1@example.org"), ("password", PASSWORD), ("next", asked)];
            let answer = world.post_as(&Browser::default(), "/sign-in", &fields, &[]).await;
            let expected: String = form_urlencoded::byte_serialize(leads.as_bytes()).collect();
            assert_eq!(answer.leads_to(), format!("/sign-in/code?next={expected}"), "{asked:?}");
        });
    }
}

#[test]
fn a_code_counts_once() {
    run(async {
        let world = World::new().await;
        let used = code(&world);
        whole(&world).await;
        let browser = half(&world).await;
        let again = world.post(&browser, "/sign-in/code", &[("code", &used)]).await;
        again.says(&["This code was used before"]);
        assert!(again.cookie().is_empty());
        world.post(&browser, "/sign-in/code", &[("code", "000000")]).await.says(&["The code is not right"]);
    });
}

#[test]
fn half_a_session_opens_nothing() {
    run(async {
        let world = World::new().await;
        let browser = half(&world).await;
        for path in ["/", "/duties", "/children/c-ash", "/stay"] {
            assert_eq!(world.get(&browser, path).await.leads_to(), "/sign-in/code", "{path}");
        }
        let nobody = Browser::default();
        assert_eq!(world.get(&nobody, "/duties").await.leads_to(), "/sign-in?next=%2Fduties");
    });
}

#[test]
fn signing_out_ends_the_session_and_clears_the_browser() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        let answer = world.post(&browser, "/sign-out", &[]).await;
        assert_eq!(answer.leads_to(), "/sign-in?out=yes");
        assert_eq!(answer.header("clear-site-data"), "\"cache\", \"cookies\", \"storage\"");
        assert!(answer.header("set-cookie").contains("Max-Age=0"));
        assert_eq!(world.get(&browser, "/duties").await.leads_to(), "/sign-in?next=%2Fduties");
    });
}

#[test]
fn each_step_has_a_session_of_its_own() {
    run(async {
        let world = World::new().await;
        let planted = Browser { cookie: "planted".into(), token: "planted".into() };
        let fields = [("sign-in", "yj-1@example.org"), ("password", PASSWORD)];
        let first = world.post_as(&planted, "/sign-in", &fields, &[]).await.cookie();
        assert_ne!(first, "planted");
        let mut browser = Browser { cookie: first.clone(), token: String::new() };
        browser.token = world.get(&browser, "/sign-in/code").await.hidden("token");
        let second = world.post(&browser, "/sign-in/code", &[("code", &code(&world))]).await.cookie();
        assert!(second != first && !second.is_empty());
        // The secret from before the second factor is worth nothing afterwards.
        assert_eq!(world.get(&browser, "/duties").await.leads_to(), "/sign-in?next=%2Fduties");
    });
}

#[test]
fn signing_in_again_ends_the_session_that_was_open() {
    run(async {
        let world = World::new().await;
        for before in ["yj-1", "sw-1"] {
            let open = world.as_person(before).await;
            let wrong = [("sign-in", "yj-1@example.org"), ("password", "four quiet herons walking")];
            world.post_as(&open, "/sign-in", &wrong, &[]).await.says(&["is not right"]);
            assert_eq!(world.get(&open, "/duties").await.status, 200, "a wrong password ends nothing");
            world.after(10);
            let fields = [("sign-in", "yj-1@example.org"), ("password", PASSWORD)];
            let answer = world.post_as(&open, "/sign-in", &fields, &[]).await;
            assert_eq!(answer.leads_to(), "/sign-in/code?next=%2F");
            assert_eq!(world.get(&open, "/duties").await.leads_to(), "/sign-in?next=%2Fduties", "{before}");
            // The new one is not as old as the one before.
            let session = world.record.session(&record::hash(&answer.cookie())).await.unwrap().unwrap();
            assert_eq!((session.made, session.person.as_str()), (world.now(), "yj-1"));
        }
    });
}

#[test]
fn a_session_ends_when_nobody_is_there_and_in_any_case() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        world.after(14);
        assert_eq!(world.get(&browser, "/duties").await.status, 200);
        world.after(16);
        assert_eq!(world.get(&browser, "/duties").await.status, 303);
        let browser = world.as_person("sw-1").await;
        for _ in 0..60 {
            world.after(10);
            assert_eq!(world.get(&browser, "/stay").await.status, 200);
        }
        world.after(1);
        assert_eq!(world.get(&browser, "/duties").await.status, 303);
    });
}

#[test]
fn a_form_comes_from_our_own_pages() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        let token = browser.token.as_str();
        let other = world.as_person("sw-1").await;
        type Pairs<'a> = &'a [(&'a str, &'a str)];
        let tries: [(Pairs<'_>, Pairs<'_>); 5] = [
            (&[], &[]),
            (&[("token", "")], &[]),
            (&[("token", &other.token)], &[]),
            (&[("token", token)], &[("origin", "http://evil.example.org")]),
            (&[("token", token)], &[("sec-fetch-site", "cross-site")]),
        ];
        for (fields, headers) in tries {
            assert_eq!(
                world.post_as(&browser, "/sign-out", fields, headers).await.status,
                403,
                "{fields:?} {headers:?}"
            );
        }
        let plain = [("content-type", "text/plain")];
        assert_eq!(world.post_as(&browser, "/sign-out", &[("token", token)], &plain).await.status, 403);
        assert_eq!(world.get(&browser, "/duties").await.status, 200);
    });
}

#[test]
fn signing_in_leads_to_our_own_pages_alone() {
    run(async {
        let world = World::new().await;
        for (asked, leads) in [
            ("/children/c-ash", "/children/c-ash"),
            ("//evil.example.org", "/"),
            ("https://evil.example.org", "/"),
            ("/\\evil.example.org", "/"),
            ("/sign-out", "/"),
            ("", "/"),
        ] {
            let browser = half(&world).await;
            world.after(1);
            let fields = [("code", code(&world)), ("next", asked.to_owned())];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
            assert_eq!(world.post(&browser, "/sign-in/code", &fields).await.leads_to(), leads, "{asked}");
        }
    });
}
