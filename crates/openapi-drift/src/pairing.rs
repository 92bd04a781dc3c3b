//! Pairing the alternatives of two schemas. Their order has no meaning.

use std::{borrow::Borrow, cmp::Reverse, collections::HashSet};

use serde_json::Value;

use crate::{
    constraint::Constraint,
    keywords::FOR_ONE_TYPE,
    schema_view::{Alternative, ResolvedSchema},
    sides::Sides,
    types::TypeSet,
};

/// Returns, for each of upstream's alternatives, the index of the alternative of ours that is most like it.
pub fn pairs(ours: Option<&ResolvedSchema<'_>>, theirs: &ResolvedSchema<'_>) -> Vec<Option<usize>> {
    let mut pairs = vec![None; theirs.alternatives.len()];
    let Some(ours) = ours else { return pairs };
    for (their, our) in matches(&theirs.alternatives, &ours.alternatives) {
        pairs[their] = Some(our);
    }
    pairs
}

/// Returns our alternatives that were not paired with one of upstream's; alike ones of base and effective document
/// together.
pub fn unpaired<'a, 'v>(
    schemas: &'a Sides<Option<ResolvedSchema<'v>>>,
    base_pairs: &[Option<usize>],
    effective_pairs: &[Option<usize>],
) -> Vec<Sides<Option<&'a Alternative<'v>>>> {
    let rest = |schema: &'a Option<ResolvedSchema<'v>>,
                pairs: &[Option<usize>]|
     -> Vec<&'a Alternative<'v>> {
        let all = schema.iter().flat_map(|schema| schema.alternatives.iter().enumerate());
        all.filter(|(index, _)| !pairs.contains(&Some(*index))).map(|(_, alternative)| alternative).collect()
    };
    let base = rest(&schemas.base, base_pairs);
    let effective = rest(&schemas.effective, effective_pairs);
    let matches = matches(&base, &effective);
    let base_of = |index: usize| matches.iter().find(|(_, own)| *own == index).map(|(other, _)| base[*other]);
    let is_alone = |index: usize| !matches.iter().any(|(own, _)| *own == index);
    let of_effective = effective.iter().enumerate().map(|(index, own)| (base_of(index), Some(*own)));
    let of_base =
        base.iter().enumerate().filter(|(index, _)| is_alone(*index)).map(|(_, own)| (Some(*own), None));
    let all = of_effective.chain(of_base);
    all.map(|(base, effective)| Sides { base, effective, upstream: None }).collect()
}

/// Pairs alternatives, most alike first. A single one on each side always belong together: the difference is inside.
fn matches<'v, A: Borrow<Alternative<'v>>>(left: &[A], right: &[A]) -> Vec<(usize, usize)> {
    if left.len() == 1 && right.len() == 1 {
        return vec![(0, 0)];
    }
    let left: Vec<Profile<'v>> = left.iter().map(|one| Profile::of(one.borrow())).collect();
    let right: Vec<Profile<'v>> = right.iter().map(|one| Profile::of(one.borrow())).collect();
    let mut scored = Vec::new();
    for (index, one) in left.iter().enumerate() {
        for (other_index, other) in right.iter().enumerate() {
            scored.push((one.likeness(other), index.abs_diff(other_index), index, other_index));
        }
    }
    scored.retain(|(score, ..)| *score > 0);
    scored.sort_by_key(|(score, distance, index, _)| (Reverse(*score), *distance, *index));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, _, index, other) in scored {
        if !pairs.iter().any(|(one, two)| *one == index || *two == other) {
            pairs.push((index, other));
        }
    }
    pairs
}

/// The features of an alternative that it is recognized by.
struct Profile<'v> {
    types: TypeSet,
    fields: HashSet<&'v str>,
    keywords: Vec<Constraint>,
    /// Values that the alternative lists, and those that its fields list, with their names.
    values: Vec<(&'v str, &'v Value)>,
}

impl<'v> Profile<'v> {
    fn of(alternative: &Alternative<'v>) -> Self {
        let fields = alternative.named("properties");
        let mut values = Vec::new();
        for (name, field) in &fields {
            let listed = field.resolve().alternatives.first().and_then(Alternative::values);
            values.extend(listed.into_iter().flatten().map(|value| (*name, value)));
        }
        values.extend(alternative.values().into_iter().flatten().map(|value| ("", value)));
        Self {
            types: alternative.types().without_null(),
            fields: fields.into_keys().collect(),
            keywords: FOR_ONE_TYPE.iter().map(|keyword| keyword.read(alternative)).collect(),
            values,
        }
    }

    /// Scores how alike two alternatives are; 0 if they have no type in common. Two that no value fits are alike.
    fn likeness(&self, other: &Self) -> usize {
        if self.types != other.types && self.types.is_disjoint(other.types) {
            return 0;
        }
        let same_type = self.types == other.types || self.types.contains(TypeSet::ANY.without_null());
        let shared = self.fields.intersection(&other.fields).count();
        let same_fields = self.fields == other.fields;
        let agrees = |(one, other): &(&Constraint, &Constraint)| one.change_to(other).is_none();
        let keywords = self.keywords.iter().zip(&other.keywords).filter(agrees).count();
        // A discriminator or a list of values tells apart what looks alike otherwise.
        let values = self.values.iter().filter(|value| other.values.contains(value)).count();
        1 + usize::from(same_type) + 2 * shared + 2 * usize::from(same_fields) + keywords + 8 * values
    }
}
