//! The Rust that is generated from a document: types as a person would write them, and calls.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use openapi_codegen::{
    emit::{self, Code},
    lower,
};

/// A document with these paths and component schemas, in YAML.
fn emit(paths: &str, schemas: &str) -> openapi_codegen::Result<Code> {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: t, version: '1' }}\npaths:\n{paths}\ncomponents:\n  schemas:\n{schemas}\n"
    );
    let document = openapi_document::parse(&text, Path::new("test.yaml"))?;
    let lowered = lower::lower(&document)?;
    lowered.report.require_supported(None)?;

    emit::emit(&lowered.api, "openapi/test")
}

fn types(schemas: &str) -> String {
    emit("  {}", schemas).unwrap().generated
}

/// Asserts that the code holds this part, whatever its layout.
fn assert_lines(code: &str, expected: &str) {
    let squeeze = |text: &str| {
        let words: String = text.split_whitespace().collect();
        words.replace(",)", ")")
    };
    assert!(squeeze(code).contains(&squeeze(expected)), "expected\n{expected}\n\nin\n{code}");
}

#[test]
fn fields_are_required_optional_or_empty() {
    let code = types(
        "    Thing:
      type: object
      description: A thing.
      required: [id, parts]
      properties:
        id: { type: string, description: Id of the thing. }
        sizeGbytes: { type: [number, 'null'], description: 'Size, in GiB.' }
        madeAt: { type: string, format: date-time, description: Time of making (UTC). }
        parts: { type: array, items: { type: string }, description: Names of its parts. }
        tags: { type: array, items: { type: string }, description: Tags. }
        counts: { type: object, additionalProperties: { type: integer }, description: Counts by name. }
        password: { type: string, format: password, description: Password. }
        extra: { description: Anything. }",
    );
    assert_lines(
        &code,
        "/// A thing.
        ///
        /// Schema `Thing` in `openapi/test`.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = \"schemars\", derive(::schemars::JsonSchema))]
        #[serde(rename_all = \"camelCase\")]
        #[non_exhaustive]
        pub struct Thing {
            /// Id of the thing.
            pub id: String,
            /// Size, in GiB.
            #[serde(skip_serializing_if = \"Option::is_none\")]
            pub size_gbytes: Option<f64>,
            /// Time of making (UTC).
            #[serde(skip_serializing_if = \"Option::is_none\")]
            pub made_at: Option<DateTime<Utc>>,
            /// Names of its parts.
            pub parts: Vec<String>,
            /// Tags.
            #[serde(default, deserialize_with = \"::api_runtime::decode::list\", skip_serializing_if = \"Vec::is_empty\")]
            pub tags: Vec<String>,
            /// Counts by name.
            #[serde(default, deserialize_with = \"::api_runtime::decode::map\", skip_serializing_if = \"BTreeMap::is_empty\")]
            pub counts: BTreeMap<String, i64>,
            /// Password.
            #[serde(skip_serializing_if = \"Option::is_none\")]
            #[cfg_attr(feature = \"schemars\", schemars(with = \"Option<String>\"))]
            pub password: Option<Secret>,
            /// Anything.
            #[serde(skip_serializing_if = \"Option::is_none\")]
            pub extra: Option<Value>,
        }",
    );
    assert_lines(
        &code,
        "/// Sets [`tags`](Self#structfield.tags).
        pub fn tags(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
            self.tags = values.into_iter().map(Into::into).collect();
            self
        }",
    );
    assert_lines(
        &code,
        "pub fn size_gbytes(mut self, value: impl Into<f64>) -> Self {
            self.size_gbytes = Some(value.into());
            self
        }",
    );
}

