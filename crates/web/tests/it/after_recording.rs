//! What one meets once something is recorded: whom it has still to be told to, and the way back.

use crate::recording::{TODAY, open, sent};
use crate::world::{World, run};

#[test]
fn what_can_be_read_here_is_not_yet_told_and_what_the_telling_lacks_is_said() {
    run(async {
        let world = World::new().await;
        let (worker, theirs) = (world.as_person("yj-1").await, world.as_person("sw-1").await);
        let path = "/children/c-ash/record/referral-made";
        let (form, hidden) = open(&world, &worker, &format!("{path}?with-to=risk-panel")).await;
        form.says(&[
            "Who knew, and when: both services can read it here from now",
            "When does social care know of it? From now: they can read it here when I have recorded it That tells nobody.",
        ]);
        let typed = sent(&hidden, &[&TODAY[..], &[("with-to", "risk-panel")]].concat());
        world.post(&worker, &format!("{path}/preview"), &typed).await.says(&[
            "Social care can read it here from now on.",
            "Tell the allocated social worker that the child is referred to the panel. ",
            "Recording this does not do it: tell the social worker",
        ]);
        let to = world.post(&worker, path, &typed).await.leads_to().to_owned();
        // Camden 9.2 asks for word to the allocated social worker (clause camden-9.2f).
        let page = world.get(&worker, &to).await;
        page.says(&["Still to be told", "Tell the social worker", "that the child is referred to the panel"]);
        page.says(&["It can be read in Tandem by social care from Wed 10 June 2026 at 10:00."])
            .never_says(&["Known to social care"]);
        let told = format!(
            "/children/c-ash/record/notified?with-to=social-worker&#38;with-about=panel-referral&#38;follows=e-{}",
            hidden.key
        );
        assert!(page.body.contains(&told), "{}", page.body);
        // It is for youth justice to do; social care's note says that it is to come.
        let at = to.trim_end_matches("?done=recorded").to_owned();
        world
            .get(&theirs, &at)
            .await
            .says(&["Type once", "has to tell the social worker"])
            .never_says(&["Still to be told"]);
        // Whoever told them of something else is still reminded of this, by what set it off.
        let (_, other) = open(&world, &worker, &told.replace("&#38;", "&")).await;
        let first = format!("e-{}", hidden.key);
        let say = [("with-to", "social-worker"), ("with-about", "remand"), ("follows", first.as_str())];
        let to =
            world.post(&worker, "/children/c-ash/record/notified", &sent(&other, &[&TODAY[..], &say].concat())).await;
        let page = world.get(&worker, to.leads_to()).await;
        page.says(&["Still to be told"]);
        assert!(page.body.contains(&told), "{}", page.body);
        // Once they were told it is gone.
        let (_, then) = open(&world, &worker, &told.replace("&#38;", "&")).await;
        let id = format!("e-{}", hidden.key);
        let say = [("with-to", "social-worker"), ("with-about", "panel-referral"), ("follows", id.as_str())];
        world
            .post(&worker, "/children/c-ash/record/notified", &sent(&then, &[&TODAY[..], &say].concat()))
            .await
            .leads_to();
        world.get(&worker, &at).await.says(&["Type once"]).never_says(&["Still to be told"]);
    });
}

#[test]
fn what_was_just_recorded_is_undone_by_the_page_that_takes_back() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let (_, hidden) = open(&world, &worker, "/children/c-birch/record/missing").await;
        let to = world.post(&worker, "/children/c-birch/record/missing", &sent(&hidden, &TODAY)).await;
        let to = to.leads_to().to_owned();
        let page = world.get(&worker, &to).await;
        page.says(&["Recorded. What is owed has been worked out again. Undo"]);
        let undo = format!("/children/c-birch/take-back/e-{}", hidden.key);
        assert!(page.body.contains(&format!("href=\"{undo}\">Undo</a>")), "{}", page.body);
        // It only leads there: what is no longer owed is seen first.
        world.get(&worker, &undo).await.says(&["Take back", "Take it back"]);
        assert!(world.child("c-birch").await.kept.iter().any(|kept| kept.id == format!("e-{}", hidden.key)));
        // Who comes back to the note later has not just recorded it.
        world.get(&worker, to.trim_end_matches("?done=recorded")).await.never_says(&["Undo"]);
        // Whoever may not take it back is not led there.
        let support = world.as_person("yj-s").await;
        let page = world.get(&support, &to).await;
        assert_eq!(page.body.contains(&undo), world.get(&support, &undo).await.status == 200, "{}", page.body);
    });
}

