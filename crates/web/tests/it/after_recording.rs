//! What one meets once something is recorded: whom it has still to be told to, and the way back.

use crate::recording::{TODAY, open, sent};
use crate::world::{Browser, World, run};

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
        // The browser's own way back: the address names the draft, or leads to it, so that one attempt is one draft.
        let draft = format!("{path}?draft={}", hidden.draft);
        assert_eq!(world.get(&worker, path).await.leads_to(), draft);
        let back = world.get(&worker, &draft).await;
        filled(back.page());
        back.says(&["You typed this before and have not recorded it. Begin with an empty form"]);
        assert_eq!(back.hidden("draft"), hidden.draft);
        // Whoever wants an empty form has one, and the way back to the other.
        assert!(back.body.contains(&format!("href=\"{path}?draft=new\"")), "{}", back.body);
        let empty = world.get(&worker, &format!("{path}?draft=new")).await;
        empty.says(&[
            "You began to record this on Wed 10 June 2026 at 10:00 and have not finished. Tue 9 June 2026: Care. Go on with what you typed",
        ]);
        assert!(empty.page().contains(&draft) && !empty.body.contains("21.15"), "{}", empty.body);
        assert_ne!(empty.hidden("draft"), hidden.draft);
        // Of another event, and for another person, there is nothing to go on with.
        world.get(&worker, "/children/c-birch/record/arrested").await.never_says(&["You began to record this"]);
        let other = world.as_person("yj-m").await;
        world.get(&other, &draft).await.never_says(&["You began to record this", "21.15"]);
        // Nor is anybody led to it by an address that says otherwise than it does.
        for otherwise in ["with-from=school", "known-csc=now"] {
            world.get(&worker, &format!("{path}?{otherwise}")).await.says(&["Go on with what you typed"]);
        }
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

#[test]
fn two_drafts_of_the_same_are_told_apart() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let path = "/children/c-birch/record/arrested";
        for (station, day) in [("Riverside", "9"), ("Castle Street", "8")] {
            let (_, hidden) = open(&world, &worker, &format!("{path}?draft=new")).await;
            world.after(5);
            let at = [("at-day", day), ("at-month", "6"), ("at-year", "2026"), ("with-station", station)];
            let begun = if day == "9" { "2026-06-10T10:00" } else { "2026-06-10T10:05" };
            let typed = sent(&hidden, &[&at[..], &[("event", "arrested"), ("begun", begun)]].concat());
            world.post(&worker, "/children/c-birch/draft", &typed).await.json(200);
        }
        let list = world.get(&worker, "/drafts").await;
        list.says(&[
            "Tue 9 June 2026: “Riverside” Begun Wed 10 June 2026 at 10:00. Saved Wed 10 June 2026 at 10:05",
            "Mon 8 June 2026: “Castle Street” Begun Wed 10 June 2026 at 10:05. Saved Wed 10 June 2026 at 10:10",
        ]);
        // In another session nobody is led to either of them unasked.
        world.after(1);
        let worker = world.as_person("yj-1").await;
        world.get(&worker, path).await.says(&[
            "You began to record this on Wed 10 June 2026 at 10:05 and have not finished. Mon 8 June 2026: “Castle Street”.",
            "You began to record this on Wed 10 June 2026 at 10:00 and have not finished. Tue 9 June 2026: “Riverside”.",
        ]);
    });
}

#[test]
fn what_is_recorded_leaves_no_draft_of_the_same() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let path = "/children/c-birch/record/arrested";
        let typed = [&TODAY[..], &[("event", "arrested"), ("with-station", "Riverside")]].concat();
        let (_, first) = open(&world, &worker, path).await;
        world.post(&worker, &format!("{path}/preview"), &sent(&first, &typed)).await.page();
        // Typed again on an empty form, on another telephone.
        let (_, second) = open(&world, &worker, &format!("{path}?draft=new")).await;
        let more = [&typed[..], &[("with-offence", "theft")]].concat();
        let other = [&TODAY[..], &[("event", "arrested"), ("with-station", "Castle Street")]].concat();
        let (_, third) = open(&world, &worker, &format!("{path}?draft=new")).await;
        world.post(&worker, "/children/c-birch/draft", &sent(&third, &other)).await.json(200);
        world.post(&worker, path, &sent(&second, &more)).await.leads_to();
        // What says something else is another matter.
        let list = world.get(&worker, "/drafts").await;
        list.says(&["“Castle Street”"]).never_says(&["Riverside"]);
        // What a script sends too late is no draft any more.
        let late = world.post(&worker, "/children/c-birch/draft", &sent(&second, &more)).await;
        assert_eq!(late.status, 409);
        late.says(&["This is recorded already"]);
        world.get(&worker, "/drafts").await.never_says(&["Riverside"]);
    });
}

#[test]
fn the_form_of_a_telling_is_filled_in_as_far_as_the_clause_says() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let path = "/children/c-ash/record/exploitation-concern";
        let (_, hidden) = open(&world, &worker, path).await;
        let to = world.post(&worker, path, &sent(&hidden, &[&TODAY[..], &[("with-kind", "criminal")]].concat())).await;
        let page = world.get(&worker, to.leads_to()).await;
        // Camden 9.4: each service gives the panel what it knows (clause camden-9.4c).
        page.says(&["Pass on to the exploitation panel: intelligence"]);
        let form = format!(
            "/children/c-ash/record/shared?with-what=intelligence&#38;with-from=yjs&#38;with-to=exploitation-panel&#38;follows=e-{}",
            hidden.key
        );
        assert!(page.body.contains(&form), "{}", page.body);
        let form = world.get(&worker, &form.replace("&#38;", "&")).await;
        let chosen = |value: &str| form.page().contains(&format!("<option value=\"{value}\" selected"));
        assert!(chosen("exploitation-panel") && chosen("yjs"), "{}", form.body);
        assert!(form.body.contains("value=\"intelligence\" checked"), "{}", form.body);
        let why = world.get(&worker, "/children/c-ash/why?duty=camden-9.4c~1").await;
        why.says(&["Youth justice shared with exploitation panel: intelligence Record it"])
            .never_says(&["(from:", "to: exploitation"]);
    });
}

