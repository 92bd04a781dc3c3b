//! Visiting every schema of a description, with its place.

use super::{Api, Schema, Shape};
use openapi_document::Pointer;

use crate::report::Owner;

impl Schema {
    /// Visits this schema and all inside it, outermost first.
    pub fn walk(&mut self, at: &Pointer, visit: &mut dyn FnMut(&mut Self, &Pointer)) {
        visit(self, at);
        match &mut self.shape {
            Shape::Array(items) => items.walk(&at.child("items"), visit),
            Shape::Map(values) => values.walk(&at.child("additionalProperties"), visit),
            Shape::Object(fields) => {
                let at = at.child("properties");
                for (name, field) in &mut fields.properties {
                    field.walk(&at.child(name), visit);
                }
            }
            _ => {}
        }
    }
}

impl Api {
    /// Visits every schema with its place and with what it belongs to.
    pub fn walk(&mut self, visit: &mut dyn FnMut(&mut Schema, &Pointer, &Owner)) {
        let components = Pointer::of(["components", "schemas"]);
        for (name, schema) in &mut self.schemas {
            let owner = Owner::Schema(name.clone());
            schema.walk(&components.child(name), &mut |schema, at| visit(schema, at, &owner));
        }
        for (path, item) in &mut self.paths {
            let owner = Owner::Path(path.clone());
            for parameter in &mut item.parameters {
                parameter.walk(&mut |schema, at| visit(schema, at, &owner));
            }
            for (method, operation) in &mut item.operations {
                let owner = Owner::Operation(path.clone(), method.clone());
                operation.walk(&mut |schema, at| visit(schema, at, &owner));
            }
        }
    }
}

impl super::Parameter {
    fn walk(&mut self, visit: &mut dyn FnMut(&mut Schema, &Pointer)) {
        let at = self.at.child("schema");
        self.schema.iter_mut().for_each(|schema| schema.walk(&at, visit));
    }
}

impl super::Operation {
    fn walk(&mut self, visit: &mut dyn FnMut(&mut Schema, &Pointer)) {
        self.parameters.iter_mut().for_each(|parameter| parameter.walk(visit));
        if let Some(body) = &mut self.body {
            body.content.walk(&body.at, visit);
        }
        for response in self.responses.values_mut() {
            let at = &response.at;
            response.content.iter_mut().for_each(|content| content.walk(at, visit));
        }
    }
}

impl super::Content {
    fn walk(&mut self, at: &Pointer, visit: &mut dyn FnMut(&mut Schema, &Pointer)) {
        let at = at.child("content").child(&self.media_type).child("schema");
        self.schema.iter_mut().for_each(|schema| schema.walk(&at, visit));
    }
}
