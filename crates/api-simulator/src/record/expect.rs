//! Comparing what was seen with what a test expects.

use std::fmt::Write;

use super::RecordedRequest;

/// Nothing if the requests are the expected ones, else both lists side by side.
pub(crate) fn expect_requests(seen: &[RecordedRequest], expected: &[String]) -> Result<(), String> {
    let seen: Vec<String> = seen.iter().map(RecordedRequest::line).collect();
    if seen == expected {
        return Ok(());
    }
    let mut message = format!("expected {} requests, saw {}:\n", expected.len(), seen.len());
    for number in 0..seen.len().max(expected.len()) {
        let (wanted, got) = (expected.get(number), seen.get(number));
        let mark = if wanted == got { ' ' } else { '!' };
        let text = |line: Option<&String>| line.map_or_else(|| "(none)".to_owned(), Clone::clone);
        let _ = writeln!(message, "{mark} {:>3}  expected {}", number + 1, text(wanted));
        if wanted != got {
            let _ = writeln!(message, "       saw      {}", text(got));
        }
    }
    Err(message)
}

/// Nothing if there are no violations, else all of them.
pub(crate) fn expect_no_violations(violations: &[String]) -> Result<(), String> {
    if violations.is_empty() {
        return Ok(());
    }
    Err(format!("violations of the description: {}\n  {}", violations.len(), violations.join("\n  ")))
}
