//! Comparing what is nested in a schema: fields, elements, and schemas below other keywords.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapi_document::Node;

use crate::{
    comparison::{Comparison, Paired},
    constraint::Constraint,
    diff::{Location, Usage},
    rules::{Aspect, Direction},
    schema_view::{Alternative, SchemaView},
    sides::Sides,
};

/// Keywords that hold one schema, the step to show in the path, and `true` if less in it means more around it.
const SINGLE: &[(&str, &str, bool)] = &[
    ("items", "[]", false),
    ("additionalProperties", ".*", false),
    ("unevaluatedItems", "[rest]", false),
    ("unevaluatedProperties", ".rest", false),
    ("propertyNames", "(names)", false),
    ("contains", "(contains)", true),
    ("not", "(not)", true),
    ("if", "(if)", true),
    ("then", "(then)", true),
    ("else", "(else)", true),
];

/// Keywords that hold schemas by name.
const NAMED: &[&str] = &["patternProperties", "dependentSchemas"];

/// The fields of an object schema.
struct Fields<'a, 'v> {
    schema: &'a Alternative<'v>,
    views: IndexMap<&'v str, SchemaView<'v>>,
    required: Vec<&'v str>,
}

/// One field of an object schema, which may lack it.
struct Field<'a, 'v> {
    schema: &'a Alternative<'v>,
    view: Option<SchemaView<'v>>,
    is_required: bool,
}

impl<'v> Comparison<'v> {
    /// Compares what is nested in alternatives that belong together.
    pub(crate) fn nested(&mut self, paired: &Paired<'_, 'v>, usage: &Usage) {
        self.fields(paired, usage);
        for (key, step, is_inverse) in SINGLE {
            if paired.iter().flatten().any(|side| side.all(key).next().is_some()) {
                let mut usage = usage.inside(step, true);
                usage.direction = if *is_inverse { Direction::Unclear } else { usage.direction };
                self.push(paired.and_then(|side| Some(side.below(key))), usage);
            }
        }
        for key in NAMED {
            let named = paired.and_then(|side| Some((*side, side.named(key))));
            for name in unique(named.iter().flatten().flat_map(|(_, views)| views.keys().copied())) {
                let views = named.and_then(|(side, views)| {
                    Some(
                        views
                            .get(name)
                            .cloned()
                            .unwrap_or_else(|| SchemaView::unconstrained(side.at(&[key]))),
                    )
                });
                self.push(views, usage.inside(&format!("({name})"), true));
            }
        }
        self.tuple(paired, usage);
    }

    fn fields(&mut self, paired: &Paired<'_, 'v>, usage: &Usage) {
        let objects = paired.and_then(|side| Some(Fields::of(side)));
        for name in unique(objects.iter().flatten().flat_map(Fields::names)) {
            let fields = objects.and_then(|object| Some(object.field(name)));
            let is_required = fields.ours().is_some_and(|field| field.is_required);
            let usage = usage.inside(&format!(".{name}"), is_required);
            self.field(name, &fields, &usage);
            let mut views = fields.and_then(|field| field.view.clone());
            // Where we have a map and upstream names the field, the map's values stand for it.
            let map = paired.effective.filter(|side| side.all("additionalProperties").next().is_some());
            views.effective = views.effective.or_else(|| map.map(|side| side.below("additionalProperties")));
            self.push(views, usage);
        }
    }

    fn field(&mut self, name: &str, fields: &Sides<Option<Field<'_, 'v>>>, usage: &Usage) {
        if fields.iter().flatten().any(|field| field.view.is_none()) {
            let presence = fields.and_then(|field| {
                let is_required = field.is_required && field.is_sent(usage.direction);
                Some(Constraint::part(field.view.as_ref().map(SchemaView::outline), is_required))
            });
            self.diff.record(Aspect::Field, format!("field `{name}`"), usage, &presence, || {
                fields.and_then(|field| Some(field.location(name)))
            });
        }
        // The absence of a field is a difference already; that it is required there is none beside it.
        let is_upstream = fields.upstream.as_ref().is_some_and(|field| field.view.is_some());
        let required = fields.and_then(|field| {
            (field.view.is_some() == is_upstream).then_some(Constraint::Requirement(field.is_required))
        });
        self.diff.record(Aspect::Required, format!("`{name}` required"), usage, &required, || {
            fields.and_then(|Field { schema, .. }| {
                Some(Location { at: schema.required_at(name), ..schema.location(&["required"]) })
            })
        });
    }

    fn tuple(&mut self, paired: &Paired<'_, 'v>, usage: &Usage) {
        let tuples = paired.and_then(|side| {
            let list = side.all("prefixItems").next();
            Some((*side, list.iter().flat_map(Node::elements).collect::<Vec<Node<'v>>>()))
        });
        let length = tuples.iter().flatten().map(|(_, elements)| elements.len()).max().unwrap_or_default();
        for index in 0..length {
            let views = tuples.and_then(|(side, elements)| {
                let element = elements.get(index).cloned();
                Some(element.map_or_else(|| side.below("items"), SchemaView::of))
            });
            self.push(views, usage.inside(&format!("[{index}]"), true));
        }
    }
}

impl<'a, 'v> Fields<'a, 'v> {
    fn of(schema: &'a Alternative<'v>) -> Self {
        Self { schema, views: schema.named("properties"), required: schema.required() }
    }

    fn names(&self) -> impl Iterator<Item = &'v str> {
        self.views.keys().chain(&self.required).copied()
    }

    fn field(&self, name: &str) -> Field<'a, 'v> {
        let view = self.views.get(name).cloned();
        Field { schema: self.schema, view, is_required: self.required.contains(&name) }
    }
}

impl Field<'_, '_> {
    fn is_sent(&self, direction: Direction) -> bool {
        direction == Direction::Response || !self.view.as_ref().is_some_and(|view| view.has_flag("readOnly"))
    }

    /// Returns the location of the field, or of the schema that lacks it.
    fn location(&self, name: &str) -> Location {
        let mut location = self.schema.location(&["properties"]);
        location.sources = location.sources.iter().map(|at| at.child(name)).collect();
        location.at = self.view.as_ref().map_or(location.at, |view| view.fallback.clone());
        location
    }
}

fn unique<'v>(names: impl Iterator<Item = &'v str>) -> Vec<&'v str> {
    let mut seen = HashSet::new();
    names.filter(|name| seen.insert(*name)).collect()
}
