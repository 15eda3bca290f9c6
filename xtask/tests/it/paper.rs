//! Folders, section files, ids and particulars of the paper, and of the made-up boroughs.

use super::check;

const FOLDERS: &str = "every authority's folder is whole";
const SECTIONS: &str = "sections stand in printed order under their printed number";
const IDS: &str = "clauses carry their own authority's name";
const PRIVATE: &str = "no real person's particulars in the paper";

/// A section file with this printed number.
fn section(number: &str) -> String {
    format!("section: \"{number}\"\nheading: \"A heading\"\nclauses:\n- id: borough-1a\n")
}

#[test]
fn a_folder_has_its_head_its_sections_and_its_journeys() {
    let one = section("1");
    let files = [
        ("protocols/borough/01-a.yaml", one.as_str()),
        ("protocols/borough/journeys/1a.yaml", "protocol: borough\n"),
        ("protocols/borough/protocol.yaml", "authority: borough\n"),
        ("protocols/town/journeys/README.md", "none yet\n"),
        ("protocols/vocabulary.yaml", "events: {}\n"),
    ];
    let expected = [
        "protocols/town:0: `protocol.yaml` is missing",
        "protocols/town:0: `journeys/` is missing or empty",
        "protocols/town:0: there is no section file",
    ];
    check(FOLDERS, &files, &expected);
}

#[test]
fn printed_order_is_file_order() {
    let numbers = [
        ("protocols/borough/00-contents.yaml", section("contents")),
        ("protocols/borough/07-visits.yaml", section("7")),
        ("protocols/borough/07.1-first.yaml", section("7.1")),
        ("protocols/borough/07b-meetings.yaml", section("7 (Meetings)")),
        ("protocols/borough/10-remands.yaml", section("10")),
        ("protocols/borough/10z-closing.yaml", section("closing lines")),
        ("protocols/borough/10z-signatures.yaml", section("signatures")),
        ("protocols/borough/app1-forms.yaml", section("Appendix 1")),
        ("protocols/statute/a-an-act.yaml", section("A")),
    ];
    let files: Vec<(&str, &str)> = numbers.iter().map(|(path, text)| (*path, text.as_str())).collect();
    // 7.1 is printed before the second part of 7, which has no number of its own: it sorts after it here, and so it is told.
    check(
        SECTIONS,
        &files,
        &["protocols/borough/07b-meetings.yaml:0: in the order of names it comes after `07.1-first.yaml`"],
    );
}

#[test]
fn a_name_without_its_number_and_one_with_another() {
    let numbers = [
        ("protocols/borough/2-visits.yaml", section("2")),
        ("protocols/borough/10-remands.yaml", section("11")),
        ("protocols/borough/meetings.yaml", "section: \"3\"\nclauses: []\n".to_owned()),
    ];
    let files: Vec<(&str, &str)> = numbers.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let expected = [
        "protocols/borough/10-remands.yaml:0: the file's number is not that of section `11`",
        "protocols/borough/2-visits.yaml:0: in the order of names it comes after `10-remands.yaml`",
        "protocols/borough/meetings.yaml:0: `heading:` is missing",
        "protocols/borough/meetings.yaml:0: the name does not begin with a section's number",
    ];
    check(SECTIONS, &files, &expected);
}

#[test]
fn an_id_of_another_authority() {
    let text = section("1") + "- id: town-1b\n";
    check(
        IDS,
        &[("protocols/borough/01-a.yaml", &text)],
        &["protocols/borough/01-a.yaml:5: `town-1b` is no id of `borough`"],
    );
}

#[test]
fn particulars_are_found() {
    // Made up: a domain kept for examples, a number kept for drama, a postcode that is not given out.
    let text = "a: someone.else@example.com\nb: call (020) 7946 0000 first\nc: +44 20 7946 0000\nd: 1 High Street, ZZ9 9ZZ\ne: ZZ99ZZ\n";
    let expected = [
        "protocols/borough/01-a.yaml:1: `someone.else@example.com` looks like an e-mail address",
        "protocols/borough/01-a.yaml:2: `(020) 7946 0000` looks like a telephone number",
        "protocols/borough/01-a.yaml:3: `+44 20 7946 0000` looks like a telephone number",
        "protocols/borough/01-a.yaml:4: `ZZ9 9ZZ` looks like a postcode",
        "protocols/borough/01-a.yaml:5: `ZZ99ZZ` looks like a postcode",
    ];
    check(PRIVATE, &[("protocols/borough/01-a.yaml", text)], &expected);
}

#[test]
fn dates_ids_and_clauses_are_no_particulars() {
    let text = "in-force: {from: 2019-03-20, to: 2021-03-20}\nid: enfield-9.12b\nnote: s.20, 09:00 to 17:00, SI 2010/2797, Y2K and A4 paper\n\
        at: 2026-03-05T14:30\nask: a@b\nprovision: S38 6A\n";
    check(PRIVATE, &[("protocols/borough/01-a.yaml", text)], &[]);
}

#[test]
fn what_is_made_up_can_be_nobodys() {
    let text = "sign-in: a.b@town.example.org, telephone: 020 7946 0123\nsign-in: a.b@town.gov.example, telephone: 01632 960123\n\
        telephone: 020 7123 0123\nat: ZZ9 9ZZ\n";
    let expected = [
        "demo/staff.yaml:2: `a.b@town.gov.example` could be somebody's",
        "demo/staff.yaml:3: `020 7123 0123` could be somebody's",
        "demo/staff.yaml:4: `ZZ9 9ZZ` could be somebody's",
    ];
    check("nothing in the made-up boroughs could be somebody's", &[("demo/staff.yaml", text)], &expected);
}
