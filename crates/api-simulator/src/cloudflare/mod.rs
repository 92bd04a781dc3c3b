//! Cloudflare's user API: a user with tokens, invitations, subscriptions and a long audit log.

mod audit_log;
mod audit_logs;
mod billing;
mod credentials;
mod envelope;
mod invites;
mod memberships;
mod state;
mod subscriptions;
mod token_requests;
mod tokens;
mod user;

use std::sync::{Mutex, PoisonError};

use self::credentials::Credentials;
pub(crate) use self::credentials::{API_EMAIL, API_KEY, USER_SERVICE_KEY};
use self::state::State;
use crate::builder::Config;
use crate::contract::{Refusal, Spec};
use crate::described::{Call, Vendor, documented};
use crate::script::MockResponse;

pub(crate) struct Cloudflare {
    description: Spec,
    state: Mutex<State>,
}

impl Cloudflare {
    pub(crate) fn new(description: &Spec, config: &Config) -> Self {
        Self { description: description.clone(), state: Mutex::new(State::new(description, config)) }
    }
}

impl Vendor for Cloudflare {
    fn answer(&self, call: &Call<'_>) -> MockResponse {
        let state = &mut *self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let credentials = Credentials::of(call.request);
        if !credentials.are_accepted(&state.tokens) {
            return match call.operation.id() {
                "user_tokens_verify" => token_requests::unknown_token(),
                _ => envelope::failure(401, 10_000, "The credentials were not accepted."),
            };
        }
        match call.operation.id() {
            "user_get" => user::get(state),
            "user_edit" => user::edit(state, &call.body()),
            "user_audit_logs_list" => audit_logs::list(state, call),
            "user_billing_history_list" => billing::history(state, call),
            "user_invites_list" => envelope::page(call, &state.invites, 20),
            "user_invites_get" => invites::get(state, call),
            "user_invites_edit" => invites::edit(state, call),
            "user_organizations_list" => memberships::list(state, call),
            "user_organizations_get" => memberships::get(state, call),
            "user_organizations_delete" => memberships::leave(state, call),
            "user_subscriptions_get" => envelope::page(call, &state.subscriptions, 20),
            "user_subscriptions_update" => subscriptions::update(state, call),
            "user_subscriptions_delete" => subscriptions::delete(state, call),
            "user_tokens_list" => token_requests::list(state, call),
            "user_tokens_create" => token_requests::create(state, call),
            "user_tokens_get" => token_requests::get(state, call),
            "user_tokens_update" => token_requests::update(state, call),
            "user_tokens_delete" => token_requests::delete(state, call),
            "user_tokens_value_update" => token_requests::roll(state, call),
            "user_tokens_verify" => token_requests::verify(state, &credentials),
            "user_tokens_permission_groups_list" => token_requests::permission_groups(state, call),
            // Without state (the billing profile, tenants), or gained by the description since.
            _ => documented(&self.description, call.operation, call.operation.success()),
        }
    }

    fn refuse(&self, refusal: Refusal, why: &str) -> MockResponse {
        match refusal {
            Refusal::UnknownPath => envelope::failure(404, 7000, why),
            Refusal::WrongMethod => envelope::failure(405, 7001, why),
            Refusal::NoCredential => envelope::failure(401, 9106, "No credentials were sent."),
            Refusal::WrongContentType => envelope::failure(415, 6004, why),
            Refusal::Malformed => envelope::failure(400, 1001, why),
        }
    }
}
