//! My duties: what I owe, what the other service owes me, what my team owes; for whoever stands in, what cannot wait.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use calendar::Moment;
use gate::{Action, Decision, On, Standing, Ties};

use crate::ask::Ask;
use crate::clauses;
use crate::fields::{Fields, choices};
use crate::form::Wrong;
use crate::layout::Place;
use crate::owed::{Shown, When, Whose};
use crate::pages::known::asked;
use crate::pages::words::counted;
use crate::parts::{Absence, Checkbox, Chosen, Details, Empty, Filter, Html, Link, NavigationItem, SubNavigation};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::worklist::{self, Listed, Rows};

/// Which duties.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Mine,
    Theirs,
    Team,
    Cover,
}

impl List {
    fn of(ask: &Ask) -> List {
        match (ask.query.text("list"), ask.caller.person.standing) {
            ("theirs", _) => List::Theirs,
            ("team", _) => List::Team,
            ("cover", Standing::Duty) | ("", Standing::Duty) => List::Cover,
            _ => List::Mine,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            List::Mine => "mine",
            List::Theirs => "theirs",
            List::Team => "team",
            List::Cover => "cover",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            List::Mine => "Owed by me",
            List::Theirs => "Owed to me by the other service",
            List::Team => "Owed by my team",
            List::Cover => "Urgent, due today or just overdue",
        }
    }

    fn holds(self, one: &Shown, now: Moment) -> bool {
        match self {
            List::Mine => one.by.whose == Whose::Mine,
            List::Theirs => one.by.whose == Whose::Theirs,
            List::Team => matches!(one.by.whose, Whose::Mine | Whose::Ours),
            // What has been overdue for longer is with the worker and the manager, and would bury what cannot wait.
            List::Cover => {
                let presses = one.line.urgent && one.when != When::History;
                presses || one.when == When::Today || (one.when == When::Overdue && is_recent(one, now))
            }
        }
    }

    fn for_whom(ask: &Ask) -> Vec<List> {
        let covers = ask.caller.person.standing == Standing::Duty;
        let first = covers.then_some(List::Cover);
        first.into_iter().chain([List::Mine, List::Theirs, List::Team]).collect()
    }

    /// The children among whom they are looked for.
    async fn children(self, ask: &Ask) -> Result<Vec<Ties>, Problem> {
        let (record, person) = (&ask.app.record, &ask.caller.person);
        if matches!(self, List::Mine | List::Cover) {
            return worklist::mine(ask).await;
        }
        let mut all = Vec::new();
        if self == List::Theirs {
            all.extend(worklist::ties(record.mine(&ask.pass).await?));
        }
        // Whoever leads a team owes for its children too.
        let teams = person.leads.iter().chain(person.teams.iter().filter(|_| self == List::Team));
        for team in teams {
            all.extend(worklist::ties(record.of_team(&ask.pass, team).await?));
        }
        Ok(all)
    }
}

/// Whether it fell due in the last week.
fn is_recent(one: &Shown, now: Moment) -> bool {
    one.line.due.is_some_and(|due| now.day().number() - due.day().number() <= 7)
}

/// How many duties that are due alike are shown beside others, and how many where they were asked for.
const MOST: (usize, usize) = (100, 200);

struct Group {
    heading: &'static str,
    word: &'static str,
    count: usize,
    /// How many of them are shown.
    first: usize,
    rows: Rows,
    folded: bool,
    /// Where more of them are shown; empty where all are.
    more: String,
}

impl Group {
    fn table(&self) -> Html {
        Html::of(&Cut { table: Html::of(&self.rows), first: self.first, count: self.count, more: &self.more })
    }

    /// What has no date stands behind a line that opens it, so that what has one is seen.
    fn details(&self) -> Details {
        Details {
            summary: format!("{} ({})", self.heading, self.count).into(),
            content: self.table().into(),
            id: self.word.to_owned(),
            ..Details::default()
        }
    }
}

