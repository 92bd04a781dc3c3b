//! Which alternatives belong together. Their order says nothing.

use super::{
    alternative::Alternative,
    keywords::{Keyword, LIMITS},
    place::View,
    sides::Sides,
    types::TypeSet,
};

/// For each of upstream's alternatives, the index of ours that is most like it.
pub fn pairs(ours: Option<&View<'_>>, theirs: &View<'_>) -> Vec<Option<usize>> {
    let mut pairs = vec![None; theirs.alternatives.len()];
    let Some(ours) = ours else { return pairs };
    for (their, our) in matches(&theirs.alternatives, &ours.alternatives) {
        pairs[their] = Some(our);
    }
    pairs
}

/// The alternatives of ours that no upstream one belongs to; base and effective ones that belong together as pairs.
pub fn left_over<'a, 'v>(
    views: &'a Sides<Option<View<'v>>>,
    base: &[Option<usize>],
    effective: &[Option<usize>],
) -> Vec<(Option<&'a Alternative<'v>>, Option<&'a Alternative<'v>>)> {
    let base = unpaired(views.base.as_ref(), base);
    let effective = unpaired(views.effective.as_ref(), effective);
    let matches = matches(&base, &effective);
    let alone = |index: usize| !matches.iter().any(|(base, _)| *base == index);
    let with_base =
        |index: usize| matches.iter().find(|(_, other)| *other == index).map(|(own, _)| base[*own]);
    let mut left: Vec<_> =
        effective.iter().enumerate().map(|(index, own)| (with_base(index), Some(*own))).collect();
    left.extend(
        base.iter().enumerate().filter(|(index, _)| alone(*index)).map(|(_, own)| (Some(*own), None)),
    );
    left
}

fn unpaired<'a, 'v>(view: Option<&'a View<'v>>, pairs: &[Option<usize>]) -> Vec<&'a Alternative<'v>> {
    let all = view.into_iter().flat_map(|view| view.alternatives.iter().enumerate());
    all.filter(|(index, _)| !pairs.contains(&Some(*index))).map(|(_, alternative)| alternative).collect()
}

/// Pairs, most alike first. A single one on each side always belong together: then the difference is inside.
fn matches<'v, A: std::borrow::Borrow<Alternative<'v>>>(left: &[A], right: &[A]) -> Vec<(usize, usize)> {
    if left.len() == 1 && right.len() == 1 {
        return vec![(0, 0)];
    }
    let mut scored = Vec::new();
    for (index, one) in left.iter().enumerate() {
        for (other_index, other) in right.iter().enumerate() {
            let score = likeness(one.borrow(), other.borrow());
            scored.push((score, index.abs_diff(other_index), index, other_index));
        }
    }
    scored.retain(|(score, ..)| *score > 0);
    scored.sort_by_key(|(score, distance, index, _)| (std::cmp::Reverse(*score), *distance, *index));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, _, index, other) in scored {
        if !pairs.iter().any(|(one, two)| *one == index || *two == other) {
            pairs.push((index, other));
        }
    }
    pairs
}

/// How alike two alternatives are; 0 if they have no type in common.
fn likeness(one: &Alternative<'_>, other: &Alternative<'_>) -> usize {
    let (types, other_types) = (one.types().without_null(), other.types().without_null());
    if types.is_disjoint(other_types) {
        return 0;
    }
    let same_type = types == other_types || types.contains(TypeSet::ANY.without_null());
    let fields = one.named("properties");
    let other_fields = other.named("properties");
    let shared = fields.keys().filter(|name| other_fields.contains_key(*name)).count();
    let same_fields = shared == fields.len() && shared == other_fields.len();
    // A discriminator or a list of values tells apart what looks alike otherwise.
    let marks = |side: &Alternative<'_>| -> Vec<String> {
        let fields = side.named("properties");
        let of_fields = fields.iter().flat_map(|(name, place)| {
            let values = place.view().alternatives.first().and_then(Alternative::values).unwrap_or_default();
            values.into_iter().map(move |value| format!("{name}={value}"))
        });
        of_fields
            .chain(side.values().unwrap_or_default().into_iter().map(|value| value.to_string()))
            .collect()
    };
    let other_marks = marks(other);
    let agrees =
        |limit: &&Keyword| (limit.read)(one, limit.keys).turn(&(limit.read)(other, limit.keys)).is_none();
    let limits = LIMITS.iter().filter(agrees).count();
    let marked = marks(one).iter().filter(|mark| other_marks.contains(mark)).count();
    1 + usize::from(same_type) + 2 * shared + 2 * usize::from(same_fields) + limits + 8 * marked
}
