//! One user, and what may be asked of it.

mod get;
mod limits;
mod monthly_usage;
mod update_limits;

use std::{collections::BTreeMap, sync::Arc};

use api_runtime::{CallOptions, Failed, Response, check_id, reqwest};
use apify_user_api::Client;

pub use get::GetUser;
pub use limits::GetLimits;
pub use monthly_usage::GetMonthlyUsage;
pub use update_limits::UpdateLimits;

use crate::{ApifyClient, Error, LimitsUpdateOptions};

/// One user: the account that the token belongs to ([`ApifyClient::me`]), or any other
/// ([`ApifyClient::user`]). Making one sends nothing, and neither does a request that is not awaited.
///
/// ```
/// let client = apify_user::ApifyClient::new("token")?;
/// let john = client.user("john/doe");
/// assert_eq!((john.id(), john.safe_id()), ("john/doe", "john~doe".to_owned()));
/// assert_eq!(john.url(), "https://api.apify.com/v2/users/john~doe");
/// # Ok::<(), apify_user::Error>(())
/// ```
///
/// # Errors
/// Its requests fail with an [`Error`]: of the kind [`Input`](crate::ErrorKind::Input), before anything
/// is sent, where the id or an argument cannot be meant; [`Status`](crate::ErrorKind::Status) where
/// Apify refuses; [`Decode`](crate::ErrorKind::Decode) where its answer lacks the username or a figure;
/// or one of the network's. What may pass is sent again first.
#[derive(Debug, Clone)]
pub struct UserClient {
    client: ApifyClient,
    id: Arc<str>,
}

impl UserClient {
    pub(crate) fn new(client: ApifyClient, id: &str) -> Self {
        Self { client, id: id.into() }
    }

    /// Reads the user. For `me`, and for one's own id, all of the account's data; for any other
    /// user the public part: the name and perhaps a profile.
    ///
    /// Resolves to `None` when Apify says that there is no such user. From
    /// [`GET /v2/users/me`](https://docs.apify.com/api/v2/users-me-get) or
    /// [`GET /v2/users/{userId}`](https://docs.apify.com/api/v2/user-get).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::apify().start().await?;
    /// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// if let Some(user) = client.me().get().await? {
    ///     println!("{} pays: {:?}", user.username, user.is_paying);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn get(&self) -> GetUser {
        GetUser::new(self.clone())
    }

    /// Reads what the account has used in a usage cycle: the one that is running, or the one
    /// that a [`date`](GetMonthlyUsage::date) falls in.
    ///
    /// Amounts are in USD, days in UTC. Resolves to `None` when Apify says that there is no such
    /// user. From [`GET /v2/users/me/usage/monthly`](https://docs.apify.com/api/v2/users-me-usage-monthly-get).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::apify().start().await?;
    /// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// if let Some(usage) = client.me().monthly_usage().await? {
    ///     println!("{:.2} USD", usage.total_usage_credits_usd_after_volume_discount);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn monthly_usage(&self) -> GetMonthlyUsage {
        GetMonthlyUsage::new(self.clone())
    }

    /// Reads the account's limits and how much of each is used.
    ///
    /// The units are in the fields' names and in [`Limit::unit`](crate::Limit::unit). Resolves to
    /// `None` when Apify says that there is no such user. From
    /// [`GET /v2/users/me/limits`](https://docs.apify.com/api/v2/users-me-limits-get).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::apify().start().await?;
    /// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// if let Some(limits) = client.me().limits().await? {
    ///     let (used, most) = (limits.current.monthly_usage_usd, limits.limits.max_monthly_usage_usd);
    ///     println!("{used:.2} of {most:.2} USD");
    /// }
    /// # Ok(()) }
    /// ```
    pub fn limits(&self) -> GetLimits {
        GetLimits::new(self.clone())
    }

    /// Changes the account's limits: the most that a month may cost, how long data is kept.
    ///
    /// An update that is empty, or holds a number that is negative, infinite or none, is
    /// refused before anything is sent. From
    /// [`PUT /v2/users/me/limits`](https://docs.apify.com/api/v2/users-me-limits-put).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::apify().start().await?;
    /// # let client = apify_user::ApifyClient::builder().token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use apify_user::LimitsUpdateOptions;
    ///
    /// let update = LimitsUpdateOptions::max_monthly_usage_usd(300.0).with_data_retention_days(14);
    /// client.me().update_limits(update).await?;
    /// # Ok(()) }
    /// ```
    pub fn update_limits(&self, options: LimitsUpdateOptions) -> UpdateLimits {
        UpdateLimits::new(self.clone(), options)
    }

    /// The id or name as given: `john/doe`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The id as it stands in URLs, before it is percent-encoded: `john~doe`.
    pub fn safe_id(&self) -> String {
        self.id.replace('/', "~")
    }

    /// The user's address: `https://api.apify.com/v2/users/john~doe`.
    pub fn url(&self) -> String {
        format!("{}/{}/{}", self.base_url(), self.resource_path(), self.safe_id())
    }

    /// The address of the API, with the version: `https://api.apify.com/v2`.
    pub fn base_url(&self) -> String {
        self.client.base_url()
    }

    /// The address for links that others open, with the version.
    pub fn public_base_url(&self) -> String {
        self.client.public_base_url()
    }

    /// The part of the API that users stand in: `users`.
    pub fn resource_path(&self) -> &'static str {
        "users"
    }

    /// Query parameters of every request: none.
    pub fn params(&self) -> BTreeMap<String, String> {
        BTreeMap::new()
    }

    /// The client that this user belongs to.
    pub fn apify_client(&self) -> &ApifyClient {
        &self.client
    }

    /// The HTTP client that requests go through. It knows no token.
    pub fn http_client(&self) -> &reqwest::Client {
        self.client.transport().http_client()
    }

    /// The id for a path, once it is known to be one. None for the account that the token
    /// belongs to, which has paths of its own in the description.
    fn other_id(&self) -> Result<Option<String>, Error> {
        if &*self.id == "me" {
            return Ok(None);
        }
        let id = self.safe_id();
        check_id(&id).map_err(|fault| Error::input(format!("no such user can be asked for: {fault}")))?;
        Ok(Some(id))
    }

    /// The generated client of one call.
    fn begin(&self, options: CallOptions) -> Client {
        self.client.transport().begin(options).into()
    }
}

/// Reads the body, and turns "there is no such user" into an answer without a value. Any other
/// error stays one.
fn absent_if_no_such_user<B, T>(
    answer: Result<Response<B>, Failed>,
    read: impl FnOnce(B) -> T,
) -> Result<Response<Option<T>>, Error> {
    match answer.map_err(Error::from) {
        Ok(response) => Ok(response.map(|body| Some(read(body)))),
        Err(error) => {
            let said = error.problem().is_some_and(|problem| problem.is_no_such_record());
            if error.is_not_found() && said { error.into_absent() } else { Err(error) }
        }
    }
}
