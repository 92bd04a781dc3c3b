//! Kinds of OpenAPI objects: they tell a reference from text that looks like one, and where to put its target.

/// The kind of a value, by its position in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Document,
    Components,
    PathItem,
    Operation,
    Callback,
    Parameter,
    RequestBody,
    Response,
    Header,
    MediaType,
    Encoding,
    SecurityScheme,
    Schema,
    Discriminator,
    /// A schema's name or reference in the `mapping` of a discriminator.
    Mapping,
    /// A map or list whose values are all of one kind.
    Each(&'static Kind),
    /// Prose, examples, extensions: `$ref` has no meaning there.
    Other,
}

impl Kind {
    /// Returns the kind of the value below `key`.
    #[rustfmt::skip]
    pub fn below(self, key: &str) -> Self {
        use Kind::*;
        match (self, key) {
            (Each(kind), _) => *kind,
            (Document, "components") => Components,
            (Document, "paths" | "webhooks") | (Components, "pathItems") => Each(&PathItem),
            (Components, "schemas") => Each(&Schema),
            (Components, "parameters") | (PathItem | Operation, "parameters") => Each(&Parameter),
            (Components, "responses") | (Operation, "responses") => Each(&Response),
            (Components, "requestBodies") => Each(&RequestBody),
            (Components, "headers") | (Response | Encoding, "headers") => Each(&Header),
            (Components, "callbacks") | (Operation, "callbacks") => Each(&Callback),
            (Components, "mediaTypes") => Each(&MediaType),
            (Components, "securitySchemes") => Each(&SecurityScheme),
            (Callback, _) => PathItem,
            (PathItem, "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query") => Operation,
            (PathItem, "additionalOperations") => Each(&Operation),
            (Operation, "requestBody") => RequestBody,
            (Parameter | Header | RequestBody | Response, "content") => Each(&MediaType),
            (Parameter | Header | MediaType, "schema") => Schema,
            (MediaType, "encoding") => Each(&Encoding),
            (Schema, "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions"
                | "allOf" | "anyOf" | "oneOf" | "prefixItems") => Each(&Schema),
            (Schema, "items" | "additionalProperties" | "unevaluatedItems" | "unevaluatedProperties" | "contains"
                | "propertyNames" | "contentSchema" | "not" | "if" | "then" | "else") => Schema,
            (Schema, "discriminator") => Discriminator,
            (Discriminator, "mapping") => Each(&Mapping),
            _ => Other,
        }
    }

    /// Returns the key below `components` that holds such objects; `None` for those that are put in place.
    pub fn section(self) -> Option<&'static str> {
        match self {
            Self::Schema | Self::Mapping => Some("schemas"),
            Self::Parameter => Some("parameters"),
            Self::Response => Some("responses"),
            Self::RequestBody => Some("requestBodies"),
            Self::Header => Some("headers"),
            Self::SecurityScheme => Some("securitySchemes"),
            _ => None,
        }
    }
}
