//! The frame around a page, and the files it names.

use web::assets::{ICON, SCRIPT, STYLE, asset};
use web::layout::{Layout, Person, Place};
use web::parts::{ErrorSummary, Html};

fn person() -> Person {
    let (name, organisation) = ("Sam Example".to_owned(), "Anywhere Council".to_owned());
    Person { name, organisation, token: "t0".to_owned(), expires: 0, child: String::new() }
}

fn page(layout: Layout) -> String {
    Html::of(&layout).into_string()
}

#[test]
fn a_page_names_who_acts_for_whom_and_where_they_are() {
    let html = page(Layout {
        title: "My duties".to_owned(),
        person: Some(person()),
        place: Some(Place::Duties),
        doors: Place::ALL.to_vec(),
        ..Layout::default()
    });
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\""));
    assert!(html.contains("<title>My duties – Tandem</title>"));
    for expected in [
        "Anywhere Council",
        "Sam Example",
        "<input type=\"hidden\" name=\"token\" value=\"t0\">",
        "action=\"/sign-out\" method=\"post\"",
    ] {
        assert!(html.contains(expected), "{expected}");
    }
    assert_eq!(html.matches("aria-current=\"true\"").count(), 1);
    assert!(html.contains("href=\"/duties\" aria-current=\"true\""));
    assert!(!html.contains("data-expires") && !html.contains("tandem-banner"));
}

#[test]
fn before_one_signs_in_there_is_nowhere_to_go() {
    let html = page(Layout { title: "Sign in".to_owned(), ..Layout::default() });
    assert!(!html.contains("Sign out") && !html.contains("/duties"));
    assert!(html.contains("href=\"#main-content\"") && html.contains("id=\"main-content\""));
}

#[test]
fn an_error_is_said_in_the_title() {
    let html = page(Layout { title: "Record".to_owned(), errors: Some(ErrorSummary::default()), ..Layout::default() });
    assert!(html.contains("<title>Error: Record – Tandem</title>") && html.contains("There is a problem"));
}

#[test]
fn what_must_be_said_stands_at_the_top() {
    let late = "Nothing was sent since Monday".to_owned();
    let html =
        page(Layout { made_up: true, late, person: Some(Person { expires: 900, ..person() }), ..Layout::default() });
    for expected in ["are made up.", "Nothing was sent since Monday", "data-expires=\"900\""] {
        assert!(html.contains(expected), "{expected}");
    }
}

#[test]
fn files_have_their_hash_in_their_address() {
    let html = page(Layout::default());
    for (file, kind) in
        [(&STYLE, "text/css; charset=utf-8"), (&SCRIPT, "text/javascript; charset=utf-8"), (&ICON, "image/svg+xml")]
    {
        assert!(html.contains(&format!("\"{}\"", file.path)), "{}", file.path);
        let found = asset(&file.path).unwrap();
        assert_eq!((found.content_type, found.bytes), (kind, file.bytes));
    }
    assert_eq!(asset("/assets/tandem.css"), None);
    assert_eq!(asset("/etc/passwd"), None);
}

#[test]
fn nothing_of_gov_uk_that_is_not_ours_to_use_is_served() {
    let style = std::str::from_utf8(STYLE.bytes).unwrap();
    assert!(!style.contains("GDS Transport") && !style.contains("@font-face"));
    assert!(style.contains("arial"));
    let script = std::str::from_utf8(SCRIPT.bytes).unwrap();
    assert!(script.contains("initAll()") && !script.contains("sourceMappingURL"));
}
