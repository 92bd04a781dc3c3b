#![doc = include_str!("../README.md")]

mod builder;
mod client;
mod envelope;
mod error;
mod insight;
mod message;
mod model;
mod page;
mod user;
mod wire;

#[cfg(feature = "blocking")]
pub use api_runtime::blocking::Iter;
pub use api_runtime::{ErrorKind, InterceptorError, RateLimit, Response, RetryPolicy, Secret, Sent, Stats};
pub use builder::CloudflareClientBuilder;
pub use client::CloudflareClient;
pub use error::{CloudflareProblem, Error};
pub use insight::tokens_by_scope;
pub use message::{CloudflareMessage, MessageSource, ResponseExt};
pub use model::{
    ActorKind, AuditLog, AuditLogAction, AuditLogActor, AuditLogOwner, AuditLogResource, AuditLogValue,
    BillingHistoryItem, BillingHistoryOrder, BillingHistoryZone, BillingProfile, ComponentKind, CreatedToken,
    Invite, InviteStatus, Match, NewPolicy, NewToken, Organization, OrganizationOrder, OrganizationStatus,
    PermissionGroup, PermissionGroupCategory, PermissionGroupMeta, PermissionGroupScope, PolicyEffect,
    PolicyPermissionGroup, RatePlan, SortDirection, Subscription, SubscriptionApp, SubscriptionComponent,
    SubscriptionFrequency, SubscriptionState, SubscriptionUpdate, SubscriptionZone, Tenant, TenantFlags,
    TenantMeta, TenantParent, TenantProfile, Token, TokenAddresses, TokenCondition, TokenPolicy,
    TokenResource, TokenResources, TokenStatus, TokenUpdate, TokenVerification, User, UserEdit,
};
pub use page::{ItemStream, Page, PageInfo};
pub use user::{
    AuditLogsClient, BillingClient, BillingHistoryClient, BillingProfileClient, CreateToken,
    DeleteOrganization, DeleteSubscription, DeleteToken, EditInvite, EditUser, ExportAuditLogs,
    GetBillingProfile, GetInvite, GetOrganization, GetSubscriptions, GetToken, GetUser, InvitesClient,
    ListAuditLogs, ListBillingHistory, ListInvites, ListOrganizations, ListPermissionGroups, ListTenants,
    ListTokens, OrganizationsClient, PermissionGroupsClient, SubscriptionsClient, TenantsClient,
    TokenValueClient, TokensClient, UpdateSubscription, UpdateToken, UpdateTokenValue, UserClient,
    VerifyToken,
};

// The crates whose types stand in signatures, in the versions that fit.
pub use api_runtime::{http, reqwest};
#[cfg(feature = "schemars")]
pub use schemars;
pub use {bytes, chrono, serde_json};