/// Records a visit to Ash, and gives the entry's id and the address of its notes.
async fn visited(world: &World, who: &Browser) -> (String, String) {
    let path = "/children/c-ash/record/visit-made";
    let (_, hidden) = open(world, who, path).await;
    let typed = sent(&hidden, &[&TODAY[..], &[("with-by", "yjs-case-manager"), ("with-kind", "custody")]].concat());
    world.post(who, path, &typed).await.leads_to();
    (format!("e-{}", hidden.key), format!("/children/c-ash/type-once/e-{}", hidden.key))
}

/// Takes an entry of Ash's back, and gives where that leads and the notes on it.
async fn taken_back(world: &World, who: &Browser, id: &str) -> (String, String) {
    let path = format!("/children/c-ash/take-back/{id}");
    let page = world.get(who, &path).await;
    let (key, based_on) = (page.hidden("key"), page.hidden("based_on"));
    let to = world.post(who, &path, &[("key", &key), ("based_on", &based_on)]).await.leads_to().to_owned();
    (to, format!("/children/c-ash/type-once/e-{key}"))
}

#[test]
fn what_was_undone_before_its_note_was_ticked_leaves_no_note() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let (id, notes) = visited(&world, &worker).await;
        for list in ["/children/c-ash/type-once", "/type-once"] {
            world
                .get(&worker, list)
                .await
                .says(&["Visited: custody, Wed 10 June 2026", "Recorded Wed 10 June 2026 at 10:00"]);
        }
        let (to, withdrawal) = taken_back(&world, &worker, &id).await;
        assert_eq!(to, "/children/c-ash?done=retracted");
        world.get(&worker, &to).await.says(&[
            "Taken back. What is owed has been worked out again. If a note on it was copied into another system, take it out there.",
        ]);
        for list in ["/children/c-ash/type-once", "/type-once"] {
            world.get(&worker, list).await.never_says(&["Visited", "Taken back"]);
        }
        world
            .get(&worker, &notes)
            .await
            .says(&["it was taken back before this note was ticked"])
            .never_says(&["Tick:", "Joint work"]);
        world
            .get(&worker, &withdrawal)
            .await
            .says(&["no note on what was taken back is ticked here"])
            .never_says(&["Tick:", "Joint work"]);
    });
}

#[test]
fn what_was_undone_once_its_note_was_in_a_system_is_withdrawn_there_and_only_there() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let (id, notes) = visited(&world, &worker).await;
        let key = world.get(&worker, &notes).await.hidden("key");
        world.post(&worker, &notes, &[("key", &key), ("system", "yjs")]).await.leads_to();
        let (to, withdrawal) = taken_back(&world, &worker, &id).await;
        assert_eq!(to, format!("{withdrawal}?done=retracted"));
        let page = world.get(&worker, &withdrawal).await;
        page.says(&[
            "Joint work: taken back: Visited",
            "Tick: it is in ChildView",
            "no note on what was taken back is ticked here",
        ])
        .never_says(&["Tick: it is in MOSAIC"]);
        world.get(&worker, "/type-once").await.says(&["Taken back: Visited: custody, Wed 10 June 2026"]);
        let list = world.get(&worker, "/children/c-ash/type-once").await;
        list.says(&["Taken back: Visited: custody, Wed 10 June 2026 Youth justice Recorded"]);
        // What was in stays in, until the withdrawal is.
        world.get(&worker, &notes).await.says(&["It is in ChildView"]);
        let key = page.hidden("key");
        world.post(&worker, &withdrawal, &[("key", &key), ("system", "yjs")]).await.leads_to();
        world.get(&worker, "/type-once").await.never_says(&["Taken back: Visited"]);
    });
}

#[test]
fn whoever_has_no_caseload_finds_the_notes_on_what_they_recorded() {
    run(async {
        let world = World::new().await;
        let (court, worker) = (world.as_person("yj-d").await, world.as_person("yj-1").await);
        world.get(&court, "/type-once").await.says(&["every note of the last four weeks is in"]);
        let path = "/children/c-birch/record/missing";
        let (_, hidden) = open(&world, &court, path).await;
        world.post(&court, path, &sent(&hidden, &TODAY)).await.leads_to();
        let (_, theirs) = open(&world, &worker, "/children/c-birch/record/arrested").await;
        world.post(&worker, "/children/c-birch/record/arrested", &sent(&theirs, &TODAY)).await.leads_to();
        // Their own, and not what the child's worker recorded, who has both.
        world
            .get(&court, "/type-once")
            .await
            .says(&["Birch Brindle", "Went missing, Wed 10 June 2026 Recorded Wed 10 June 2026 at 10:00"])
            .never_says(&["Arrested"]);
        world.get(&worker, "/type-once").await.says(&["Went missing", "Arrested"]);
        // Whoever only looked at the form has none.
        let manager = world.as_person("yj-m").await;
        world.get(&manager, path).await.page();
        world.get(&manager, "/type-once").await.never_says(&["Went missing"]);
    });
}
