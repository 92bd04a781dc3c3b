//! The figures of a server's rate limit, from the headers of a response.

use std::{
    cmp::Reverse,
    time::{Duration, SystemTime},
};

use http::{HeaderMap, HeaderName};

use crate::structured_list::{Member, parse_list};

/// Figures of a server's rate limit.
///
/// They come from `RateLimit` and `RateLimit-Policy` (an IETF draft, as Cloudflare sends them:
/// `"default";r=50;t=30` and `"default";q=1200;w=300`), or else from headers such as
/// `X-RateLimit-Limit` or `RateLimit-Limit`. Of several policies, these are the figures of the one
/// that leaves the fewest requests, and of two such of the one that lasts longer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Requests allowed in a window.
    pub limit: Option<u64>,
    /// Requests left in the current window.
    pub remaining: Option<u64>,
    /// End of the window as the server gives it: seconds from now or since 1970.
    pub reset: Option<u64>,
    /// Length of a window, in seconds.
    pub window: Option<u64>,
}

/// Smallest `reset` that is a time in seconds since 1970, that of September 2001, and no duration.
const FIRST_TIMESTAMP: u64 = 1_000_000_000;
/// Smallest `reset` that is a time in milliseconds since 1970.
const FIRST_MILLIS: u64 = 1_000_000_000_000;

impl RateLimit {
    /// Returns the time until the window ends, as seen at `now`.
    pub(crate) fn reset_after(&self, now: SystemTime) -> Option<Duration> {
        let reset = self.reset?;
        if reset < FIRST_TIMESTAMP {
            return Some(Duration::from_secs(reset));
        }
        let since_1970 =
            if reset < FIRST_MILLIS { Duration::from_secs(reset) } else { Duration::from_millis(reset) };
        let end = SystemTime::UNIX_EPOCH.checked_add(since_1970)?;
        Some(end.duration_since(now).unwrap_or_default())
    }
}

/// Returns the figures that a response has, if any.
pub(crate) fn parse_rate_limit(headers: &HeaderMap) -> Option<RateLimit> {
    let policies = list(headers, &RATE_LIMIT_POLICY);
    let figures = match tightest(list(headers, &RATE_LIMIT)) {
        Some(state) => {
            let policy = policies.into_iter().find(|policy| policy.name == state.name).unwrap_or_default();
            RateLimit { limit: policy.q, remaining: state.r, reset: state.t, window: policy.w }
        }
        None => {
            let separate = separate_headers(headers);
            let policy = policies.into_iter().next().unwrap_or_default();
            RateLimit { limit: separate.limit.or(policy.q), window: policy.w, ..separate }
        }
    };
    (figures != RateLimit::default()).then_some(figures)
}

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Returns the policy that leaves the fewest requests.
fn tightest(states: Vec<Policy>) -> Option<Policy> {
    let known = states.into_iter().filter(|state| state.r.is_some());
    known.min_by_key(|state| (state.r, Reverse(state.t)))
}

/// Returns the figures of headers that hold one each, such as `X-RateLimit-Limit`.
fn separate_headers(headers: &HeaderMap) -> RateLimit {
    const X_LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
    const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
    const X_REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
    const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
    const X_RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
    const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");
    let number = |names: [HeaderName; 2]| {
        names.iter().find_map(|name| {
            let text = headers.get(name)?.to_str().ok()?;
            // `100, 100;w=60` in older drafts.
            text.split([',', ';']).next()?.trim().parse().ok()
        })
    };
    RateLimit {
        limit: number([X_LIMIT, LIMIT]),
        remaining: number([X_REMAINING, REMAINING]),
        reset: number([X_RESET, RESET]),
        window: None,
    }
}

/// An element of `RateLimit` or `RateLimit-Policy`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Policy {
    name: Option<String>,
    /// Requests in a window.
    q: Option<u64>,
    /// Length of a window, in seconds.
    w: Option<u64>,
    /// Requests left.
    r: Option<u64>,
    /// Seconds until they are renewed.
    t: Option<u64>,
}

impl From<Member<'_>> for Policy {
    fn from(member: Member<'_>) -> Self {
        let mut policy = Self { name: member.text, ..Self::default() };
        for (key, integer) in member.integers {
            let value = u64::try_from(integer).ok();
            match key {
                "q" => policy.q = value,
                "w" => policy.w = value,
                "r" => policy.r = value,
                "t" => policy.t = value,
                _ => {}
            }
        }
        policy
    }
}

