//! Batches that only add, and stand in nobody's way: those that wait while one is on its way to the disk go there together next.
//!
//! A commit takes the server as long for one look as for fifty.

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
        F: Future<Output = Result<(), WriteError>> + Send,
    {
        let (send, mut waiting) = mpsc::unbounded_channel::<Batch>();
        tokio::spawn(async move {
            let mut batches = Vec::with_capacity(TOGETHER);
            while waiting.recv_many(&mut batches, TOGETHER).await > 0 {
                let all = batches.iter().flat_map(|batch| batch.statements.iter().cloned()).collect();
                let kept = write(all).await;
                for batch in batches.drain(..) {
                    let result = match &kept {
                        Ok(()) => Ok(()),
                        // One of them would not go in, and took the others with it: each for itself.
                        Err(WriteError::Stopped(_)) => write(batch.statements).await,
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
