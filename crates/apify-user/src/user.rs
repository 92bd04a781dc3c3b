//! A user and the requests about it.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use api_runtime::{CallError, CallOptions, Response, check_id, request_options, reqwest};
use apify_user_api::{Client, Data, MonthlyUsageParams};
use chrono::NaiveDate;

use crate::{
    AccountAndUsageLimits, ApifyClient, ApifyProblem, Error, GetCredit, GetUsageBetween, InvalidThreshold,
    LimitsUpdateOptions, LimitsWatch, MonthlyUsage, Request, Threshold, User,
};

/// Handle of one user: the account of the token ([`ApifyClient::me`]), or any other user
/// ([`ApifyClient::user`]). Creating this handle sends no request, and neither does a request that is not
/// awaited.
///
/// ```no_run
/// use apify_user::ApifyClient;
///
/// #[tokio::main]
/// async fn main() -> Result<(), apify_user::Error> {
///     let me = ApifyClient::from_env()?.me();
///     if let (Some(user), Some(usage)) = (me.get().await?, me.monthly_usage().await?) {
///         let usd = usage.total_usage_credits_usd_after_volume_discount;
///         println!("{}: {usd:.2} USD", user.username);
///     }
///     Ok(())
/// }
/// ```
///
/// # Errors
/// Each request fails with an [`Error`] of the kind
/// - [`Input`](crate::ErrorKind::Input) if an id or an argument is invalid; nothing is sent;
/// - [`Status`](crate::ErrorKind::Status) if Apify responds with an error;
/// - [`Decode`](crate::ErrorKind::Decode) if the response lacks what is required: a username, or a total of
///   usage;
/// - or another one if the connection fails, after all retries.
#[derive(Clone, Debug)]
pub struct UserClient {
    client: ApifyClient,
    /// `None` for the account of the token, which has paths of its own in the document.
    other_id: Option<Arc<str>>,
}

/// Id of the account of the token.
pub(crate) const ME: &str = "me";

impl UserClient {
    pub(crate) fn new(client: ApifyClient, id: &str) -> Self {
        Self { client, other_id: (id != ME).then(|| id.into()) }
    }

    /// Reads the user. For `me`, and for one's own id, the response holds all data of the account; for any
    /// other user the public part, which is the username and perhaps a profile.
    ///
    /// Resolves to `None` if Apify reports that there is no such user. Operation:
    /// [`GET /v2/users/me`](https://docs.apify.com/api/v2/users-me-get) or
    /// [`GET /v2/users/{userId}`](https://docs.apify.com/api/v2/user-get).
    ///
    /// ```
    /// # api_simulator::apify_example!(|client| {
    /// if let Some(user) = client.me().get().await? {
    ///     println!("{} is on the plan {:?}", user.username, user.plan.and_then(|plan| plan.id));
    /// }
    /// # });
    /// ```
    #[doc(alias = "whoami")]
    #[doc(alias = "account")]
    #[doc(alias = "profile")]
    pub fn get(&self) -> Request<Option<User>> {
        let user = self.clone();
        Request::new(|options| async move { user.read(options).await })
    }

    pub(crate) async fn read(&self, options: CallOptions) -> Result<Response<Option<User>>, Error> {
        let api = self.api(options);
        none_if_no_such_user(match self.other_id()? {
            None => api.users_me_get().await,
            Some(id) => api.user_get(&id).await,
        })
    }

    /// Reads the usage of the account in a billing cycle: the current one, or the one of a
    /// [`date`](GetMonthlyUsage::date).
    ///
    /// Amounts are in USD, days in UTC. Resolves to `None` if Apify reports that there is no such user.
    /// Operation: [`GET /v2/users/me/usage/monthly`](https://docs.apify.com/api/v2/users-me-usage-monthly-get).
    ///
    /// ```
    /// # api_simulator::apify_example!(|client| {
    /// let usage = client.me().monthly_usage().await?.ok_or("no such user")?;
    /// for (service, usd) in usage.costliest_services(3) {
    ///     println!("{service}: {usd:.2} USD");
    /// }
    /// # });
    /// ```
    #[doc(alias = "cost")]
    #[doc(alias = "costs")]
    #[doc(alias = "spend")]
    #[doc(alias = "billing")]
    #[doc(alias = "invoice")]
    #[doc(alias = "daily")]
    pub fn monthly_usage(&self) -> GetMonthlyUsage {
        GetMonthlyUsage {
            user: self.clone(),
            params: MonthlyUsageParams::default(),
            options: CallOptions::default(),
        }
    }

