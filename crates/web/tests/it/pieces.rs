//! Our own pieces in words: how near a date is, why there is nothing, whom to ring.

use calendar::Moment;
use protocol::vocabulary::Service;
use web::parts::*;

/// What a screen reader reads: the text alone, with one space between.
fn words(html: &Html) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.as_str().chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

fn due(due: &str, now: &str) -> Due {
    let due = (!due.is_empty()).then(|| due.parse().unwrap());
    Due { due, now: now.parse().unwrap(), is_settled: false, marks: vec![], clause: None }
}

#[test]
fn a_date_is_told_in_words() {
    let check =
        |at: &str, now: &str, expected: &str| assert_eq!(words(&due(at, now).into()), expected, "{at} at {now}");
    check("2026-04-20", "2026-04-01T09:00", "Due: in 19 days Mon 20 April 2026");
    check("2026-04-03", "2026-04-01T23:59", "Due: in 2 days Fri 3 April 2026");
    check("2026-04-02", "2026-04-01T09:00", "Due: Tomorrow Thu 2 April 2026");
    check("2026-04-01", "2026-04-01T23:59", "Due: Today Wed 1 April 2026");
    check("2026-04-01T14:30", "2026-04-01T09:00", "Due: Today Wed 1 April 2026 at 14:30");
    check("2026-04-01T08:30", "2026-04-01T09:00", "Due: less than an hour overdue Wed 1 April 2026 at 08:30");
    check("2026-04-01T07:30", "2026-04-01T09:00", "Due: 1 hour overdue Wed 1 April 2026 at 07:30");
    check("2026-03-31", "2026-04-01T00:00", "Due: 1 day overdue Tue 31 March 2026");
    check("2026-03-29", "2026-04-01", "Due: 3 days overdue Sun 29 March 2026");
    check("", "2026-04-01", "No date : the clause names none");
}

#[test]
fn only_what_is_overdue_is_red() {
    let red = |at: &str| Html::from(due(at, "2026-04-01T09:00")).as_str().contains("near--overdue");
    assert!(red("2026-03-31"));
    assert!(red("2026-04-01T08:59"));
    assert!(!red("2026-04-01"));
    assert!(!red("2026-04-01T09:00"));
    assert!(!red("2026-04-02"));
    let done = Due { is_settled: true, ..due("2026-03-31", "2026-04-01") };
    assert_eq!(words(&done.into()), "Tue 31 March 2026");
}

#[test]
fn a_date_says_what_it_rests_on() {
    let marks = vec![Mark::Assumed, Mark::Urgent, Mark::Assumed];
    let clause = Some(Link::new("Clause 8.7e", "/protocol/8.7e"));
    let shown = Due { marks, clause, ..due("2026-04-03", "2026-04-01") };
    let expected = "Due: in 2 days Fri 3 April 2026 Urgent : to be done at once Date assumed : the clause gives no figure Clause 8.7e";
    assert_eq!(words(&shown.into()), expected);
    let order = Due { marks: vec![Mark::OrderOnly], ..due("", "2026-04-01") };
    assert_eq!(words(&order.into()), "No date : the clause names none");
}

#[test]
fn nothing_has_a_reason() {
    let check = |absence: Absence, expected: &str| assert_eq!(words(&Empty::from(absence).into()), expected);
    check(Absence::None, "None");
    check(Absence::NotKnown, "Not known");
    check(Absence::NotAsked, "Not asked");
    check(Absence::NotAvailable, "Not available now");
    let why = Empty { absence: Absence::NotAvailable, words: "it does not answer".to_owned() };
    assert_eq!(words(&why.into()), "Not available now: it does not answer");
}

#[test]
fn a_service_has_words() {
    let check = |service: Service, expected: &str| assert_eq!(words(&ServiceTag::from(service).into()), expected);
    check(Service::Yjs, "Youth justice");
    check(Service::Csc, "Social care");
    check(Service::Both, "Youth justice Social care");
    check(Service::Third, "Others");
}

#[test]
fn the_bar_says_who_to_ring_and_never_stays_silent() {
    let open = Involvement {
        service: Service::Yjs.into(),
        standing: "Open since Mon 2 March 2026".into(),
        worker: "Sam Example".into(),
        role: "youth justice worker".to_owned(),
        telephone: "ext. 12".to_owned(),
        duty: Vec::new(),
    };
    let unknown = Involvement {
        service: Service::Csc.into(),
        standing: Content::default(),
        worker: Content::default(),
        role: String::new(),
        telephone: "set locally".to_owned(),
        duty: Vec::new(),
    };
    let bar = IdentityBar {
        name: Link::new("Ash Madeup", "/child/1"),
        born: Some("2010-05-04".parse().unwrap()),
        today: "2026-05-03".parse().unwrap(),
        numbers: vec![],
        involvements: vec![open, unknown],
        statuses: vec!["Remanded".into()],
        latest: vec![
            Link::new("Remanded to youth detention, today at 12:40", "#event-3"),
            Link::new("Arrested, yesterday", "#event-2"),
        ],
        warnings: vec!["Visit in pairs".into()],
    };
    let unborn = IdentityBar {
        born: None,
        involvements: vec![],
        warnings: vec![],
        statuses: vec![],
        latest: vec![],
        ..bar.clone()
    };
    let html: Html = bar.into();
    assert_eq!(
        words(&html),
        "! Warning: Visit in pairs Ash Madeup Age 15 Born Tue 4 May 2010 Remanded In the last seven days: Remanded to youth detention, today at 12:40 ; Arrested, yesterday \
         Youth justice Open since Mon 2 March 2026 Sam Example, youth justice worker Telephone ext. 12 \
         Social care Not known set locally"
    );
    assert!(html.as_str().contains("href=\"tel:12\""));
    assert_eq!(words(&unborn.into()), "Ash Madeup Age Not known Born Not known");
}

#[test]
fn a_timeline_shows_no_time_that_is_not_known() {
    let at = |text: &str| text.parse::<Moment>().unwrap();
    let item = |text: &str| TimelineItem {
        title: "Visit".into(),
        at: at(text),
        by: "Sam Example".to_owned(),
        service: None,
        content: Content::default(),
    };
    let timeline = Timeline { items: vec![item("2026-03-30T14:30"), item("2026-03-02")], heading_level: 0 };
    assert_eq!(
        words(&timeline.into()),
        "Visit by Sam Example Mon 30 March 2026 at 14:30 Visit by Sam Example Mon 2 March 2026"
    );
}

#[test]
fn a_stacked_table_names_the_column_of_each_cell() {
    let table = Table {
        head: vec!["Due".into(), "Duty".into()],
        rows: vec![vec!["Today".into(), "Visit".into()]],
        stacks: true,
        ..Table::default()
    };
    assert_eq!(words(&table.clone().into()), "Due Duty Due Today Duty Visit");
    assert_eq!(words(&Table { stacks: false, ..table }.into()), "Due Duty Today Visit");
}
