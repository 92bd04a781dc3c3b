//! What costs how much.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{MonthlyUsage, ServiceUsage};

impl ServiceUsage {
    /// What it costs, in USD: after the volume discount where Apify says so, at list prices
    /// otherwise.
    pub fn cost_usd(&self) -> f64 {
        self.amount_after_volume_discount_usd.unwrap_or(self.base_amount_usd)
    }
}

impl MonthlyUsage {
    /// What each service costs in the cycle, in USD.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::apify().start().await?;
    /// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// let usage = client.me().monthly_usage().await?.ok_or("no such user")?;
    /// let proxies = usage.cost_by_service().into_iter().filter(|(service, _)| service.starts_with("PROXY_"));
    /// println!("proxies: {:.2} USD", proxies.map(|(_, usd)| usd).sum::<f64>());
    /// # Ok(()) }
    /// ```
    pub fn cost_by_service(&self) -> BTreeMap<&str, f64> {
        self.monthly_service_usage.iter().map(|(name, usage)| (name.as_str(), usage.cost_usd())).collect()
    }

    /// What each day (UTC) costs, in USD. A day whose date could not be read is left out.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::apify().start().await?;
    /// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// let usage = client.me().monthly_usage().date("2026-06-14".parse()?).await?.ok_or("no such user")?;
    /// for (day, usd) in usage.cost_by_day() {
    ///     println!("{day}  {usd:>8.2} USD");
    /// }
    /// # Ok(()) }
    /// ```
    pub fn cost_by_day(&self) -> BTreeMap<NaiveDate, f64> {
        let mut days = BTreeMap::new();
        for day in &self.daily_service_usages {
            if let Some(date) = day.date {
                *days.entry(date.date_naive()).or_default() += day.total_usage_credits_usd;
            }
        }
        days
    }

    /// The services that cost most, the costliest first, in USD; at most `count` of them.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::apify().start().await?;
    /// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// let usage = client.me().monthly_usage().await?.ok_or("no such user")?;
    /// for (service, usd) in usage.costliest_services(3) {
    ///     println!("{service}: {usd:.2} USD");
    /// }
    /// # Ok(()) }
    /// ```
    pub fn costliest_services(&self, count: usize) -> Vec<(&str, f64)> {
        let mut services: Vec<_> = self.cost_by_service().into_iter().collect();
        services.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        services.truncate(count);
        services
    }
}
