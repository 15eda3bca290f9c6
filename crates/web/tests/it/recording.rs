//! Recording what happened: found in everyday words, seen before it is kept, kept once, corrected, taken back, typed once.

use crate::world::{Answer, Browser, World, run};

/// What a form sends that was opened now.
pub fn sent<'a>(form: &'a Hidden, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields =
        vec![("key", form.key.as_str()), ("based_on", form.based_on.as_str()), ("draft", form.draft.as_str())];
    fields.extend_from_slice(more);
    fields
}

pub struct Hidden {
    pub key: String,
    pub based_on: String,
    pub draft: String,
}

pub async fn open(world: &World, who: &Browser, path: &str) -> (Answer, Hidden) {
    let form = world.get(who, path).await;
    form.page();
    let hidden = Hidden { key: form.hidden("key"), based_on: form.hidden("based_on"), draft: form.hidden("draft") };
    (form, hidden)
}

pub const TODAY: [(&str, &str); 3] = [("at-day", "10"), ("at-month", "6"), ("at-year", "2026")];

#[test]
fn what_happened_is_found_in_the_words_of_whoever_says_it() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let first = world.get(&worker, "/children/c-birch/record").await;
        first
            .says(&["Recorded most", "Remanded to youth detention", "Went missing"])
            .never_says(&["Released from custody</a></li>\n      <li>"]);
        // Ash is inside: what is said of a child in custody comes first.
        world.get(&worker, "/children/c-ash/record").await.says(&["Recorded most Released from custody"]);
        let found = world.post(&worker, "/children/c-birch/record", &[("what", "custody remand")]).await;
        found.says(&["Found Remanded to youth detention"]);
        assert!(found.body.contains("href=\"/children/c-birch/record/remanded-yda\""), "{}", found.body);
        let none = world.post(&worker, "/children/c-birch/record", &[("what", "<zebra>")]).await;
        none.says(&["Nothing that you can record was found"]).never_says(&["<zebra>"]);
        // What answers something already carries it along.
        let told = world.post(&worker, "/children/c-birch/record", &[("what", "rang social care")]).await;
        assert!(told.body.contains("/record/notified?with-to=csc"), "{}", told.body);
        // Another service's is not offered, and whose it is is said.
        let theirs = world.post(&worker, "/children/c-ash/record", &[("what", "moved placement")]).await;
        theirs.says(&["Moved placement: social care records this"]).never_says(&["/record/placement-changed"]);
        assert_eq!(world.get(&worker, "/children/c-ash/record/placement-changed").await.status, 403);
        assert_eq!(world.get(&worker, "/children/c-ash/record/nothing").await.status, 404);
    });
}

#[test]
fn a_remand_is_seen_before_it_is_kept_and_kept_once() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let (form, hidden) = open(&world, &worker, "/children/c-birch/record/remanded-yda").await;
        form.says(&["When did it happen?", "When is the next hearing?", "Who knew, and when"]);
        assert!(form.body.contains("value=\"10\"") && form.body.contains("value=\"2026\""), "today stands there");
        let typed = sent(&hidden, &TODAY);
        let before = world.post(&worker, "/children/c-birch/record/remanded-yda/preview", &typed).await;
        before.says(&[
            "Check before you record it Remanded to youth detention",
            "Wed 10 June 2026",
            "Is in custody from now on",
            "Becomes looked after by law: remand",
            "Youth justice Starts",
            "Social care Starts",
            "Social care knows of it from Wed 10 June 2026 at 10:00, as you say. Nobody there works with this child",
        ]);
        // Looking changes nothing.
        world.get(&worker, "/children/c-birch").await.never_says(&["In custody"]);
        let done = world.post(&worker, "/children/c-birch/record/remanded-yda", &typed).await;
        let to = done.leads_to().to_owned();
        assert_eq!(to, format!("/children/c-birch/type-once/e-{}?done=recorded", hidden.key));
        // Sent again two minutes later, it is the same.
        world.after(2);
        assert_eq!(world.post(&worker, "/children/c-birch/record/remanded-yda", &typed).await.leads_to(), to);
        // Back, and something else typed: it is not taken for the same, and not dropped without a word.
        let another_day = [&[("at-day", "9")], &TODAY[1..]].concat();
        let not_told = [&TODAY[..], &[("known-csc", "no")]].concat();
        for changed in [another_day, not_told] {
            let refused = world.post(&worker, "/children/c-birch/record/remanded-yda", &sent(&hidden, &changed)).await;
            assert_eq!(refused.status, 422, "{changed:?}");
            refused
                .says(&["You recorded this a moment ago, and have changed it since. What you changed is not recorded"]);
        }
        world.get(&worker, "/children/c-birch").await.says(&["In custody since Wed 10 June 2026"]);
        world.get(&worker, &to).await.says(&[
            "Recorded. What is owed has been worked out again.",
            "Type once",
            "Remanded to youth detention",
        ]);
    });
}

