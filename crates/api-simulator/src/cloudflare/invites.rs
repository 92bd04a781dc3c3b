//! Invitations to organizations.

use super::envelope;
use super::state::{State, find, remove};
use crate::described::Call;
use crate::script::MockResponse;

pub(super) fn get(state: &mut State, call: &Call<'_>) -> MockResponse {
    let invite = find(&mut state.invites, call.argument("invite_id"));
    invite.map_or_else(envelope::not_found, |invite| envelope::one(invite))
}

/// Accepts or rejects an invitation that is still open.
pub(super) fn edit(state: &mut State, call: &Call<'_>) -> MockResponse {
    let Some(invite) = find(&mut state.invites, call.argument("invite_id")) else {
        return envelope::not_found();
    };
    if invite["status"] != "pending" {
        return envelope::failure(400, 1002, "The invitation has been answered or has expired.");
    }
    invite["status"] = call.body()["status"].take();
    let organization = invite["organization_id"].as_str().unwrap_or_default();
    if invite["status"] == "rejected" {
        remove(&mut state.memberships, organization);
    } else if let Some(membership) = find(&mut state.memberships, organization) {
        membership["status"] = "member".into();
    }
    envelope::one(invite)
}
