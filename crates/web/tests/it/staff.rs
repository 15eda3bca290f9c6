//! Who works where, kept by the administrator; and what becomes of whoever leaves.

use crate::world::{Answer, Browser, HOME, World, event, gate, involved, opened, program, run};
use web::secrets;

/// The fields of a form on this page, with what stands in `based_on`.
async fn based_on(world: &World, browser: &Browser, path: &str) -> String {
    world.get(browser, path).await.hidden("based_on")
}

const NEW: [(&str, &str); 7] = [
    ("service", "yjs"),
    ("name", "Plover  Dunne"),
    ("standing", "practitioner"),
    ("roles", "yjs-case-manager"),
    ("teams", "t-yj"),
    ("telephone", "020 7946 0333"),
    ("email", "Plover.Dunne@example.org"),
];

async fn send(world: &World, browser: &Browser, path: &str, based_on: &str, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("based_on", based_on)];
    all.extend_from_slice(fields);
    world.post(browser, path, &all).await
}

#[test]
fn only_the_administrator_keeps_the_staff_and_never_themselves() {
    run(async {
        let world = World::new().await;
        let looks = [
            "/staff/people/add",
            "/staff/people/yj-2/change",
            "/staff/people/yj-2/account",
            "/staff/people/yj-2/leave",
        ];
        let looks = looks.iter().chain(&["/staff/teams/add", "/staff/teams/t-yj/change"]);
        let changes = ["/staff/people/yj-2/return", "/staff/people/yj-2/sign-out"];
        for who in ["yj-1", "sw-m", "da-1", "yj-s", "ox-1"] {
            let browser = world.as_person(who).await;
            for path in looks.clone() {
                let (seen, sent) = (world.get(&browser, path).await, world.post(&browser, path, &NEW).await);
                assert!([403, 404].contains(&seen.status), "{who} {path}: {}", seen.status);
                assert!([403, 404].contains(&sent.status), "{who} {path}: {}", sent.status);
            }
            for path in changes {
                assert!([403, 404].contains(&world.post(&browser, path, &[]).await.status), "{who} {path}");
            }
            world.get(&browser, "/staff").await.never_says(&["/staff/people/add", "/staff/teams/add"]);
        }
        assert_eq!(world.record.staff(HOME).await.unwrap().version, 16);
        let browser = world.as_person("ad-1").await;
        for end in ["change", "account", "leave"] {
            assert_eq!(world.get(&browser, &format!("/staff/people/ad-1/{end}")).await.status, 403, "{end}");
            assert_eq!(world.post(&browser, &format!("/staff/people/ad-1/{end}"), &NEW).await.status, 403, "{end}");
        }
        world.get(&browser, "/staff/people/ad-1").await.never_says(&["What you can change", "Sign out everywhere"]);
        // Another council's people are not there.
        assert_eq!(world.get(&browser, "/staff/people/ox-1/change").await.status, 404);
        assert_eq!(world.get(&browser, "/staff/teams/t-ox/change").await.status, 404);
    });
}

#[test]
fn a_person_is_added() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("ad-1").await;
        world.get(&browser, "/staff").await.says(&["Add a person", "Add a team"]);
        let which = world.get(&browser, "/staff/people/add").await;
        which.says(&["Which service do they work for?", "Social care"]).never_says(&[" checked", "Choose which"]);
        let none = world.get(&browser, "/staff/people/add?asked=yes").await;
        none.says(&["There is a problem Choose which service they work for"]);
        let path = "/staff/people/add?service=yjs";
        let form = world.get(&browser, path).await;
        form.says(&["Youth Justice East", "Youth justice case manager"])
            .never_says(&["Social Work West", "value=\"administrator\""]);
        let on = form.hidden("based_on");
        assert_eq!(on, "16");
        // What is wrong is said beside the field and at the top, and what was typed stays.
        let wrong = [
            ("service", "yjs"),
            ("name", " "),
            ("standing", "administrator"),
            ("telephone", "twelve"),
            ("email", "plover"),
            ("leads", "t-sw"),
        ];
        let again = send(&world, &browser, "/staff/people/add", &on, &wrong).await;
        again.says(&[
            "There is a problem",
            "Enter the name of the person",
            "Choose what their post is",
            "Choose at least one team",
            "Enter a telephone number",
            "Enter an e-mail address",
        ]);
        assert!(again.page().contains("value=\"twelve\"") && again.body.contains("value=\"plover\""));
        let leads = [("service", "yjs"), ("name", "Plover"), ("standing", "practitioner"), ("leads", "t-yj")];
        send(&world, &browser, "/staff/people/add", &on, &leads)
            .await
            .says(&["Only a team manager or a senior manager leads a team"]);
        let answer = send(&world, &browser, "/staff/people/add", &on, &NEW).await;
        let address = answer.leads_to().to_owned();
        let staff = world.record.staff(HOME).await.unwrap();
        assert_eq!((staff.version, staff.people.len()), (17, 12));
        let plover = staff.people.iter().find(|p| p.name == "Plover Dunne").unwrap();
        assert_eq!(address, format!("/staff/people/{}?done=person-added", plover.id));
        assert_eq!(
            (plover.email.as_str(), plover.teams.as_slice(), plover.active),
            ("plover.dunne@example.org", &["t-yj".to_owned()][..], true)
        );
        world
            .get(&browser, &address)
            .await
            .says(&["Added. They have no way to sign in yet.", "Not yet: they have no password"]);
    });
}

