//! The tables of the Standard Safeguarding Dataset.

use feeds::read::Layout;

use crate::told::{happened, own, whole};

#[test]
fn the_tables_become_children() {
    let whole = own(Layout::Ssd, "ssd");
    assert_eq!(whole.read.rows.len(), 12);
    assert_eq!(whole.read.notes, ["ssd_disability.csv: nothing of it is used"]);
    let ash = &whole.children["P1"];
    assert_eq!((ash.name.given.as_str(), ash.name.family.as_str(), ash.sex.as_str()), ("Ash", "Brindle", "male"));
    assert_eq!(ash.numbers["nhs"], "9434765919");
    assert_eq!(
        (ash.home.house.as_str(), ash.home.street.as_str(), ash.home.uprn.as_str()),
        ("2 7", "Made Up Lane", "100")
    );
    assert_eq!((ash.home.postcode.as_str(), ash.household.as_str()), ("ZZ11AA", "F1"));
    assert_eq!((ash.workers[0].person.as_str(), ash.workers[0].team.as_str()), ("Rowan Thistle", "North Team"));
    assert_eq!(ash.workers.len(), 1);
    assert_eq!(whole.children["P2"].home.postcode, "ZZ22BB");
}

#[test]
fn what_could_not_be_used_is_said() {
    assert_eq!(
        own(Layout::Ssd, "ssd").refused,
        [
            "ssd_person.csv, row 3, pers_surname: `NULL`: a database writes `NULL` for nothing: where it is the name, write it in small letters: value left out",
            "ssd_person.csv, row 3, pers_dob: `2011-02-30`: this is no day of the calendar: value left out",
            "ssd_person.csv, row 3, pers_common_child_id: `9434765918`: this is no NHS number: its check does not fit, so something in it is mistyped: value left out",
            "ssd_address.csv, row 3, addr_address_json: `7 Made Up Lane`: write the address as the dataset does, as one object of JSON: value left out",
            "ssd_involvements.csv, row 3, invo_involvement_end_date: `not known`: write the date as 2026-04-03 or 03/04/2026: value left out",
            "ssd_cp_plans.csv, row 3, cppl_cp_plan_end_date: `2026-02-31`: this is no day of the calendar: row left out",
            "ssd_legal_status.csv, row 4, lega_legal_status: `Private fostering`: it is no code for how a child is looked after (SSDA903), so nothing is told of it: row left out",
        ]
    );
}

#[test]
fn the_tables_say_together_what_happened() {
    let whole = own(Layout::Ssd, "ssd");
    assert_eq!(
        happened(&whole.children["P1"]),
        [
            "2025-12-01 csc-involvement-started team=North Team",
            "2025-12-15 csc-plan-changed plan=child-protection",
            "2026-01-05 looked-after-started basis=s20",
            "2026-01-05 placement-started kind=foster",
            "2026-01-05 csc-plan-changed plan=looked-after",
            "2026-02-02 placement-changed kind=residential",
            "2026-02-11 missing",
            "2026-02-13 returned-from-missing",
            "2026-03-10 looked-after-started basis=s31-full",
            "2026-06-01 csc-plan-changed plan=none",
            "2026-06-01 looked-after-ended reason=returned-home",
            "2026-06-01 looked-after-ended reason=other",
        ]
    );
    assert_eq!(
        happened(&whole.children["P2"]),
        ["2026-04-01 csc-involvement-started plan=looked-after", "2026-04-01 looked-after-started basis=other"]
    );
}

#[test]
fn the_persons_must_be_there() {
    let files = vec![("ssd_family.csv".to_owned(), b"fami_person_id,fami_family_id\n".to_vec())];
    let told = whole(Layout::Ssd, files).err().unwrap().to_string();
    assert!(told.starts_with("ssd_person.csv: the table of the persons is not there"), "{told}");
}

#[test]
fn an_episode_that_another_follows_ends_nothing() {
    let files = [
        ("ssd_person.csv", "pers_person_id,pers_forename,pers_surname,pers_dob\n7,Ash,Brindle,2010-05-30\n"),
        (
            "ssd_legal_status.csv",
            "lega_person_id,lega_legal_status,lega_legal_status_start_date,lega_legal_status_end_date\n7,J1,2026-01-05,2026-03-10\n",
        ),
        (
            "ssd_cla_episodes.csv",
            "clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason\n7,2026-01-05,2026-03-10,X1 next\n7,2026-02-30,,\n",
        ),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).to_vec();
    let whole = whole(Layout::Ssd, files).unwrap();
    assert_eq!(
        happened(&whole.children["7"]),
        ["2026-01-05 csc-involvement-started plan=looked-after", "2026-01-05 looked-after-started basis=remand"]
    );
    assert_eq!(whole.refused.len(), 2);
    assert!(whole.refused[1].starts_with(
        "ssd_cla_episodes.csv, row 2, clae_cla_episode_ceased_reason: `X1 next`: the next episode is missing"
    ));
}

