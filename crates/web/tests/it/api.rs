//! What another program is told, what it can record, and what it is refused.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use web::routes::{ALL, Way};

use crate::world::{World, event, involved, opened, run};

const JSON: (&str, &str) = ("content-type", "application/json");

/// The headers of a write.
fn write<'a>(key: &'a str, version: &'a str) -> [(&'a str, &'a str); 3] {
    [JSON, ("idempotency-key", key), ("if-match", version)]
}

#[test]
fn the_document_has_every_address_of_the_api_and_no_other() {
    run(async {
        let world = World::new().await;
        let document = world.api("", "GET /api/v1/openapi.json", &[], "").await.json(200);
        assert_eq!(document["openapi"], "3.1.0");
        let paths = document["paths"].as_object().unwrap().iter();
        let described: BTreeSet<(String, String)> = paths
            .flat_map(|(path, item)| item.as_object().unwrap().keys().map(|m| (m.to_uppercase(), path.clone())))
            .collect();
        let routes = ALL.iter().filter(|r| matches!(r.way, Way::Api(..)));
        let there: BTreeSet<(String, String)> = routes.map(|r| (r.method.to_owned(), r.path.to_owned())).collect();
        assert_eq!(described, there);
        let page = world.api("", "GET /api", &[], "").await;
        page.says(&["GET /api/v1/my/duties", "Idempotency-Key"]);
        assert!(!page.body.contains("http://") && !page.body.contains("https://"), "something from outside");
    });
}

#[test]
fn whoever_has_no_token_or_a_wrong_one_is_told_so_and_nothing_else() {
    run(async {
        let world = World::new().await;
        let token = world.token("yj-1", &["read"]).await;
        for (address, status) in
            [("GET /api/v1/children/c-ash", 401), ("GET /api/v1/nothing", 404), ("DELETE /api/v1/my/duties", 405)]
        {
            let answer = world.api("wrong", address, &[], "").await;
            assert_eq!(answer.header("content-type"), "application/problem+json", "{address}");
            assert_eq!(answer.json(status)["status"], status);
        }
        assert_eq!(world.api("wrong", "GET /api/v1/my/duties", &[], "").await.header("www-authenticate"), "Bearer");
        // A record that is not there, one of another council, and one that nothing ties the person to: one answer.
        let gone = world.api(&token, "GET /api/v1/children/c-none", &[], "").await;
        let far = world.api(&token, "GET /api/v1/children/c-far", &[], "").await;
        let restricted = world.api(&token, "GET /api/v1/children/c-elm", &[], "").await;
        assert_eq!(
            (gone.status, &gone.body, gone.status, &gone.body),
            (far.status, &far.body, restricted.status, &restricted.body)
        );
        assert_eq!(gone.status, 404);
        // A token that is made for reading does not write.
        let body = r#"{"events":[{"at":"2026-06-09","event":"missing"}]}"#;
        let refused = world.api(&token, "POST /api/v1/children/c-ash/events", &write("k", "\"9\""), body).await;
        assert_eq!(refused.json(403)["detail"], "the token is not made for writing");
    });
}