#[test]
fn a_change_is_kept_on_top_of_what_was_seen() {
    run(async {
        let world = World::new().await;
        let (one, other) = (world.as_person("ad-1").await, world.as_person("ad-2").await);
        let path = "/staff/people/yj-2/change";
        let form = world.get(&one, path).await;
        form.says(&["Change Robin Marsh"]);
        assert!(form.body.contains("value=\"Robin Marsh\"") && form.body.contains("value=\"020 7946 0201\""));
        let on = form.hidden("based_on");
        let changed = |telephone| {
            [
                ("name", "Robin Marsh"),
                ("standing", "practitioner"),
                ("roles", "yjs-case-manager"),
                ("teams", "t-yj"),
                ("teams", "t-court"),
                ("telephone", telephone),
                ("email", "yj-2@example.org"),
            ]
        };
        let answer = send(&world, &other, path, &on, &changed("020 7946 0999")).await;
        assert_eq!(answer.leads_to(), "/staff/people/yj-2?done=saved");
        // The other form is older: it says what changed, keeps what was typed, and can be sent again.
        let stale = send(&world, &one, path, &on, &changed("020 7946 0888")).await;
        stale.says(&["Starling Keys changed Robin Marsh: teams now Court and Duty, Youth Justice East; telephone now 020 7946 0999."]);
        assert!(stale.body.contains("value=\"020 7946 0888\""));
        assert_eq!(world.record.staff(HOME).await.unwrap().person("yj-2").unwrap().telephone, "020 7946 0999");
        let again = stale.hidden("based_on");
        assert_eq!(again, "17");
        send(&world, &one, path, &again, &changed("020 7946 0888")).await.leads_to();
        let staff = world.record.staff(HOME).await.unwrap();
        let robin = staff.person("yj-2").unwrap();
        assert_eq!(
            (robin.telephone.as_str(), robin.teams.len(), robin.service),
            ("020 7946 0888", 2, gate::Service::Yjs)
        );
        assert_eq!(world.post(&one, path, &changed("")).await.status, 400);
    });
}

#[test]
fn whoever_is_given_another_post_leads_no_team_by_it() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("ad-1").await;
        let path = "/staff/people/yj-m/change";
        let on = based_on(&world, &browser, path).await;
        let post = |standing| [("name", "Linnet Hale"), ("standing", standing), ("teams", "t-yj"), ("leads", "t-yj")];
        let refused = send(&world, &browser, path, &on, &post("practitioner")).await;
        refused.says(&["Only a team manager or a senior manager leads a team", "Choose such a post, or no team here"]);
        assert_eq!(world.record.staff(HOME).await.unwrap().person("yj-m").unwrap().leads, ["t-yj"]);
        send(&world, &browser, path, &on, &post("practitioner")[..3]).await.leads_to();
        let staff = world.record.staff(HOME).await.unwrap();
        assert!(staff.person("yj-m").unwrap().leads.is_empty());
        let manager = world.as_person("yj-m").await;
        assert_eq!(world.get(&manager, "/children/c-birch/looks").await.status, 403);
    });
}

