//! Server-sent events, as the WHATWG's HTML standard writes them.

use serde::de::DeserializeOwned;

/// An event of an event stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// Type of the event; `message` if the server names none.
    pub event: String,
    /// Data of the event; its lines are joined by line breaks.
    pub data: String,
    /// Id of the event, or of the last one before it that had one.
    pub id: Option<String>,
}

impl Event {
    /// Deserializes the data of the event.
    ///
    /// # Errors
    /// If the data is not JSON of this type.
    pub fn json<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(&self.data)
    }
}

/// Parser of an event stream, which is fed with pieces of it as they arrive.
#[derive(Debug, Default)]
pub(crate) struct EventParser {
    buffer: Vec<u8>,
    started: bool,
    event: String,
    data: Option<String>,
    id: Option<String>,
}

impl EventParser {
    /// Appends a piece of the stream.
    pub(crate) fn push(&mut self, piece: &[u8]) {
        self.buffer.extend_from_slice(piece);
    }

    /// Returns the next complete event.
    pub(crate) fn next_event(&mut self) -> Option<Event> {
        while let Some(line) = self.next_line() {
            if line.is_empty() {
                let event = std::mem::take(&mut self.event);
                let Some(data) = self.data.take() else { continue };
                let event = if event.is_empty() { "message".to_owned() } else { event };
                return Some(Event { event, data, id: self.id.clone() });
            }
            self.read_line(&line);
        }
        None
    }

    /// Takes the next line, which ends with CR LF, LF or CR.
    fn next_line(&mut self) -> Option<String> {
        let end = self.buffer.iter().position(|byte| matches!(byte, b'\r' | b'\n'))?;
        let is_return = self.buffer[end] == b'\r';
        if is_return && end + 1 == self.buffer.len() {
            // A line feed that belongs to it may still arrive.
            return None;
        }
        let length = if is_return && self.buffer[end + 1] == b'\n' { 2 } else { 1 };
        let line = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        self.buffer.drain(..end + length);
        if std::mem::replace(&mut self.started, true) {
            return Some(line);
        }
        Some(line.trim_start_matches('\u{feff}').to_owned())
    }

    fn read_line(&mut self, line: &str) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => self.event = value.to_owned(),
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, EventParser};

    #[test]
    fn events_are_complete_whatever_pieces_they_arrive_in() {
        let stream = "\u{feff}: a comment\r\ndata: one\n\nevent: done\rdata:{\"a\":1}\rdata: b\r\rid: 7\ndata\n\nevent: none\nid: a\0b\n\ndata: c\r\ndata: d\r\n\r\ndata: cut";
        for size in 1..=stream.len() {
            let mut parser = EventParser::default();
            let mut events = Vec::new();
            for piece in stream.as_bytes().chunks(size) {
                parser.push(piece);
                events.extend(std::iter::from_fn(|| parser.next_event()));
            }
            let event = |event: &str, data: &str, id: Option<&str>| Event {
                event: event.to_owned(),
                data: data.to_owned(),
                id: id.map(str::to_owned),
            };
            let expected = [
                event("message", "one", None),
                event("done", "{\"a\":1}\nb", None),
                event("message", "", Some("7")),
                event("message", "c\nd", Some("7")),
            ];
            assert_eq!(events, expected, "pieces of {size} bytes");
        }
    }
}
