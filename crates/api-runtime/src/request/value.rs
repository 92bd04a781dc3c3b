//! Values of query parameters and headers.

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Utc};

use crate::CallError;

/// A value of a query parameter or a header.
pub trait QueryValue {
    /// Passes the text of the value to `write`: once, not at all for `None`, and once for each
    /// element of a list.
    ///
    /// # Errors
    /// If the value has no text that an API could parse.
    fn write_texts(&self, write: &mut dyn FnMut(&str)) -> Result<(), InvalidValue>;
}

/// Reason why a value cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidValue(pub(super) &'static str);

impl From<InvalidValue> for CallError {
    fn from(error: InvalidValue) -> Self {
        Self::input(format!("an argument of the path cannot be sent: {error}"))
    }
}

/// Checks that the year of a date has four digits, as RFC 3339 requires. chrono writes others
/// with a sign.
///
/// # Errors
/// If the year is negative or greater than 9999.
pub fn check_year(date: &impl Datelike) -> Result<(), InvalidValue> {
    match date.year() {
        0..=9999 => Ok(()),
        _ => Err(InvalidValue("its year does not have four digits")),
    }
}

impl QueryValue for str {
    fn write_texts(&self, write: &mut dyn FnMut(&str)) -> Result<(), InvalidValue> {
        write(self);
        Ok(())
    }
}

impl QueryValue for String {
    fn write_texts(&self, write: &mut dyn FnMut(&str)) -> Result<(), InvalidValue> {
        self.as_str().write_texts(write)
    }
}

impl QueryValue for bool {
    fn write_texts(&self, write: &mut dyn FnMut(&str)) -> Result<(), InvalidValue> {
        (if *self { "true" } else { "false" }).write_texts(write)
    }
}

macro_rules! integer_values {
    ($($integer:ty),*) => {$(
        impl QueryValue for $integer {
            fn write_texts(&self, write: &mut dyn FnMut(&str)) -> Result<(), InvalidValue> {
                self.to_string().write_texts(write)
            }
        }
    )*};
}
// `i32` is the type of a number that a caller writes out.
integer_values!(i32, u32, i64, u64, usize);

impl QueryValue for f64 {
    fn write_texts(&self, write: &mut dyn FnMut(&str)) -> Result<(), InvalidValue> {
        if !self.is_finite() {
            return Err(InvalidValue("it is not a finite number"));
        }
        self.to_string().write_texts(write)
    }
}

impl QueryValue for NaiveDate {
    fn write_texts(&self, write: &mut dyn FnMut(&str)) -> Result<(), InvalidValue> {
        check_year(self)?;
        self.to_string().write_texts(write)
    }
}

impl QueryValue for DateTime<Utc> {
    fn write_texts(&self, write: &mut dyn FnMut(&str)) -> Result<(), InvalidValue> {
        check_year(self)?;
        self.to_rfc3339_opts(SecondsFormat::AutoSi, true).write_texts(write)
    }
}

impl<T: QueryValue + ?Sized> QueryValue for &T {
    fn write_texts(&self, write: &mut dyn FnMut(&str)) -> Result<(), InvalidValue> {
        (**self).write_texts(write)
    }
}

impl<T: QueryValue> QueryValue for Option<T> {
    fn write_texts(&self, write: &mut dyn FnMut(&str)) -> Result<(), InvalidValue> {
        self.as_ref().map_or(Ok(()), |value| value.write_texts(write))
    }
}

impl<T: QueryValue> QueryValue for Vec<T> {
    fn write_texts(&self, write: &mut dyn FnMut(&str)) -> Result<(), InvalidValue> {
        self.iter().try_for_each(|value| value.write_texts(write))
    }
}
