//! Sends several questions down one connection before the first is answered, so that they cost one round trip.
//!
//! The order is kept: each is begun, and so sent, before the next. `BEGIN` rests on that, and `join_all` of futures-util does not promise it
//! where there are more than thirty.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use tokio_postgres::Error;

/// One question under way.
pub type Step<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// One question, and its answer once it is there.
type Begun<'a, T> = (Step<'a, T>, Option<Result<T, Error>>);

/// The answers, in their order. Where one fails before it is sent, those after it are not begun and have no answer: a commit at the end
/// does not keep half.
pub async fn together<T>(steps: Vec<Step<'_, T>>) -> Vec<Result<T, Error>> {
    let mut steps: Vec<Begun<'_, T>> = steps.into_iter().map(|step| (step, None)).collect();
    let mut is_first = true;
    poll_fn(|waker| {
        let mut waiting = false;
        let mut begun = 0;
        for (step, answer) in steps.iter_mut().filter(|(_, answer)| answer.is_none()) {
            begun += 1;
            match step.as_mut().poll(waker) {
                Poll::Ready(said) => {
                    let unsent = is_first && said.is_err();
                    *answer = Some(said);
                    if unsent {
                        break;
                    }
                }
                Poll::Pending => waiting = true,
            }
        }
        if is_first {
            steps.truncate(begun);
            is_first = false;
        }
        if waiting { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    steps.into_iter().filter_map(|(_, answer)| answer).collect()
}
