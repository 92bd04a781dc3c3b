//! Limits of what one body may cost: small values on the wire can be large in memory.

use std::cell::Cell;

use super::error::DecodeError;

/// Smallest limit of the memory of a body's values, in bytes.
const MIN_MEMORY: usize = 4 * 1024 * 1024;

/// Largest number of bytes that one value of a body, or its absence, may take by the fast reader,
/// which does not count them: a field of a sparse object, or an entry of an untyped one.
const MAX_BYTES_PER_VALUE: usize = 1024;

/// Smallest number of bytes in a body that such a value needs: `{},`.
const MIN_BODY_BYTES_PER_VALUE: usize = 3;

/// Returns the memory that the values of a body may take, in bytes, where a body may have
/// `max_response_size`.
pub(crate) fn memory_limit(max_response_size: usize) -> usize {
    max_response_size.saturating_mul(4).max(MIN_MEMORY)
}

/// Returns `true` if the values of a body cannot exceed the limit, whatever its type is. With the
/// default limit, a body of up to 192 KiB is not even counted.
pub(super) fn is_surely_within(memory: usize, body: &[u8]) -> bool {
    let most = memory / MAX_BYTES_PER_VALUE;
    body.len() / MIN_BODY_BYTES_PER_VALUE <= most || count_values(body) <= most
}

/// Counts the characters that a value begins or ends with. In blocks, which the compiler turns
/// into vector instructions.
fn count_values(body: &[u8]) -> usize {
    let is_mark = |byte: &u8| *byte == b',' || (*byte | 0x20) == b'{';
    let count = |block: &[u8]| usize::from(block.iter().map(|byte| u8::from(is_mark(byte))).sum::<u8>());
    body.chunks(usize::from(u8::MAX)).map(count).sum()
}

/// Number of times that a whole body may be scanned. Each level of a type scans its values once, to
/// find their ends: no type has as many levels, but untyped lists within lists could.
const MAX_SCANS: usize = 32;

/// Number of bytes that may be scanned of any body: a small one may be nested as deeply as JSON may.
const MIN_SCAN: usize = 64 * 1024 * 1024;

/// Remaining memory and time of one body.
pub(super) struct Limits {
    memory: Cell<usize>,
    scanned: Cell<usize>,
}

impl Limits {
    pub(super) fn new(memory: usize, body_length: usize) -> Self {
        Self {
            memory: Cell::new(memory),
            scanned: Cell::new(body_length.saturating_mul(MAX_SCANS).max(MIN_SCAN)),
        }
    }

    #[cfg(test)]
    pub(super) fn with_scan(self, bytes: usize) -> Self {
        Self { scanned: Cell::new(bytes), ..self }
    }

    /// Counts memory that is about to be allocated.
    pub(super) fn allocate(&self, bytes: usize) -> Result<(), DecodeError> {
        take(&self.memory, bytes)
    }

    /// Counts text that has been scanned.
    pub(super) fn scan(&self, bytes: usize) -> Result<(), DecodeError> {
        take(&self.scanned, bytes)
    }
}

fn take(remaining: &Cell<usize>, bytes: usize) -> Result<(), DecodeError> {
    let rest = remaining.get().checked_sub(bytes).ok_or_else(DecodeError::too_large)?;
    remaining.set(rest);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{count_values, is_surely_within, memory_limit};

    const MIB: usize = 1024 * 1024;

    #[test]
    fn values_are_counted() {
        assert_eq!(count_values(br#"{"a":[1,2,{}],"b":"x"}"#), 6);
        for length in [0, 1, 254, 255, 256, 1000] {
            assert_eq!(count_values(&vec![b','; length]), length);
            assert_eq!(count_values(&vec![b'x'; length]), 0);
        }
    }

    #[test]
    fn the_limit_is_four_times_the_largest_response_or_4_mib() {
        assert_eq!(memory_limit(16 * MIB), 64 * MIB);
        assert_eq!(memory_limit(1000), 4 * MIB);
        assert_eq!(memory_limit(usize::MAX), usize::MAX);
    }

    #[test]
    fn only_a_dense_body_can_exceed_the_limit() {
        assert!(is_surely_within(64 * MIB, &vec![b'{'; 192 * 1024]));
        assert!(!is_surely_within(64 * MIB, &vec![b'{'; 192 * 1024 + 3]));
        assert!(is_surely_within(64 * MIB, &vec![b'x'; 16 * MIB]));
    }
}
