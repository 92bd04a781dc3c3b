//! Program that makes one call.

mod types;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let request = reqwest::Client::new().get("https://api.apify.com/v2/users/me");
    let response = request.bearer_auth(std::env::var("APIFY_TOKEN")?).send().await?;
    let body = response.error_for_status()?.bytes().await?;
    let user: types::Envelope<types::User> = serde_json::from_slice(&body)?;
    println!("{:?}", user.data.username);
    Ok(())
}
