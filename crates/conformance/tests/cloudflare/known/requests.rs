//! Differences in what is sent.

use conformance::KnownDifference;

use super::NOT_SENT;

pub const ALL: &[KnownDifference] = &[
    KnownDifference {
        id: "spelling of the query",
        theirs: "a space is `%20`",
        ours: "a space is `+`",
        reason: "both mean the same in a query",
        scenarios: &[
            "query/logs, zone with an accent",
            "query/organizations, name",
            "query/permission groups",
        ],
        aspects: &["request.query.spelling"],
    },
    KnownDifference {
        id: "spelling of the path",
        theirs: "`@ : ! $ & ' ( ) * + , ; =` are not encoded",
        ours: "encoded",
        reason: "RFC 3986 reserves them; servers read both forms alike, and the encoded one is always safe",
        scenarios: &["id/token, question mark", "id/token, at and colon", "id/token, sub-delimiters"],
        aspects: &["request.path.spelling"],
    },
    KnownDifference {
        id: "empty id",
        theirs: "sent: `GET /user/tokens/` may return the list, `DELETE /user/organizations/` may delete more",
        ours: "rejected before sending",
        reason: "an id must not select another path",
        scenarios: &[
            "id/token, empty",
            "id/invite, empty",
            "id/organization, empty",
            "id/subscription, empty",
        ],
        aspects: NOT_SENT,
    },
    KnownDifference {
        id: "id that is another method's path",
        theirs: "`tokens.get('verify')` requests `GET /user/tokens/verify`",
        ours: "rejected before sending",
        reason: "an id must not select another path",
        scenarios: &["id/token, verify", "id/token, permission_groups"],
        aspects: NOT_SENT,
    },
    KnownDifference {
        id: "control characters",
        theirs: "encoded",
        ours: "rejected before sending",
        reason: "no id contains one, so the id is wrong",
        scenarios: &["id/token, line break", "id/token, NUL"],
        aspects: NOT_SENT,
    },
    KnownDifference {
        id: "page out of range",
        theirs: "page 0 and a `per_page` above the maximum are sent",
        ours: "rejected before sending",
        reason: "the OpenAPI document sets the range",
        scenarios: &["query/logs, too large a page", "query/tokens, page 0"],
        aspects: NOT_SENT,
    },
    KnownDifference {
        id: "impossible change",
        theirs: "an empty edit, a token without name or policies, and leaving an invite pending are sent",
        ours: "rejected before sending",
        reason: "the intention is unknown",
        scenarios: &[
            "body/edit, nothing",
            "body/subscription, nothing",
            "body/invite, leave pending",
            "body/token, no policy",
            "body/token, no name",
        ],
        aspects: NOT_SENT,
    },
    KnownDifference {
        id: "missing credentials",
        theirs: "the request is sent all the same",
        ours: "rejected by `build()`",
        reason: "a missing setting belongs where the settings are made",
        scenarios: &[
            "credentials/nothing",
            "credentials/key without an e-mail",
            "credentials/e-mail without a key",
            "credentials/empty token",
        ],
        aspects: NOT_SENT,
    },
    KnownDifference {
        id: "token that no header can hold",
        theirs: "trailing spaces and line breaks are removed; accents are sent in Latin-1",
        ours: "rejected by `build()`, without showing the token",
        reason: "a changed token is a wrong token, and the API's 401 would not say why",
        scenarios: &[
            "credentials/space at the token's end",
            "credentials/line break at the token's end",
            "credentials/accent in the token",
        ],
        aspects: NOT_SENT,
    },
    KnownDifference {
        id: "invalid base URL",
        theirs: "the first call fails, after retries; or none fails and a query swallows the path",
        ours: "rejected by `build()`; trailing slashes make no difference",
        reason: "an error in the settings belongs where the settings are made",
        scenarios: &[
            "credentials/base URL with two slashes",
            "credentials/base URL with a query",
            "credentials/base URL of another scheme",
        ],
        aspects: &["requests", "result", "attempts", "request.path", "error.kind"],
    },
];
