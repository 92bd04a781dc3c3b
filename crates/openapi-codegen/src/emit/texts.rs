//! Texts of a document as rustdoc reads them: Markdown in which every bracket and angle bracket is what its author means.

use crate::api::{Api, Operation, Parameter};

/// Elements of HTML that have no end.
const VOID_ELEMENTS: [&str; 3] = ["br", "hr", "img"];

/// Cleans every text that becomes documentation.
pub fn clean_texts(api: &mut Api) {
    api.walk(&mut |schema, _, _| {
        schema.description.iter_mut().for_each(clean_in_place);
        schema.values.iter_mut().filter_map(|listed| listed.description.as_mut()).for_each(clean_in_place);
    });
    api.tags.values_mut().for_each(clean_in_place);
    api.credentials.iter_mut().filter_map(|scheme| scheme.description.as_mut()).for_each(clean_in_place);
    api.servers.iter_mut().filter_map(|server| server.description.as_mut()).for_each(clean_in_place);
    if let Some(info) = api.head.get_mut("info").and_then(|info| info.as_object_mut()) {
        clean_values(info.iter_mut().filter(|(key, _)| *key == "description").map(|(_, value)| value));
    }
    for item in api.paths.values_mut() {
        item.parameters.iter_mut().for_each(clean_parameter);
        item.operations.values_mut().for_each(clean_operation);
    }
}

fn clean_operation(operation: &mut Operation) {
    operation.parameters.iter_mut().for_each(clean_parameter);
    operation.body.iter_mut().filter_map(|body| body.description.as_mut()).for_each(clean_in_place);
    let responses = operation.responses.values_mut().chain(operation.errors.values_mut());
    responses.for_each(|response| clean_in_place(&mut response.description));
    clean_values(operation.prose.values_mut());
}

fn clean_parameter(parameter: &mut Parameter) {
    parameter.description.iter_mut().for_each(clean_in_place);
}

fn clean_values<'v>(values: impl Iterator<Item = &'v mut serde_json::Value>) {
    for value in values {
        if let Some(text) = value.as_str() {
            *value = clean(text).into();
        }
    }
}

fn clean_in_place(text: &mut String) {
    *text = clean(text);
}

/// Escapes brackets that are no link and tags that are no HTML, makes links of plain URLs, and ends code blocks.
pub(super) fn clean(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut fence: Option<&str> = None;
    let (mut in_indented, mut in_list, mut after_blank) = (false, false, true);
    for line in text.lines() {
        let start = line.trim_start();
        let marker = ["```", "~~~"].into_iter().find(|marker| start.starts_with(marker));
        let is_indented = line.starts_with("    ") || line.starts_with('\t');
        if in_indented && !is_indented && !start.is_empty() {
            lines.push("```".to_owned());
            in_indented = false;
        }
        let begins_code = marker.is_some() || is_indented && !start.is_empty() && after_blank && !in_list;
        if start.is_empty() || begins_code {
            end_paragraph(&mut paragraph, &mut lines, text);
        }
        match (fence, marker) {
            (Some(open), Some(marker)) if open == marker => {
                lines.push(line.replacen(marker, "```", 1));
                fence = None;
            }
            (Some(_), _) => lines.push(line.to_owned()),
            (None, Some(marker)) => {
                lines.push(line.replacen(marker, "```", 1));
                fence = Some(marker);
            }
            _ if in_indented => lines.push(line.to_owned()),
            _ if begins_code => {
                lines.extend(["```text".to_owned(), line.to_owned()]);
                in_indented = true;
            }
            _ if start.is_empty() => lines.push(String::new()),
            _ => {
                paragraph.push(line);
                if !is_indented {
                    in_list =
                        start.starts_with(['-', '*', '+']) || start.starts_with(|c: char| c.is_ascii_digit());
                }
            }
        }
        after_blank = start.is_empty();
    }
    end_paragraph(&mut paragraph, &mut lines, text);
    if fence.is_some() || in_indented {
        lines.push("```".to_owned());
    }
    lines.join("\n")
}

/// Cleans the lines of a paragraph together: a link or a code span may go over several.
fn end_paragraph(paragraph: &mut Vec<&str>, lines: &mut Vec<String>, text: &str) {
    if !paragraph.is_empty() {
        lines.push(clean_paragraph(&paragraph.join("\n"), text));
        paragraph.clear();
    }
}

