//! Comparing documents: from the operations inwards, each schema once.

use std::collections::{HashSet, VecDeque};

use openapi_document::Pointer;
use serde_json::Value;

use crate::{
    constraint::Constraint,
    diff::{Diff, Usage},
    keywords::{FOR_ALL_TYPES, FOR_ONE_TYPE, Keyword},
    pairing,
    rules::{Aspect, Direction},
    schema_view::{Alternative, ResolvedSchema, SchemaView},
    sides::Sides,
    types::TypeSet,
};

/// Keywords that can decide on the type.
const TYPE_KEYS: &[&str] = &["type", "nullable", "enum", "const", "oneOf", "anyOf", "allOf", "$ref"];

/// The same, those around the type first.
const AROUND_KEYS: &[&str] = &["nullable", "anyOf", "oneOf", "type", "enum", "const", "allOf", "$ref"];

/// Alternatives that belong together; a side without one is not compared further.
pub type Paired<'a, 'v> = Sides<Option<&'a Alternative<'v>>>;

/// A comparison under way.
#[derive(Debug, Default)]
pub struct Comparison<'v> {
    /// The differences so far.
    pub diff: Diff,
    queue: VecDeque<(Sides<Option<SchemaView<'v>>>, Usage)>,
    seen: HashSet<(Vec<Pointer>, Direction, bool)>,
}

impl<'v> Comparison<'v> {
    /// Compares the documents.
    pub fn run(mut self, documents: &Sides<&'v Value>) -> Diff {
        self.documents(documents);
        while let Some((views, usage)) = self.queue.pop_front() {
            let schemas = views.and_then(|view| Some(view.resolve()));
            if self.seen.insert((identity(&schemas), usage.direction, usage.is_relied_on)) {
                self.schemas(&schemas, &usage);
            }
        }
        self.diff
    }

    /// Compares these schemas later on, unless that has been done by then.
    pub fn push(&mut self, views: Sides<Option<SchemaView<'v>>>, usage: Usage) {
        if views.is_comparable() {
            self.queue.push_back((views, usage));
        }
    }

    fn schemas(&mut self, schemas: &Sides<Option<ResolvedSchema<'v>>>, usage: &Usage) {
        self.nullable(schemas, usage);
        let Some(theirs) = &schemas.upstream else { return };
        let base_pairs = pairing::pairs(schemas.base.as_ref(), theirs);
        let effective_pairs = pairing::pairs(schemas.effective.as_ref(), theirs);
        for (index, upstream) in theirs.alternatives.iter().enumerate() {
            let base = schemas.base.as_ref().zip(base_pairs[index]);
            let effective = schemas.effective.as_ref().zip(effective_pairs[index]);
            let paired = Sides {
                base: base.map(|(schema, index)| &schema.alternatives[index]),
                effective: effective.map(|(schema, index)| &schema.alternatives[index]),
                upstream: Some(upstream),
            };
            self.presence(schemas, &paired, usage);
            self.alternatives(paired, usage);
        }
        for paired in pairing::unpaired(schemas, &base_pairs, &effective_pairs) {
            self.presence(schemas, &paired, usage);
        }
    }

    fn nullable(&mut self, schemas: &Sides<Option<ResolvedSchema<'v>>>, usage: &Usage) {
        // A schema that allows anything allows null; that is a matter of the type.
        let is_closed = |schema: &ResolvedSchema<'v>| {
            !schema.alternatives.iter().any(|alternative| alternative.types() == TypeSet::ANY)
        };
        let nullable = schemas
            .and_then(|schema| is_closed(schema).then_some(Constraint::Permission(schema.is_nullable)));
        let aspect = if usage.is_relied_on { Aspect::Nullable } else { Aspect::NullableOptional };
        self.diff.record(aspect, "nullable", usage, &nullable, || {
            schemas.and_then(|schema| schema.alternatives.first().map(|first| first.location(AROUND_KEYS)))
        });
    }

    /// Compares whether an alternative is there.
    fn presence(
        &mut self,
        schemas: &Sides<Option<ResolvedSchema<'v>>>,
        paired: &Paired<'_, 'v>,
        usage: &Usage,
    ) {
        let presence = schemas.zip(paired).map(|(schema, alternative)| {
            schema.as_ref().map(|_| Constraint::part(alternative.map(Alternative::outline), false))
        });
        self.diff.record(Aspect::Alternative, "alternative", usage, &presence, || {
            let inside = paired.and_then(|alternative| Some(alternative.location(TYPE_KEYS)));
            inside.or(schemas
                .and_then(|schema| schema.alternatives.first().map(|first| first.location(AROUND_KEYS))))
        });
    }

    fn alternatives(&mut self, mut paired: Paired<'_, 'v>, usage: &Usage) {
        FOR_ALL_TYPES.iter().for_each(|keyword| self.keyword(keyword, &paired, usage));
        let types = paired.and_then(|side| Some(side.types()));
        let without_null = types.and_then(|types| {
            let without_null = types.without_null();
            Some(Constraint::Types(if without_null == TypeSet::NONE { *types } else { without_null }))
        });
        self.diff.record(Aspect::Type, "type", usage, &without_null, || {
            paired.and_then(|side| Some(side.location(TYPE_KEYS)))
        });
        // A schema of another type has nothing further in common with upstream's.
        let is_related = |ours: Option<TypeSet>| {
            ours.zip(types.upstream).is_some_and(|(ours, theirs)| ours == theirs || !ours.is_disjoint(theirs))
        };
        paired.base = paired.base.filter(|_| is_related(types.base));
        paired.effective = paired.effective.filter(|_| is_related(types.effective));
        if !paired.is_comparable() {
            return;
        }
        FOR_ONE_TYPE.iter().for_each(|keyword| self.keyword(keyword, &paired, usage));
        // Nor is there anything inside a schema that allows any value.
        if paired.upstream.is_some_and(Alternative::is_unconstrained) {
            return;
        }
        paired.base = paired.base.filter(|side| !side.is_unconstrained());
        paired.effective = paired.effective.filter(|side| !side.is_unconstrained());
        if paired.is_comparable() {
            self.nested(&paired, usage);
        }
    }

    fn keyword(&mut self, keyword: &Keyword, paired: &Paired<'_, 'v>, usage: &Usage) {
        let constraints = paired.and_then(|side| Some(keyword.read(side)));
        let name = keyword.keys.first().copied().unwrap_or_default();
        self.diff.record(keyword.aspect, name, usage, &constraints, || {
            paired.and_then(|side| Some(side.location(keyword.keys)))
        });
    }
}

/// Returns what tells a comparison of schemas from another one.
fn identity(schemas: &Sides<Option<ResolvedSchema<'_>>>) -> Vec<Pointer> {
    let mut pointers = Vec::new();
    for schema in schemas.iter() {
        for alternative in schema.iter().flat_map(|schema| &schema.alternatives) {
            pointers.push(alternative.fallback.clone());
            pointers.extend(alternative.conjuncts().map(|conjunct| conjunct.node.pointer().clone()));
        }
        pointers.push(Pointer::root());
    }
    pointers
}
