//! Fields of a body that were skipped.

use std::cell::{Cell, RefCell};

use super::error::JsonPath;

/// Number of paths that are kept: a body with a million malformed fields does not produce a
/// million texts.
const MAX_PATHS: usize = 1000;

/// Number of paths that are logged.
pub(crate) const MAX_LOGGED_PATHS: usize = 20;

/// Paths of a response body that were read as absent, because their values were malformed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SkippedFields {
    paths: Vec<String>,
    count: usize,
}

impl SkippedFields {
    /// Returns the JSON paths of the first 1,000, such as `data.plan.tier`.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// Returns the total number.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Returns `true` if the whole body was well-formed.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns `true` if the value at a path, such as `result[3].condition`, is incomplete: it, a
    /// part of it or a value that contains it was skipped. Also if that cannot be ruled out, because
    /// more fields were skipped than paths are kept.
    ///
    /// ```
    /// # use crate::runtime::decode;
    /// # #[derive(serde::Deserialize)]
    /// # #[allow(dead_code)]
    /// # struct Plan { tier: Option<String> }
    /// # #[derive(serde::Deserialize)]
    /// # #[allow(dead_code)]
    /// # struct Account { plan: Plan, name: Option<String> }
    /// let (_, skipped) = decode::tolerant::<Account>(br#"{"plan": {"tier": 7}, "name": "x"}"#)?;
    /// assert!(skipped.affects("plan") && skipped.affects("plan.tier"));
    /// assert!(!skipped.affects("name"));
    /// # Ok::<(), decode::DecodeError>(())
    /// ```
    pub fn affects(&self, path: &str) -> bool {
        self.count > self.paths.len()
            || self.paths.iter().any(|skipped| contains(skipped, path) || contains(path, skipped))
    }

    /// Returns `true` if the value at exactly this path was skipped.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.paths.iter().any(|skipped| skipped == path)
    }

    /// Replaces the paths, which consist of the server's words.
    pub(crate) fn map_paths(self, change: impl Fn(&str) -> String) -> Self {
        Self { paths: self.paths.iter().map(|path| change(path)).collect(), ..self }
    }
}

/// Returns `true` if `inner` is the path of a value in the value at `outer`, or the same.
fn contains(outer: &str, inner: &str) -> bool {
    outer == "$"
        || inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Collects the skipped fields while one body is read.
#[derive(Default)]
pub(super) struct SkipLog {
    paths: RefCell<Vec<String>>,
    count: Cell<usize>,
}

impl SkipLog {
    pub(super) fn record(&self, path: &JsonPath<'_>) {
        self.count.set(self.count.get() + 1);
        let mut paths = self.paths.borrow_mut();
        if paths.len() < MAX_PATHS {
            paths.push(path.to_string());
        }
    }

    pub(super) fn into_skipped_fields(self) -> SkippedFields {
        SkippedFields { paths: self.paths.into_inner(), count: self.count.get() }
    }
}
