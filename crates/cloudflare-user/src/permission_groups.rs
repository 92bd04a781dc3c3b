//! Permission groups, and policies made of their names.

use api_runtime::{CallError, CallOptions, Response};
use cloudflare_user_api::{
    ListPermissionGroupsParams, NewPolicy, PermissionGroup, PermissionGroupScope, PolicyEffect,
};

use crate::{CloudflareClient, Error, Page, Request, accounts::Owner, envelope, page::list_request};

/// Methods for permission groups: bundles of operations that policies name. Creating one sends no
/// request.
#[derive(Debug, Clone)]
pub struct PermissionGroupsClient {
    client: CloudflareClient,
    owner: Owner,
}

impl PermissionGroupsClient {
    pub(crate) fn new(client: CloudflareClient, owner: Owner) -> Self {
        Self { client, owner }
    }

    /// Lists the permission groups, in one response.
    ///
    /// Two groups for different scopes may have the same name. Operation
    /// [`GET /user/tokens/permission_groups`](https://developers.cloudflare.com/api/resources/user/subresources/tokens/subresources/permission_groups/methods/list/)
    /// or
    /// [`GET /accounts/{account_id}/tokens/permission_groups`](https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/subresources/permission_groups/methods/list/).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|simulated| {
    /// use cloudflare_user::{CloudflareClient, PermissionGroupScope};
    ///
    /// let client = CloudflareClient::new("my-api-token")?;
    /// # let client = simulated;
    /// let groups = client.user().tokens().permission_groups();
    /// for group in groups.list().scope(PermissionGroupScope::Zone).await? {
    ///     println!("{} {:?}: {:?}", group.id, group.name, group.description);
    /// }
    /// # });
    /// ```
    pub fn list(&self) -> ListPermissionGroups {
        ListPermissionGroups {
            client: self.client.clone(),
            owner: self.owner.clone(),
            params: ListPermissionGroupsParams::new(),
            options: CallOptions::default(),
        }
    }

    /// Returns the permission group of this name, in this scope or in any.
    ///
    /// # Errors
    /// [`Input`](crate::ErrorKind::Input) if no group has exactly this name, or if several have; the
    /// error lists them. Operation as for [`list`](Self::list).
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// use cloudflare_user::PermissionGroupScope;
    ///
    /// let groups = client.user().tokens().permission_groups();
    /// let group = groups.find("DNS Write", PermissionGroupScope::Zone).await?;
    /// assert_eq!(groups.find("DNS Write", None).await?.id, group.id);
    /// # });
    /// ```
    #[doc(alias("get", "by_name", "lookup"))]
    pub fn find(
        &self,
        name: impl Into<String>,
        scope: impl Into<Option<PermissionGroupScope>>,
    ) -> Request<PermissionGroup> {
        let (name, scope) = (name.into(), scope.into());
        let list = self.scoped(scope).name(&name);
        Request::new(move |options| async move {
            let response = list.with_options(options).send().await?;
            let group = find(&response.value.items, &name)?.clone();
            Ok(response.map(|_| group))
        })
    }

    /// Returns a policy that allows the operations of these permission groups, given by name. It still
    /// needs a resource: [`NewPolicy::on`] or [`NewPolicy::on_within`].
    ///
    /// One request, as for [`list`](Self::list), finds all groups.
    ///
    /// # Errors
    /// [`Input`](crate::ErrorKind::Input) if there are no names, or if no group of the scope or more than
    /// one has exactly one of the names; the error lists them.
    ///
    /// ```
    /// # api_simulator::cloudflare_example!(|client| {
    /// use cloudflare_user::{NewToken, PermissionGroupScope};
    ///
    /// let tokens = client.user().tokens();
    /// let groups = tokens.permission_groups();
    /// let names = ["DNS Write", "Zone Settings Read"];
    /// let policy = groups.allow(PermissionGroupScope::Zone, names).await?;
    /// let policy = policy.on("com.cloudflare.api.account.zone.*");
    /// let created = tokens.create(NewToken::new().name("dns").policy(policy)).await?;
    /// assert_eq!(created.policies[0].permission_groups.len(), 2);
    /// # });
    /// ```
    #[doc(alias("policy", "allow_named", "by_name"))]
    pub fn allow(
        &self,
        scope: impl Into<Option<PermissionGroupScope>>,
        names: impl IntoIterator<Item = impl Into<String>>,
    ) -> Request<NewPolicy> {
        self.policy(PolicyEffect::Allow, scope.into(), names.into_iter().map(Into::into).collect())
    }