    /// Reads the usage of each day (UTC) in a span of days, the last day included, from as many billing cycles
    /// as the span touches. Each cycle is read once, by the same operation as
    /// [`monthly_usage`](Self::monthly_usage).
    ///
    /// A day whose usage Apify did not send is listed in [`UsageSpan::gaps`](crate::UsageSpan::gaps), and so is a
    /// day in the future. Resolves to `None` if Apify reports that there is no such user.
    /// [`with_response`](GetUsageBetween::with_response) has the response of the last cycle. A
    /// [`deadline`](GetUsageBetween::deadline) holds for all requests together, the client's own for each.
    ///
    /// A span that ends before it begins, begins in the future, or is longer than
    /// [`UsageSpan::MAX_DAYS`](crate::UsageSpan::MAX_DAYS) is rejected before anything is sent.
    ///
    /// ```
    /// # api_simulator::apify_example!(|client| {
    /// use apify_user::chrono::NaiveDate;
    ///
    /// let (first, last): (NaiveDate, NaiveDate) = ("2026-04-01".parse()?, "2026-04-30".parse()?);
    /// let april = client.me().usage_between(first, last).await?.ok_or("no such user")?;
    /// println!("{} in April, {} days unknown", april.total(), april.gaps.len());
    /// for (service, sum) in april.by_service() {
    ///     println!("{service}: {}, quantity {:?}", sum.cost, sum.quantity());
    /// }
    /// # });
    /// ```
    #[doc(alias = "cost")]
    #[doc(alias = "calendar")]
    #[doc(alias = "range")]
    #[doc(alias = "daily")]
    pub fn usage_between(&self, from: NaiveDate, to: NaiveDate) -> GetUsageBetween {
        GetUsageBetween::new(self.clone(), from, to)
    }

    /// Reads the prepaid usage that is left of the plan in the current billing cycle, and when it will have run
    /// out at this pace.
    ///
    /// Sends the requests of [`get`](Self::get) and [`monthly_usage`](Self::monthly_usage) at the same time.
    /// [`MonthlyUsage::credit`] computes the same from their values. Resolves to `None` if Apify reports that
    /// there is no such user. [`with_response`](GetCredit::with_response) has the response about the usage.
    ///
    /// ```
    /// # api_simulator::apify_example!(|client| {
    /// let credit = client.me().credit().await?.ok_or("no such user")?;
    /// match (credit.left_usd, credit.runs_out_at) {
    ///     (Some(left), Some(day)) => println!("{left:.2} USD are left, until {day}"),
    ///     (Some(left), None) => println!("{left:.2} USD are left: {}", credit.outlook),
    ///     (None, _) => println!("{:.2} USD were used: {}", credit.used_usd, credit.outlook),
    /// }
    /// # });
    /// ```
    #[doc(alias = "balance")]
    #[doc(alias = "prepaid")]
    #[doc(alias = "remaining")]
    pub fn credit(&self) -> GetCredit {
        GetCredit::new(self.clone())
    }

    /// Reads the limits of the account and the current usage of each.
    ///
    /// The units are in the documentation of the fields and in [`Limit::unit`](crate::Limit::unit).
    /// Resolves to `None` if Apify reports that there is no such user. Operation:
    /// [`GET /v2/users/me/limits`](https://docs.apify.com/api/v2/users-me-limits-get).
    ///
    /// ```
    /// # api_simulator::apify_example!(|client| {
    /// let limits = client.me().limits().await?.ok_or("no such user")?;
    /// for usage in limits.above(0.8)? {
    ///     println!("{}: {:.2} of {:.2}", usage.limit, usage.used, usage.maximum);
    /// }
    /// # });
    /// ```
    #[doc(alias = "quota")]
    #[doc(alias = "budget")]
    #[doc(alias = "remaining")]
    pub fn limits(&self) -> Request<Option<AccountAndUsageLimits>> {
        let user = self.clone();
        Request::new(|options| async move {
            let api = user.api(options);
            none_if_no_such_user(match user.other_id()? {
                None => api.users_me_limits_get().await,
                Some(id) => api.user_limits_get(&id).await,
            })
        })
    }