/// Which of very many episodes lack the next is not said one by one; that it is not, is.
#[test]
fn more_episodes_that_follow_on_none_than_can_be_named() {
    let mut episodes = String::from(
        "clae_person_id,clae_cla_episode_start_date,clae_cla_episode_start_reason,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason\n",
    );
    (0..=50_000).for_each(|n| episodes.push_str(&format!("{n},2026-01-05,L,,\n")));
    let files = vec![
        ("ssd_person.csv".to_owned(), b"pers_person_id,pers_forename,pers_surname,pers_dob\n".to_vec()),
        ("ssd_cla_episodes.csv".to_owned(), episodes.into_bytes()),
    ];
    let whole = whole(Layout::Ssd, files).unwrap();
    assert_eq!(whole.refused, Vec::<String>::new());
    assert_eq!(
        whole.read.notes,
        ["too many episodes neither follow on one nor are followed by one: which of them lack the next is not said"]
    );
}

#[test]
fn each_time_missing_is_one_by_its_own_number() {
    let files = [
        ("ssd_person.csv", "pers_person_id,pers_forename,pers_surname,pers_dob\n7,Ash,Brindle,2010-05-30\n"),
        (
            "ssd_missing.csv",
            "miss_table_id,miss_person_id,miss_missing_episode_start_date,miss_missing_episode_type,miss_missing_episode_end_date\nM9,7,2026-02-11,M,2026-02-13\nM10,7,2026-02-13,M,2026-02-15\n",
        ),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).to_vec();
    let whole = whole(Layout::Ssd, files).unwrap();
    let all = feeds::events::events(&whole.children["7"], feeds::events::Whose::Csc);
    let all: Vec<String> = all.iter().map(|one| format!("{} {}", one.at, one.id)).collect();
    assert_eq!(
        all,
        [
            "2026-02-11 feed-csc-7-missing-M9-missing",
            "2026-02-13 feed-csc-7-missing-M9-returned",
            "2026-02-13 feed-csc-7-missing-M10-missing",
            "2026-02-15 feed-csc-7-missing-M10-returned",
        ]
    );
}

/// The tables of one child, with these rows in some of them.
fn tables(all: &[(&str, &str)]) -> crate::told::Whole {
    let person = ("ssd_person.csv", "pers_person_id,pers_forename,pers_surname,pers_dob\n7,Ash,Brindle,2010-05-30\n");
    let has_person = all.iter().any(|(name, _)| *name == person.0);
    let all = all.iter().copied().chain(Some(person).filter(|_| !has_person));
    whole(Layout::Ssd, all.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect()).unwrap()
}

#[test]
fn a_legal_status_of_a_code_that_is_not_known_is_kept() {
    let head = "lega_person_id,lega_legal_status,lega_legal_status_start_date,lega_legal_status_end_date";
    let whole = tables(&[(
        "ssd_legal_status.csv",
        &format!("{head}\n7,Q9: new,2026-01-05,\n7,Special guardianship,2026-01-05,\n"),
    )]);
    let kept: Vec<_> = whole.children["7"].spells.iter().map(|one| (one.code.as_str(), one.word.as_str())).collect();
    assert_eq!(kept, [("Q9: new", "")]);
    assert_eq!(
        whole.refused,
        [
            "ssd_legal_status.csv, row 2, lega_legal_status: `Q9`: this code is not in the list ssda903-legal-status: kept as it is",
            "ssd_legal_status.csv, row 3, lega_legal_status: `Special guardianship`: it is no code for how a child is looked after (SSDA903), so nothing is told of it: row left out",
        ]
    );
    assert_eq!(happened(&whole.children["7"])[1], "2026-01-05 looked-after-started basis=other");
}

#[test]
fn that_a_child_died_is_read() {
    let died = |all: &[(&str, &str)]| tables(all).children["7"].died.map(|day| day.0.to_string()).unwrap_or_default();
    let person = (
        "ssd_person.csv",
        "pers_person_id,pers_forename,pers_surname,pers_dob,pers_death_date\n7,Ash,Brindle,2010-05-30,2026-04-01\n",
    );
    let referral = (
        "ssd_cin_episodes.csv",
        "cine_person_id,cine_referral_id,cine_referral_date,cine_close_reason,cine_close_date\n7,R,2026-01-05,RC2,2026-04-09\n",
    );
    let care = (
        "ssd_cla_episodes.csv",
        "clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason\n7,2026-01-05,2026-04-02,E2 Died\n",
    );
    assert_eq!(died(&[]), "");
    assert_eq!(died(&[person, referral, care]), "2026-04-01", "the day itself stands before that of a closure");
    assert_eq!(died(&[referral]), "2026-04-09");
    assert_eq!(died(&[care]), "2026-04-02");
}

