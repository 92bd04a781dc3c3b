//! Crates of documents that are small, odd or broken: each shows one kind of thing, and what comes of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use openapi_codegen::{Flavor, Job, Outcome, emit::Runtime};
use serde_json::json;
use tempfile::TempDir;

/// A crate in a directory of its own, with its report.
struct Generated {
    root: TempDir,
    outcome: Outcome,
}

impl Generated {
    fn of(document: &str) -> Self {
        Self::with_files(document, &[])
    }

    fn with_files(document: &str, files: &[(&str, &str)]) -> Self {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files.iter().chain(&[("api.yaml", document)]) {
            write(root.path(), path, text);
        }
        let outcome = job(root.path()).run().unwrap();
        let generated = Self { root, outcome };
        for file in ["src/lib.rs", "src/client.rs", "src/generated.rs"] {
            syn::parse_file(&generated.file(file)).unwrap();
        }
        generated
    }

    fn file(&self, path: &str) -> String {
        fs::read_to_string(self.root.path().join("out").join(path)).unwrap()
    }

    fn code(&self) -> String {
        self.file("src/generated.rs")
    }

    /// Asserts that everything is there, and that the code has these parts, whatever its layout.
    fn assert(&self, expected: &[&str]) -> &Self {
        assert!(self.outcome.is_complete(), "{}", self.outcome.summary());
        self.assert_code(expected)
    }

    /// Asserts that the code has these parts, whatever its layout.
    fn assert_code(&self, expected: &[&str]) -> &Self {
        let squeeze = |text: &str| text.split_whitespace().collect::<String>().replace(",)", ")");
        let code = squeeze(&self.code());
        for part in expected {
            assert!(code.contains(&squeeze(part)), "expected\n{part}\nin\n{}", self.code());
        }
        self
    }

    /// Asserts that the report names a rule at a location.
    fn assert_noted(&self, effect: &str, rule: &str, at: &str) -> &Self {
        let report = self.outcome.json();
        let findings = report["findings"].as_array().unwrap();
        let is_it = |finding: &&serde_json::Value| {
            finding["effect"] == effect && finding["rule"] == rule && finding["at"] == at
        };
        assert!(findings.iter().any(|finding| is_it(&finding)), "{effect}: {rule} @ {at} in\n{report:#}");
        self
    }
}

fn job(root: &Path) -> Job {
    Job {
        document: root.join("api.yaml"),
        overlay: None,
        out: root.join("out"),
        name: None,
        flavor: Flavor::Own(Runtime::Version("0.1.0".to_owned())),
        force: false,
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A document with these paths and component schemas, in YAML.
fn document(paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{ title: Zoo, version: '2.1' }}\npaths:\n{paths}\ncomponents:\n  schemas:\n{schemas}\n"
    )
}

/// A document with one operation that returns the component `Thing`.
fn of_thing(schemas: &str) -> String {
    let content = "content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }";
    let paths = format!(
        "  /thing: {{ get: {{ operationId: thing, responses: {{ '200': {{ description: ok, {content} }} }} }} }}"
    );
    document(&paths, schemas)
}

#[test]
fn operations_without_a_name_or_with_that_of_another_get_one() {
    let paths = "  /animals: { get: { responses: { '204': { description: ok } } } }
  /animals/{id}: { get: { operationId: get_animals, parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { '204': { description: ok } } } }
  /keepers: { get: { tags: [Keepers], operationId: list, responses: { '204': { description: ok } } }, head: { tags: [Staff], operationId: list, responses: { '200': { description: ok, content: { application/json: {} } } } } }
  /same: { get: { operationId: a.b, responses: { '204': { description: ok } } }, options: { operationId: a_b, responses: { '204': { description: ok } } }, trace: { responses: { '204': { description: ok } } } }";
    let generated = Generated::of(&document(paths, "    {}"));
    generated
        .assert(&[
            "pub async fn get_animals2(&self) -> Result<Response<()>, CallError>",
            "pub async fn get_animals(&self, id: &str)",
            "impl KeepersApi<'_> { /// Operation `list`: `GET /keepers`.",
            "impl StaffApi<'_> { /// Operation `list2`: `HEAD /keepers`.",
            "pub async fn a_b(&self)",
            "pub async fn a_b2(&self)",
            "RequestBuilder::new(\"a_b2\", Method::OPTIONS, \"/same\")",
            "RequestBuilder::new(\"trace_same\", Method::TRACE, \"/same\")",
            "pub fn keepers(&self) -> KeepersApi<'_>",
        ])
        .assert_noted("lowered", "operationId missing", "/paths/~1animals/get")
        .assert_noted("warning", "operationId taken", "/paths/~1keepers/head/operationId");
}

