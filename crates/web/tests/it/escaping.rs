//! Can text become HTML? Every field that takes text is given a script; no template may say that something is safe.

use std::fs;
use std::path::{Path, PathBuf};

use calendar::{Day, Moment};
use protocol::vocabulary::Service;
use web::layout::{Layout, Person};
use web::parts::*;

const EVIL: &str = "\"'><script>x</script>&";

fn check(html: &Html) {
    let html = html.as_str();
    assert!(!html.contains("<script>"), "{html}");
    assert!(!html.contains("\"'>"), "{html}");
    assert!(html.contains("script"), "the text is not shown: {html}");
}

fn evil() -> String {
    EVIL.to_owned()
}

#[test]
fn text_stays_text_in_content_classes_and_attributes() {
    let attributes = Attributes::from([("data-filter", EVIL)]);
    check(&Button { text: EVIL.into(), ..Button::default() }.into());
    check(&Button { classes: EVIL.into(), ..Button::default() }.into());
    check(&Button { attributes, ..Button::default() }.into());
    check(&Button { href: evil(), ..Button::default() }.into());
    check(&Input { value: evil(), name: evil(), label: EVIL.into(), ..Input::default() }.into());
    check(&Textarea { value: "</textarea><script>".to_owned(), ..Textarea::default() }.into());
    check(&Select { options: vec![Choice::new(EVIL, EVIL)], ..Select::default() }.into());
    check(&Radios { items: vec![Radio::new(EVIL, EVIL)], fieldset: Some(EVIL.into()), ..Radios::default() }.into());
    check(&Checkboxes { items: vec![Checkbox::new(EVIL, EVIL)], ..Checkboxes::default() }.into());
    check(&ErrorSummary { errors: vec![ErrorLink::new(EVIL, EVIL)], ..ErrorSummary::default() }.into());
    check(&Table { rows: vec![vec![EVIL.into()]], caption: evil(), ..Table::default() }.into());
    check(&SummaryList { rows: vec![Row::new(EVIL, EVIL)], ..SummaryList::default() }.into());
    check(&NotificationBanner { content: EVIL.into(), title: EVIL.into(), ..NotificationBanner::default() }.into());
    check(&Details { summary: EVIL.into(), content: EVIL.into(), ..Details::default() }.into());
}

#[test]
fn text_stays_text_in_our_own_pieces() {
    let now: Moment = "2026-04-01T09:00".parse().unwrap();
    let today: Day = "2026-04-01".parse().unwrap();
    let clause = Some(Link::new(EVIL, EVIL));
    check(&Due { due: Some(now), now, is_settled: false, marks: vec![], clause }.into());
    check(&Copy { text: evil(), what: evil(), id: evil(), is_short: false }.into());
    check(&Empty { absence: Absence::None, words: evil() }.into());
    let chosen = vec![Chosen { kind: evil(), items: vec![Link::new(EVIL, EVIL)] }];
    check(&Filter { count: EVIL.into(), chosen, clear: evil(), action: evil(), controls: Html::default() }.into());
    let involvements = vec![Involvement {
        service: Service::Yjs.into(),
        standing: EVIL.into(),
        worker: EVIL.into(),
        role: evil(),
        telephone: evil(),
        duty: vec![(evil(), evil())],
    }];
    let bar = IdentityBar {
        name: Link::new(EVIL, EVIL),
        born: None,
        today,
        numbers: vec![(evil(), EVIL.into())],
        involvements,
        statuses: vec![EVIL.into()],
        latest: vec![Link::new(EVIL, EVIL)],
        warnings: vec![EVIL.into()],
    };
    check(&bar.into());
    let item = TimelineItem { title: EVIL.into(), at: now, by: evil(), service: None, content: EVIL.into() };
    check(&Timeline { items: vec![item], heading_level: 0 }.into());
    let person = Person { name: evil(), organisation: evil(), token: evil(), expires: 1, child: evil() };
    let main = [Content::from(EVIL)].into_iter().collect();
    check(&Layout { title: evil(), person: Some(person), late: evil(), main, ..Layout::default() }.into());
}

/// Files below a folder that end so.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found = Vec::new();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if endings.iter().any(|ending| path.extension().is_some_and(|own| own == *ending)) {
            found.push(path);
        }
    }
    found
}

#[test]
fn no_template_turns_text_into_html() {
    // Only in parts.rs, html.rs, attributes.rs and field.rs may something be declared fit to stand as it is.
    let homes = ["parts.rs", "parts/html.rs", "parts/attributes.rs", "parts/field.rs"];
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in files(&source, &["rs", "html"]) {
        let text = fs::read_to_string(&path).unwrap();
        let plain: String = text.split_whitespace().collect();
        let shown = path.display();
        let filters = ["|safe", "|escape(", "|e(", "{%filter", "escape=\"", "Safe(", "HtmlSafeOutput", "MaybeSafe"];
        for word in filters {
            assert!(!plain.contains(word), "{shown} says `{word}`: text could become HTML");
        }
        if !homes.iter().any(|home| path == source.join(home)) {
            assert!(!plain.contains("HtmlSafe"), "{shown} declares something fit to stand in a page as it is");
        }
        for ending in ["ext=\"txt\"", "ext=\"md\"", "ext=\"none\""] {
            assert!(!plain.contains(ending), "{shown} has a template that escapes nothing");
        }
    }
}

#[test]
fn no_page_holds_a_style_or_a_script() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in files(&source, &["html"]) {
        let text = fs::read_to_string(&path).unwrap();
        for word in
            [" style=", "<style", "<script>", " onclick=", " onload=", " onchange=", " onsubmit=", "javascript:"]
        {
            assert!(!text.contains(word), "{} holds `{word}`: the content policy refuses it", path.display());
        }
    }
}
