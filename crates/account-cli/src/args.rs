//! Types of arguments: months, moments and periods.

use std::{str::FromStr, time::Duration};

use chrono::{DateTime, Months, NaiveDate, NaiveTime, TimeDelta, Utc};

/// Calendar month, written `2026-06`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    /// Returns the first and the last day.
    pub fn days(self) -> (NaiveDate, NaiveDate) {
        let next = self.first.checked_add_months(Months::new(1));
        (self.first, next.and_then(|day| day.pred_opt()).unwrap_or(self.first))
    }
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let first = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d");
        match first {
            Ok(first) if text.len() == 7 => Ok(Self { first }),
            _ => Err("a month is written YYYY-MM".to_owned()),
        }
    }
}

/// Period, written `30d`, `12h` or `1h 30m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period(TimeDelta);

impl Period {
    /// Returns the period as a difference of times.
    pub fn delta(self) -> TimeDelta {
        self.0
    }

    /// Returns the period as a duration.
    pub fn duration(self) -> Duration {
        self.0.to_std().unwrap_or_default()
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let longest = Duration::from_secs(100 * 366 * 24 * 60 * 60);
        let duration =
            humantime::parse_duration(text).map_err(|error| format!("{error}; write 30d, 12h or 90s"))?;
        match TimeDelta::from_std(duration) {
            Ok(delta) if !duration.is_zero() && duration <= longest => Ok(Self(delta)),
            _ => Err("a period is longer than nothing and at most a hundred years".to_owned()),
        }
    }
}

/// Moment, written as a day `2026-06-01` (0:00 UTC), as a time `2026-06-01T12:00:00Z`, or as a period that ends now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Point in time.
    At(DateTime<Utc>),
    /// Period before, or for an expiry after, the current time.
    Distance(Period),
}

impl Moment {
    /// Returns the point in time, a period counted back from `now`.
    pub fn before(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::At(time) => time,
            Self::Distance(period) => now - period.delta(),
        }
    }

    /// Returns the point in time, a period counted forward from `now`.
    pub fn after(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::At(time) => time,
            Self::Distance(period) => now + period.delta(),
        }
    }
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(day) = text.parse::<NaiveDate>() {
            return Ok(Self::At(day.and_time(NaiveTime::MIN).and_utc()));
        }
        if let Ok(time) = text.parse::<DateTime<Utc>>() {
            return Ok(Self::At(time));
        }
        let period = text
            .parse()
            .map_err(|_| "write a day 2026-06-01, a time 2026-06-01T12:00:00Z, or a period 7d")?;
        Ok(Self::Distance(period))
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, Month, Period};

    #[test]
    fn months_have_their_days() {
        let days = |text: &str| text.parse::<Month>().unwrap().days();
        assert_eq!(days("2026-02"), ("2026-02-01".parse().unwrap(), "2026-02-28".parse().unwrap()));
        assert_eq!(days("2026-12").1, "2026-12-31".parse().unwrap());
        for text in ["2026", "2026-13", "2026-6", "06-2026", "2026-06-01", ""] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }

    #[test]
    fn periods_are_positive() {
        assert_eq!("30d".parse::<Period>().unwrap().delta().num_days(), 30);
        for text in ["0s", "-1d", "30", "200y", "soon"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn moments_are_days_times_or_periods() {
        let now = "2026-06-08T12:00:00Z".parse().unwrap();
        let before = |text: &str| text.parse::<Moment>().unwrap().before(now).to_rfc3339();
        assert_eq!(before("7d"), "2026-06-01T12:00:00+00:00");
        assert_eq!(before("2026-06-01"), "2026-06-01T00:00:00+00:00");
        assert_eq!(before("2026-06-01T02:00:00+02:00"), "2026-06-01T00:00:00+00:00");
        assert!("yesterday".parse::<Moment>().is_err());
    }
}
