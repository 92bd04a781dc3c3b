//! Being told when a limit comes near.

use std::{
    collections::BTreeSet,
    fmt,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use futures_util::{Stream, stream};
use tokio::time::{Instant, sleep_until};

use crate::{Error, Limit, LimitUse, UserClient};

/// After failures the polls are this many intervals apart at most.
const LONGEST_BACKOFF: u32 = 16;

/// A limit that has come to the threshold, or gone back below it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct LimitCrossing {
    /// The limit and its use.
    pub usage: LimitUse,
    /// Whether its use is now at the threshold or above it.
    pub is_above: bool,
}

/// A stream of crossings; see [`UserClient::watch_limits`].
pub struct LimitsWatch(Pin<Box<dyn Stream<Item = Result<LimitCrossing, Error>> + Send>>);

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

impl UserClient {
    /// Reads the limits again and again, and yields each limit whose use comes to `threshold`
    /// (`0.8` is four fifths) or goes back below it. What is above it at the first read is
    /// yielded too.
    ///
    /// One read is under way at a time, `interval` after the one before it. A read that fails is
    /// yielded as its error; the next is twice as far away, up to sixteen intervals. After an
    /// error that will not pass, such as a token that is not valid, or where there is no such
    /// user, the stream ends. Dropping it ends everything.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::apify().start().await?;
    /// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use futures_util::TryStreamExt;
    /// use std::time::Duration;
    ///
    /// let mut watch = client.me().watch_limits(Duration::from_secs(300), 0.05);
    /// while let Some(crossing) = watch.try_next().await? {
    ///     println!("{} is at {:.0} %", crossing.usage.limit, 100.0 * crossing.usage.fraction().unwrap_or(0.0));
    /// #   break;
    /// }
    /// # Ok(()) }
    /// ```
    pub fn watch_limits(&self, interval: Duration, threshold: f64) -> LimitsWatch {
        let watch = Watch {
            user: self.clone(),
            interval,
            threshold,
            above: BTreeSet::new(),
            pending: Vec::new(),
            next_read: Instant::now(),
            backoff: 1,
            ended: false,
        };
        LimitsWatch(Box::pin(stream::unfold(watch, |mut watch| async move {
            let item = watch.next().await?;
            Some((item, watch))
        })))
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
    ended: bool,
}

impl Watch {
    async fn next(&mut self) -> Option<Result<LimitCrossing, Error>> {
        loop {
            if let Some(crossing) = self.pending.pop() {
                return Some(Ok(crossing));
            }
            if self.ended {
                return None;
            }
            sleep_until(self.next_read).await;
            let read = self.user.limits().await;
            self.backoff = match &read {
                Ok(_) => 1,
                Err(_) => (2 * self.backoff).min(LONGEST_BACKOFF),
            };
            self.next_read = Instant::now() + self.interval * self.backoff;
            match read {
                Ok(Some(limits)) => self.compare(&limits.uses()),
                Ok(None) => self.ended = true,
                Err(error) => {
                    self.ended = !error.is_retryable();
                    return Some(Err(error));
                }
            }
        }
    }

    fn compare(&mut self, uses: &[LimitUse]) {
        for usage in uses.iter().rev() {
            let is_above = usage.is_at(self.threshold);
            let was_above = self.above.contains(&usage.limit);
            if is_above == was_above {
                continue;
            }
            if is_above {
                self.above.insert(usage.limit)
            } else {
                self.above.remove(&usage.limit)
            };
            self.pending.push(LimitCrossing { usage: *usage, is_above });
        }
    }
}