    /// Changes the limits of the account: the maximum cost of a billing cycle, and the number of days that
    /// data is kept. A limit that is not set stays as it is; zero is a limit like any other.
    ///
    /// An update that sets nothing, or sets a number that is negative or not finite, is rejected before
    /// anything is sent. Operation:
    /// [`PUT /v2/users/me/limits`](https://docs.apify.com/api/v2/users-me-limits-put).
    ///
    /// ```
    /// # api_simulator::apify_example!(|client| {
    /// use apify_user::LimitsUpdateOptions;
    ///
    /// let update = LimitsUpdateOptions::new().max_monthly_usage_usd(300.0).data_retention_days(14);
    /// client.me().update_limits(update).await?;
    /// # });
    /// ```
    #[doc(alias = "budget")]
    #[doc(alias = "quota")]
    #[doc(alias = "cap")]
    #[doc(alias = "retention")]
    pub fn update_limits(&self, update: LimitsUpdateOptions) -> Request<()> {
        let user = self.clone();
        Request::new(|options| async move {
            check_update(&update)?;
            let api = user.api(options);
            Ok(match user.other_id()? {
                None => api.users_me_limits_put(&update).await,
                Some(id) => api.user_limits_put(&id, &update).await,
            }?)
        })
    }

    /// Reads the limits again and again, and yields each limit whose usage rises to `threshold` (`0.8` is
    /// four fifths) or falls below it. A limit that is above it at the first read is yielded too.
    ///
    /// One read runs at a time, `interval` after the previous one. A read that fails is yielded as
    /// [`LimitsEvent::ReadFailed`](crate::LimitsEvent::ReadFailed), also if the response cannot be read; the next
    /// one is twice as far away, up to sixteen intervals or an hour, and not before the time that the server
    /// asks for. The stream ends after an error that cannot pass, such as an invalid token, and if there is no
    /// such user. A limit whose figures are missing in a response keeps its state. Dropping the stream stops
    /// everything.
    ///
    /// # Errors
    /// If the interval is shorter than [`LimitsWatch::MIN_INTERVAL`] or longer than
    /// [`LimitsWatch::MAX_INTERVAL`], if the threshold is below 0, above 1 or NaN, or if the user id is invalid.
    ///
    /// ```
    /// # api_simulator::apify_example!(|client| {
    /// use apify_user::LimitsEvent;
    /// use futures_util::TryStreamExt;
    /// use std::time::Duration;
    ///
    /// let mut watch = client.me().watch_limits(Duration::from_secs(300), 0.05)?;
    /// while let Some(event) = watch.try_next().await? {
    ///     match event {
    ///         LimitsEvent::Crossing(crossing) => {
    ///             let percent = 100.0 * crossing.usage.fraction().unwrap_or(0.0);
    ///             println!("{} is at {percent:.0} %", crossing.usage.limit);
    ///         }
    ///         LimitsEvent::ReadFailed { error, .. } => println!("still watching after: {error}"),
    ///         _ => {} // there may be more in a later version
    ///     }
    /// #   break;
    /// }
    /// # });
    /// ```
    #[doc(alias = "alert")]
    #[doc(alias = "monitor")]
    #[doc(alias = "notify")]
    pub fn watch_limits<T>(&self, interval: Duration, threshold: T) -> Result<LimitsWatch, Error>
    where
        T: TryInto<Threshold, Error: Into<InvalidThreshold>>,
    {
        self.other_id()?;
        let threshold = threshold.try_into().map_err(Into::into)?;
        Ok(LimitsWatch::new(self.clone(), interval, threshold)?)
    }

    /// Returns the id or username as given: `john/doe`.
    pub fn id(&self) -> &str {
        self.other_id.as_deref().unwrap_or(ME)
    }