/// A table, and where the rest of it is shown.
#[derive(Template)]
#[template(
    source = r#"{{ table }}{% if !more.is_empty() %}<p class="govuk-body">These are the first {{ first }} of {{ count }}. <a class="govuk-link" href="{{ more }}">Show more of these alone</a></p>{% else if first < count %}<p class="govuk-body">These are the first {{ first }} of {{ count }}. Choose a child or a section to see the others.</p>{% endif %}"#,
    ext = "html"
)]
struct Cut<'g> {
    table: Html,
    first: usize,
    count: usize,
    more: &'g str,
}

#[derive(Template)]
#[template(path = "pages/my_duties.html")]
struct Page {
    lists: SubNavigation,
    heading: &'static str,
    filter: Option<Filter>,
    groups: Vec<Group>,
    empty: Option<Empty>,
    advice: Vec<String>,
    may_find: bool,
    finds: bool,
    ticks: bool,
    put_right: Vec<PutRight>,
    /// How many questions wait about records that the person answers for.
    questions: usize,
    token: String,
}

/// The front page leads here.
pub async fn front(_: Ask) -> Result<Reply, Problem> {
    Ok(Reply::to("/duties"))
}

/// The page.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let list = List::of(&ask);
    let listed = worklist::read(&ask, list.children(&ask).await?).await?;
    let all = worklist::owed(&ask, &listed, |one| list.holds(one, ask.moment()));
    let shown: Vec<&Shown> = all.iter().filter(|one| is_chosen(&ask, one)).collect();
    let groups = groups(&ask, &listed, &shown);
    let put_right = put_right(&ask).await?;
    let mut seen: BTreeSet<String> = ids(&all).into_iter().collect();
    seen.extend(put_right.iter().map(|one| one.child.clone()).filter(|child| !child.is_empty()));
    let page = Page {
        lists: lists(&ask, list),
        heading: list.words(),
        filter: (!all.is_empty()).then(|| filter(&ask, list, &all, shown.len())),
        empty: shown.is_empty().then(|| nothing(&listed, &all)),
        advice: if listed.is_empty() && list != List::Cover { advice(&ask) } else { Vec::new() },
        may_find: may_find(&ask),
        finds: list == List::Cover,
        ticks: groups.iter().any(|group| group.rows.ticks),
        put_right,
        questions: asked::waiting(&ask).await?,
        token: ask.caller.form_token().to_owned(),
        groups,
    };
    let mut layout = ask.frame("My duties", Some(Place::Duties));
    layout.main = Html::of(&page);
    Ok(Reply::page(&layout)?.showing(seen.into_iter().collect()))
}

/// A record that the person looked at while it held another child's facts too.
struct PutRight {
    /// The record, where it is open to the person still.
    child: String,
    name: String,
    on: String,
}

/// For so many days it is told on the first page that a record was put right, in milliseconds.
const TOLD_FOR: i64 = 60 * 86_400_000;

/// The records that the person had looked at and that were two children's: what was read there may have been about another (safety R21).
async fn put_right(ask: &Ask) -> Result<Vec<PutRight>, Problem> {
    let record = &ask.app.record;
    let mut all = Vec::new();
    for (id, made) in record.put_right(&ask.pass, ask.now - TOLD_FOR).await? {
        let pass = record.ties(&id).await?.and_then(|ties| ask.pass_for(Action::SeeChild, &ties));
        let on = crate::app::moment(made).day().in_words();
        all.push(match pass {
            Some(pass) => PutRight { name: record.child(&pass).await?.name(), child: id, on },
            None => PutRight { child: String::new(), name: String::new(), on },
        });
    }
    Ok(all)
}

/// The children of these duties, each once.
pub fn ids(all: &[Shown]) -> Vec<String> {
    let ids: BTreeSet<&str> = all.iter().map(|one| &*one.child).collect();
    ids.into_iter().map(str::to_owned).collect()
}

fn lists(ask: &Ask, list: List) -> SubNavigation {
    let item = |one: List| NavigationItem {
        text: one.words().into(),
        href: format!("/duties?list={}", one.word()),
        is_current: one == list,
        ..NavigationItem::default()
    };
    SubNavigation { label: "Whose duties".into(), items: List::for_whom(ask).into_iter().map(item).collect() }
}

