//! The two services' files come in: who is one child, what is written of them, what waits, and that the same file says nothing twice.

use std::io::Cursor;

use calendar::Moment;
use exchange::imports::{Import, Reading, Report, Waits, import, place};
use feeds::read::{Layout, Options, Source};
use gate::{Action, On, Pass, Person, Ties};
use record::{Entry, Feed, Key, Numbers};
use serde_json::json;

use crate::world::{HERE, World, both, ms};

/// The people of youth justice's sheet, as rows without their headings.
const HEADINGS: &str = "Child number,Given names,Family name,Date of birth,Sex,House,Street,Postcode,NHS number,Involvement started,\
                        Involvement ended,Basis,Worker,Restricted";

/// Youth justice's sheet with these rows.
fn sheet(rows: &[&str]) -> Vec<(&'static str, String)> {
    vec![("sheet.csv", format!("{HEADINGS}\n{}\n", rows.join("\n")))]
}

/// Social care's tables with these rows: persons, work with them, legal status.
fn ssd(persons: &[&str], episodes: &[&str], legal: &[&str]) -> Vec<(&'static str, String)> {
    let table = |headings: &str, rows: &[&str]| format!("{headings}\n{}\n", rows.join("\n"));
    vec![
        (
            "ssd_person.csv",
            table("pers_person_id,pers_forename,pers_surname,pers_sex,pers_dob,pers_common_child_id", persons),
        ),
        (
            "ssd_cin_episodes.csv",
            table(
                "cine_referral_id,cine_person_id,cine_referral_date,cine_referral_nfa,cine_close_reason,cine_close_date",
                episodes,
            ),
        ),
        (
            "ssd_legal_status.csv",
            table(
                "lega_legal_status_id,lega_person_id,lega_legal_status,lega_legal_status_start_date,lega_legal_status_end_date",
                legal,
            ),
        ),
    ]
}

/// One child whom both services have, by an NHS number that both keep, and who is as rare as made-up names are.
const ASH: &str =
    "Y1,Ash,Brindlethwaite,2010-05-04,male,3,Mill Lane,ZZ1 1AA,943 476 5919,2026-03-02,,referral-order,yw@example.org,";
const ASH_CARE: &str = "C9,Ash,Brindlethwaite,M,2010-05-04,9434765919";
const ASH_WORK: &str = "R1,C9,2026-03-20,N,NULL,NULL";

fn pass(world: &World) -> Pass {
    world.decide(&Person::program("import", world.authority), Action::Import, On::Installation, &Ties::default())
}

