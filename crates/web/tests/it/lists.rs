//! Lists: each child on them is asked for as a click would ask, and what is typed is never lost.

use record::{Entry, Place};
use serde_json::json;

use crate::world::{Answer, Browser, HOME, OTHER, World, event, involved, opened, run};

async fn find(world: &World, browser: &Browser, text: &str) -> Answer {
    world.post(browser, "/find", &[("text", text)]).await
}

#[test]
fn my_duties_are_of_my_children_alone() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        let mine = world.get(&browser, "/duties").await;
        mine.says(&["Owed by me", "Ash Brindle", "Birch Brindle", "Clause"]).never_says(&["Cedar", "Elm", "Far "]);
        let theirs = world.get(&browser, "/duties?list=theirs").await;
        theirs.says(&["Owed to me by the other service", "Ash Brindle", "Social care"]).never_says(&["Birch"]);
        let team = world.get(&browser, "/duties?list=team").await;
        team.says(&["Ash Brindle", "Cedar Thornley", "Dogwood Lacey"]).never_says(&["Elm"]);
    });
}

#[test]
fn what_was_due_long_before_the_record_began_presses_nobody() {
    run(async {
        let world = World::new().await;
        // With both services for a year when the record begins.
        let entries = vec![
            opened(HOME, "Hazel", "Brindle", "2010-04-04"),
            event("h1", "2025-05-12", "yjs-involvement-started", json!({"basis": "yro", "route": "criminal-justice"})),
            event("h2", "2025-06-02", "csc-involvement-started", json!({"plan": "child-in-need"})),
            involved("yjs", "t-yj", "yj-1", "yjs-case-manager"),
        ];
        world.keep("c-hazel", entries).await;
        let browser = world.as_person("yj-1").await;
        const HISTORY: &str = "Due before this record began: say what became of it";
        let own = world.get(&browser, "/duties?child=c-hazel").await;
        own.says(&[HISTORY]).never_says(&["days overdue"]);
        // Joint supervision comes every six months, and the next one counts from this one.
        let page = world.get(&browser, "/children/c-hazel").await;
        page.says(&[HISTORY, "190 days overdue", "Repeat joint supervision"]);
        assert_eq!(page.text().matches("days overdue").count(), 1);
        // It is owed still, and can be said to be done.
        let list = world.get(&browser, "/duties?child=c-hazel&when=history").await;
        list.says(&[HISTORY]);
        tick(&list, "c-hazel");
        let manager = world.as_person("yj-m").await;
        world.get(&manager, "/teams/t-yj").await.says(&["due before the record"]);
    });
}

#[test]
fn filters_stand_in_the_address_and_can_be_taken_back() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        let page = world.get(&browser, "/duties?list=mine&child=c-birch").await;
        page.says(&["Remove this filter", "Birch Brindle"]);
        assert!(page.page().contains("href=\"/duties?list=mine\""));
        assert!(!page.body.contains("href=\"/children/c-ash\""));
    });
}

#[test]
fn whoever_has_no_children_is_told_what_to_do() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-s").await;
        world.get(&browser, "/duties").await.says(&["ask Linnet Hale (020 7946 0201) to allocate you"]);
    });
}

/// The first tick for a child on the list.
fn tick(page: &Answer, child: &str) -> String {
    let start = format!("name=\"duty\" value=\"{child} ");
    let rest = page.body.split_once(&start).unwrap_or_else(|| panic!("nothing to tick for {child}")).1;
    format!("{child} {}", rest.split_once('"').unwrap().0)
}

