//! Questions about tokens: when they expire and which resources they reach.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{PermissionGroupScope, PolicyEffect, Token, TokenPolicy, TokenResource, TokenResources};

impl Token {
    /// Returns `true` if the token expires after `now` and no later than `period` after it.
    ///
    /// A token that has expired already, or that never expires, does not expire within any period.
    ///
    /// ```
    /// # use cloudflare_user_api as cloudflare_user;
    /// use chrono::{TimeDelta, Utc};
    /// use cloudflare_user::Token;
    ///
    /// let token = Token::new().expires_on(Utc::now() + TimeDelta::days(20));
    /// assert!(token.expires_within(TimeDelta::days(30), Utc::now()));
    /// assert!(!token.expires_within(TimeDelta::days(10), Utc::now()));
    /// assert!(!Token::new().expires_within(TimeDelta::MAX, Utc::now()));
    /// ```
    #[doc(alias("expiring", "expiry", "expiration"))]
    pub fn expires_within(&self, period: TimeDelta, now: DateTime<Utc>) -> bool {
        self.expires_on.is_some_and(|end| now < end && end - now <= period)
    }

    /// Returns the kinds of resources that the token's policies reach, without those that only a
    /// `deny` policy names.
    ///
    /// ```
    /// # use cloudflare_user_api as cloudflare_user;
    /// use cloudflare_user::{
    ///     PermissionGroupScope, PolicyEffect, Token, TokenPolicy, TokenResource, TokenResources,
    /// };
    ///
    /// let all = TokenResource::All;
    /// let resources = TokenResources::from_iter([("com.cloudflare.api.account.*", all)]);
    /// let policy = TokenPolicy::new().effect(PolicyEffect::Allow).resources(resources);
    /// let token = Token::new().policies([policy]);
    /// assert!(token.scopes().contains(&PermissionGroupScope::Account));
    /// ```
    pub fn scopes(&self) -> BTreeSet<PermissionGroupScope> {
        let policies = self.policies.iter().filter(|policy| policy.effect != Some(PolicyEffect::Deny));
        policies.flat_map(TokenPolicy::scopes).collect()
    }
}

impl TokenPolicy {
    /// Returns the kinds of resources that the policy covers: zones for
    /// `com.cloudflare.api.account.zone.*`, also where they stand inside an account.
    pub fn scopes(&self) -> BTreeSet<PermissionGroupScope> {
        let mut scopes = BTreeSet::new();
        if let Some(resources) = &self.resources {
            collect_scopes(resources, &mut scopes);
        }
        scopes
    }
}

/// Groups tokens by the kinds of resources that they reach; see [`Token::scopes`].
///
/// A token appears under each kind that it reaches.
///
/// ```
/// # use cloudflare_user_api as cloudflare_user;
/// use cloudflare_user::{PermissionGroupScope, Token, tokens_by_scope};
///
/// fn tokens_for_zones(tokens: &[Token]) -> usize {
///     tokens_by_scope(tokens).get(&PermissionGroupScope::Zone).map_or(0, Vec::len)
/// }
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

fn collect_scopes(resources: &TokenResources, scopes: &mut BTreeSet<PermissionGroupScope>) {
    for (name, resource) in resources {
        match resource {
            TokenResource::Within(inner) => collect_scopes(inner, scopes),
            // The last part of a resource's name is its id, or `*` for all of its kind.
            _ => drop(scopes.insert(name.rsplit_once('.').map_or(name.as_str(), |(kind, _)| kind).into())),
        }
    }
}
