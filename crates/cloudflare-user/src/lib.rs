#![doc = include_str!("../README.md")]

mod audit_logs;
#[allow(deprecated, reason = "deprecated by Cloudflare, which still serves it")]
mod billing;
mod builder;
mod client;
mod envelope;
mod error;
mod invites;
#[allow(deprecated, reason = "deprecated by Cloudflare, which still serves it")]
mod organizations;
mod page;
mod setters;
mod subscriptions;
mod tenants;
mod tokens;
mod user;

#[cfg(feature = "blocking")]
pub use api_runtime::blocking::Iter;
#[doc(inline)]
pub use api_runtime::{
    ErrorKind, InterceptorError, RateLimit, Response, RetryPolicy, Secret, Sent, SkippedFields, Stats,
};
#[doc(inline)]
pub use cloudflare_user_api::{
    ActorKind, AuditLog, AuditLogAction, AuditLogActor, AuditLogOwner, AuditLogResource, AuditLogValue,
    BillingHistoryItem, BillingHistoryOrder, BillingHistoryZone, BillingProfile, CloudflareMessage,
    CloudflareProblem, ComponentKind, CreatedToken, Invite, InviteStatus, Match, MessageSource, NewPolicy,
    NewPolicyPermissionGroup, NewToken, Organization, OrganizationOrder, OrganizationStatus, PageInfo,
    PermissionGroup, PermissionGroupCategory, PermissionGroupMeta, PermissionGroupScope, PolicyEffect,
    PolicyPermissionGroup, RatePlan, SortDirection, Subscription, SubscriptionApp, SubscriptionComponent,
    SubscriptionFrequency, SubscriptionState, SubscriptionUpdate, SubscriptionZone, Tenant, TenantFlags,
    TenantMeta, TenantParent, TenantProfile, Token, TokenAddresses, TokenCondition, TokenPolicy,
    TokenResource, TokenResources, TokenStatus, TokenUpdate, TokenVerification, User, UserEdit,
    tokens_by_scope,
};

pub use audit_logs::{AuditLogsClient, ExportAuditLogs, ListAuditLogs};
pub use billing::{BillingClient, BillingHistoryClient, BillingProfileClient, ListBillingHistory};
pub use builder::CloudflareClientBuilder;
pub use client::CloudflareClient;
pub use envelope::ResponseExt;
pub use error::{Error, Request};
pub use invites::{InvitesClient, ListInvites};
pub use organizations::{ListOrganizations, OrganizationsClient};
pub use page::{ItemStream, Page};
pub use subscriptions::{GetSubscriptions, SubscriptionsClient};
pub use tenants::{ListTenants, TenantsClient};
pub use tokens::{ListPermissionGroups, ListTokens, PermissionGroupsClient, TokenValueClient, TokensClient};
pub use user::UserClient;

// The crates whose types stand in signatures, in the versions that fit.
pub use api_runtime::{http, reqwest};
#[cfg(feature = "schemars")]
pub use schemars;
pub use {bytes, chrono, serde_json};