/// Returns the elements of a header that is a list of structured fields (RFC 9651). A header that
/// is malformed has none, as the RFC demands.
fn list(headers: &HeaderMap, name: &HeaderName) -> Vec<Policy> {
    let mut policies = Vec::new();
    for line in headers.get_all(name) {
        let Some(members) = line.to_str().ok().and_then(parse_list) else { return Vec::new() };
        policies.extend(members.into_iter().map(Policy::from));
    }
    policies
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::{RateLimit, parse_rate_limit};

    fn parse(headers: &[(&'static str, &str)]) -> Option<RateLimit> {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
            .collect();
        parse_rate_limit(&headers)
    }

    /// Returns limit, remaining, reset and window.
    fn figures(headers: &[(&'static str, &str)]) -> [Option<u64>; 4] {
        let RateLimit { limit, remaining, reset, window } = parse(headers).unwrap_or_default();
        [limit, remaining, reset, window]
    }

    #[test]
    fn the_headers_of_cloudflare() {
        let both =
            [("ratelimit", r#""default";r=50;t=30"#), ("ratelimit-policy", r#""default";q=1200;w=300"#)];
        assert_eq!(figures(&both), [Some(1200), Some(50), Some(30), Some(300)]);
        assert_eq!(figures(&both[..1]), [None, Some(50), Some(30), None]);
        assert_eq!(figures(&both[1..]), [Some(1200), None, None, Some(300)]);
    }

    /// Examples of draft-ietf-httpapi-ratelimit-headers-10.
    #[test]
    fn the_examples_of_the_draft() {
        let policies = ("ratelimit-policy", r#""burst";q=100;w=60,"daily";q=1000;w=86400"#);
        assert_eq!(figures(&[policies]), [Some(100), None, None, Some(60)]);
        let daily = ("ratelimit", r#""daily";r=12;t=5"#);
        assert_eq!(figures(&[policies, daily]), [Some(1000), Some(12), Some(5), Some(86400)]);
        let default = ("ratelimit", r#""default";r=50;t=30"#);
        assert_eq!(figures(&[default]), [None, Some(50), Some(30), None]);
        let with_unit = ("ratelimit-policy", r#""peruser";q=100;w=60;pk=:cHsdsRa894==:"#);
        assert_eq!(figures(&[with_unit]), [Some(100), None, None, Some(60)]);
        let bytes = ("ratelimit-policy", r#""peruser";q=65535;qu="content-bytes";w=10;pk=:sdfjLJUOUH==:"#);
        assert_eq!(figures(&[bytes]), [Some(65535), None, None, Some(10)]);
        let partitioned = ("ratelimit", r#""default";r=0;t=45;pk=:dHJpYWwxMjEzMjM=:"#);
        assert_eq!(figures(&[partitioned]), [None, Some(0), Some(45), None]);
    }

    #[test]
    fn of_several_policies_the_one_that_leaves_the_fewest_requests_counts() {
        let policies = r#""burst";q=100;w=60, "daily";q=1000;w=86400"#;
        let of = |state| figures(&[("ratelimit-policy", policies), ("ratelimit", state)]);
        assert_eq!(
            of(r#""burst";r=99;t=1, "daily";r=7;t=40000"#),
            [Some(1000), Some(7), Some(40000), Some(86400)]
        );
        assert_eq!(of(r#""burst";r=3;t=1, "daily";r=7;t=40000"#), [Some(100), Some(3), Some(1), Some(60)]);
        assert_eq!(
            of(r#""burst";r=0;t=1, "daily";r=0;t=40000"#),
            [Some(1000), Some(0), Some(40000), Some(86400)]
        );
        assert_eq!(of(r#""other";r=9;t=8"#), [None, Some(9), Some(8), None]);
        // Some servers write names without quotes.
        let tokens =
            [("ratelimit-policy", "burst;q=100;w=60, daily;q=1000;w=86400"), ("ratelimit", "daily;r=7;t=9")];
        assert_eq!(figures(&tokens), [Some(1000), Some(7), Some(9), Some(86400)]);
    }

    #[test]
    fn several_lines_are_one_list() {
        let mut headers = HeaderMap::new();
        for line in [r#""burst";r=9;t=8"#, r#""daily";r=2;t=70"#] {
            headers.append("ratelimit", HeaderValue::from_static(line));
        }
        assert_eq!(parse_rate_limit(&headers).unwrap().remaining, Some(2));
    }

    #[test]
    fn older_headers() {
        let older = [("x-ratelimit-limit", "100"), ("ratelimit-remaining", " 7 "), ("ratelimit-reset", "60")];
        assert_eq!(figures(&older), [Some(100), Some(7), Some(60), None]);
        assert_eq!(figures(&[("ratelimit-limit", "100, 100;w=60")]), [Some(100), None, None, None]);
        assert_eq!(figures(&[("x-ratelimit-limit", "9"), ("ratelimit-limit", "8")])[0], Some(9));
        let mixed = [("ratelimit", r#""a";r=1;t=2"#), ("x-ratelimit-remaining", "7")];
        assert_eq!(figures(&mixed), [None, Some(1), Some(2), None]);
        let with_policy = [("ratelimit-policy", r#""a";q=5;w=6"#), ("ratelimit-remaining", "4")];
        assert_eq!(figures(&with_policy), [Some(5), Some(4), None, Some(6)]);
    }

    #[test]
    fn malformed_figures_are_absent() {
        for text in ["", "\"default", "default r=50", "\"a\";r=", "\"a\";r=1;;t=2", "\"a\";R=1", "7 7"] {
            assert_eq!(parse(&[("ratelimit", text)]), None, "{text}");
            assert_eq!(parse(&[("ratelimit-limit", "many"), ("ratelimit", text)]), None, "{text}");
        }
        let text = r#"token;r=1;t="x", ("a" "b");r=0, 7;r=-1, "a";r=5.0"#;
        assert_eq!(figures(&[("ratelimit", text)]), [None, Some(1), None, None]);
    }

    #[test]
    fn a_reset_is_a_duration_or_a_moment() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let after = |reset| RateLimit { reset, ..RateLimit::default() }.reset_after(now);
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(after(None), None);
        assert_eq!(after(Some(0)), seconds(0));
        assert_eq!(after(Some(30)), seconds(30));
        assert_eq!(after(Some(999_999_999)), seconds(999_999_999));
        assert_eq!(after(Some(1_000_000_000)), seconds(0));
        assert_eq!(after(Some(1_800_000_030)), seconds(30));
        assert_eq!(after(Some(1_800_000_030_500)), Some(Duration::from_millis(30_500)));
        assert_eq!(after(Some(1_000_000_000_000)), seconds(0));
        assert!(after(Some(u64::MAX)) > seconds(1_000_000_000));
    }
}
