//! What the two systems say, and who is one child: who may see what of it, who decides, and what is written down.

use std::io::Cursor;

use exchange::imports::{Import, Reading, import};
use feeds::read::{Layout, Options, Source};
use gate::{Action, Decision, On, Person, Request};
use record::{Details, Entry, Feed, Numbers};

use crate::world::{Browser, HOME, World, event, gate, run};

const SHEET: &str = "Child number,Given names,Family name,Date of birth,House,Street,Postcode,Involvement started,Involvement ended,NHS number\n\
    Y1,Birch,Brindle,2011-01-20,3,Mill Lane,ZZ1 1AA,2026-05-18,,1234567890\n\
    Y9,Elm,Brindle,2010-07-07,5,Mill Lane,ZZ1 1AA,2026-05-04,,\n";
const PERSONS: &str = "pers_person_id,pers_forename,pers_surname,pers_sex,pers_dob\nC1,Willow,Brindle,M,2011-01-20\nC9,Elm,Brindle,M,2010-07-07\n";
const EPISODES: &str = "cine_referral_id,cine_person_id,cine_referral_date,cine_referral_nfa,cine_close_reason,cine_close_date\n\
    R1,C1,2026-06-01,N,NULL,NULL\nR9,C9,2026-06-01,N,NULL,NULL\n";
const ADDRESSES: &str = "addr_table_id,addr_address_json,addr_person_id,addr_address_type,addr_address_start_date,addr_address_end_date,\
    addr_address_postcode\n1,\"{\"\"HOUSE\"\": \"\"77\"\", \"\"STREET\"\": \"\"Secret Street\"\"}\",C1,Home,2020-01-01,NULL,ZZ77ZZ\n";

async fn bring(world: &World, service: &str, layout: Layout, files: &[(&'static str, &'static str)]) {
    let source = |(name, text): &(&'static str, &'static str)| Source {
        name: (*name).to_owned(),
        size: text.len() as u64,
        content: Box::new(Cursor::new(text.as_bytes())),
    };
    let sources: Vec<Source<'static>> = files.iter().map(source).collect();
    let reading: Reading<'_> = Box::new(move |out| feeds::read::read(Options::of(layout), sources, out));
    let feed = Feed { authority: HOME.into(), service: service.into(), layout: layout.word().into() };
    let asked = Import { feed, reading, as_of: None, keep: true, far_fewer: false, now: world.now() };
    let program = Person::program("import", HOME);
    let Decision::Permit(pass) = gate().decide(&Request::new(&program, Action::Import, On::Installation, &Vec::new()))
    else {
        panic!("no pass")
    };
    import(&world.record, gate(), &pass, asked, &mut |_| {}).await.unwrap();
}

/// Both files; the numbers of two pairs stand in two records, of which one is restricted.
async fn world() -> World {
    let world = World::new().await;
    for (child, given, born, yjs, csc) in
        [("c-birch", "Birch", "2011-01-20", "Y1", "C1"), ("c-elm", "Elm", "2010-07-07", "Y9", "C9")]
    {
        let details = Details {
            authority: HOME.into(),
            given: given.into(),
            family: "Brindle".into(),
            born: born.into(),
            numbers: Numbers { yjs: Some(yjs.into()), csc: Some(csc.into()) },
            ..Details::default()
        };
        world.keep(child, vec![Entry::Details { details }]).await;
    }
    bring(&world, "yjs", Layout::Sheet, &[("sheet.csv", SHEET)]).await;
    let tables = [("ssd_person.csv", PERSONS), ("ssd_cin_episodes.csv", EPISODES), ("ssd_address.csv", ADDRESSES)];
    bring(&world, "csc", Layout::Ssd, &tables).await;
    world
}

/// The address of the one pair that somebody sees.
async fn pair(world: &World, browser: &Browser) -> String {
    let list = world.get(browser, "/pairs").await;
    let page = list.page();
    let links: Vec<&str> = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let pairs: Vec<&&str> = links.iter().filter(|link| link.starts_with("/pairs/")).collect();
    assert_eq!(pairs.len(), 1, "{pairs:?}");
    (*pairs[0]).to_owned()
}

