//! Charts of costs as SVG, drawn for a screen and again for a phone.

use apify_user::{MonthlyUsage, ServiceUsage};
use chrono::{DateTime, NaiveDate, Utc};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Number of services with a colour of their own.
const MAX_SERIES: usize = 6;

/// A limit that is more than this many times above everything else is named, but not drawn: it would flatten the rest.
const MAX_LIMIT_FACTOR: f64 = 4.0;

/// Costs of a billing cycle, by day and service.
#[derive(Debug)]
pub struct Costs {
    /// Names of the series, the costliest first, with their costs (USD).
    pub series: Vec<(String, f64)>,
    /// Days of the cycle, each with the cost of each series; `None` where nothing is known.
    days: Vec<(NaiveDate, Option<Vec<f64>>)>,
    /// Maximum cost of the cycle (USD).
    pub limit: Option<f64>,
    /// Cost of the whole cycle at the pace so far (USD).
    pub projection: Option<f64>,
}

/// Size of a drawing, in pixels.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    class: &'static str,
    width: f64,
    height: f64,
    days_per_label: usize,
}

/// Sizes for a screen and for a phone; the style sheet shows one of them.
pub const SIZES: [Size; 2] = [
    Size { class: "wide", width: 960.0, height: 280.0, days_per_label: 3 },
    Size { class: "narrow", width: 350.0, height: 240.0, days_per_label: 7 },
];

const LEFT: f64 = 44.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 26.0;

impl Costs {
    /// Sums up the costs; services after the costliest are one series.
    pub fn new(usage: &MonthlyUsage, limit: Option<f64>, now: DateTime<Utc>) -> Self {
        let by_service = usage.costliest_services(usize::MAX);
        let named: Vec<&str> = by_service.iter().take(MAX_SERIES).map(|(name, _)| *name).collect();
        let mut series: Vec<(String, f64)> =
            by_service.iter().take(MAX_SERIES).map(|(name, usd)| ((*name).to_owned(), *usd)).collect();
        if by_service.len() > MAX_SERIES {
            let others: f64 = by_service.iter().skip(MAX_SERIES).map(|(_, usd)| usd).sum();
            series.push(("all others".to_owned(), others));
        }
        let known: BTreeMap<NaiveDate, &BTreeMap<String, ServiceUsage>> = usage
            .daily_service_usages
            .iter()
            .filter_map(|day| Some((day.date?.date_naive(), &day.service_usage)))
            .collect();
        let costs = |services: &BTreeMap<String, ServiceUsage>| {
            let mut costs = vec![0.0; series.len()];
            for (name, usage) in services {
                let index = named.iter().position(|named| named == name).unwrap_or(MAX_SERIES);
                if let Some(cost) = costs.get_mut(index) {
                    *cost += usage.cost_usd().unwrap_or_default();
                }
            }
            costs
        };
        let cycle = usage.usage_cycle.as_ref().and_then(|cycle| cycle.days());
        let (first, last) = match cycle {
            Some(days) => days.into_inner(),
            None => (
                known.keys().next().copied().unwrap_or(now.date_naive()),
                known.keys().next_back().copied().unwrap_or(now.date_naive()),
            ),
        };
        let days = first.iter_days().take_while(|day| *day <= last).take(62);
        let days = days.map(|day| (day, known.get(&day).map(|services| costs(services)))).collect();
        let projection = usage.projection(now).filter(|projection| projection.elapsed < 1.0);
        Self { series, days, limit, projection: projection.map(|projection| projection.projected_usd) }
    }

    /// Returns the limit and the projection, divided by the days of the cycle.
    pub fn daily(&self) -> (Option<f64>, Option<f64>) {
        let days = self.days.len().max(1) as f64;
        (self.limit.map(|usd| usd / days), self.projection.map(|usd| usd / days))
    }

    /// Returns `true` if the cost of no day is known.
    pub fn has_no_days(&self) -> bool {
        self.days.iter().all(|(_, costs)| costs.is_none())
    }