fn groups(ask: &Ask, listed: &[Listed], shown: &[&Shown]) -> Vec<Group> {
    let is_chosen = ask.query.has("when");
    let most = if is_chosen { MOST.1 } else { MOST.0 };
    let mut may: BTreeMap<&str, bool> = BTreeMap::new();
    let ties: BTreeMap<&str, &Ties> = listed.iter().map(|one| (one.child.id.as_str(), &one.ties)).collect();
    let mut ticks = |one: &Shown| {
        let Some((child, ties)) = ties.get_key_value(&*one.child) else { return false };
        *may.entry(child).or_insert_with(|| ask.pass_for(Action::MarkDone, ties).is_some())
    };
    let mut group = |when: When| {
        let (heading, word) = (when.heading(), when.word());
        let of: Vec<&Shown> = shown.iter().copied().filter(|one| one.when == when).collect();
        let first = worklist::first(&of, most);
        let rows = worklist::rows(ask, first, &mut ticks);
        let has_ticks = rows.iter().any(|row| row.has_ticks());
        let more = if first.len() < of.len() && !is_chosen {
            format!("/duties?{}&when={word}", ask.query.query_without(&[("done", "")]))
        } else {
            String::new()
        };
        let first = first.len();
        let rows = Rows { caption: heading.into(), rows, ticks: has_ticks };
        let folded = when.folds() && !is_chosen;
        (!of.is_empty()).then_some(Group { heading, word, count: of.len(), first, rows, folded, more })
    };
    let mut order = When::ALL;
    if List::of(ask) == List::Cover {
        // Whoever stands in is there for what cannot wait until tomorrow; what is late already comes behind it.
        order.sort_by_key(|when| *when != When::Today);
    }
    order.into_iter().filter_map(&mut group).collect()
}

/// Whether a duty is among what was chosen in the address.
fn is_chosen(ask: &Ask, one: &Shown) -> bool {
    let chosen = |name: &str, is: &dyn Fn(&str) -> bool| !ask.query.has(name) || ask.query.all(name).any(is);
    let section = || clauses::section(ask.app.book.protocols, &one.line.clause).map_or("", |(word, _)| word);
    chosen("service", &|word| word == service_word(one))
        && chosen("child", &|id| *id == *one.child)
        && chosen("section", &|word| word == section())
        && chosen("when", &|word| word == one.when.word())
        && (!ask.query.has("urgent") || one.line.urgent)
}

fn service_word(one: &Shown) -> &'static str {
    use protocol::vocabulary::Service;
    match one.by.service {
        Service::Yjs => "yjs",
        Service::Csc => "csc",
        Service::Both => "both",
        Service::Third => "others",
    }
}

const SERVICES: [(&str, &str); 4] =
    [("yjs", "Youth justice"), ("csc", "Social care"), ("both", "Both services"), ("others", "Others")];

/// What can be chosen: value and words of each, of the services, children and sections that the list has.
struct Offered {
    services: Vec<(String, String)>,
    children: Vec<(String, String)>,
    sections: Vec<(String, String)>,
}

fn offered(ask: &Ask, all: &[Shown]) -> Offered {
    let there = |word: &str| all.iter().any(|one| service_word(one) == word);
    let each: BTreeSet<(&str, &str)> = all.iter().map(|one| (&*one.name, &*one.child)).collect();
    let children = each.into_iter().map(|(name, id)| (id.to_owned(), name.to_owned())).collect();
    let each: BTreeSet<&str> = all.iter().map(|one| &*one.line.clause).collect();
    let of = |clause: &str| clauses::section(ask.app.book.protocols, clause);
    let mut sections: Vec<(String, String)> =
        each.into_iter().filter_map(of).map(|(word, words)| (word.to_owned(), words)).collect();
    sections.sort();
    sections.dedup();
    let services = SERVICES.iter().filter(|(word, _)| there(word));
    Offered { services: services.map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(), children, sections }
}

