//! Program that makes one call.

mod types;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = format!("{}/v2/users/me", std::env::var("SERVER")?);
    let request = reqwest::Client::new().get(url).bearer_auth(std::env::var("TOKEN")?);
    let body = request.send().await?.error_for_status()?.bytes().await?;
    let user: types::Envelope<types::User> = serde_json::from_slice(&body)?;
    println!("{:?}", user.data.username);
    Ok(())
}
