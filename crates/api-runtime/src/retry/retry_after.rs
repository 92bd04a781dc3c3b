//! The delay that a server asks for.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};

/// Limit that keeps sums of durations from overflowing.
const MAX_DELAY: Duration = Duration::from_secs(365 * 24 * 3600);

/// Parses `retry-after-ms` (milliseconds), or else `Retry-After` (seconds or an HTTP date).
///
/// A date is relative to the response's own `Date` if there is one, so that a wrong clock on
/// either side makes no difference, and otherwise to `now`.
pub(crate) fn parse_retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(delay) = text("retry-after-ms").and_then(|text| parse_number(text, 1e-3)) {
        return Some(delay);
    }
    let value = text(header::RETRY_AFTER.as_str())?;
    if let Some(delay) = parse_number(value, 1.0) {
        return Some(delay);
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let from = text(header::DATE.as_str()).and_then(|date| httpdate::parse_http_date(date).ok());
    let delay = until.duration_since(from.unwrap_or(now)).unwrap_or_default();
    Some(delay.min(MAX_DELAY))
}

/// Parses a number of units. Some servers send `1.5`.
fn parse_number(text: &str, unit: f64) -> Option<Duration> {
    let seconds = text.parse::<f64>().ok().filter(|number| number.is_finite())? * unit;
    Some(Duration::from_secs_f64(seconds.clamp(0.0, MAX_DELAY.as_secs_f64())))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::parse_retry_after;

    fn read(headers: &[(&'static str, &str)]) -> Option<Duration> {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
            .collect();
        // Sun, 06 Nov 1994 08:49:37 GMT
        parse_retry_after(&headers, SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777))
    }

    #[test]
    fn seconds_milliseconds_and_dates_are_read() {
        let seconds = |n| Some(Duration::from_secs(n));
        assert_eq!(read(&[("retry-after", "7")]), seconds(7));
        assert_eq!(read(&[("retry-after", " 0 ")]), seconds(0));
        assert_eq!(read(&[("retry-after", "1.5")]), Some(Duration::from_millis(1500)));
        assert_eq!(read(&[("retry-after-ms", "250")]), Some(Duration::from_millis(250)));
        assert_eq!(
            read(&[("retry-after-ms", "250"), ("retry-after", "7")]),
            Some(Duration::from_millis(250))
        );
        assert_eq!(read(&[("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT")]), seconds(60));
        assert_eq!(read(&[("retry-after", "Sunday, 06-Nov-94 08:50:37 GMT")]), seconds(60));
        assert_eq!(read(&[("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")]), seconds(0));
    }

    #[test]
    fn a_date_is_relative_to_the_servers_own_clock() {
        let wait = read(&[
            ("date", "Sat, 05 Nov 1994 08:49:37 GMT"),
            ("retry-after", "Sat, 05 Nov 1994 08:49:40 GMT"),
        ]);
        assert_eq!(wait, Some(Duration::from_secs(3)));
    }

    #[test]
    fn other_texts_are_no_delay_and_large_delays_are_bounded() {
        for text in ["", "soon", "NaN", "inf", "7 seconds", "Sun, 99 Nov 1994"] {
            assert_eq!(read(&[("retry-after", text)]), None, "{text}");
        }
        assert_eq!(read(&[("retry-after", "-5")]), Some(Duration::ZERO));
        let year = Duration::from_secs(365 * 24 * 3600);
        assert_eq!(read(&[("retry-after", "1e300")]), Some(year));
        assert_eq!(read(&[("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT")]), Some(year));
    }
}
