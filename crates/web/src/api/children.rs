//! Children: found by what is known of them, shown as far as the token's owner may read, and their journey in the contract's form.

use axum::http::header;
use gate::Action;
use record::Child;
use serde_json::Value;

use crate::api::seen::output;
use crate::api::shapes::{
    ChildShown, ContactShown, Find, FoundChild, FoundChildren, JourneyShown, NumbersShown, PlaceShown,
};
use crate::api::{Page, answer, body, only};
use crate::ask::Ask;
use crate::pages::child::people::siblings;
use crate::problem::Problem;
use crate::readable::{self, may_read_field};
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
    answer(&readable::journey(&ask.app, &ask.pass, &child))
}
