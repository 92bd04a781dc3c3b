//! Rust source, line by line.

use std::fmt::Display;

/// Text that grows by whole lines, each at the current depth.
#[derive(Default)]
pub(super) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    pub(super) fn line(&mut self, line: impl Display) {
        let line = line.to_string();
        if !line.is_empty() {
            self.text.extend(std::iter::repeat_n("    ", self.depth));
            self.text += &line;
        }
        self.text.push('\n');
    }

    /// Writes a header with an opening brace, what `inside` writes one level deeper, and the closing brace.
    pub(super) fn block(&mut self, header: impl Display, inside: impl FnOnce(&mut Self)) {
        self.line(format!("{header} {{"));
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.line("}");
    }

    /// Writes a doc comment: paragraphs, with an empty line between any two of them.
    pub(super) fn doc<'p>(&mut self, paragraphs: impl IntoIterator<Item = &'p str>) {
        let mut first = true;
        for paragraph in paragraphs.into_iter().map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
            if !std::mem::take(&mut first) {
                self.line("///");
            }
            for line in paragraph.lines() {
                self.line(format!("/// {line}").trim_end());
            }
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// A text as it stands in a Rust string literal, quotes included.
pub(super) fn literal(text: &str) -> String {
    format!("\"{}\"", text.escape_default())
}