#[test]
fn names_and_types_are_the_overlays() {
    let code = types(
        "    UserPrivateInfo:
      type: object
      x-rust-name: User
      x-rust-unknown-fields: true
      properties:
        type: { type: string, x-rust-name: kind }
        in: { type: integer }
        value: { x-rust-type: 'crate::Anything' }
        names: { type: array, items: {}, x-rust-type: 'Vec<Name>', x-rust-deserialize-with: 'crate::names' }
        state: { type: string, enum: [on, off], x-rust-type-name: State }
        features: { $ref: '#/components/schemas/Features' }
    Features: { type: object, additionalProperties: { type: boolean }, propertyNames: { $ref: '#/components/schemas/Feature' } }
    Feature:
      type: string
      enum: [ACTORS, '*']
      x-enum-descriptions: { ACTORS: Running Actors. }
      x-enum-varnames: { '*': All }",
    );
    assert_lines(
        &code,
        "pub struct User {
            #[serde(rename = \"type\", skip_serializing_if = \"Option::is_none\")]
            pub kind: Option<String>,
            #[serde(rename = \"in\", skip_serializing_if = \"Option::is_none\")]
            pub in_: Option<i64>,
            #[serde(skip_serializing_if = \"Option::is_none\")]
            pub value: Option<crate::Anything>,
            #[serde(default, deserialize_with = \"crate::names\", skip_serializing_if = \"Vec::is_empty\")]
            pub names: Vec<Name>,
            #[serde(skip_serializing_if = \"Option::is_none\")]
            pub state: Option<State>,
            #[serde(default, deserialize_with = \"::api_runtime::decode::map\", skip_serializing_if = \"BTreeMap::is_empty\")]
            pub features: BTreeMap<Feature, bool>,
            /// Fields that the document does not list, to send them back as they came.
            #[serde(flatten)]
            #[cfg_attr(feature = \"schemars\", schemars(skip))]
            pub(crate) unknown_fields: Map<String, Value>,
        }",
    );
    assert_lines(
        &code,
        "pub enum Feature {
            /// Running Actors.
            Actors = \"ACTORS\",
            /// `*` on the wire.
            All = \"*\",
        }",
    );
    assert!(!code.contains("struct Features"), "a map needs no type of its own");
}

#[test]
fn a_generic_type_is_written_once_and_its_cases_agree() {
    let envelope = |name: &str, result: &str| {
        format!(
            "    {name}:
      type: object
      x-rust-generic: {{ name: Envelope, parameter: result, description: The envelope. }}
      properties:
        success: {{ type: boolean }}
        result: {result}\n"
        )
    };
    let numbers = "{ type: [array, 'null'], items: { type: integer } }";
    let schemas =
        envelope("TextResponse", "{ type: [string, 'null'] }") + &envelope("NumbersResponse", numbers);
    let paths = "  /numbers:
    get:
      operationId: numbers_list
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/NumbersResponse' } } } }";
    let code = emit(paths, &schemas).unwrap().generated;
    assert_lines(
        &code,
        "/// The envelope.
        ///
        /// Schemas `TextResponse`, `NumbersResponse` in `openapi/test`.",
    );
    assert_lines(
        &code,
        "pub struct Envelope<T> {
            #[serde(skip_serializing_if = \"Option::is_none\")]
            pub success: Option<bool>,
            #[serde(skip_serializing_if = \"Option::is_none\")]
            pub result: Option<T>,
        }",
    );
    assert_lines(
        &code,
        "pub async fn numbers_list(&self) -> Result<Response<Envelope<Vec<i64>>>, CallError> {",
    );
    let differs = schemas.replacen("success: { type: boolean }", "success: { type: string }", 1);
    let error = emit(paths, &differs).unwrap_err().to_string();
    assert!(
        error.contains("/TextResponse and /components/schemas/NumbersResponse are both `Envelope`"),
        "{error}"
    );
}

const LIST: &str = "  /zones/{zone_id}/records:
    parameters: [{ name: zone_id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: records_list
      x-rust-request: ListRecords
      description: Returns a page of records.
      parameters:
        - { name: action.type, in: query, description: Kind of action., schema: { type: string } }
        - { name: direction, in: query, description: Direction of the order., schema: { type: string, enum: [asc, desc], x-rust-type-name: SortDirection } }
        - { name: X-Trace, in: header, schema: { type: integer } }
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object } } } } }
    put:
      operationId: records_put
      requestBody: { required: true, content: { application/json: { schema: { type: array, items: { type: string } } } } }
      responses: { '204': { description: done } }";

