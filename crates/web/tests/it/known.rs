//! Is this child known? One answer for what is not there and what may not be told; so often and no oftener; and a guardian who hears of it.

use gate::{Action, Decision, On, Person, Request};
use record::{Check, Quota};
use serde_json::json;

use crate::world::{Answer, Browser, HOME, World, gate, run};

/// What a program says of its body.
const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

async fn ask(world: &World, browser: &Browser, given: &str, family: &str, born: (&str, &str, &str)) -> Answer {
    let (day, month, year) = born;
    let fields = [
        ("given", given),
        ("family", family),
        ("born-day", day),
        ("born-month", month),
        ("born-year", year),
        ("reason", "arrest"),
    ];
    world.post(browser, "/known", &fields).await
}

/// What was there and was not told of.
async fn hidden(world: &World) -> Vec<Check> {
    let person = Person::program("tests", HOME);
    let Decision::Permit(pass) = gate().decide(&Request::new(&person, Action::Remind, On::Installation, &Vec::new()))
    else {
        panic!("no pass")
    };
    world.record.hidden_checks(&pass, 0).await.unwrap()
}

#[test]
fn what_may_not_be_told_and_what_is_not_there_are_one_answer() {
    run(async {
        let world = World::new().await;
        let browser = world.as_person("sw-1").await;
        let known = ask(&world, &browser, "birch", "BRINDLE", ("20", "1", "2011")).await;
        known.says(&["Known: ring them", "Youth justice Court and Duty, 020 7946 0200"]).never_says(&[
            "Youth Justice East",
            "Wren Ashdown",
            "bail",
            "18 May",
            "c-birch",
        ]);
        // Restricted, another council's, one figure of the date wrong, and nobody at all.
        let asked = [
            ("Elm", ("7", "7", "2010")),
            ("Far", ("3", "3", "2010")),
            ("Ash", ("9", "11", "2011")),
            ("Oak", ("9", "9", "2012")),
        ];
        let mut answers = Vec::new();
        for (given, born) in asked {
            let answer = ask(&world, &browser, given, "Brindle", born).await;
            answer.says(&[
                "Nothing that may be told here",
                "does not mean that the child is not known",
                "Emergency Duty Team",
            ]);
            assert_eq!((answer.status, answer.body.len()), (known.status, known.body.len()), "{given}");
            let headers: Vec<(String, usize)> =
                answer.headers.iter().map(|(name, v)| (name.to_string(), v.len())).collect();
            answers.push((headers, answer.body.replace(&format!("{given} Brindle"), "X")));
        }
        let counted =
            |body: &str| body.chars().filter(|c| !c.is_ascii_digit()).collect::<String>().trim_end().to_owned();
        for (headers, body) in &answers {
            assert_eq!((headers, counted(body)), (&answers[0].0, counted(&answers[0].1)));
        }
        // Of the restricted one, and of no other, a guardian hears.
        let checks = hidden(&world).await;
        let subjects: Vec<&str> =
            checks.iter().flat_map(|check| &check.hidden).map(|one| one.subject.as_str()).collect();
        assert_eq!(subjects, ["c-elm"]);
    });
}

#[test]
fn a_program_gets_the_same_answer() {
    run(async {
        let world = World::new().await;
        let token = world.token("sw-1", &["read"]).await;
        let asked = async |given: &str, born: &str| {
            let body = json!({"given": given, "family": "Brindle", "born": born, "reason": "arrest"}).to_string();
            world.api(&token, "POST /api/v1/known", &JSON, &body).await
        };
        let known = asked("Birch", "2011-01-20").await;
        assert_eq!(known.json(200)["known"], json!([{"service": "yjs", "ring": "Court and Duty, 020 7946 0200"}]));
        let (closed, none) = (asked("Elm", "2010-07-07").await, asked("Oak", "2010-07-07").await);
        assert_eq!(closed.json(200)["known"], json!([]));
        assert_eq!(closed.body, none.body);
        assert_eq!(closed.body.len(), known.body.len());
        let wrong = json!({"given": "-", "family": "Brindle", "born": "2010-02-30", "reason": "curious"}).to_string();
        let refused = world.api(&token, "POST /api/v1/known", &JSON, &wrong).await.json(422);
        let fields: Vec<&str> =
            refused["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["given", "born", "reason"]);
    });
}

#[test]
fn so_often_and_no_oftener() {
    run(async {
        let world = World::with(|settings| web::Settings { known: Quota { an_hour: 3, a_day: 4 }, ..settings }).await;
        let browser = world.as_person("sw-1").await;
        let once = async || ask(&world, &browser, "Oak", "Brindle", ("9", "9", "2012")).await;
        once().await.says(&["You have asked once in the last hour, of 3 that you may"]);
        // What was typed wrongly is no question.
        ask(&world, &browser, "", "Brindle", ("9", "9", "2012")).await.says(&["Enter the child’s first name"]);
        once().await;
        once().await;
        let refused = once().await;
        assert_eq!(refused.status, 429);
        refused.says(&["as often as one person may", "You can ask again from"]);
        assert!(refused.body.contains("value=\"Oak\""), "what was typed stays");
        // Both at once, and only one of them counts.
        world.after(61);
        let browser = world.as_person("sw-1").await;
        let two = || ask(&world, &browser, "Oak", "Brindle", ("9", "9", "2012"));
        let (a, b) = tokio::join!(two(), two());
        let mut both = [a.status, b.status];
        both.sort_unstable();
        assert_eq!(both, [200, 429]);
    });
}

#[test]
fn a_guardian_sees_who_asked_and_nobody_else_does() {
    run(async {
        let world = World::new().await;
        // The record is for a manager alone.
        world
            .keep("c-elm", vec![record::Entry::Restricted { people: Some(vec!["yj-m".into()]), reason: String::new() }])
            .await;
        ask(&world, &world.as_person("sw-1").await, "Elm", "Brindle", ("7", "7", "2010")).await;
        let id = hidden(&world).await[0].id.clone();
        let other = world.as_person("sw-m").await;
        world.get(&other, "/known/asked").await.says(&["nobody asked about a record that you answer for"]);
        assert_eq!(world.post(&other, &format!("/known/asked/{id}"), &[]).await.leads_to(), "/known/asked?done=gone");
        assert_eq!(hidden(&world).await.len(), 1);
        assert_eq!(world.get(&world.as_person("yj-1").await, "/known/asked").await.status, 403);
        let guardian = world.as_person("yj-m").await;
        world.get(&guardian, "/duties").await.says(&["you answer for the record", "1 question waits"]);
        world.get(&guardian, "/known/asked").await.says(&[
            "Dove Quill",
            "020 7946 0201",
            "at a police station",
            "Elm Brindle",
        ]);
        let done = world.post(&guardian, &format!("/known/asked/{id}"), &[]).await;
        assert_eq!(done.leads_to(), "/known/asked?done=settled");
        assert!(hidden(&world).await.is_empty());
    });
}