#[test]
fn several_are_marked_at_once_each_by_itself() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        let list = world.get(&browser, "/duties").await;
        let (ash, birch) = (tick(&list, "c-ash"), tick(&list, "c-birch"));
        let ticks = [("duty", ash.as_str()), ("duty", birch.as_str()), ("duty", "c-elm anything"), ("duty", "c-far x")];
        let asked = world.post(&browser, "/duties/done", &ticks).await;
        asked.says(&["Mark 2 duties as done", "Ash Brindle", "Birch Brindle"]).never_says(&["Elm", "Far "]);
        let (key, a, b) = (asked.hidden("key"), asked.hidden("based_on-c-ash"), asked.hidden("based_on-c-birch"));
        let day = [("confirmed", "yes"), ("key", &key), ("based_on-c-ash", &a), ("at-month", "6"), ("at-year", "2026")];
        let wrong: Vec<_> =
            ticks.iter().chain(&day).copied().chain([("at-day", "40"), ("note", "both seen")]).collect();
        let again = world.post(&browser, "/duties/done", &wrong).await;
        again.says(&["must be a real date", "both seen"]);
        // Somebody has written of Birch meanwhile.
        let stale = if b == "1" { "2" } else { "1" };
        let sent: Vec<_> =
            ticks.iter().chain(&day).copied().chain([("at-day", "9"), ("based_on-c-birch", stale)]).collect();
        let saved = world.post(&browser, "/duties/done", &sent).await;
        saved.says(&["Not everything was saved", "Saved", "Not saved: somebody else has changed this record"]);
        let after = world.get(&browser, "/duties").await;
        assert!(
            !after.body.contains(&format!("value=\"{ash}\"")) && after.body.contains(&format!("value=\"{birch}\""))
        );
    });
}

#[test]
fn a_manager_sees_the_team_by_name_and_whom_nobody_has() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-m").await;
        assert_eq!(world.get(&browser, "/team").await.leads_to(), "/teams/t-yj");
        let page = world.get(&browser, "/teams/t-yj").await;
        page.says(&["Youth Justice East", "Robin Marsh", "Wren Ashdown", "Dogwood Lacey"]).never_says(&["Elm"]);
        let text = page.text();
        assert!(text.rfind("Robin Marsh") < text.rfind("Wren Ashdown"));
        assert_eq!(world.get(&browser, "/teams/t-sw").await.status, 404);
    });
}

#[test]
fn finding_shows_only_what_a_click_would_open() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        let found = find(&world, &browser, "brindle").await;
        found.says(&["2 children", "Ash Brindle", "Wren Ashdown (020 7946 0201)", "Dove Quill"]);
        found.never_says(&["c-elm", "c-far"]);
        // Where a child is with a team and nobody in it, the team is rung.
        find(&world, &browser, "dogwood").await.says(&["Youth justice Youth Justice East (020 7946 0200)"]);
        // A record that is closed to the person and one that is not there look the same.
        let (closed, none) = (find(&world, &browser, "elm").await, find(&world, &browser, "zzz").await);
        assert_eq!(closed.body.replace("elm", "zzz"), none.body);
        none.says(&["does not mean that the child is not known", "Emergency Duty Team: 020 7946 0200"]);
        find(&world, &browser, "e").await.says(&["Enter at least two letters"]);
        assert_eq!(world.get(&world.as_person("da-1").await, "/find").await.status, 403);
    });
}

#[test]
fn names_like_what_was_asked_stand_under_a_heading_of_their_own() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        let like = find(&world, &browser, "Brindel").await;
        like.says(&["No record that you can open under exactly these words", "Names like this", "Ash Brindle"]);
        // Elm is for one colleague alone, and Far is of another council.
        like.says(&["Birch Brindle", "Start a record for another child"]).never_says(&["c-elm", "c-far"]);
        assert_eq!(world.looks("c-birch").await.len(), 1);
        let both = find(&world, &browser, "Ash Brindle 9/11/2010").await;
        both.says(&["1 child"]).never_says(&["Names like this"]);
        let slip = find(&world, &browser, "Ash Brindle 9/11/2001").await;
        slip.says(&["Names like this", "Ash Brindle", "nearly the same date of birth"]).never_says(&["Birch"]);
        find(&world, &browser, "Thornly Seedar").await.says(&["Names like this", "Cedar Thornley"]);
        find(&world, &browser, "Elmm")
            .await
            .says(&["No record that you can open"])
            .never_says(&["Names like", "c-elm"]);
    });
}