#[test]
fn what_cannot_be_shown_is_no_name() {
    let long = "R".repeat(201);
    let whole = tables(&[
        ("ssd_person.csv", "pers_person_id,pers_forename,pers_surname,pers_dob\n7,Ash\u{202e},Brindle,2010-05-30\n"),
        (
            "ssd_address.csv",
            "addr_person_id,addr_address_json,addr_address_postcode\n7,\"{\"\"HOUSE\"\": \"\"7\"\", \"\"STREET\"\": \"\"Lane\\u202e\"\"}\",ZZ1 1AA\n",
        ),
        ("ssd_professionals.csv", &format!("prof_professional_id,prof_professional_name\nW1,{long}\n")),
        ("ssd_involvements.csv", "invo_person_id,invo_professional_id\n7,W1\n"),
    ]);
    let child = &whole.children["7"];
    assert_eq!((child.name.given.as_str(), child.name.family.as_str()), ("", "Brindle"));
    assert_eq!(
        (child.home.house.as_str(), child.home.street.as_str(), child.home.postcode.as_str()),
        ("7", "", "ZZ1 1AA")
    );
    assert_eq!(child.workers[0].person, "W1", "the number stands for who cannot be named");
    let hidden =
        "there is a character in it that cannot be seen or turns the text around: write it anew: value left out";
    assert_eq!(
        whole.refused,
        [
            format!(
                "ssd_professionals.csv, row 2, prof_professional_name: `{}…`: it is longer than 200 characters: look whether another column was meant: value left out",
                "R".repeat(60)
            ),
            format!("ssd_person.csv, row 2, pers_forename: `Ash\\u{{202e}}`: {hidden}"),
            format!("ssd_address.csv, row 2, addr_address_json: `Lane\\u{{202e}}`: {hidden}"),
        ]
    );
}

/// What is written of these spells, table by table: the rows that are there.
fn written(spells: &[feeds::Spell]) -> Vec<String> {
    let mut child = feeds::Listed::new("7");
    spells.iter().for_each(|spell| child.take(feeds::What::Spell(spell.clone())));
    let mut tables = feeds::write::ssd::Tables::new().unwrap();
    tables.child(&child).unwrap();
    let all = tables.finish().unwrap().into_iter().filter(|table| table.name != "ssd_person" && table.rows > 0);
    let row = |table: feeds::write::ssd::Written| {
        let text = String::from_utf8(table.content).unwrap();
        let cells = text.lines().nth(1).unwrap().replace('"', "");
        let cells: Vec<&str> = cells.split(',').filter(|cell| !cell.is_empty()).collect();
        format!("{} {}: {}", table.name, table.rows, cells.join(" "))
    };
    all.map(row).collect()
}

#[test]
fn no_code_is_written_for_what_is_not_known() {
    let spell = |kind, code: &str, word: &str, ended: &str, ended_word: &str| feeds::Spell {
        until: Some(feeds::listed::Date("2026-02-02".parse().unwrap())),
        code: code.into(),
        word: word.into(),
        ended: ended.into(),
        ended_word: ended_word.into(),
        ..feeds::Spell::new(kind, "2026-01-05".parse().unwrap())
    };
    let (care, placed) = (feeds::SpellKind::LookedAfter, feeds::SpellKind::Placed);
    assert_eq!(written(&[spell(care, "V2", "s20", "", "")]), ["ssd_legal_status 1: 7 V2 2026-01-05 2026-02-02"]);
    assert_eq!(written(&[spell(care, "L3", "other", "", "")]), Vec::<String>::new());
    let whole = |why: &str| vec![format!("ssd_cla_episodes 1: 1 7 2026-01-05 S 2026-02-02 {why}2026-01-05")];
    assert_eq!(written(&[spell(care, "", "", "E8", "other")]), whole(""));
    assert_eq!(written(&[spell(care, "", "", "E14", "remand-ended")]), whole("E14 "));
    assert_eq!(written(&[spell(care, "", "", "X1", "")]), whole("X1 "));
    assert_eq!(
        written(&[spell(placed, "K2", "residential", "", "")]),
        ["ssd_cla_placement 1: 2026-01-05 K2 2026-02-02 7"]
    );
    assert_eq!(written(&[spell(placed, "Z1", "other", "", "")]), ["ssd_cla_placement 1: 2026-01-05 2026-02-02 7"]);
    // Without a number of its own, a time missing has none that the next file would give to another.
    let missing = spell(feeds::SpellKind::Missing, "", "", "", "");
    assert_eq!(written(&[missing]), ["ssd_missing 1: 7 2026-01-05 M 2026-02-02"]);
}
