//! Notice of limits that come near.

use std::{
    collections::BTreeSet,
    fmt,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use futures_util::{Stream, stream};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep_until};

use crate::{Error, Limit, LimitUsage, UserClient};

/// After failures the reads are this many intervals apart at most.
const MAX_BACKOFF: u32 = 16;

/// A limit whose usage has risen to the threshold, or fallen below it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LimitCrossing {
    /// The limit and its usage.
    pub usage: LimitUsage,
    /// `true` if the usage is now at the threshold or above it.
    pub is_above: bool,
}

/// Stream of crossings; see [`UserClient::watch_limits`].
pub struct LimitsWatch(Pin<Box<dyn Stream<Item = Result<LimitCrossing, Error>> + Send>>);

impl LimitsWatch {
    pub(crate) fn new(user: UserClient, interval: Duration, threshold: f64) -> Self {
        let watch = Watch {
            user,
            interval,
            threshold,
            above: BTreeSet::new(),
            pending: Vec::new(),
            next_read: Instant::now(),
            backoff: 1,
            has_ended: false,
        };
        Self(Box::pin(stream::unfold(watch, |mut watch| async move {
            let item = watch.next().await?;
            Some((item, watch))
        })))
    }
}

impl Stream for LimitsWatch {
    type Item = Result<LimitCrossing, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

/// The same without async: each step waits for the next crossing on this thread.
#[cfg(feature = "blocking")]
impl IntoIterator for LimitsWatch {
    type Item = Result<LimitCrossing, Error>;
    type IntoIter = api_runtime::blocking::Iter<Self>;

    fn into_iter(self) -> Self::IntoIter {
        api_runtime::blocking::Iter::new(self)
    }
}

impl fmt::Debug for LimitsWatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LimitsWatch")
    }
}

struct Watch {
    user: UserClient,
    interval: Duration,
    threshold: f64,
    above: BTreeSet<Limit>,
    /// Crossings of the last read that were not yielded yet, in reverse.
    pending: Vec<LimitCrossing>,
    next_read: Instant,
    backoff: u32,
    has_ended: bool,
}

impl Watch {
    async fn next(&mut self) -> Option<Result<LimitCrossing, Error>> {
        loop {
            if let Some(crossing) = self.pending.pop() {
                return Some(Ok(crossing));
            }
            if self.has_ended {
                return None;
            }
            sleep_until(self.next_read).await;
            let read = self.user.limits().await;
            self.backoff = match &read {
                Ok(_) => 1,
                Err(_) => (2 * self.backoff).min(MAX_BACKOFF),
            };
            self.next_read = Instant::now() + self.interval * self.backoff;
            match read {
                Ok(Some(limits)) => self.compare(&limits.usage()),
                Ok(None) => self.has_ended = true,
                Err(error) => {
                    self.has_ended = !error.is_retryable();
                    return Some(Err(error));
                }
            }
        }
    }

    fn compare(&mut self, all: &[LimitUsage]) {
        for usage in all.iter().rev() {
            let is_above = usage.is_above(self.threshold);
            let has_changed =
                if is_above { self.above.insert(usage.limit) } else { self.above.remove(&usage.limit) };
            if has_changed {
                self.pending.push(LimitCrossing { usage: *usage, is_above });
            }
        }
    }
}
