//! Services, their prices and volume discounts.
//!
//! Quantities are counted in thousandths of a unit and money in trillionths of a dollar, so that
//! days add up to months without rounding.

use serde_json::{Value, json};

/// A service that is charged for.
pub(super) struct PricedService {
    pub(super) name: &'static str,
    /// Billionths of a dollar per unit.
    unit_price: i64,
    /// Smallest quantity, in thousandths of a unit.
    pub(super) step: i64,
    /// Number of steps on an ordinary day.
    pub(super) steps_per_day: i64,
    /// Units above which the price falls, and percent by which it falls.
    discounts: &'static [(i64, i64)],
}

/// The part of a quantity that falls into one price tier.
#[derive(Clone, Copy)]
pub(super) struct TierQuantity {
    above: i64,
    discount: i64,
    quantity: i64,
}

pub(super) const SERVICES: &[PricedService] = &[
    service("ACTOR_COMPUTE_UNITS", 300_000_000, 250, 22, &[(100, 10), (250, 20)]),
    service("DATASET_READS", 400, 1_000_000, 14, &[]),
    service("DATASET_TIMED_STORAGE_GBYTE_HOURS", 1_000_000, 1_000, 45, &[]),
    service("DATASET_WRITES", 5_000, 1_000_000, 6, &[(100_000, 20)]),
    service("DATA_TRANSFER_EXTERNAL_GBYTES", 200_000_000, 100, 19, &[(25, 10), (100, 25)]),
    service("DATA_TRANSFER_INTERNAL_GBYTES", 50_000_000, 100, 34, &[]),
    service("KEY_VALUE_STORE_READS", 5_000, 1_000_000, 2, &[]),
    service("KEY_VALUE_STORE_TIMED_STORAGE_GBYTE_HOURS", 1_000_000, 1_000, 70, &[]),
    service("KEY_VALUE_STORE_WRITES", 50_000, 1_000_000, 1, &[]),
    service("PROXY_RESIDENTIAL_TRANSFER_GBYTES", 8_000_000_000, 10, 9, &[(2, 5)]),
    service("PROXY_SERPS", 2_500_000, 1_000, 210, &[(5_000, 20)]),
    service("REQUEST_QUEUE_READS", 4_000, 1_000_000, 5, &[]),
    service("REQUEST_QUEUE_WRITES", 20_000, 1_000_000, 3, &[]),
];

const fn service(
    name: &'static str,
    unit_price: i64,
    step: i64,
    steps_per_day: i64,
    discounts: &'static [(i64, i64)],
) -> PricedService {
    PricedService { name, unit_price, step, steps_per_day, discounts }
}

impl PricedService {
    /// Splits the usage between two totals into tiers.
    pub(super) fn tiers(&self, from: i64, to: i64) -> Vec<TierQuantity> {
        let tiers: Vec<(i64, i64)> = std::iter::once((0, 0))
            .chain(self.discounts.iter().map(|(units, percent)| (units * 1000, *percent)))
            .collect();
        let ends = tiers.iter().skip(1).map(|(above, _)| *above).chain([i64::MAX]);
        tiers
            .iter()
            .zip(ends)
            .map(|(&(above, discount), end)| TierQuantity {
                above,
                discount,
                quantity: to.min(end) - from.max(above),
            })
            .filter(|tier| tier.quantity > 0)
            .collect()
    }

    /// Returns the cost at full price, in trillionths of a dollar.
    pub(super) fn base_amount(&self, tiers: &[TierQuantity]) -> i64 {
        quantity(tiers) * self.unit_price
    }

    /// Returns the cost at the prices of the tiers, in trillionths of a dollar.
    pub(super) fn amount(&self, tiers: &[TierQuantity]) -> i64 {
        tiers.iter().map(|tier| tier.quantity * self.tier_price(*tier)).sum()
    }

    pub(super) fn to_json(&self, tiers: &[TierQuantity]) -> Value {
        let tier = |tier: &TierQuantity| {
            json!({
                "quantityAbove": units(tier.above),
                "discountPercent": tier.discount,
                "tierQuantity": units(tier.quantity),
                "unitPriceUsd": unit_dollars(self.tier_price(*tier)),
                "priceUsd": dollars(tier.quantity * self.tier_price(*tier)),
            })
        };
        json!({
            "quantity": units(quantity(tiers)),
            "baseAmountUsd": dollars(self.base_amount(tiers)),
            "baseUnitPriceUsd": unit_dollars(self.unit_price),
            "amountAfterVolumeDiscountUsd": dollars(self.amount(tiers)),
            "priceTiers": tiers.iter().map(tier).collect::<Value>(),
        })
    }

    // Each price above is a multiple of a hundred billionths, so no remainder is lost.
    fn tier_price(&self, tier: TierQuantity) -> i64 {
        self.unit_price * (100 - tier.discount) / 100
    }
}

pub(super) fn quantity(tiers: &[TierQuantity]) -> i64 {
    tiers.iter().map(|tier| tier.quantity).sum()
}

/// Converts thousandths to units.
pub(super) fn units(thousandths: i64) -> Value {
    number(thousandths, 1e3)
}

/// Converts trillionths to dollars.
pub(super) fn dollars(trillionths: i64) -> Value {
    number(trillionths, 1e12)
}

/// Converts billionths to dollars.
fn unit_dollars(billionths: i64) -> Value {
    number(billionths, 1e9)
}

/// Writes a whole number without a fraction, as JavaScript does.
fn number(count: i64, per_unit: f64) -> Value {
    let value = count as f64 / per_unit;
    if value.fract() == 0.0 { json!(value as i64) } else { json!(value) }
}

#[cfg(test)]
mod tests {
    use super::{SERVICES, quantity};

    #[test]
    fn prices_leave_no_remainder() {
        for service in SERVICES {
            for (_, percent) in service.discounts {
                assert_eq!(service.unit_price * (100 - percent) % 100, 0, "{}", service.name);
            }
        }
    }

    #[test]
    fn tiers_of_days_add_up_to_those_of_the_month() {
        for service in SERVICES {
            let days = [0, 70_000, 260_000, 261_000, 900_000_000];
            let whole = service.tiers(0, 900_000_000);
            let pieces: Vec<_> = days.windows(2).flat_map(|day| service.tiers(day[0], day[1])).collect();
            assert_eq!(quantity(&pieces), 900_000_000, "{}", service.name);
            assert_eq!(service.amount(&pieces), service.amount(&whole), "{}", service.name);
        }
    }
}
