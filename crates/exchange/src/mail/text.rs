//! What stands in a message: how many things, and where to sign in. Nothing else (safety R53).

use record::{Notice, Stage};

use crate::digest::Counts;

/// The subject of every message.
pub const SUBJECT: &str = "Tandem: something needs your attention";

/// `1 thing is`, `2 things are`.
fn things(n: usize, one: &str, more: &str) -> Option<String> {
    match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {more}")),
    }
}

/// The body of a message.
pub fn body(notices: &[Notice], of_week: Option<Counts>, link: &str) -> String {
    let at = |stage: Stage| notices.iter().filter(|n| n.stage == stage).count();
    let soon = things(at(Stage::DueSoon), "thing falls due soon", "things fall due soon");
    let late = things(at(Stage::Overdue), "is overdue", "are overdue");
    let mut paragraphs = Vec::new();
    match (soon, late) {
        (Some(soon), Some(late)) => paragraphs.push(format!("{soon}, {late}.")),
        (Some(soon), None) => paragraphs.push(format!("{soon}.")),
        (None, Some(late)) => {
            paragraphs.push(format!("{}.", late.replacen(" is", " thing is", 1).replacen(" are", " things are", 1)))
        }
        (None, None) => {}
    }
    let stuck = things(
        at(Stage::Undelivered),
        "message to somebody whose work you lead could not be delivered.",
        "messages to people whose work you lead could not be delivered.",
    );
    paragraphs.extend(stuck);
    let others = [
        (Stage::Joined, "There is something new about 1 child.", "There is something new about {} children."),
        (Stage::Parted, "1 record that you looked at was put right.", "{} records that you looked at were put right."),
        (Stage::Asked, "1 question waits for you.", "{} questions wait for you."),
        (
            Stage::Pressing,
            "1 thing concerns somebody whose work you lead.",
            "{} things concern people whose work you lead.",
        ),
    ];
    paragraphs.extend(others.into_iter().filter_map(|(stage, one, more)| match at(stage) {
        0 => None,
        1 => Some(one.to_owned()),
        n => Some(more.replace("{}", &n.to_string())),
    }));
    paragraphs.extend(of_week.map(week));
    paragraphs.push(format!("Sign in to see what it is:\n{link}/"));
    paragraphs.push("This message says no more on purpose: anybody may come to read it.".into());
    paragraphs.join("\n\n")
}

/// The week of a manager's teams.
fn week(of: Counts) -> String {
    format!(
        "Your teams this week:\n- owed: {}\n- overdue: {}\n- due this week: {}\n- done last week: {}\n- messages not delivered in the last 30 days: {}",
        of.owed, of.overdue, of.due_this_week, of.done_last_week, of.undelivered
    )
}