    /// Returns the highest cost of a day, with the projection.
    fn highest_day(&self) -> f64 {
        let totals = self.days.iter().filter_map(|(_, costs)| costs.as_ref()).map(|costs| costs.iter().sum());
        totals.chain(self.daily().1).fold(0.0, f64::max)
    }

    /// Returns the cost of all days, or the projection if that is higher.
    fn highest_sum(&self) -> f64 {
        let sum: f64 = self.days.iter().filter_map(|(_, costs)| costs.as_ref()).flatten().sum();
        sum.max(self.projection.unwrap_or_default())
    }

    /// Returns `true` if the limit is drawn among the costs of days, and among their sums.
    pub fn draws_limit(&self) -> (bool, bool) {
        let (daily, _) = self.daily();
        let is_drawn = |limit: Option<f64>, highest| limit.is_some_and(|limit| is_drawn(limit, highest));
        (is_drawn(daily, self.highest_day()), is_drawn(self.limit, self.highest_sum()))
    }

    /// Draws a bar for each day, stacked by service, with the limit and the projection as lines.
    pub fn by_day(&self, size: Size) -> Markup {
        let (limit, projection) = self.daily();
        let frame = Frame::new(size, self.days.len(), self.highest_day(), limit);
        html! {
            svg class=(size.class) viewBox=(format!("0 0 {} {}", size.width, size.height)) role="img"
                aria-label="Cost of each day in USD, stacked by service" {
                (frame.axes(&self.days, "USD a day"))
                @for (index, (day, costs)) in self.days.iter().enumerate() {
                    @if let Some(costs) = costs { (self.bar(&frame, index, *day, costs)) }
                }
                (frame.line(limit, "limit"))
                (frame.line(projection, "projection"))
            }
        }
    }

    fn bar(&self, frame: &Frame, index: usize, day: NaiveDate, costs: &[f64]) -> Markup {
        let mut below = 0.0;
        let parts: Vec<(usize, f64, f64)> = costs
            .iter()
            .enumerate()
            .map(|(series, cost)| {
                let bottom = below;
                below += cost;
                (series, bottom, *cost)
            })
            .collect();
        let total: f64 = costs.iter().sum();
        html! {
            g {
                title { (day) ": " (format!("{total:.2}")) " USD" }
                @for (series, bottom, cost) in parts.into_iter().filter(|(_, _, cost)| *cost > 0.0) {
                    rect class=(format!("s{series}")) x=(px(frame.x(index) + 0.12 * frame.step))
                        width=(px(0.76 * frame.step)) y=(px(frame.y(bottom + cost)))
                        height=(px(frame.y(bottom) - frame.y(bottom + cost))) {}
                }
            }
        }
    }

    /// Draws the cost since the beginning of the cycle, its projection to the end, and the limit.
    pub fn summed_up(&self, size: Size) -> Markup {
        let mut sum = 0.0;
        let sums: Vec<(usize, f64)> = self
            .days
            .iter()
            .enumerate()
            .filter_map(|(index, (_, costs))| {
                sum += costs.as_ref()?.iter().sum::<f64>();
                Some((index, sum))
            })
            .collect();
        let frame = Frame::new(size, self.days.len(), self.highest_sum(), self.limit);
        let point = |(index, sum): &(usize, f64)| format!("{},{}", px(frame.x(index + 1)), px(frame.y(*sum)));
        let line: Vec<String> = sums.iter().map(point).collect();
        let start = format!("{},{}", px(frame.x(0)), px(frame.y(0.0)));
        let last = sums.last();
        html! {
            svg class=(size.class) viewBox=(format!("0 0 {} {}", size.width, size.height)) role="img"
                aria-label="Cost since the beginning of the billing cycle in USD, with its limit" {
                (frame.axes(&self.days, "USD since the beginning of the cycle"))
                @if let Some((index, _)) = last {
                    polygon class="area" points=(format!("{start} {} {},{}", line.join(" "), px(frame.x(index + 1)), px(frame.y(0.0)))) {}
                    polyline class="sum" points=(format!("{start} {}", line.join(" "))) {}
                }
                @if let Some(projection) = self.projection {
                    @let (day, sum) = last.map_or((0, 0.0), |(index, sum)| (index + 1, *sum));
                    line class="projection" x1=(px(frame.x(day))) y1=(px(frame.y(sum)))
                        x2=(px(frame.x(self.days.len()))) y2=(px(frame.y(projection))) {}
                }
                (frame.line(self.limit, "limit"))
            }
        }
    }
}

