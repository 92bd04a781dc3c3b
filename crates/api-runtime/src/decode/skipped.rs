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
    /// # use api_runtime::decode;
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

#[cfg(test)]
mod tests {
    use super::{JsonPath, SkipLog, SkippedFields};

    fn skipped(paths: &[&str]) -> SkippedFields {
        SkippedFields { paths: paths.iter().map(|path| (*path).to_owned()).collect(), count: paths.len() }
    }

    #[test]
    fn a_value_is_affected_by_its_parts_and_by_what_contains_it() {
        let fields = skipped(&["result[3].condition.request_ip.in[0]", "result[5]", "info"]);
        for path in [
            "$",
            "result",
            "result[3]",
            "result[3].condition",
            "result[3].condition.request_ip.in[0]",
            "result[5].condition",
            "info",
            "info.page",
        ] {
            assert!(fields.affects(path), "{path}");
        }
        for path in
            ["result[3].name", "result[3].cond", "result[33]", "result[3].conditions", "inf", "informer"]
        {
            assert!(!fields.affects(path), "{path}");
        }
        assert!(skipped(&["$"]).affects("result"));
        assert!(!SkippedFields::default().affects("$"));
    }

    #[test]
    fn beyond_the_kept_paths_nothing_is_ruled_out() {
        let log = SkipLog::default();
        for index in 0..1000 {
            log.record(&JsonPath::Index(&JsonPath::Root, index));
        }
        let fields = SkippedFields { paths: log.paths.borrow().clone(), count: log.count.get() };
        assert_eq!((fields.paths().len(), fields.count(), fields.affects("name")), (1000, 1000, false));
        assert!(fields.affects("$[999]"));
        log.record(&JsonPath::Root);
        let fields = log.into_skipped_fields();
        assert_eq!((fields.paths().len(), fields.count(), fields.affects("name")), (1000, 1001, true));
    }
}