#[test]
fn servers_of_an_operation_are_ignored_where_they_are_the_documents() {
    let paths = |one: &str, other: &str| {
        format!(
            "  /a: {{ servers: [{{ url: '{one}' }}], get: {{ operationId: a, responses: {{ '204': {{ description: ok }} }} }} }}
  /b: {{ get: {{ operationId: b, servers: [{{ url: '{other}' }}], responses: {{ '204': {{ description: ok }} }} }} }}"
        )
    };
    let root = "servers: [{ url: 'https://api.zoo.example/', description: Main }, { url: 'https://{region}.zoo.example', variables: { region: { default: eu, enum: [eu, us] } } }]\n";
    let same = document(&paths("https://api.zoo.example", "https://eu.zoo.example"), "    {}");
    let generated = Generated::of(&format!("{root}{same}"));
    assert!(!generated.assert(&[]).code().contains(".server("));
    let client = generated.file("src/client.rs");
    assert!(client.contains("pub const MAIN: &str = \"https://api.zoo.example/\";"), "{client}");
    assert!(client.contains("`region` is `eu` here; one of `eu`, `us`."), "{client}");

    let other = document(&paths("https://api.zoo.example", "https://files.zoo.example"), "    {}");
    Generated::of(&format!("{root}{other}")).assert(&[
        "RequestBuilder::new(\"b\", Method::GET, \"/b\").server(\"https://files.zoo.example\")",
        "RequestBuilder::new(\"a\", Method::GET, \"/a\");",
    ]);

    let common = document(&paths("https://files.zoo.example", "https://files.zoo.example/"), "    {}");
    let generated = Generated::of(&common);
    assert!(!generated.assert(&[]).code().contains(".server("));
    assert!(generated.file("src/client.rs").contains("\"https://files.zoo.example\""));
}

#[test]
fn paths_say_more_or_less_than_their_parameters() {
    let paths = "  /a/{id}: { get: { operationId: a, responses: { '204': { description: ok } } } }
  /b/{id}: { get: { operationId: b, parameters: [{ name: id, in: path, schema: { type: integer } }, { name: no, in: path, required: true, schema: {} }], responses: { '204': { description: ok } } } }
  '/c?kind=x&id={id}#second': { get: { operationId: c, responses: { '204': { description: ok } } } }
  d/: { get: { operationId: d, responses: { '204': { description: ok } } } }
  '/e/{id}': { get: { operationId: e, parameters: [{ name: encodePath, in: query, schema: { type: string } }, { name: id, in: path, required: true, schema: { type: array, items: { type: string } } }], requestBody: { content: { text/csv: {} } }, responses: { '204': { description: ok } } } }";
    Generated::of(&document(paths, "    {}"))
        .assert(&[
            "pub async fn a(&self, id: &str)",
            "pub async fn b(&self, id: i64)",
            "path_styled(\"id\", Style::Simple, &id)?",
            "RequestBuilder::new(\"c\", Method::GET, \"/c\").query(\"kind\", \"x\").query(\"id\", id)",
            "RequestBuilder::with_template(\"d\", Method::GET, \"/d/\", \"/d/\")",
            "pub async fn e(&self, id: &[String], params: &EParams, body: Option<&str>)",
        ])
        .assert_noted("warning", "path parameter not declared", "/paths/~1a~1{id}/get")
        .assert_noted("warning", "path parameter not required", "/paths/~1b~1{id}/get/parameters/0")
        .assert_noted("warning", "path parameter not in the path", "/paths/~1b~1{id}/get/parameters/1")
        .assert_noted("warning", "query in a path", "/paths/~1c?kind=x&id={id}#second/get")
        .assert_noted("warning", "path without a slash", "/paths/d~1/get");
}

#[test]
fn what_a_reference_cannot_be_followed_to_is_any_json_or_named() {
    let paths = "  /a: { get: { operationId: a, responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Gone' } } } } } } }
  /b: { get: { operationId: b, responses: { '200': { description: ok, content: { application/json: { schema: { $ref: 'https://zoo.example/b.json' } } } } } } }
  /c: { get: { operationId: c, parameters: [{ $ref: '#/components/parameters/Gone' }], responses: { '204': { description: ok } } } }
  /d: { $ref: 'gone.yaml' }";
    let generated = Generated::of(&document(paths, "    {}"));
    let left_out: Vec<&str> =
        generated.outcome.left_out.iter().map(|left_out| left_out.operation.as_str()).collect();
    assert_eq!(left_out, ["GET /c", "/d"]);
    generated
        .assert_noted(
            "warning",
            "dangling reference",
            "/paths/~1a/get/responses/200/content/application~1json/schema/$ref",
        )
        .assert_noted("unsupported", "dangling reference", "/paths/~1c/get/parameters/0/$ref")
        .assert_noted("unsupported", "reference into another document", "/paths/~1d/$ref");
    assert_eq!(generated.code().matches("Response<Value>").count(), 2);
    let report = generated.outcome.json();
    let not_followed: Vec<_> = report["unresolved"].as_array().unwrap().iter().collect();
    let of = |reference: &str| not_followed.iter().find(|entry| entry["reference"] == reference).unwrap();
    let gone = of("gone.yaml");
    assert_eq!((&gone["file"], &gone["at"]), (&"api.yaml".into(), &"/paths/~1d".into()));
    assert_eq!(gone["reason"], "points at gone.yaml, which is no file");
    let url = of("https://zoo.example/b.json");
    assert_eq!(url["at"], "/paths/~1b/get/responses/200/content/application~1json/schema");
    assert!(url["reason"].as_str().unwrap().contains("is not fetched"), "{url}");
    assert_eq!(not_followed.len(), 2);
}

