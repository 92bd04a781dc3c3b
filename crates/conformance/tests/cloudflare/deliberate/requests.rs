//! In what is sent.

use conformance::Deliberate;

use super::NOT_SENT;

pub const ALL: &[Deliberate] = &[
    Deliberate {
        id: "spelling of a query",
        theirs: "a blank is `%20`",
        ours: "a blank is `+`",
        why: "both mean the same in a query",
        scenarios: &[
            "query/logs, zone with an accent",
            "query/organizations, name",
            "query/permission groups",
        ],
        aspects: &["request.query.spelling"],
    },
    Deliberate {
        id: "spelling of a path",
        theirs: "`@ : ! $ & ' ( ) * + , ; =` stand in a path as they are",
        ours: "encoded",
        why: "RFC 3986 reserves them; a server reads both alike, and the encoded form is always safe",
        scenarios: &["id/token, question mark", "id/token, at and colon", "id/token, sub-delimiters"],
        aspects: &["request.path.spelling"],
    },
    Deliberate {
        id: "empty id",
        theirs: "sent: `GET /user/tokens/` may answer for the list, `DELETE /user/organizations/` for more",
        ours: "refused, nothing is sent",
        why: "an id must not choose another path",
        scenarios: &[
            "id/token, empty",
            "id/invite, empty",
            "id/organization, empty",
            "id/subscription, empty",
        ],
        aspects: NOT_SENT,
    },
    Deliberate {
        id: "id that is another method's path",
        theirs: "`tokens.get('verify')` asks for `GET /user/tokens/verify`",
        ours: "refused, nothing is sent",
        why: "an id must not choose another path",
        scenarios: &["id/token, verify", "id/token, permission_groups"],
        aspects: NOT_SENT,
    },
    Deliberate {
        id: "control characters",
        theirs: "encoded",
        ours: "refused, nothing is sent",
        why: "no id holds one: it is a mistake where the id comes from",
        scenarios: &["id/token, line break", "id/token, NUL"],
        aspects: NOT_SENT,
    },
    Deliberate {
        id: "page that cannot be",
        theirs: "page 0, and more items on a page than the API gives, are sent",
        ours: "refused, nothing is sent",
        why: "the description says what a page may be",
        scenarios: &["query/logs, too large a page", "query/tokens, page 0"],
        aspects: NOT_SENT,
    },
    Deliberate {
        id: "change that makes no sense",
        theirs: "a change of nothing, a token without a name or a policy, an answer to an invitation that is none: sent",
        ours: "refused, nothing is sent",
        why: "what was meant is not known",
        scenarios: &[
            "body/edit, nothing",
            "body/subscription, nothing",
            "body/invite, leave pending",
            "body/token, no policy",
            "body/token, no name",
        ],
        aspects: NOT_SENT,
    },
    Deliberate {
        id: "no credentials, or half of them",
        theirs: "sent all the same",
        ours: "refused by `build()`",
        why: "a missing setting should show where the settings are made",
        scenarios: &[
            "credentials/nothing",
            "credentials/key without an e-mail",
            "credentials/e-mail without a key",
            "credentials/empty token",
        ],
        aspects: NOT_SENT,
    },
    Deliberate {
        id: "token that no header can hold",
        theirs: "blanks and line breaks at the end are taken off; accents are sent in Latin-1",
        ours: "refused by `build()`, in words that do not show it",
        why: "a token that was changed is a wrong token; the API's answer would not say why",
        scenarios: &[
            "credentials/blank at the token's end",
            "credentials/line break at the token's end",
            "credentials/accent in the token",
        ],
        aspects: NOT_SENT,
    },
    Deliberate {
        id: "address that cannot work",
        theirs: "found out by the first call, after retries, or never: a query swallows the path",
        ours: "refused by `build()`; slashes at the end make no difference",
        why: "a mistake in the settings should show where the settings are made",
        scenarios: &[
            "credentials/address with two slashes",
            "credentials/address with a query",
            "credentials/address of another scheme",
        ],
        aspects: &["requests", "ended", "attempts", "request.path", "error.kind"],
    },
];
