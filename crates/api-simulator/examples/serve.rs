//! Serves a vendor's API on this machine, so that a program of one's own can be tried out without an
//! account: it prints what to set in the program's environment, and serves until its input ends.
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

/// The simulator, and the variables that the vendor's client reads: for the token, for the address.
fn serve(vendor: Option<&str>) -> Result<(Simulator, [&'static str; 2]), Box<dyn Error>> {
    let (builder, variables) = match vendor {
        Some("apify") => (Simulator::apify(), ["APIFY_TOKEN", "APIFY_API_BASE_URL"]),
        Some("cloudflare") => (Simulator::cloudflare(), ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_BASE_URL"]),
        _ => return Err("which API? Say `apify` or `cloudflare`.".into()),
    };
    Ok((builder.start_blocking()?, variables))
}

#[cfg(test)]
mod tests {
    use super::serve;

    #[tokio::test]
    async fn what_is_printed_lets_a_client_in() {
        for (vendor, path) in [("apify", "/v2/users/me"), ("cloudflare", "/user")] {
            let (simulator, _) = serve(Some(vendor)).unwrap();
            let request = reqwest::Client::new().get(format!("{}{path}", simulator.base_url()));
            let answer = request.bearer_auth(simulator.token()).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{vendor}");
        }
    }

    #[test]
    fn another_vendor_is_refused() {
        assert!(serve(Some("acme")).is_err() && serve(None).is_err());
    }
}
