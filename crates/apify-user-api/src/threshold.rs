//! Fraction of a limit at which its usage is worth a notice.

use std::{convert::Infallible, fmt, str::FromStr};

use api_runtime::{CallError, Error};

use crate::ApifyProblem;

/// Fraction of a limit, from 0 to 1: `0.8` is four fifths.
///
/// Methods that take a threshold accept it as an `f64`, too. `FromStr` reads a fraction (`0.8`) and percent
/// (`80%`). `Display` writes percent.
///
/// ```
/// # use apify_user_api as apify_user;
/// use apify_user::Threshold;
///
/// let threshold: Threshold = "80%".parse()?;
/// assert_eq!(threshold, Threshold::new(0.8)?);
/// assert_eq!(threshold.to_string(), "80 %");
/// for invalid in ["80", "120%", "-0.1", "NaN", "a lot"] {
///     assert!(invalid.parse::<Threshold>().is_err());
/// }
/// # Ok::<(), apify_user::InvalidThreshold>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Threshold(f64);

/// Value that is no [`Threshold`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a threshold is a fraction from 0 to 1, such as 0.8, or percent, such as 80%")]
#[non_exhaustive]
pub struct InvalidThreshold;

impl Threshold {
    /// Creates a threshold.
    ///
    /// # Errors
    /// If the fraction is below 0, above 1 or NaN.
    pub const fn new(fraction: f64) -> Result<Self, InvalidThreshold> {
        if fraction >= 0.0 && fraction <= 1.0 { Ok(Self(fraction)) } else { Err(InvalidThreshold) }
    }

    /// Returns the fraction, from 0 to 1.
    pub const fn fraction(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Threshold {
    type Error = InvalidThreshold;

    fn try_from(fraction: f64) -> Result<Self, InvalidThreshold> {
        Self::new(fraction)
    }
}

impl FromStr for Threshold {
    type Err = InvalidThreshold;

    fn from_str(text: &str) -> Result<Self, InvalidThreshold> {
        let text = text.trim();
        let number = |text: &str| text.trim_end().parse::<f64>().map_err(|_| InvalidThreshold);
        match text.strip_suffix('%') {
            Some(percent) => Self::new(number(percent)? / 100.0),
            None => Self::new(number(text)?),
        }
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the digits that only the multiplication adds.
        write!(f, "{} %", (self.0 * 1e6).round() / 1e4)
    }
}

/// A [`Threshold`] is valid already.
impl From<Infallible> for InvalidThreshold {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Lets `?` pass it on from a function whose other errors are those of calls.
impl From<InvalidThreshold> for Error<ApifyProblem> {
    fn from(error: InvalidThreshold) -> Self {
        CallError::input(error.to_string()).into()
    }
}

#[cfg(test)]
mod tests {
    use api_runtime::{Error, ErrorKind};

    use super::{InvalidThreshold, Threshold};
    use crate::ApifyProblem;

    #[test]
    fn a_threshold_is_a_fraction_from_0_to_1() {
        for fraction in [0.0, -0.0, f64::MIN_POSITIVE, 0.8, 1.0] {
            assert_eq!(Threshold::new(fraction).map(Threshold::fraction), Ok(fraction));
            assert_eq!(Threshold::try_from(fraction), Threshold::new(fraction));
        }
        let just_above = 1.0 + f64::EPSILON;
        for fraction in [-f64::MIN_POSITIVE, just_above, 80.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(Threshold::new(fraction), Err(InvalidThreshold), "{fraction}");
        }
    }

    #[test]
    fn a_text_is_a_fraction_or_percent() {
        for (text, fraction) in [
            ("0.8", 0.8),
            ("0", 0.0),
            ("1", 1.0),
            ("80%", 0.8),
            (" 12.5 % ", 0.125),
            ("100%", 1.0),
            ("0%", 0.0),
        ] {
            assert_eq!(text.parse::<Threshold>().map(Threshold::fraction), Ok(fraction), "{text}");
        }
        for text in ["", "%", "80", "101%", "-1%", "1.01", "NaN", "nan%", "inf", "0,8", "0.8x", "80%%", "%80"]
        {
            assert_eq!(text.parse::<Threshold>(), Err(InvalidThreshold), "{text}");
        }
    }

    #[test]
    fn it_prints_percent() {
        for (fraction, text) in
            [(0.8, "80 %"), (0.0, "0 %"), (0.29, "29 %"), (0.125, "12.5 %"), (1.0, "100 %")]
        {
            assert_eq!(Threshold(fraction).to_string(), text);
        }
    }

    #[test]
    fn as_the_error_of_a_call_it_is_an_invalid_input() {
        let error = Error::<ApifyProblem>::from(InvalidThreshold);
        assert_eq!((error.kind(), error.to_string()), (ErrorKind::Input, InvalidThreshold.to_string()));
    }
}
