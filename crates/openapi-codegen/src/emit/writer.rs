//! Rust source, line by line, laid out as rustfmt does it.

use std::fmt::Display;

/// Maximum width of a line, as in this repository's `rustfmt.toml`.
const MAX_WIDTH: usize = 110;

const INDENT: &str = "    ";

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
            self.text.extend(std::iter::repeat_n(INDENT, self.depth));
            self.text += &line;
        }
        self.text.push('\n');
    }

    fn fits(&self, line: &str) -> bool {
        self.depth * INDENT.len() + line.chars().count() <= MAX_WIDTH
    }

    fn indented(&mut self, inside: impl FnOnce(&mut Self)) {
        self.depth += 1;
        inside(self);
        self.depth -= 1;
    }

    /// Writes a header with an opening brace, what `inside` writes one level deeper, and the closing brace.
    pub(super) fn block(&mut self, header: impl Display, inside: impl FnOnce(&mut Self)) {
        self.line(format!("{header} {{"));
        self.indented(inside);
        self.line("}");
    }

    /// Writes a function; its arguments stand on one line if they fit.
    pub(super) fn function(
        &mut self,
        name: impl Display,
        arguments: &[String],
        output: &str,
        body: impl FnOnce(&mut Self),
    ) {
        let line = format!("{name}({}) -> {output} {{", arguments.join(", "));
        if self.fits(&line) {
            self.line(line);
        } else {
            self.line(format!("{name}("));
            self.indented(|writer| arguments.iter().for_each(|argument| writer.line(format!("{argument},"))));
            self.line(format!(") -> {output} {{"));
        }
        self.indented(body);
        self.line("}");
    }

    /// Writes an attribute with a list of items, if there are any.
    pub(super) fn attribute(&mut self, name: &str, items: &[String]) {
        let line = format!("#[{name}({})]", items.join(", "));
        match items {
            [] => {}
            // rustfmt leaves room for one more character behind it.
            _ if self.fits(&format!("{line},")) => self.line(line),
            [first @ .., last] => {
                self.line(format!("#[{name}("));
                self.indented(|writer| {
                    first.iter().for_each(|item| writer.line(format!("{item},")));
                    writer.line(last);
                });
                self.line(")]");
            }
        }
    }

    /// Writes an assignment, with its value on the next line if it does not fit.
    pub(super) fn assign(&mut self, target: &str, value: &str) {
        let line = format!("{target} = {value};");
        if self.fits(&line) {
            return self.line(line);
        }
        self.line(format!("{target} ="));
        self.indented(|writer| writer.line(format!("{value};")));
    }

    /// Writes a field, with its type on the next line if it does not fit.
    pub(super) fn field(&mut self, name: &str, ty: &str) {
        let line = format!("pub {name}: {ty},");
        if self.fits(&line) {
            return self.line(line);
        }
        self.line(format!("pub {name}:"));
        self.indented(|writer| writer.line(format!("{ty},")));
    }

    /// Writes a statement that ends with a chain of calls, on one line if it fits.
    pub(super) fn chain(&mut self, start: &str, calls: &[String]) {
        let line = format!("{start}{};", calls.concat());
        match calls {
            [first @ .., last] if !self.fits(&line) => {
                self.line(start);
                self.indented(|writer| {
                    first.iter().for_each(|call| writer.line(call));
                    writer.line(format!("{last};"));
                });
            }
            _ => self.line(line),
        }
    }

    /// Writes a doc comment: paragraphs, with an empty line between any two of them.
    pub(super) fn doc<'p>(&mut self, paragraphs: impl IntoIterator<Item = &'p str>) {
        let mut is_first = true;
        for paragraph in paragraphs.into_iter().map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
            if !std::mem::take(&mut is_first) {
                self.line("///");
            }
            let mut in_code = false;
            for line in paragraph.lines() {
                let fence = line.trim_start().starts_with("```");
                in_code ^= fence;
                if in_code || fence || !is_prose(line) {
                    // Without a language, rustdoc takes code for Rust and tests it.
                    let language = if fence && in_code && line.trim() == "```" { "text" } else { "" };
                    self.line(format!("/// {line}{language}").trim_end());
                } else {
                    self.doc_line(line);
                }
            }
        }
    }

    /// Writes a line of prose, broken between words where it is too long.
    fn doc_line(&mut self, text: &str) {
        let mut line = String::from("///");
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = format!("{line} {word}");
            if line != "///" && !self.fits(&longer) {
                self.line(std::mem::replace(&mut line, format!("/// {word}")));
            } else {
                line = longer;
            }
        }
        self.line(line);
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// Returns `true` for a line that Markdown joins with the next one, so that it can be broken anywhere.
fn is_prose(line: &str) -> bool {
    !line.starts_with("    ") && !line.trim_start().starts_with(['|', '#', '>', '<'])
}

/// Returns a text as a Rust string literal, quotes included.
pub(super) fn literal(text: &str) -> String {
    format!("{text:?}")
}
