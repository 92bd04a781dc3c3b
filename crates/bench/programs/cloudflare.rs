//! Program that makes one call.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let builder = cloudflare_user::CloudflareClient::builder().api_token(std::env::var("TOKEN")?);
    let client = builder.base_url(format!("{}/client/v4", std::env::var("SERVER")?)).build()?;
    let user = client.user().get().await?;
    println!("{:?}", user.id);
    Ok(())
}