#[test]
fn a_service_that_does_not_work_with_the_child_is_not_taken_to_know() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        world.get(&worker, "/children/c-birch").await.says(&["Not known to be open Ring Emergency Duty Team"]);
        // Ash is open to both: recording tells both.
        world
            .get(&worker, "/children/c-ash/record/meeting-held")
            .await
            .says(&["both services can read it here from now"]);
        let (form, hidden) = open(&world, &worker, "/children/c-birch/record/remanded-yda").await;
        form.says(&["Who knew, and when: social care has not been told", "nobody there will see it until you ring"]);
        assert!(form.body.contains("name=\"known-csc\" type=\"radio\" value=\"no\" checked"), "{}", form.body);
        let typed = sent(&hidden, &[&TODAY[..], &[("known-csc", "no")]].concat());
        let before = world.post(&worker, "/children/c-birch/record/remanded-yda/preview", &typed).await;
        before.says(&["Social care has not been told, and nobody there works with this child. Ring Emergency Duty Team (020 7946 0200)."]);
        world.post(&worker, "/children/c-birch/record/remanded-yda", &typed).await.leads_to();
        let timeline = world.get(&worker, "/children/c-birch/timeline").await;
        timeline.says(&["social care has not been told They have been told since"]);
        let told = format!("/children/c-birch/record/remanded-yda?corrects=e-{}&#38;known-csc=now", hidden.key);
        assert!(timeline.body.contains(&told), "{}", timeline.body);
        // A correction for another reason does not tell them either.
        let (again, _) = open(&world, &worker, &told.replace("&#38;known-csc=now", "")).await;
        again.says(&["social care has not been told"]);
        world.get(&worker, &told.replace("&#38;", "&")).await.says(&["social care has just been told"]);
    });
}

#[test]
fn what_answers_something_is_reached_from_there() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let (_, hidden) = open(&world, &worker, "/children/c-birch/record/remanded-yda").await;
        let id = format!("e-{}", hidden.key);
        world.post(&worker, "/children/c-birch/record/remanded-yda", &sent(&hidden, &TODAY)).await.leads_to();
        // From the timeline, through the list and the search, to the form.
        let timeline = world.get(&worker, "/children/c-birch/timeline").await;
        assert!(timeline.body.contains(&format!("/children/c-birch/record?follows={id}")), "{}", timeline.body);
        let list = world.get(&worker, &format!("/children/c-birch/record?follows={id}")).await;
        list.says(&[
            "What you record carries on from: Remanded to youth detention",
            "Court and custody",
            "Telling, asking",
        ]);
        assert!(list.body.contains(&format!("/record/visit-made?with-kind=custody&#38;follows={id}")), "{}", list.body);
        let found =
            world.post(&worker, "/children/c-birch/record", &[("what", "we met"), ("follows", id.as_str())]).await;
        assert!(found.body.contains(&format!("/record/meeting-held?follows={id}")), "{}", found.body);
        // From why: the form that shows it done, and the question on which it rests.
        let why = world.get(&worker, "/children/c-birch/why?duty=camden-13g~1").await;
        why.says(&["Record that this was done", "It rests on:", "Answer"])
            .never_says(&["camden-13g.", "The text&#39;s clock"]);
        assert!(why.body.contains(&format!("referral-made?with-to=risk-panel&#38;follows={id}")), "{}", why.body);
        let question = "/children/c-birch/record/question-answered?with-question=camden-13g%2F";
        assert!(why.body.contains(question), "{}", why.body);
        // The form has the questions in words; those on which something rests now stand first.
        let form = world.get(&worker, "/children/c-birch/record/question-answered").await;
        form.says(&["Those on whose answer it rests now what is owed come first"]);
        assert!(form.body.contains("<option value=\"camden-13g/"), "{}", form.body);
    });
}