fn filter(ask: &Ask, list: List, all: &[Shown], count: usize) -> Filter {
    let offered = offered(ask, all);
    let kind = |kind: &str, name: &str, among: &[(String, String)]| {
        let words = |value: &str| among.iter().find(|(v, _)| v == value).map_or(value.to_owned(), |(_, w)| w.clone());
        let tag = |value: &str| {
            let href = format!("/duties?{}", ask.query.query_without(&[(name, value), ("done", "")]));
            Link::new(words(value), href)
        };
        Chosen { kind: kind.to_owned(), items: ask.query.all(name).map(tag).collect() }
    };
    let urgent = [("yes".to_owned(), "Only urgent".to_owned())];
    let when = When::ALL.map(|when| (when.word().to_owned(), when.heading().to_owned()));
    let chosen = [
        kind("Service", "service", &offered.services),
        kind("Child", "child", &offered.children),
        kind("Section", "section", &offered.sections),
        kind("When", "when", &when),
        kind("Urgent", "urgent", &urgent),
    ];
    Filter {
        count: counted(count, "duty", "duties").into(),
        chosen: chosen.into_iter().filter(|one| !one.items.is_empty()).collect(),
        clear: format!("/duties?list={}", list.word()),
        action: "/duties".to_owned(),
        controls: controls(ask, list, offered),
    }
}

#[derive(Template)]
#[template(path = "pages/my_duties_filter.html")]
struct Controls {
    list: &'static str,
    when: Vec<&'static str>,
    service: crate::parts::Checkboxes,
    child: crate::parts::Select,
    section: crate::parts::Select,
    urgent: crate::parts::Checkboxes,
}

fn controls(ask: &Ask, list: List, offered: Offered) -> Html {
    let wrong = Wrong::none();
    let fields = Fields { form: &ask.query, wrong: &wrong };
    let service = offered.services.into_iter().map(|(value, text)| Checkbox::new(value, text)).collect();
    Html::of(&Controls {
        list: list.word(),
        when: When::ALL.into_iter().map(When::word).filter(|word| ask.query.all("when").any(|w| w == *word)).collect(),
        service: fields.boxes("service", "Service", service),
        child: fields.select("child", "Child", "", choices("All children", offered.children)),
        section: fields.select("section", "Section", "", choices("All sections", offered.sections)),
        urgent: fields.boxes("urgent", "Urgent", vec![Checkbox::new("yes", "Only urgent")]),
    })
}

/// Why nothing is there.
fn nothing(listed: &[Listed], all: &[Shown]) -> Empty {
    let words = match (listed.is_empty(), all.is_empty()) {
        (true, _) => "there are no children here for you",
        (_, true) => "nothing is owed now",
        _ => "no duty is left by these filters",
    };
    Empty { absence: Absence::None, words: words.to_owned() }
}

/// What a person without children can do.
fn may_find(ask: &Ask) -> bool {
    matches!(ask.decide(Action::FindChild, On::Authority(&ask.caller.person.authority)), Decision::Permit(_))
}

fn advice(ask: &Ask) -> Vec<String> {
    let person = &ask.caller.person;
    if !may_find(ask) {
        let why = "You see a child here when something is owed by you for that child, or when a record names you.";
        return vec![why.to_owned()];
    }
    let leads = |p: &&gate::Person| p.active && p.id != person.id && p.leads.iter().any(|t| person.teams.contains(t));
    let number = |p: &gate::Person| match p.telephone.as_str() {
        "" => p.name.clone(),
        number => format!("{} ({number})", p.name),
    };
    let managers: Vec<String> = ask.caller.staff.people.iter().filter(leads).map(number).collect();
    let ring = match managers.as_slice() {
        [] => "If you should have been given a child to work with, ask your team manager to allocate you.".to_owned(),
        some => {
            format!("If you should have been given a child to work with, ask {} to allocate you.", some.join(" or "))
        }
    };
    vec![ring, "You can look at what your team owes, or find a child.".to_owned()]
}
