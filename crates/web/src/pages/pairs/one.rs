//! One pair: how each system lists the child, what speaks for their being one and what against, and the form by which a person says which.

use askama::Template;
use exchange::imports::{self, ImportError, Word, by_hand, differs};
use feeds::Listed;
use feeds::events::Whose;
use gate::{Action, Decision, On, Pass, Person, Request, Service, Standing};
use record::{AppendError, Child, Decided, KeptFeed, Said};

use super::{Seen, both, by, id, look_at};
use crate::ask::Ask;
use crate::fields::{Fields, summary};
use crate::form::Wrong;
use crate::layout::Place;
use crate::parts::{Checkbox, Checkboxes, Fieldset, Html, Input, Radio, Radios};
use crate::problem::Problem;
use crate::reply::Reply;

/// One thing, as each system says it, and what it says for or against.
struct Line {
    thing: String,
    yjs: String,
    csc: String,
}

/// What one thing says about whether two are one.
struct Speaks {
    thing: String,
    says: String,
    weight: &'static str,
}

#[derive(Template)]
#[template(path = "pages/pairs/one.html")]
struct Page {
    token: String,
    id: String,
    lines: Vec<Line>,
    evidence: Vec<Speaks>,
    together: String,
    decided: Vec<String>,
    is_joined: bool,
    /// Whether they are joined in a record that does not open to the person.
    closed: bool,
    same: Radios,
    stays: Radios,
    others: Option<Checkboxes>,
    why: Input,
}

/// The pair of an address.
struct Found {
    yjs: Listed,
    csc: Listed,
    evidence: Vec<Said>,
    decided: Vec<KeptFeed<Decided>>,
}

/// The page.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let Some(found) = find(&ask).await? else { return Ok(Reply::to(GONE)) };
    shown(&ask, &found, &Wrong::none()).await
}

/// What a person says of it.
pub async fn decide(ask: Ask) -> Result<Reply, Problem> {
    let Some(found) = find(&ask).await? else { return Ok(Reply::to(GONE)) };
    let form = &ask.form;
    let program = program(&ask)?;
    let joined =
        imports::joined(&ask.app.record, &program, &found.yjs.number, &found.csc.number).await.map_err(failed)?;
    let mut wrong = Wrong::none();
    let same = match form.text("same") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => {
            wrong.add("same", "Choose whether it is the same child");
            None
        }
    };
    let why = form.text("why");
    if why.chars().count() < 3 || why.chars().count() > 500 {
        wrong.add("why", "Say in 3 to 500 characters how you know");
    }
    let stays = Whose::named(form.text("stays"));
    let opens = match &joined {
        Some(child) => opens(&ask, child).await?,
        None => true,
    };
    if same == Some(false) && !opens {
        wrong.add("same", CLOSED);
    }
    if same == Some(false) && joined.is_some() && stays.is_none() {
        wrong.add("stays", "Choose whose child the record goes on with");
    }
    let Some(same) = same.filter(|_| wrong.is_empty()) else { return shown(&ask, &found, &wrong).await };
    let word = Word {
        yjs: found.yjs.number.clone(),
        csc: found.csc.number.clone(),
        same,
        why: why.to_owned(),
        stays,
        others: form.all("others").map(str::to_owned).collect(),
    };
    let app = &ask.app;
    imports::decide(&app.record, &app.gate, &ask.pass, &program, word, ask.now).await.map_err(failed)?;
    Ok(Reply::to(format!("/pairs/{}?done=decided", ask.name("id"))))
}

/// What is said to whoever may not take a joined record apart.
const CLOSED: &str = "The two are joined in a record that is not open to you: whoever leads a team that works with the child can take it apart";

/// Whether a record opens to the person: whoever takes it apart reads in it, and decides what goes.
async fn opens(ask: &Ask, child: &Child) -> Result<bool, Problem> {
    let ties = ask.app.record.ties(&child.id).await?;
    Ok(ties.is_some_and(|ties| ask.pass_for(Action::SeeChild, &ties).is_some()))
}

/// What is said where it cannot be kept.
pub fn failed(error: ImportError) -> Problem {
    match error {
        ImportError::Append(AppendError::Conflict(_)) => {
            Problem::conflict("Somebody else has decided something meanwhile. Look at it again, then decide.")
        }
        ImportError::Append(error) => error.into(),
        ImportError::Record(error) => error.into(),
        error => Problem::fault(error.to_string()),
    }
}

