//! Names, help texts and values of the metrics.

use anyhow::Result;
use chrono::{DateTime, Utc};
use cloudflare_user::{Token, TokenStatus};
use prometheus::{CounterVec, GaugeVec, Opts, Registry, TextEncoder};

use super::poll::{ApifyFigures, Polled, State};

/// Returns all metrics in Prometheus's text format. What is no longer there has no value.
pub fn text(state: &State) -> Result<String> {
    let metrics = Metrics { registry: Registry::new() };
    let vendors = Vendors::new(&metrics)?;
    vendors.set(&state.apify);
    vendors.set(&state.cloudflare);
    if let Some((figures, _)) = &state.apify.progress().last {
        apify(&metrics, figures)?;
    }
    if let Some((tokens, _)) = &state.cloudflare.progress().last {
        cloudflare(&metrics, tokens)?;
    }
    Ok(TextEncoder::new().encode_to_string(&metrics.registry.gather())?)
}

struct Metrics {
    registry: Registry,
}

impl Metrics {
    fn gauge(&self, name: &str, help: &str, labels: &[&str]) -> Result<GaugeVec> {
        let gauge = GaugeVec::new(Opts::new(name, help), labels)?;
        self.registry.register(Box::new(gauge.clone()))?;
        Ok(gauge)
    }

    fn counter(&self, name: &str, help: &str) -> Result<CounterVec> {
        let counter = CounterVec::new(Opts::new(name, help), &["vendor"])?;
        self.registry.register(Box::new(counter.clone()))?;
        Ok(counter)
    }

    /// Sets a gauge without labels, if its value is known.
    fn value(&self, name: &str, help: &str, value: Option<f64>) -> Result<()> {
        if let Some(value) = value {
            self.gauge(name, help, &[])?.with_label_values::<&str>(&[]).set(value);
        }
        Ok(())
    }
}

fn seconds(time: DateTime<Utc>) -> f64 {
    time.timestamp() as f64
}

struct Vendors {
    up: GaugeVec,
    reads: CounterVec,
    failures: CounterVec,
    last_success: GaugeVec,
}

impl Vendors {
    fn new(metrics: &Metrics) -> Result<Self> {
        let labels = &["vendor"];
        Ok(Self {
            up: metrics.gauge("account_up", "1 if the last read of the account succeeded.", labels)?,
            reads: metrics.counter("account_reads_total", "Reads of the account.")?,
            failures: metrics.counter("account_read_failures_total", "Reads of the account that failed.")?,
            last_success: metrics.gauge(
                "account_last_success_timestamp_seconds",
                "Time of the last read of the account that succeeded; the other metrics are of this time.",
                labels,
            )?,
        })
    }

    fn set<T>(&self, polled: &Polled<T>) {
        if !polled.is_polled {
            return;
        }
        let (progress, labels) = (polled.progress(), &[polled.vendor]);
        self.up.with_label_values(labels).set(f64::from(progress.is_up));
        self.reads.with_label_values(labels).inc_by(progress.reads as f64);
        self.failures.with_label_values(labels).inc_by(progress.failures as f64);
        if let Some((_, time)) = &progress.last {
            self.last_success.with_label_values(labels).set(seconds(*time));
        }
    }
}

fn apify(metrics: &Metrics, figures: &ApifyFigures) -> Result<()> {
    let ApifyFigures { usage, projected_usd, credit, limits } = figures;
    metrics.value(
        "apify_cycle_cost_usd",
        "Cost of the current billing cycle so far, after volume discounts.",
        Some(usage.total_usage_credits_usd_after_volume_discount),
    )?;
    metrics.value(
        "apify_cycle_projected_cost_usd",
        "Cost of the whole billing cycle at the pace so far.",
        *projected_usd,
    )?;
    metrics.value(
        "apify_cycle_end_timestamp_seconds",
        "End of the current billing cycle.",
        credit.cycle_ends_at.map(seconds),
    )?;
    metrics.value("apify_credit_included_usd", "Prepaid usage of a billing cycle.", credit.included_usd)?;
    metrics.value("apify_credit_left_usd", "Prepaid usage that is left.", credit.left_usd)?;

    let services = metrics.gauge(
        "apify_service_cost_usd",
        "Cost of a service in the current billing cycle.",
        &["service"],
    )?;
    for (service, cost) in usage.cost_by_service() {
        if let Some(cost) = cost {
            services.with_label_values(&[service]).set(cost);
        }
    }
    let labels = &["limit", "unit"];
    let used = metrics.gauge("apify_limit_used", "Usage that counts towards a limit.", labels)?;
    let maximum = metrics.gauge("apify_limit_maximum", "Maximum of a limit.", labels)?;
    let ratio =
        metrics.gauge("apify_limit_used_ratio", "Part of a limit that is used, from 0 to 1.", &["limit"])?;
    for limit in &limits.limits {
        let labels = &[limit.limit.as_str(), limit.unit.as_str()];
        used.with_label_values(labels).set(limit.used);
        maximum.with_label_values(labels).set(limit.maximum);
        if let Some(share) = limit.share {
            ratio.with_label_values(&[limit.limit.as_str()]).set(share);
        }
    }
    Ok(())
}

fn cloudflare(metrics: &Metrics, tokens: &[Token]) -> Result<()> {
    let labels = &["id", "name"];
    let active = metrics.gauge("cloudflare_token_active", "1 if an API token may be used.", labels)?;
    let expiry = metrics.gauge(
        "cloudflare_token_expiry_timestamp_seconds",
        "End of an API token; a token without an end has no value.",
        labels,
    )?;
    let last_used = metrics.gauge(
        "cloudflare_token_last_used_timestamp_seconds",
        "Last use of an API token; a token that was never used has no value.",
        labels,
    )?;
    for token in tokens {
        let labels = &[token.id.as_str(), token.name.as_deref().unwrap_or_default()];
        active.with_label_values(labels).set(f64::from(token.status == Some(TokenStatus::Active)));
        if let Some(end) = token.expires_on {
            expiry.with_label_values(labels).set(seconds(end));
        }
        if let Some(time) = token.last_used_on {
            last_used.with_label_values(labels).set(seconds(time));
        }
    }
    Ok(())
}