#[test]
fn what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let (_, hidden) = open(&world, &worker, "/children/c-birch/record/meeting-held").await;
        let path = "/children/c-birch/record/meeting-held/preview";
        for (fields, said) in [
            (
                [("at-day", "11"), ("at-month", "6"), ("at-year", "2026"), ("at-time", "")],
                "The date must be today or in the past",
            ),
            (
                [("at-day", "19"), ("at-month", "1"), ("at-year", "2011"), ("at-time", "")],
                "must not be before the child was born, on Thu 20 January 2011",
            ),
            ([("at-day", "31"), ("at-month", "2"), ("at-year", "2026"), ("at-time", "")], "must be a real date"),
            (
                [("at-day", "29"), ("at-month", "3"), ("at-year", "2026"), ("at-time", "01:30")],
                "The clocks went forward that night",
            ),
            (
                [("at-day", "10"), ("at-month", "6"), ("at-year", "2026"), ("at-time", "10:01")],
                "The time must not be in the future",
            ),
            (
                [("at-day", "10"), ("at-month", "6"), ("at-year", "2026"), ("at-time", "late")],
                "Enter the time like 14:30",
            ),
            ([("at-day", "10"), ("at-month", ""), ("at-year", "2026"), ("at-time", "")], "The date must have a month"),
            (
                [("at-day", ""), ("at-month", ""), ("at-year", ""), ("at-time", "")],
                "Enter the date on which it happened",
            ),
            (
                [("at-day", "10"), ("at-month", "6"), ("at-year", "2026"), ("at-time", "")],
                "“Which meeting?” needs an answer",
            ),
        ] {
            let more =
                [&fields[..], &[("with-attended", "social-worker"), ("with-attended", "yjs-case-manager")]].concat();
            let again = world.post(&worker, path, &sent(&hidden, &more)).await;
            assert_eq!(again.status, 422, "{said}");
            again.says(&["There is a problem", said]);
            assert_eq!(
                again.body.matches("checked").count(),
                2 + again.body.matches("value=\"now\" checked").count()
                    + again.body.matches("value=\"\" checked").count(),
                "both boxes stay ticked"
            );
            assert_eq!(again.hidden("key"), hidden.key);
            if !fields[3].1.is_empty() {
                assert!(again.body.contains(&format!("value=\"{}\"", fields[3].1)), "the time stays");
            }
        }
        let odd = [&TODAY[..], &[("with-meeting", "tea-party"), ("with-chair", "nobody")]].concat();
        let odd = world.post(&worker, path, &sent(&hidden, &odd)).await;
        odd.says(&["“Which meeting?”: choose from the list", "“Who was in the chair?”: choose from the list"]);
        let late = [
            &TODAY[..],
            &[
                ("with-meeting", "core-group"),
                ("known-csc", "other"),
                ("known-csc-day", "9"),
                ("known-csc-month", "6"),
                ("known-csc-year", "2026"),
            ],
        ]
        .concat();
        world.post(&worker, path, &sent(&hidden, &late)).await.says(&["They cannot have known before it happened"]);
    });
}

