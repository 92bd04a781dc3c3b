//! Credentials for R2's S3 API, which follow from an API token.

use api_runtime::Secret;
use hmac_sha256::Hash;

use crate::CreatedToken;

/// Credentials of an API token for R2's S3 API.
///
/// The access key is the id of the token, and the secret access key is the SHA-256 of its secret, so
/// that both follow from a token without another request. The token needs permission groups for R2.
/// Rolling the token changes the secret access key.
///
/// ```
/// # use cloudflare_user_api as cloudflare_user;
/// use cloudflare_user::R2Credentials;
///
/// let credentials = R2Credentials::new("token-id", "token-secret");
/// assert_eq!(credentials.access_key_id, "token-id");
/// println!("AWS_SECRET_ACCESS_KEY={}", credentials.secret_access_key.expose());
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct R2Credentials {
    /// Access key ID: the id of the token.
    pub access_key_id: String,
    /// Secret access key: the SHA-256 of the token's secret, 64 hexadecimal digits.
    pub secret_access_key: Secret,
}

impl R2Credentials {
    /// Returns the credentials of a token, given by its id and its secret.
    pub fn new(token_id: impl Into<String>, token_secret: impl Into<Secret>) -> Self {
        let digest = Hash::hash(token_secret.into().expose().as_bytes());
        let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Self { access_key_id: token_id.into(), secret_access_key: Secret::from(digits) }
    }
}

impl CreatedToken {
    /// Returns the token's credentials for R2's S3 API; `None` if the response had no secret.
    #[doc(alias("s3", "access_key", "secret_access_key"))]
    pub fn r2_credentials(&self) -> Option<R2Credentials> {
        Some(R2Credentials::new(&self.id, self.value.clone()?))
    }
}

#[cfg(test)]
mod tests {
    use super::R2Credentials;
    use crate::CreatedToken;

    #[test]
    fn the_secret_access_key_is_the_sha_256_of_the_secret() {
        // The first test vector of FIPS 180-2.
        let token = CreatedToken::new().id("t").value("abc");
        let credentials = token.r2_credentials().unwrap();
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(credentials.access_key_id, "t");
        assert_eq!(credentials.secret_access_key.expose(), expected);
        assert!(!format!("{credentials:?}").contains("ba7816"));
        assert_eq!(CreatedToken::new().id("t").r2_credentials(), None::<R2Credentials>);
    }
}
