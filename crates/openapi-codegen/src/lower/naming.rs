//! Names for the objects that the description leaves unnamed.
//!
//! Left to itself the generator names such a type after its parent and field, and where that name is taken it quietly
//! uses the type that has it. So each gets a title of its own here, which the generator takes as the name: the same
//! name, with a number where it is taken.

use std::collections::HashMap;

use crate::{
    api::{Api, Operation, Parameter, Schema, Shape},
    ident,
};

/// Gives every object that is no component a title that no other type has.
pub(super) fn name(api: &mut Api) {
    let mut names = Names::default();
    for (name, schema) in &api.schemas {
        names.reserve(component_type(name, schema));
        if schema.nullable {
            // The component's name goes to a wrapper around the optional value.
            names.reserve(ident::type_name(&format!("{name}Inner")));
        }
    }
    for (name, schema) in &mut api.schemas {
        let base = component_type(name, schema);
        names.name_inside(schema, &base);
    }
    for (path, item) in &mut api.paths {
        let base = ident::type_name(path);
        item.parameters.iter_mut().for_each(|parameter| names.name_parameter(parameter, &base));
        item.operations.values_mut().for_each(|operation| names.name_operation(operation));
    }
}

/// The name of a component's type.
pub(crate) fn component_type(name: &str, schema: &Schema) -> String {
    schema.rust.name.clone().unwrap_or_else(|| ident::type_name(name))
}

/// The names that are taken, each with the schema that has it; components have no schema here.
#[derive(Default)]
struct Names(HashMap<String, Option<Schema>>);

impl Names {
    fn reserve(&mut self, name: String) {
        self.0.insert(name, None);
    }

    fn name_operation(&mut self, operation: &mut Operation) {
        let base = ident::type_name(operation.id.as_deref().unwrap_or_default());
        operation.parameters.iter_mut().for_each(|parameter| self.name_parameter(parameter, &base));
        for schema in operation.body.iter_mut().filter_map(|body| body.content.schema.as_mut()) {
            self.name_schema(schema, &format!("{base}Body"));
        }
        let contents = operation.responses.values_mut().filter_map(|response| response.content.as_mut());
        for schema in contents.filter_map(|content| content.schema.as_mut()) {
            self.name_schema(schema, &format!("{base}Response"));
        }
    }

    fn name_parameter(&mut self, parameter: &mut Parameter, base: &str) {
        let name = format!("{base}{}", ident::type_name(&parameter.name));
        parameter.schema.iter_mut().for_each(|schema| self.name_schema(schema, &name));
    }

    fn name_schema(&mut self, schema: &mut Schema, wanted: &str) {
        let is_type = matches!(schema.shape, Shape::Object(_)) || schema.is_enum();
        if !is_type || schema.rust.path.is_some() {
            return self.name_inside(schema, wanted);
        }
        let wanted = schema.rust.type_name.clone().unwrap_or_else(|| wanted.to_owned());
        let name = self.free(&wanted, schema);
        self.name_inside(schema, &name);
        schema.title = Some(name);
    }

    fn name_inside(&mut self, schema: &mut Schema, base: &str) {
        match &mut schema.shape {
            Shape::Array(items) => self.name_schema(items, &format!("{base}Item")),
            Shape::Map(values) => self.name_schema(values, &format!("{base}Value")),
            Shape::Object(fields) => {
                for (name, field) in &mut fields.properties {
                    self.name_schema(field, &format!("{base}{}", ident::type_name(name)));
                }
            }
            _ => {}
        }
    }

    /// The wanted name, or the first numbered one that is free; the same schema may share a name with itself.
    fn free(&mut self, wanted: &str, schema: &Schema) -> String {
        let wanted = ident::type_name(wanted);
        let mut name = wanted.clone();
        let mut count = 1;
        loop {
            match self.0.get(&name) {
                None => break,
                Some(Some(known)) if known.shape == schema.shape && known.values == schema.values => return name,
                Some(_) => count += 1,
            }
            name = format!("{wanted}{count}");
        }
        self.0.insert(name.clone(), Some(schema.clone()));
        name
    }
}
