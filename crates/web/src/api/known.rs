//! Whether a child is known, as a program asks it: the same question, the same limits and the same silence as the page.

use calendar::Day;
use gate::Service;
use record::{Question, REASONS};

use crate::api::shapes::{KnownAnswer, KnownAsked, KnownTo};
use crate::api::{answer, body, only};
use crate::ask::Ask;
use crate::pages::known::{BLOCK, quota, refused, rings};
use crate::problem::Problem;
use crate::reply::Reply;

/// Asks whether youth justice or social care works with a child now.
///
/// All three must be exact; capital letters, accents, hyphens and blanks in a name do not matter. An empty list stands also for what may not be told.
/// Every question is kept, and there is a limit an hour and a day for each person, whether asked here or on the page.
#[utoipa::path(post, path = "/api/v1/known", tag = "children", operation_id = "known",
    request_body = KnownAsked,
    responses((status = 200, body = KnownAnswer)))]
pub async fn ask(ask: Ask) -> Result<Reply, Problem> {
    only(&ask, &[])?;
    let asked: KnownAsked = body(&ask)?;
    let question = question(&ask, asked)?;
    match ask.app.record.known_to(&ask.pass, &question, quota(&ask), ask.now).await {
        Ok(seen) => {
            let known = seen.iter().flat_map(|one| told(&ask, *one)).collect();
            let ring = [Service::Yjs, Service::Csc].into_iter().flat_map(|one| told(&ask, one)).collect();
            Ok(answer(&KnownAnswer { known, ring })?.in_blocks(BLOCK))
        }
        Err(error) => {
            let until = refused(error)?;
            let wait = u32::try_from(until.instant() - ask.now / 1000).unwrap_or(60).max(1);
            let problem = Problem::too_many();
            let detail = format!("You have asked as often as one person may. Ask again from {}.", until.in_words());
            Err(Problem { detail, retry_after: Some(wait), ..problem })
        }
    }
}

fn question(ask: &Ask, asked: KnownAsked) -> Result<Question, Problem> {
    let KnownAsked { given, family, born, reason } = asked;
    let mut fields = Vec::new();
    let mut wrong = |field: &str, why: &str| fields.push((field.to_owned(), why.to_owned()));
    for (field, text) in [("given", &given), ("family", &family)] {
        if !text.chars().any(char::is_alphanumeric) || text.chars().count() > 100 {
            wrong(field, "must be a name of 1 to 100 characters");
        }
    }
    if born.parse::<Day>().map_or(true, |day| day > ask.moment().day()) {
        wrong("born", "must be a date such as 2010-05-04, and not in the future");
    }
    if !REASONS.iter().any(|one| one.word == reason) {
        let words: Vec<&str> = REASONS.iter().map(|one| one.word).collect();
        wrong("reason", &format!("must be one of {}", words.join(", ")));
    }
    if fields.is_empty() {
        return Ok(Question { given, family, born, reason });
    }
    Err(Problem { fields, ..Problem::unprocessable("The question cannot be asked as it is.") })
}

fn told(ask: &Ask, of: Service) -> Vec<KnownTo> {
    let to = |with: String| KnownTo { service: of.word().to_owned(), ring: with };
    rings(ask, of).into_iter().map(|ring| to(ring.with)).collect()
}