#[test]
fn a_pair_shows_each_service_its_own_addresses_and_nobody_a_restricted_child() {
    run(async {
        let world = world().await;
        let manager = world.as_person("yj-m").await;
        world
            .get(&manager, "/pairs")
            .await
            .says(&["Birch Brindle", "Willow Brindle", "20 January 2011"])
            .never_says(&["Elm"]);
        let one = pair(&world, &manager).await;
        world
            .get(&manager, &one)
            .await
            .says(&["3, Mill Lane, ZZ1 1AA", "something else"])
            .never_says(&["Secret Street", "ZZ77ZZ"]);
        world.get(&world.as_person("sw-m").await, &one).await.says(&["77, Secret Street"]).never_says(&["Mill Lane"]);
        world.get(&world.as_person("da-1").await, &one).await.says(&["77, Secret Street", "3, Mill Lane"]);
        assert!(world.has_written("csc/C1") && world.has_written("yjs/Y1"), "whom it showed is written down");
        assert!(!world.has_written("csc/C9"));
        for nobody in ["yj-1", "sw-1", "yj-d", "ad-1"] {
            assert_eq!(world.get(&world.as_person(nobody).await, &one).await.status, 403, "{nobody}");
        }
    });
}

#[test]
fn rows_that_could_not_be_used_are_for_their_own_service() {
    run(async {
        let world = world().await;
        // The number of no NHS patient: its check digit is wrong.
        world.get(&world.as_person("yj-m").await, "/feeds/yjs/sheet").await.says(&["1234567890", "NHS number"]);
        world.get(&world.as_person("da-1").await, "/feeds/yjs/sheet").await.says(&["1234567890"]);
        let manager = world.as_person("sw-m").await;
        let other = world.get(&manager, "/feeds/yjs/sheet").await;
        other.says(&["for the service whose children they are"]).never_says(&["1234567890"]);
        world.get(&manager, "/feeds").await.says(&["1 row or value", "1 to be decided"]);
    });
}

#[test]
fn whoever_may_not_open_a_joined_record_takes_nothing_out_of_it() {
    run(async {
        let world = world().await;
        world
            .keep(
                "c-birch",
                vec![event("b9", "2026-05-20", "family-proceedings", serde_json::json!({"stage": "under-way"}))],
            )
            .await;
        let manager = world.as_person("yj-m").await;
        let one = pair(&world, &manager).await;
        let why = [("same", "yes"), ("why", "rang the social worker: same mother and school")];
        assert_eq!(world.post(&manager, &one, &why).await.leads_to(), format!("{one}?done=decided"));
        assert!(world.child("c-birch").await.open_to_csc, "what social care says stands in the record now");
        let worker = world.as_person("yj-1").await;
        world.get(&worker, "/children/c-birch").await.says(&["Birch Brindle"]);
        // The data team opens no record: it neither reads in it nor takes it apart.
        let data = world.as_person("da-1").await;
        world
            .get(&data, &one)
            .await
            .says(&["The record is not open to you"])
            .never_says(&["family-proceedings", "Family proceedings"]);
        let no = [("same", "no"), ("stays", "yjs"), ("why", "another mother after all"), ("others", "b9")];
        let refused = world.post(&data, &one, &no).await;
        refused.says(&["joined in a record that is not open to you"]);
        assert!(world.child("c-birch").await.open_to_csc);
        // Whoever leads the team does.
        assert_eq!(
            world
                .post(&manager, &one, &[("same", "no"), ("stays", "yjs"), ("why", "another mother after all")])
                .await
                .leads_to(),
            format!("{one}?done=decided")
        );
        let parted = world.child("c-birch").await;
        assert_eq!((parted.open_to_csc, parted.details.numbers.csc.as_deref()), (false, None));
        // Whoever had looked is told on the first page, and nobody else.
        const TOLD: &str = "held the facts of two children";
        world.get(&worker, "/duties").await.says(&[TOLD, "Birch Brindle"]);
        world.get(&world.as_person("yj-2").await, "/duties").await.never_says(&[TOLD]);
        // What was about another child is shown to nobody who works with this one.
        world
            .get(&worker, "/children/c-birch/timeline")
            .await
            .says(&["about another child, and not shown any longer"])
            .never_says(&["1 June 2026"]);
        world.get(&worker, "/children/c-birch/journey.yaml").await.never_says(&["csc-involvement-started"]);
    });
}

