//! What do the parts look like? Writes pages of made-up children into a folder, with the files they need, to be opened in a browser.
//!
//! `cargo run -p web --example gallery -- FOLDER`

use std::path::PathBuf;
use std::{env, fs};

use askama::Template;
use calendar::Moment;
use protocol::vocabulary::Service;
use web::assets::{ICON, SCRIPT, STYLE};
use web::layout::{Layout, Person, Place};
use web::parts::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "gallery".to_owned()));
    fs::create_dir_all(folder.join("assets"))?;
    for asset in [&STYLE, &SCRIPT, &ICON] {
        fs::write(folder.join(asset.path.trim_start_matches('/')), asset.bytes)?;
    }
    let pages =
        [("duties", duties()?), ("child", child()?), ("form", form()), ("pieces", pieces()?), ("sign-in", sign_in())];
    for (name, page) in pages {
        // Opened from a folder there is no root.
        let text = page.render()?.replace("\"/assets/", "\"assets/");
        fs::write(folder.join(format!("{name}.html")), text)?;
    }
    println!("written to {}", folder.display());
    Ok(())
}

fn page(title: &str, place: Place, parts: Vec<Content>) -> Layout {
    let person = Person {
        name: "Sam Example".to_owned(),
        organisation: "Anywhere Council: Youth Justice Service".to_owned(),
        token: "made-up".to_owned(),
        expires: 0,
        child: String::new(),
    };
    let heading = Heading { words: title.to_owned() };
    let main = std::iter::once(Html::of(&heading).into()).chain(parts).collect();
    Layout {
        title: title.to_owned(),
        person: Some(person),
        place: Some(place),
        made_up: true,
        main,
        ..Layout::default()
    }
}

#[derive(Template)]
#[template(source = "<h1 class=\"govuk-heading-l\">{{ words }}</h1>", ext = "html")]
struct Heading {
    words: String,
}

#[derive(Template)]
#[template(source = "<p class=\"govuk-body\">{{ words }}</p>", ext = "html")]
struct Paragraph {
    words: Content,
}

fn said(words: impl Into<Content>) -> Content {
    Html::of(&Paragraph { words: words.into() }).into()
}

fn due(date: &str, marks: Vec<Mark>, clause: &str) -> Result<Due, Box<dyn std::error::Error>> {
    let due = if date.is_empty() { None } else { Some(date.parse().map_err(|_| "no date")?) };
    let now: Moment = "2026-04-01T09:00".parse().map_err(|_| "no date")?;
    let clause = Some(Link::new(clause.to_owned(), "/protocol"));
    Ok(Due { due, now, is_settled: false, marks, clause })
}

fn duties() -> Result<Layout, Box<dyn std::error::Error>> {
    let lines = [
        ("Ash Madeup", "Tell the social worker of the remand", Service::Yjs, due("2026-03-30", vec![], "Clause 8.7e")?),
        (
            "Rowan Invented",
            "Answer the dispute in writing",
            Service::Csc,
            due("2026-04-01T07:30", vec![Mark::Urgent], "12.3")?,
        ),
        ("Rowan Invented", "Hold the joint planning meeting", Service::Both, due("2026-04-01", vec![], "7.2")?),
        ("Ash Madeup", "Visit the child in custody", Service::Csc, due("2026-04-02", vec![Mark::Assumed], "9.4")?),
        ("Hazel Fictional", "Send the address to the secure estate", Service::Yjs, due("2026-04-20", vec![], "8.9")?),
        ("Hazel Fictional", "Consult before closing", Service::Yjs, due("", vec![Mark::OrderOnly], "10.1")?),
        ("Hazel Fictional", "Share the plan", Service::Csc, due("", vec![], "6.3")?),
    ];
    let rows = lines
        .into_iter()
        .map(|(child, what, service, due)| {
            vec![due.into(), what.into(), child.into(), ServiceTag::from(service).into()] as Vec<Cell>
        })
        .collect();
    let table = Table {
        caption: "Duties in order of date".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: vec!["Due".into(), "Duty".into(), "Child".into(), "Owed by".into()],
        rows,
        stacks: true,
        ..Table::default()
    };
    let filter = Filter {
        count: "7 duties".into(),
        chosen: vec![Chosen {
            kind: "Owed by".to_owned(),
            items: vec![Link::new("Youth justice", "#"), Link::new("Social care", "#")],
        }],
        clear: "#".to_owned(),
        action: "#".to_owned(),
        controls: Html::of(&Input { label: "Child".into(), name: "child".to_owned(), ..Input::default() }),
    };
    let mut page = page("My duties", Place::Duties, vec![filter.into(), table.into()]);
    page.late =
        "The nightly work has not run since Mon 30 March 2026: dates shown are worked out now, notices may be late."
            .to_owned();
    page.notice = Some(NotificationBanner {
        content: "The visit is recorded".into(),
        is_success: true,
        ..NotificationBanner::default()
    });
    Ok(page)
}

