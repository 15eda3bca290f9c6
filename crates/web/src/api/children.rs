//! Children: found by what is known of them, shown as far as the token's owner may read, and their journey in the contract's form.

use std::collections::BTreeSet;

use axum::http::header;
use gate::Action;
use journey::What;
use record::Child;
use serde_json::{Map, Value};

use crate::api::seen::output;
use crate::api::shapes::{
    ChildShown, ContactShown, Find, FoundChild, FoundChildren, JourneyShown, NumbersShown, PlaceShown, Under,
};
use crate::api::{Page, answer, body, only};
use crate::ask::Ask;
use crate::pages::child::people::siblings;
use crate::problem::Problem;
use crate::readable::{may_read_field, told};
use crate::reply::Reply;

/// Finds children by name, date of birth or number.
///
/// Only those whom the token's owner may see are in the answer; that nobody is found says nothing of whether there is such a record.
#[utoipa::path(post, path = "/api/v1/children/find", tag = "children", operation_id = "find_children",
    request_body = Find,
    responses((status = 200, body = FoundChildren)))]
pub async fn find(ask: Ask) -> Result<Reply, Problem> {
    only(&ask, &[])?;
    let asked: Find = body(&ask)?;
    if asked.text.chars().count() > 200 {
        return Err(Problem::unprocessable("`text` has at most 200 characters."));
    }
    let page = Page::new(asked.limit, asked.cursor.as_deref())?;
    let found = ask.app.record.find(&ask.pass, &asked.text).await?;
    let visible = found.into_iter().filter(|f| ask.pass_for(Action::SeeChild, &f.ties).is_some());
    let mut all: Vec<(String, FoundChild)> = visible
        .map(|f| {
            let key = format!("{} {} {}", f.family, f.given, f.ties.child);
            (
                key,
                FoundChild { child: f.ties.child, given: f.given, family: f.family, born: f.born, version: f.version },
            )
        })
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    let (children, next) = page.cut(all);
    let seen = children.iter().map(|c| c.child.clone()).collect();
    Ok(answer(&FoundChildren { children, next })?.showing(seen))
}

/// A child: who they are, who works with them, how they stand.
#[utoipa::path(get, path = "/api/v1/children/{child}", tag = "children", operation_id = "child",
    params(("child" = String, Path, description = "The record's id")),
    responses((status = 200, body = ChildShown, headers(("ETag" = String, description = "The version, in quotes")))))]
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    only(&ask, &[])?;
    let child = ask.child().await?;
    let staff = ask.staff_of(ask.ties()?).await?;
    let said = output(&ask, ask.whom(&child, &staff)?, ask.moment(), None);
    let status = said.get("status").filter(|s| !s.is_null()).cloned();
    let version = child.version;
    Ok(answer(&shown(&ask, &child, status).await?)?.with(header::ETAG, format!("\"{version}\"")))
}

async fn shown(ask: &Ask, child: &Child, status: Option<Value>) -> Result<ChildShown, Problem> {
    let may = |field: &str| may_read_field(&ask.app, &ask.pass, field);
    let details = &child.details;
    let mut withheld: Vec<String> = gate::FIELDS.into_iter().filter(|f| !may(f)).map(str::to_owned).collect();
    if status.is_none() {
        withheld.push("status".into());
    }
    let text = |field: &str, value: &str| may(field).then(|| value.to_owned());
    let maybe = |field: &str, value: &Option<String>| value.clone().filter(|_| may(field));
    let place = |p: &record::Place| PlaceShown {
        service: p.service.clone(),
        authority: p.authority.clone(),
        team: p.team.clone(),
        person: p.person.clone(),
        role: p.role.clone(),
    };
    let contact = |c: &record::Contact| ContactShown {
        relation: c.relation.clone(),
        name: c.name.clone(),
        telephone: c.telephone.clone(),
    };
    let siblings: Vec<String> = siblings(ask, child).await?.iter().map(|sibling| sibling.id.clone()).collect();
    Ok(ChildShown {
        child: child.id.clone(),
        version: child.version,
        authority: details.authority.clone(),
        host: details.host.clone(),
        given: text("given", &details.given),
        family: text("family", &details.family),
        known_as: maybe("known_as", &details.known_as),
        born: text("born", &details.born),
        sex: maybe("sex", &details.sex),
        ethnicity: maybe("ethnicity", &details.ethnicity),
        numbers: may("numbers")
            .then(|| NumbersShown { yjs: details.numbers.yjs.clone(), csc: details.numbers.csc.clone() }),
        open_to_yjs: child.open_to_yjs,
        open_to_csc: child.open_to_csc,
        involved: child.involved.iter().map(place).collect(),
        network: may("network").then(|| child.network.iter().map(contact).collect()),
        siblings: may("siblings").then_some(siblings),
        warnings: may("warnings").then(|| child.warnings.iter().map(|w| w.text.clone()).collect()),
        status,
        withheld,
    })
}