#[test]
fn whose_a_number_is_is_said_by_whoever_may_open_the_record() {
    run(async {
        let world = World::new().await;
        // Two records whose numbers have come to other names in social care's system; one of them is for a named person alone.
        for (child, given, family, born, csc) in
            [("c-cedar", "Cedar", "Thornley", "2010-02-14", "C5"), ("c-elm", "Elm", "Brindle", "2010-07-07", "C9")]
        {
            let details = Details {
                authority: HOME.into(),
                given: given.into(),
                family: family.into(),
                born: born.into(),
                numbers: Numbers { csc: Some(csc.into()), yjs: None },
                ..Details::default()
            };
            world.keep(child, vec![Entry::Details { details }]).await;
        }
        let persons = "pers_person_id,pers_forename,pers_surname,pers_sex,pers_dob\n\
                       C5,Rowan,Lark,M,2010-02-14\nC9,Sorrel,Lark,M,2011-01-01\n";
        let work = "cine_referral_id,cine_person_id,cine_referral_date,cine_referral_nfa,cine_close_reason,cine_close_date\n\
                    R5,C5,2026-06-01,N,NULL,NULL\nR9,C9,2026-06-01,N,NULL,NULL\n";
        bring(&world, "csc", Layout::Ssd, &[("ssd_person.csv", persons), ("ssd_cin_episodes.csv", work)]).await;
        // The data team opens no record: it sees that something waits, and for whom; of the restricted one nobody here sees anything.
        let data = world.as_person("da-1").await;
        let list = world.get(&data, "/feeds").await;
        list.says(&["Social care, number C5", "those who lead the work with the child"]);
        list.never_says(&["number C9", "Say whose it is"]);
        let manager = world.as_person("yj-m").await;
        let list = world.get(&manager, "/feeds").await;
        list.says(&["Social care, number C5", "Say whose it is"]).never_says(&["number C9"]);
        let one = list
            .page()
            .split("href=\"")
            .find_map(|rest| rest.split('"').next().filter(|to| to.starts_with("/feeds/whose/")));
        let one = one.unwrap().to_owned();
        world.get(&manager, &one).await.says(&[
            "Rowan Lark, 14 February 2010",
            "Cedar Thornley, 14 February 2010",
            "adopted",
        ]);
        assert!(
            world.looks("c-cedar").await.iter().any(|one| one.look.person == "yj-m"),
            "it is written down who looked"
        );
        world.post(&manager, &one, &[("why", "rang")]).await.says(&["Choose whether it is the same child"]);
        assert_eq!(
            world.get(&data, &one).await.leads_to(),
            "/feeds?done=gone",
            "what is not theirs to say is not shown"
        );
        let said = [("same", "yes"), ("why", "the mother married: rang the school")];
        assert_eq!(world.post(&manager, &one, &said).await.leads_to(), "/feeds?done=placed");
        assert!(world.child("c-cedar").await.open_to_csc);
        world
            .get(&manager, "/feeds")
            .await
            .says(&[
                "number C5: the child of a record: the mother married: rang the school (Linnet Hale, Wed 10 June 2026)",
            ])
            .never_says(&["Say whose it is"]);
        assert_eq!(world.get(&manager, &one).await.leads_to(), "/feeds?done=gone");
    });
}

#[test]
fn each_service_writes_the_number_of_its_own_system() {
    run(async {
        let world = World::new().await;
        let worker = world.as_person("yj-1").await;
        let form = world.get(&worker, "/children/c-birch/details").await;
        form.says(&["Number in youth justice’s system"]).never_says(&["Number in social care’s system"]);
        let fields = [
            ("key", form.hidden("key")),
            ("based_on", form.hidden("based_on")),
            ("given", "Birch".into()),
            ("family", "Brindle".into()),
            ("born-day", "20".into()),
            ("born-month", "1".into()),
            ("born-year", "2011".into()),
            ("number_yjs", "Y7".into()),
            ("number_csc", "C7".into()),
            ("people", "0".into()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        world.post(&worker, "/children/c-birch/details", &fields).await.leads_to();
        let numbers = world.child("c-birch").await.details.numbers.clone();
        assert_eq!(numbers, Numbers { yjs: Some("Y7".into()), csc: None });
    });
}

#[test]
fn who_asked_stands_with_who_looked() {
    run(async {
        let world = World::new().await;
        let asked = [
            ("given", "Birch"),
            ("family", "Brindle"),
            ("born-day", "20"),
            ("born-month", "1"),
            ("born-year", "2011"),
            ("reason", "arrest"),
        ];
        world.post(&world.as_person("sw-1").await, "/known", &asked).await.says(&["Known: ring them"]);
        let manager = world.as_person("yj-m").await;
        let looks = world.get(&manager, "/children/c-birch/looks").await;
        looks.says(&["Who has asked whether the child is known", "Dove Quill", "at a police station"]);
        world.get(&manager, "/children/c-cedar/looks").await.never_says(&["Who has asked"]);
    });
}