fn clean_paragraph(paragraph: &str, text: &str) -> String {
    let mut cleaned = String::new();
    let mut rest = paragraph;
    while let Some(next) = rest.chars().next() {
        let length = match next {
            '\\' => next.len_utf8() + rest.chars().nth(1).map_or(0, char::len_utf8),
            '`' => code_length(rest),
            '<' => match tag_length(rest, text) {
                Some(length) => length,
                None => {
                    cleaned.push('\\');
                    1
                }
            },
            '[' => {
                if !is_link(rest, text) {
                    cleaned.push('\\');
                }
                1
            }
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                let length = url_length(rest);
                let is_bare = !cleaned.ends_with(['(', '<', '"', '\'', '=', '/', '[']);
                if is_bare {
                    cleaned += &format!("<{}>", &rest[..length]);
                    rest = &rest[length..];
                    continue;
                }
                length
            }
            other => other.len_utf8(),
        };
        cleaned += &rest[..length];
        rest = &rest[length..];
    }
    cleaned
}

/// Returns the length of a code span, or of the backticks where it has no end on the line.
fn code_length(rest: &str) -> usize {
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    let (open, inside) = rest.split_at(ticks);
    let mut from = 0;
    while let Some(at) = inside[from..].find(open) {
        let end = from + at + ticks;
        let is_longer = inside[end..].starts_with('`');
        if !is_longer {
            return ticks + end;
        }
        from = end + inside[end..].len() - inside[end..].trim_start_matches('`').len();
    }
    ticks
}

/// Returns the length of a link in angle brackets, or of a tag that is HTML; `None` for anything else.
fn tag_length(rest: &str, text: &str) -> Option<usize> {
    let inside = rest.get(1..rest.find('>')?)?;
    let length = inside.len() + 2;
    if !inside.contains(char::is_whitespace) && (inside.contains("://") || inside.contains('@')) {
        return Some(length);
    }
    let is_name = |c: char| c.is_ascii_alphanumeric();
    let name = inside.trim_start_matches('/').split(|c| !is_name(c)).next().unwrap_or_default();
    let count = |prefix: &str| {
        let tag = format!("{prefix}{name}");
        text.match_indices(&tag).filter(|(at, _)| !text[at + tag.len()..].starts_with(is_name)).count()
    };
    let is_html =
        VOID_ELEMENTS.contains(&name) || !name.is_empty() && count("</") > 0 && count("<") == count("</");
    is_html.then_some(length)
}

/// Returns `true` for the text of a link, `false` for brackets that rustdoc could not follow.
fn is_link(rest: &str, text: &str) -> bool {
    let mut depth = 0;
    let end = rest.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '[') - i32::from(*c == ']');
        depth == 0
    });
    let Some((end, _)) = end else { return false };
    let (label, after) = rest.split_at(end + 1);
    match after.strip_prefix('(').and_then(|after| after.split([')', ' ']).next()) {
        Some(target) => target.contains('/') || target.starts_with('#') || target.starts_with("mailto:"),
        None => {
            let name = after.strip_prefix('[').and_then(|after| after.split(']').next());
            text.contains(&name.map_or_else(|| format!("{label}:"), |name| format!("[{name}]:")))
        }
    }
}

fn url_length(rest: &str) -> usize {
    let is_end = |c: char| c.is_whitespace() || "<>\"'`)]}|".contains(c);
    let url = &rest[..rest.find(is_end).unwrap_or(rest.len())];
    url.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '\\']).len()
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn brackets_tags_and_urls_are_what_their_author_means() {
        for (text, expected) in [
            ("[a](https://a.example/b) [b](#c)", "[a](https://a.example/b) [b](#c)"),
            ("an [optional] or [x](y)", "an \\[optional] or \\[x](y)"),
            ("\\[kept] `[code] <T>` ``a ` [b]``", "\\[kept] `[code] <T>` ``a ` [b]``"),
            ("<b>bold</b><br/> <T> < 5", "<b>bold</b><br/> \\<T> \\< 5"),
            (
                "see https://a.example/b_c. <https://d.example>",
                "see <https://a.example/b_c>. <https://d.example>",
            ),
            ("<a href='https://a.example'>a</a>", "<a href='https://a.example'>a</a>"),
            ("a\n```\nlet [x]", "a\n```\nlet [x]\n```"),
            ("~~~ json\n<x>\n~~~\nb", "``` json\n<x>\n```\nb"),
            ("a\n\n    code [x]\n\nb", "a\n\n```text\n    code [x]\n\n```\nb"),
            ("- a\n\n    [b]", "- a\n\n    \\[b]"),
            ("`open and [a]", "`open and \\[a]"),
            ("[<T>\nof](https://a.example/b) x", "[\\<T>\nof](https://a.example/b) x"),
            (
                "[![a](https://a.example/b)](https://c.example/d)",
                "[![a](https://a.example/b)](https://c.example/d)",
            ),
            ("[a][b] [c][d]\n\n[b]: https://b.example/c", "[a][b] \\[c]\\[d]\n\n[b]: <https://b.example/c>"),
        ] {
            assert_eq!(clean(text), expected);
        }
    }
}
