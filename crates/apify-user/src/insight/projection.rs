//! Where a cycle will end if it goes on as it has begun.

use chrono::{DateTime, Utc};

use crate::MonthlyUsage;

/// A guess at what a cycle will cost: what it has cost so far, stretched over the whole of it.
/// It knows nothing of weekends, of schedules or of what is planned.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Projection {
    /// What the cycle has cost so far, in USD.
    pub so_far_usd: f64,
    /// What it will cost at this pace, in USD.
    pub projected_usd: f64,
    /// The part of the cycle that has passed: 1 is all of it.
    pub elapsed: f64,
}

impl MonthlyUsage {
    /// What the cycle will cost at the pace that it has gone at until `now`. For a cycle that
    /// is over, what it has cost. `None` before the cycle's second day, when a pace would be
    /// chance, and where the cycle's dates could not be read.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::apify().start().await?;
    /// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use chrono::Utc;
    ///
    /// let usage = client.me().monthly_usage().await?.ok_or("no such user")?;
    /// match usage.projection(Utc::now()) {
    ///     Some(guess) if guess.elapsed < 1.0 => println!("about {:.0} USD, if it goes on like this", guess.projected_usd),
    ///     Some(_) => println!("the cycle is over"),
    ///     None => println!("too early to say"),
    /// }
    /// # Ok(()) }
    /// ```
    pub fn projection(&self, now: DateTime<Utc>) -> Option<Projection> {
        let (start, end) = self.usage_cycle.start_at.zip(self.usage_cycle.end_at)?;
        let passed = now.min(end) - start;
        let whole = end - start;
        if passed < chrono::TimeDelta::days(1).min(whole) || whole <= chrono::TimeDelta::zero() {
            return None;
        }
        let elapsed = passed.as_seconds_f64() / whole.as_seconds_f64();
        let so_far_usd = self.total_usage_credits_usd_after_volume_discount;
        Some(Projection { so_far_usd, projected_usd: so_far_usd / elapsed, elapsed })
    }
}
