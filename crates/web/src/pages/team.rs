//! A team's work, as its manager needs it on a Monday: what is overdue and due, who has how much, whom nobody has, what did not arrive.
//!
//! People stand in the order of their names: there is no ranking and no score.

use std::collections::BTreeSet;

use askama::Template;
use gate::{Person, Standing, Team};

use crate::ask::Ask;
use crate::layout::Place;
use crate::owed::{Shown, When};
use crate::pages::caseload;
use crate::pages::words::counted;
use crate::parts::{Absence, Cell, Empty, Html, Table};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::worklist::{self, Listed, Rows};

#[derive(Template)]
#[template(path = "pages/teams.html")]
struct Teams {
    teams: Vec<(String, String)>,
    empty: Empty,
    caseload: bool,
}

#[derive(Template)]
#[template(path = "pages/team.html")]
struct Page {
    name: String,
    telephone: String,
    summary: String,
    /// Whether something was due before the records began.
    has_history: bool,
    groups: Vec<(&'static str, usize, Html)>,
    none_due: Empty,
    people: Table,
    unallocated: Vec<(String, String)>,
    none_unallocated: Empty,
    undelivered: Vec<String>,
    caseload: bool,
}

/// My teams; the team itself, where there is only one.
pub async fn mine(ask: Ask) -> Result<Reply, Problem> {
    let mut teams: Vec<&Team> = ask.teams().collect();
    teams.sort_by(|a, b| a.name.cmp(&b.name));
    if let [only] = teams.as_slice() {
        return Ok(Reply::to(format!("/teams/{}", only.id)));
    }
    let empty = Empty { absence: Absence::None, words: "you are in no team that works with children".into() };
    let teams = teams.into_iter().map(|team| (team.id.clone(), team.name.clone())).collect();
    let mut layout = ask.frame("Team", Some(Place::Team));
    layout.main = Html::of(&Teams { teams, empty, caseload: caseload::is_offered(&ask) });
    Reply::page(&layout)
}

/// One team.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let team = ask.caller.staff.team(ask.name("team")).cloned().ok_or_else(Problem::not_found)?;
    let found = ask.app.record.of_team(&ask.pass, &team.id).await?;
    let listed = worklist::read(&ask, worklist::ties(found)).await?;
    let owed = worklist::owed(&ask, &listed, |one| is_of(&team, one));
    let (overdue, week) = (count(&owed, &[When::Overdue]), count(&owed, &[When::Today, When::Week]));
    let children = counted(listed.len(), "child", "children");
    let page = Page {
        name: team.name.clone(),
        telephone: team.telephone.clone(),
        summary: format!("{children}: {overdue} overdue, {week} due in the next seven days.{}", history(&owed)),
        has_history: count(&owed, &[When::History]) > 0,
        groups: groups(&ask, &owed),
        none_due: Empty { absence: Absence::None, words: "nothing is overdue or due in the next seven days".into() },
        people: people(&ask, &team, &listed, &owed),
        unallocated: unallocated(&ask, &team, &listed),
        none_unallocated: Empty { absence: Absence::None, words: "every child has somebody".into() },
        undelivered: undelivered(&ask, &team).await?,
        caseload: caseload::is_offered(&ask),
    };
    let mut layout = ask.frame(team.name.clone(), Some(Place::Team));
    layout.main = Html::of(&page);
    let seen = listed.iter().map(|one| one.child.id.clone()).collect();
    Ok(Reply::page(&layout)?.showing(seen))
}

/// Whether a duty is the team's own service's.
fn is_of(team: &Team, one: &Shown) -> bool {
    use protocol::vocabulary::Service as Of;
    match (one.by.service, team.service) {
        (Of::Both, gate::Service::Yjs | gate::Service::Csc) | (Of::Third, gate::Service::Authority) => true,
        (Of::Yjs, of) => of == gate::Service::Yjs,
        (Of::Csc, of) => of == gate::Service::Csc,
        _ => false,
    }
}