#[test]
fn the_way_back_from_what_follows_keeps_everything_that_was_typed() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let path = "/children/c-birch/record/missing";
        let (form, hidden) = open(&world, &worker, path).await;
        form.never_says(&["You began to record this"]);
        assert!(form.body.contains(&format!("data-draft-form=\"{path}\"")), "{}", form.body);
        let at = [("at-day", "9"), ("at-month", "6"), ("at-year", "2026"), ("at-time", "21.15"), ("known-csc", "no")];
        let typed = sent(&hidden, &[&at[..], &[("with-from", "care")]].concat());
        let filled = |page: &str| {
            for (name, value) in [("at-day", "9"), ("at-time", "21.15")] {
                let (_, field) = page.split_once(&format!("name=\"{name}\"")).unwrap();
                assert!(field.split('>').next().unwrap().contains(&format!("value=\"{value}\"")), "{name}: {page}");
            }
            assert!(page.contains("name=\"known-csc\" type=\"radio\" value=\"no\" checked"), "{page}");
            assert!(page.contains("value=\"care\" checked"), "{page}");
        };
        let before = world.post(&worker, &format!("{path}/preview"), &typed).await;
        before.says(&["Check before you record it"]);
        // The button.
        filled(world.post(&worker, &format!("{path}/change"), &typed).await.page());
        // The browser's own way back: with scripts the address names the draft, without them the empty form leads to it.
        let back = world.get(&worker, path).await;
        back.says(&[
            "You began to record this on Wed 10 June 2026 at 10:00 and have not finished. Go on with what you typed",
        ]);
        let draft = format!("{path}?draft={}", hidden.draft);
        assert!(back.body.contains(&draft), "{}", back.body);
        filled(world.get(&worker, &draft).await.page());
        // Of another event, and for another person, there is nothing to go on with.
        world.get(&worker, "/children/c-birch/record/arrested").await.never_says(&["You began to record this"]);
        let other = world.as_person("yj-m").await;
        world.get(&other, &draft).await.never_says(&["You began to record this", "21.15"]);
        // Once it is recorded the draft is gone, and whoever comes back finds the form empty.
        world.post(&worker, path, &typed).await.leads_to();
        let empty = world.get(&worker, &draft).await;
        assert!(empty.page().contains("value=\"10\"") && !empty.body.contains("21.15"), "{}", empty.body);
        empty.never_says(&["You began to record this"]);
    });
}

#[test]
fn what_is_refused_on_recording_is_not_lost_either() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let path = "/children/c-birch/record/missing";
        let (_, hidden) = open(&world, &worker, path).await;
        let at = [("at-day", "31"), ("at-month", "6"), ("at-year", "2026"), ("at-time", "midnight")];
        let refused = world.post(&worker, path, &sent(&hidden, &at)).await;
        assert_eq!(refused.status, 422);
        // Both are said, in the summary and beside their fields.
        for why in [
            "The date must be a real date, such as 27 3 2026",
            "Midnight can be where the day begins or where it ends.",
        ] {
            assert_eq!(refused.text().matches(why).count(), 2, "{why}: {}", refused.text());
        }
        let again = world.get(&worker, &format!("{path}?draft={}", hidden.draft)).await;
        assert!(again.body.contains("value=\"midnight\""), "{}", again.body);
    });
}

#[test]
fn the_notes_of_the_child_from_whom_one_comes_stand_first() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        for child in ["c-birch", "c-ash"] {
            world.after(1);
            let path = format!("/children/{child}/record/missing");
            let (_, hidden) = open(&world, &worker, &path).await;
            world.post(&worker, &path, &sent(&hidden, &TODAY)).await.leads_to();
        }
        let order = async |path: &str| {
            let text = world.get(&worker, path).await.text();
            let at = |name: &str| text.find(name).unwrap_or_else(|| panic!("{name}: {text}"));
            at("Ash Brindle") < at("Birch Brindle")
        };
        // Ash’s is the latest.
        assert!(order("/type-once").await);
        assert!(!order("/type-once?child=c-birch").await);
        let page = world.get(&worker, "/children/c-birch/timeline").await;
        assert!(page.body.contains("href=\"/type-once?child=c-birch\">Notes to copy"), "{}", page.body);
        world.after(1);
        let path = "/children/c-birch/record/missing";
        let (_, hidden) = open(&world, &worker, path).await;
        world.post(&worker, path, &sent(&hidden, &TODAY)).await.leads_to();
        assert!(!order("/type-once").await);
    });
}

#[test]
fn what_lies_the_wrong_way_round_is_asked_about_and_can_be_so() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let path = "/children/c-birch/record/remanded-yda";
        let (_, hidden) = open(&world, &worker, path).await;
        let hearing = |day| [("with-until-day", day), ("with-until-month", "6"), ("with-until-year", "2026")];
        let asks = "“When is the next hearing?” says Tue 9 June 2026. That is before it happened, on Wed 10 June 2026. Is that right?";
        let odd = sent(&hidden, &[&TODAY[..], &hearing("9")].concat());
        world.post(&worker, &format!("{path}/preview"), &odd).await.says(&[asks, "Change"]);
        // Recorded at once it is asked about as well, and nothing is kept until somebody is sure.
        let asked = world.post(&worker, path, &odd).await;
        assert_eq!(asked.status, 422);
        asked.says(&["Check before you record it", asks]);
        assert_eq!(asked.hidden("sure"), "yes");
        assert_eq!(world.child("c-birch").await.kept.len(), 1);
        // Going back to change it, one is asked again.
        let sure = [&odd[..], &[("sure", "yes")]].concat();
        world.post(&worker, &format!("{path}/change"), &sure).await.never_says(&["name=\"sure\""]);
        // A hearing on the same day is in order.
        let same = sent(&hidden, &[&TODAY[..], &hearing("10")].concat());
        world.post(&worker, &format!("{path}/preview"), &same).await.never_says(&["Is that right?"]);
        world.post(&worker, path, &sure).await.leads_to();
        // A release before the remand; and one after another remand, which may be recorded later.
        let path = "/children/c-birch/record/released";
        let (_, hidden) = open(&world, &worker, path).await;
        let on = |day| sent(&hidden, &[("at-day", day), ("at-month", "6"), ("at-year", "2026")]);
        world.post(&worker, &format!("{path}/preview"), &on("9")).await.says(&[
            "What comes before it is recorded as later: Remanded to youth detention, Wed 10 June 2026. Is that right?",
        ]);
        world.post(&worker, &format!("{path}/preview"), &on("10")).await.never_says(&["Is that right?"]);
    });
}