#[test]
fn the_first_administrator_is_in_no_team_and_their_details_can_be_changed() {
    run(async {
        let world = World::new().await;
        // As `tandem person add` makes the first one.
        let first = gate::Person {
            teams: Vec::new(),
            ..world.record.staff(HOME).await.unwrap().person("ad-1").unwrap().clone()
        };
        let entries = gate().admit_other(&program(HOME), vec![record::StaffEntry::from(&first)]).unwrap();
        world.record.keep_staff(entries, 16, world.now()).await.unwrap();
        let browser = world.as_person("ad-2").await;
        let path = "/staff/people/ad-1/change";
        let on = based_on(&world, &browser, path).await;
        let fields = [("name", "Swift Locke"), ("standing", "administrator"), ("telephone", "020 7946 0555")];
        send(&world, &browser, path, &on, &fields).await.leads_to();
        let staff = world.record.staff(HOME).await.unwrap();
        let swift = staff.person("ad-1").unwrap();
        assert_eq!((swift.name.as_str(), swift.telephone.as_str()), ("Swift Locke", "020 7946 0555"));
        // What comes to a team comes to whoever works with children in one.
        let on = based_on(&world, &browser, "/staff/people/yj-2/change").await;
        let none = [("name", "Robin Marsh"), ("standing", "practitioner")];
        send(&world, &browser, "/staff/people/yj-2/change", &on, &none).await.says(&["Choose at least one team"]);
    });
}

#[test]
fn a_team_is_added_and_changed() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("ad-1").await;
        let on = based_on(&world, &browser, "/staff/teams/add").await;
        let wrong = send(&world, &browser, "/staff/teams/add", &on, &[("name", "youth justice east")]).await;
        wrong.says(&["There is a team of this name already", "Choose the team’s service"]);
        let right =
            [("name", "Youth Justice West"), ("service", "yjs"), ("covers", "yes"), ("telephone", "020 7946 0444")];
        let answer = send(&world, &browser, "/staff/teams/add", &on, &right).await;
        assert_eq!(answer.leads_to(), "/staff?done=team-added");
        let staff = world.record.staff(HOME).await.unwrap();
        let west = staff.teams.iter().find(|t| t.name == "Youth Justice West").unwrap();
        assert_eq!((west.service, west.covers, west.telephone.as_str()), (gate::Service::Yjs, true, "020 7946 0444"));
        let path = format!("/staff/teams/{}/change", west.id);
        let on = based_on(&world, &browser, &path).await;
        // A team's service stays, whatever is sent.
        send(&world, &browser, &path, &on, &[("name", "YJ West"), ("service", "csc")]).await.leads_to();
        let staff = world.record.staff(HOME).await.unwrap();
        let west = staff.team(&west.id).unwrap();
        assert_eq!((west.name.as_str(), west.service, west.covers), ("YJ West", gate::Service::Yjs, false));
        world.get(&browser, "/staff").await.says(&["YJ West", "None: nobody is in this team"]);
    });
}

