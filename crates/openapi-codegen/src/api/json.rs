//! Conversion of a lowered document to OpenAPI 3.0.3.

use serde_json::{Map, Value, json};

use super::{Api, Content, Operation, Parameter, ParameterLocation, PathItem, Response};

impl Api {
    /// Returns the document as OpenAPI 3.0.3, which progenitor reads.
    pub fn to_json(&self) -> Value {
        let mut document = Map::from_iter([("openapi".to_owned(), json!("3.0.3"))]);
        document.extend(self.head.clone());
        let paths: Map<String, Value> =
            self.paths.iter().map(|(path, item)| (path.clone(), item.to_json())).collect();
        document.insert("paths".to_owned(), Value::Object(paths));
        let schemas: Map<String, Value> =
            self.schemas.iter().map(|(name, schema)| (name.clone(), schema.to_json())).collect();
        document.insert("components".to_owned(), json!({ "schemas": schemas }));
        Value::Object(document)
    }
}

impl PathItem {
    fn to_json(&self) -> Value {
        let mut json = Map::new();
        if !self.parameters.is_empty() {
            json.insert("parameters".to_owned(), parameters(&self.parameters));
        }
        json.extend(self.operations.iter().map(|(method, operation)| (method.clone(), operation.to_json())));
        Value::Object(json)
    }
}

impl Operation {
    fn to_json(&self) -> Value {
        let mut json = Map::new();
        json.extend(self.id.iter().map(|id| ("operationId".to_owned(), json!(id))));
        json.extend(self.prose.clone());
        if !self.parameters.is_empty() {
            json.insert("parameters".to_owned(), parameters(&self.parameters));
        }
        if let Some(body) = &self.body {
            let mut written = Map::new();
            written.extend(body.description.iter().map(|text| ("description".to_owned(), json!(text))));
            written.insert("required".to_owned(), json!(true));
            written.insert("content".to_owned(), body.content.to_json());
            json.insert("requestBody".to_owned(), Value::Object(written));
        }
        let responses: Map<String, Value> =
            self.responses.iter().map(|(status, response)| (status.clone(), response.to_json())).collect();
        json.insert("responses".to_owned(), Value::Object(responses));
        Value::Object(json)
    }
}

fn parameters(parameters: &[Parameter]) -> Value {
    Value::Array(parameters.iter().map(Parameter::to_json).collect())
}

impl Parameter {
    fn to_json(&self) -> Value {
        let mut json = Map::new();
        json.insert("name".to_owned(), json!(self.name));
        json.insert("in".to_owned(), json!(self.location.name()));
        json.extend(self.description.iter().map(|text| ("description".to_owned(), json!(text))));
        json.insert("required".to_owned(), json!(self.required));
        json.extend(self.style.iter().map(|style| ("style".to_owned(), json!(style))));
        json.extend(self.explode.iter().map(|explode| ("explode".to_owned(), json!(explode))));
        json.extend(self.schema.iter().map(|schema| ("schema".to_owned(), schema.to_json())));
        Value::Object(json)
    }
}

impl ParameterLocation {
    /// Returns the name in a document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

impl Content {
    fn to_json(&self) -> Value {
        let media = match &self.schema {
            Some(schema) => json!({ "schema": schema.to_json() }),
            None => json!({}),
        };
        json!({ &self.media_type: media })
    }
}

impl Response {
    fn to_json(&self) -> Value {
        let mut json = json!({ "description": self.description });
        if let Some(content) = &self.content {
            json["content"] = content.to_json();
        }
        json
    }
}