fn bar() -> Result<IdentityBar, Box<dyn std::error::Error>> {
    Ok(IdentityBar {
        name: Link::new("Ash Madeup", "#"),
        born: Some("2010-05-04".parse().map_err(|_| "no date")?),
        today: "2026-04-01".parse().map_err(|_| "no date")?,
        numbers: vec![
            (
                "ChildView".to_owned(),
                Copy {
                    text: "CV-0001".to_owned(),
                    what: "ChildView number".to_owned(),
                    id: "cv".to_owned(),
                    is_short: true,
                }
                .into(),
            ),
            ("LCS".to_owned(), Empty::from(Absence::NotAsked).into()),
        ],
        involvements: vec![
            Involvement {
                service: Service::Yjs.into(),
                standing: "Open since Mon 2 March 2026".into(),
                worker: "Sam Example".into(),
                role: "youth justice worker".to_owned(),
                telephone: "set locally".to_owned(),
                duty: Vec::new(),
            },
            Involvement {
                service: Service::Csc.into(),
                standing: Empty {
                    absence: Absence::NotAvailable,
                    words: "social care’s system does not answer".to_owned(),
                }
                .into(),
                worker: Content::default(),
                role: String::new(),
                telephone: String::new(),
                duty: Vec::new(),
            },
        ],
        statuses: vec!["Remanded".into(), "Looked after".into()],
        latest: vec![Link::new("Remanded to youth detention, today at 12:40", "#")],
        warnings: vec!["Visit in pairs".into()],
    })
}

fn child() -> Result<Layout, Box<dyn std::error::Error>> {
    let item = |text: &'static str, is_current| NavigationItem {
        text: text.into(),
        href: "#".to_owned(),
        is_current,
        ..NavigationItem::default()
    };
    let sides = SubNavigation {
        label: "Pages about this child".to_owned(),
        items: vec![item("Overview", true), item("Duties", false), item("Timeline", false), item("Shares", false)],
    };
    let known = SummaryList {
        rows: vec![
            Row {
                actions: vec![Action {
                    text: "Change".into(),
                    href: "#".to_owned(),
                    hidden: "placement".to_owned(),
                    ..Action::default()
                }],
                ..Row::new("Placement", "Foster home")
            },
            Row::new("School", Empty::from(Absence::NotKnown)),
            Row::new("Siblings", Empty { absence: Absence::None, words: "asked on Mon 2 March 2026".to_owned() }),
        ],
        ..SummaryList::default()
    };
    let at = |text: &str| text.parse::<Moment>().map_err(|_| "no date");
    let timeline = Timeline {
        items: vec![
            TimelineItem {
                title: "Remanded to local authority accommodation".into(),
                at: at("2026-03-30T14:30")?,
                by: "Sam Example".to_owned(),
                service: Some(Service::Yjs.into()),
                content: said("Heard at court; conditions in ChildView."),
            },
            TimelineItem {
                title: "Child in need plan began".into(),
                at: at("2026-03-02")?,
                by: "Alex Specimen".to_owned(),
                service: Some(Service::Csc.into()),
                content: Content::default(),
            },
        ],
        ..Timeline::default()
    };
    let why = Details {
        summary: "How this date was worked out".into(),
        content: said("Day 0 is Thu 2 April 2026. Skipped: Good Friday, a weekend, Easter Monday."),
        ..Details::default()
    };
    let note = Copy {
        text: "Remand review\nPresent: both workers.\nNext: visit by Thu 2 April 2026.".to_owned(),
        what: "note for social care".to_owned(),
        id: "note".to_owned(),
        is_short: false,
    };
    let mut page =
        page("Ash Madeup", Place::Find, vec![sides.into(), known.into(), why.into(), note.into(), timeline.into()]);
    page.before = [BackLink { href: "duties.html".to_owned(), ..BackLink::default() }.into(), bar()?.into()]
        .into_iter()
        .collect();
    Ok(page)
}

