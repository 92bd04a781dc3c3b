//! Documents in many files.

#![cfg(feature = "files")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::{fs, path::PathBuf};

use openapi_document::{Bundle, BundleError, BundleLimits, Pointer, bundle, load, load_bundled};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder with files; the first one is the document.
struct Files {
    folder: TempDir,
    root: PathBuf,
}

impl Files {
    fn new(files: &[(&str, Value)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content.to_string()).unwrap();
        }
        Self { root: folder.path().join(files[0].0), folder }
    }

    fn bundle(&self) -> Bundle {
        load_bundled(&self.root).unwrap()
    }

    fn bundle_within(&self, limits: BundleLimits) -> Result<Bundle, BundleError> {
        bundle(load(&self.root).unwrap(), &self.root, limits)
    }
}

fn responses(schema: &Value) -> Value {
    json!({ "200": { "description": "d", "content": { "application/json": { "schema": schema } } } })
}

fn paths(schema: &Value) -> Value {
    json!({ "/a": { "get": { "responses": responses(schema) } } })
}

fn reasons(bundle: &Bundle) -> Vec<String> {
    bundle.unresolved.iter().map(|one| format!("{}: {}", one.at, one.reason)).collect()
}

#[test]
fn targets_become_components_under_their_own_names() {
    let files = Files::new(&[
        (
            "openapi.json",
            json!({ "openapi": "3.1.0", "paths": paths(&json!({ "$ref": "models/pet.json#/Pet" })) }),
        ),
        (
            "models/pet.json",
            json!({
                "Pet": { "properties": { "tag": { "$ref": "#/Tag" }, "owner": { "$ref": "../Owner.json" } } },
                "Tag": { "type": "string" },
            }),
        ),
        (
            "Owner.json",
            json!({ "properties": { "pets": { "items": { "$ref": "./models/pet.json#/Pet" } } } }),
        ),
    ]);
    let bundle = files.bundle();
    assert_eq!(bundle.document["paths"], paths(&json!({ "$ref": "#/components/schemas/Pet" })));
    let schemas = json!({
        "Pet": { "properties": {
            "tag": { "$ref": "#/components/schemas/Tag" },
            "owner": { "$ref": "#/components/schemas/Owner" },
        } },
        "Owner": { "properties": { "pets": { "items": { "$ref": "#/components/schemas/Pet" } } } },
        "Tag": { "type": "string" },
    });
    assert_eq!(bundle.document["components"]["schemas"], schemas);
    assert_eq!(bundle.unresolved, []);
    let folder = files.folder.path().canonicalize().unwrap();
    assert_eq!(bundle.files, [folder.join("models/pet.json"), folder.join("Owner.json")]);
    let tag = Pointer::of(["components", "schemas", "Pet", "properties", "tag"]);
    let origin = (folder.join("models/pet.json"), Pointer::of(["Pet", "properties", "tag"]));
    assert_eq!(bundle.origin(&tag), Some((origin.0.as_path(), origin.1)));
    assert_eq!(bundle.origin(&Pointer::of(["paths"])), None);
}

