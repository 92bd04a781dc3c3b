//! Comparing schemas by structure, from the operations inwards.

use std::collections::{HashSet, VecDeque};

use super::{
    alternative::Alternative,
    fact::Fact,
    judgement::{Aspect, Direction},
    keywords::{Keyword, LIMITS, USAGE},
    ledger::{Ledger, Spot, Subject, Usage},
    pairing,
    place::{Place, View},
    sides::Sides,
    types::TypeSet,
};
use openapi_document::Pointer;

/// The keywords that can decide on the type.
const TYPE_KEYS: &[&str] = &["type", "nullable", "enum", "const", "oneOf", "anyOf", "allOf", "$ref"];

/// The same, those around the type first.
const AROUND_KEYS: &[&str] = &["nullable", "anyOf", "oneOf", "type", "enum", "const", "allOf", "$ref"];

/// The alternatives that belong together; a side without one is not looked at further.
pub type Matched<'a, 'v> = Sides<Option<&'a Alternative<'v>>>;

/// A comparison under way.
#[derive(Debug, Default)]
pub struct Walk<'v> {
    /// What was found.
    pub ledger: Ledger,
    queue: VecDeque<(Sides<Option<Place<'v>>>, Usage)>,
    seen: HashSet<(Vec<Pointer>, Direction, bool)>,
}

impl<'v> Walk<'v> {
    /// Compares these schemas later on, unless that has been done.
    pub fn push(&mut self, places: Sides<Option<Place<'v>>>, usage: Usage) {
        if places.comparable() {
            self.queue.push_back((places, usage));
        }
    }

    /// Compares all schemas that are waiting, and those inside them.
    pub fn finish(mut self) -> Ledger {
        while let Some((places, usage)) = self.queue.pop_front() {
            let views = places.map(|place| place.as_ref().map(Place::view));
            if self.seen.insert((identity(&views), usage.direction, usage.counted_on)) {
                self.views(&views, &usage);
            }
        }
        self.ledger
    }

    fn views(&mut self, views: &Sides<Option<View<'v>>>, usage: &Usage) {
        self.nullable(views, usage);
        let Some(theirs) = &views.upstream else { return };
        let base = pairing::pairs(views.base.as_ref(), theirs);
        let effective = pairing::pairs(views.effective.as_ref(), theirs);
        for (index, upstream) in theirs.alternatives.iter().enumerate() {
            let pick = |view: &'_ Option<View<'v>>, pairs: &[Option<usize>]| {
                view.as_ref().zip(pairs[index]).map(|(view, index)| view.alternatives[index].clone())
            };
            let (base, effective) = (pick(&views.base, &base), pick(&views.effective, &effective));
            let matched =
                Sides { base: base.as_ref(), effective: effective.as_ref(), upstream: Some(upstream) };
            self.branch(views, &matched, usage);
            self.alternatives(matched, usage);
        }
        for (base, effective) in pairing::left_over(views, &base, &effective) {
            self.branch(views, &Sides { base, effective, upstream: None }, usage);
        }
    }

    fn nullable(&mut self, views: &Sides<Option<View<'v>>>, usage: &Usage) {
        // A schema that takes anything takes null; that is a matter of the type.
        let closed = |view: &View<'v>| !view.alternatives.iter().any(|all| all.types() == TypeSet::ANY);
        let facts = views.and_then(|view| closed(view).then_some(Fact::Freedom(view.nullable)));
        let aspect = if usage.counted_on { Aspect::Nullable } else { Aspect::NullableOptional };
        self.ledger.settle(Subject::new(aspect, "nullable"), usage, &facts, || {
            views.and_then(|view| view.alternatives.first().map(|first| spot(first, AROUND_KEYS)))
        });
    }

