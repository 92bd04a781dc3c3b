//! Rotates the API token that it runs with: gives it another secret, writes that to a file which only
//! the owner may read, and verifies it.
//!
//! The function `rotate` does the work; its tests are below, against `api-simulator`, and run with
//! `cargo test -p cloudflare-user --example rotate_token`.
//!
//! With `CLOUDFLARE_API_TOKEN` in the environment it calls the real API. Without, it starts the built-in
//! simulator, and says so on standard error:
//!
//! ```text
//! $ cargo run -p cloudflare-user --example rotate_token -- renewed.token
//! Tide chart publisher: the new secret is in renewed.token and works
//! ```

mod connect;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use cloudflare_user::{CloudflareClient, Secret, TokenStatus};
use tempfile::NamedTempFile;

#[derive(Parser)]
#[command(about = "Rotates the Cloudflare API token that it runs with")]
struct Arguments {
    /// File for the new secret
    file: PathBuf,
}

#[tokio::main]
async fn main() -> Result<()> {
    let Arguments { file } = Arguments::parse();
    let connection = connect::connect()?;
    let name = rotate(&connection.client, |secret| keep(secret, &file)).await?;
    println!("{name}: the new secret is in {} and works", file.display());
    Ok(())
}

/// Gives the client's own token another secret, passes it to `keep` before anything else can fail, and
/// verifies it. Returns the token's name.
async fn rotate(client: &CloudflareClient, keep: impl FnOnce(&Secret) -> Result<()>) -> Result<String> {
    let tokens = client.user().tokens();
    let id = tokens.verify().await?.id;
    let name = tokens.get(&id).await?.name;
    let secret = tokens.value().update(&id).await?;
    keep(&secret)?;

    let renewed =
        CloudflareClient::builder().api_token(secret.expose()).base_url(client.base_url()).build()?;
    let state = renewed.user().tokens().verify().await.context("the new secret does not work")?;
    ensure!(state.status == Some(TokenStatus::Active), "the token is not active");
    Ok(name.unwrap_or(id))
}

/// Writes the secret to a temporary file, which only the owner may read, and replaces the old file in
/// one step.
fn keep(secret: &Secret, file: &Path) -> Result<()> {
    let directory = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    let new = NamedTempFile::new_in(directory.unwrap_or(Path::new(".")))?;
    std::fs::write(new.path(), secret.expose())?;
    new.persist(file).with_context(|| format!("the secret cannot be written to {}", file.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::rotate;
    use api_simulator::{Fault, MockResponse, Point, Simulator};
    use cloudflare_user::{CloudflareClient, Error, Secret, Sent};

    fn client(simulator: &Simulator, token: &str) -> CloudflareClient {
        CloudflareClient::builder().api_token(token).base_url(simulator.base_url()).build().unwrap()
    }

    /// The simulator keeps state: after the rotation it accepts the new secret and not the old one.
    #[tokio::test]
    async fn the_new_secret_is_kept_and_works() {
        let simulator = Simulator::cloudflare().start().await.unwrap();
        let old_client = client(&simulator, simulator.token());
        let mut kept = None;
        let keep = |secret: &Secret| {
            kept = Some(secret.clone());
            Ok(())
        };
        assert_eq!(rotate(&old_client, keep).await.unwrap(), "Tide chart publisher");
        assert!(client(&simulator, kept.unwrap().expose()).user().get().await.is_ok());
        assert!(old_client.user().get().await.is_err_and(|error| error.is_unauthorized()));
        simulator.assert_no_violations();
    }

    /// A response can be scripted: here, the token has no permission to change tokens.
    #[tokio::test]
    async fn an_error_leaves_everything_as_it_was() {
        let simulator = Simulator::cloudflare().start().await.unwrap();
        let client = client(&simulator, simulator.token());
        simulator.on("user_tokens_value_update", MockResponse::documented(403));
        let outcome = rotate(&client, |_| unreachable!("there is no new secret")).await;
        assert_eq!(outcome.unwrap_err().downcast::<Error>().unwrap().status().unwrap(), 403);
        assert!(client.user().get().await.is_ok());
    }

    /// A fault can be scripted too: the token is rotated, and the connection breaks before the response. A
    /// second rotation would be wrong as often as right, so the error says that the outcome is unknown.
    #[tokio::test]
    async fn a_rotation_whose_response_is_lost_is_not_retried() {
        let simulator = Simulator::cloudflare().start().await.unwrap();
        simulator.on("user_tokens_value_update", Fault::Reset(Point::BeforeHeaders));
        let client = client(&simulator, simulator.token());
        let outcome = rotate(&client, |_| unreachable!("no secret came")).await;
        let error = outcome.unwrap_err().downcast::<Error>().unwrap();
        assert_eq!((error.sent(), error.attempts()), (Sent::Maybe, 1));
        assert_eq!(simulator.requests().last().unwrap().method(), "PUT");
    }
}
