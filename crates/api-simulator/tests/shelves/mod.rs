//! A small OpenAPI document with a little of everything.

use serde_json::{Value, json};

pub fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Shelves", "version": "1" },
        "servers": [{ "url": "https://shelves.example/api/v1/" }],
        "security": [{ "bearer": [] }, { "email": [], "key": [] }, { "query": [] }],
        "paths": {
            "/shelves/{shelf}": {
                "parameters": [{ "name": "shelf", "in": "path", "required": true, "schema": { "type": "integer" } }],
                "get": { "operationId": "shelf_get", "responses": {
                    "200": { "description": "", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Shelf" } } } },
                    "4XX": { "$ref": "#/components/responses/Problem" },
                } },
                "put": {
                    "operationId": "shelf_put",
                    "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Shelf" } } } },
                    "responses": { "204": { "description": "" } },
                },
            },
            "/shelves/all": { "get": {
                "operationId": "shelves",
                "security": [],
                "parameters": [
                    { "name": "page", "in": "query", "schema": { "type": "integer", "minimum": 1, "maximum": 9 } },
                    { "name": "order", "in": "query", "schema": { "enum": ["asc", "desc"] } },
                    { "name": "since", "in": "query", "schema": { "type": "string", "format": "date" } },
                    { "name": "tag", "in": "query", "schema": { "type": "array", "items": { "type": "string", "maxLength": 3 } } },
                    { "name": "X-Trace", "in": "header", "schema": { "type": "integer" } },
                    { "name": "client", "in": "query", "required": true, "schema": { "type": "string" } },
                ],
                "responses": { "200": { "description": "", "content": { "application/json": { "examples": { "none": { "value": [] } } } } } },
            } },
        },
        "components": {
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" },
                "email": { "type": "apiKey", "in": "header", "name": "X-Email" },
                "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
                "query": { "type": "apiKey", "in": "query", "name": "token" },
            },
            "responses": { "Problem": { "description": "", "content": { "application/json": { "example": { "problem": "gone" } } } } },
            "schemas": { "Shelf": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": false,
                "properties": {
                    "name": { "type": "string", "minLength": 3 },
                    "books": { "type": ["integer", "null"], "minimum": 0 },
                    "below": { "$ref": "#/components/schemas/Shelf" },
                },
            } },
        },
    })
}
