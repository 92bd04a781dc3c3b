//! Errors and messages in Cloudflare's envelope.

use std::{borrow::Cow, fmt};

use api_runtime::{CredentialProblem, Problem, decode};

use crate::{CloudflareMessage, CloudflareProblem, envelope};

impl CloudflareProblem {
    /// Returns `true` if one of the errors, or a cause in its chain, has this code.
    pub fn has_code(&self, code: i64) -> bool {
        self.errors.iter().any(|error| error.has_code(code))
    }
}

impl Problem for CloudflareProblem {
    fn parse(body: &[u8]) -> Option<Self> {
        let (problem, _) = decode::tolerant::<Self>(body).ok()?;
        let is_documented = problem.success == Some(false) || !problem.errors.is_empty();
        is_documented.then_some(problem)
    }

    fn code(&self) -> Option<String> {
        self.errors.first()?.code.map(|code| code.to_string())
    }

    fn message(&self) -> Option<Cow<'_, str>> {
        self.errors.first()?.with_causes()
    }

    fn credentials(&self) -> Option<CredentialProblem> {
        if REJECTED.iter().any(|code| self.has_code(*code)) {
            return Some(CredentialProblem::Rejected);
        }
        let is_invalid = self.errors.iter().any(CloudflareMessage::says_invalid_token);
        self.has_code(TOKEN_REFUSED).then_some(match is_invalid {
            true => CredentialProblem::Rejected,
            false => CredentialProblem::NotPermitted,
        })
    }

    fn reports_failure(body: &[u8]) -> bool {
        envelope::reports_failure(body)
    }
}

/// Codes of credentials that are malformed, unknown or missing, whatever the status: malformed headers
/// (6003), of which each has its own (6102, 6103, 6111), and an unknown key (9103).
const REJECTED: [i64; 5] = [6003, 6102, 6103, 6111, 9103];

/// Code of a token that is not valid, and of one that is but may not do this or not from there.
const TOKEN_REFUSED: i64 = 9109;

impl CloudflareMessage {
    /// Returns `true` if the text says that the token is not valid.
    fn says_invalid_token(&self) -> bool {
        let text = self.message.as_deref().unwrap_or_default().to_ascii_lowercase();
        text.contains("invalid access token") || self.error_chain.iter().any(Self::says_invalid_token)
    }

    /// Returns `true` if this message, or a cause in its chain, has this code.
    pub fn has_code(&self, code: i64) -> bool {
        self.code == Some(code) || self.error_chain.iter().any(|cause| cause.has_code(code))
    }

    /// Returns the text and its causes, which are often the only part that helps; without the code.
    fn with_causes(&self) -> Option<Cow<'_, str>> {
        if self.error_chain.is_empty() {
            return self.message.as_deref().map(Cow::from);
        }
        let causes: Vec<String> = self.error_chain.iter().map(Self::to_string).collect();
        let causes = format!("because of {}", causes.join(", "));
        let text = self.message.as_ref().map_or(causes.clone(), |message| format!("{message}, {causes}"));
        Some(text.into())
    }
}

/// Writes `code: message, because of code: message`, or the parts that there are.
impl fmt::Display for CloudflareMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code, self.with_causes()) {
            (Some(code), Some(text)) => write!(f, "{code}: {text}"),
            (Some(code), None) => write!(f, "{code}"),
            (None, text) => f.write_str(text.as_deref().unwrap_or("(no message)")),
        }
    }
}
