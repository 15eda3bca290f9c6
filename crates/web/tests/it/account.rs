//! What one signs in by, and one's duties as a calendar.

use crate::staff::address;
use crate::world::{Browser, HOME, PASSWORD, TOTP, World, run};
use record::Entry;
use web::secrets;

#[test]
fn the_account_and_what_is_one_s_own_are_named_in_the_frame() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        let page = world.get(&browser, "/duties").await;
        for link in ["href=\"/account\"", "href=\"/drafts\"", "href=\"/type-once\""] {
            assert!(page.page().contains(link), "{link}");
        }
        world.get(&browser, "/account").await.says(&[
            "yj-1@example.org",
            "Second factor",
            "Your duties as a calendar",
            "Tokens for programs",
        ]);
        // Both of Wren's children were written about of late, and no note is in yet.
        let notes = world.get(&browser, "/type-once").await;
        notes.says(&["Notes to copy", "Ash Brindle", "Birch Brindle"]).never_says(&["Cedar", "Elm"]);
        let admin = world.as_person("ad-1").await;
        world.get(&admin, "/type-once").await.says(&["every note of the last four weeks is in"]);
    });
}

#[test]
fn everybody_changes_where_they_are_reached_and_nothing_else() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("ad-1").await;
        let before = world.record.staff(HOME).await.unwrap().person("ad-1").unwrap().clone();
        world.get(&browser, "/staff/people/ad-1").await.says(&["Change your telephone or e-mail"]);
        world.get(&browser, "/staff/people/ad-2").await.never_says(&["/account/details"]);
        world.get(&browser, "/account").await.says(&["Swift Keys", "020 7946 0201", "no administrator their own"]);
        let form = world.get(&browser, "/account/details").await;
        for value in ["020 7946 0201", "ad-1@example.org"] {
            assert!(form.page().contains(&format!("value=\"{value}\"")), "{value}");
        }
        let wrong = [("telephone", "twelve"), ("email", "swift")];
        let again = world.post(&browser, "/account/details", &wrong).await;
        again.says(&["Enter a telephone number", "Enter an e-mail address"]);
        assert!(again.body.contains("value=\"twelve\""));
        // What else is sent with it is not looked at, nor whose it is said to be.
        let sent = [
            ("name", "Swift  Locke"),
            ("telephone", "020 7946 0555 ext 21"),
            ("email", "Swift@example.org"),
            ("id", "ad-2"),
            ("person", "ad-2"),
            ("standing", "head"),
            ("service", "csc"),
            ("roles", "social-worker"),
            ("teams", "t-sw"),
            ("leads", "t-sw"),
            ("active", "no"),
        ];
        assert_eq!(world.post(&browser, "/account/details", &sent).await.leads_to(), "/account?done=saved");
        let staff = world.record.staff(HOME).await.unwrap();
        let own = |text: &str| text.to_owned();
        let after = gate::Person { telephone: own("020 7946 0555 ext 21"), email: own("swift@example.org"), ..before };
        assert_eq!((staff.version, staff.person("ad-1").unwrap()), (17, &after));
        assert_eq!(staff.person("ad-2").unwrap().name, "Starling Keys");
        // Saved as it is, nothing is written; and one signs in by the same name as before.
        world.post(&browser, "/account/details", &sent).await.leads_to();
        assert_eq!(world.record.staff(HOME).await.unwrap().version, 17);
        assert_eq!(world.record.account_of("ad-1").await.unwrap().unwrap().sign_in, "ad-1@example.org");
    });
}