/// The program's own pass: what follows from a person's word is written by it.
pub fn program(ask: &Ask) -> Result<Pass, Problem> {
    let person = Person::program("import", ask.pass.authority());
    match ask.app.gate.decide(&Request::new(&person, Action::Import, On::Installation, &Vec::new())) {
        Decision::Permit(pass) => Ok(pass),
        Decision::Refuse(refused) => Err(Problem::fault(refused.reason)),
    }
}

/// Where somebody comes whose pair is in neither list any longer, or is not theirs to see.
const GONE: &str = "/pairs?done=gone";

async fn find(ask: &Ask) -> Result<Option<Found>, Problem> {
    let wanted = ask.name("id");
    let pairs = ask.app.record.pairs(&ask.pass).await?;
    let kept = ask.app.record.feeds(&ask.pass).await?;
    let pair = pairs.into_iter().find(|one| id(ask, &one.yjs, &one.csc) == wanted);
    let decided: Vec<KeptFeed<Decided>> =
        kept.decisions.iter().filter(|one| id(ask, &one.what.yjs, &one.what.csc) == wanted).cloned().collect();
    let numbers = pair.as_ref().map(|one| (one.yjs.clone(), one.csc.clone()));
    let before = || decided.last().map(|one| (one.what.yjs.clone(), one.what.csc.clone()));
    let Some((yjs, csc)) = numbers.or_else(before) else { return Ok(None) };
    let evidence = pair.map(|one| one.evidence).or_else(|| decided.last().map(|one| one.what.evidence.clone()));
    let Some((yjs, csc)) = both(ask, &Seen::new(ask).await?, &yjs, &csc).await? else { return Ok(None) };
    Ok(Some(Found { yjs, csc, evidence: evidence.unwrap_or_default(), decided }))
}

/// `Ash Brindle, 4 May 2010`.
pub fn named(listed: &Listed) -> String {
    let born = listed.born.map_or_else(|| "date of birth not told".to_owned(), |born| born.0.in_full());
    let name = format!("{} {}", listed.name.given, listed.name.family);
    let name = if name.trim().is_empty() { format!("number {}", listed.number) } else { name };
    format!("{name}, {born}")
}

async fn shown(ask: &Ask, found: &Found, wrong: &Wrong) -> Result<Reply, Problem> {
    let fields = Fields { form: &ask.form, wrong };
    let program = program(ask)?;
    let Found { yjs, csc, .. } = found;
    let joined = imports::joined(&ask.app.record, &program, &yjs.number, &csc.number).await.map_err(failed)?;
    let own = match &joined {
        Some(child) if opens(ask, child).await? => Some(child),
        _ => None,
    };
    let page = Page {
        token: ask.caller.form_token().to_owned(),
        id: ask.name("id").to_owned(),
        lines: lines(yjs, csc, told_apart(ask)),
        evidence: found.evidence.iter().map(speaks).collect(),
        together: together(&found.evidence),
        decided: found.decided.iter().rev().map(|one| by(ask, one)).collect(),
        is_joined: joined.is_some(),
        closed: joined.is_some() && own.is_none(),
        same: radios(
            &fields,
            "same",
            "Is it the same child?",
            &[("yes", "Yes, one child"), ("no", "No, two children")],
        ),
        stays: radios(
            &fields,
            "stays",
            "If not: whose child does the record go on with?",
            &[("yjs", "Youth justice’s child"), ("csc", "Social care’s child")],
        ),
        others: own.and_then(|child| others(ask, &fields, child)),
        why: fields.text(
            "why",
            "How do you know?",
            "For example: rang the social worker, same mother and school. It is kept with your name",
        ),
    };
    let mut layout = ask.frame("Is it the same child?", Some(Place::Systems));
    layout.errors = summary(wrong);
    layout.main = Html::of(&page);
    let of_system = [look_at("yjs", &yjs.number), look_at("csc", &csc.number)];
    Ok(Reply::page(&layout)?.showing(own.map(|child| child.id.clone()).into_iter().chain(of_system).collect()))
}

/// A question with an answer to choose.
pub fn radios(
    fields: &Fields<'_>,
    name: &str,
    question: &'static str,
    items: &[(&'static str, &'static str)],
) -> Radios {
    Radios {
        name: name.to_owned(),
        fieldset: Some(Fieldset::from(question)),
        items: items.iter().map(|(value, words)| Radio::new(*value, *words)).collect(),
        value: fields.form.text(name).to_owned(),
        error: fields.error(name),
        ..Radios::default()
    }
}

