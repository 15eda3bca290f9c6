//! What runs by the clock beside the pages: once a minute who is to be told of what is worked out, once a second what waits is sent.
//!
//! Where it falls behind, pages and `/ready` say so. It decides nothing: `exchange` does.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use exchange::Mail;
use tokio::time::{MissedTickBehavior, interval};
use web::App;

/// How long a mail server that cannot be reached is left alone, in milliseconds.
const LEFT_ALONE: i64 = 60_000;

/// Runs for as long as the program does.
pub async fn run(app: Arc<App>, mail: Option<Mail>, at: SocketAddr) {
    // The same after a start as before it, so that what a crash left behind is taken up at once; and no two nodes have the same.
    let host = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    let holder = format!("{} {at}", host.trim());
    first_heard(&app).await;
    let (mut minute, mut second) = (interval(Duration::from_secs(60)), interval(Duration::from_secs(1)));
    minute.set_missed_tick_behavior(MissedTickBehavior::Delay);
    second.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut not_before = 0;
    loop {
        tokio::select! {
            _ = minute.tick() => reminders(&app, &holder).await,
            _ = second.tick() => {
                if let Some(mail) = mail.as_ref().filter(|_| app.now() >= not_before)
                    && !send(&app, mail, &holder).await
                {
                    not_before = app.now() + LEFT_ALONE;
                }
            }
        }
    }
}

/// Up to when reminders were worked out before this start; where they never were, from now on.
async fn first_heard(app: &App) {
    let heard = app.record.evaluated_to(exchange::REMINDERS).await.unwrap_or(0);
    app.heard_of_reminders(if heard > 0 { heard } else { app.now() });
}

async fn reminders(app: &App, holder: &str) {
    match exchange::evaluate(&app.record, &app.gate, holder, app.now()).await {
        Ok(done) => {
            if done.looked_at > 0 {
                tracing::info!(looked_at = done.looked_at, nobody = done.nobody, "reminders worked out");
            }
            if done.let_go > 0 {
                tracing::info!(children = done.let_go, "the part of people who have left was ended");
            }
        }
        Err(error) => tracing::error!(%error, "reminders could not be worked out"),
    }
    if let Err(error) = exchange::watch(&app.record, &app.gate, app.settings.known, app.now()).await {
        tracing::error!(%error, "who asked of what may not be told could not be worked out");
    }
    // Another node may be at it: what counts is what the record says.
    match app.record.evaluated_to(exchange::REMINDERS).await {
        Ok(to) if to > 0 => app.heard_of_reminders(to),
        Ok(_) => {}
        Err(error) => tracing::error!(%error, "it cannot be read up to when reminders were worked out"),
    }
}

/// Sends what waits. False where the server cannot be reached.
async fn send(app: &App, mail: &Mail, holder: &str) -> bool {
    match mail.send(&app.record, &app.gate, holder, app.now()).await {
        Ok(sent) => {
            if sent.sent + sent.not_sent > 0 {
                tracing::info!(sent = sent.sent, not_sent = sent.not_sent, "mail");
            }
            if sent.unreachable.is_some() || sent.sent + sent.not_sent > 0 {
                app.heard_of_mail(sent.unreachable.is_none(), app.now());
            }
            if let Some(why) = &sent.unreachable {
                tracing::warn!(why, "the mail server cannot be reached");
            }
            sent.unreachable.is_none()
        }
        Err(error) => {
            tracing::error!(%error, "mail could not be sent");
            false
        }
    }
}
