//! Comparing documents: from the operations inwards, each schema once.

use std::collections::VecDeque;

use indexmap::{IndexMap, IndexSet};
use openapi_document::Pointer;

use crate::{
    alternative::{AROUND_KEYS, TYPE_KEYS},
    constraint::Constraint,
    diff::{Diff, Usage},
    pairing,
    part::{Fact, Part, presence},
    rules::Aspect,
    schema::{Schema, View},
    sides::Sides,
    types,
};

/// Parts that belong together; a side without one is not compared further.
pub type Parts<'a, 'v> = Sides<Option<&'a Part<'v>>>;

/// The place of a part inside another one: keyword and name.
type Key = (&'static str, String);

/// A comparison under way.
#[derive(Debug, Default)]
pub struct Comparison<'v> {
    diff: Diff,
    queue: VecDeque<(Sides<Option<View<'v>>>, Usage)>,
}

impl<'v> Comparison<'v> {
    /// Compares the documents.
    pub fn run(mut self, documents: &Parts<'_, 'v>) -> Diff {
        self.parts(*documents, &Usage::default());
        while let Some((views, usage)) = self.queue.pop_front() {
            self.schemas(&views.and_then(|view| Some(view.resolve())), &usage);
        }
        self.diff
    }

    fn parts(&mut self, mut parts: Parts<'_, 'v>, usage: &Usage) {
        let is_for_all_types = |aspect| {
            matches!(aspect, Aspect::ReadOnly | Aspect::WriteOnly | Aspect::Reference | Aspect::Type)
        };
        self.facts(&parts, usage, is_for_all_types);
        // A schema of another type has nothing further in common with upstream's.
        let Some(theirs) = parts.upstream else { return };
        let is_related = |ours: &&Part<'v>| ours.types == theirs.types || ours.types & theirs.types != 0;
        parts.base = parts.base.filter(is_related);
        parts.effective = parts.effective.filter(is_related);
        if !parts.is_comparable() {
            return;
        }
        self.facts(&parts, usage, |aspect| !is_for_all_types(aspect));
        // Nor is there anything inside a schema that allows any value.
        parts.base = parts.base.filter(|part| !part.is_unconstrained);
        parts.effective = parts.effective.filter(|part| !part.is_unconstrained);
        if parts.is_comparable() && !theirs.is_unconstrained {
            let keys: IndexSet<&Key> = parts.iter().flatten().flat_map(|part| part.children.keys()).collect();
            keys.into_iter().for_each(|key| self.children(key, &parts, usage));
            self.push(parts.and_then(|part| part.schema.clone()), usage);
        }
    }

    fn facts(&mut self, parts: &Parts<'_, 'v>, usage: &Usage, applies: impl Fn(Aspect) -> bool) {
        let facts: IndexMap<&str, &Fact> =
            parts.iter().flatten().flat_map(|part| &part.facts).map(|(what, fact)| (*what, fact)).collect();
        for (what, Fact { aspect, constraint, keys }) in
            facts.into_iter().filter(|(_, fact)| applies(fact.aspect))
        {
            let neutral = constraint.neutral();
            let constraints = parts.and_then(|part| match part.facts.get(what) {
                Some(fact) => Some(fact.constraint.clone()),
                // A slice of a document may have lost its servers, which is no difference.
                None => Some(neutral.clone()).filter(|_| *aspect != Aspect::Servers),
            });
            self.diff.record(*aspect, what, usage, &constraints, || {
                parts.and_then(|part| Some(part.locate(keys, None)))
            });
        }
    }

    fn children(&mut self, key: &Key, parts: &Parts<'_, 'v>, usage: &Usage) {
        let children = parts.and_then(|part| part.children.get(key));
        let Some(first) = children.iter().flatten().next() else { return };
        let is_required = children.ours().is_some_and(|child| child.is_required);
        let usage = usage.inside(key.0, &first.step, is_required || key.0 != "properties");
        let inside = children.and_then(|child| child.part.as_ref());
        if let Some((aspect, what)) = presence(key) {
            if inside.iter().any(Option::is_none) {
                let there = parts.zip(&children).map(|(part, child)| {
                    let absent = Constraint::Part(None, false);
                    part.map(|_| child.map_or(absent, |child| child.presence(key.0, usage.direction)))
                });
                self.diff.record(aspect, &what, &usage, &there, || {
                    parts.and_then(|part| Some(part.locate_child(key)))
                });
            }
            self.required(key, parts, &usage);
        }
        let stand_ins = parts.zip(&inside).map(|(part, inside)| match inside {
            Some(_) => None,
            None => part.and_then(|part| part.stand_in(key)),
        });
        let inside = inside.zip(&stand_ins).map(|(inside, stand_in)| inside.or(stand_in.as_ref()));
        if inside.is_comparable() {
            self.parts(inside, &usage);
        }
    }

    /// Compares whether a part must be there. Its absence is a difference already; that it is required there is none
    /// beside it.
    fn required(&mut self, key: &Key, parts: &Parts<'_, 'v>, usage: &Usage) {
        let is_there = |part: &Part<'v>| part.children.get(key).is_some_and(|child| child.part.is_some());
        let is_upstream = parts.upstream.is_some_and(is_there);
        let required = parts.and_then(|part| {
            let is_required = part.children.get(key).is_some_and(|child| child.is_required);
            (is_there(part) == is_upstream).then_some(Constraint::Requirement(is_required))
        });
        let is_field = key.0 == "properties";
        let what = if is_field { format!("`{}` required", key.1) } else { "required".to_owned() };
        self.diff.record(Aspect::Required, &what, usage, &required, || {
            parts.and_then(|part| match part.children.get(key).and_then(|child| child.part.as_ref()) {
                Some(child) if !is_field => Some(child.locate(&["required"], None)),
                _ => Some(part.locate(&["required"], Some(&key.1))),
            })
        });
    }

    /// Compares these schemas later on, unless that has been done by then.
    fn push(&mut self, views: Sides<Option<View<'v>>>, usage: &Usage) {
        if !views.is_comparable() {
            return;
        }
        let mut pointers = Vec::new();
        for view in views.iter() {
            pointers.extend(view.iter().flat_map(View::identity));
            pointers.push(Pointer::root());
        }
        let visit = (pointers, usage.direction, usage.is_relied_on);
        if let Some(visit) = self.diff.enter(visit, usage) {
            self.queue.push_back((views, Usage { visit: Some(visit), ..usage.clone() }));
        }
    }

    fn schemas(&mut self, schemas: &Sides<Option<Schema<'v>>>, usage: &Usage) {
        let around =
            |schema: &Schema<'v>| schema.alternatives.first().map(|first| first.locate(AROUND_KEYS, None));
        // A schema that allows anything allows null; that is a matter of the type.
        let nullable = schemas.and_then(|schema| {
            let is_closed = !schema.alternatives.iter().any(|alternative| alternative.types == types::ANY);
            is_closed.then_some(Constraint::Permission(schema.is_nullable))
        });
        self.diff.record(Aspect::Nullable, "nullable", usage, &nullable, || schemas.and_then(around));
        for paired in pairing::pairs(schemas) {
            if paired.iter().any(Option::is_none) {
                let there = schemas.zip(&paired).map(|(schema, part)| {
                    schema.as_ref().map(|_| Constraint::Part(part.map(Part::outline), false))
                });
                self.diff.record(Aspect::Alternative, "alternative", usage, &there, || {
                    schemas.zip(&paired).map(|(schema, part)| match part {
                        Some(part) => Some(part.locate(TYPE_KEYS, None)),
                        None => schema.as_ref().and_then(around),
                    })
                });
            }
            self.parts(paired, usage);
        }
    }
}
