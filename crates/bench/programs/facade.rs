//! Program that makes one call.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = apify_user::ApifyClient::from_env()?;
    let user = client.me().get().await?;
    println!("{:?}", user.map(|user| user.username));
    Ok(())
}