fn form() -> Layout {
    let which = Radios {
        name: "event".to_owned(),
        fieldset: Some(Fieldset {
            legend: Legend {
                text: "What happened at court?".into(),
                classes: "govuk-fieldset__legend--m".into(),
                ..Legend::default()
            },
            ..Fieldset::default()
        }),
        hint: Some("Choose what the court decided today".into()),
        error: Some("Choose what happened".into()),
        items: vec![
            Radio::new("remand", "Remanded to local authority accommodation"),
            Radio {
                conditional: Html::of(&Input {
                    label: "Which establishment?".into(),
                    name: "where".to_owned(),
                    ..Input::default()
                }),
                ..Radio::new("yda", "Remanded to youth detention accommodation")
            },
            Radio { divider: "or".to_owned(), ..Radio::default() },
            Radio { hint: Some("with or without conditions".into()), ..Radio::new("bail", "Bailed") },
        ],
        ..Radios::default()
    };
    let told = Checkboxes {
        name: "told".to_owned(),
        fieldset: Some("Who has been told?".into()),
        items: vec![Checkbox::new("parent", "A parent"), Checkbox::new("worker", "The social worker")],
        values: vec!["parent".to_owned()],
        ..Checkboxes::default()
    };
    let when = DateInput {
        id: "at".to_owned(),
        name_prefix: "at".to_owned(),
        fieldset: Some("When?".into()),
        hint: Some("For example, 30 3 2026".into()),
        error: Some("The date must have a year".into()),
        wrong: [false, false, true],
        values: ["30".to_owned(), "3".to_owned(), String::new()],
        ..DateInput::default()
    };
    let court = Select {
        label: "Court".into(),
        name: "court".to_owned(),
        options: vec![Choice::new("", "Choose"), Choice::new("y", "Youth court")],
        ..Select::default()
    };
    let note = CharacterCount {
        textarea: Textarea { label: "Note".into(), name: "note".to_owned(), ..Textarea::default() },
        limit: Limit::Words(200),
        ..CharacterCount::default()
    };
    let parts = vec![
        which.into(),
        when.into(),
        told.into(),
        court.into(),
        note.into(),
        Button { text: "Record and lay out the duties".into(), ..Button::default() }.into(),
    ];
    let mut page = page("Record an event", Place::Find, parts);
    page.errors = Some(ErrorSummary {
        errors: vec![
            ErrorLink::new("#event", "Choose what happened"),
            ErrorLink::new("#at-year", "The date must have a year"),
        ],
        ..ErrorSummary::default()
    });
    page
}

fn pieces() -> Result<Layout, Box<dyn std::error::Error>> {
    let tags = ["grey", "green", "turquoise", "blue", "purple", "yellow"].map(|colour| {
        Tag { text: colour.into(), classes: format!("govuk-tag--{colour}").into(), ..Tag::default() }.into()
    });
    let services =
        [Service::Yjs, Service::Csc, Service::Both, Service::Third].map(|service| ServiceTag::from(service).into());
    let tabs = Tabs {
        id_prefix: "tab".to_owned(),
        items: ["Owed by me", "Owed to me"]
            .map(|label| Tab { label: label.to_owned(), content: label.into(), ..Tab::default() })
            .into(),
        ..Tabs::default()
    };
    let pages = Pagination {
        previous: Some(PageLink { href: "#".to_owned(), ..PageLink::default() }),
        next: Some(PageLink { href: "#".to_owned(), ..PageLink::default() }),
        items: (1..4)
            .map(|n| Page { number: n.to_string(), href: "#".to_owned(), is_current: n == 2, ..Page::default() })
            .collect(),
        ..Pagination::default()
    };
    let mut parts: Vec<Content> = vec![
        InsetText { content: "The protocol is past its review date and still binds.".into(), ..InsetText::default() }
            .into(),
        WarningText { text: "What you record is seen by both services.".into(), ..WarningText::default() }.into(),
        Panel { title: "Recorded".into(), content: "Both services have been told".into(), ..Panel::default() }.into(),
    ];
    parts.extend(services);
    parts.extend(tags);
    parts.extend([tabs.into(), pages.into(), said(due("2026-04-03", vec![], "Clause 8.7e")?)]);
    let mut page = page("Pieces", Place::Help, parts);
    page.notice = Some(NotificationBanner {
        content: "Duties will not be shown on Friday evening".into(),
        ..NotificationBanner::default()
    });
    page.before = [
        PhaseBanner { tag: "Pilot".into(), text: "This is new: say what you think.".into(), ..PhaseBanner::default() }
            .into(),
        Breadcrumbs { items: vec![Link::new("Help", "#"), Link::new("Pieces", "")], ..Breadcrumbs::default() }.into(),
    ]
    .into_iter()
    .collect();
    Ok(page)
}

fn sign_in() -> Layout {
    let name = Input {
        label: "Work e-mail address".into(),
        name: "email".to_owned(),
        autocomplete: "username".to_owned(),
        ..Input::default()
    };
    let password = Input {
        label: "Password".into(),
        name: "password".to_owned(),
        kind: "password".to_owned(),
        autocomplete: "current-password".to_owned(),
        ..Input::default()
    };
    let button = Button { text: "Sign in".into(), ..Button::default() };
    Layout {
        person: None,
        place: None,
        ..page("Sign in", Place::Help, vec![name.into(), password.into(), button.into()])
    }
}