#[test]
fn whoever_is_placed_here_is_found_with_those_who_hold_the_record() {
    run(async {
        let world = World::new().await;
        let Entry::Opened { mut details } = opened(OTHER, "Fern", "Farley", "2010-03-03") else { return };
        details.host = Some(HOME.into());
        let begun = json!({"basis": "bail-support", "route": "criminal-justice"});
        let place = Place {
            service: "yjs".into(),
            authority: OTHER.into(),
            team: "t-ox".into(),
            person: "ox-1".into(),
            role: "yjs-case-manager".into(),
        };
        let entries = vec![
            Entry::Opened { details },
            event("p1", "2026-05-04", "yjs-involvement-started", begun),
            Entry::Involved(place),
        ];
        world.keep("c-fern", entries).await;
        let found = find(&world, &world.as_person("yj-d").await, "farley").await;
        found.says(&["1 child", "Fern Farley", "Rook Elsewhere (020 7946 0201)"]).never_says(&["nobody is named"]);
    });
}

#[test]
fn a_record_is_started_after_a_search_and_once() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("yj-1").await;
        assert_eq!(world.get(&browser, "/start").await.leads_to(), "/find");
        assert_eq!(world.post(&browser, "/start", &[("save", "yes")]).await.leads_to(), "/find");
        let form = world.post(&browser, "/start", &[("searched", "Hazel Brindle")]).await;
        assert!(form.page().contains("value=\"Hazel\"") && form.body.contains("value=\"Brindle\""));
        let key = form.hidden("key");
        let base = [
            ("searched", "Hazel Brindle"),
            ("save", "yes"),
            ("key", key.as_str()),
            ("given", "Hazel"),
            ("family", "Brindle"),
            ("born-day", "20"),
            ("born-month", "1"),
            ("born-year", "2011"),
            ("began-day", "9"),
            ("began-month", "6"),
            ("began-year", "2026"),
            ("footing", "prevention"),
            ("person", "yj-1"),
            ("told", "no"),
        ];
        let untold = base.iter().copied().filter(|(name, _)| *name != "told").chain([("team", "t-yj")]);
        let untold: Vec<_> = untold.collect();
        world.post(&browser, "/start", &untold).await.says(&["Choose whether social care has been told"]);
        let sent: Vec<_> = base.iter().copied().chain([("team", "t-sw")]).collect();
        world.post(&browser, "/start", &sent).await.says(&["Choose the team that works with the child"]);
        let sent: Vec<_> = base.iter().copied().chain([("team", "t-yj")]).collect();
        // Born on the same day with the same surname.
        world.post(&browser, "/start", &sent).await.says(&["Is it this child?", "Birch Brindle"]);
        // And with one like it, on a day that differs in one figure.
        let slip = sent.iter().map(|(name, typed)| match *name {
            "family" => (*name, "Brindel"),
            "born-day" => (*name, "21"),
            _ => (*name, *typed),
        });
        world.post(&browser, "/start", &slip.collect::<Vec<_>>()).await.says(&["Is it this child?", "Birch Brindle"]);
        let sent: Vec<_> = sent.into_iter().chain([("another", "yes")]).collect();
        let to = world.post(&browser, "/start", &sent).await.leads_to().to_owned();
        assert_eq!(world.post(&browser, "/start", &sent).await.leads_to(), to);
        world.get(&browser, &to).await.says(&["Hazel Brindle"]);
        let timeline = to.replace("?done=started", "/timeline");
        world.get(&browser, &timeline).await.says(&["social care has not been told"]);
    });
}

#[test]
fn the_protocol_is_there_for_everybody() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("da-1").await;
        let page = world.get(&browser, "/protocol").await;
        let link = page.page().split("href=\"/protocol/").nth(3).unwrap().split('"').next().unwrap().to_owned();
        let section = world.get(&browser, &format!("/protocol/{link}")).await;
        section.says(&["In Tandem", "Set off by"]);
        world.get(&browser, "/protocol/law").await.says(&["The law beneath"]);
        assert_eq!(world.get(&browser, "/protocol?authority=nowhere").await.status, 404);
        assert_eq!(world.get(&browser, "/protocol/no-such").await.status, 404);
    });
}

