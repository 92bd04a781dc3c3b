//! Keeps a fleet of callers from multiplying an outage.

use std::{fmt, time::Duration};

use tower::retry::budget::{Budget, TpsBudget};

/// How long a call counts towards the budget.
const WINDOW: Duration = Duration::from_secs(10);
/// Retries per second that are always allowed, so that a lone caller gets all of its own.
const ALWAYS: u32 = 10;
/// Retries allowed for each call of the window.
const SHARE: f32 = 0.2;

/// Shared by all calls of a client: every call pays in, every retry draws. With most calls
/// failing, the client sends a fifth more than it is asked to, not nine times as much.
pub(crate) struct RetryBudget(TpsBudget);

impl RetryBudget {
    pub(crate) fn new() -> Self {
        Self(TpsBudget::new(WINDOW, ALWAYS, SHARE))
    }

    pub(crate) fn pay_in(&self) {
        self.0.deposit();
    }

    pub(crate) fn draw(&self) -> bool {
        self.0.withdraw()
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RetryBudget")
    }
}