#[test]
fn whoever_was_slower_sees_what_changed_and_keeps_what_they_typed() {
    run(async {
        let world = World::new().await;
        let (one, other) = (world.as_person("yj-1").await, world.as_person("yj-m").await);
        let (_, first) = open(&world, &one, "/children/c-birch/record/missing").await;
        let (_, second) = open(&world, &other, "/children/c-birch/record/arrested").await;
        world.post(&one, "/children/c-birch/record/missing", &sent(&first, &TODAY)).await.leads_to();
        let typed = [&TODAY[..], &[("with-station", "Riverside")]].concat();
        let slower = world.post(&other, "/children/c-birch/record/arrested", &sent(&second, &typed)).await;
        assert_eq!(slower.status, 409);
        slower.says(&["Somebody else has changed this record", "Went missing", "recorded by Wren Ashdown"]);
        assert!(slower.body.contains("value=\"Riverside\""));
        // Sent again on top of what is there now, it is kept.
        let again = Hidden { key: slower.hidden("key"), based_on: slower.hidden("based_on"), draft: String::new() };
        world.post(&other, "/children/c-birch/record/arrested", &sent(&again, &typed)).await.leads_to();
    });
}

#[test]
fn what_may_be_recorded_already_is_said() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let path = "/children/c-birch/record/missing";
        let (_, first) = open(&world, &worker, path).await;
        let check = world.post(&worker, &format!("{path}/preview"), &sent(&first, &TODAY)).await;
        check.never_says(&["This may be recorded already"]);
        world.post(&worker, path, &sent(&first, &TODAY)).await.leads_to();
        let other = world.as_person("yj-m").await;
        let (_, second) = open(&world, &other, path).await;
        let check = world.post(&other, &format!("{path}/preview"), &sent(&second, &TODAY)).await;
        check.says(&[
            "This may be recorded already: Went missing",
            "recorded by Wren Ashdown",
            "do not record it again",
        ]);
    });
}

#[test]
fn two_who_correct_the_same_entry() {
    run(async {
        let world = World::new().await;
        let (one, other) = (world.as_person("yj-1").await, world.as_person("yj-m").await);
        let path = "/children/c-ash/record/remanded-yda";
        let (_, first) = open(&world, &one, &format!("{path}?corrects=a2")).await;
        let (_, second) = open(&world, &other, &format!("{path}?corrects=a2")).await;
        let typed = |day: &'static str| [("at-day", day), ("at-month", "6"), ("at-year", "2026"), ("corrects", "a2")];
        world.post(&one, path, &sent(&first, &typed("1"))).await.leads_to();
        let check = world.post(&other, &format!("{path}/preview"), &sent(&second, &typed("2"))).await;
        check.says(&[
            "Somebody else has changed this record",
            "Corrected: ",
            "recorded by Wren Ashdown",
            "Tue 2 June 2026",
        ]);
        let slower = world.post(&other, path, &sent(&second, &typed("2"))).await;
        assert_eq!(slower.status, 409);
        slower.says(&["Somebody else has changed this record", "Corrected: "]);
        assert!(
            slower.body.contains("name=\"at-day\" type=\"text\" value=\"2\"") || slower.body.contains("value=\"2\"")
        );
        let again = Hidden { key: slower.hidden("key"), based_on: slower.hidden("based_on"), draft: String::new() };
        world.post(&other, path, &sent(&again, &typed("2"))).await.leads_to();
        world.get(&one, "/children/c-ash").await.says(&["In custody since Tue 2 June 2026"]);
    });
}

