//! Secrets that a request would have to carry.

use crate::{
    api::Api,
    lower::reached,
    report::{Report, Rule},
};

static SENT_SECRET: Rule = Rule::refused(
    "secret in a request body",
    "the type that stands for `format: password` writes itself as `[redacted]`, so the request would carry that; \
     remove the format with an overlay action and let the facade keep the secret",
);

/// Checks that nothing which is sent holds a `format: password`.
///
/// Only where such fields become the runtime's secret type: a crate of its own has plain strings.
pub fn sent_secrets(api: &mut Api) -> Report {
    let mut report = Report::default();
    let sent =
        reached(api, |api| api.operations().flat_map(|(_, _, _, operation)| operation.sent()).collect());
    api.walk(&mut |schema, at, owner| {
        let is_sent = match owner {
            crate::report::Owner::Schema(name) => sent.contains(name),
            _ => at.keys().iter().any(|key| key == "requestBody"),
        };
        if is_sent && schema.shape.is_secret() {
            report.note(&SENT_SECRET, at, "", owner);
        }
    });
    report
}