#[test]
fn local_files_are_read() {
    let paths = "  /a: { $ref: 'paths/a.yaml' }
  /b: { get: { $ref: 'paths/a.yaml#/get' } }";
    let a = "get:
  parameters: [{ $ref: '../parameters.yaml#/Limit' }]
  responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '../schemas/Animal.yaml' } } } } }";
    let files = [
        ("paths/a.yaml", a),
        (
            "parameters.yaml",
            "Limit: { name: limit, in: query, schema: { $ref: '#/Number' } }\nNumber: { type: integer }",
        ),
        (
            "schemas/Animal.yaml",
            "type: object\nproperties: { mother: { $ref: Animal.yaml }, name: { $ref: '../api.yaml#/components/schemas/Name' } }",
        ),
    ];
    Generated::with_files(&document(paths, "    Name: { type: string }"), &files).assert(&[
        "pub async fn get_a(&self, params: &GetAParams) -> Result<Response<Animal>, CallError>",
        "pub async fn get_b(",
        "pub limit: Option<i64>,",
        "pub mother: Option<Box<Animal>>,",
        "pub name: Option<String>,",
    ]);
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "api.yaml", &document("  /a: { $ref: a.yaml }", "    {}"));
    write(root.path(), "a.yaml", "operationId: a\nresponses: {}");
    let outcome = job(root.path()).run().unwrap();
    assert_eq!((outcome.operations, outcome.left_out[0].operation.as_str()), (0, "/a"), "it is no path item");
}

#[test]
fn a_reference_in_another_file_is_reported_with_that_file() {
    let content = "content: { application/json: { schema: { $ref: '../gone.yaml#/Pet' } } }";
    let a = format!("get: {{ responses: {{ '200': {{ description: ok, {content} }} }} }}");
    let generated =
        Generated::with_files(&document("  /a: { $ref: 'paths/a.yaml' }", "    {}"), &[("paths/a.yaml", &a)]);
    let expected = json!([{
        "file": "paths/a.yaml",
        "at": "/get/responses/200/content/application~1json/schema",
        "reference": "../gone.yaml#/Pet",
        "reason": "points at paths/../gone.yaml, which is no file",
    }]);
    assert_eq!(generated.outcome.json()["unresolved"], expected);
    let summary = generated.outcome.summary();
    assert!(
        summary.contains("1 reference(s) to other documents not followed\n    paths/a.yaml#/get"),
        "{summary}"
    );
}

#[test]
fn an_operation_by_reference_is_that_operation() {
    let paths = "  /a: { get: { responses: { '204': { description: ok } } } }
  /b: { get: { $ref: '#/paths/~1a/get' } }";
    Generated::of(&document(paths, "    {}"))
        .assert(&["pub async fn get_a(", "pub async fn get_b("])
        .assert_noted("warning", "operation by reference", "/paths/~1b/get");
}

/// What the vendor sends is no operation that is left out; its types are there all the same.
#[test]
fn callbacks_and_webhooks_are_named_and_not_counted() {
    let content = "content: { application/json: { schema: { $ref: '#/components/schemas/News' } } }";
    let incoming = format!("post: {{ requestBody: {{ {content} }}, responses: {{}} }}");
    let paths = format!(
        "  /a: {{ post: {{ operationId: a, responses: {{ '204': {{ description: ok }} }}, callbacks: {{ onNews: {{ '{{$request.query.url}}': {{ {incoming} }} }} }} }} }}
webhooks: {{ news: {{ {incoming} }} }}"
    );
    let generated =
        Generated::of(&document(&paths, "    News: { type: object, properties: { id: { type: string } } }"));
    generated
        .assert(&["pub struct News {"])
        .assert_noted("left out", "callback or webhook", "/paths/~1a/post/callbacks/onNews")
        .assert_noted("left out", "callback or webhook", "/webhooks/news");
    assert_eq!(generated.outcome.operations, 1);
}

#[test]
fn the_report_lists_the_methods_with_their_arguments() {
    let paths = "  /pets/{id}: { put: { operationId: putPet, tags: [Pets], parameters: [{ name: id, in: path, required: true, schema: { type: string } }, { name: dryRun, in: query, schema: { type: boolean } }], requestBody: { content: { application/json: { schema: { type: array, items: { type: string } } } } }, responses: { '200': { description: ok, content: { application/json: { schema: { type: integer } }, text/event-stream: {} } } } } }";
    let text = document(paths, "    {}").replace(
        "components:",
        "components:\n  securitySchemes:\n    Login: { type: http, scheme: basic }\n    apiKey: { type: apiKey, in: query, name: key }",
    );
    let generated = Generated::of(&text);
    generated.assert(&[
        "pub async fn put_pet(&self, id: &str, params: &PutPetParams, body: Option<&[String]>) -> Result<Response<i64>, CallError>",
        "pub async fn put_pet_events(&self, id: &str, params: &PutPetParams, body: Option<&[String]>) -> Result<EventStream, CallError>",
    ]);
    let at = "/paths/~1pets~1{id}/put";
    let arguments = json!([
        { "name": "id", "type": "&str", "in": "path", "at": format!("{at}/parameters/0") },
        { "name": "params", "type": "&PutPetParams", "fields": [
            { "name": "dry_run", "type": "bool", "wire": "dryRun", "in": "query", "at": format!("{at}/parameters/1") },
        ] },
        { "name": "body", "type": "Option<&[String]>", "in": "body", "media_type": "application/json", "at": format!("{at}/requestBody") },
    ]);
    let method = |call: &str, returns: &str| json!({ "operation": "putPet", "at": at, "call": call, "arguments": arguments, "returns": returns });
    let report: serde_json::Value = serde_json::from_str(&generated.file("report.json")).unwrap();
    let expected =
        json!([method("pets().put_pet", "Response<i64>"), method("pets().put_pet_events", "EventStream"),]);
    assert_eq!(report["methods"], expected);
    let expected = json!([
        { "scheme": "Login", "method": "login", "arguments": ["user", "password"] },
        { "scheme": "apiKey", "method": "api_key", "arguments": ["secret"] },
    ]);
    assert_eq!(report["credentials"], expected);
}