#[test]
fn a_journey_that_is_sent_is_answered_as_the_command_answers_it() {
    run(async {
        let world = World::new().await;
        let token = world.token("da-1", &["read"]).await;
        let yaml = "protocol: enfield\nchild: {born: 2010-06-15}\nevents:\n  - {at: 2026-05-16, event: remanded-yda}\nas_at: 2026-05-18T10:00\n";
        let said =
            world.api(&token, "POST /api/v1/duties", &[("content-type", "application/yaml")], yaml).await.json(200);
        let told = said["duties"].as_array().unwrap().iter().find(|d| d["clause"] == "enfield-8.5a").unwrap();
        assert_eq!((&told["due"], &told["state"]), (&json!("2026-05-16"), &json!("overdue")));
        assert_eq!(said["as_at"], "2026-05-18T10:00:00+01:00[Europe/London]");
        let journey = r#"{"protocol":"enfield","child":{"born":"2010-06-15"},"events":[{"at":"2026-05-16","event":"remanded-yda"}]}"#;
        let same = world.api(&token, "POST /api/v1/duties?as_at=2026-05-18T10:00", &[JSON], journey).await.json(200);
        assert_eq!(same, said);
        let wrong =
            world.api(&token, "POST /api/v1/duties", &[JSON], r#"{"protocol":"enfield","events":[]}"#).await.json(422);
        assert!(wrong["errors"][0]["detail"].as_str().unwrap().contains("`child` is missing"), "{wrong}");
        for (path, kind, status) in [
            ("POST /api/v1/duties", "text/plain", 415),
            ("POST /api/v1/duties?as_at=never", "application/json", 400),
            ("POST /api/v1/duties?asat=2026-01-01", "application/json", 400),
        ] {
            world.api(&token, path, &[("content-type", kind)], journey).await.json(status);
        }
        let long = format!("{{\"x\":\"{}\"}}", "y".repeat(5 * 1024 * 1024));
        assert_eq!(world.api(&token, "POST /api/v1/duties", &[JSON], &long).await.json(413)["status"], 413);
        let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
        world.api(&token, "POST /api/v1/duties", &[JSON], &deep).await.json(422);
        let writer = world.token("yj-1", &["read", "write"]).await;
        let deep = format!("{{\"events\":[{{\"at\":\"2026-06-09\",\"with\":{{\"x\":{deep}");
        world.api(&writer, "POST /api/v1/children/c-ash/events", &write("deep", "\"7\""), &deep).await.json(400);
    });
}

#[test]
fn children_are_found_a_page_at_a_time_and_each_look_is_written_down() {
    run(async {
        let world = World::new().await;
        let token = world.token("yj-1", &["read"]).await;
        let find = "POST /api/v1/children/find";
        let first = world.api(&token, find, &[JSON], r#"{"text":"brindle","limit":1}"#).await.json(200);
        assert_eq!(first["children"][0]["child"], "c-ash");
        let next = json!({ "text": "brindle", "limit": 1, "cursor": first["next"] }).to_string();
        let second = world.api(&token, find, &[JSON], &next).await.json(200);
        // The third of that name is restricted, the fourth is another council's.
        assert_eq!((&second["children"][0]["child"], &second["next"]), (&json!("c-birch"), &Value::Null));
        assert_eq!(world.api(&token, find, &[JSON], r#"{"text":"nobody"}"#).await.json(200)["children"], json!([]));
        for (body, status) in [
            (r#"{"text":"brindle","secret":1}"#, 422),
            (r#"{"text":"brindle","limit":0}"#, 400),
            (r#"{"text":"brindle","cursor":"%"}"#, 400),
            ("{", 400),
        ] {
            world.api(&token, find, &[JSON], body).await.json(status);
        }
        // Later than the look at the list in which the child stood.
        world.after(1);
        let shown = world.api(&token, "GET /api/v1/children/c-ash", &[], "").await;
        assert_eq!(shown.header("etag"), "\"7\"");
        let shown = shown.json(200);
        assert_eq!((&shown["family"], &shown["status"]["looked_after"]), (&json!("Brindle"), &json!(true)));
        assert_eq!(world.looks("c-ash").await[0].look.action, "see-child");
    });
}

#[test]
fn what_somebody_may_not_read_is_withheld_and_the_duty_stays() {
    run(async {
        let world = World::new().await;
        // A child of whom social care alone knows of a concern.
        let concern = json!({ "id": "m1", "at": "2026-06-05T20:00", "known": { "csc": "2026-06-05T21:00" }, "event": "exploitation-concern" });
        let entries = vec![
            opened("camden", "Hazel", "Thornley", "2010-02-02"),
            event(
                "h1",
                "2026-05-04",
                "yjs-involvement-started",
                json!({"basis": "bail-support", "route": "criminal-justice"}),
            ),
            event("h2", "2026-05-05", "csc-involvement-started", json!({"plan": "child-in-need"})),
            record::Entry::Event { event: concern },
            involved("yjs", "t-yj", "yj-1", "yjs-case-manager"),
            involved("csc", "t-sw", "sw-1", "social-worker"),
        ];
        world.keep("c-hazel", entries).await;
        let (yjs, csc) = (world.token("yj-1", &["read"]).await, world.token("sw-1", &["read"]).await);
        let path = "GET /api/v1/children/c-hazel/duties";
        let (theirs, ours) = (world.api(&csc, path, &[], "").await.json(200), world.api(&yjs, path, &[], "").await);
        let of_concern = |said: &Value| -> Vec<Value> {
            let duties = said["duties"].as_array().unwrap().iter();
            duties.filter(|d| d["trigger"]["event"] == "exploitation-concern").cloned().collect()
        };
        assert!(!of_concern(&theirs).is_empty(), "{theirs}");
        ours.never_says(&["exploitation-concern", "m1", "2026-06-05"]);
        let ours = ours.json(200);
        assert_eq!(ours["duties"].as_array().unwrap().len(), theirs["duties"].as_array().unwrap().len());
        let withheld = ours["duties"].as_array().unwrap().iter().find(|d| d["trigger"].is_null()).unwrap();
        assert!(withheld["why"][0].as_str().unwrap().starts_with("Reason withheld"));
        assert_eq!((&ours["status"], &ours["withheld"]), (&Value::Null, &json!(["status", "findings"])));
        // Of what social care owes for it, youth justice is told that and no more.
        let masked =
            ours["duties"].as_array().unwrap().iter().find(|d| d["owner"] == "csc" && d["clause"] == "").unwrap();
        assert_eq!(masked["title"], "A duty of social care (reason withheld)");
        assert_eq!(
            (&masked["due"], &masked["urgent"], &masked["occurrence"]),
            (&Value::Null, &json!(false), &json!(0))
        );
        // Of a later word that only social care has, the trigger tells youth justice nothing.
        let later = json!({ "id": "h3", "at": "2026-05-03", "known": { "csc": "2026-06-09" }, "event": "yjs-involvement-started",
            "corrects": "h1", "with": {"basis": "bail-support", "route": "criminal-justice"} });
        world.keep("c-hazel", vec![record::Entry::Event { event: later }]).await;
        let triggers = |said: &Value| -> Vec<String> {
            let of = |d: &Value| {
                (d["trigger"]["event"] == "yjs-involvement-started").then(|| d["trigger"]["at"].to_string())
            };
            let mut all: Vec<String> = said["duties"].as_array().unwrap().iter().filter_map(of).collect();
            all.dedup();
            all
        };
        assert_eq!(triggers(&world.api(&yjs, path, &[], "").await.json(200)), ["\"2026-05-04\""]);
        assert_eq!(triggers(&world.api(&csc, path, &[], "").await.json(200)), ["\"2026-05-03\""]);
        // The journey in the contract's form lacks the entry, and can be read again.
        // It is taken out with a scope of its own, by those who may.
        let journey = "GET /api/v1/children/c-hazel/journey";
        assert_eq!(world.api(&yjs, journey, &[], "").await.status, 403);
        let not_allocated = world.token("yj-s", &["read", "export"]).await;
        assert_eq!(world.api(&not_allocated, journey, &[], "").await.status, 403);
        let journey = world.api(&world.token("yj-1", &["read", "export"]).await, journey, &[], "").await;
        journey.never_says(&["exploitation-concern", "m1"]);
        world.api(&yjs, "POST /api/v1/duties", &[JSON], &journey.body).await.json(200);
        // Nor is it carried on, or named as a near miss, to whoever cannot read it.
        let both = world.token("yj-1", &["read", "write"]).await;
        for id in ["m1", "m2"] {
            let body =
                format!(r#"{{"events":[{{"at":"2026-06-09","event":"circumstances-changed","follows":"{id}"}}]}}"#);
            let path = "POST /api/v1/children/c-hazel/events";
            let refused = world.api(&both, path, &write("f", "\"7\""), &body).await;
            refused.never_says(&["m1?", "did you mean"]);
            assert_eq!(refused.json(422)["errors"][0]["field"], "events/0/follows");
        }
        // Nor can it be taken back by whoever cannot read it.
        let body = r#"{"events":[{"at":"2026-06-09","retracts":"m1"}]}"#;
        let refused =
            world.api(&both, "POST /api/v1/children/c-hazel/events", &write("r", "\"7\""), body).await.json(422);
        assert_eq!(refused["errors"][0]["field"], "events/0/retracts");
    });
}

#[test]
fn what_is_recorded_is_kept_once_and_only_on_top_of_what_was_seen() {
    run(async {
        let world = World::new().await;
        let token = world.token("yj-1", &["read", "write"]).await;
        let path = "POST /api/v1/children/c-ash/events";
        let body = r#"{"events":[{"at":"2026-06-09T21:00","event":"exploitation-concern"}]}"#;
        world.api(&token, path, &[JSON, ("if-match", "\"7\"")], body).await.json(400);
        world.api(&token, path, &[JSON, ("idempotency-key", "one")], body).await.json(428);
        let kept = world.api(&token, path, &write("one", "\"7\""), body).await;
        assert_eq!(kept.header("etag"), "\"8\"");
        let kept = kept.json(201);
        assert_eq!((&kept["version"], &kept["repeated"]), (&json!(8), &json!(false)));
        assert!(!kept["started"].as_array().unwrap().is_empty(), "{kept}");
        let again = world.api(&token, path, &write("one", "\"7\""), body).await.json(200);
        assert_eq!((&again["version"], &again["repeated"]), (&json!(8), &json!(true)));
        // The same key for something else; another on top of what is no longer the last.
        let other = r#"{"events":[{"at":"2026-06-09T22:00","event":"exploitation-concern"}]}"#;
        world.api(&token, path, &write("one", "\"7\""), other).await.json(422);
        let late = world.api(&token, path, &write("two", "\"7\""), other).await.json(409);
        assert_eq!(late["version"], 8);
        // The key is the sender's own.
        let colleague = world.token("sw-1", &["read", "write"]).await;
        world.api(&colleague, path, &write("one", "\"8\""), other).await.json(201);
        for (body, says) in [
            (r#"{"events":[]}"#, "1 to 100"),
            (
                r#"{"events":[{"at":"2026-06-09","event":"exploitation-concrn"}]}"#,
                "did you mean `exploitation-concern`?",
            ),
            (r#"{"events":[{"at":"2026-06-11","event":"exploitation-concern"}]}"#, "lies in the future"),
            (r#"{"events":[{"at":"2026-06-09","event":"exploitation-concern","wen":1}]}"#, "unknown field `wen`"),
            (r#"{"events":[{"at":"2026-06-09"}]}"#, "it is not said what happened"),
            (
                r#"{"events":[{"at":"2026-06-09","event":"exploitation-concern"},{"at":"2026-06-09","retracts":"a2"}]}"#,
                "sent by itself",
            ),
        ] {
            let answer = world.api(&token, path, &write(says, "\"9\""), body).await;
            assert!(answer.status == 422 && answer.body.contains(says), "{body}: {}", answer.body);
        }
    });
}

#[test]
fn what_lies_the_wrong_way_round_is_kept_and_told_of() {
    run(async {
        let world = World::new().await;
        let token = world.token("yj-1", &["read", "write"]).await;
        let path = "POST /api/v1/children/c-birch/events";
        let hearing =
            r#"{"events":[{"id":"r1","at":"2026-06-10","event":"remanded-yda","with":{"until":"2026-06-09"}}]}"#;
        let kept = world.api(&token, path, &write("one", "\"3\""), hearing).await.json(201);
        let says = "“When is the next hearing?” says Tue 9 June 2026. That is before it happened, on Wed 10 June 2026.";
        assert_eq!(kept["warnings"], json!([{ "field": "events/0/with/until", "detail": says }]));
        // Sent again it was told of before.
        let again = world.api(&token, path, &write("one", "\"3\""), hearing).await.json(200);
        assert_eq!(again["warnings"], json!([]));
        // What is sent together is compared too: a release before the remand that it ends, and what it carries on from.
        let both = r#"{"events":[
            {"at":"2026-06-09","event":"meeting-held","with":{"meeting":"core-group"}},
            {"at":"2026-06-09","event":"released","follows":"r1"}]}"#;
        let kept = world.api(&token, path, &write("two", "\"4\""), both).await.json(201);
        let later = "Remanded to youth detention, Wed 10 June 2026.";
        assert_eq!(
            kept["warnings"],
            json!([
                { "field": "events/1/at", "detail": format!("What comes before it is recorded as later: {later}") },
                { "field": "events/1/follows", "detail": format!("It carries on from what happened later: {later}") },
            ])
        );
        // In order there is nothing to ask; nor is a correction out of order with the word that it takes the place of.
        let right = r#"{"events":[{"at":"2026-06-10","event":"remanded-yda","corrects":"r1","known":{"yjs":"2026-06-10T10:00"},
                        "with":{"until":"2026-06-10"}}]}"#;
        let kept = world.api(&token, path, &write("three", "\"6\""), right).await.json(201);
        assert_eq!(kept["warnings"], json!([]));
    });
}

#[test]
fn a_duty_is_shown_done_and_leaves_the_lists() {
    run(async {
        let world = World::new().await;
        let token = world.token("yj-1", &["read", "write"]).await;
        let list = "GET /api/v1/teams/t-yj/duties";
        let all = world.api(&token, &format!("{list}?limit=200"), &[], "").await.json(200);
        let duties = all["duties"].as_array().unwrap();
        let due: Vec<&str> = duties.iter().filter_map(|d| d["due"].as_str()).collect();
        assert!(due.is_sorted() && due.len() > 2, "{due:?}");
        // Page by page it is the same list.
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("{list}?limit=2{cursor}");
            let page = world.api(&token, &path, &[], "").await.json(200);
            paged.extend(page["duties"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else { break };
            // It stands in an address, and tells nothing of what happened.
            let read = data_encoding::BASE64URL_NOPAD.decode(next.as_bytes()).unwrap();
            assert!(!String::from_utf8(read).unwrap().contains("looked-after"), "{next}");
            cursor = format!("&cursor={next}");
        }
        assert_eq!(&paged, duties);
        let one =
            duties.iter().find(|d| d["child"] == "c-ash" && d["owner"] == "yjs-case-manager").unwrap_or(&duties[0]);
        let path = format!("POST /api/v1/children/{}/duties/done", one["child"].as_str().unwrap());
        let version = if one["child"] == "c-ash" { "\"7\"" } else { "\"3\"" };
        let body = json!({ "clause": one["clause"], "at": "2026-06-10" }).to_string();
        let kept = world.api(&token, &path, &write("done", version), &body).await.json(201);
        let done = kept["done"].as_array().unwrap();
        assert!(done.iter().any(|d| d["id"] == one["id"]), "{one}\n{kept}");
        let after = world.api(&token, &format!("{list}?limit=200"), &[], "").await.json(200);
        assert!(!after["duties"].as_array().unwrap().iter().any(|d| d["id"] == one["id"]));
        let body = r#"{"clause":"nowhere-1a","at":"2026-06-10"}"#;
        world.api(&token, &path, &write("none", version), body).await.json(422);
        // A team's list is for those who work in it or lead it.
        world.api(&token, "GET /api/v1/teams/t-sw/duties", &[], "").await.json(404);
    });
}

#[test]
fn my_duties_are_those_of_the_page() {
    run(async {
        let world = World::new().await;
        // Nobody around Birch answers for what a manager of youth justice owes.
        let pass = crate::world::program("camden");
        let (birch, next_look) = (world.child("c-birch").await, world.now() + 1);
        let owing = vec!["yjs-case-manager".to_owned()];
        let look = record::Evaluated { child: "c-birch".into(), version: birch.version, next_look, owing };
        world.record.evaluated(&pass, vec![look]).await.unwrap();
        for (who, children) in [
            ("yj-1", &["c-ash", "c-birch"][..]),
            // She leads the team of Dogwood, with whom nobody works by name; of Ash she answers for what managers owe.
            ("yj-m", &["c-ash", "c-dogwood"]),
            ("sw-1", &["c-ash"]),
            ("yj-s", &[]),
        ] {
            let (token, browser) = (world.token(who, &["read"]).await, world.as_person(who).await);
            let mine = world.api(&token, "GET /api/v1/my/duties?limit=200", &[], "").await.json(200);
            let mine = mine["duties"].as_array().unwrap().clone();
            let mut found: Vec<&str> = mine.iter().map(|d| d["child"].as_str().unwrap()).collect();
            found.sort_unstable();
            found.dedup();
            assert_eq!(found, children, "{who}");
            let page = world.get(&browser, "/duties?list=mine").await;
            let text = page.text();
            for duty in &mine {
                let title = duty["title"].as_str().unwrap();
                assert!(text.contains(title), "{who}: {title}: {text}");
            }
            assert_eq!(page.page().matches("/why?").count(), mine.len(), "{who}: {text}");
        }
    });
}

#[test]
fn what_was_agreed_is_told_to_anybody_who_works_here() {
    run(async {
        let world = World::new().await;
        let token = world.token("da-1", &["read"]).await;
        let protocol = world.api(&token, "GET /api/v1/protocols/enfield", &[], "").await.json(200);
        assert!(protocol["clauses"].as_array().unwrap().len() > 100);
        let clause = world.api(&token, "GET /api/v1/protocols/enfield/clauses/8.7e", &[], "").await.json(200);
        assert_eq!((&clause["id"], &clause["became"]), (&json!("enfield-8.7e"), &json!("duty")));
        world.api(&token, "GET /api/v1/protocols/nowhere", &[], "").await.json(404);
        world.api(&token, "GET /api/v1/protocols/enfield/clauses/99z", &[], "").await.json(404);
        let words = world.api(&token, "GET /api/v1/vocabulary", &[], "").await.json(200);
        let missing = words["events"].as_array().unwrap().iter().find(|e| e["name"] == "missing").unwrap();
        assert_eq!(missing["derived"], Value::Null);
    });
}

#[test]
fn nobody_s_body_is_read_before_it_is_known_whose_it_is() {
    run(async {
        let world = World::new().await;
        let long = "x".repeat(5 * 1024 * 1024);
        assert_eq!(world.api("nobody", "POST /api/v1/duties", &[JSON], &long).await.status, 401);
        let token = world.token("yj-1", &["read"]).await;
        assert_eq!(world.api(&token, "POST /api/v1/duties", &[JSON], &long).await.status, 413);
    });
}