#[test]
fn every_kind_of_object_finds_its_section_or_is_put_in_place() {
    let files = Files::new(&[
        (
            "openapi.json",
            json!({ "openapi": "3.0.3", "paths": {
                "/a": { "$ref": "rest.json#/item", "summary": "Kept." },
                "/b": { "put": { "$ref": "rest.json#/operation" } },
            } }),
        ),
        (
            "rest.json",
            json!({
                "item": { "parameters": [{ "$ref": "#/page" }], "get": { "responses": { "200": { "$ref": "#/ok" } } } },
                "operation": { "requestBody": { "$ref": "#/body" }, "responses": {} },
                "page": { "name": "page", "in": "query", "schema": { "type": "integer" } },
                "ok": { "headers": { "X-A": { "$ref": "#/header" } }, "content": { "text/csv": { "schema": {
                    "discriminator": { "propertyName": "k", "mapping": { "page": "#/schema", "b": "v1.Cat" } },
                } } } },
                "body": { "content": {} },
                "header": { "schema": { "$ref": "#/schema" } },
                "schema": { "type": "string" },
            }),
        ),
    ]);
    let bundle = files.bundle();
    assert_eq!(reasons(&bundle), Vec::<String>::new());
    let expected = json!({
        "/a": {
            "summary": "Kept.",
            "parameters": [{ "$ref": "#/components/parameters/page" }],
            "get": { "responses": { "200": { "$ref": "#/components/responses/ok" } } },
        },
        "/b": { "put": { "requestBody": { "$ref": "#/components/requestBodies/body" }, "responses": {} } },
    });
    assert_eq!(bundle.document["paths"], expected);
    let components = &bundle.document["components"];
    assert_eq!(components["headers"]["header"]["schema"]["$ref"], "#/components/schemas/schema");
    assert_eq!(components["parameters"]["page"]["name"], "page");
    let discriminator = &components["responses"]["ok"]["content"]["text/csv"]["schema"]["discriminator"];
    assert_eq!(discriminator["mapping"], json!({ "page": "#/components/schemas/schema", "b": "v1.Cat" }));
    let operation = Pointer::of(["paths", "/b", "put", "responses"]);
    assert_eq!(bundle.origin(&operation).unwrap().1, Pointer::of(["operation", "responses"]));
}

#[test]
fn names_that_are_taken_get_the_name_of_the_file_before_them() {
    let files = Files::new(&[
        (
            "openapi.json",
            json!({
                "paths": paths(&json!({ "$ref": "other.json#/components/schemas/Pet" })),
                "components": { "schemas": { "Pet": { "type": "string" }, "Alias": { "$ref": "a/Pet.json" } } },
            }),
        ),
        (
            "other.json",
            json!({ "components": { "schemas": { "Pet": { "allOf": [{ "$ref": "a/Pet.json" }, { "$ref": "b/Pet.json" }] } } } }),
        ),
        ("a/Pet.json", json!({ "type": "integer" })),
        ("b/Pet.json", json!({ "type": "boolean" })),
    ]);
    let schemas = json!({
        "Pet": { "type": "string" },
        // A component that is a file and nothing else: the file has that name everywhere.
        "Alias": { "type": "integer" },
        "other_Pet": { "allOf": [{ "$ref": "#/components/schemas/Alias" }, { "$ref": "#/components/schemas/Pet_2" }] },
        "Pet_2": { "type": "boolean" },
    });
    assert_eq!(files.bundle().document["components"]["schemas"], schemas);
}

#[test]
fn references_back_to_the_document_and_within_it_stay_in_it() {
    let files = Files::new(&[
        (
            "openapi.json",
            json!({
                "paths": paths(&json!({ "$ref": "./openapi.json#/components/schemas/A" })),
                "components": { "schemas": { "A": { "$ref": "#/components/schemas/B" }, "B": { "items": { "$ref": "b.json#named" } } } },
            }),
        ),
        (
            "b.json",
            json!({ "x": { "$anchor": "named", "not": { "$ref": "openapi.json#/components/schemas/A" } } }),
        ),
    ]);
    let bundle = files.bundle();
    assert_eq!(bundle.document["paths"], paths(&json!({ "$ref": "#/components/schemas/A" })));
    let schemas = &bundle.document["components"]["schemas"];
    assert_eq!(schemas["B"]["items"]["$ref"], "#/components/schemas/x");
    assert_eq!(schemas["x"]["not"]["$ref"], "#/components/schemas/A");
}

#[test]
fn text_that_looks_like_a_reference_is_none() {
    let document = json!({
        "info": { "description": { "$ref": "readme.md" } },
        "paths": paths(&json!({ "example": { "$ref": "a.json" }, "enum": [{ "$ref": "a.json" }], "properties": { "$ref": { "type": "string" } } })),
        "x-more": { "$ref": "a.json" },
    });
    let bundle = Files::new(&[("openapi.json", document.clone())]).bundle();
    assert_eq!((bundle.document, bundle.unresolved), (document, vec![]));
}

