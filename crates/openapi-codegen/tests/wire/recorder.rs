//! A server that records the bytes of each request and answers with given ones.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::mpsc::{Receiver, channel},
    thread,
};

/// A server for one response after another.
pub struct Recorder {
    pub url: String,
    requests: Receiver<Vec<u8>>,
}

impl Recorder {
    /// Starts a server that sends these responses, each on a connection of its own.
    pub fn start(responses: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let (sender, requests) = channel();
        let responses: Vec<String> = responses.iter().map(|response| (*response).to_owned()).collect();
        thread::spawn(move || {
            for response in responses {
                let (mut connection, _) = listener.accept().unwrap();
                let mut request = Vec::new();
                let mut buffer = [0; 4096];
                while !is_complete(&request) {
                    match connection.read(&mut buffer).unwrap() {
                        0 => break,
                        length => request.extend_from_slice(&buffer[..length]),
                    }
                }
                connection.write_all(response.as_bytes()).unwrap();
                sender.send(request).unwrap();
            }
        });
        Self { url, requests }
    }

    /// Returns the next request.
    pub fn request(&self) -> Recorded {
        let bytes = self.requests.recv().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut lines = head.split("\r\n");
        let line = lines.next().unwrap().to_owned();
        let headers = lines.map(|line| line.split_once(": ").unwrap());
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        Recorded { line, headers, body: body.to_owned() }
    }
}

fn is_complete(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_ascii_lowercase();
    let Some((head, _)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    request.len() >= head.len() + 4 + length.unwrap_or_default()
}

/// A request as it arrived.
pub struct Recorded {
    /// Request line, such as `GET /v1/query HTTP/1.1`.
    pub line: String,
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Recorded {
    /// Returns the values of a header.
    pub fn header(&self, name: &str) -> Vec<&str> {
        let found = self.headers.iter().filter(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).collect()
    }
}
