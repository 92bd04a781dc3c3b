//! What to change of a subscription.

use cloudflare_user_api::types;

use super::{RatePlan, SubscriptionComponent, SubscriptionFrequency};
use crate::Error;

/// What to change of a subscription. What is not named is left to Cloudflare.
/// `SubscriptionUpdate` in `openapi/cloudflare`.
///
/// ```
/// use cloudflare_user::{RatePlan, SubscriptionFrequency, SubscriptionUpdate};
///
/// let update = SubscriptionUpdate::new()
///     .frequency(SubscriptionFrequency::Yearly)
///     .rate_plan(RatePlan::new("pro"));
/// # let _ = update;
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[must_use]
pub struct SubscriptionUpdate {
    frequency: Option<SubscriptionFrequency>,
    rate_plan: Option<RatePlan>,
    component_values: Vec<SubscriptionComponent>,
}

impl SubscriptionUpdate {
    /// An update that changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// How often the subscription shall renew.
    pub fn frequency(mut self, frequency: SubscriptionFrequency) -> Self {
        self.frequency = Some(frequency);
        self
    }

    /// The plan that it shall be to.
    pub fn rate_plan(mut self, plan: RatePlan) -> Self {
        self.rate_plan = Some(plan);
        self
    }

    /// Adds an amount that the plan lets the customer choose.
    pub fn component_value(mut self, component: SubscriptionComponent) -> Self {
        self.component_values.push(component);
        self
    }

    /// The request's body, once it is known to make sense.
    pub(crate) fn checked(self) -> Result<types::SubscriptionUpdate, Error> {
        let Self { frequency, rate_plan, component_values } = self;
        if frequency.is_none() && rate_plan.is_none() && component_values.is_empty() {
            return Err(Error::input("the subscription update is empty: name what to change"));
        }
        let mut amounts = component_values.iter().filter_map(|component| component.value);
        if amounts.any(|amount| !amount.is_finite()) {
            return Err(Error::input("an amount of the subscription update is not a finite number"));
        }
        Ok(types::SubscriptionUpdate {
            frequency: frequency.map(|frequency| frequency.as_str().to_owned()),
            rate_plan: rate_plan.map(RatePlan::into_wire),
            component_values: (!component_values.is_empty())
                .then(|| component_values.into_iter().map(SubscriptionComponent::into_wire).collect()),
        })
    }
}
