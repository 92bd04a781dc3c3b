//! Program that makes one call.

use api_runtime::{BaseUrl, CallOptions, Credential, Product, Secret, Settings, Transport};
use apify_user_api::{ApifyProblem, Client};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let credentials = vec![Credential::bearer(Secret::from(std::env::var("APIFY_TOKEN")?))];
    let transport = Transport::new::<ApifyProblem>(
        BaseUrl::parse("https://api.apify.com", "/v2")?,
        credentials,
        Product::new("program", "0.1.0"),
        Settings::default(),
    )?;
    let user = Client::new(transport.call(CallOptions::default())).users_me_get().await?;
    println!("{:?}", user.into_value().data.username);
    Ok(())
}
