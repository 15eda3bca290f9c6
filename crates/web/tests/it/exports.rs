//! What leaves as a file, through the pages: who may have it, what stands in it, and that it is written down.

use protocol::yaml::read;
use record::{Details, Entry};
use serde_json::json;

use crate::world::{Browser, HOME, World, event, involved, opened, run};

/// A child of both services, with the two teams' workers.
fn joint(given: &str, family: &str, started: serde_json::Value) -> Vec<Entry> {
    vec![
        opened(HOME, given, family, "2010-04-01"),
        event(
            "j1",
            "2026-05-11",
            "yjs-involvement-started",
            json!({"basis": "bail-support", "route": "criminal-justice"}),
        ),
        Entry::Event { event: started },
        involved("yjs", "t-yj", "yj-2", "yjs-case-manager"),
        involved("csc", "t-sw", "sw-1", "social-worker"),
    ]
}

fn started() -> serde_json::Value {
    json!({"id": "j2", "at": "2026-05-20", "event": "csc-involvement-started", "with": {"plan": "child-in-need"}})
}

async fn csv(world: &World, browser: &Browser) -> crate::world::Answer {
    world.post(browser, "/caseload", &[("format", "csv")]).await
}

#[test]
fn the_joint_caseload_of_those_who_lead() {
    run(async {
        let world = World::new().await;
        let manager = world.as_person("yj-m").await;
        let page = world.get(&manager, "/caseload").await;
        page.page();
        page.says(&[
            "Take the joint caseload out",
            "1 child now",
            "a second person must check it",
            "It is written down",
        ]);
        let file = csv(&world, &manager).await;
        assert_eq!((file.status, file.header("content-type")), (200, "text/csv; charset=utf-8"));
        assert_eq!(
            file.header("content-disposition"),
            "attachment; filename=\"joint-caseload-Camden-2026-06-10T1000-yj-m-internal-personal-data.csv\""
        );
        let rows: Vec<&str> = file.body.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(rows.len(), 2, "{}", file.body);
        let cells: Vec<&str> = rows[1].trim_matches('"').split("\",\"").collect();
        assert_eq!(
            cells[..19],
            [
                "Ash",
                "Brindle",
                "",
                "2010-11-09",
                "",
                "",
                "2026-05-11",
                "2026-06-03",
                "2026-06-03",
                "bail support",
                "looked after",
                "yes",
                "remand",
                "2026-06-02",
                "",
                "Wren Ashdown",
                "Youth Justice East",
                "Dove Quill",
                "Social Work West"
            ]
        );
        assert!(!cells[19].is_empty() && cells[22].contains('-') && cells[23].parse::<u32>().is_ok(), "{cells:?}");
        assert_eq!(cells[24], "c-ash");
        // It is in the log of looks, for whoever sees who looked at the child.
        let looks = world.looks("c-ash").await;
        assert!(looks.iter().any(|one| one.look.person == "yj-m" && one.look.action == "export-caseload"));
        assert!(!world.looks("c-birch").await.iter().any(|one| one.look.action == "export-caseload"));
        // As a workbook.
        let book = world.post(&manager, "/caseload", &[("format", "xlsx")]).await;
        assert!(book.status == 200 && book.body.starts_with("PK"));
        assert!(book.header("content-disposition").contains("internal-personal-data.xlsx"));
        // A worker has no such page, and no link to it.
        let worker = world.as_person("yj-1").await;
        assert_eq!((world.get(&worker, "/caseload").await.status, csv(&world, &worker).await.status), (403, 403));
        world.get(&worker, "/teams/t-yj").await.never_says(&["/caseload"]);
        world.get(&manager, "/teams/t-yj").await.says(&["Take the joint caseload out"]);
    });
}

