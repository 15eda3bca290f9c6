//! Batches that only add, and stand in nobody's way: those that wait while one is on its way to the disk go there together next.
//!
//! A commit takes the server as long for one look as for fifty. Each line has a key of its own, so that what may or may not have been kept is
//! written again: where it was, the second time is refused.

use tokio::sync::{mpsc, oneshot};

use crate::store::{Statement, StoreError, WriteError};

/// How many batches go into one commit at most.
const TOGETHER: usize = 64;

struct Batch {
    statements: Vec<Statement>,
    done: oneshot::Sender<Result<(), WriteError>>,
}

/// The way to the task that writes them.
#[derive(Debug)]
pub struct Gathered {
    send: mpsc::UnboundedSender<Batch>,
}

impl Gathered {
    /// Starts the task, with what keeps a batch. It ends when this is dropped.
    pub fn start<W, F>(write: W) -> Gathered
    where
        W: Fn(Vec<Statement>) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), WriteError>> + Send + 'static,
    {
        let (send, mut waiting) = mpsc::unbounded_channel::<Batch>();
        tokio::spawn(async move {
            let mut batches = Vec::with_capacity(TOGETHER);
            while waiting.recv_many(&mut batches, TOGETHER).await > 0 {
                let all: Vec<Statement> = batches.iter().flat_map(|batch| batch.statements.iter().cloned()).collect();
                let mut kept = run(write(all.clone())).await;
                let again = matches!(kept, Err(WriteError::Store(StoreError::NotKnown(_))));
                if again {
                    kept = run(write(all)).await;
                }
                for batch in batches.drain(..) {
                    let result = match &kept {
                        Ok(()) => Ok(()),
                        // One of them would not go in, and took the others with it: each for itself.
                        Err(WriteError::Stopped(_)) => match run(write(batch.statements)).await {
                            Err(WriteError::Stopped(_)) if again => Ok(()),
                            result => result,
                        },
                        Err(WriteError::Store(error)) => Err(error.clone().into()),
                    };
                    // Whoever asked may have gone away: what was kept is kept.
                    let _gone = batch.done.send(result);
                }
            }
        });
        Gathered { send }
    }

    /// Keeps a batch.
    pub async fn add(&self, statements: Vec<Statement>) -> Result<(), WriteError> {
        let (done, answer) = oneshot::channel();
        let gone = || StoreError::NotKnown("what writes has stopped".into());
        self.send.send(Batch { statements, done }).map_err(|_| gone())?;
        answer.await.unwrap_or_else(|_| Err(gone().into()))
    }
}

/// In a task of its own: what goes wrong with one ends none of the others.
async fn run<F>(write: F) -> Result<(), WriteError>
where
    F: Future<Output = Result<(), WriteError>> + Send + 'static,
{
    tokio::spawn(write).await.unwrap_or_else(|e| Err(StoreError::NotKnown(e.to_string()).into()))
}
