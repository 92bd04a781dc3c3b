//! A call that both Cloudflare clients can make.

use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use cloudflare_user::{CloudflareClient, Error, UserClient};
use conformance::{Call, Ended, Outcome};
use serde_json::{Map, Value, json};

use crate::ours;

/// How a call of our facade ended, and after how many attempts.
pub type Ran = Result<(Ended, u64), Error>;

type Ours = dyn Fn(CloudflareClient) -> Pin<Box<dyn Future<Output = Ran> + Send>> + Send + Sync;

#[derive(Clone)]
pub struct CloudflareCall {
    /// The SDK's method below `client.user`.
    method: &'static str,
    /// Its arguments.
    input: Value,
    /// Whether all pages of a list are read.
    all: bool,
    ours: Arc<Ours>,
    pub options: Options,
}

impl fmt::Debug for CloudflareCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CloudflareCall").field("method", &self.method).finish_non_exhaustive()
    }
}

/// How the client is set up. `{server}` in an address is the scripted server's.
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

/// A method of the SDK with its arguments, and the same call of our facade.
pub fn call<F, R>(method: &'static str, input: Value, ours: F) -> CloudflareCall
where
    F: Fn(UserClient) -> R + Send + Sync + 'static,
    R: Future<Output = Ran> + Send + 'static,
{
    let ours = Arc::new(move |client: CloudflareClient| -> Pin<Box<dyn Future<Output = Ran> + Send>> {
        Box::pin(ours(client.user()))
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
    CloudflareCall { method, input, all: false, ours, options }
}

impl CloudflareCall {
    /// The same list, read to its end.
    pub fn reading_all<F, R>(self, ours: F) -> Self
    where
        F: Fn(UserClient) -> R + Send + Sync + 'static,
        R: Future<Output = Ran> + Send + 'static,
    {
        let options = self.options;
        Self { all: true, options, ..call(self.method, self.input, ours) }
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
            // What is not given is not to be looked for in the environment.
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
        let client = match ours::build(&self.options, base_url) {
            Ok(client) => client,
            Err(error) => return ours::failed(&error, 0),
        };
        let counted = client.clone();
        // The answers of a list know of their own page only.
        let sent = |attempts| if self.all { counted.stats().requests } else { attempts };
        match (self.ours)(client).await {
            Ok((ended, attempts)) => Outcome { ended, attempts: sent(attempts), rate_limited: Vec::new() },
            Err(error) => ours::failed(&error, sent(error.attempts().into())),
        }
    }
}