/// What people wrote into the joined record by hand: which of it belongs to the other child.
fn others(ask: &Ask, fields: &Fields<'_>, child: &Child) -> Option<Checkboxes> {
    let item = |(id, at, event, person): (String, String, String, String)| {
        let who = ask.caller.staff.person(&person).map_or("somebody", |person| person.name.as_str()).to_owned();
        Checkbox::new(id, format!("{at}: {}, written by {who}", duties::in_full(&event)))
    };
    let items: Vec<Checkbox> = by_hand(child).into_iter().map(item).collect();
    let legend = "If not: what was written by hand and belongs to the other child? It is taken back";
    (!items.is_empty()).then(|| fields.boxes("others", legend, items))
}

/// Whose system's addresses and numbers the person may read: their own service's. The data team puts both right.
fn told_apart(ask: &Ask) -> Option<Whose> {
    match (ask.caller.person.standing, ask.caller.person.service) {
        (Standing::Data, _) | (_, Service::Authority) => None,
        (_, Service::Yjs) => Some(Whose::Yjs),
        (_, Service::Csc) => Some(Whose::Csc),
    }
}

/// What each system says, thing by thing. Of the other service's child, who may be a stranger, it is only said how the address and the numbers compare.
fn lines(yjs: &Listed, csc: &Listed, of: Option<Whose>) -> Vec<Line> {
    let name = |one: &Listed| format!("{} {}", one.name.given, one.name.family);
    let others = |one: &Listed| {
        one.others.iter().map(|name| format!("{} {}", name.given, name.family)).collect::<Vec<_>>().join("; ")
    };
    let home = |one: &Listed| {
        let home = &one.home;
        let parts = [&home.house, &home.street, &home.town, &home.postcode];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    };
    let numbers = |one: &Listed| {
        one.numbers
            .iter()
            .map(|(kind, number)| format!("{} {number}", kind.to_uppercase()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let born = |one: &Listed| one.born.map(|born| born.0.in_full()).unwrap_or_default();
    let line = |thing: &str, of: &dyn Fn(&Listed) -> String| Line { thing: thing.into(), yjs: of(yjs), csc: of(csc) };
    let mut all = vec![
        line("Number", &|one| one.number.clone()),
        line("Name", &name),
        line("Other names", &others),
        line("Date of birth", &born),
        line("Sex", &|one| one.sex.clone()),
        compared(line("Home", &home), of),
        compared(line("Numbers", &numbers), of),
    ];
    all.retain(|line| !(line.yjs.trim().is_empty() && line.csc.trim().is_empty()));
    let about: Vec<&str> = differs(yjs, csc).iter().map(|one| one.what).collect();
    if !about.is_empty() {
        all.push(Line { thing: "They differ on".into(), yjs: about.join(", "), csc: String::new() });
    }
    all
}

/// With the other service's side only compared.
fn compared(line: Line, of: Option<Whose>) -> Line {
    let says = match (line.yjs.is_empty(), line.csc.is_empty()) {
        (true, _) | (_, true) => "",
        _ if line.yjs.to_lowercase() == line.csc.to_lowercase() => "the same",
        _ => "something else",
    };
    match of {
        None => line,
        Some(Whose::Yjs) => Line { csc: says.to_owned(), ..line },
        Some(Whose::Csc) => Line { yjs: says.to_owned(), ..line },
    }
}

/// How much something says, in words: nobody need know what a logarithm is.
fn speaks(said: &Said) -> Speaks {
    let weight = match said.weight {
        w if w >= 8.0 => "speaks very strongly for it",
        w if w >= 4.0 => "speaks strongly for it",
        w if w >= 1.0 => "speaks for it",
        w if w > -1.0 => "says little",
        w if w > -4.0 => "speaks against it",
        w if w > -8.0 => "speaks strongly against it",
        _ => "speaks very strongly against it",
    };
    Speaks { thing: said.thing.clone(), says: said.says.clone(), weight }
}

/// `Taken together: 40 to 1, or so, that it is one child`
fn together(evidence: &[Said]) -> String {
    let score: f64 = evidence.iter().map(|said| said.weight).sum();
    let odds = score.abs().min(20.0).exp2();
    let odds = match odds {
        odds if odds < 10.0 => format!("{odds:.1}"),
        odds if odds < 1000.0 => format!("{odds:.0}"),
        _ => "more than 1,000".to_owned(),
    };
    match score {
        _ if evidence.is_empty() => "Nothing was laid beside each other: a person decided".to_owned(),
        s if s >= 0.0 => format!("Taken together: {odds} to 1, or so, that it is one child"),
        _ => format!("Taken together: {odds} to 1, or so, that it is not"),
    }
}