/// How much was due before anybody could be asked about it here.
fn history(owed: &[Shown]) -> String {
    match count(owed, &[When::History]) {
        0 => String::new(),
        1 => " 1 more was due before the record began; nobody has said what became of it.".to_owned(),
        n => format!(" {n} more were due before the records began; nobody has said what became of them."),
    }
}

fn count(owed: &[Shown], when: &[When]) -> usize {
    owed.iter().filter(|one| when.contains(&one.when)).count()
}

fn groups(ask: &Ask, owed: &[Shown]) -> Vec<(&'static str, usize, Html)> {
    let near = When::ALL.into_iter().filter(|when| *when <= When::Week);
    let group = |when: When| {
        let heading = when.heading();
        let of: Vec<&Shown> = owed.iter().filter(|one| one.when == when).collect();
        let (count, rows) = (of.len(), worklist::rows(ask, &of, |_| false));
        (count > 0).then(|| (heading, count, Html::of(&Rows { caption: heading.into(), rows, ticks: false })))
    };
    near.filter_map(group).collect()
}

/// How much each worker has, by name.
fn people(ask: &Ask, team: &Team, listed: &[Listed], owed: &[Shown]) -> Table {
    let works = |p: &&Person| p.active && (p.teams.contains(&team.id) || p.leads.contains(&team.id));
    let keeps = |p: &&Person| !matches!(p.standing, Standing::Administrator | Standing::Data | Standing::Head);
    let mut people: Vec<&Person> = ask.caller.staff.people.iter().filter(works).filter(keeps).collect();
    people.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    let figure = |n: usize| Cell { format: "numeric".into(), ..Cell::from(n.to_string()) };
    let row = |person: &Person| {
        let own: Vec<&Shown> = owed.iter().filter(|one| one.by.people_ids.contains(&person.id)).collect();
        let children = listed.iter().filter(|one| one.ties.involved.iter().any(|i| i.person == person.id)).count();
        let among = |when: &[When]| own.iter().filter(|one| when.contains(&one.when)).count();
        vec![
            Cell::from(person.name.clone()),
            figure(children),
            figure(own.len()),
            figure(among(&[When::Overdue])),
            figure(among(&[When::Today, When::Week])),
        ]
    };
    let head = ["Worker", "Children", "Duties owed", "Overdue", "Due in seven days"];
    let column = |(n, words): (usize, &'static str)| {
        let format = if n == 0 { String::new() } else { "numeric".to_owned() };
        Cell { format, ..Cell::from(words) }
    };
    Table {
        caption: "Who has what, by name".into(),
        caption_classes: " govuk-table__caption--m".into(),
        head: head.into_iter().enumerate().map(column).collect(),
        rows: people.into_iter().map(row).collect(),
        first_cell_is_header: true,
        stacks: true,
        ..Table::default()
    }
}

/// The children with whom the team works and nobody in its service by name: whoever has left is nobody.
fn unallocated(ask: &Ask, team: &Team, listed: &[Listed]) -> Vec<(String, String)> {
    // Of another authority's people it is not known here whether they have left.
    let works = |id: &str| ask.caller.staff.person(id).map_or(!id.is_empty(), |p| p.active);
    let has = |one: &Listed| one.ties.involved.iter().any(|i| i.service == team.service && works(&i.person));
    listed.iter().filter(|one| !has(one)).map(|one| (one.child.id.clone(), one.child.name())).collect()
}

/// To whom of the team messages did not arrive.
async fn undelivered(ask: &Ask, team: &Team) -> Result<Vec<String>, Problem> {
    let failed = ask.app.record.undelivered(&ask.pass, &team.authority, ask.now).await?;
    let works = |p: &&Person| p.teams.contains(&team.id) || p.leads.contains(&team.id);
    let one = |person: &Person| {
        let own = failed.iter().filter(|notice| notice.person == person.id).map(|notice| &notice.message_id);
        let count = own.collect::<BTreeSet<_>>().len();
        (count > 0).then(|| format!("{}: {}", person.name, counted(count, "message", "messages")))
    };
    Ok(ask.caller.staff.people.iter().filter(works).filter_map(one).collect())
}
