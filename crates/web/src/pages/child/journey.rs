//! The child's journey as a file of the contract, with everything in it that the person may read and nothing else.

use serde_json::json;

use crate::ask::Ask;
use crate::problem::Problem;
use crate::readable;
use crate::reply::Reply;

/// The file. Its name says when it left and with whom (safety R38), and whether something was left out.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let child = ask.child().await?;
    let mut journey = readable::journey(&ask.app, &ask.pass, &child);
    let part = if journey == child.as_journey() { "" } else { "-part" };
    let now = ask.moment();
    if let Some(journey) = journey.as_object_mut() {
        journey.insert("as_at".to_owned(), json!(now.to_string()));
    }
    let name = format!("journey-{}-{}-{}{part}.json", child.id, now.to_string().replace(':', ""), ask.caller.person.id);
    let text = serde_json::to_vec_pretty(&journey).map_err(|e| Problem::fault(e.to_string()))?;
    Ok(Reply::file("application/json", &name, text))
}
