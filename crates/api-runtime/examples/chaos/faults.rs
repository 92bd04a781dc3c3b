//! A server that breaks at random.

use std::time::Duration;

use api_simulator::{
    Encoding, Fault, MockResponse, Point, RecordedRequest, ServerCertificate, Simulator, SimulatorBuilder,
};
use serde_json::{Value, json};

/// Header with the id of a call, the same in each of its attempts.
pub const CALL: &str = "x-call";

/// Returns the right value for a call.
pub fn value(call: &str) -> Value {
    json!({ "call": call, "text": call.repeat(20) })
}

/// Returns a server that breaks about one of five requests.
pub fn server(seed: u64) -> SimulatorBuilder {
    let mut builder = Simulator::plain()
        .tls(ServerCertificate::Valid)
        .fault_seed(seed)
        // As nginx does, but earlier.
        .connection_fault(200, Fault::GoAway);
    for (response, rate) in responses() {
        builder = builder.fault_rate(response, rate);
    }
    builder.fault_rate(right(), 1.0)
}

fn right() -> MockResponse {
    MockResponse::computed(|request: &RecordedRequest| {
        MockResponse::json(200, &value(request.header(CALL).unwrap_or_default()))
    })
}

/// Returns the responses that are not simply right, each with its share.
fn responses() -> Vec<(MockResponse, f64)> {
    let mut responses = Vec::new();
    for point in
        [Point::BeforeHeaders, Point::InHeaders, Point::AfterHeaders, Point::InBody, Point::AfterBodyBytes(7)]
    {
        responses.push((right().fault(Fault::Reset(point)), 0.005));
        responses.push((right().fault(Fault::Close(point)), 0.005));
        responses.push((right().fault(Fault::ResetStream(point)), 0.005));
        responses.push((right().fault(Fault::Stall(point)), 0.001));
        responses.push((right().chunked().fault(Fault::Close(point)), 0.002));
    }
    for fault in [
        Fault::ResetBeforeReading,
        Fault::RefuseStream,
        Fault::GoAway,
        Fault::GoAwayBefore,
        Fault::BadChunkSize,
        Fault::GarbageHeader,
        Fault::GarbageStatusLine,
        Fault::BadEncoding(Encoding::Gzip),
        Fault::BadEncoding(Encoding::Zstd),
    ] {
        responses.push((right().fault(fault), 0.004));
    }
    for fault in [Fault::Silence, Fault::StopServing] {
        responses.push((right().fault(fault), 0.0005));
    }
    for encoding in [Encoding::Gzip, Encoding::Deflate, Encoding::Brotli, Encoding::Zstd] {
        responses.push((right().compressed(encoding), 0.02));
        responses.push((right().compressed(encoding).fault(Fault::Close(Point::InBody)), 0.001));
    }
    for status in [500, 502, 503, 504] {
        responses.push((MockResponse::status(status), 0.005));
    }
    responses.push((MockResponse::status(429).header("retry-after", "0"), 0.01));
    responses.push((right().delay(Duration::from_millis(50)), 0.02));
    responses.push((right().delay(Duration::from_secs(3)), 0.0005));
    responses.push((right().trickle(Duration::from_millis(1)), 0.002));
    responses.push((right().informational(103), 0.01));
    responses.push((right().chunked(), 0.02));
    responses.push((right().until_close(), 0.005));
    responses.push((MockResponse::text(200, "text/html", "<html>Please log in.</html>"), 0.002));
    responses.push((MockResponse::json_of_size(200, 100_000_000).compressed(Encoding::Gzip), 0.0002));
    responses
}