    /// Whether a branch of `oneOf` or `anyOf` is there.
    fn branch(&mut self, views: &Sides<Option<View<'v>>>, matched: &Matched<'_, 'v>, usage: &Usage) {
        let there = |view: &Option<View<'v>>, branch: Option<&Alternative<'v>>| {
            view.as_ref().map(|_| Fact::part(branch.map(outline), false))
        };
        let facts = Sides {
            base: there(&views.base, matched.base),
            effective: there(&views.effective, matched.effective),
            upstream: there(&views.upstream, matched.upstream),
        };
        self.ledger.settle(Subject::new(Aspect::Alternative, "alternative"), usage, &facts, || {
            let around =
                views.and_then(|view| view.alternatives.first().map(|first| spot(first, AROUND_KEYS)));
            let inside = matched.map(|branch| branch.map(|branch| spot(branch, TYPE_KEYS)));
            inside.or(around)
        });
    }

    fn alternatives(&mut self, mut matched: Matched<'_, 'v>, usage: &Usage) {
        USAGE.iter().for_each(|keyword| self.keyword(keyword, &matched, usage));
        let types = matched.and_then(|side| Some(side.types()));
        let facts = types.and_then(|types| {
            let bare = types.without_null();
            Some(Fact::Types(if bare == TypeSet::NONE { *types } else { bare }))
        });
        self.ledger.settle(Subject::new(Aspect::Type, "type"), usage, &facts, || {
            matched.and_then(|side| Some(spot(side, TYPE_KEYS)))
        });
        // Of another type, a schema has nothing further in common with upstream's.
        let keep = |ours: Option<TypeSet>| {
            ours.zip(types.upstream).is_some_and(|(ours, theirs)| related(ours, theirs))
        };
        matched.base = matched.base.filter(|_| keep(types.base));
        matched.effective = matched.effective.filter(|_| keep(types.effective));
        if !matched.comparable() {
            return;
        }
        LIMITS.iter().for_each(|keyword| self.keyword(keyword, &matched, usage));
        // Nor is there anything inside a schema that leaves the value open.
        if matched.upstream.is_some_and(Alternative::is_open) {
            return;
        }
        matched.base = matched.base.filter(|side| !side.is_open());
        matched.effective = matched.effective.filter(|side| !side.is_open());
        self.inside(&matched, usage);
    }

    fn keyword(&mut self, keyword: &Keyword, matched: &Matched<'_, 'v>, usage: &Usage) {
        let facts = matched.and_then(|side| Some((keyword.read)(side, keyword.keys)));
        let label = keyword.keys.first().copied().unwrap_or_default();
        self.ledger.settle(Subject::new(keyword.aspect, label), usage, &facts, || {
            matched.and_then(|side| Some(spot(side, keyword.keys)))
        });
    }
}

fn related(ours: TypeSet, theirs: TypeSet) -> bool {
    !ours.is_disjoint(theirs) || ours == theirs
}

fn identity(views: &Sides<Option<View<'_>>>) -> Vec<Pointer> {
    let mut places = Vec::new();
    for view in views.iter() {
        for alternative in view.iter().flat_map(|view| &view.alternatives) {
            places.push(alternative.home.clone());
            places.extend(alternative.conjuncts().map(|conjunct| conjunct.node.at.clone()));
        }
        places.push(Pointer::root());
    }
    places
}

/// What a branch looks like, in a few words.
fn outline(branch: &Alternative<'_>) -> String {
    let types = branch.types().to_string();
    let fields: Vec<&str> = branch.named("properties").into_keys().collect();
    if fields.is_empty() { types } else { format!("{types} of {}", fields.join(", ")) }
}

/// Where an alternative says `keys`.
pub fn spot(side: &Alternative<'_>, keys: &[&str]) -> Spot {
    let mut spot = Spot { at: side.at(keys), ..Spot::default() };
    for conjunct in side.conjuncts() {
        spot.sources.extend(keys.iter().map(|key| conjunct.node.at.child(key)));
        spot.route.extend(conjunct.node.route.iter().cloned());
    }
    if spot.sources.is_empty() {
        spot.sources.push(side.home.clone());
    }
    spot
}
