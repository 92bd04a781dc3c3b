//! The hidden part of documentation examples that need a server.

use crate::{Simulator, SimulatorBuilder};

/// Outcome of an example.
pub type ExampleResult = Result<(), Box<dyn std::error::Error>>;

/// Runs an example against a simulator on a runtime of its own.
///
/// # Panics
/// If the simulator does not start or the example fails.
pub fn run_example(builder: SimulatorBuilder, example: impl AsyncFnOnce(&Simulator) -> ExampleResult) {
    let run = async || example(&builder.start().await?).await;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    check(runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(run())));
}

/// Runs an example without a runtime against a simulator on a thread of its own.
///
/// # Panics
/// If the simulator does not start or the example fails.
pub fn run_blocking_example(builder: SimulatorBuilder, example: impl FnOnce(&Simulator) -> ExampleResult) {
    check(builder.start_blocking().map_err(Into::into).and_then(|simulator| example(&simulator)));
}

fn check(outcome: ExampleResult) {
    assert!(outcome.is_ok(), "the example failed: {outcome:?}");
}

/// Starts a simulator, connects a client to it and runs the example's body.
#[doc(hidden)]
#[macro_export]
macro_rules! example {
    ($builder:expr, $simulator:ident => $connect:expr, blocking |$client:ident $(, $shown:ident)?| $body:block) => {
        $crate::run_blocking_example($builder, |$simulator| {
            let $client = $connect;
            $(let $shown = $simulator;)?
            $body
            Ok(())
        })
    };
    ($builder:expr, $simulator:ident => $connect:expr, |$client:ident $(, $shown:ident)?| $body:block) => {
        $crate::run_example($builder, async |$simulator| {
            let $client = $connect;
            $(let $shown = $simulator;)?
            $body
            Ok(())
        })
    };
}
