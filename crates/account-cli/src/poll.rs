//! Polling with backoff.

use std::time::Duration;

/// Longest time between two polls after failures, unless the interval is longer.
const MAX_BACKOFF: Duration = Duration::from_secs(60 * 60);

/// Times between polls: the interval, and after failures twice as long each time.
#[derive(Clone, Debug)]
pub struct Schedule {
    interval: Duration,
    failures: u32,
}

impl Schedule {
    /// Creates a schedule without failures.
    pub fn new(interval: Duration) -> Self {
        Self { interval, failures: 0 }
    }

    /// Returns the time to the next poll after a success.
    pub fn after_success(&mut self) -> Duration {
        self.failures = 0;
        self.interval
    }

    /// Returns the time to the next poll after a failure; never less than the server asks for.
    pub fn after_failure(&mut self, retry_after: Option<Duration>) -> Duration {
        self.failures += 1;
        let backoff = self.interval.saturating_mul(1 << self.failures.min(16));
        backoff.min(self.interval.max(MAX_BACKOFF)).max(retry_after.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Schedule;

    #[test]
    fn failures_double_the_interval_and_a_success_ends_that() {
        let mut schedule = Schedule::new(Duration::from_secs(300));
        let waits: Vec<u64> = (0..5).map(|_| schedule.after_failure(None).as_secs()).collect();
        assert_eq!(waits, [600, 1200, 2400, 3600, 3600]);
        assert_eq!(schedule.after_success().as_secs(), 300);
        let asked = Some(Duration::from_secs(7200));
        assert_eq!(schedule.after_failure(asked).as_secs(), 7200);
        assert_eq!(schedule.after_failure(Some(Duration::from_secs(1))).as_secs(), 1200);
        for _ in 0..100 {
            assert!(schedule.after_failure(None).as_secs() <= 3600);
        }
    }
}
