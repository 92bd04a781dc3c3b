//! Encodings, media types and framings of a well-formed body.

use api_simulator::{Encoding, MockResponse};
use conformance::Scenario;

use super::Scenarios;
use crate::{bodies, call};

pub fn scenarios() -> Scenarios {
    let user = || bodies::ok(&bodies::private_user());
    let mut responses = vec![
        ("gzip", user().compressed(Encoding::Gzip)),
        ("deflate", user().compressed(Encoding::Deflate)),
        ("brotli", user().compressed(Encoding::Brotli)),
        ("gzip in chunks", user().compressed(Encoding::Gzip).chunked()),
        ("chunks", user().chunked()),
        ("no length", user().until_close()),
        ("102 first", user().informational(102)),
        ("103 first", user().informational(103)),
    ];
    let body = bodies::private_user().to_string();
    for (name, media) in [
        ("no charset", "application/json"),
        ("capitals", "Application/JSON; Charset=UTF-8"),
        ("Latin charset", "application/json; charset=iso-8859-1"),
        ("problem", "application/problem+json"),
        ("plain text", "text/plain"),
        ("HTML", "text/html"),
        ("binary", "application/octet-stream"),
        ("no media type at all", "json"),
    ] {
        responses.push((name, MockResponse::text(200, media, body.clone())));
    }
    responses.extend([
        ("no content type", MockResponse::raw(200, [("x-a", "b")], body.clone())),
        ("byte order mark", MockResponse::text(200, "application/json", format!("\u{feff}{body}"))),
        ("whitespace around", MockResponse::text(200, "application/json", format!(" \r\n{body}\n\t"))),
        ("data after the JSON", MockResponse::text(200, "application/json", format!("{body}{{}}"))),
        ("accents, Latin charset", {
            let body = body.replace("Collects maps.", "Sammelt Bücher.");
            MockResponse::text(200, "application/json; charset=latin1", body)
        }),
        ("not UTF-8", {
            let mut bytes = body.clone().into_bytes();
            let at = body.find("Collects").expect("the bio");
            bytes[at] = 0xff;
            MockResponse::text(200, "application/json", bytes)
        }),
        (
            "NUL in a string",
            MockResponse::text(200, "application/json", body.replace("Collects maps.", "a\\u0000b")),
        ),
        (
            "lone surrogate in a string",
            MockResponse::text(200, "application/json", body.replace("Collects maps.", "a\\ud800b")),
        ),
        (
            "duplicate key",
            MockResponse::text(
                200,
                "application/json",
                body.replace("\"isPaying\":true", "\"isPaying\":false,\"isPaying\":true"),
            ),
        ),
    ]);
    responses
        .into_iter()
        .map(|(name, response)| Scenario::new(name, call::get("me")).response(response))
        .collect()
}