/// Axes of a chart.
struct Frame {
    size: Size,
    step: f64,
    top: f64,
    tick: f64,
}

impl Frame {
    fn new(size: Size, days: usize, highest: f64, limit: Option<f64>) -> Self {
        let drawn_limit = limit.filter(|limit| is_drawn(*limit, highest));
        let highest = highest.max(drawn_limit.unwrap_or_default());
        let tick = tick(highest);
        let top = tick * (highest / tick).ceil().max(1.0);
        Self { size, step: (size.width - LEFT - RIGHT) / days.max(1) as f64, top, tick }
    }

    fn x(&self, index: usize) -> f64 {
        LEFT + self.step * index as f64
    }

    fn y(&self, value: f64) -> f64 {
        let height = self.size.height - TOP - BOTTOM;
        TOP + height * (1.0 - value / self.top)
    }

    fn axes<T>(&self, days: &[(NaiveDate, T)], unit: &str) -> Markup {
        let ticks =
            (0_u32..).map(|index| self.tick * f64::from(index)).take_while(|tick| *tick <= self.top * 1.001);
        let decimals = if self.tick < 0.1 { 2 } else { usize::from(self.tick < 1.0) };
        let right = self.size.width - RIGHT;
        html! {
            text class="unit" x="0" y="12" { (unit) }
            @for tick in ticks {
                line class="grid" x1=(LEFT) x2=(right) y1=(px(self.y(tick))) y2=(px(self.y(tick))) {}
                text x=(LEFT - 6.0) y=(px(self.y(tick) + 4.0)) text-anchor="end" { (format!("{tick:.decimals$}")) }
            }
            @for (index, (day, _)) in days.iter().enumerate().step_by(self.size.days_per_label) {
                // The last label would be cut.
                @if self.x(index) + 0.5 * self.step + 20.0 < self.size.width {
                    text x=(px(self.x(index) + 0.5 * self.step)) y=(self.size.height - 8.0) text-anchor="middle" {
                        (day.format("%-d %b"))
                    }
                }
            }
        }
    }

    fn line(&self, value: Option<f64>, class: &str) -> Markup {
        let right = self.size.width - RIGHT;
        html! {
            @if let Some(value) = value.filter(|value| *value <= self.top) {
                line class=(class) x1=(LEFT) x2=(right) y1=(px(self.y(value))) y2=(px(self.y(value))) {}
            }
        }
    }
}

/// Returns `true` if a limit is drawn in a chart of values up to `highest`.
fn is_drawn(limit: f64, highest: f64) -> bool {
    limit <= MAX_LIMIT_FACTOR * highest
}

/// Returns the distance of two ticks: 1, 2 or 5 times a power of ten, of which about five fit below `highest`.
fn tick(highest: f64) -> f64 {
    let power = 10_f64.powf((highest / 5.0).max(0.01).log10().floor());
    let ticks = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    ticks.into_iter().find(|tick| 5.0 * tick >= highest).unwrap_or(10.0 * power)
}

fn px(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::tick;

    #[test]
    fn ticks_are_round_and_few() {
        for (highest, expected) in
            [(0.0, 0.01), (0.04, 0.01), (4.9, 1.0), (5.1, 2.0), (220.0, 50.0), (1000.0, 200.0)]
        {
            assert!((tick(highest) - expected).abs() < 1e-9, "{highest}: {}", tick(highest));
        }
    }
}