#[test]
fn a_wrong_date_is_corrected_and_what_did_not_happen_is_taken_back() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let (form, hidden) = open(&world, &worker, "/children/c-ash/record/remanded-yda?corrects=a2").await;
        form.says(&["Correct Remanded to youth detention", "This takes the place of"]);
        assert!(
            form.body.contains("value=\"12:00\"") && form.body.contains("value=\"14\""),
            "filled with what was said"
        );
        let typed = [("at-day", "1"), ("at-month", "6"), ("at-year", "2026"), ("corrects", "a2")];
        let before = world.post(&worker, "/children/c-ash/record/remanded-yda/preview", &sent(&hidden, &typed)).await;
        before.says(&["Mon 1 June 2026", "Moves to another day", "Was due"]);
        let to = world.post(&worker, "/children/c-ash/record/remanded-yda", &sent(&hidden, &typed)).await;
        assert!(to.leads_to().ends_with("?done=corrected"));
        // Sent again: what is corrected is by now the correction itself, and nothing was typed over.
        let again = world.post(&worker, "/children/c-ash/record/remanded-yda", &sent(&hidden, &typed)).await;
        assert_eq!(again.leads_to(), to.leads_to());
        world.get(&worker, "/children/c-ash").await.says(&["In custody since Mon 1 June 2026"]);
        // Taking back: first what follows, then the deed; twice is once.
        let id = format!("e-{}", hidden.key);
        let page = world.get(&worker, &format!("/children/c-ash/take-back/{id}")).await;
        page.says(&["Take back", "Is no longer in custody", "Is no longer owed"]);
        let fields = [("key", page.hidden("key")), ("based_on", page.hidden("based_on"))];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let path = format!("/children/c-ash/take-back/{id}");
        let gone = world.post(&worker, &path, &fields).await.leads_to().to_owned();
        assert_eq!(world.post(&worker, &path, &fields).await.leads_to(), gone);
        world.get(&worker, "/children/c-ash").await.never_says(&["In custody since"]);
        // Whoever still has it open is told that it is gone; what was never there is not found.
        let late = world.get(&worker, &path).await;
        assert_eq!(late.status, 409);
        late.says(&["This entry was taken back", "Nothing was saved"]);
        assert_eq!(world.get(&worker, "/children/c-ash/take-back/a99").await.status, 404);
        // Business support records, and does not correct.
        let support = world.as_person("yj-s").await;
        assert_eq!(world.get(&support, "/children/c-ash/record/meeting-held").await.status, 200);
        assert_eq!(world.get(&support, "/children/c-ash/take-back/a1").await.status, 403);
        assert_eq!(world.get(&support, "/children/c-ash/record/remanded-yda?corrects=a1").await.status, 404);
    });
}

#[test]
fn a_draft_is_kept_for_its_writer_alone_until_it_is_recorded_or_dropped() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let (_, hidden) = open(&world, &worker, "/children/c-birch/record/arrested").await;
        let typed = [&TODAY[..], &[("event", "arrested"), ("with-station", "Riverside")]].concat();
        let kept = world.post(&worker, "/children/c-birch/draft", &sent(&hidden, &typed)).await;
        assert_eq!((kept.status, kept.body.as_str()), (200, "{\"saved\":true}"));
        let by_hand = [&typed[..], &[("by", "hand")]].concat();
        let to = world.post(&worker, "/children/c-birch/draft", &sent(&hidden, &by_hand)).await;
        assert_eq!(to.leads_to(), "/drafts?done=saved");
        // The session ends; the draft is there in the next one.
        world.after(20);
        assert_eq!(world.get(&worker, "/drafts").await.status, 303);
        let worker = world.as_person("yj-1").await;
        let list = world.get(&worker, "/drafts").await;
        list.says(&["Arrested : Birch Brindle", "Saved Wed 10 June 2026 at 10:00"]);
        let link = format!("/children/c-birch/record/arrested?draft={}", hidden.draft);
        assert!(list.body.contains(&link), "{}", list.body);
        assert!(world.get(&worker, &link).await.page().contains("value=\"Riverside\""));
        // Nobody else has it.
        let other = world.as_person("yj-m").await;
        world.get(&other, "/drafts").await.says(&["you have no drafts"]);
        assert!(!world.get(&other, &link).await.page().contains("value=\"Riverside\""));
        world.post(&other, "/drafts/drop", &[("draft", &hidden.draft)]).await.leads_to();
        // Recording it ends it.
        world.post(&worker, "/children/c-birch/record/arrested", &sent(&hidden, &typed)).await.leads_to();
        world.get(&worker, "/drafts").await.says(&["you have no drafts"]);
        // Of a child that one may not see, nothing is kept.
        let far = world.as_person("ox-1").await;
        assert_eq!(world.post(&far, "/children/c-birch/draft", &sent(&hidden, &typed)).await.status, 404);
    });
}

