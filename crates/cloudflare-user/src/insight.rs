//! What tokens mean: which of them end soon, and what they reach.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{PermissionGroupScope, PolicyEffect, Token, TokenPolicy, TokenResource, TokenResources};

impl Token {
    /// Whether the token's time will be over within `period` of `now`. Not so of a token whose
    /// time is over already, nor of one that never ends.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use chrono::{TimeDelta, Utc};
    ///
    /// let mut tokens = client.user().tokens().list().into_stream();
    /// while let Some(token) = tokens.try_next().await? {
    ///     if token.expires_within(TimeDelta::days(30), Utc::now()) {
    ///         println!("{}: {:?}", token.id, token.expires_on);
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    pub fn expires_within(&self, period: TimeDelta, now: DateTime<Utc>) -> bool {
        self.expires_on.is_some_and(|end| now < end && end - now <= period)
    }

    /// The kinds of resources that the token's policies reach, those that forbid left out.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use cloudflare_user::PermissionGroupScope;
    ///
    /// let mut tokens = client.user().tokens().list().into_stream();
    /// while let Some(token) = tokens.try_next().await? {
    ///     if token.scopes().contains(&PermissionGroupScope::Account) {
    ///         println!("{:?} reaches whole accounts", token.name);
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    pub fn scopes(&self) -> BTreeSet<PermissionGroupScope> {
        let policies = self.policies.iter().filter(|policy| policy.effect != Some(PolicyEffect::Deny));
        policies.flat_map(TokenPolicy::scopes).collect()
    }
}

impl TokenPolicy {
    /// The kinds of resources that the policy covers: zones, for
    /// `com.cloudflare.api.account.zone.*`, also where they stand inside an account.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
    /// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
    /// use cloudflare_user::PermissionGroupScope;
    ///
    /// let token = client.user().tokens().list().await?.items.into_iter().next().ok_or("no token")?;
    /// let scopes: Vec<_> = token.policies.iter().flat_map(|policy| policy.scopes()).collect();
    /// assert_eq!(scopes, [PermissionGroupScope::Zone]);
    /// # Ok(()) }
    /// ```
    pub fn scopes(&self) -> BTreeSet<PermissionGroupScope> {
        let mut scopes = BTreeSet::new();
        add_scopes(&self.resources, &mut scopes);
        scopes
    }
}

/// Tokens by the kinds of resources that they reach, see [`Token::scopes`]. A token stands with
/// each kind that it reaches.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = api_simulator::Simulator::cloudflare().start().await?;
/// # let client = cloudflare_user::CloudflareClient::builder().api_token(simulator.token()).base_url(simulator.base_url()).build()?;
/// use cloudflare_user::{PermissionGroupScope, tokens_by_scope};
///
/// let tokens = client.user().tokens().list().await?.items;
/// if let Some(of_zones) = tokens_by_scope(&tokens).get(&PermissionGroupScope::Zone) {
///     println!("{} tokens reach zones", of_zones.len());
/// }
/// # Ok(()) }
/// ```
pub fn tokens_by_scope<'a>(
    tokens: impl IntoIterator<Item = &'a Token>,
) -> BTreeMap<PermissionGroupScope, Vec<&'a Token>> {
    let mut by_scope: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for token in tokens {
        for scope in token.scopes() {
            by_scope.entry(scope).or_default().push(token);
        }
    }
    by_scope
}

fn add_scopes(resources: &TokenResources, scopes: &mut BTreeSet<PermissionGroupScope>) {
    for (name, resource) in resources.iter() {
        match resource {
            TokenResource::Within(inner) => add_scopes(inner, scopes),
            // The last part of a resource's name is its id, or `*` for all of its kind.
            _ => drop(scopes.insert(name.rsplit_once('.').map_or(name.as_str(), |(kind, _)| kind).into())),
        }
    }
}