    /// Returns a policy that denies the operations of these permission groups, given by name; otherwise
    /// as [`allow`](Self::allow).
    #[doc(alias("policy", "deny_named", "by_name"))]
    pub fn deny(
        &self,
        scope: impl Into<Option<PermissionGroupScope>>,
        names: impl IntoIterator<Item = impl Into<String>>,
    ) -> Request<NewPolicy> {
        self.policy(PolicyEffect::Deny, scope.into(), names.into_iter().map(Into::into).collect())
    }

    fn policy(
        &self,
        effect: PolicyEffect,
        scope: Option<PermissionGroupScope>,
        names: Vec<String>,
    ) -> Request<NewPolicy> {
        let list = self.scoped(scope);
        Request::new(move |options| async move {
            if names.is_empty() {
                return Err(CallError::input("the policy names no permission group").into());
            }
            let response = list.with_options(options).send().await?;
            let groups = &response.value.items;
            let ids: Vec<String> = names
                .iter()
                .map(|name| Ok(find(groups, name)?.id.clone()))
                .collect::<Result<_, CallError>>()?;
            Ok(response.map(|_| NewPolicy::allow(ids).effect(effect)))
        })
    }

    fn scoped(&self, scope: Option<PermissionGroupScope>) -> ListPermissionGroups {
        let list = self.list();
        match scope {
            Some(scope) => list.scope(scope),
            None => list,
        }
    }
}

/// Returns the one group with this name.
fn find<'a>(groups: &'a [PermissionGroup], name: &str) -> Result<&'a PermissionGroup, CallError> {
    let has_name = |group: &&PermissionGroup| group.name.as_deref() == Some(name);
    let found: Vec<&PermissionGroup> = groups.iter().filter(has_name).collect();
    match found[..] {
        [group] => Ok(group),
        [] => {
            let similar = similar(groups, name);
            let hint = match similar.is_empty() {
                true => "`permission_groups().list()` returns all".to_owned(),
                false => format!("similar are {}", describe(&similar)),
            };
            Err(CallError::input(format!("no permission group has the name {name:?}; {hint}")))
        }
        _ => {
            let candidates = describe(&found);
            let detail = format!("{} permission groups have the name {name:?}: {candidates}", found.len());
            Err(CallError::input(format!("{detail}; give the scope, or use the id")))
        }
    }
}

/// Returns the groups whose names have a word in common with this one, at most ten.
fn similar<'a>(groups: &'a [PermissionGroup], name: &str) -> Vec<&'a PermissionGroup> {
    // `Read` and `Write` are in almost every name.
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        words.filter(|word| !matches!(word.as_str(), "" | "read" | "write" | "edit")).collect()
    };
    let wanted = words(name);
    let is_similar = |group: &&PermissionGroup| {
        words(group.name.as_deref().unwrap_or_default()).iter().any(|word| wanted.contains(word))
    };
    groups.iter().filter(is_similar).take(10).collect()
}

/// Writes names, scopes and ids.
fn describe(groups: &[&PermissionGroup]) -> String {
    let describe = |group: &&PermissionGroup| {
        let scopes: Vec<&str> = group.scopes.iter().map(PermissionGroupScope::as_str).collect();
        let name = group.name.as_deref().unwrap_or_default();
        format!("{name:?} ({}, id {})", scopes.join(" and "), group.id)
    };
    groups.iter().map(describe).collect::<Vec<_>>().join(", ")
}

/// Lists permission groups when awaited; see [`PermissionGroupsClient::list`].
#[derive(Debug, Clone)]
#[must_use = "no request is sent until it is awaited"]
pub struct ListPermissionGroups {
    client: CloudflareClient,
    owner: Owner,
    pub(crate) params: ListPermissionGroupsParams,
    options: CallOptions,
}

list_request!(ListPermissionGroups, PermissionGroup);

impl ListPermissionGroups {
    fn with_options(self, options: CallOptions) -> Self {
        Self { options, ..self }
    }

    async fn send(self) -> Result<Response<Page<PermissionGroup>>, Error> {
        self.owner.check()?;
        let (call, api) = self.client.call(self.options);
        envelope::page(&call, self.owner.permission_groups(&api, &self.params).await)
    }
}