/// A child's journey in the contract's form.
///
/// For a token with the scopes `read` and `export`, of somebody who may take this journey out as a file. Only events that they may read,
/// without the attributes that are for others. What is derived from it may therefore differ from what is owed: for that, ask for the duties.
#[utoipa::path(get, path = "/api/v1/children/{child}/journey", tag = "children", operation_id = "child_journey",
    params(("child" = String, Path, description = "The record's id")),
    responses((status = 200, body = JourneyShown)))]
pub async fn journey(ask: Ask) -> Result<Reply, Problem> {
    only(&ask, &[])?;
    let child = ask.child().await?;
    let mut head = child.as_journey();
    let mut about = head.get_mut("child").and_then(Value::as_object_mut).map(std::mem::take).unwrap_or_default();
    about.retain(|field, _| may_read_field(&ask.app, &ask.pass, field));
    let details = &child.details;
    let protocol = match &details.host {
        None => Under::One(details.authority.clone()),
        Some(host) => Under::Two { home: details.authority.clone(), host: host.clone() },
    };
    answer(&JourneyShown { protocol, child: about, events: events(&ask, &child) })
}

/// The entries that may be read, in written order; what they say of an entry that may not is left out of them.
pub fn events(ask: &Ask, child: &Child) -> Vec<Map<String, Value>> {
    let readable = readable_ids(ask, child);
    let entries = child.kept.iter().zip(&child.journey.written);
    let read = entries.filter(|(kept, _)| readable.contains(kept.id.as_str())).filter_map(|(kept, written)| {
        let mut event = kept.event().as_object()?.clone();
        if let What::Event { kind, .. } = &written.what {
            let reading = ask.app.gate.reading();
            let attributes = &ask.app.book.protocols.vocabulary.event(*kind).attributes;
            let closed = attributes
                .iter()
                .enumerate()
                .filter(|(n, _)| !reading.readable_attribute(ask.pass.reads(), *kind, *n, true));
            let closed: BTreeSet<&str> = closed.map(|(_, attribute)| attribute.name.as_str()).collect();
            if let Some(with) = event.get_mut("with").and_then(Value::as_object_mut) {
                with.retain(|name, _| !closed.contains(name.as_str()));
            }
        }
        for link in ["corrects", "follows"] {
            if event.get(link).and_then(Value::as_str).is_some_and(|id| !readable.contains(id)) {
                event.remove(link);
            }
        }
        Some(event)
    });
    read.collect()
}

/// The ids of the entries that the holder of the pass may read.
pub fn readable_ids<'c>(ask: &Ask, child: &'c Child) -> BTreeSet<&'c str> {
    let reading = ask.app.gate.reading();
    let mut ids = BTreeSet::new();
    for (kept, written) in child.kept.iter().zip(&child.journey.written) {
        let is_told = told(written.known, &ask.pass);
        let may = match &written.what {
            What::Event { kind, values, .. } => {
                let reads = ask.pass.reads();
                let is_own = kept.person == ask.caller.person.id;
                reading.readable(reads, *kind, is_told)
                    && (is_own || reading.readable_clause(reads, *kind, values, ask.app.book.protocols))
            }
            What::Retracts(id) => is_told && ids.contains(id.as_str()),
            What::Erased(_) => is_told,
        };
        if may {
            ids.insert(kept.id.as_str());
        }
    }
    ids
}
