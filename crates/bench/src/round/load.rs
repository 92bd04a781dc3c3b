//! So many calls, so many at a time.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use anyhow::Result;
use tokio::task::JoinSet;

use crate::{contender::Client, work::Cell};

/// Does the cell's work `calls` times; each of the concurrent callers waits for its answer
/// before it calls again.
pub(crate) async fn apply<C: Client>(client: &C, cell: Cell, calls: usize) -> Result<()> {
    let done = Arc::new(AtomicUsize::new(0));
    let mut callers = JoinSet::new();
    for _ in 0..cell.concurrency {
        let (client, done) = (client.clone(), done.clone());
        callers.spawn(async move {
            while done.fetch_add(1, Relaxed) < calls {
                client.call(cell.work).await?;
            }
            Ok(())
        });
    }
    callers.join_all().await.into_iter().collect()
}
