//! Requests that keep to the server's rate limit before it is reached.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use tokio::time::Instant;

use crate::RateLimit;

/// Pace of a client's requests: unlimited until a response states that little is left of the
/// limit, then one request for each equal part of the rest of the window.
pub(super) struct Pace {
    /// Share of the limit that is left when it begins.
    below: f64,
    window: Mutex<Option<Window>>,
}

/// Rest of a window, in which requests are spread.
#[derive(Debug, Clone, Copy)]
struct Window {
    end: Instant,
    /// Earliest moment of the next request.
    next: Instant,
    /// Time between two requests.
    interval: Duration,
}

impl Pace {
    pub(super) fn new(below: f64) -> Self {
        Self { below, window: Mutex::new(None) }
    }

    /// Reserves the moment of a request, and returns the wait until then. Reserves nothing if the
    /// wait would last as long as the call may.
    pub(super) fn reserve(&self, now: Instant, remaining: Duration) -> Duration {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(current) = window.as_mut().filter(|window| now < window.end) else {
            *window = None;
            return Duration::ZERO;
        };
        let moment = current.next.max(now);
        let wait = moment - now;
        if wait >= remaining {
            return Duration::ZERO;
        }
        current.next = moment + current.interval;
        wait
    }

    /// Sets the pace by the figures of a response. `wall_clock` is that which resets are relative
    /// to if the server names a moment.
    pub(super) fn update(&self, figures: RateLimit, now: Instant, wall_clock: SystemTime) {
        let (Some(remaining), Some(reset)) = (figures.remaining, figures.reset_after(wall_clock)) else {
            return;
        };
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(end) = now.checked_add(reset).filter(|_| self.is_little(remaining, figures.limit)) else {
            *window = None;
            return;
        };
        let slots = u32::try_from(remaining).unwrap_or(u32::MAX);
        let interval = reset.checked_div(slots).unwrap_or(reset);
        let earliest = if slots == 0 { end } else { now + interval };
        // Requests that wait already keep their moments.
        let reserved = window.map_or(earliest, |window| window.next.min(end));
        *window = Some(Window { end, next: earliest.max(reserved), interval });
    }

    /// Returns `true` if less than the share is left. Without the limit, any figure is little.
    fn is_little(&self, remaining: u64, limit: Option<u64>) -> bool {
        #[allow(clippy::cast_precision_loss, reason = "limits are far below 2^52")]
        limit.is_none_or(|limit| (remaining as f64) < self.below * limit as f64)
    }
}