#[test]
fn path_items_can_be_shared_and_added_to() {
    let text = document(
        "  /a: { $ref: '#/components/pathItems/A' }\n  /b: { summary: B, $ref: '#/components/pathItems/A', post: { responses: {} } }",
        "    {}",
    );
    let text = text.replace("components:", "components:\n  pathItems: { A: { get: { operationId: a, responses: { '204': { description: ok } } } } }");
    Generated::of(&text).assert(&[
        "RequestBuilder::new(\"a\", Method::GET, \"/a\")",
        "RequestBuilder::new(\"a2\", Method::GET, \"/b\")",
        "RequestBuilder::new(\"post_b\", Method::POST, \"/b\")",
    ]);
}

/// What OpenAPI 3.2 has beyond 3.1.
#[test]
fn methods_queries_and_media_types_of_a_later_version_are_read() {
    let paths = "  /a:
    query: { operationId: search, requestBody: { required: true, content: { application/json: { $ref: '#/components/mediaTypes/Filter' } } }, responses: { '200': { description: ok, content: { application/json: { $ref: '#/components/mediaTypes/Filter' } } } } }
    additionalOperations:
      COPY: { responses: { '204': { description: ok } } }
      mSearch: { operationId: find, parameters: [{ name: all, in: querystring, content: { application/x-www-form-urlencoded: { schema: { type: object, properties: { a: { type: string } } } } } }], responses: { '204': { description: ok } } }
      GET: { operationId: get, responses: { '204': { description: ok } } }
  /b: { $ref: b.yaml }
  /c:
    additionalOperations: { 'NO WAY': { responses: {} } }
    get: { operationId: c, parameters: [{ name: all, in: querystring, content: { application/json: { schema: {} } } }], responses: {} }";
    let text = document(paths, "    {}").replace("3.1.0", "3.2.0").replace(
        "components:",
        "components:\n  mediaTypes: { Filter: { schema: { type: object, properties: { a: { type: string } } } } }",
    );
    let b = "additionalOperations: { LINK: { operationId: b, responses: { '204': { $ref: '#/x' } } } }\nx: { description: ok }";
    let generated = Generated::with_files(&text, &[("b.yaml", b)]);
    let left_out: Vec<&str> =
        generated.outcome.left_out.iter().map(|left_out| left_out.operation.as_str()).collect();
    assert_eq!(left_out, ["GET /c", "NO WAY /c"]);
    generated
        .assert_code(&[
            "RequestBuilder::new(\"search\", Method::from_bytes(b\"QUERY\").expect(\"a method\"), \"/a\")",
            "pub async fn search(&self, body: &SearchBody) -> Result<Response<SearchResponse>, CallError>",
            "/// Operation `copy_a`: `COPY /a`.",
            "Method::from_bytes(b\"COPY\")",
            "/// Operation `find`: `mSearch /a`.",
            "RequestBuilder::new(\"find\", Method::from_bytes(b\"mSearch\").expect(\"a method\"), \"/a\")
                .query_styled(\"all\", Style::FormExplode, &params.all)",
            "RequestBuilder::new(\"get\", Method::GET, \"/a\")",
            "Method::from_bytes(b\"LINK\")",
        ])
        .assert_noted("warning", "version", "/openapi")
        .assert_noted("warning", "additional operation", "/paths/~1a/additionalOperations/GET")
        .assert_noted("unsupported", "method", "/paths/~1c/additionalOperations/NO WAY")
        .assert_noted("unsupported", "query as a whole", "/paths/~1c/get/parameters/0");
}

#[test]
fn schemas_have_ids_anchors_and_dynamic_references() {
    let generated = Generated::of(&of_thing(
        "    Thing:
      $id: https://zoo.example/schemas/thing
      type: object
      properties: { a: { $ref: '#/$defs/A' }, b: { $ref: other }, c: { $ref: '#there' }, d: { $dynamicRef: '#node' }, e: { $ref: gone } }
      $defs: { A: { type: object, properties: { x: { type: string } } } }
    Other: { $id: https://zoo.example/schemas/other, type: string }
    Rel: { $id: rel.json, type: object, properties: { r: { $ref: 'rel2.json#here' } } }
    Rel2: { $id: rel2.json, type: object, $defs: { T: { $anchor: here, type: integer } } }
    There: { $anchor: there, type: boolean }
    Node: { $dynamicAnchor: node, type: number }",
    ));
    generated.assert(&[
        "pub a: Option<Thinga>,".replace("Thinga", "ThingA").as_str(),
        "pub b: Option<String>,",
        "pub c: Option<bool>,",
        "pub d: Option<f64>,",
        "pub e: Option<Value>,",
        "pub r: Option<i64>,",
    ]);
    let report = generated.outcome.json();
    let unresolved = report["unresolved"].as_array().unwrap().iter();
    let unresolved: Vec<_> = unresolved.map(|entry| &entry["reference"]).collect();
    assert_eq!(unresolved, ["gone"], "the others are ids");
}

#[test]
fn names_that_belong_to_rust_or_to_others_are_changed() {
    let generated = Generated::of(&of_thing(
        "    Thing: { type: object, properties: { ok: { $ref: '#/components/schemas/OK' }, fooBar: { type: string }, foo_bar: { type: string }, self: { type: string }, 名: { type: string }, '1': { type: string }, g: { $ref: '#/components/schemas/Gr%C3%B6%C3%9Fe' }, p: { $ref: '#/components/schemas/Page%5BUser%5D' } } }
    OK: { type: string, enum: [OK, OK, '', 'no-1'] }
    user_name: { type: object, properties: { a: { type: string } } }
    UserName: { type: object, properties: { b: { type: string } } }
    Größe: { type: object, properties: { a: { type: string } } }
    'Page[User]': { type: object, properties: { a: { type: string } } }
    Option: { type: object, properties: { a: { type: string } } }",
    ));
    generated
        .assert(&[
            "pub ok: Option<OkModel>,",
            "pub foo_bar: Option<String>,",
            "pub foo_bar2: Option<String>,",
            "pub self_: Option<String>,",
            "pub 名: Option<String>,",
            "pub x1: Option<String>,",
            "pub struct UserName {",
            "pub struct UserName2 {",
            "pub struct OptionModel {",
            "pub g: Option<Größe>,",
            "pub p: Option<PageUser>,",
        ])
        .assert_noted("lowered", "type name taken", "/components/schemas/UserName");
}

#[test]
fn names_of_methods_do_not_clash() {
    let paths = "  /a: { post: { operationId: clone, tags: [gen], requestBody: { content: { multipart/form-data: { schema: { type: object, properties: { to_multipart: { type: string }, gen: { type: string, deprecated: true } } } } } }, responses: { '204': { description: ok } } } }
  /b: { post: { operationId: clone, requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }, responses: { '204': { description: ok } } } }
  '/c\\d/{id}': { get: { operationId: c, parameters: [{ name: id, in: path, required: true, deprecated: true, description: Id of it., schema: { type: string } }, { name: list, in: query, content: { application/json: { schema: { type: array, items: { type: string } } } } }], responses: { '204': { description: ok } } } }
  '/e?x=%20y': { get: { operationId: e, responses: { '204': { description: ok } } } }";
    let schemas = "    Thing: { type: object, deprecated: true, properties: { a: { type: [string, 'null'] }, clear_a: { type: string }, kind: { $ref: '#/components/schemas/Kind' } } }
    Kind: { type: string, enum: [Ok, Err, a, b], x-enum-varnames: [Fine, Err, 'not a name'], x-enum-descriptions: [All well.] }";
    Generated::of(&document(paths, schemas)).assert(&[
        "pub fn gen_(&self) -> GenApi<'_>",
        "pub async fn clone(&self, body: Option<&CloneForm>)",
        "pub async fn clone2(&self, body: &Thing)",
        "#[deprecated] pub gen_: Option<String>,",
        "impl From<&CloneForm> for Multipart {",
        "request.multipart(body.into())",
        "pub fn clear_a2(mut self) -> Self",
        "pub fn clear_a(mut self, value: impl Into<String>) -> Self",
        "#[deprecated] #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]",
        "/// All well. Fine = \"Ok\",",
        "Err2 = \"Err\",",
        "NotAName = \"a\",",
        "B = \"b\",",
        "/// `id`: Deprecated. Id of it.",
        "format!(\"/c%5Cd/{}\", encode_path(id))",
        "pub list: Option<Vec<String>>,",
        "RequestBuilder::new(\"e\", Method::GET, \"/e\").query(\"x\", \" y\")",
    ]);
}

#[test]
fn compositions_that_contain_themselves_end() {
    Generated::of(&of_thing(
        "    Thing:
      type: object
      properties:
        parent: { allOf: [{ $ref: '#/components/schemas/Thing' }, { properties: { since: { type: string } } }] }
        next: { $ref: '#/components/schemas/Next' }
    Next: { type: object, required: [back], properties: { back: { $ref: '#/components/schemas/Thing' } } }",
    ))
    .assert(&[
        "pub struct Thing {
            #[serde(skip_serializing_if = \"Option::is_none\")] pub parent: Option<Box<ThingParent>>,
            #[serde(skip_serializing_if = \"Option::is_none\")] pub next: Option<Box<Next>>, }",
        "pub struct ThingParent {
            #[serde(skip_serializing_if = \"Option::is_none\")] pub parent: Option<Box<ThingParent>>,
            #[serde(skip_serializing_if = \"Option::is_none\")] pub next: Option<Box<Next>>,
            #[serde(skip_serializing_if = \"Option::is_none\")] pub since: Option<String>, }",
        "pub back: Option<Box<Thing>>,",
    ])
    .assert_noted("lowered", "recursive composition", "/components/schemas/Thing/properties/parent");
    Generated::of(&of_thing(
        "    Thing: { type: object, properties: { id: { type: string }, link: { allOf: [{ $ref: '#/components/schemas/Link' }, { properties: { note: { type: string } } }] } } }
    Link: { allOf: [{ $ref: '#/components/schemas/Thing' }, { properties: { weight: { type: integer } } }] }",
    ))
    .assert(&[
        "pub struct Link { #[serde(skip_serializing_if = \"Option::is_none\")] pub id: Option<String>,
            #[serde(skip_serializing_if = \"Option::is_none\")] pub link: Option<ThingLink>,
            #[serde(skip_serializing_if = \"Option::is_none\")] pub weight: Option<i64>, }",
        "pub link: Option<Box<ThingLink>>,
            #[serde(skip_serializing_if = \"Option::is_none\")] pub weight: Option<i64>,
            #[serde(skip_serializing_if = \"Option::is_none\")] pub note: Option<String>, }",
    ]);
    let chain = |prefix: &str, end: &str| {
        let link = |i: usize| {
            format!(
                "    {prefix}{i}: {{ type: object, properties: {{ c: {{ $ref: '#/components/schemas/{prefix}{}' }} }} }}\n",
                i + 1
            )
        };
        let links: String = (0..12).map(link).collect();
        format!("{links}    {prefix}12: {{ type: object, properties: {{ {end}: {{ type: string }} }} }}\n")
    };
    let thing =
        "    Thing: { allOf: [{ $ref: '#/components/schemas/N0' }, { $ref: '#/components/schemas/M0' }] }\n";
    let generated = Generated::of(&of_thing(&format!("{thing}{}{}", chain("N", "x"), chain("M", "y"))));
    generated.assert(&["pub x: Option<String>,", "pub y: Option<String>,"]);
    assert!(!generated.file("report.txt").contains("recursive"), "both chains are combined to their end");
}

#[test]
fn fields_beside_alternatives_and_of_subtypes_are_kept() {
    Generated::of(&of_thing(
        "    Thing:
      type: object
      properties: { name: { type: string } }
      oneOf: [{ properties: { options: { type: array, items: { type: string } } }, required: [options] }, { title: none }]
      if: { properties: { name: { const: x } } }
      then: { properties: { name: { minLength: 1 }, extra: { type: integer } } }",
    ))
    .assert(&["pub name: Option<String>,", "pub options: Vec<String>,", "pub extra: Option<i64>,"]);
    Generated::of(&of_thing(
        "    Thing: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Thing' }, { type: object, required: [lives], properties: { lives: { type: integer } } }] }
    Lion: { allOf: [{ $ref: '#/components/schemas/Cat' }, { type: object, properties: { mane: { type: boolean } } }] }",
    ))
    .assert(&["pub struct Thing { pub kind: String,
        #[serde(skip_serializing_if = \"Option::is_none\")] pub lives: Option<i64>,
        #[serde(skip_serializing_if = \"Option::is_none\")] pub mane: Option<bool>, }"])
    .assert_noted("lowered", "subtypes", "/components/schemas/Thing/discriminator");
    Generated::of(&of_thing(
        "    Thing:
      type: object
      properties: { name: { type: string } }
      anyOf: [{ type: object, properties: { b: { type: string } } }, { type: object, additionalProperties: { type: integer } }, { not: { required: [name] } }]",
    ))
    .assert(&["pub name: Option<String>,", "pub b: Option<String>,", "pub additional_properties: BTreeMap<String, i64>,"]);
    Generated::of(&of_thing(
        "    Thing: { anyOf: [{ type: object, properties: { name: { type: string } } }, { type: object, properties: { name: { type: string }, size: { type: integer } } }] }",
    ))
    .assert(&["pub name: Option<String>,", "pub size: Option<Value>,"]);
    for contradicting in [
        "    Thing: { type: object, oneOf: [{ type: string, enum: [auto] }, { type: object, properties: { a: { type: string } } }] }",
        "    Thing: { allOf: [{ type: object, properties: { a: { type: string } } }, { oneOf: [{ type: object }, { type: string }] }] }",
        "    Thing: { oneOf: [{ type: string, format: password }, { type: object, properties: { ref: { type: string } } }] }",
        "    Thing: { type: file }",
    ] {
        Generated::of(&of_thing(contradicting))
            .assert(&["pub async fn thing(&self) -> Result<Response<Value>, CallError>"]);
    }
}

#[test]
fn further_fields_are_kept_and_null_is_sent() {
    let paths = "  /a: { put: { operationId: a, requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }, responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } } } }";
    Generated::of(&document(paths, "    Thing: { type: object, required: [end], properties: { note: { type: [string, 'null'] }, end: { type: [string, 'null'], format: date }, key: { type: string, format: password } }, additionalProperties: { type: integer } }"))
        .assert(&[
            "pub note: Option<Option<String>>,",
            "pub struct Thing { #[serde(default, deserialize_with = \"::api_runtime::decode::nullable\", skip_serializing_if = \"Option::is_none\")] pub note",
            "pub end: Option<NaiveDate>,",
            "#[serde(flatten, deserialize_with = \"::api_runtime::decode::entries\")] pub additional_properties: BTreeMap<String, i64>,",
            "#[serde(skip_serializing_if = \"Option::is_none\")] pub key: Option<String>,",
        ])
        .assert_noted("lowered", "secret in a request body", "/components/schemas/Thing/properties/key");
    Generated::of(&of_thing("    Thing: { allOf: [{ type: object, additionalProperties: { type: string } }, { type: object, required: [id], properties: { id: { type: string } } }] }"))
        .assert(&["pub id: String,", "pub additional_properties: BTreeMap<String, String>,"]);
}

#[test]
fn media_types_are_read_as_they_are_meant() {
    let paths = "  /a: { get: { operationId: a, responses: { '200': { description: ok, content: { Application/JSON: { schema: { type: integer } } } } } } }
  /b: { get: { operationId: b, responses: { '200': { description: ok, content: { 'application/vnd.zoo+json ; charset=utf-8': { schema: { type: integer } } } } } } }
  /c: { get: { operationId: c, responses: { '200': { description: ok, content: { text/csv: {} } } } } }
  /d: { get: { operationId: d, responses: { '200': { description: ok, content: { '*/*': { schema: { type: string } } } }, '204': { description: none } } } }
  /e: { post: { operationId: e, requestBody: { content: { application/xml: { schema: { type: object } } } }, responses: { '302': { description: moved } } } }
  /f: { post: { operationId: f, requestBody: { required: true, content: { multipart/form-data: { schema: { type: object, additionalProperties: { type: string } } } } }, responses: { default: { description: any, content: { application/json: { schema: { type: boolean } } } } } } }
  /g: { post: { operationId: g, requestBody: { required: true, content: { nonsense: {} } }, responses: {} } }
  /h: { get: { operationId: h, responses: { '200': { description: ok, content: { application/json: { schema: { type: integer } }, text/event-stream: { schema: { type: string } } } } } } }";
    Generated::of(&document(paths, "    {}"))
        .assert(&[
            "pub async fn a(&self) -> Result<Response<i64>, CallError>",
            "pub async fn b(&self) -> Result<Response<i64>, CallError>",
            "pub async fn c(&self) -> Result<Response<String>, CallError>",
            "pub async fn d(&self) -> Result<Response<Bytes>, CallError>",
            "pub async fn e(&self, body: Option<Bytes>) -> Result<Response<()>, CallError>",
            "pub async fn f(&self, body: Multipart) -> Result<Response<bool>, CallError>",
            ".bytes(\"application/octet-stream\", body)",
            "pub async fn h(&self) -> Result<Response<i64>, CallError>",
            "pub async fn h_events(&self) -> Result<EventStream, CallError>",
        ])
        .assert_noted("warning", "media type", "/paths/~1g/post/requestBody/content/nonsense");
}

#[test]
fn lists_of_values_are_enums_and_errors_are_typed() {
    let paths = "  /a: { get: { operationId: a, deprecated: true, parameters: [{ name: order, in: query, schema: { $ref: '#/components/schemas/Order' } }, { name: level, in: query, schema: { type: integer, enum: [1, 2] } }, { name: 'status[]', in: query, schema: { type: array, items: { oneOf: [{ type: integer }, { type: string }] } } }], responses: { '204': { description: ok }, 4XX: { description: bad, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } } } } }";
    Generated::of(&document(paths, "    Order: { type: string, enum: [asc, desc] }\n    Problem: { type: object, properties: { code: { type: string, deprecated: true } } }"))
        .assert(&[
            "pub order: Option<Order>,",
            "pub enum Order {",
            ".query(\"level\", &params.level)",
            "pub status: Vec<Value>,",
            ".query_styled(\"status[]\", Style::FormExplode, &params.status)",
            "/// - 4XX: `Problem`",
            "#[deprecated] pub async fn a(",
            "#[deprecated] pub code: Option<String>,",
        ]);
}

#[test]
fn an_error_names_its_line_and_nothing_is_overwritten() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "api.json", "{\"openapi\": \"3.1.0\", \"paths\": {\n\"/a\": {},\n\"/a\": {}}}");
    let error =
        Job { document: root.path().join("api.json"), ..job(root.path()) }.run().unwrap_err().to_string();
    assert!(error.contains("api.json:3") && error.contains("duplicate key \"/a\""), "{error}");

    write(root.path(), "api.yaml", &document("  {}", "    {}"));
    write(root.path(), "out/src/lib.rs", "//! By hand.\n");
    let error = job(root.path()).run().unwrap_err().to_string();
    assert!(error.contains("lib.rs was not generated") && error.contains("--force"), "{error}");
    assert!(!root.path().join("out/Cargo.toml").exists(), "nothing is written");
    Job { force: true, ..job(root.path()) }.run().unwrap();
    job(root.path()).run().unwrap();
    let manifest = fs::read_to_string(root.path().join("out/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"zoo-client\"\nversion = \"2.1.0\""), "{manifest}");
}

/// The command: exit status, last line, and the report on standard output.
#[test]
fn the_command_tells_complete_from_incomplete_and_from_nothing() {
    let root = tempfile::tempdir().unwrap();
    let ok = "  /a: { get: { operationId: a, responses: { '204': { description: ok } } } }\n";
    let bad = "  /b: { get: { operationId: b, parameters: [{ name: q }], responses: {} } }\n";
    for (paths, status, last) in [
        (ok.to_owned(), 0, "peak memory"),
        (format!("{ok}{bad}"), 3, "incomplete: 1 operation(s) generated, 1 left out"),
        (bad.to_owned(), 1, "incomplete: 0 operation(s) generated, 1 left out"),
    ] {
        write(root.path(), "api.yaml", &document(&paths, "    {}"));
        let run = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-codegen"));
            let paths: [PathBuf; 2] = [root.path().join("api.yaml"), root.path().join("out")];
            command.arg("--spec").arg(&paths[0]).arg("--out").arg(&paths[1]).args(arguments).output().unwrap()
        };
        let output = run(&[]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(status), "{text}");
        assert!(text.lines().last().unwrap().contains(last), "{text}");
        let output = run(&["--report", "json"]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["left_out"].as_array().unwrap().len(), usize::from(status != 0));
    }
    for (arguments, expected) in
        [(["--version"].as_slice(), "openapi-codegen 0"), (&["completions", "bash"], "_openapi__codegen")]
    {
        let output = Command::new(env!("CARGO_BIN_EXE_openapi-codegen")).args(arguments).output().unwrap();
        assert!(String::from_utf8(output.stdout).unwrap().contains(expected), "{arguments:?}");
    }
}

