//! The macro behind the hidden part of documentation examples.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use api_simulator::{MockResponse, Simulator};
use reqwest::Client;

#[test]
fn an_example_has_a_client_and_the_simulator() {
    api_simulator::example!(
        Simulator::plain(),
        simulator => (Client::builder().build()?, simulator.base_url().to_owned()),
        |client, simulator| {
            simulator.next(MockResponse::status(204));
            let (client, url) = client;
            assert_eq!(client.get(url).send().await?.status(), 204);
            assert_eq!(simulator.unused_responses(), 0);
        }
    );
}

#[test]
fn a_blocking_example_has_no_runtime() {
    api_simulator::example!(Simulator::plain(), simulator => simulator.address(), blocking |address| {
        std::net::TcpStream::connect(address)?;
        assert!(tokio::runtime::Handle::try_current().is_err());
    });
}

#[test]
#[should_panic(expected = "the example failed: Err(ParseIntError")]
fn an_error_fails_the_example() {
    api_simulator::example!(Simulator::plain(), simulator => simulator.address().port(), |_port| {
        "one".parse::<u8>()?;
    });
}
