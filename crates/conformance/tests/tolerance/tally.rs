//! The figures of a run.

use crate::judge::Verdict;

/// How many mutations of one response ended how.
#[derive(Default)]
pub struct Tally {
    tried: usize,
    decoded: usize,
    refused: usize,
    lost: Vec<String>,
}

impl Tally {
    pub fn count(&mut self, verdict: Verdict, what: impl FnOnce() -> String) {
        self.tried += 1;
        match verdict {
            Verdict::Decoded => self.decoded += 1,
            Verdict::Refused => self.refused += 1,
            Verdict::Lost => self.lost.push(what()),
        }
    }

    pub fn print_header() {
        println!(
            "{:<36} {:>6} {:>8} {:>22} {:>5}",
            "response", "tried", "decoded", "refused for identity", "lost"
        );
    }

    pub fn print(&self, response: &str) {
        let Self { tried, decoded, refused, lost } = self;
        println!("{response:<36} {tried:>6} {decoded:>8} {refused:>22} {:>5}", lost.len());
    }

    /// Fails the test with the first of what was lost.
    #[track_caller]
    pub fn assert_nothing_lost(&self, response: &str) {
        assert!(self.tried > 10, "{response}: only {} mutations", self.tried);
        let first: Vec<&str> = self.lost.iter().take(10).map(String::as_str).collect();
        assert!(self.lost.is_empty(), "{response}: {} lost\n{}", self.lost.len(), first.join("\n"));
    }
}
