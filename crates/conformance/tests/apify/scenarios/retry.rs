//! Statuses after which a request is sent again, and how often.

use api_simulator::Answer;
use conformance::Scenario;
use serde_json::json;

use super::Scenarios;
use crate::{bodies, call};

pub fn scenarios() -> Scenarios {
    let user = || bodies::ok(&bodies::private_user());
    let busy = || bodies::refusal(429, "rate-limit-exceeded");
    let down = || Answer::status(503);
    let me = || call::get("me");
    let update = || call::update_limits("me", Some(1.0), None);
    let done = || Answer::json(201, &json!({}));
    vec![
        Scenario::new("429, then a user", me()).answer(busy()).answer(user()),
        Scenario::new("429 twice, then a user", me()).answer(busy()).answer(busy()).answer(user()),
        Scenario::new("503, then a user", me()).answer(down()).answer(user()),
        Scenario::new("500, 429, then a user", me()).answer(bodies::page(500)).answer(busy()).answer(user()),
        Scenario::new("503, then 403", me())
            .answer(down())
            .answer(bodies::refusal(403, "insufficient-permissions")),
        Scenario::new("503, then usage", call::monthly_usage("me"))
            .answer(down())
            .answer(bodies::ok(&bodies::usage())),
        Scenario::new("503, then limits", call::limits("me"))
            .answer(down())
            .answer(bodies::ok(&bodies::limits())),
        Scenario::new("503, then an update", update()).answer(down()).answer(done()),
        Scenario::new("429, then an update", update()).answer(busy()).answer(done()),
        Scenario::new("503 without retries", me().max_retries(0)).answer(down()),
        Scenario::new("503 with one retry", me().max_retries(1)).answer(down()),
        Scenario::new("503 with four retries", me().max_retries(4)).answer(down()),
        Scenario::new("503 with the default", me().default_retries()).answer(down()),
        Scenario::new("429 with the default", me().default_retries()).answer(busy()),
        Scenario::new("user at the last attempt", me().max_retries(1)).answer(down()).answer(user()),
        Scenario::new("Retry-After: 0", me()).answer(down().header("retry-after", "0")).answer(user()),
        Scenario::new("Retry-After of a date gone by", me())
            .answer(down().header("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"))
            .answer(user()),
        Scenario::new("Retry-After of an hour", me())
            .answer(busy().header("retry-after", "3600"))
            .answer(user()),
        Scenario::new("408, then a user", me()).answer(Answer::status(408)).answer(user()),
        Scenario::new("425, then a user", me()).answer(Answer::status(425)).answer(user()),
        Scenario::new("409, then a user", me()).answer(bodies::refusal(409, "conflict")).answer(user()),
        Scenario::new("200 that does not parse, then a user", me())
            .answer(Answer::text(200, "application/json", "{\"data\":{\"user"))
            .answer(user()),
    ]
}
