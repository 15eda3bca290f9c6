//! Is it alive, can it do its work, and how much of it does it do? For whoever runs the program and for what watches over it.
//!
//! No person and no child is in these answers, so they need no sign-in.

use axum::http::StatusCode;
use serde_json::json;

use crate::app::moment;
use crate::ask::Open;
use crate::problem::Problem;
use crate::reply::Reply;

/// The program runs.
pub async fn health(open: Open) -> Result<Reply, Problem> {
    Ok(Reply::json(&json!({ "alive": true, "version": open.app.settings.version })))
}

/// The program can do its work: the database answers, and the reminders are not late. That no mail goes out is said, and is no reason to take
/// the pages away.
pub async fn ready(open: Open) -> Result<Reply, Problem> {
    let mut reasons = Vec::new();
    if let Err(error) = open.app.record.ping().await {
        tracing::error!(%error, "the database does not answer");
        reasons.push("the database does not answer".to_owned());
    }
    if let Some(since) = open.app.reminders_late(open.now) {
        reasons.push(format!("no reminders have been worked out since {}", moment(since).in_words()));
    }
    let is_ready = reasons.is_empty();
    if let Some(since) = open.app.mail_down() {
        reasons
            .push(format!("the mail server has not been reached since {}: reminders wait", moment(since).in_words()));
    }
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Ok(Reply::json(&json!({ "ready": is_ready, "reasons": reasons })).status(status))
}

/// The counters, in Prometheus' own form.
pub async fn metrics(open: Open) -> Result<Reply, Problem> {
    let app = &open.app;
    let (waiting, failed) = app.record.notices_standing().await?;
    app.metrics.stands("tandem_notices_waiting", waiting as f64);
    app.metrics.stands("tandem_notices_given_up", failed as f64);
    app.metrics.stands("tandem_reminders_age_seconds", app.reminders_age(open.now) as f64 / 1000.0);
    Ok(Reply::of("text/plain; version=0.0.4; charset=utf-8", app.metrics.printed().into_bytes()))
}