#[test]
fn whoever_leaves_is_out_at_once() {
    run(async {
        let world = World::new().await;
        let admin = world.as_person("ad-1").await;
        let wren = world.as_person("yj-1").await;
        let token = world.token("yj-1", &["read"]).await;
        let made = world.post(&wren, "/account/calendar", &[]).await;
        let calendar = address(&made);
        assert_eq!(world.get(&wren, "/duties").await.status, 200);
        assert_eq!(world.api(&token, "GET /api/v1/my/duties", &[], "").await.status, 200);
        assert_eq!(world.get(&Browser::default(), &calendar).await.status, 200);
        let manager = world.as_person("yj-m").await;
        world.get(&manager, "/teams/t-yj").await.says(&["Dogwood Lacey"]);
        let form = world.get(&admin, "/staff/people/yj-1/leave").await;
        // Ash and Birch; of neither is a name said.
        form.says(&[
            "2 children will have nobody by name",
            "Youth Justice East: 2 children",
            "Restricted records are in no count",
        ]);
        form.never_says(&["Brindle", "c-ash"]);
        let on = form.hidden("based_on");
        let answer = send(&world, &admin, "/staff/people/yj-1/leave", &on, &[]).await;
        assert_eq!(answer.leads_to(), "/staff/people/yj-1?done=left");
        world.get(&admin, answer.leads_to()).await.says(&[
            "They have left",
            "They work with no child by name any longer",
            "They are back",
        ]);
        world.get(&admin, "/staff").await.says(&["Have left", "Wren Ashdown"]);
        assert_eq!(world.get(&wren, "/duties").await.leads_to(), "/sign-in?next=%2Fduties");
        assert_eq!(world.api(&token, "GET /api/v1/my/duties", &[], "").await.status, 401);
        assert_eq!(world.get(&Browser::default(), &calendar).await.status, 404);
        let list = world.get(&manager, "/teams/t-yj").await;
        let whom = list.text();
        let whom = whom.split_once("Children whom nobody has by name").unwrap().1;
        for child in ["Ash Brindle", "Birch Brindle", "Dogwood Lacey"] {
            assert!(whom.contains(child), "{child}: {whom}");
        }
        assert!(!whom.contains("Cedar Thornley"), "{whom}");
        // The right password is a wrong one now.
        let fields = [("sign-in", "yj-1@example.org"), ("password", crate::world::PASSWORD)];
        world.post_as(&Browser::default(), "/sign-in", &fields, &[]).await.says(&["is not right"]);
        // Whoever comes back finds nothing open of what was.
        let on = based_on(&world, &admin, "/staff/people/yj-1").await;
        send(&world, &admin, "/staff/people/yj-1/return", &on, &[]).await.leads_to();
        assert_eq!(world.get(&wren, "/duties").await.status, 303);
        assert_eq!(world.api(&token, "GET /api/v1/my/duties", &[], "").await.status, 401);
        assert_eq!(world.get(&Browser::default(), &calendar).await.status, 404);
        world.get(&admin, "/staff/people/yj-1").await.says(&["Not yet: they have no password"]);
    });
}

