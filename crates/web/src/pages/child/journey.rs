//! The child's journey as a file of the contract, with everything in it that the person may read and nothing else: for programs, and to be read.

use exchange::exports::{About, journey};
use serde_json::{Value, json};

use crate::ask::Ask;
use crate::pages::words::capital;
use crate::problem::Problem;
use crate::readable;
use crate::reply::Reply;

/// The file as JSON.
pub async fn json(ask: Ask) -> Result<Reply, Problem> {
    let (journey, name) = read(&ask).await?;
    let text = serde_json::to_vec_pretty(&journey).map_err(|e| Problem::fault(e.to_string()))?;
    Ok(Reply::file("application/json", &format!("{name}.json"), text))
}

/// The file as YAML, in the form in which the protocols' own journeys are written.
pub async fn yaml(ask: Ask) -> Result<Reply, Problem> {
    let (read, name) = read(&ask).await?;
    let text = journey::yaml(&read, &about(&ask));
    Ok(Reply::file("application/yaml", &format!("{name}.yaml"), text.into_bytes()))
}

/// For whom a file is that leaves now, and with whom it does.
pub fn about(ask: &Ask) -> About {
    let person = &ask.caller.person;
    About { whose: capital(&person.authority), at: ask.moment(), by: person.name.clone(), id: person.id.clone() }
}

/// The journey, and the file's name: it says when it left and with whom (safety R38), and whether something was left out.
async fn read(ask: &Ask) -> Result<(Value, String), Problem> {
    let child = ask.child().await?;
    let mut journey = readable::journey(&ask.app, &ask.pass, &child);
    let part = if journey == child.as_journey() { "" } else { "-part" };
    let now = ask.moment();
    if let Some(journey) = journey.as_object_mut() {
        journey.insert("as_at".to_owned(), json!(now.to_string()));
    }
    let at = now.to_string().replace(':', "");
    Ok((journey, format!("journey-{}-{at}-{}{part}", child.id, ask.caller.person.id)))
}
