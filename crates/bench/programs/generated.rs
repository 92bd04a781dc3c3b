//! A program that makes one call.

use api_runtime::{
    BaseUrl, CallOptions, Credential, Problem, Product, Secret, Settings, Transport,
};
use apify_user_api::Client;

#[derive(Debug)]
struct NoProblem;

impl Problem for NoProblem {
    fn parse(_: &[u8]) -> Option<Self> {
        None
    }

    fn code(&self) -> Option<String> {
        None
    }

    fn message(&self) -> Option<&str> {
        None
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let credentials = vec![Credential::bearer(Secret::from(std::env::var("APIFY_TOKEN")?))];
    let transport = Transport::new::<NoProblem>(
        BaseUrl::parse("https://api.apify.com", "/v2")?,
        credentials,
        Product::new("program", "0.1.0"),
        Settings::default(),
    )?;
    let user = Client::from(transport.begin(CallOptions::default())).users_me_get().await?;
    println!("{:?}", user.into_value().data.username);
    Ok(())
}