#[test]
fn references_that_cannot_be_followed_are_named_with_their_reasons() {
    let files = Files::new(&[
        (
            "openapi.json",
            json!({ "paths": { "/a": { "$ref": "missing.json" }, "/b": { "$ref": "other.json#/b" } }, "components": { "schemas": {
                "Remote": { "items": { "$ref": "https://example.com/a.json#/A" } },
                "Rooted": { "items": { "$ref": "/etc/hostname" } },
                "Malformed": { "items": { "$ref": "broken.json" } },
                "Folder": { "items": { "$ref": "folder" } },
            } } }),
        ),
        ("other.json", json!({ "b": { "get": { "responses": { "200": { "$ref": "#/gone" } } } } })),
        ("folder/a.json", json!({})),
    ]);
    fs::write(files.folder.path().join("broken.json"), "{\n]").unwrap();
    let bundle = files.bundle();
    let mut found = reasons(&bundle).join("\n");
    found = found.replace(&format!("{}/", files.folder.path().canonicalize().unwrap().display()), "");
    found = found.replace(&format!("{}/", files.folder.path().display()), "");
    let expected = [
        "/paths/~1a: points at missing.json, which is no file",
        "/b/get/responses/200: points at nothing in other.json",
        "/components/schemas/Remote/items: is not relative to the file that it stands in, and is not fetched",
        "/components/schemas/Rooted/items: is not relative to the file that it stands in, and is not fetched",
        "/components/schemas/Malformed/items: broken.json:2:1: key must be a string at line 2 column 1",
        "/components/schemas/Folder/items: points at folder, which is no file",
    ];
    assert_eq!(found, expected.join("\n"));
    // A fragment of another file is not taken for one of the document.
    let left = bundle.document["paths"]["/b"]["get"]["responses"]["200"]["$ref"].as_str().unwrap();
    assert!(left.ends_with("other.json#/gone"), "{left}");
    let error = bundle.complete().unwrap_err().to_string();
    assert!(error.contains("openapi.json#/paths/~1a: reference \"missing.json\" points at"), "{error}");
    assert_eq!(error.lines().count(), expected.len());
}

#[test]
fn circles_and_copies_without_end_come_to_one() {
    let files = Files::new(&[
        (
            "openapi.json",
            json!({ "paths": { "/a": { "$ref": "b.json#/one" } }, "components": { "schemas": { "S": { "$ref": "b.json#/s" } } } }),
        ),
        (
            "b.json",
            json!({ "one": { "$ref": "#/two" }, "two": { "$ref": "b.json#/one" }, "s": { "items": { "$ref": "#/s" } } }),
        ),
    ]);
    let bundle = files.bundle();
    assert_eq!(reasons(&bundle), ["/two: leads back to itself"]);
    assert_eq!(bundle.document["components"]["schemas"]["S"]["items"]["$ref"], "#/components/schemas/S");

    // Each of 30 path items holds the next one twice: a billion copies.
    let items = (0..30).map(|number: usize| {
        let next = json!({ "$ref": format!("#/{}", number + 1) });
        let operation = json!({ "callbacks": { "a": { "b": next, "c": next } } });
        (number.to_string(), json!({ "get": operation }))
    });
    let items: serde_json::Map<String, Value> = items.chain([("30".to_owned(), json!({}))]).collect();
    let files = Files::new(&[
        ("openapi.json", json!({ "paths": { "/a": { "$ref": "b.json#/0" } } })),
        ("b.json", items.into()),
    ]);
    let error = files.bundle_within(BundleLimits::new().max_bytes(1 << 20)).unwrap_err();
    assert!(matches!(error, BundleError::TooLarge(1_048_576)), "{error}");
}

#[test]
fn limits_are_kept() {
    let files = Files::new(&[
        ("openapi.json", json!({ "paths": paths(&json!({ "$ref": "a.json" })) })),
        ("a.json", json!({ "items": { "$ref": "b.json" } })),
        ("b.json", json!({ "description": "d".repeat(2_000) })),
    ]);
    assert!(files.bundle_within(BundleLimits::new().max_files(2)).is_ok());
    let error = files.bundle_within(BundleLimits::new().max_files(1)).unwrap_err();
    assert_eq!(error.to_string(), "the document refers to more than 1 files");
    let error = files.bundle_within(BundleLimits::new().max_bytes(1_000)).unwrap_err();
    assert_eq!(error.to_string(), "the files that the document refers to have more than 1000 bytes together");
}
