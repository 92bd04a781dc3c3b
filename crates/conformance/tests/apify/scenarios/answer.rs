//! How a sound value may be packed.

use api_simulator::{Answer, Encoding};
use conformance::Scenario;

use super::Scenarios;
use crate::{bodies, call};

pub fn scenarios() -> Scenarios {
    let user = || bodies::ok(&bodies::private_user());
    let mut answers = vec![
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
        ("text", "text/plain"),
        ("page", "text/html"),
        ("bytes", "application/octet-stream"),
        ("no media type at all", "json"),
    ] {
        answers.push((name, Answer::text(200, media, body.clone())));
    }
    answers.extend([
        ("no content type", Answer::raw(200, [("x-a", "b")], body.clone())),
        ("byte order mark", Answer::text(200, "application/json", format!("\u{feff}{body}"))),
        ("blanks around", Answer::text(200, "application/json", format!(" \r\n{body}\n\t"))),
        ("more behind", Answer::text(200, "application/json", format!("{body}{{}}"))),
        ("accents, Latin charset", {
            let body = body.replace("Collects maps.", "Sammelt Bücher.");
            Answer::text(200, "application/json; charset=latin1", body)
        }),
        ("not UTF-8", {
            let mut bytes = body.clone().into_bytes();
            let at = body.find("Collects").expect("the bio");
            bytes[at] = 0xff;
            Answer::text(200, "application/json", bytes)
        }),
        ("NUL in a text", Answer::text(200, "application/json", body.replace("Collects maps.", "a\\u0000b"))),
        (
            "lone surrogate in a text",
            Answer::text(200, "application/json", body.replace("Collects maps.", "a\\ud800b")),
        ),
        (
            "a key twice",
            Answer::text(
                200,
                "application/json",
                body.replace("\"isPaying\":true", "\"isPaying\":false,\"isPaying\":true"),
            ),
        ),
    ]);
    answers.into_iter().map(|(name, answer)| Scenario::new(name, call::get("me")).answer(answer)).collect()
}
