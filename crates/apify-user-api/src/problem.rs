//! Apify's error bodies.

use std::borrow::Cow;

use api_runtime::{Problem, decode};

use crate::{ApifyProblem, ErrorResponse};

impl ApifyProblem {
    /// Returns `true` if Apify reports that there is no such user. A 404 that comes from elsewhere, such as
    /// a proxy's page or that of a wrong base URL, does not say so.
    ///
    /// ```
    /// # use apify_user_api as apify_user;
    /// use apify_user::ApifyProblem;
    ///
    /// assert!(ApifyProblem::new().error_type("record-not-found").is_no_such_record());
    /// assert!(!ApifyProblem::new().error_type("page-not-found").is_no_such_record());
    /// ```
    pub fn is_no_such_record(&self) -> bool {
        matches!(self.error_type.as_deref(), Some("record-not-found" | "record-or-token-not-found"))
    }
}

impl Problem for ApifyProblem {
    /// A body with neither a type nor a message says nothing, and is not of Apify's form.
    fn parse(body: &[u8]) -> Option<Self> {
        let (ErrorResponse { error }, _) = decode::tolerant(body).ok()?;
        (error.error_type.is_some() || error.message.is_some()).then_some(error)
    }

    fn code(&self) -> Option<String> {
        self.error_type.clone()
    }

    fn message(&self) -> Option<Cow<'_, str>> {
        self.message.as_deref().map(Cow::Borrowed)
    }
}

#[cfg(test)]
mod tests {
    use api_runtime::Problem;
    use serde_json::{Value, json};

    use crate::ApifyProblem;

    fn parse(body: &Value) -> Option<ApifyProblem> {
        ApifyProblem::parse(body.to_string().as_bytes())
    }

    #[test]
    fn a_body_keeps_its_type_message_and_data() {
        let body =
            json!({ "error": { "type": "new-type", "message": "No.", "data": { "parameter": "date" } } });
        let problem = parse(&body).unwrap();
        let expected =
            ApifyProblem::new().error_type("new-type").message("No.").data(json!({ "parameter": "date" }));
        assert_eq!(problem, expected);
        assert_eq!(
            (problem.code().as_deref(), Problem::message(&problem).as_deref()),
            (Some("new-type"), Some("No."))
        );
    }

    #[test]
    fn a_malformed_field_costs_itself_only() {
        let problem = parse(&json!({ "error": { "type": 7, "message": "No." } })).unwrap();
        assert_eq!(problem, ApifyProblem::new().message("No."));
        let problem = parse(&json!({ "error": { "type": "new-type", "message": {} } })).unwrap();
        assert_eq!(problem, ApifyProblem::new().error_type("new-type"));
    }

    #[test]
    fn a_body_of_another_form_is_no_problem() {
        for body in [
            json!({}),
            json!({ "error": {} }),
            json!({ "error": { "data": 1 } }),
            json!({ "message": "No." }),
            json!([]),
        ] {
            assert_eq!(parse(&body), None, "{body}");
        }
        assert_eq!(ApifyProblem::parse(b"<html>"), None);
    }
}
