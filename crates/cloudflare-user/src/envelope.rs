//! What all of Cloudflare's answers are wrapped in:
//! `{"success", "errors", "messages", "result", "result_info"}`.

use api_runtime::{Call, ErrorKind, Failed, Problem, Response};
use cloudflare_user_api::types;
use serde_json::{Map, Value};

use crate::{CloudflareProblem, Error, Page, wire::FromWire};

/// An answer of the generated client: some envelope.
pub(crate) trait Envelope {
    type Result;

    fn open(self) -> Opened<Self::Result>;
}

/// An envelope whose kind no longer matters.
pub(crate) struct Opened<R> {
    success: Option<bool>,
    has_errors: bool,
    result: Option<R>,
    result_info: Option<types::ResultInfo>,
}

impl<R> Opened<R> {
    /// An answer may say so at any status. One that lacks `success` is judged by the rest.
    fn is_refusal(&self) -> bool {
        match self.success {
            Some(success) => !success,
            None => self.result.is_none() && self.has_errors,
        }
    }
}

macro_rules! envelopes {
    ($($envelope:ident($result:ty),)+) => {$(
        impl Envelope for types::$envelope {
            type Result = $result;

            fn open(self) -> Opened<$result> {
                // `messages` are read from the body when they are asked for: `ResponseExt`.
                let Self { success, errors, messages: _, result, result_info } = self;
                let has_errors = errors.is_some_and(|errors| !errors.is_empty());
                Opened { success, has_errors, result, result_info }
            }
        }
    )+};
}

envelopes! {
    AuditLogsResponse(Vec<types::AuditLog>),
    BillingHistoryResponse(Vec<types::BillingHistoryItem>),
    BillingProfileResponse(types::BillingProfile),
    InviteResponse(types::Invite),
    InvitesResponse(Vec<types::Invite>),
    OrganizationResponse(Map<String, Value>),
    OrganizationsResponse(Vec<types::Organization>),
    PermissionGroupsResponse(Vec<types::PermissionGroup>),
    SubscriptionResponse(Map<String, Value>),
    SubscriptionsResponse(Vec<types::Subscription>),
    TenantsResponse(Vec<types::Tenant>),
    TokenCreatedResponse(types::TokenWithValue),
    TokenResponse(types::Token),
    TokenValueResponse(api_runtime::Secret),
    TokenVerifyResponse(types::TokenVerification),
    TokensResponse(Vec<types::Token>),
    UserResponse(types::User),
}

impl Envelope for types::Deleted {
    type Result = String;

    /// The id of what is gone, which may stand in an envelope or beside where it would be.
    fn open(self) -> Opened<String> {
        let Self { success, errors, messages: _, result, result_info, id, subscription_id } = self;
        let within = result.and_then(|types::DeletedResult { id, subscription_id }| id.or(subscription_id));
        let has_errors = errors.is_some_and(|errors| !errors.is_empty());
        Opened { success, has_errors, result: within.or(id).or(subscription_id), result_info }
    }
}

/// The answer with its envelope opened, unless it says that the call failed.
fn opened<E: Envelope>(
    call: &Call,
    answer: Result<Response<E>, Failed>,
) -> Result<Response<Opened<E::Result>>, Error> {
    match answer.map_err(Error::from) {
        Ok(answer) => {
            let answer = answer.map(E::open);
            if answer.value.is_refusal() { Err(call.refuse(answer)) } else { Ok(answer) }
        }
        // What a refusal holds as its `result` may be of any form: that must not hide why.
        Err(error) if error.kind() == ErrorKind::Decode && is_refusal(error.raw()) => {
            Err(error.into_absent::<()>().map_or_else(|error| error, |answer| call.refuse(answer)))
        }
        Err(error) => Err(error),
    }
}

/// Whether a body says that the call failed.
pub(crate) fn is_refusal(body: Option<&[u8]>) -> bool {
    body.and_then(CloudflareProblem::parse).is_some()
}

/// The result, which the method cannot do without.
pub(crate) fn result<E: Envelope, T: FromWire<E::Result>>(
    call: &Call,
    answer: Result<Response<E>, Failed>,
) -> Result<Response<T>, Error> {
    let mut answer = opened(call, answer)?;
    match answer.value.result.take() {
        Some(result) => Ok(answer.map(|_| T::from_wire(result))),
        None => Err(missing_result(answer)),
    }
}

/// The result, or an empty one where the answer has none.
pub(crate) fn result_or_default<E: Envelope>(
    call: &Call,
    answer: Result<Response<E>, Failed>,
) -> Result<Response<E::Result>, Error>
where
    E::Result: Default,
{
    opened(call, answer).map(|answer| answer.map(|opened| opened.result.unwrap_or_default()))
}

/// A page of a list. A list that is null is an empty one.
pub(crate) fn page<E, W, T>(
    call: &Call,
    answer: Result<Response<E>, Failed>,
) -> Result<Response<Page<T>>, Error>
where
    E: Envelope<Result = Vec<W>>,
    T: FromWire<W>,
{
    opened(call, answer).map(|answer| {
        answer.map(|Opened { result, result_info, success: _, has_errors: _ }| Page {
            items: result.unwrap_or_default().into_iter().map(T::from_wire).collect(),
            info: result_info.map(FromWire::from_wire).unwrap_or_default(),
        })
    })
}

/// The id of what was deleted, as told; else the one that was asked for.
pub(crate) fn deleted(
    call: &Call,
    answer: Result<Response<types::Deleted>, Failed>,
    asked: String,
) -> Result<Response<String>, Error> {
    match opened(call, answer) {
        Ok(answer) => Ok(answer.map(|opened| opened.result.unwrap_or(asked))),
        // It is gone: an answer that says no more than that is no failure.
        Err(error) if error.kind() == ErrorKind::Decode && is_blank(error.raw()) => {
            error.into_absent::<()>().map(|answer| answer.map(|_| asked))
        }
        Err(error) => Err(error),
    }
}

fn is_blank(body: Option<&[u8]>) -> bool {
    matches!(body.map(<[u8]>::trim_ascii), Some(b"" | b"null"))
}

fn missing_result<T>(answer: Response<T>) -> Error {
    Error::unusable(answer, ErrorKind::Decode, "which could not be read: result: it is missing or null")
}