fn reading(layout: Layout, sources: Vec<Source<'static>>) -> Reading<'static> {
    Box::new(move |out| feeds::read::read(Options::of(layout), sources, out))
}

async fn bring(
    world: &World,
    service: &str,
    layout: Layout,
    files: Vec<(&str, String)>,
    keep: bool,
    at: &str,
) -> Report {
    let source = |(name, text): (&str, String)| Source {
        name: name.to_owned(),
        size: text.len() as u64,
        content: Box::new(Cursor::new(text.into_bytes())),
    };
    let feed = Feed { authority: world.authority.into(), service: service.into(), layout: layout.word().into() };
    let sources = files.into_iter().map(source).collect();
    let import_of =
        Import { feed, reading: reading(layout, sources), as_of: None, keep, far_fewer: false, now: ms(at) };
    import(&world.record, &world.gate, &pass(world), import_of, &mut |_| {}).await.unwrap()
}

/// What a child was told of, but for what was taken back and what takes it back.
fn standing(child: &record::Child) -> Vec<String> {
    let all: Vec<serde_json::Value> = child.kept.iter().map(|kept| kept.event()).collect();
    let back: Vec<&str> = all.iter().filter_map(|event| event["retracts"].as_str()).collect();
    let stands = |event: &&serde_json::Value| {
        event["retracts"].is_null() && event["corrects"].is_null() && !back.contains(&event["id"].as_str().unwrap())
    };
    all.iter()
        .filter(stands)
        .map(|event| format!("{} {}", event["at"].as_str().unwrap(), event["event"].as_str().unwrap()))
        .collect()
}

/// The record of Ash, as their case worker sees it.
async fn ash(world: &World, id: &str) -> std::sync::Arc<record::Child> {
    world.record.child(&world.seeing("yw", id).await).await.unwrap()
}

/// The record of Ash, once both files came.
async fn joint(test: &str) -> (World, [Vec<String>; 2], String) {
    let world = World::new(test).await;
    let others = [strangers("yjs"), strangers("csc")];
    bring(&world, "yjs", Layout::Sheet, sheet(&with_strangers(&[ASH], &others[0])), true, "2026-04-01T09:00").await;
    let csc = ssd(&with_strangers(&[ASH_CARE], &others[1]), &[ASH_WORK], &[]);
    bring(&world, "csc", Layout::Ssd, csc, true, "2026-04-01T10:00").await;
    let id = world.record.numbers_of_children(&pass(&world), "csc").await.unwrap()["C9"][0].clone();
    (world, others, id)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_that_a_system_takes_back_is_taken_back() {
    let (world, others, id) = joint("imports-open-again").await;
    let csc = |work: &'static str| ssd(&with_strangers(&[ASH_CARE], &others[1]), &[work], &[]);
    let child = async || ash(&world, &id).await;
    let closed = "R1,C9,2026-03-20,N,RC1,2026-05-01";
    bring(&world, "csc", Layout::Ssd, csc(closed), true, "2026-05-02T10:00").await;
    assert!(!child().await.open_to_csc);
    // Somebody had closed the wrong child.
    bring(&world, "csc", Layout::Ssd, csc(ASH_WORK), true, "2026-05-03T10:00").await;
    let open = child().await;
    assert!(open.open_to_csc, "{:?}", standing(&open));
    assert_eq!(standing(&open), ["2026-03-02 yjs-involvement-started", "2026-03-20 csc-involvement-started"]);
    assert!(bring(&world, "csc", Layout::Ssd, csc(ASH_WORK), true, "2026-05-04T10:00").await.says_nothing_new());
    // And closed in the end, and once more open: each is told once.
    bring(&world, "csc", Layout::Ssd, csc("R1,C9,2026-03-20,N,RC1,2026-06-01"), true, "2026-06-02T10:00").await;
    assert!(!child().await.open_to_csc);
    assert_eq!(standing(&*child().await)[2], "2026-06-01 csc-involvement-ended");
    bring(&world, "csc", Layout::Ssd, csc(ASH_WORK), true, "2026-06-03T10:00").await;
    assert!(child().await.open_to_csc);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_beginning_whose_day_is_put_right_is_no_second_one() {
    let (world, others, id) = joint("imports-moved").await;
    let began = async |day: &str, at: &str| {
        let row = ASH.replace("2026-03-02", day);
        let report = bring(&world, "yjs", Layout::Sheet, sheet(&with_strangers(&[&row], &others[0])), true, at).await;
        let child = ash(&world, &id).await;
        let timeline = child.timeline("2026-06-01T12:00".parse().unwrap(), None);
        let starts = timeline.events.iter().filter(|one| one.at.day() < "2026-03-20".parse().unwrap());
        (report.plan.planned.len(), starts.map(|one| one.at.day().to_string()).collect::<Vec<_>>())
    };
    // Youth justice's sheet gives its work no number: what is put right is known by the child.
    assert_eq!(began("2026-03-09", "2026-04-02T09:00").await, (1, vec!["2026-03-09".to_owned()]));
    assert_eq!(began("2026-03-09", "2026-04-03T09:00").await, (0, vec!["2026-03-09".to_owned()]));
    assert_eq!(began("2026-03-04", "2026-04-04T09:00").await, (1, vec!["2026-03-04".to_owned()]));
    assert_eq!(began("2026-03-04", "2026-04-05T09:00").await, (0, vec!["2026-03-04".to_owned()]));
    assert_eq!(began("2026-03-02", "2026-04-06T09:00").await, (1, vec!["2026-03-02".to_owned()]));
    // Much earlier, the one before had never been the beginning.
    assert_eq!(began("2026-02-02", "2026-04-07T09:00").await, (1, vec!["2026-02-02".to_owned()]));
    assert_eq!(began("2026-02-02", "2026-04-08T09:00").await, (0, vec!["2026-02-02".to_owned()]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restriction_that_comes_later_holds_from_then_on() {
    let (world, others, id) = joint("imports-restricted-later").await;
    assert_eq!(ash(&world, &id).await.restricted, None);
    let restricted = format!("{ASH}yes");
    let file = sheet(&with_strangers(&[&restricted], &others[0]));
    bring(&world, "yjs", Layout::Sheet, file, true, "2026-04-02T09:00").await;
    // For the head of the service whose system says so.
    let child = world.record.child(&world.seeing("yh", &id).await).await.unwrap();
    assert_eq!(child.restricted, Some(vec!["yh".to_owned()]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_that_somebody_typed_joins_nobody() {
    let world = World::new("imports-typed").await;
    let others = [strangers("yjs"), strangers("csc")];
    // A worker of youth justice has written the number of another child of social care into a record of theirs.
    world.begin("c-typed", "2010-05-04", both(), ms("2026-02-01T09:00")).await;
    let details = record::Details {
        given: "Ash".into(),
        family: "Brindlethwaite".into(),
        numbers: Numbers { yjs: Some("Y1".into()), csc: Some("C4".into()) },
        ..world.child("c-typed").await.details.clone()
    };
    world.keep("c-typed", vec![Entry::Details { details }], ms("2026-02-01T10:00")).await.unwrap();
    // A twin: the family name and the date of birth are the same.
    let other = "C4,Rowan,Brindlethwaite,M,2010-05-04,NULL";
    bring(&world, "yjs", Layout::Sheet, sheet(&with_strangers(&[ASH], &others[0])), true, "2026-04-01T09:00").await;
    let before = world.child("c-typed").await.version;
    let csc =
        ssd(&with_strangers(&[other], &others[1]), &["R4,C4,2026-03-20,N,NULL,NULL"], &["L4,C4,V2,2026-03-25,NULL"]);
    let report = bring(&world, "csc", Layout::Ssd, csc, true, "2026-04-01T10:00").await;
    assert!(
        report.plan.held.iter().any(|held| held.number == "C4" && held.waits == Waits::Pair("Y1".into())),
        "{:?}",
        report.plan.held
    );
    assert_eq!(world.child("c-typed").await.version, before, "nothing of the other child is written");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_was_cut_short_closes_nobody() {
    let (world, others, id) = joint("imports-short").await;
    let source = |text: String| Source {
        name: "s.csv".into(),
        size: text.len() as u64,
        content: Box::new(Cursor::new(text.into_bytes())),
    };
    let short = sheet(&with_strangers(&[], &others[0][..5]))[0].1.clone();
    let bring_short = async |far_fewer: bool| {
        let feed = Feed { authority: HERE.into(), service: "yjs".into(), layout: "sheet".into() };
        let reading = reading(Layout::Sheet, vec![source(short.clone())]);
        let asked = Import { feed, reading, as_of: None, keep: true, far_fewer, now: ms("2026-04-02T09:00") };
        import(&world.record, &world.gate, &pass(&world), asked, &mut |_| {}).await
    };
    let refused = bring_short(false).await.unwrap_err().to_string();
    assert!(
        refused.starts_with("of 21 children whom the file before lists as open, 16 are not in this one"),
        "{refused}"
    );
    assert!(world.record.listed(&pass(&world), "yjs", "Y1").await.unwrap().is_some());
    // Where it is whole, those who are missed stay as they were and wait for a person; nobody is closed by silence.
    let report = bring_short(true).await.unwrap();
    assert!(report.plan.held.iter().any(|held| held.number == "Y1" && held.waits == Waits::Gone("sheet".into())));
    assert!(ash(&world, &id).await.open_to_yjs);
    let missed = async || {
        let waiting = world.record.waiting(&pass(&world)).await.unwrap();
        waiting.into_iter().filter(|one| one.kind == "gone").map(|one| one.found).collect::<Vec<i64>>()
    };
    assert_eq!(missed().await, [ms("2026-04-02T09:00"); 16]);
    // The other service's file leaves them waiting, since when they did.
    let csc = ssd(&with_strangers(&[ASH_CARE], &others[1]), &[ASH_WORK], &[]);
    bring(&world, "csc", Layout::Ssd, csc, true, "2026-04-03T10:00").await;
    assert_eq!(missed().await, [ms("2026-04-02T09:00"); 16]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_return_opens_nobody_whom_a_fresher_file_has_closed() {
    let (world, others, id) = joint("imports-stale").await;
    let closed = "R1,C9,2026-03-20,N,RC1,2026-04-20";
    let csc = ssd(&with_strangers(&[ASH_CARE], &others[1]), &[closed], &[]);
    bring(&world, "csc", Layout::Ssd, csc, true, "2026-05-01T10:00").await;
    assert!(!ash(&world, &id).await.open_to_csc);
    // The census of 31 March comes in after it: it had the child open.
    let census = "<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate>\
        </CollectionDetails></Header><Children><Child><ChildIdentifiers><LAchildID>C9</LAchildID><PersonBirthDate>2010-05-04</PersonBirthDate>\
        <GenderCurrent>1</GenderCurrent></ChildIdentifiers><CINdetails><CINreferralDate>2026-03-20</CINreferralDate><ReferralSource>1A</ReferralSource>\
        <PrimaryNeedCode>N1</PrimaryNeedCode><ReferralNFA>0</ReferralNFA></CINdetails></Child></Children></Message>";
    let report =
        bring(&world, "csc", Layout::CinXml, vec![("cin.xml", census.to_owned())], true, "2026-05-02T10:00").await;
    assert_eq!(report.people, 1, "{:?}", report.some_refused);
    assert!(!ash(&world, &id).await.open_to_csc);
    let open = world.record.open_children(&pass(&world), "csc", None).await.unwrap();
    assert!(open.iter().filter(|one| one.number == "C9").all(|one| !one.is_open_on("2026-05-02".parse().unwrap())));
    assert_eq!(world.record.listed(&pass(&world), "csc", "C9").await.unwrap().unwrap().spells.len(), 1);
}

/// Twenty children of each service who have nothing in common: beside them a likeness is worth something.
fn strangers(of: &str) -> Vec<String> {
    const NAMES: [(&str, &str); 20] = [
        ("Wren", "Oakhollow"),
        ("Sol", "Fennimore"),
        ("Juniper", "Quillfeather"),
        ("Tamsin", "Underhay"),
        ("Corin", "Meadowlark"),
        ("Fern", "Thistledown"),
        ("Jago", "Pennywhistle"),
        ("Isolde", "Marchbank"),
        ("Rafe", "Copperfold"),
        ("Linnet", "Hazelgrove"),
        ("Perran", "Saltwater"),
        ("Merryn", "Ravenscar"),
        ("Hob", "Candlewick"),
        ("Elowen", "Frostbourne"),
        ("Denzil", "Applegarth"),
        ("Sorrel", "Nightwood"),
        ("Kit", "Larkspur"),
        ("Bryony", "Westerdale"),
        ("Tobin", "Greenhalgh"),
        ("Maeve", "Stormbridge"),
    ];
    let row = |(n, (given, family)): (usize, &(&str, &str))| match of {
        "yjs" => format!(
            "YS{n},{given},{family},2009-{:02}-{:02},female,{n},High Road,ZZ9 {n}QQ,,2026-01-05,,yro,,",
            n % 12 + 1,
            n + 1
        ),
        _ => format!("CS{n},{family},{given},F,2011-{:02}-{:02},NULL", n % 12 + 1, n + 3),
    };
    NAMES.iter().enumerate().map(row).collect()
}

fn with_strangers<'r>(own: &[&'r str], others: &'r [String]) -> Vec<&'r str> {
    own.iter().copied().chain(others.iter().map(String::as_str)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_child_of_both_has_a_record_by_itself() {
    let world = World::new("imports-joint").await;
    let others = [strangers("yjs"), strangers("csc")];
    let yjs = || sheet(&with_strangers(&[ASH], &others[0]));
    let csc = || ssd(&with_strangers(&[ASH_CARE], &others[1]), &[ASH_WORK], &[]);
    let first = bring(&world, "yjs", Layout::Sheet, yjs(), true, "2026-04-01T09:00").await;
    assert_eq!((first.people, first.open, first.new, first.refused), (21, 21, 21, 0), "{:?}", first.some_refused);
    assert!(first.plan.planned.is_empty(), "one service's list opens nothing");
    // A dry run says what would be, and changes nothing.
    let dry = bring(&world, "csc", Layout::Ssd, csc(), false, "2026-04-01T10:00").await;
    assert_eq!((dry.kept, dry.plan.planned.len()), (false, 1), "{:?}", dry.plan.held);
    assert!(world.record.numbers_of_children(&pass(&world), "csc").await.unwrap().is_empty());
    let kept = bring(&world, "csc", Layout::Ssd, csc(), true, "2026-04-01T10:00").await;
    let events: Vec<String> = kept.plan.planned[0].events.iter().map(|(day, event)| format!("{day} {event}")).collect();
    assert_eq!(events, ["2026-03-02 yjs-involvement-started", "2026-03-20 csc-involvement-started"]);
    let id = world.record.numbers_of_children(&pass(&world), "csc").await.unwrap()["C9"][0].clone();
    let child = world.record.child(&world.seeing("yw", &id).await).await.unwrap();
    assert_eq!(child.details.numbers, Numbers { yjs: Some("Y1".into()), csc: Some("C9".into()) });
    assert!(child.open_to_yjs && child.open_to_csc);
    // The case worker was found by their address; social care's duty team has the child until somebody is named.
    let places: Vec<(&str, &str)> = child.involved.iter().map(|p| (p.team.as_str(), p.person.as_str())).collect();
    assert_eq!(places, [("yt", "yw"), ("cc", "")]);
    // Jointly open on the day on which the later of the two began, and each service heard of the other's part when the file came.
    let answer_at: Moment = "2026-04-01T12:00".parse().unwrap();
    let timeline = child.timeline(answer_at, None);
    let lines = child.answer(world.record.book(), &timeline, None).lines();
    let joint = lines.iter().find(|line| &*line.trigger.0 == "jointly-open").unwrap();
    assert_eq!(joint.trigger_at.to_string(), "2026-03-20");
    assert_eq!(child.kept[0].event()["known"], json!({"yjs": "2026-03-02", "csc": "2026-04-01T10:00"}));
    // The same files again say nothing, and write nothing.
    let before = child.version;
    for (service, layout, files) in [("yjs", Layout::Sheet, yjs()), ("csc", Layout::Ssd, csc())] {
        let again = bring(&world, service, layout, files, true, "2026-04-02T10:00").await;
        assert!(again.says_nothing_new(), "{service}: {:?} {:?}", again.some_changed, again.plan.planned);
    }
    assert_eq!(world.record.child(&world.seeing("yw", &id).await).await.unwrap().version, before);
    // Whoever works with the child is told once.
    let told = world.record.not_gathered(&pass(&world), ms("2026-04-03T09:00"), 50).await.unwrap();
    let mut joined: Vec<&str> =
        told.iter().filter(|n| n.stage == record::Stage::Joined).map(|n| n.person.as_str()).collect();
    joined.sort_unstable();
    assert_eq!(joined, ["ch", "yw"], "and whoever leads the team that has the child until somebody is named");
    let decided = world.record.feeds(&pass(&world)).await.unwrap();
    assert_eq!((decided.imports.len(), decided.decisions.len()), (4, 1));
    assert_eq!(decided.decisions[0].person, "program:import");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_later_file_says_goes_on_in_the_record() {
    let world = World::new("imports-later").await;
    let others = [strangers("yjs"), strangers("csc")];
    let csc = |work: &'static str, legal: &'static [&'static str]| {
        ssd(&with_strangers(&[ASH_CARE], &others[1]), &[work], legal)
    };
    bring(&world, "yjs", Layout::Sheet, sheet(&with_strangers(&[ASH], &others[0])), true, "2026-04-01T09:00").await;
    bring(&world, "csc", Layout::Ssd, csc(ASH_WORK, &[]), true, "2026-04-01T10:00").await;
    let id = world.record.numbers_of_children(&pass(&world), "csc").await.unwrap()["C9"][0].clone();
    let child = async || world.record.child(&world.seeing("yw", &id).await).await.unwrap();
    // A date that social care puts right corrects what was said; the child is looked after now.
    let moved = "R1,C9,2026-03-18,N,NULL,NULL";
    let report =
        bring(&world, "csc", Layout::Ssd, csc(moved, &["L1,C9,V2,2026-04-10,NULL"]), true, "2026-04-11T10:00").await;
    assert_eq!(report.some_changed[0].number, "C9");
    let now = child().await;
    let last: Vec<String> =
        now.kept.iter().skip(2).map(|kept| kept.event()["event"].as_str().unwrap().to_owned()).collect();
    assert_eq!(last, ["csc-involvement-started", "looked-after-started"]);
    assert_eq!(now.kept[2].event()["corrects"], now.kept[1].id.as_str());
    // Closed in one file: the child is open to both no longer.
    let closed = "R1,C9,2026-03-18,N,RC1,2026-05-01";
    bring(&world, "csc", Layout::Ssd, csc(closed, &["L1,C9,V2,2026-04-10,2026-05-01"]), true, "2026-05-02T10:00").await;
    let now = child().await;
    assert!(now.open_to_yjs && !now.open_to_csc, "{:?}", now.kept.iter().map(|k| k.event()).collect::<Vec<_>>());
    let timeline = now.timeline("2026-05-02T12:00".parse().unwrap(), None);
    assert!(
        now.answer(world.record.book(), &timeline, None).lines().iter().any(|line| line.state == duties::State::Ended)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_certain_waits() {
    let world = World::new("imports-held").await;
    let others = [strangers("yjs"), strangers("csc")];
    // Called a little otherwise, and no number: a person is to look.
    let zainab = "Y2,Zaynab,Ostrander,2010-08-09,female,8,Well Road,ZZ1 2AA,,2026-03-02,,yro,,";
    let care = "C2,Zainab,Ostrander,F,2010-08-09,NULL";
    let work = ["R2,C2,2026-03-20,N,NULL,NULL", "R7,C7,2026-02-01,N,NULL,NULL"];
    // A record that was begun by hand, with the number of social care, by another name and date of birth.
    world.begin("c7", "2012-01-01", both(), ms("2026-02-01T09:00")).await;
    let details = record::Details {
        numbers: Numbers { csc: Some("C7".into()), yjs: None },
        ..world.record.child(&world.seeing("cm", "c7").await).await.unwrap().details.clone()
    };
    world.keep("c7", vec![Entry::Details { details }], ms("2026-02-01T10:00")).await.unwrap();
    let another = "C7,Nobody,Like-That,F,2009-09-09,NULL";
    bring(&world, "yjs", Layout::Sheet, sheet(&with_strangers(&[zainab], &others[0])), true, "2026-04-01T09:00").await;
    let report = bring(
        &world,
        "csc",
        Layout::Ssd,
        ssd(&with_strangers(&[care, another], &others[1]), &work, &[]),
        true,
        "2026-04-01T10:00",
    )
    .await;
    assert!(report.plan.planned.is_empty(), "{:?}", report.plan.planned);
    let waits: Vec<(&str, &str, &Waits)> =
        report.plan.held.iter().map(|held| (held.service, held.number.as_str(), &held.waits)).collect();
    assert_eq!(
        waits,
        [
            ("csc", "C2", &Waits::Pair("Y2".into())),
            ("csc", "C7", &Waits::AnotherChild("c7".into())),
            ("yjs", "Y2", &Waits::Pair("C2".into())),
        ]
    );
    let pairs = world.record.pairs(&pass(&world)).await.unwrap();
    assert_eq!(pairs.len(), 1);
    assert!(pairs[0].evidence.iter().any(|said| said.thing == "Date of birth" && said.says == "the same"));
    assert_eq!(world.record.waiting(&pass(&world)).await.unwrap().len(), 3);
    // A manager rings, and it is the same child after all: the record goes on.
    assert_eq!(says_whose(&world, "C7", "c7", true, "2026-04-02T09:00").await, 1);
    let child = world.record.child(&world.seeing("cm", "c7").await).await.unwrap();
    assert!(child.open_to_csc, "{:?}", standing(&child));
    // The pair waits still; and which date of birth is right is for people to say.
    let waits: Vec<String> =
        world.record.waiting(&pass(&world)).await.unwrap().into_iter().map(|one| one.kind).collect();
    assert_eq!(waits, ["born", "pair", "pair"]);
    // Said of the child as the system listed them then: the number goes to somebody else, and is asked about again.
    let third = "C7,Third,Somebody,M,2013-03-03,NULL";
    let csc = ssd(&with_strangers(&[care, third], &others[1]), &work, &[]);
    let report = bring(&world, "csc", Layout::Ssd, csc, true, "2026-04-03T10:00").await;
    let waits: Vec<&Waits> =
        report.plan.held.iter().filter(|held| held.number == "C7").map(|held| &held.waits).collect();
    assert_eq!(waits, [&Waits::AnotherChild("c7".into())]);
}

/// Says whose record a number is; in how many records something was written.
async fn says_whose(world: &World, number: &str, child: &str, same: bool, at: &str) -> usize {
    let by = world.decide(&world.person("cm").await, Action::DecidePairs, On::Authority(HERE), &Ties::default());
    let of = (feeds::events::Whose::Csc, number, child);
    place(&world.record, &world.gate, &by, &pass(world), of, (same, "rang the school"), ms(at)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whether_a_record_without_a_number_is_this_child_is_for_a_person() {
    for same in [true, false] {
        let world = World::new(if same { "imports-alike" } else { "imports-not-alike" }).await;
        let others = [strangers("yjs"), strangers("csc")];
        // A record begun by hand, of somebody of the family name and birthday of Ash, and with no number.
        world.begin("c1", "2010-05-04", both(), ms("2026-02-01T09:00")).await;
        let before = world.record.child(&world.seeing("cm", "c1").await).await.unwrap();
        let details =
            record::Details { family: "Brindlethwaite".into(), numbers: Numbers::default(), ..before.details.clone() };
        world.keep("c1", vec![Entry::Details { details }], ms("2026-02-01T10:00")).await.unwrap();
        bring(&world, "yjs", Layout::Sheet, sheet(&with_strangers(&[ASH], &others[0])), true, "2026-04-01T09:00").await;
        let csc = ssd(&with_strangers(&[ASH_CARE], &others[1]), &[ASH_WORK], &[]);
        let report = bring(&world, "csc", Layout::Ssd, csc.clone(), true, "2026-04-01T10:00").await;
        let waits: Vec<(&str, &Waits)> =
            report.plan.held.iter().map(|held| (held.number.as_str(), &held.waits)).collect();
        assert_eq!(waits, [("C9", &Waits::Alike("c1".into())), ("Y1", &Waits::Alike("c1".into()))]);
        // One word is enough: the two numbers are one child's.
        assert_eq!(says_whose(&world, "C9", "c1", same, "2026-04-02T09:00").await, 1);
        let of = world.record.numbers_of_children(&pass(&world), "yjs").await.unwrap();
        assert_eq!(of["Y1"] == ["c1".to_owned()], same, "{of:?}");
        assert!(world.record.waiting(&pass(&world)).await.unwrap().is_empty());
        assert!(bring(&world, "csc", Layout::Ssd, csc.clone(), true, "2026-04-03T10:00").await.says_nothing_new());
        if same {
            // It was a mistake, and somebody takes the numbers out: no file puts them back.
            let child = world.record.child(&world.seeing("cm", "c1").await).await.unwrap();
            let details = record::Details { numbers: Numbers::default(), ..child.details.clone() };
            world.keep("c1", vec![Entry::Details { details }], ms("2026-04-04T09:00")).await.unwrap();
            bring(&world, "csc", Layout::Ssd, csc, true, "2026-04-04T10:00").await;
            let child = world.record.child(&world.seeing("cm", "c1").await).await.unwrap();
            assert_eq!(child.details.numbers, Numbers::default());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_a_system_names_next_has_the_child() {
    let (world, others, id) = joint("imports-next-worker").await;
    let names = async |worker: &str, at: &str| {
        let row = ASH.replace("yw@example.org", worker);
        let files = sheet(&with_strangers(&[&row], &others[0]));
        bring(&world, "yjs", Layout::Sheet, files, true, at).await;
        let involved = world.record.ties(&id).await.unwrap().unwrap().involved;
        let own = involved.into_iter().filter(|one| one.service == gate::Service::Yjs);
        own.map(|one| one.person).collect::<Vec<_>>()
    };
    assert_eq!(names("yw@example.org", "2026-04-02T09:00").await, ["yw"]);
    assert_eq!(names("yw2@example.org", "2026-04-03T09:00").await, ["yw2"], "the old one has the child no longer");
    let told = world.record.not_gathered(&pass(&world), ms("2026-04-03T10:00"), 50).await.unwrap();
    let of_now = told.iter().filter(|notice| notice.made == ms("2026-04-03T09:00"));
    assert_eq!(of_now.map(|notice| notice.person.as_str()).collect::<Vec<_>>(), ["yw2"]);
    // Somebody who is not known here takes nobody's place.
    assert_eq!(names("stranger@example.org", "2026-04-04T09:00").await, ["yw2"]);
    // What people have arranged stays, whatever the file goes on to say.
    let child = world.record.child(&world.seeing("yw2", &id).await).await.unwrap();
    let was = child.involved.iter().find(|place| place.person == "yw2").unwrap().clone();
    let next = record::Place { person: "yw".into(), ..was.clone() };
    let manager = Person { id: "ym".into(), ..Person::program("tests", HERE) };
    let by = world.decide(&manager, Action::KeepInstallation, On::Installation, &Ties::default());
    let entries = vec![Entry::Uninvolved(was), Entry::Involved(next)];
    let write = record::Write { child: id.clone(), based_on: child.version, key: "by hand".into(), entries };
    world.record.append(world.gate.admit_other(&by, write).unwrap(), ms("2026-04-05T09:00")).await.unwrap();
    assert_eq!(names("yw2@example.org", "2026-04-06T09:00").await, ["yw"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_counts_whole_or_not_at_all() {
    let world = World::new("imports-whole").await;
    bring(&world, "yjs", Layout::Sheet, sheet(&[ASH]), true, "2026-04-01T09:00").await;
    // The list breaks off in the middle of a cell that was begun.
    let broken = format!("{HEADINGS}\nY1,Ash,Other,2010-05-04,male,,,,,2026-03-02,,,,\nY2,\"Wren");
    let source =
        Source { name: "s.csv".into(), size: broken.len() as u64, content: Box::new(Cursor::new(broken.into_bytes())) };
    let feed = Feed { authority: HERE.into(), service: "yjs".into(), layout: "sheet".into() };
    let asked = Import {
        feed,
        reading: reading(Layout::Sheet, vec![source]),
        as_of: None,
        keep: true,
        far_fewer: false,
        now: ms("2026-04-02T09:00"),
    };
    let error = import(&world.record, &world.gate, &pass(&world), asked, &mut |_| {}).await.unwrap_err();
    assert!(error.to_string().contains("s.csv"), "{error}");
    let listed = world.record.listed(&pass(&world), "yjs", "Y1").await.unwrap().unwrap();
    assert_eq!(listed.name.family, "Brindlethwaite");
    assert_eq!(world.record.feeds(&pass(&world)).await.unwrap().imports.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_child_on_a_list_is_known_and_a_restricted_one_is_not_told_of() {
    let World { record, gate, .. } = World::new("imports-known").await;
    let record = record.with_key(Key::of([7; 32])).await.unwrap();
    let world = World::with(record, gate, "imports-known");
    let hidden = "Y3,Robin,Hiddenbrook,2011-01-01,male,,,,,2026-03-02,,yro,,yes";
    bring(&world, "yjs", Layout::Sheet, sheet(&[ASH, hidden]), true, "2026-04-01T09:00").await;
    let asker = world.person("cw").await;
    let pass = world.decide(&asker, Action::AskKnown, On::Authority(HERE), &Ties::default());
    let ask = async |given: &str, family: &str, born: &str| {
        let question =
            record::Question { given: given.into(), family: family.into(), born: born.into(), reason: "arrest".into() };
        world.record.known_to(&pass, &question, record::Quota { an_hour: 4, a_day: 60 }, ms("2026-04-01T22:00")).await
    };
    assert_eq!(ask("ash", "Brindlethwaite", "2010-05-04").await.unwrap(), [gate::Service::Yjs]);
    assert_eq!(ask("Ash", "Brindlethwaite", "2010-05-05").await.unwrap(), []);
    assert_eq!(ask("Robin", "Hiddenbrook", "2011-01-01").await.unwrap(), []);
    assert_eq!(ask("Nobody", "Hiddenbrook", "2011-01-01").await.unwrap(), []);
    let Err(record::KnownError::TooOften(until)) = ask("Ash", "Brindlethwaite", "2010-05-04").await else {
        panic!("a fifth")
    };
    assert_eq!(until, ms("2026-04-01T23:00"));
    // The head of youth justice answers for it, and is told once.
    let program = self::pass(&world);
    let checks = world.record.hidden_checks(&program, 0).await.unwrap();
    assert_eq!((checks.len(), checks[0].person.as_str(), checks[0].hidden[0].subject.as_str()), (1, "cw", "Y3"));
    for _ in 0..2 {
        exchange::watch(&world.record, &world.gate, record::Quota { an_hour: 4, a_day: 60 }, ms("2026-04-01T22:01"))
            .await
            .unwrap();
    }
    let told = world.record.not_gathered(&program, ms("2026-04-02T09:00"), 50).await.unwrap();
    let stages: Vec<(&str, record::Stage)> = told.iter().map(|n| (n.person.as_str(), n.stage)).collect();
    assert_eq!(stages, [("yh", record::Stage::Asked), ("cm", record::Stage::Pressing)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_child_of_the_household_is_told_of_and_not_named() {
    // Of the five protocols, Somerset's alone asks something of the household.
    let world = World::in_authority("somerset", "imports-household").await;
    let others = [strangers("yjs"), strangers("csc")];
    let mut csc = ssd(
        &with_strangers(&[ASH_CARE, "C10,Wynn,Brindlethwaite,F,2013-02-02,NULL"], &others[1]),
        &[ASH_WORK, "R3,C10,2026-01-20,N,NULL,NULL"],
        &[],
    );
    let address = "addr_table_id,addr_address_json,addr_person_id,addr_address_type,addr_address_start_date,addr_address_end_date,\
                   addr_address_postcode\n1,\"{\"\"HOUSE\"\": \"\"3\"\", \"\"STREET\"\": \"\"Mill Lane\"\"}\",C9,Home,2020-01-01,NULL,ZZ11AA\n2,\"{\"\"HOUSE\"\": \"\"3\"\"}\",C10,Home,2020-01-01,NULL,ZZ11AA\n";
    csc.push(("ssd_address.csv", address.to_owned()));
    bring(&world, "yjs", Layout::Sheet, sheet(&with_strangers(&[ASH], &others[0])), true, "2026-04-01T09:00").await;
    let report = bring(&world, "csc", Layout::Ssd, csc.clone(), true, "2026-04-01T10:00").await;
    assert_eq!(report.plan.planned.len(), 1, "{:?}", report.plan.held);
    let id = world.record.numbers_of_children(&pass(&world), "csc").await.unwrap()["C9"][0].clone();
    let child = world.record.child(&world.seeing("yw", &id).await).await.unwrap();
    let events: Vec<String> =
        child.kept.iter().map(|kept| kept.event()["event"].as_str().unwrap().to_owned()).collect();
    assert_eq!(events, ["yjs-involvement-started", "csc-involvement-started", "sibling-open-to-csc"]);
    // Nothing of the other child: no number, no name, and not the day on which the other's work began.
    let all = child.as_journey().to_string();
    assert!(!all.contains("C10") && !all.contains("Wynn") && !all.contains("2026-01-20"), "{all}");
    assert!(bring(&world, "csc", Layout::Ssd, csc.clone(), true, "2026-04-02T10:00").await.says_nothing_new());
    // Enfield's protocol asks nothing of it: there it is nobody's business.
    let world = World::new("imports-no-household").await;
    bring(&world, "yjs", Layout::Sheet, sheet(&with_strangers(&[ASH], &others[0])), true, "2026-04-01T09:00").await;
    let report = bring(&world, "csc", Layout::Ssd, csc, true, "2026-04-01T10:00").await;
    let events: Vec<&str> = report.plan.planned[0].events.iter().map(|(_, event)| event.as_str()).collect();
    assert_eq!(events, ["yjs-involvement-started", "csc-involvement-started"]);
    assert!(!report.plan.planned[0].entries.iter().any(|entry| format!("{entry:?}").contains("sibling")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_join_is_decided_by_a_person_and_undone_with_everybody_told() {
    use exchange::imports::{Word, decide};
    let World { record, gate, .. } = World::new("imports-decided").await;
    let world = World::with(record.with_key(Key::of([7; 32])).await.unwrap(), gate, "imports-decided");
    let others = [strangers("yjs"), strangers("csc")];
    let zaynab = "Y2,Zaynab,Ostrander,2010-08-09,female,8,Well Road,ZZ1 2AA,,2026-03-02,,yro,yw@example.org,";
    let care = "C2,Zainab,Ostrander,F,2010-08-09,NULL";
    bring(&world, "yjs", Layout::Sheet, sheet(&with_strangers(&[zaynab], &others[0])), true, "2026-04-01T09:00").await;
    let csc =
        || ssd(&with_strangers(&[care], &others[1]), &["R2,C2,2026-03-20,N,NULL,NULL"], &["L1,C2,V2,2026-03-25,NULL"]);
    bring(&world, "csc", Layout::Ssd, csc(), true, "2026-04-01T10:00").await;
    let manager = world.person("cm").await;
    let by = world.decide(&manager, Action::DecidePairs, On::Authority(HERE), &Ties::default());
    let word = |same: bool| Word {
        yjs: "Y2".into(),
        csc: "C2".into(),
        same,
        why: "rang the mother".into(),
        stays: Some(feeds::events::Whose::Yjs),
        others: Vec::new(),
    };
    let program = pass(&world);
    let came = decide(&world.record, &world.gate, &by, &program, word(true), ms("2026-04-02T09:00")).await.unwrap();
    assert_eq!((came.told, came.written), (0, 1));
    assert!(world.record.waiting(&program).await.unwrap().is_empty(), "nothing waits any longer");
    // Asked for by either spelling, the one child has one answer.
    let asker = world.decide(&world.person("cw").await, Action::AskKnown, On::Authority(HERE), &Ties::default());
    for given in ["Zaynab", "Zainab"] {
        let (given, born) = (given.to_owned(), "2010-08-09".to_owned());
        let question = record::Question { given, family: "Ostrander".into(), born, reason: "arrest".into() };
        let quota = record::Quota { an_hour: 4, a_day: 60 };
        let known = world.record.known_to(&asker, &question, quota, ms("2026-04-02T10:00")).await.unwrap();
        assert_eq!(known, [gate::Service::Yjs, gate::Service::Csc], "{}", question.given);
    }
    let id = world.record.numbers_of_children(&program, "yjs").await.unwrap()["Y2"][0].clone();
    // Somebody looks at the joined record; then it turns out that they are two.
    let seen = world.seeing("yw", &id).await;
    world.record.looked(vec![record::Look::of(&seen, "r1")], ms("2026-04-02T11:00")).await.unwrap();
    let came = decide(&world.record, &world.gate, &by, &program, word(false), ms("2026-04-03T09:00")).await.unwrap();
    assert_eq!(came.told, 1);
    let child = world.record.child(&world.seeing("yw", &id).await).await.unwrap();
    assert_eq!(child.details.numbers, Numbers { yjs: Some("Y2".into()), csc: None });
    assert!(child.open_to_yjs && !child.open_to_csc);
    assert!(child.involved.iter().all(|place| place.service == "yjs"), "{:?}", child.involved);
    let timeline = child.timeline("2026-04-03T12:00".parse().unwrap(), None);
    assert_eq!(timeline.events.len(), 1, "what came from the other child's system no longer stands");
    let told = world.record.not_gathered(&program, ms("2026-04-04T09:00"), 50).await.unwrap();
    assert!(told.iter().any(|n| n.stage == record::Stage::Parted && n.person == "yw"), "{told:?}");
    let decisions = world.record.feeds(&program).await.unwrap().decisions;
    let last = decisions.last().unwrap();
    assert_eq!(
        (last.person.as_str(), last.what.same, last.what.told.as_slice()),
        ("cm", false, &["yw".to_owned()][..])
    );
    // The next file does not join them again.
    let again = bring(&world, "csc", Layout::Ssd, csc(), true, "2026-04-04T10:00").await;
    assert!(
        again.plan.planned.is_empty() && again.plan.held.is_empty(),
        "{:?} {:?}",
        again.plan.planned,
        again.plan.held
    );
}
