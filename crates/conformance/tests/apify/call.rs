//! Calls that both Apify clients can make.

use std::time::Duration;

use chrono::NaiveDate;
use conformance::{Call, Outcome};
use serde_json::{Value, json};

use crate::facade;

#[derive(Debug, Clone)]
pub struct ApifyCall {
    pub user: Option<String>,
    pub method: Method,
    pub options: Options,
}

#[derive(Debug, Clone)]
pub enum Method {
    Properties,
    Get,
    MonthlyUsage(Option<NaiveDate>),
    Limits,
    UpdateLimits { usd: Option<f64>, days: Option<i64> },
}

/// Settings of the client. `{server}` in a base URL stands for the scripted server.
#[derive(Debug, Clone)]
pub struct Options {
    pub token: Option<&'static str>,
    pub base_url: &'static str,
    pub public_base_url: Option<&'static str>,
    pub max_retries: Option<u32>,
    pub timeout: Option<Duration>,
    pub suffixes: &'static [&'static str],
    pub workflow_key: Option<&'static str>,
    pub header: Option<(&'static str, &'static str)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            token: Some("the-token"),
            base_url: "{server}",
            public_base_url: None,
            max_retries: Some(2),
            timeout: None,
            suffixes: &[],
            workflow_key: None,
            header: None,
        }
    }
}

impl ApifyCall {
    fn new(user: Option<&str>, method: Method) -> Self {
        Self { user: user.map(str::to_owned), method, options: Options::default() }
    }

    /// Calls `user()` of the SDK and `me()` of the facade, without an id.
    pub fn without_id(self) -> Self {
        Self { user: None, ..self }
    }

    pub fn token(mut self, token: Option<&'static str>) -> Self {
        self.options.token = token;
        self
    }

    pub fn base_url(mut self, url: &'static str) -> Self {
        self.options.base_url = url;
        self
    }

    pub fn public_base_url(mut self, url: &'static str) -> Self {
        self.options.public_base_url = Some(url);
        self
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

    pub fn suffixes(mut self, suffixes: &'static [&'static str]) -> Self {
        self.options.suffixes = suffixes;
        self
    }

    pub fn workflow_key(mut self, key: &'static str) -> Self {
        self.options.workflow_key = Some(key);
        self
    }

    /// Adds a header in a request interceptor.
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.options.header = Some((name, value));
        self
    }
}

pub fn properties(user: &str) -> ApifyCall {
    ApifyCall::new(Some(user), Method::Properties)
}

pub fn get(user: &str) -> ApifyCall {
    ApifyCall::new(Some(user), Method::Get)
}

pub fn monthly_usage(user: &str) -> ApifyCall {
    ApifyCall::new(Some(user), Method::MonthlyUsage(None))
}

pub fn monthly_usage_at(user: &str, year: i32, month: u32, day: u32) -> ApifyCall {
    let date = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
    ApifyCall::new(Some(user), Method::MonthlyUsage(Some(date)))
}

pub fn limits(user: &str) -> ApifyCall {
    ApifyCall::new(Some(user), Method::Limits)
}

pub fn update_limits(user: &str, usd: Option<f64>, days: Option<i64>) -> ApifyCall {
    ApifyCall::new(Some(user), Method::UpdateLimits { usd, days })
}

impl Call for ApifyCall {
    fn command(&self, base_url: &str) -> Value {
        let options = &self.options;
        let mut command = json!({
            "method": "get",
            "options": {
                "baseUrl": options.base_url.replace("{server}", base_url),
            },
        });
        let mut set = |pointer: &str, value: Option<Value>| {
            if let (Some(value), Some((parent, name))) = (value, pointer.rsplit_once('/')) {
                command.pointer_mut(parent).expect("a parent")[name] = value;
            }
        };
        set("/user", self.user.as_deref().map(Value::from));
        set("/options/token", options.token.map(Value::from));
        set("/options/publicBaseUrl", options.public_base_url.map(Value::from));
        set("/options/maxRetries", options.max_retries.map(Value::from));
        set("/options/timeoutSecs", options.timeout.map(|limit| limit.as_secs_f64().into()));
        let suffixes = (!options.suffixes.is_empty()).then(|| json!(options.suffixes));
        set("/options/userAgentSuffix", suffixes);
        set("/workflowKey", options.workflow_key.map(Value::from));
        set("/header", options.header.map(|(name, value)| json!([name, value])));
        let method = match &self.method {
            Method::Properties => "properties",
            Method::Get => "get",
            Method::Limits => "limits",
            Method::MonthlyUsage(date) => {
                set("/date", date.map(|date| date.to_string().trim_start_matches('+').into()));
                "monthlyUsage"
            }
            Method::UpdateLimits { usd, days } => {
                set("/usd", usd.map(|usd| script_number(usd).into()));
                set("/days", days.map(|days| days.to_string().into()));
                "updateLimits"
            }
        };
        set("/method", Some(method.into()));
        command
    }

    async fn run(&self, base_url: &str) -> Outcome {
        facade::run(self, base_url).await
    }
}

/// Formats a number for JavaScript's `Number(…)`.
fn script_number(number: f64) -> String {
    match number {
        number if number == f64::INFINITY => "Infinity".to_owned(),
        number if number == f64::NEG_INFINITY => "-Infinity".to_owned(),
        number => number.to_string(),
    }
}