#[test]
fn whoever_works_for_the_other_council_of_a_child_stands_in_lists_by_name() {
    run(async {
        let world = World::new().await;
        let Entry::Opened { mut details } = opened(OTHER, "Fern", "Farley", "2010-03-03") else { return };
        details.host = Some(HOME.into());
        let place = |authority: &str, team: &str, person: &str| {
            Entry::Involved(Place {
                service: "yjs".into(),
                authority: authority.into(),
                team: team.into(),
                person: person.into(),
                role: "yjs-case-manager".into(),
            })
        };
        let begun = json!({"basis": "bail-support", "route": "criminal-justice"});
        let entries = vec![
            Entry::Opened { details },
            event("p1", "2026-05-04", "yjs-involvement-started", begun),
            event("p2", "2026-06-02T12:00", "remanded-yda", json!({"until": "2026-07-14"})),
            place(OTHER, "t-ox", "ox-1"),
            place(HOME, "t-yj", "yj-2"),
        ];
        world.keep("c-fern", entries).await;
        let browser = world.as_person("yj-2").await;
        let list = world.get(&browser, "/duties?list=team&child=c-fern").await;
        list.says(&["Fern Farley", "case manager: Rook Elsewhere", "case manager: Robin Marsh"]);
        let list = world.get(&world.as_person("ox-1").await, "/duties?list=mine").await;
        list.says(&["Fern Farley", "case manager: Rook Elsewhere"]).never_says(&["case manager: Robin Marsh"]);
    });
}

#[test]
fn a_role_that_nobody_fills_is_given_to_nobody_by_name() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("sw-1").await;
        let said = "the independent reviewing officer: nobody is named; reminders go to Dove Quill";
        for path in ["/duties?list=mine", "/children/c-ash/duties"] {
            let page = world.get(&worker, path).await;
            page.says(&[said, "social worker: Dove Quill"]);
            assert!(!page.text().contains("reviewing officer: Dove Quill"), "{path}");
        }
        // Where somebody is, it is they.
        let officer = crate::world::involved("csc", "", "sw-m", "iro");
        world.keep("c-ash", vec![officer]).await;
        world.get(&worker, "/children/c-ash/duties").await.says(&["the independent reviewing officer: Heron Vale"]);
    });
}

#[test]
fn what_is_owed_alike_several_times_stands_in_one_row_and_each_can_be_marked() {
    run(async {
        let world = World::new().await;
        let held = |id: &str, day: &str| event(id, day, "supervision-held", json!({"kind": "joint"}));
        world.keep("c-ash", vec![held("s1", "2026-06-03"), held("s2", "2026-06-04"), held("s3", "2026-06-08")]).await;
        let browser = world.as_person("yj-1").await;
        let list = world.get(&browser, "/duties").await;
        list.says(&["Record the joint supervision on ChildView. 3 times:"]);
        list.says(&["Set off on Wed 3 June 2026", "Set off on Thu 4 June 2026", "Set off on Mon 8 June 2026"]);
        let tick = |n: u32| format!("c-ash camden-7f~{n}");
        for n in 1..=3 {
            assert!(list.body.contains(&format!("value=\"{}\"", tick(n))), "{n}");
            assert!(list.body.contains(&format!("/children/c-ash/why?duty=camden-7f%7E{n}")), "{n}");
        }
        assert_eq!(list.text().matches("Record the joint supervision on ChildView. 3 times").count(), 1);
        // Two of the three are marked; the third stays, as a row like any other.
        let (one, three) = (tick(1), tick(3));
        let ticks = [("duty", one.as_str()), ("duty", three.as_str())];
        let asked = world.post(&browser, "/duties/done", &ticks).await;
        asked.says(&["Mark 2 duties as done", "ChildView. Set off on Wed 3 June 2026.", "Set off on Mon 8 June 2026."]);
        let (key, on) = (asked.hidden("key"), asked.hidden("based_on-c-ash"));
        let rest = [("confirmed", "yes"), ("key", &key), ("based_on-c-ash", &on), ("at-day", "9"), ("at-month", "6")];
        let sent: Vec<_> = ticks.iter().chain(&rest).copied().chain([("at-year", "2026")]).collect();
        world.post(&browser, "/duties/done", &sent).await.says(&["Marked as done"]);
        let after = world.get(&browser, "/duties").await;
        assert!(!after.text().contains("3 times") && !after.body.contains(&format!("\"{one}\"")), "{}", after.text());
        assert!(after.body.contains(&format!("value=\"{}\"", tick(2))));
    });
}
