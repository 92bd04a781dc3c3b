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

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use tokio::time::Instant;

    use super::Pace;
    use crate::RateLimit;

    const HOUR: Duration = Duration::from_secs(3600);

    fn figures(limit: Option<u64>, remaining: Option<u64>, reset: Option<u64>) -> RateLimit {
        RateLimit { limit, remaining, reset, window: None }
    }

    /// Returns the waits, in milliseconds, of requests that are sent together after a response with
    /// these figures.
    fn waits(below: f64, figures: RateLimit) -> [u128; 4] {
        let (pace, now) = (Pace::new(below), Instant::now());
        pace.update(figures, now, SystemTime::UNIX_EPOCH);
        [(); 4].map(|()| pace.reserve(now, HOUR).as_millis())
    }

    #[test]
    fn requests_are_spread_if_little_is_left() {
        let none = [0; 4];
        assert_eq!(waits(0.1, figures(Some(100), Some(10), Some(60))), none);
        assert_eq!(waits(0.1, figures(Some(100), Some(9), Some(90))), [10_000, 20_000, 30_000, 40_000]);
        assert_eq!(waits(1.0, figures(Some(100), Some(100), Some(60))), none);
        assert_eq!(waits(1.0, figures(Some(100), Some(99), Some(99))), [1000, 2000, 3000, 4000]);
        // Without the limit, any figure is little.
        assert_eq!(waits(0.1, figures(None, Some(50), Some(50))), [1000, 2000, 3000, 4000]);
        // With nothing left, the first waits for the reset and the others for a response.
        assert_eq!(waits(0.1, figures(Some(100), Some(0), Some(30)))[0], 30_000);
        for missing in [figures(Some(100), None, Some(60)), figures(Some(100), Some(0), None)] {
            assert_eq!(waits(1.0, missing), none);
        }
        // A moment in the past, and one that no clock holds.
        assert_eq!(waits(1.0, figures(Some(9), Some(1), Some(0))), none);
        assert_eq!(waits(1.0, figures(Some(9), Some(1), Some(u64::MAX)))[0], 0);
    }

    #[test]
    fn a_wait_is_as_long_as_the_call_may_last_at_most() {
        let (pace, now) = (Pace::new(1.0), Instant::now());
        pace.update(figures(Some(9), Some(1), Some(30)), now, SystemTime::UNIX_EPOCH);
        let seconds = Duration::from_secs;
        assert_eq!(pace.reserve(now, seconds(30)), Duration::ZERO);
        // Nothing was reserved.
        assert_eq!(pace.reserve(now, seconds(31)), seconds(30));
        assert_eq!(pace.reserve(now, HOUR), seconds(60));
    }

    #[test]
    fn a_window_ends() {
        let (pace, now) = (Pace::new(1.0), Instant::now());
        let seconds = Duration::from_secs;
        pace.update(figures(Some(9), Some(2), Some(30)), now, SystemTime::UNIX_EPOCH);
        assert_eq!(pace.reserve(now, HOUR), seconds(15));
        assert_eq!(pace.reserve(now + seconds(29), HOUR), seconds(1));
        assert_eq!(pace.reserve(now + seconds(30), HOUR), Duration::ZERO);
        assert_eq!(pace.reserve(now + seconds(30), HOUR), Duration::ZERO);
    }

    #[test]
    fn later_figures_keep_the_moments_that_are_reserved() {
        let (pace, now) = (Pace::new(0.5), Instant::now());
        let seconds = Duration::from_secs;
        pace.update(figures(Some(100), Some(10), Some(100)), now, SystemTime::UNIX_EPOCH);
        assert_eq!(pace.reserve(now, HOUR), seconds(10));
        assert_eq!(pace.reserve(now, HOUR), seconds(20));
        // Ten seconds later, nine are left of the ninety seconds; one of them is reserved.
        let later = now + seconds(10);
        pace.update(figures(Some(100), Some(9), Some(90)), later, SystemTime::UNIX_EPOCH);
        assert_eq!(pace.reserve(later, HOUR), seconds(20));
        // The server has raised the limit: no pace is left.
        pace.update(figures(Some(100), Some(90), Some(90)), later, SystemTime::UNIX_EPOCH);
        assert_eq!(pace.reserve(later, HOUR), Duration::ZERO);
    }
}