#[test]
fn an_operation_is_a_method_whose_parameters_are_a_struct() {
    let code = emit(LIST, "    {}").unwrap().generated;
    assert_lines(
        &code,
        "pub async fn records_list(&self, zone_id: &str, params: &RecordsListParams) -> Result<Response<BTreeMap<String, Value>>, CallError> {
            let path = format!(\"/zones/{}/records\", encode_path(zone_id));
            let request = RequestBuilder::new(\"records_list\", Method::GET, path)
                .query(\"action.type\", &params.action_type)
                .query(\"direction\", &params.direction)
                .header(\"X-Trace\", &params.x_trace)
                .accept(\"application/json\");
            self.call.execute(request).await
        }",
    );
    assert_lines(
        &code,
        "pub async fn records_put(&self, zone_id: &str, body: &[String]) -> Result<Response<()>, CallError> {
            let path = format!(\"/zones/{}/records\", encode_path(zone_id));
            let request = RequestBuilder::new(\"records_put\", Method::PUT, path)
                .json(body);
            self.call.execute_empty(request).await
        }",
    );
    assert_lines(
        &code,
        "/// Returns a page of records.
        ///
        /// Operation `records_list`: `GET /zones/{zone_id}/records`.",
    );
}

#[test]
fn a_request_of_the_facade_has_a_setter_for_each_parameter() {
    let setters = emit(LIST, "    {}").unwrap().setters.unwrap();
    assert_lines(
        &setters,
        "use crate::SortDirection;

        impl crate::ListRecords {
            /// Sets `action.type`: kind of action.
            pub fn action_type(mut self, value: impl Into<String>) -> Self {
                self.params.action_type = Some(value.into());
                self
            }

            /// Sets `direction`: direction of the order.
            pub fn direction(mut self, value: impl Into<SortDirection>) -> Self {",
    );
}

#[test]
fn null_clears_what_is_only_sent() {
    let paths = "  /user:
    patch:
      operationId: user_edit
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/UserEdit' } } } }
      responses: { '204': { description: done } }";
    let edit = "    UserEdit: { type: object, properties: { phone: { type: [string, 'null'] } } }";
    let code = emit(paths, edit).unwrap().generated;
    assert_lines(
        &code,
        "#[serde(default, deserialize_with = \"::api_runtime::decode::nullable\", skip_serializing_if = \"Option::is_none\")]
        pub phone: Option<Option<String>>,",
    );
    assert_lines(
        &code,
        "pub fn clear_phone(mut self) -> Self {
            self.phone = Some(None);
            self
        }",
    );
}

#[test]
fn two_types_of_one_name_are_an_error() {
    let schemas = "    One: { type: object, x-rust-name: Same, properties: { a: { type: string } } }
    Other: { type: object, x-rust-name: Same, properties: { b: { type: string } } }";
    let error = emit("  {}", schemas).unwrap_err().to_string();
    assert!(error.contains("two types of the name Same") && error.contains("`One`"), "{error}");
}

/// The generated file is formatted by nothing else, and diffs of it are read.
#[test]
fn the_layout_is_that_of_rustfmt() {
    let long = "a_field_with_a_name_that_is_much_longer_than_anyone_would_want_to_type_in_full";
    let schemas = format!(
        "    Entry: {{ type: object, properties: {{ a: {{ type: string }} }} }}
    Thing:
      type: object
      properties:
        entries: {{ type: object, additionalProperties: {{ $ref: '#/components/schemas/Entry' }} }}
        {long}: {{ type: object, additionalProperties: {{ $ref: '#/components/schemas/Entry' }} }}
        an_ordinary_list_of_names: {{ type: array, items: {{ type: string }} }}
        thing_of_one_word: {{ type: [string, 'null'], description: {} }}",
        "A long text that has to be broken. ".repeat(9)
    );
    let paths = LIST.to_owned()
        + "
  /a_path_that_is_rather_long/{with_a_parameter}:
    post:
      operationId: an_operation_with_a_long_name
      parameters: [{ name: with_a_parameter, in: path, required: true, schema: { type: string } }]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } }";
    let code = emit(&paths, &schemas).unwrap();
    for code in [code.generated, code.setters.unwrap()] {
        let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut child = match Command::new("rustfmt")
            .args(["--edition", "2024", "--config-path"])
            .arg(config)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
        {
            Ok(child) => child,
            Err(error) => return println!("skipped: rustfmt: {error}"),
        };
        child.stdin.take().unwrap().write_all(code.as_bytes()).unwrap();
        let formatted = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
        assert!(code == formatted, "emitted:\n{code}\nformatted:\n{formatted}");
    }
}