#[test]
fn a_draft_still_carries_on_from_what_it_did() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let path = "/children/c-ash/record/meeting-held";
        let (form, hidden) = open(&world, &worker, &format!("{path}?follows=a2")).await;
        form.says(&["Carries on from: Remanded to youth detention"]);
        let more = [("event", "meeting-held"), ("follows", "a2"), ("by", "hand")];
        let typed = [&TODAY[..], &more].concat();
        world.post(&worker, "/children/c-ash/draft", &sent(&hidden, &typed)).await.leads_to();
        let link = format!("{path}?draft={}&#38;follows=a2", hidden.draft);
        let list = world.get(&worker, "/drafts").await;
        assert!(list.body.contains(&link), "{}", list.body);
        let again = world.get(&worker, &link.replace("&#38;", "&")).await;
        again.says(&["Carries on from: Remanded to youth detention"]);
        assert_eq!(again.hidden("follows"), "a2");
    });
}

#[test]
fn a_child_told_of_at_night_is_opened_by_whoever_is_on_duty() {
    run(async {
        let world = World::new().await;
        let (court, duty, other) =
            (world.as_person("yj-d").await, world.as_person("sw-d").await, world.as_person("sw-1").await);
        assert_eq!(world.get(&duty, "/children/c-birch").await.status, 404);
        let path = "/children/c-birch/record/remanded-yda";
        for (told, status) in [("no", 404), ("now", 200)] {
            let (_, hidden) = open(&world, &court, path).await;
            let typed = sent(&hidden, &[&TODAY[..], &[("known-csc", told)]].concat());
            world.post(&court, path, &typed).await.leads_to();
            assert_eq!(world.get(&duty, "/children/c-birch").await.status, status, "{told}");
        }
        // The duty worker finds the child, sees what was told, and puts the child with a team.
        world.post(&duty, "/find", &[("text", "birch")]).await.says(&["Birch Brindle"]);
        world.get(&duty, "/children/c-birch/timeline").await.says(&["Remanded to youth detention"]);
        assert_eq!(world.get(&duty, "/children/c-birch/allocate").await.status, 200);
        // Nobody else of social care, whatever their post.
        assert_eq!(world.get(&other, "/children/c-birch").await.status, 404);
        assert_eq!(world.get(&world.as_person("sw-m").await, "/children/c-birch").await.status, 404);
    });
}

#[test]
fn notes_for_both_systems_are_ticked_one_by_one() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let (_, hidden) = open(&world, &worker, "/children/c-ash/record/visit-made?with-kind=custody").await;
        let typed =
            [&TODAY[..], &[("with-by", "yjs-case-manager"), ("with-kind", "custody"), ("with-child_seen", "yes")]]
                .concat();
        let to = world
            .post(&worker, "/children/c-ash/record/visit-made", &sent(&hidden, &typed))
            .await
            .leads_to()
            .to_owned();
        let page = world.get(&worker, &to).await;
        page.says(&["Visited", "Recorded in Tandem", "Tick: it is in"]);
        let path = to.trim_end_matches("?done=recorded");
        world.get(&worker, "/children/c-ash/type-once").await.says(&["Youth justice Social care"]);
        for system in ["yjs", "csc"] {
            let key = page.hidden("key");
            let ticked = world.post(&worker, path, &[("key", &key), ("based_on", "0"), ("system", system)]).await;
            assert_eq!(ticked.leads_to(), format!("{path}?done=noted"));
        }
        world.get(&worker, path).await.says(&["It is in"]).never_says(&["Tick: it is in"]);
        world.get(&worker, "/children/c-ash/type-once").await.never_says(&[path]);
        assert_eq!(world.post(&worker, path, &[("key", "k"), ("system", "nobody")]).await.status, 404);
    });
}

