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

    pub(super) fn deeper<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        self.depth += 1;
        let result = inside(self);
        self.depth -= 1;
        result
    }

    /// Writes a header with an opening brace, what `inside` writes one level deeper, and the closing brace.
    pub(super) fn block(&mut self, header: impl Display, inside: impl FnOnce(&mut Self)) {
        self.line(format!("{header} {{"));
        self.deeper(inside);
        self.line("}");
    }

    /// Ends a block that is a statement with a semicolon.
    pub(super) fn end_statement(&mut self) {
        self.text.truncate(self.text.trim_end().len());
        self.text += ";\n";
    }

    /// Writes items that each begin with an empty line, the first one without it.
    pub(super) fn items<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        let start = self.text.len();
        items.iter().for_each(|item| write(self, item));
        if self.text[start..].starts_with('\n') {
            self.text.remove(start);
        }
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
            self.deeper(|writer| arguments.iter().for_each(|argument| writer.line(format!("{argument},"))));
            self.line(format!(") -> {output} {{"));
        }
        self.deeper(body);
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
                self.deeper(|writer| {
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
        self.deeper(|writer| writer.line(format!("{value};")));
    }

    /// Writes a field, with its type on the next line if it does not fit.
    pub(super) fn field(&mut self, name: &str, ty: &str) {
        let line = format!("pub {name}: {ty},");
        if self.fits(&line) {
            return self.line(line);
        }
        self.line(format!("pub {name}:"));
        self.deeper(|writer| writer.line(format!("{ty},")));
    }

    /// Writes an assignment whose value is a chain of calls, one on each line where they do not fit together.
    pub(super) fn assign_chain(&mut self, target: &str, start: &str, calls: &[String]) {
        let value = format!("{start}{};", calls.concat());
        if calls.is_empty() || self.fits(&format!("{target} = {value}")) {
            return self.line(format!("{target} = {value}"));
        }
        let on_next_line = self.deeper(|writer| writer.fits(&value));
        if !on_next_line && self.fits(&format!("{target} = {start}")) {
            return self.chain(&format!("{target} = {start}"), calls);
        }
        self.line(format!("{target} ="));
        self.deeper(|writer| if on_next_line { writer.line(value) } else { writer.chain(start, calls) });
    }

    fn chain(&mut self, start: &str, calls: &[String]) {
        self.line(start);
        self.deeper(|writer| {
            for (index, call) in calls.iter().enumerate() {
                writer.line(format!("{call}{}", if index + 1 == calls.len() { ";" } else { "" }));
            }
        });
    }

    /// Writes the import of names from a module, filling the lines.
    pub(super) fn import(&mut self, module: &str, names: &[&str]) {
        let line = match names {
            [] => return,
            [name] => format!("use {module}::{name};"),
            names => format!("use {module}::{{{}}};", names.join(", ")),
        };
        if self.fits(&line) {
            return self.line(line);
        }
        self.line(format!("use {module}::{{"));
        self.deeper(|writer| writer.fill("", names.iter().map(|name| format!("{name},"))));
        self.line("};");
    }

    /// Writes words, as many on each line as fit behind `prefix`.
    fn fill(&mut self, prefix: &str, words: impl IntoIterator<Item = impl Display>) {
        let mut line = String::from(prefix);
        for word in words {
            let separator = if line.is_empty() { "" } else { " " };
            let longer = format!("{line}{separator}{word}");
            if line == prefix || self.fits(&longer) {
                line = longer;
            } else {
                let separator = if prefix.is_empty() { "" } else { " " };
                self.line(std::mem::replace(&mut line, format!("{prefix}{separator}{word}")));
            }
        }
        self.line(line);
    }

    /// Writes a doc comment: texts in Markdown, with an empty line between any two of them.
    pub(super) fn doc<'p>(&mut self, texts: impl IntoIterator<Item = &'p str>) {
        let mut is_first = true;
        let texts: Vec<String> = texts.into_iter().map(printable).collect();
        for text in texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
            if !std::mem::take(&mut is_first) {
                self.line("///");
            }
            let mut in_code = false;
            let mut prose: Vec<&str> = Vec::new();
            for line in text.lines() {
                let is_fence = line.trim_start().starts_with("```");
                if !in_code && !is_fence && is_prose(line) {
                    prose.extend(line.split_whitespace());
                    continue;
                }
                self.doc_prose(&mut prose);
                in_code ^= is_fence;
                // Without a language, rustdoc takes code for Rust and tests it.
                let language = if is_fence && in_code && line.trim() == "```" { "text" } else { "" };
                self.line(format!("/// {line}{language}").trim_end());
            }
            self.doc_prose(&mut prose);
        }
    }

    fn doc_prose(&mut self, words: &mut Vec<&str>) {
        if !words.is_empty() {
            self.fill("///", words.drain(..));
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// Removes what the compiler rejects in comments: carriage returns, and characters that turn the direction of text.
fn printable(text: &str) -> String {
    let is_rejected = |c: char| matches!(c, '\r' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.replace(is_rejected, "")
}

/// Returns `true` for a line that Markdown joins with the next one, so that both can be broken anywhere.
fn is_prose(line: &str) -> bool {
    let text = line.trim_start();
    let is_item = text.starts_with(['-', '*', '+']) || text.starts_with(|c: char| c.is_ascii_digit());
    let is_hard_break = line.ends_with("  ") || line.ends_with('\\');
    !text.is_empty()
        && !line.starts_with("  ")
        && !is_item
        && !is_hard_break
        && !text.starts_with(['|', '#', '>', '<'])
}

/// Returns a text as a Rust string literal, quotes included.
pub(super) fn literal(text: &str) -> String {
    format!("{text:?}")
}
