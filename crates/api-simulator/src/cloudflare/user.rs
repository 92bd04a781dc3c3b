//! The user.

use serde_json::Value;

use super::envelope;
use super::state::State;
use crate::script::MockResponse;

pub(super) fn get(state: &State) -> MockResponse {
    let mut user = state.user.clone();
    user["organizations"] =
        state.memberships.iter().filter(|held| held["status"] == "member").cloned().collect();
    envelope::one(&user)
}

/// Sets what `changes` names; null clears it.
pub(super) fn edit(state: &mut State, changes: &Value) -> MockResponse {
    for (name, value) in changes.as_object().into_iter().flatten() {
        state.user[name.as_str()] = value.clone();
    }
    get(state)
}
