//! Prints an account's name and plan, without async.
//!
//! With `APIFY_TOKEN` in the environment it calls the real API. Without, it starts the built-in
//! simulator, and says so on standard error:
//!
//! ```text
//! $ cargo run -p apify-user --example blocking
//! ada is on the plan STARTER.
//! ```

mod connect;

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let connection = connect::connect()?;
    let user = connection.client.me().get().wait()?.context("the token belongs to no user")?;
    let plan = user.plan.and_then(|plan| plan.id).unwrap_or_else(|| "unknown".to_owned());
    println!("{} is on the plan {plan}.", user.username);
    Ok(())
}
