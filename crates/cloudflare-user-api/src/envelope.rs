//! The envelope of responses.

use crate::{Deleted, DeletedResult, Envelope};

/// Takes the id of the deleted resource for the result, from where Cloudflare put it.
impl From<Deleted> for Envelope<String> {
    fn from(deleted: Deleted) -> Self {
        let Deleted { id, subscription_id, success, result, errors, messages, result_info } = deleted;
        let inside = result.and_then(|DeletedResult { id, subscription_id }| id.or(subscription_id));
        Self { success, result: inside.or(id).or(subscription_id), errors, messages, result_info }
    }
}