#[test]
fn who_was_not_told_is_not_shown_it() {
    run(async {
        let world = World::new().await;
        let (worker, theirs) = (world.as_person("yj-1").await, world.as_person("sw-1").await);
        let (_, hidden) = open(&world, &worker, "/children/c-ash/record/circumstances-changed").await;
        let typed = [&TODAY[..], &[("with-what", "education"), ("known-csc", "no")]].concat();
        let before =
            world.post(&worker, "/children/c-ash/record/circumstances-changed/preview", &sent(&hidden, &typed)).await;
        before.says(&["Social care is not told yet"]);
        world.post(&worker, "/children/c-ash/record/circumstances-changed", &sent(&hidden, &typed)).await.leads_to();
        let id = format!("e-{}", hidden.key);
        world.get(&worker, "/children/c-ash/timeline").await.says(&["has changed for the child"]);
        world.get(&theirs, "/children/c-ash/timeline").await.never_says(&["has changed for the child"]);
        assert_eq!(world.get(&theirs, &format!("/children/c-ash/type-once/{id}")).await.status, 404);
        assert_eq!(world.get(&theirs, &format!("/children/c-ash/take-back/{id}")).await.status, 404);
    });
}

#[test]
fn an_entry_that_is_only_tried_tells_nothing_of_what_is_hidden() {
    run(async {
        let world = World::new().await;
        // Birch is accommodated: business support may not know. For a looked-after child an arrest asks who comes along (camden-4.6e).
        let entry =
            crate::world::event("b2", "2026-06-01", "looked-after-started", serde_json::json!({"basis": "s20"}));
        world.keep("c-birch", vec![entry]).await;
        let path = "/children/c-birch/record/arrested";
        let asks = "when neither the social worker nor the carer can";
        let worker = world.as_person("yj-1").await;
        let (_, hidden) = open(&world, &worker, path).await;
        world.post(&worker, &format!("{path}/preview"), &sent(&hidden, &TODAY)).await.says(&[asks]);
        let support = world.as_person("yj-s").await;
        let (_, hidden) = open(&world, &support, path).await;
        let tried = world.post(&support, &format!("{path}/preview"), &sent(&hidden, &TODAY)).await;
        tried.says(&["This is worked out from what you may read.", "Youth justice Starts"]).never_says(&[asks]);
    });
}

