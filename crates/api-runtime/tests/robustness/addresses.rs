//! Base URLs and ids.

use api_runtime::{BaseUrl, check_id, encode_path, reqwest::Url};
use proptest::prelude::*;

use crate::config;

/// Texts that resemble a base URL.
fn url() -> impl Strategy<Value = String> {
    let scheme = prop::sample::select(vec!["http://", "https://", "HTTP:", "ftp://", "http:/", "", "//"]);
    let user = prop::sample::select(vec!["", "", "", "ada@", "ada:s3cr3t@", ":s3cr3t@"]);
    let host = "(localhost|127\\.0\\.0\\.1|\\[::1\\]|[a-zA-Z0-9.-]{0,12}|\\PC{0,6})(:[0-9]{0,6})?";
    let path = "(/[a-z0-9.%~\\\\]{0,4}){0,3}(/v2)?/{0,3}";
    let rest = "(\\?\\PC{0,4})?(#\\PC{0,4})?";
    (scheme, user, host, path, rest)
        .prop_map(|(scheme, user, host, path, rest)| format!("{scheme}{user}{host}{path}{rest}"))
}

fn check_base(text: &str) -> Result<(), TestCaseError> {
    match BaseUrl::parse(text, "/v2") {
        Ok(base) => {
            let url = Url::parse(base.as_str()).unwrap();
            prop_assert!(matches!(url.scheme(), "http" | "https"));
            prop_assert!(url.host_str().is_some_and(|host| !host.is_empty()));
            prop_assert!(url.username().is_empty() && url.password().is_none());
            prop_assert!(url.query().is_none() && url.fragment().is_none());
            prop_assert!(!base.as_str().ends_with('/'));
            let again = BaseUrl::parse(&format!("{base}/v2/"), "/v2").unwrap();
            prop_assert_eq!(again, base);
        }
        Err(error) => prop_assert!(!error.to_string().contains("s3cr3t")),
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn texts_that_resemble_a_base_url(text in url()) {
        check_base(&text)?;
    }

    #[test]
    fn base_urls_of_any_text(text in any::<String>()) {
        check_base(&text)?;
    }

    /// An id that passes is one segment of the path, whole, and changes nothing else.
    #[test]
    fn ids_stay_one_segment(id in prop_oneof![any::<String>(), "[./\\\\%?#@:;a2eE]{0,8}"]) {
        prop_assume!(check_id(&id).is_ok());
        let text = format!("https://api.example.com/v2/users/{}/limits", encode_path(&id));
        let url = Url::parse(&text).unwrap();
        let segments: Vec<&str> = url.path_segments().unwrap().collect();
        prop_assert_eq!(segments.len(), 4);
        prop_assert_eq!(segments[0], "v2");
        prop_assert_eq!(segments[1], "users");
        prop_assert_eq!(segments[3], "limits");
        let decoded = percent_encoding::percent_decode_str(segments[2]).decode_utf8().unwrap();
        prop_assert_eq!(decoded, id);
        prop_assert_eq!(url.host_str(), Some("api.example.com"));
        prop_assert!(url.query().is_none() && url.fragment().is_none());
    }
}
