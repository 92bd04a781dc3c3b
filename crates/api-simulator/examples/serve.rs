//! Serves a vendor's API on this machine, to try out a program without an account. It prints the
//! environment variables for the program, and serves until its input ends.
//!
//! ```text
//! cargo run -p api-simulator --all-features --example serve -- apify
//! ```

use std::{env, error::Error, io};

use api_simulator::Simulator;

fn main() -> Result<(), Box<dyn Error>> {
    let vendor = env::args().nth(1);
    let (simulator, [token, base_url]) = serve(vendor.as_deref())?;
    println!("export {token}={}", simulator.token());
    println!("export {base_url}={}", simulator.base_url());
    eprintln!("Serving until the end of input (Ctrl-D).");
    io::copy(&mut io::stdin(), &mut io::sink())?;
    Ok(())
}

/// Starts a simulator; returns it with the variables that the vendor's client reads token and address
/// from.
fn serve(vendor: Option<&str>) -> Result<(Simulator, [&'static str; 2]), Box<dyn Error>> {
    let (builder, variables) = match vendor {
        Some("apify") => (Simulator::apify(), ["APIFY_TOKEN", "APIFY_API_BASE_URL"]),
        Some("cloudflare") => (Simulator::cloudflare(), ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_BASE_URL"]),
        _ => return Err("name an API: `apify` or `cloudflare`".into()),
    };
    Ok((builder.start_blocking()?, variables))
}

#[cfg(test)]
mod tests {
    use super::serve;

    #[tokio::test]
    async fn the_printed_token_and_address_work() {
        for (vendor, path) in [("apify", "/v2/users/me"), ("cloudflare", "/user")] {
            let (simulator, _) = serve(Some(vendor)).unwrap();
            let request = reqwest::Client::new().get(format!("{}{path}", simulator.base_url()));
            let response = request.bearer_auth(simulator.token()).send().await.unwrap();
            assert_eq!(response.status(), 200, "{vendor}");
        }
    }

    #[test]
    fn another_vendor_is_an_error() {
        assert!(serve(Some("acme")).is_err() && serve(None).is_err());
    }
}