#[test]
fn the_command_says_why_it_fails() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "api.yaml", &document("  {}", "    {}"));
    write(root.path(), "out", "a file");
    let run = |spec: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-codegen"));
        let output =
            command.args(["--spec", spec]).args(arguments).current_dir(root.path()).output().unwrap();
        assert!(output.stdout.is_empty());
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for (spec, arguments, status, expected) in [
        ("missing.yaml", ["--out", "crate"].as_slice(), 1, "error: cannot read missing.yaml: No such file"),
        ("api.yaml", &["--out", "out"], 1, "error: cannot read out/Cargo.toml: Not a directory"),
        ("api.yaml", &["--out", "crate", "--overlay", "gone"], 1, "error: cannot read gone: No such file"),
        ("api.yaml", &[], 2, "--out <OUT>"),
        ("api.yaml", &["--out", "crate", "--bare", "--progenitor"], 2, "cannot be used with '--progenitor'"),
    ] {
        let (code, message) = run(spec, arguments);
        assert_eq!(code, Some(status), "{message}");
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn progenitor_gets_what_it_can_say_and_reports_the_rest() {
    let paths = "  /a: { get: { operationId: a, responses: { '200': { description: ok, content: { application/vnd.zoo+json: { schema: { $ref: '#/components/schemas/Thing' } } } } } } }
  /b: { post: { operationId: b, requestBody: { required: true, content: { multipart/form-data: { schema: { type: object, properties: { f: { type: string, format: binary } } } } } }, responses: {} }, options: { operationId: o, responses: {} } }
  /c: { get: { operationId: c, servers: [{ url: 'https://else.example' }], responses: {} } }";
    let root = tempfile::tempdir().unwrap();
    let text = document(
        paths,
        "    Thing: { type: object, properties: { id: { type: string } }, additionalProperties: { type: string } }",
    );
    write(root.path(), "api.yaml", &text);
    let outcome = Job { flavor: Flavor::Progenitor, ..job(root.path()) }.run().unwrap();
    let left_out: Vec<&str> = outcome.left_out.iter().map(|left_out| left_out.operation.as_str()).collect();
    assert_eq!(left_out, ["POST /b", "OPTIONS /b", "GET /c"]);
    let code = fs::read_to_string(root.path().join("out/src/generated.rs")).unwrap();
    assert!(code.contains("pub async fn a<") && code.contains("pub struct Thing"), "{code}");
    assert!(outcome.text().contains("generate without --progenitor"), "{}", outcome.text());
}

#[test]
fn texts_and_schemes_that_would_not_compile_are_changed() {
    let text = document(
        "  /a: { get: { operationId: a, description: \"- One\\rtwo \\u202e three\", responses: { '204': { description: ok } } } }",
        "    {}",
    );
    let schemes = "components:\n  securitySchemes:\n    api_key: { type: apiKey, in: header, name: X-A }
    apiKey: { type: apiKey, in: query, name: 'a\"b' }
    timeout: { type: http, scheme: bearer }
    bad: { type: apiKey, in: header, name: 'a b' }
    digest: { type: http, scheme: digest }";
    let text = text.replace("components:", schemes).replace("title: Zoo", "title: \"Z\u{200b}oo \\\"1\\\"\"");
    let generated = Generated::of(&text);
    generated
        .assert(&["/// - Onetwo  three"])
        .assert_noted("left out", "security scheme", "/components/securitySchemes/bad")
        .assert_noted("left out", "security scheme", "/components/securitySchemes/digest");
    let client = generated.file("src/client.rs");
    for method in ["api_key(", "api_key2(", "timeout_credential("] {
        assert!(client.contains(&format!("pub fn {method}mut self")), "{method} in\n{client}");
    }
    let manifest = generated.file("Cargo.toml");
    assert!(manifest.contains("description = \"Client for Zoo \\\"1\\\"\""), "{manifest}");
}

#[test]
fn a_type_can_have_the_name_of_one_that_no_operation_needs() {
    let generated = Generated::of(&of_thing(
        "    Thing: { type: object, properties: { file: { $ref: '#/components/schemas/File' } } }
    File: { type: object, properties: { data: { type: string } } }",
    ));
    let code = generated.assert(&["pub struct File {", "pub file: Option<File>,"]).code();
    let imports = code.lines().find(|line| line.starts_with("use api_runtime::")).unwrap();
    assert!(!imports.contains("File"), "{imports}");
}
