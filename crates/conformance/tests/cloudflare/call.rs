//! Calls that both Cloudflare clients can make.

use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use cloudflare_user::{CloudflareClient, Error, UserClient};
use conformance::{Call, CallResult, Outcome};
use serde_json::{Map, Value, json};

use crate::facade;

/// Result of a call of the facade with its number of attempts.
pub type Returned = Result<(CallResult, u64), Error>;

type FacadeCall = dyn Fn(CloudflareClient) -> Pin<Box<dyn Future<Output = Returned> + Send>> + Send + Sync;

#[derive(Clone)]
pub struct CloudflareCall {
    /// Path of the SDK's method below `client.user`.
    method: &'static str,
    /// Arguments of the SDK's method.
    input: Value,
    /// `true` if all pages of a list are read.
    all: bool,
    facade: Arc<FacadeCall>,
    pub options: Options,
}

impl fmt::Debug for CloudflareCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CloudflareCall").field("method", &self.method).finish_non_exhaustive()
    }
}

/// Settings of the client. `{server}` in a base URL stands for the scripted server.
#[derive(Debug, Clone)]
pub struct Options {
    pub api_token: Option<&'static str>,
    pub api_key: Option<&'static str>,
    pub api_email: Option<&'static str>,
    pub user_service_key: Option<&'static str>,
    pub base_url: &'static str,
    pub max_retries: Option<u32>,
    pub timeout: Option<Duration>,
}

/// Creates a call of an SDK method with its arguments, and the same call of the facade.
pub fn call<F, R>(method: &'static str, input: Value, facade: F) -> CloudflareCall
where
    F: Fn(UserClient) -> R + Send + Sync + 'static,
    R: Future<Output = Returned> + Send + 'static,
{
    let facade =
        Arc::new(move |client: CloudflareClient| -> Pin<Box<dyn Future<Output = Returned> + Send>> {
            Box::pin(facade(client.user()))
        });
    let options = Options {
        api_token: Some("the-token"),
        api_key: None,
        api_email: None,
        user_service_key: None,
        base_url: "{server}/client/v4",
        max_retries: Some(2),
        timeout: None,
    };
    CloudflareCall { method, input, all: false, facade, options }
}

impl CloudflareCall {
    /// Reads the same list to its end.
    pub fn reading_all<F, R>(self, facade: F) -> Self
    where
        F: Fn(UserClient) -> R + Send + Sync + 'static,
        R: Future<Output = Returned> + Send + 'static,
    {
        let options = self.options;
        Self { all: true, options, ..call(self.method, self.input, facade) }
    }

    pub fn max_retries(mut self, retries: u32) -> Self {
        self.options.max_retries = Some(retries);
        self
    }

    pub fn default_retries(mut self) -> Self {
        self.options.max_retries = None;
        self
    }

    pub fn timeout(mut self, milliseconds: u64) -> Self {
        self.options.timeout = Some(Duration::from_millis(milliseconds));
        self
    }

    pub fn base_url(mut self, url: &'static str) -> Self {
        self.options.base_url = url;
        self
    }
}

impl Call for CloudflareCall {
    fn command(&self, base_url: &str) -> Value {
        let options = &self.options;
        let mut set = Map::new();
        let given = [
            // Null keeps the SDK from reading the environment.
            ("apiToken", Some(json!(options.api_token))),
            ("apiKey", Some(json!(options.api_key))),
            ("apiEmail", Some(json!(options.api_email))),
            ("userServiceKey", Some(json!(options.user_service_key))),
            ("baseURL", Some(options.base_url.replace("{server}", base_url).into())),
            ("maxRetries", options.max_retries.map(Value::from)),
            ("timeout", options.timeout.map(|limit| json!(limit.as_millis()))),
        ];
        set.extend(given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
        json!({ "options": set, "method": self.method, "input": self.input, "all": self.all })
    }

    async fn run(&self, base_url: &str) -> Outcome {
        let client = match facade::build(&self.options, base_url) {
            Ok(client) => client,
            Err(error) => return facade::error_outcome(&error, 0),
        };
        let counting = client.clone();
        // The responses of a list count the attempts of their own page only.
        let total = |attempts| if self.all { counting.stats().requests } else { attempts };
        match (self.facade)(client).await {
            Ok((result, attempts)) => Outcome { result, attempts: total(attempts), rate_limited: Vec::new() },
            Err(error) => facade::error_outcome(&error, total(error.attempts().into())),
        }
    }
}
