//! Calls without async, also where they are made inside each other.
#![cfg(feature = "blocking")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::Duration,
};

use api_runtime::{CallOptions, ErrorKind, Request, RequestBuilder, Transport, blocking, http::Method};
use api_simulator::{MockResponse, Simulator};
use serde_json::{Value, json};
use support::{TestProblem, settings, transport, transport_with};

fn simulator() -> Simulator {
    let simulator = Simulator::plain().start_blocking().unwrap();
    simulator.otherwise(MockResponse::json(200, &json!({ "ok": true })));
    simulator
}

fn get(transport: &Transport) -> Request<Value, TestProblem> {
    let transport = transport.clone();
    Request::new(|options: CallOptions| async move {
        let request = RequestBuilder::new("thing_get", Method::GET, "/things/1");
        Ok(transport.call(options).execute(request).await?)
    })
}

/// Creates a client whose interceptor runs a function before its first request.
fn intercepted(simulator: &Simulator, run: impl Fn() + Send + Sync + 'static) -> Transport {
    let mut settings = settings();
    let has_run = AtomicBool::new(false);
    settings.interceptors.push(Arc::new(move |_| {
        if !has_run.swap(true, SeqCst) {
            run();
        }
        Ok(())
    }));
    transport_with(simulator.base_url(), settings)
}

/// Fails the test if the function hangs.
fn in_time<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(run()));
    receiver.recv_timeout(Duration::from_secs(60)).expect("the call hangs")
}

#[test]
fn a_call_inside_an_interceptor_of_another_works() {
    let simulator = simulator();
    let other = transport(&simulator);
    let (sender, receiver) = mpsc::channel();
    let transport = intercepted(&simulator, move || {
        let inner = other.clone();
        sender.send(get(&inner).wait().is_ok()).unwrap();
        // On a thread of its own, which the interceptor waits for.
        let inner = other.clone();
        sender.send(thread::spawn(move || get(&inner).wait().is_ok()).join().unwrap()).unwrap();
    });
    let value = in_time(move || get(&transport).wait()).unwrap();
    assert_eq!(value["ok"], true);
    assert_eq!(receiver.iter().collect::<Vec<_>>(), [true, true]);
    assert_eq!(simulator.attempts(), 3);
}

#[test]
fn a_call_on_a_thread_of_the_shared_runtime_is_an_error_and_others_go_on() {
    let simulator = simulator();
    let other = transport(&simulator);
    let (sender, receiver) = mpsc::channel();
    let transport = intercepted(&simulator, move || {
        let (spawned, blocking) = (other.clone(), other.clone());
        let sent = sender.clone();
        tokio::spawn(async move { sent.send(get(&spawned).wait().map(|_| ())).unwrap() });
        let sent = sender.clone();
        tokio::task::spawn_blocking(move || sent.send(get(&blocking).wait().map(|_| ())).unwrap());
    });
    let other = support::transport(&simulator);
    assert!(in_time(move || get(&transport).wait()).is_ok());
    for _ in 0..2 {
        let error = receiver.recv_timeout(Duration::from_secs(60)).expect("the call hangs").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(
            error.to_string(),
            "no blocking call can be made: this thread drives the connections of all blocking calls"
        );
    }
    assert!(in_time(move || get(&other).wait()).is_ok());
}

#[test]
fn a_call_inside_a_task_may_take_any_number_of_steps() {
    let simulator = simulator();
    let transport = transport(&simulator);
    let calls = async move {
        // A task of tokio may take 128 steps at a time; this one has taken them all.
        while tokio::task::coop::has_budget_remaining() {
            tokio::task::coop::consume_budget().await;
        }
        (0..20).all(|_| get(&transport).wait().is_ok())
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    assert!(in_time(move || runtime.block_on(calls)));
}

#[test]
fn a_panic_is_the_callers() {
    let panicking = thread::spawn(|| blocking::wait(async { panic!("in a call") }));
    assert_eq!(*panicking.join().unwrap_err().downcast::<&str>().unwrap(), "in a call");
    let other = thread::spawn(|| blocking::wait(async { 7 }));
    assert_eq!(other.join().unwrap(), Ok(7));
}
