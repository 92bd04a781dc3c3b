//! Notice of limits that come near.

use std::{
    collections::BTreeSet,
    fmt,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use api_runtime::CallError;
use futures_util::{Stream, stream};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep_until};

use crate::{AccountAndUsageLimits, Error, ErrorKind, Limit, LimitUsage, Threshold, UserClient};

/// After failures the reads are this many intervals apart at most.
const MAX_BACKOFF: u32 = 16;

/// After failures the reads are this far apart at most, unless the interval itself is longer.
const MAX_BACKOFF_WAIT: Duration = Duration::from_secs(60 * 60);

/// An item of a [`LimitsWatch`].
#[derive(Debug)]
#[non_exhaustive]
pub enum LimitsEvent {
    /// A limit was crossed.
    Crossing(LimitCrossing),
    /// The limits could not be read. The watch goes on.
    #[non_exhaustive]
    ReadFailed {
        /// Reason of the failure: no connection, an error of the server, or a response that cannot be read.
        error: Error,
        /// Time until the next read.
        next_read_in: Duration,
    },
}

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

/// Stream of [`LimitsEvent`]s; see [`UserClient::watch_limits`].
pub struct LimitsWatch(Pin<Box<dyn Stream<Item = Result<LimitsEvent, Error>> + Send>>);

impl LimitsWatch {
    /// Shortest interval between two reads. Apify allows 60 requests a second, for all programs of an account.
    pub const MIN_INTERVAL: Duration = Duration::from_secs(1);

    /// Longest interval between two reads: 31 days, the length of a billing cycle.
    pub const MAX_INTERVAL: Duration = Duration::from_secs(31 * 24 * 60 * 60);

    pub(crate) fn new(user: UserClient, interval: Duration, threshold: Threshold) -> Result<Self, CallError> {
        if interval < Self::MIN_INTERVAL {
            return Err(CallError::input("the interval of a watch is at least a second"));
        }
        if interval > Self::MAX_INTERVAL {
            return Err(CallError::input("the interval of a watch is at most 31 days"));
        }
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
        Ok(Self(Box::pin(stream::unfold(watch, |mut watch| async move {
            let item = watch.next().await?;
            Some((item, watch))
        }))))
    }
}

impl Stream for LimitsWatch {
    type Item = Result<LimitsEvent, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

/// The same without async: each step waits for the next item on this thread.
#[cfg(feature = "blocking")]
impl IntoIterator for LimitsWatch {
    type Item = Result<LimitsEvent, Error>;
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
    threshold: Threshold,
    above: BTreeSet<Limit>,
    /// Crossings of the last read that were not yielded yet, in reverse.
    pending: Vec<LimitCrossing>,
    next_read: Instant,
    /// Number of intervals until the read after the next failure, halved.
    backoff: u32,
    has_ended: bool,
}

impl Watch {
    async fn next(&mut self) -> Option<Result<LimitsEvent, Error>> {
        loop {
            if let Some(crossing) = self.pending.pop() {
                return Some(Ok(LimitsEvent::Crossing(crossing)));
            }
            if self.has_ended {
                return None;
            }
            sleep_until(self.next_read).await;
            match self.user.limits().await {
                Ok(Some(limits)) => self.compare(&limits),
                Ok(None) => self.has_ended = true,
                Err(error) if may_pass(&error) => return Some(Ok(self.back_off(error))),
                Err(error) => {
                    self.has_ended = true;
                    return Some(Err(error));
                }
            }
        }
    }

    fn compare(&mut self, limits: &AccountAndUsageLimits) {
        self.backoff = 1;
        self.next_read = Instant::now() + self.interval;
        for usage in limits.usage().into_iter().rev() {
            // A threshold is valid.
            let is_above = usage.is_above(self.threshold) == Ok(true);
            let has_changed =
                if is_above { self.above.insert(usage.limit) } else { self.above.remove(&usage.limit) };
            if has_changed {
                self.pending.push(LimitCrossing { usage, is_above });
            }
        }
    }

    fn back_off(&mut self, error: Error) -> LimitsEvent {
        self.backoff = (2 * self.backoff).min(MAX_BACKOFF);
        let backoff = (self.interval * self.backoff).min(self.interval.max(MAX_BACKOFF_WAIT));
        let asked = error.retry_after().unwrap_or_default().min(LimitsWatch::MAX_INTERVAL);
        let next_read_in = backoff.max(asked);
        self.next_read = Instant::now() + next_read_in;
        LimitsEvent::ReadFailed { error, next_read_in }
    }
}

/// Returns `true` if a later read may succeed. A response that is none of Apify's, such as the page of a proxy,
/// says nothing about the account.
fn may_pass(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Config | ErrorKind::Input | ErrorKind::Interceptor => false,
        ErrorKind::Status if error.is_unauthorized() => false,
        ErrorKind::Status => error.is_retryable() || error.problem().is_none(),
        _ => true,
    }
}