#[test]
fn what_they_may_not_read_is_not_shown_and_whom_they_may_not_see_is_not_there() {
    run(async {
        let world = World::new().await;
        let mut untold = started();
        untold["known"] = json!({"csc": "2026-05-20"});
        world.keep("c-fir", joint("Fir", "Untold", untold)).await;
        let mut hidden = joint("Gorse", "Hidden", started());
        hidden.push(Entry::Restricted { people: Some(vec!["yj-2".into()]), reason: String::new() });
        world.keep("c-gorse", hidden).await;
        // Of the team of nobody who leads it here.
        let mut others = joint("Hazel", "Elsewhere", started());
        others.truncate(3);
        others.push(involved("yjs", "t-court", "yj-d", ""));
        world.keep("c-hazel", others).await;
        let manager = world.as_person("yj-m").await;
        let file = csv(&world, &manager).await;
        file.never_says(&["Gorse", "Hidden", "Hazel", "Elsewhere"]);
        let fir = file.body.lines().find(|line| line.contains("Untold")).unwrap();
        let cells: Vec<&str> = fir.trim_matches('"').split("\",\"").collect();
        assert_eq!(cells[6..11], ["2026-05-11", "not shown", "not shown", "bail support", "not shown"], "{fir}");
        // Social care's manager reads all of it.
        let other = world.as_person("sw-m").await;
        let file = csv(&world, &other).await;
        let fir = file.body.lines().find(|line| line.contains("Untold")).unwrap();
        assert!(
            fir.contains("\"2026-05-11\",\"2026-05-20\",\"2026-05-20\",\"bail support\",\"child in need\""),
            "{fir}"
        );
        assert!(file.body.contains("Elsewhere") || !file.body.contains("Hazel"));
    });
}

#[test]
fn a_name_that_a_spreadsheet_would_run_leaves_as_a_text() {
    run(async {
        let world = World::new().await;
        let names = ["=cmd|' /C calc'!A0", " ＝1+1", "\u{200b}=1+1", "-2+3"];
        for (n, name) in names.iter().enumerate() {
            world.keep(&format!("c-x{n}"), joint(name, name, started())).await;
        }
        let manager = world.as_person("yj-m").await;
        let file = csv(&world, &manager).await;
        for name in names {
            assert!(file.body.contains(&format!("\"'{name}\"")), "{name:?}: {}", file.body);
        }
        // A journey holds no name; what was typed into an event stays a text.
        let started = json!({"id": "z1", "at": "2026-05-20", "event": "csc-involvement-started", "with": {"plan": "child-in-need", "team": names[0]}});
        world.keep("c-z", joint("Zinnia", names[0], started)).await;
        let yaml = world.get(&manager, "/children/c-z/journey.yaml").await;
        assert!(yaml.body.contains("team: \"=cmd|' /C calc'!A0\"") && !yaml.body.contains("Zinnia"), "{}", yaml.body);
    });
}

#[test]
fn a_journey_says_the_same_as_yaml_and_as_json() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let json = world.get(&worker, "/children/c-ash/journey.json").await;
        let yaml = world.get(&worker, "/children/c-ash/journey.yaml").await;
        assert_eq!((yaml.status, yaml.header("content-type")), (200, "application/yaml"));
        assert_eq!(
            yaml.header("content-disposition"),
            "attachment; filename=\"journey-c-ash-2026-06-10T1000-yj-1.yaml\""
        );
        assert!(
            yaml.body
                .starts_with("# For internal use of Camden only. Made on Wed 10 June 2026 at 10:00 by Wren Ashdown.")
        );
        let vocabulary = &crate::world::book().protocols.vocabulary;
        let journey = |name: &str, text: &str| {
            let mut read = journey::read_tree("journey", &read(name, text).unwrap(), vocabulary).unwrap();
            read.written.iter_mut().for_each(|one| one.line = 0);
            read
        };
        assert_eq!(journey("a.yaml", &yaml.body), journey("a.json", &json.body));
        assert!(
            yaml.body.contains("  - {id: a1, at: 2026-05-11, event: yjs-involvement-started, with: {"),
            "{}",
            yaml.body
        );
        // A colleague of the team may see the child, and takes nothing out.
        assert_eq!(world.get(&world.as_person("yj-2").await, "/children/c-ash/journey.yaml").await.status, 403);
    });
}

#[test]
fn details_stay_out_of_a_journey() {
    run(async {
        let world = World::new().await;
        let details = Details { sex: Some("male".into()), ..world.child("c-ash").await.details.clone() };
        world.keep("c-ash", vec![Entry::Details { details }]).await;
        let yaml = world.get(&world.as_person("yj-1").await, "/children/c-ash/journey.yaml").await;
        assert!(yaml.body.contains("child: {born: 2010-11-09, sex: male}") && !yaml.body.contains("Brindle"));
    });
}