#[test]
fn a_new_second_factor_takes_the_place_of_the_old_once_its_code_was_right() {
    run(async {
        let world = World::new().await;
        let (browser, other) = (world.as_person("yj-1").await, world.as_person("sw-1").await);
        let path = "/account/second-factor";
        let form = world.get(&browser, path).await;
        let secret = form.hidden("secret");
        // Whoever finds a screen open, and knows the password, cannot put a second factor of their own in its place.
        world.after(6);
        for path in [path, "/account/password"] {
            let asked = format!("/confirm?next={}", path.replace('/', "%2F"));
            assert_eq!(world.get(&browser, path).await.leads_to(), asked);
            assert_eq!(
                world.post(&browser, path, &[("password", PASSWORD), ("old", PASSWORD)]).await.leads_to(),
                asked
            );
        }
        let browser = world.as_person("yj-1").await;
        assert!(secret.len() == 32 && secret != TOTP && form.body.contains("<svg class=\"tandem-qr\""));
        assert_ne!(world.get(&browser, path).await.hidden("secret"), secret);
        let of = |secret: &str| secrets::code_now(secret, "yj-1@example.org", 0, world.now()).unwrap();
        let (old, new) = (of(TOTP), of(&secret));
        let send = async |password: &str, code: &str| {
            world.post(&browser, path, &[("secret", &secret), ("password", password), ("code", code)]).await
        };
        let wrong = send("four quiet herons walking", &old).await;
        wrong.says(&["This is not your password", "The code is not right"]);
        assert_eq!(wrong.hidden("secret"), secret);
        send(PASSWORD, &old).await.says(&["The code is not right"]);
        assert_eq!(world.record.account_of("yj-1").await.unwrap().unwrap().totp, TOTP);
        assert_eq!(
            world.post(&browser, path, &[("secret", "short"), ("password", PASSWORD), ("code", &new)]).await.status,
            400
        );
        let done = send(PASSWORD, &new).await;
        assert_eq!(done.leads_to(), "/account?done=second-factor");
        assert_eq!(world.record.account_of("yj-1").await.unwrap().unwrap().totp, secret);
        let after = Browser { cookie: done.cookie(), token: String::new() };
        world.get(&after, "/account?done=second-factor").await.says(&["Your second factor has been changed"]);
        assert_eq!(world.get(&browser, "/duties").await.status, 303);
        // The code that was shown for it counts no second time, and nobody else is touched.
        let account = world.record.account_of("yj-1").await.unwrap().unwrap();
        assert_eq!(account.totp_step, world.now() / 30_000);
        assert_eq!(world.get(&other, "/duties").await.status, 200);
    });
}

#[test]
fn a_calendar_says_days_and_nothing_of_a_child() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        world.get(&browser, "/account/calendar").await.says(&["Your calendar has no address yet"]);
        let made = world.post(&browser, "/account/calendar", &[]).await;
        made.says(&["It is shown this once"]);
        let path = address(&made);
        let secret = path.trim_start_matches("/calendar/");
        world.get(&browser, "/account/calendar").await.says(&["Your calendar has an address"]).never_says(&[secret]);
        assert!(world.record.calendar_of(secret).await.unwrap().is_none());
        let nobody = Browser::default();
        // Whose days are fetched is written down before they leave; of the secret only a hash is.
        let look = "[\"c-ash\"]";
        assert!(!world.has_written(look));
        let feed = world.get(&nobody, &path).await;
        assert!(world.has_written(look) && !world.has_written(secret));
        assert_eq!(feed.header("content-type"), "text/calendar; charset=utf-8");
        assert!(feed.page().starts_with("BEGIN:VCALENDAR") && feed.body.contains("SUMMARY:Duty due"), "{}", feed.body);
        feed.never_says(&["Ash", "Birch", "Brindle", "c-ash", "remand", "Wren", "yj-1"]);
        // A new address ends the old one; an ended one is as if it had never been.
        let again = address(&world.post(&browser, "/account/calendar", &[]).await);
        let never = world.get(&nobody, "/calendar/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await;
        let unknown = world.get(&nobody, "/no/such/page").await;
        for answer in [&world.get(&nobody, &path).await, &never] {
            assert_eq!((answer.status, &answer.body, &answer.headers), (404, &unknown.body, &unknown.headers));
        }
        assert_eq!(world.get(&nobody, &again).await.status, 200);
        assert_eq!(
            world.post(&browser, "/account/calendar/end", &[]).await.leads_to(),
            "/account/calendar?done=calendar-ended"
        );
        assert_eq!(world.get(&nobody, &again).await.body, unknown.body);
    });
}

#[test]
fn a_restricted_child_leaves_the_calendar_at_once() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        let path = address(&world.post(&browser, "/account/calendar", &[]).await);
        let nobody = Browser::default();
        assert!(world.get(&nobody, &path).await.page().contains("BEGIN:VEVENT"));
        for child in ["c-ash", "c-birch"] {
            world
                .keep(child, vec![Entry::Restricted { people: Some(vec!["yj-2".into()]), reason: String::new() }])
                .await;
        }
        assert!(!world.get(&nobody, &path).await.page().contains("BEGIN:VEVENT"));
        assert_eq!(world.record.staff(HOME).await.unwrap().person("yj-1").unwrap().id, "yj-1");
    });
}

#[test]
fn an_address_is_fetched_as_often_as_people_sign_in() {
    run(async {
        let (world, nobody) = (World::new().await, Browser::default());
        let mut said = Vec::new();
        for _ in 0..76 {
            said.push(world.get(&nobody, "/calendar/x").await.status);
        }
        assert_eq!(said, [[404; 75].as_slice(), &[429]].concat());
        world.after(1);
        assert_eq!(world.get(&nobody, "/calendar/x").await.status, 404);
    });
}
