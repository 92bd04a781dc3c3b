//! Program that makes one call.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let builder = apify_client::ApifyClient::builder().token(std::env::var("TOKEN")?);
    let client = builder.base_url(std::env::var("SERVER")?).build();
    let user = client.me().get().await?;
    println!("{:?}", user.map(|user| user.username));
    Ok(())
}
