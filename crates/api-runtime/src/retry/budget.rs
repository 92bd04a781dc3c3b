//! The limit on retries that all calls of a client share.

use std::{fmt, time::Duration};

use tower::retry::budget::{Budget, TpsBudget};

/// Time for which a call or a retry counts.
const WINDOW: Duration = Duration::from_secs(10);

/// Limit on the retries of a client and its clones, so that many callers do not multiply an
/// outage: with all calls failing, the client sends a fifth more requests than it has calls, and
/// [`min_per_second`](Self::min_per_second), not nine times as many.
///
/// A call that it ends says so: "not retried: too many calls of this client fail". Retries that
/// the server asks for are not counted: after 429, after a response that names a time
/// (`Retry-After`), and after an HTTP/2 server has closed a connection in good order.
///
/// ```
/// use api_runtime::RetryBudget;
///
/// // Three retries a second, and one for every ten calls.
/// let budget = RetryBudget::new().min_per_second(3).ratio(0.1);
/// # let _ = budget;
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RetryBudget {
    min_per_second: u32,
    ratio: f32,
    is_unlimited: bool,
}

impl RetryBudget {
    /// Creates the default budget: 50 retries a second, and one for every five calls, both over
    /// the last ten seconds.
    pub fn new() -> Self {
        Self { min_per_second: 50, ratio: 0.2, is_unlimited: false }
    }

    /// Creates a budget that allows every retry of the policy.
    pub fn unlimited() -> Self {
        Self { is_unlimited: true, ..Self::new() }
    }

    /// Sets the retries per second that are allowed however few calls there are. Default 50: a
    /// hundred callers outlast an outage of two seconds.
    #[must_use]
    pub fn min_per_second(self, retries: u32) -> Self {
        Self { min_per_second: retries, is_unlimited: false, ..self }
    }

    /// Sets the retries that are allowed for each call of the last ten seconds, from 0 to 1000.
    /// Default 0.2.
    #[must_use]
    pub fn ratio(self, ratio: f32) -> Self {
        Self { ratio, is_unlimited: false, ..self }
    }

    /// Returns `true` if the figures are within the limits of the counter.
    pub(crate) fn is_valid(&self) -> bool {
        self.min_per_second < MAX_PER_SECOND && (0.0..=1000.0).contains(&self.ratio)
    }
}

/// Limit of the counter, which holds the retries of a window as an `i32`.
const MAX_PER_SECOND: u32 = 1_000_000;

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new()
    }
}

/// Retries that are left of a client's budget.
pub(crate) struct RetriesLeft(Option<TpsBudget>);

impl RetriesLeft {
    /// Creates the counter of a valid budget.
    pub(crate) fn new(budget: RetryBudget) -> Self {
        let RetryBudget { min_per_second, ratio, is_unlimited } = budget;
        Self((!is_unlimited).then(|| TpsBudget::new(WINDOW, min_per_second, ratio)))
    }

    /// Adds the share of one call.
    pub(crate) fn deposit(&self) {
        if let Some(budget) = &self.0 {
            budget.deposit();
        }
    }

    /// Takes one retry, and returns `false` if none is left.
    pub(crate) fn withdraw(&self) -> bool {
        self.0.as_ref().is_none_or(Budget::withdraw)
    }
}

impl fmt::Debug for RetriesLeft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RetriesLeft")
    }
}

#[cfg(test)]
mod tests {
    use super::{RetriesLeft, RetryBudget};

    /// Returns the number of retries after this many calls, up to a thousand.
    fn allowed(budget: RetryBudget, calls: usize) -> usize {
        assert!(budget.is_valid());
        let left = RetriesLeft::new(budget);
        (0..calls).for_each(|_| left.deposit());
        (0..1000).take_while(|_| left.withdraw()).count()
    }

    #[test]
    fn a_window_has_a_minimum_and_a_share_of_the_calls() {
        assert_eq!(allowed(RetryBudget::new(), 0), 500);
        assert_eq!(allowed(RetryBudget::new(), 100), 520);
        assert_eq!(allowed(RetryBudget::new().min_per_second(1), 0), 10);
        assert_eq!(allowed(RetryBudget::new().min_per_second(0).ratio(0.5), 20), 10);
        assert_eq!(allowed(RetryBudget::new().min_per_second(0).ratio(0.0), 1000), 0);
        assert_eq!(allowed(RetryBudget::unlimited(), 0), 1000);
        assert_eq!(allowed(RetryBudget::unlimited().min_per_second(1), 0), 10);
        assert_eq!(allowed(RetryBudget::unlimited().ratio(0.2), 100), 520);
    }

    #[test]
    fn figures_that_the_counter_cannot_hold_are_invalid() {
        assert!(RetryBudget::new().min_per_second(999_999).ratio(1000.0).is_valid());
        for invalid in [
            RetryBudget::new().min_per_second(u32::MAX),
            RetryBudget::new().min_per_second(1_000_000),
            RetryBudget::new().ratio(f32::NAN),
            RetryBudget::new().ratio(-0.1),
            RetryBudget::new().ratio(1001.0),
        ] {
            assert!(!invalid.is_valid(), "{invalid:?}");
        }
    }
}