#[test]
fn a_correction_is_known_from_when_it_was_told_and_never_from_when_it_happened() {
    run(async {
        let world = World::new().await;
        world.after(120);
        let (worker, theirs) = (world.as_person("yj-1").await, world.as_person("sw-1").await);
        let path = "/children/c-ash/record/remanded-yda";
        let (form, hidden) = open(&world, &worker, &format!("{path}?corrects=a2")).await;
        // Whoever corrects knows it now; of the other service it is asked, and nobody knew it when it happened.
        form.says(&[
            "Who is told of the correction: both services can read it here from now",
            "When does social care know what is right?",
        ])
        .never_says(&["name=\"known-yjs\"", "At once, when it happened"]);
        let at = [("at-day", "1"), ("at-month", "6"), ("at-year", "2026"), ("corrects", "a2")];
        let other = |hour: &'static str| {
            [
                ("known-csc", "other"),
                ("known-csc-day", "10"),
                ("known-csc-month", "6"),
                ("known-csc-year", "2026"),
                ("known-csc-time", hour),
                // A page of ours does not ask it.
                ("known-yjs", "then"),
            ]
        };
        // The record said otherwise until ten o'clock of this day.
        let early = sent(&hidden, &[&at[..], &other("09:59")].concat());
        let early = world.post(&worker, path, &early).await;
        assert_eq!(early.status, 422);
        early.says(&[
            "What this puts right was recorded on Wed 10 June 2026 at 10:00: the right of it was told after that",
        ]);
        let typed = sent(&hidden, &[&at[..], &other("11:00")].concat());
        world.post(&worker, path, &typed).await.leads_to();
        // Nor is that got round by saying the same a second time.
        let id = format!("e-{}", hidden.key);
        let (_, second) = open(&world, &worker, &format!("{path}?corrects={id}")).await;
        let same = [&at[..3], &[("corrects", id.as_str())], &other("09:59")].concat();
        assert_eq!(world.post(&worker, path, &sent(&second, &same)).await.status, 422);
        let child = world.child("c-ash").await;
        let kept = child.kept.iter().find(|kept| kept.id == id).unwrap();
        assert_eq!(
            kept.event()["known"],
            serde_json::json!({ "yjs": "2026-06-10T12:00", "csc": "2026-06-10T11:00" }),
            "each service's own"
        );
        // What was known an hour before that stays what it was.
        let remand = |known: &str| {
            let whole = child.timeline("2026-06-10T12:00".parse().unwrap(), Some(known.parse().unwrap()));
            let found = whole.events.iter().find(|event| event.root == 2).unwrap();
            (found.at.to_string(), found.versions[0].known.csc.unwrap().to_string())
        };
        let told = "2026-06-02T12:00".to_owned();
        assert_eq!(remand("2026-06-10T10:59"), ("2026-06-02T12:00".to_owned(), told.clone()));
        assert_eq!(remand("2026-06-10T11:00"), ("2026-06-01".to_owned(), told));
        world.get(&theirs, "/children/c-ash").await.says(&["In custody since Mon 1 June 2026"]);
        // Where only who was told is put right, it may lie further back than the record.
        let (_, first) = open(&world, &worker, "/children/c-birch/record/missing").await;
        let untold = sent(&first, &[&TODAY[..], &[("at-time", "08:00"), ("known-csc", "no")]].concat());
        world.post(&worker, "/children/c-birch/record/missing", &untold).await.leads_to();
        let id = format!("e-{}", first.key);
        let (_, again) = open(&world, &worker, &format!("/children/c-birch/record/missing?corrects={id}")).await;
        let told = [&TODAY[..], &[("at-time", "08:00"), ("corrects", id.as_str())], &other("09:00")].concat();
        world.post(&worker, "/children/c-birch/record/missing", &sent(&again, &told)).await.leads_to();
    });
}

#[test]
fn a_correction_by_a_program_says_when_each_service_was_told() {
    run(async {
        let world = World::new().await;
        let token = world.token("yj-1", &["read", "write"]).await;
        let send = async |known: &str| {
            let body = format!(
                r#"{{"events":[{{"at":"2026-06-01","event":"remanded-yda","corrects":"a2"{known},"with":{{"until":"2026-07-14"}}}}]}}"#
            );
            let headers = [("content-type", "application/json"), ("idempotency-key", "k1"), ("if-match", "\"7\"")];
            world.api(&token, "POST /api/v1/children/c-ash/events", &headers, &body).await
        };
        for (known, why) in [
            ("", "say of a correction when each service was told of it"),
            (r#","known":"2026-06-01""#, "what this corrects was recorded on Wed 10 June 2026 at 10:00"),
            (r#","known":{"yjs":"2026-06-10T10:00","csc":"2026-06-09"}"#, "what this corrects was recorded on"),
        ] {
            let refused = send(known).await.json(422);
            assert!(refused.to_string().contains(why), "{known}: {refused}");
        }
        send(r#","known":{"yjs":"2026-06-10T10:00"}"#).await.json(201);
    });
}