    /// Returns the client that this handle belongs to.
    pub fn apify_client(&self) -> &ApifyClient {
        &self.client
    }

    /// Returns the HTTP client that sends the requests. It does not have the token.
    pub fn http_client(&self) -> reqwest::Client {
        self.client.transport().http_client()
    }

    /// Returns the id as in URLs, before percent-encoding: `john~doe`.
    pub fn safe_id(&self) -> String {
        self.id().replace('/', "~")
    }

    /// Returns the URL of the user: `https://api.apify.com/v2/users/john~doe`.
    pub fn url(&self) -> String {
        format!("{}/{}/{}", self.base_url(), self.resource_path(), self.safe_id())
    }

    /// Returns the URL of the API with its version: `https://api.apify.com/v2`.
    pub fn base_url(&self) -> String {
        self.client.base_url()
    }

    /// Returns the URL for links that others open, with the version.
    pub fn public_base_url(&self) -> String {
        self.client.public_base_url()
    }

    /// Returns the path of users within the API: `users`.
    pub fn resource_path(&self) -> &'static str {
        "users"
    }

    /// Returns the query parameters of every request, of which there are none.
    pub fn params(&self) -> BTreeMap<String, String> {
        BTreeMap::new()
    }

    /// Returns the id for a path, once it is known to be valid; `None` for the account of the token.
    fn other_id(&self) -> Result<Option<String>, CallError> {
        if self.other_id.is_none() {
            return Ok(None);
        }
        let id = self.safe_id();
        check_id(&id).map_err(|error| CallError::input(format!("the user id is invalid: {error}")))?;
        Ok(Some(id))
    }

    fn api(&self, options: CallOptions) -> Client {
        Client::new(self.client.transport().call(options))
    }
}

/// Request for the usage of one billing cycle; see [`UserClient::monthly_usage`].
///
/// ```no_run
/// use apify_user::{ApifyClient, chrono::NaiveDate};
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let client = ApifyClient::from_env()?;
/// let day: NaiveDate = "2026-06-14".parse()?;
/// let usage = client.me().monthly_usage().date(day).await?.ok_or("no such user")?;
/// if let Some(cycle) = &usage.usage_cycle {
///     println!("{:?} to {:?}", cycle.start_at, cycle.end_at);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless it is awaited"]
pub struct GetMonthlyUsage {
    user: UserClient,
    pub(crate) params: MonthlyUsageParams,
    options: CallOptions,
}

request_options!(GetMonthlyUsage, Option<MonthlyUsage>, Error);

impl GetMonthlyUsage {
    pub(crate) fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    async fn send(self) -> Result<Response<Option<MonthlyUsage>>, Error> {
        let api = self.user.api(self.options);
        none_if_no_such_user(match self.user.other_id()? {
            None => api.users_me_usage_monthly_get(&self.params).await,
            Some(id) => api.user_usage_monthly_get(&id, &self.params).await,
        })
    }
}

/// Takes the value out of its wrapper, and turns the error "no such user" into a response without a value.
fn none_if_no_such_user<T>(
    result: Result<Response<Data<T>>, CallError>,
) -> Result<Response<Option<T>>, Error> {
    let error = match result {
        Ok(response) => return Ok(response.map(|body| Some(body.data))),
        Err(error) => Error::from(error),
    };
    let no_such_user = error.problem().is_some_and(ApifyProblem::is_no_such_record);
    if error.is_not_found() && no_such_user { Ok(error.into_call_error().into_none()?) } else { Err(error) }
}

fn check_update(update: &LimitsUpdateOptions) -> Result<(), CallError> {
    let (usd, days) = (update.max_monthly_usage_usd, update.data_retention_days);
    if usd.is_none() && days.is_none() {
        return Err(CallError::input("the limits update is empty: set at least one limit"));
    }
    if usd.is_some_and(|usd| !usd.is_finite() || usd < 0.0) {
        return Err(CallError::input(
            "the maximum monthly usage must be a finite number of USD, not negative",
        ));
    }
    if days.is_some_and(|days| days < 0) {
        return Err(CallError::input("the data retention must not be a negative number of days"));
    }
    Ok(())
}
