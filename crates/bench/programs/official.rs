//! Program that makes one call.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = apify_client::ApifyClient::new(std::env::var("APIFY_TOKEN")?);
    let user = client.me().get().await?;
    println!("{:?}", user.map(|user| user.username));
    Ok(())
}
