//! What of a child is news to whoever opens the page: since they last looked, during this visit, and in the last days.

use record::{Entry, Warning};
use serde_json::json;

use crate::child::{done, first_ticked};
use crate::world::{Browser, World, event, involved, run};

async fn signed(world: &World, id: &str) -> Browser {
    world.as_person(id).await
}

#[test]
fn what_changed_since_one_last_looked_is_said() {
    run(async {
        let world = World::new().await;
        world.get(&signed(&world, "sw-1").await, "/children/c-ash").await.page();
        world.after(45);
        world
            .get(&signed(&world, "sw-1").await, "/children/c-ash")
            .await
            .says(&["Changed since you last looked, Wed 10 June 2026 at 10:00"]);
        world.after(45);
        let worker = signed(&world, "yj-1").await;
        let duties = world.get(&worker, "/children/c-ash/duties").await;
        let id = first_ticked(duties.page());
        let (key, based_on) = (duties.hidden("key"), duties.hidden("based_on"));
        let fields = done(&id, &key, &based_on, "Said by telephone");
        assert_eq!(world.post(&worker, "/children/c-ash/duties/done", &fields).await.status, 303);
        world.after(45);
        let page = world.get(&signed(&world, "sw-1").await, "/children/c-ash").await;
        page.says(&["Recorded: Done: ", "recorded by Wren Ashdown, Wed 10 June 2026 at 11:30"]);
        world.after(45);
        let missing = json!({ "id": "m1", "at": "2026-06-09", "event": "missing" });
        let taken_back = json!({ "id": "m2", "at": "2026-06-10", "retracts": "m1" });
        let warnings = vec![Warning { text: "A dog in the yard".into() }];
        let entries = vec![Entry::Event { event: missing }, Entry::Event { event: taken_back }];
        world.keep("c-ash", entries).await;
        world
            .keep("c-ash", vec![Entry::Warnings { warnings }, involved("csc", "t-sw", "sw-m", "csc-team-manager")])
            .await;
        let page = world.get(&signed(&world, "sw-1").await, "/children/c-ash").await;
        page.says(&["Taken back: ", "Changed: the warnings", "Works with the child now: "]);
        page.never_says(&["Recorded: Done: "]);
    });
}

#[test]
fn what_others_record_during_a_visit_is_news() {
    run(async {
        let world = World::new().await;
        let (worker, other) = (signed(&world, "yj-1").await, signed(&world, "sw-1").await);
        let ash = "/children/c-ash";
        world.get(&worker, ash).await.says(&["You had not opened this record before this visit."]);
        world.after(5);
        let missing = json!({ "id": "m1", "at": "2026-06-10", "event": "missing" });
        world.keep("c-ash", vec![Entry::Event { event: missing }]).await;
        world.after(1);
        // Whoever has just opened it for the first time hears of it on coming back, and still reads it a minute later.
        let changed = "Changed since you opened this record, Wed 10 June 2026 at 10:00";
        world.get(&worker, ash).await.says(&[changed, "New Recorded: Went missing"]);
        world.after(1);
        world.get(&worker, ash).await.says(&[changed, "New Recorded: Went missing"]);
        // What one records oneself is no news, and whoever opens it only now has seen it as it is.
        world.get(&other, ash).await.says(&["You had not opened this record before this visit."]);
        world.after(40);
        let worker = signed(&world, "yj-1").await;
        let page = world.get(&worker, ash).await;
        page.says(&["Nothing that you may see has changed."]).never_says(&[">New</strong>"]);
        world.after(1);
        let warnings = vec![Warning { text: "A dog in the yard".into() }];
        world.keep("c-ash", vec![Entry::Warnings { warnings }]).await;
        world.after(1);
        let page = world.get(&worker, ash).await;
        page.says(&["Changed since you last looked, Wed 10 June 2026 at 10:07", "New Changed: the warnings"]);
    });
}

/// A visit begins with whichever page about the child is opened first, and a look at another one takes no marking away.
#[test]
fn what_is_news_does_not_rest_on_which_page_was_opened() {
    run(async {
        for below in ["timeline", "people", "duties", "why"] {
            let world = World::new().await;
            let (worker, other) = (signed(&world, "yj-1").await, signed(&world, "sw-1").await);
            // Any page that the colleague's own leads to.
            let theirs = world.get(&other, "/children/c-ash").await.body;
            let page = theirs.split('"').find(|link| link.starts_with(&format!("/children/c-ash/{below}"))).unwrap();
            world.get(&worker, page).await.page();
            world.after(5);
            let missing = json!({ "id": "m1", "at": "2026-06-10", "event": "missing" });
            world.keep("c-ash", vec![Entry::Event { event: missing }]).await;
            world.after(1);
            world.get(&worker, page).await.page();
            world.after(1);
            let own = world.get(&worker, "/children/c-ash").await;
            own.says(&[
                "Changed since you opened this record, Wed 10 June 2026 at 10:00",
                "New Recorded: Went missing",
            ]);
        }
    });
}

#[test]
fn that_something_hidden_was_recorded_during_a_visit_is_not_told() {
    run(async {
        let world = World::new().await;
        let worker = signed(&world, "yj-1").await;
        let first = "You had not opened this record before this visit.";
        world.get(&worker, "/children/c-ash").await.says(&[first]);
        world.after(5);
        let missing = json!({ "id": "m1", "at": "2026-06-10", "event": "missing", "known": { "yjs": null } });
        world.keep("c-ash", vec![Entry::Event { event: missing }]).await;
        let page = world.get(&worker, "/children/c-ash").await;
        page.says(&[first]).never_says(&["Changed since you opened this record"]);
    });
}

#[test]
fn what_changed_the_status_of_late_stands_under_the_name() {
    run(async {
        let world = World::new().await;
        let (worker, support) = (signed(&world, "yj-1").await, signed(&world, "yj-s").await);
        // Ash was remanded eight days ago, and Birch came to youth justice in May.
        let old = ["In the last seven days:", "tandem-identity__latest"];
        world.get(&worker, "/children/c-birch").await.never_says(&old);
        let missing = event("b2", "2026-06-09T22:15", "missing", json!({}));
        let shared = event("b3", "2026-06-10T09:30", "visit-made", json!({"kind": "home", "by": "yjs-case-manager"}));
        let care = event("b4", "2026-06-10", "looked-after-started", json!({"basis": "s20"}));
        world.keep("c-birch", vec![missing, shared, care]).await;
        world.after(1);
        // On each page about the child, the newest first; a visit changes nothing.
        for below in ["", "/duties", "/timeline"] {
            let page = world.get(&worker, &format!("/children/c-birch{below}")).await;
            page.says(&[
                "In the last seven days: Came into care: section 20, today ; Went missing, yesterday at 22:15",
            ]);
        }
        // That a child is missing is for everybody who works here; business support does not read of care.
        let page = world.get(&support, "/children/c-birch").await;
        page.says(&["In the last seven days: Went missing, yesterday at 22:15 Youth justice"]);
        page.never_says(&["Came into care", "section 20"]);
        // On a list of duties the newest stands beside the child's name.
        world.get(&worker, "/duties").await.says(&["Birch Brindle Came into care: section 20, today"]);
        world.get(&support, "/duties?list=team").await.never_says(&["Came into care", "section 20"]);
    });
}
