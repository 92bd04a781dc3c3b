//! Which limits to change.

use apify_user_api::types;

use crate::Error;

/// Which limits to change, and to what. A limit that is not named stays as it is; zero is a
/// limit like any other. `UpdateLimitsRequest` in `openapi/apify`.
///
/// ```
/// use apify_user::LimitsUpdateOptions;
///
/// let both = LimitsUpdateOptions::max_monthly_usage_usd(300.0).with_data_retention_days(14);
/// let same = LimitsUpdateOptions::data_retention_days(14).with_max_monthly_usage_usd(300.0);
/// assert_eq!(both, same);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[must_use]
pub struct LimitsUpdateOptions {
    max_monthly_usage_usd: Option<f64>,
    data_retention_days: Option<i64>,
}

impl LimitsUpdateOptions {
    /// The most that usage beyond the plan's may cost in a cycle, in USD.
    pub fn max_monthly_usage_usd(usd: f64) -> Self {
        Self::default().with_max_monthly_usage_usd(usd)
    }

    /// How long runs and unnamed storages are kept, in days.
    pub fn data_retention_days(days: i64) -> Self {
        Self::default().with_data_retention_days(days)
    }

    /// The same, with the most that usage may cost in a cycle, in USD.
    pub fn with_max_monthly_usage_usd(self, usd: f64) -> Self {
        Self { max_monthly_usage_usd: Some(usd), ..self }
    }

    /// The same, with how long data is kept, in days.
    pub fn with_data_retention_days(self, days: i64) -> Self {
        Self { data_retention_days: Some(days), ..self }
    }

    /// The request's body, once it is known to make sense.
    pub(crate) fn checked(self) -> Result<types::UpdateLimitsRequest, Error> {
        let Self { max_monthly_usage_usd, data_retention_days } = self;
        if max_monthly_usage_usd.is_none() && data_retention_days.is_none() {
            return Err(Error::input("the limits update is empty: name at least one limit"));
        }
        if max_monthly_usage_usd.is_some_and(|usd| !usd.is_finite() || usd < 0.0) {
            return Err(Error::input(
                "the largest monthly usage must be a number of USD that is not negative",
            ));
        }
        if data_retention_days.is_some_and(|days| days < 0) {
            return Err(Error::input("the data retention must not be a negative number of days"));
        }
        Ok(types::UpdateLimitsRequest { max_monthly_usage_usd, data_retention_days })
    }
}
