//! Bodies of `multipart/form-data` (RFC 7578).

use std::hash::{DefaultHasher, Hash, Hasher};

use bytes::Bytes;
use serde::Serialize;

use super::{InvalidValue, QueryValue};

/// A file in a form: its content, and the name and media type that are sent with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// Content of the file.
    pub content: Bytes,
    /// Name of the file.
    pub name: Option<String>,
    /// Media type of the content; `application/octet-stream` if not set, or what the OpenAPI document says.
    pub media_type: Option<String>,
}

impl File {
    /// Creates a file with this content.
    pub fn new(content: impl Into<Bytes>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// Sets the name of the file.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type of the content.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }
}

impl From<Vec<u8>> for File {
    fn from(content: Vec<u8>) -> Self {
        Self::new(content)
    }
}

impl From<Bytes> for File {
    fn from(content: Bytes) -> Self {
        Self::new(content)
    }
}

/// Files of one field: one, none or several.
pub trait Files {
    /// Returns the files.
    fn files(&self) -> impl Iterator<Item = &File>;
}

impl Files for File {
    fn files(&self) -> impl Iterator<Item = &File> {
        std::iter::once(self)
    }
}

impl<F: Files> Files for Option<F> {
    fn files(&self) -> impl Iterator<Item = &File> {
        self.iter().flat_map(Files::files)
    }
}

impl<F: Files> Files for Vec<F> {
    fn files(&self) -> impl Iterator<Item = &File> {
        self.iter().flat_map(Files::files)
    }
}

/// A form whose fields are parts of their own, for [`RequestBuilder::multipart`](super::RequestBuilder::multipart).
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Multipart {
    parts: Vec<Part>,
    error: Option<String>,
}

#[derive(Debug, Clone)]
struct Part {
    head: String,
    content: Bytes,
}

impl Multipart {
    /// Creates a form without fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the files of a field; `media_type` is sent for those that have none of their own.
    pub fn file(mut self, name: &str, files: &impl Files, media_type: &str) -> Self {
        for file in files.files() {
            let filename = file.name.as_deref().unwrap_or(name);
            let disposition = format!("name=\"{}\"; filename=\"{}\"", quoted(name), quoted(filename));
            let media_type = file.media_type.as_deref().unwrap_or(media_type);
            self.part(&disposition, Some(media_type), file.content.clone());
        }
        self
    }

    /// Adds the texts of a field.
    pub fn text(mut self, name: &str, value: &(impl QueryValue + ?Sized), media_type: Option<&str>) -> Self {
        let mut texts = Vec::new();
        if let Err(reason) = value.write_texts(&mut |text| texts.push(text.to_owned())) {
            self.fail(name, reason);
        }
        for text in texts {
            self.part(&format!("name=\"{}\"", quoted(name)), media_type, text.into());
        }
        self
    }

    /// Adds a field as JSON; nothing for null.
    pub fn json(mut self, name: &str, value: &(impl Serialize + ?Sized), media_type: &str) -> Self {
        match serde_json::to_vec(value) {
            Ok(text) if text == b"null" => {}
            Ok(text) => self.part(&format!("name=\"{}\"", quoted(name)), Some(media_type), text.into()),
            Err(_) => self.fail(name, InvalidValue("it cannot be serialized as JSON")),
        }
        self
    }

    fn part(&mut self, disposition: &str, media_type: Option<&str>, content: Bytes) {
        let mut head = format!("Content-Disposition: form-data; {disposition}\r\n");
        if let Some(media_type) = media_type {
            if media_type.contains(['\r', '\n']) {
                return self.fail(media_type, InvalidValue("it is not a media type"));
            }
            head += &format!("Content-Type: {media_type}\r\n");
        }
        self.parts.push(Part { head, content });
    }

    fn fail(&mut self, name: &str, reason: InvalidValue) {
        self.error.get_or_insert(format!("the form field `{name}` cannot be sent: {reason}"));
    }

    /// Returns the boundary and the body.
    pub(super) fn into_body(self) -> Result<(String, Bytes), String> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let boundary = self.boundary();
        let mut body = Vec::new();
        for Part { head, content } in &self.parts {
            body.extend_from_slice(format!("--{boundary}\r\n{head}\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Ok((boundary, body.into()))
    }

    /// Returns a boundary that no part contains. It depends on nothing but the parts, so that a retry sends the same.
    fn boundary(&self) -> String {
        let mut hasher = DefaultHasher::new();
        for Part { head, content } in &self.parts {
            head.hash(&mut hasher);
            content.hash(&mut hasher);
        }
        let mut number = hasher.finish();
        loop {
            let boundary = format!("form-boundary-{number:016x}");
            let contains = |part: &Part| {
                part.content.windows(boundary.len()).any(|window| window == boundary.as_bytes())
            };
            if !self.parts.iter().any(contains) {
                return boundary;
            }
            number = number.wrapping_add(1);
        }
    }
}

/// Escapes a name as the WHATWG's HTML standard says, which RFC 7578 leaves open.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::{File, Multipart};

    #[test]
    fn fields_are_parts_with_their_names_and_types() {
        let form = Multipart::new()
            .text("purpose", "fine-tune", None)
            .text("absent", &None::<String>, None)
            .json("meta", &["a"], "application/json")
            .file("file", &File::new("a\r\nb").name("a\"b.txt").media_type("text/plain"), "image/png")
            .file("more", &vec![File::new("1")], "image/png")
            .file("none", &None::<File>, "image/png")
            .file("long", &Some(File::from(b"x".repeat(100))), "image/png")
            .json("null", &None::<u8>, "application/json");
        let (boundary, body) = form.clone().into_body().unwrap();
        assert_eq!(form.into_body().unwrap().0, boundary, "the same parts have the same boundary");
        let expected = "--B\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nfine-tune\r\n\
            --B\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n[\"a\"]\r\n\
            --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b.txt\"\r\nContent-Type: text/plain\r\n\r\na\r\nb\r\n\
            --B\r\nContent-Disposition: form-data; name=\"more\"; filename=\"more\"\r\nContent-Type: image/png\r\n\r\n1\r\n\
            --B\r\nContent-Disposition: form-data; name=\"long\"; filename=\"long\"\r\nContent-Type: image/png\r\n\r\nX\r\n\
            --B--\r\n";
        assert_eq!(
            String::from_utf8(body.to_vec()).unwrap().replace(&boundary, "B"),
            expected.replace('X', &"x".repeat(100))
        );
        let other = Multipart::new().file("file", &File::from(bytes::Bytes::from("7")), "text/plain");
        let (other_boundary, body) = other.into_body().unwrap();
        assert_ne!(other_boundary, boundary);
        assert!(body.windows(5).any(|window| window == b"\n7\r\n-"), "{body:?}");
    }
}
