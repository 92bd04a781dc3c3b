//! What was odd in a body.

use std::cell::{Cell, RefCell};

use super::path::Path;

/// How many places are kept by name; a body of a million odd fields makes no million lines.
const KEPT: usize = 20;

/// Collects while one body is read.
#[derive(Default)]
pub(super) struct Log {
    paths: RefCell<Vec<String>>,
    count: Cell<usize>,
}

impl Log {
    pub(super) fn note(&self, path: &Path<'_>) {
        self.count.set(self.count.get() + 1);
        let mut paths = self.paths.borrow_mut();
        if paths.len() < KEPT {
            paths.push(path.to_string());
        }
    }

    pub(super) fn into_oddities(self) -> Oddities {
        Oddities { paths: self.paths.into_inner(), count: self.count.get() }
    }
}

/// The places of a body that were read as absent, because what stood there was not what the
/// description says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oddities {
    paths: Vec<String>,
    count: usize,
}

impl Oddities {
    /// The first of the places, such as `data.plan.tier`.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// How many there were in all.
    pub fn count(&self) -> usize {
        self.count
    }
}
