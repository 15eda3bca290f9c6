//! The document of the API: made from the code, in OpenAPI 3.1 for programs and as a page for people.

use std::sync::LazyLock;

use askama::Template;
use serde_json::{Value, json};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::api::{agreed, children, known, owing, shapes, writes};
use crate::ask::Open;
use crate::layout::Layout;
use crate::parts::Html;
use crate::problem::Problem;
use crate::reply::Reply;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tandem",
        description = "What two services owe to one child, by when and why. Every request carries a token of a person's (`Authorization: \
                       Bearer …`), which never does more than that person may; every look at a child is written down under their name. \
                       What stands in journeys and answers is docs/contract.md's."
    ),
    paths(
        owing::try_journey, owing::of_child, owing::mine, owing::of_team,
        known::ask, children::find, children::show, children::journey,
        writes::record, writes::done,
        agreed::protocol, agreed::clause, agreed::vocabulary
    ),
    components(schemas(shapes::ProblemShown)),
    modifiers(&Everywhere),
    security(("token" = []))
)]
struct Document;

struct Everywhere;

impl Modify for Everywhere {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        if let Some(components) = &mut document.components {
            let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
            components.security_schemes.insert("token".into(), bearer.into());
        }
    }
}

/// What any address may answer where something goes wrong, and where only some do.
const PROBLEMS: [(&str, &str, &[&str]); 13] = [
    ("400", "It makes no sense: no JSON, an unknown parameter, a missing key", &["get", "post"]),
    ("401", "No valid token", &["get", "post"]),
    ("403", "The token's owner may not do this", &["get", "post"]),
    ("404", "There is no such thing, or the token's owner may not know of it", &["get", "post"]),
    ("408", "The body took too long to come in", &["post"]),
    ("409", "Somebody else has written to the record", &["post"]),
    ("413", "Too much was sent", &["post"]),
    ("415", "A body of a kind that is not taken here", &["post"]),
    ("422", "It can be read and cannot be used: `errors` says where", &["post"]),
    ("428", "A write that does not say what it is based on", &["post"]),
    ("429", "Too many requests", &["get", "post"]),
    ("500", "A fault of ours", &["get", "post"]),
    ("503", "Not available now", &["get", "post"]),
];

static MADE: LazyLock<Value> = LazyLock::new(|| {
    let mut document = serde_json::to_value(Document::openapi()).unwrap_or_default();
    if let Some(info) = document.get_mut("info").and_then(Value::as_object_mut) {
        info.remove("license");
    }
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (method, operation) in paths.into_iter().flatten().filter_map(|(_, item)| item.as_object_mut()).flatten() {
        let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { continue };
        for (status, means, _) in PROBLEMS.iter().filter(|(_, _, methods)| methods.contains(&method.as_str())) {
            responses.insert(
                (*status).to_owned(),
                json!({
                    "description": means,
                    "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
                }),
            );
        }
    }
    document
});

/// The document for programs.
pub async fn document(open: Open) -> Result<Reply, Problem> {
    let mut document = MADE.clone();
    if let Some(info) = document.get_mut("info").and_then(Value::as_object_mut) {
        info.insert("version".into(), json!(open.app.settings.version));
    }
    Ok(Reply::json(&document))
}

struct Address {
    method: String,
    path: String,
    summary: String,
    description: String,
    takes: Vec<(String, String)>,
    answers: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "api/document.html")]
struct Page {
    addresses: Vec<Address>,
}

/// The page for people.
pub async fn page(open: Open) -> Result<Reply, Problem> {
    let mut addresses = Vec::new();
    let paths = MADE.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            addresses.push(address(path, method, operation));
        }
    }
    let layout = Layout {
        title: "The API".into(),
        made_up: open.app.settings.made_up,
        main: Html::of(&Page { addresses }),
        ..Layout::default()
    };
    Reply::page(&layout)
}

fn address(path: &str, method: &str, operation: &Value) -> Address {
    let text = |of: &Value, key: &str| of.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let parameters = operation.get("parameters").and_then(Value::as_array);
    let responses = operation.get("responses").and_then(Value::as_object);
    Address {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(operation, "summary"),
        description: text(operation, "description"),
        takes: parameters.into_iter().flatten().map(|p| (text(p, "name"), text(p, "description"))).collect(),
        answers: responses.into_iter().flatten().map(|(s, r)| (s.clone(), text(r, "description"))).collect(),
    }
}
