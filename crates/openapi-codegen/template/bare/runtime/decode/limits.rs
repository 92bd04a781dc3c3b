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