#[test]
fn whoever_comes_back_begins_with_no_child_and_the_lead_sees_whom_they_left() {
    run(async {
        let world = World::new().await;
        // With Robin alone, and in no team's name.
        let started = serde_json::json!({"basis": "bail-support", "route": "criminal-justice"});
        let entries = vec![
            opened(HOME, "Fir", "Maddock", "2010-05-05"),
            event("f1", "2026-05-11", "yjs-involvement-started", started),
            involved("yjs", "", "yj-2", "yjs-case-manager"),
        ];
        world.keep("c-fir", entries).await;
        let (admin, manager) = (world.as_person("ad-1").await, world.as_person("yj-m").await);
        let robin = world.as_person("yj-2").await;
        world.get(&robin, "/duties").await.says(&["Fir Maddock", "Cedar Thornley"]);
        assert_eq!(world.get(&manager, "/children/c-fir").await.status, 404);
        let form = world.get(&admin, "/staff/people/yj-2/leave").await;
        form.says(&["2 children will have nobody by name", "with no team: 1 child", "begin with no child"]);
        send(&world, &admin, "/staff/people/yj-2/leave", &form.hidden("based_on"), &[]).await.leads_to();
        let list = world.get(&manager, "/teams/t-yj").await.text();
        let whom = list.split_once("Children whom nobody has by name").unwrap().1;
        assert!(whom.contains("Fir Maddock") && whom.contains("Cedar Thornley"), "{whom}");
        world.get(&manager, "/children/c-fir").await.says(&["Youth Justice East"]).never_says(&["Robin Marsh"]);
        let on = based_on(&world, &admin, "/staff/people/yj-2").await;
        send(&world, &admin, "/staff/people/yj-2/return", &on, &[]).await.leads_to();
        world.after(1);
        let robin = world.as_person("yj-2").await;
        world.get(&robin, "/duties").await.never_says(&["Fir Maddock", "Cedar Thornley"]);
        // A record that was restricted to them is theirs no longer either.
        assert_eq!(world.get(&robin, "/children/c-elm").await.status, 404);
        let child = world.child("c-fir").await;
        assert!(child.involved.iter().all(|place| place.person.is_empty()), "{:?}", child.involved);
        // Nor does a form leave a child on nobody's list.
        let form = world.get(&manager, "/children/c-fir/allocate").await;
        let fields = [("key", form.hidden("key")), ("based_on", form.hidden("based_on")), ("end", "0".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let kept = world.post(&manager, "/children/c-fir/allocate", &fields).await;
        kept.says(&["Nobody else of your service has the child"]);
    });
}

/// The address of a calendar that was just made, without the host.
pub fn address(made: &Answer) -> String {
    let start = "https://tandem.example.org/calendar/";
    let rest = made.page().split_once(start).expect("an address").1;
    format!("/calendar/{}", rest.split_once('<').unwrap().0)
}

#[test]
fn somebody_is_signed_out_everywhere() {
    run(async {
        let world = World::new().await;
        let (admin, wren) = (world.as_person("ad-1").await, world.as_person("yj-1").await);
        let token = world.token("yj-1", &["read"]).await;
        let answer = world.post(&admin, "/staff/people/yj-1/sign-out", &[]).await;
        assert_eq!(answer.leads_to(), "/staff/people/yj-1?done=signed-out");
        assert_eq!(world.get(&wren, "/duties").await.status, 303);
        assert_eq!(world.api(&token, "GET /api/v1/my/duties", &[], "").await.status, 401);
    });
}

/// The text in the first of these tags after some words.
fn after(answer: &Answer, words: &str, tag: &str) -> String {
    let rest = answer.page().split_once(words).expect("the words").1;
    let rest = rest.split_once(&format!("<{tag}>")).unwrap().1;
    rest.split_once(&format!("</{tag}>")).unwrap().0.to_owned()
}

#[test]
fn a_first_password_is_for_one_use() {
    run(async {
        let world = World::new().await;
        let admin = world.as_person("ad-1").await;
        let path = "/staff/people/yj-2/account";
        let form = world.get(&admin, path).await;
        assert!(form.page().contains("value=\"yj-2@example.org\""));
        let on = form.hidden("based_on");
        let taken = send(&world, &admin, path, &on, &[("sign-in", "yj-1@example.org")]).await;
        taken.says(&["Somebody else signs in with this name"]);
        let given = send(&world, &admin, path, &on, &[("sign-in", "robin@example.org")]).await;
        given.says(&["Robin Marsh can sign in", "This is shown once", "Counts until Wed 24 June 2026"]);
        given.never_says(&["otpauth:"]);
        assert!(given.body.contains("<svg class=\"tandem-qr\"") && given.header("cache-control") == "no-store");
        let password = after(&given, "First password", "code");
        let totp = after(&given, "type these letters", "code").replace(' ', "");
        assert_eq!((password.len(), totp.len()), (24, 32));
        // Sent a second time, the form is stale: nothing is made anew.
        send(&world, &admin, path, &on, &[("sign-in", "robin@example.org")])
            .await
            .says(&["Swift Keys gave Robin Marsh a new first password"]);
        world
            .get(&admin, "/staff/people/yj-2")
            .await
            .says(&["With robin@example.org. The first password has not been changed yet"])
            .never_says(&[&password, &totp]);

        let browser = sign_in(&world, &password, &totp).await;
        // Nothing opens but the page for a password, and the way out.
        for path in ["/", "/duties", "/children/c-cedar", "/account", "/account/tokens", "/find"] {
            assert_eq!(world.get(&browser, path).await.leads_to(), "/account/password", "{path}");
        }
        assert_eq!(
            world
                .post(&browser, "/account/tokens", &[("name", "x"), ("days", "1"), ("scope", "read")])
                .await
                .leads_to(),
            "/account/password"
        );
        let page = world.get(&browser, "/account/password").await;
        page.says(&["Choose your password", "Robin Marsh"]).never_says(&["href=\"/duties\""]);
        let same = [("old", password.as_str()), ("new", password.as_str()), ("again", password.as_str())];
        world.post(&browser, "/account/password", &same).await.says(&["must be another than the old one"]);
        let own = [
            ("old", password.as_str()),
            ("new", "nine patient otters diving"),
            ("again", "nine patient otters diving"),
        ];
        let changed = world.post(&browser, "/account/password", &own).await;
        assert_eq!(changed.leads_to(), "/duties?done=password");
        let after = Browser { cookie: changed.cookie(), token: String::new() };
        world.get(&after, "/duties?done=password").await.says(&["Your password has been changed", "My duties"]);
        assert_eq!(world.get(&browser, "/duties").await.leads_to(), "/sign-in?next=%2Fduties");
        let again = [("sign-in", "robin@example.org"), ("password", password.as_str())];
        world.post_as(&Browser::default(), "/sign-in", &again, &[]).await.says(&["is not right"]);
    });
}

/// Signs Robin in by both factors; the code leads to where a password is chosen.
async fn sign_in(world: &World, password: &str, totp: &str) -> Browser {
    let fields = [("sign-in", "robin@example.org"), ("password", password)];
    let answer = world.post_as(&Browser::default(), "/sign-in", &fields, &[]).await;
    assert_eq!(answer.leads_to(), "/sign-in/code?next=%2F");
    let half = Browser { cookie: answer.cookie(), token: String::new() };
    assert_eq!(world.get(&half, "/account/password").await.leads_to(), "/sign-in/code");
    let half = Browser { token: world.get(&half, "/sign-in/code").await.hidden("token"), ..half };
    let code = secrets::code_now(totp, "robin@example.org", 0, world.now()).unwrap();
    let answer = world.post(&half, "/sign-in/code", &[("code", &code), ("next", "/children/c-cedar")]).await;
    assert_eq!(answer.leads_to(), "/account/password");
    let first = Browser { cookie: answer.cookie(), token: String::new() };
    Browser { token: world.get(&first, "/account/password").await.hidden("token"), ..first }
}

#[test]
fn a_first_password_runs_out() {
    run(async {
        let world = World::new().await;
        let admin = world.as_person("ad-1").await;
        let on = based_on(&world, &admin, "/staff/people/yj-2/account").await;
        let given = send(&world, &admin, "/staff/people/yj-2/account", &on, &[("sign-in", "robin@example.org")]).await;
        let password = after(&given, "First password", "code");
        let fields = [("sign-in", "robin@example.org"), ("password", password.as_str())];
        world.after(14 * 24 * 60 - 1);
        assert_eq!(world.post_as(&Browser::default(), "/sign-in", &fields, &[]).await.status, 303);
        world.after(1);
        world.post_as(&Browser::default(), "/sign-in", &fields, &[]).await.says(&["is not right"]);
    });
}

#[test]
fn what_was_typed_comes_through_the_second_factor() {
    run(async {
        let world = World::new().await;
        let admin = world.as_person("ad-1").await;
        let on = based_on(&world, &admin, "/staff/teams/add").await;
        // The form took longer than five minutes.
        world.after(6);
        assert_eq!(world.get(&admin, "/staff/teams/add").await.leads_to(), "/confirm?next=%2Fstaff%2Fteams%2Fadd");
        // A link plants no form that somebody then saves with their own code.
        let planted = "/confirm?then=%2Fstaff%2Fpeople%2Fsw-1%2Fchange&kept.standing=manager&next=%2Fhelp";
        world.get(&admin, planted).await.never_says(&["kept.standing", "sw-1", "manager"]);
        let fields = [("name", "Youth Justice West"), ("service", "yjs"), ("telephone", "020 7946 0444")];
        let asked = send(&world, &admin, "/staff/teams/add", &on, &fields).await;
        asked.says(&["Confirm it is you", "What you typed is kept"]);
        assert_eq!(
            (asked.hidden("then"), asked.hidden("kept.name")),
            ("/staff/teams/add".into(), "Youth Justice West".into())
        );
        assert_eq!(world.record.staff(HOME).await.unwrap().version, 16);
        let kept = [
            ("then", "/staff/teams/add"),
            ("kept.name", "Youth Justice West"),
            ("kept.service", "yjs"),
            ("kept.based_on", on.as_str()),
        ];
        let mut wrong = vec![("code", "000000")];
        wrong.extend(kept);
        assert_eq!(world.post(&admin, "/sign-in/code", &wrong).await.hidden("kept.name"), "Youth Justice West");
        let code = secrets::code_now(crate::world::TOTP, "ad-1@example.org", 0, world.now()).unwrap();
        let mut right = vec![("code", code.as_str())];
        right.extend(kept);
        let go_on = world.post(&admin, "/sign-in/code", &right).await;
        go_on.says(&["is not saved yet"]);
        let browser = Browser { cookie: go_on.cookie(), token: go_on.hidden("token") };
        let fields = [
            ("name", go_on.hidden("name")),
            ("service", go_on.hidden("service")),
            ("based_on", go_on.hidden("based_on")),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert_eq!(world.post(&browser, "/staff/teams/add", &fields).await.leads_to(), "/staff?done=team-added");
    });
}
