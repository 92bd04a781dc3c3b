//! Pairing the alternatives of schemas. Their order has no meaning.

use std::{cmp::Reverse, collections::BTreeSet};

use crate::{
    comparison::Parts,
    constraint::Constraint,
    part::{Part, presence},
    schema::Schema,
    sides::Sides,
    types::NULL,
};

/// Returns the alternatives that belong together: each of upstream's with those of ours that are most like it, then those
/// of ours that are left, alike ones of base and effective document together.
pub fn pairs<'a, 'v>(schemas: &'a Sides<Option<Schema<'v>>>) -> Vec<Parts<'a, 'v>> {
    let Sides { base, effective, upstream } = schemas.map(|schema| -> Vec<&'a Part<'v>> {
        schema.iter().flat_map(|schema| &schema.alternatives).collect()
    });
    let (of_base, of_effective) = (matches(&upstream, &base), matches(&upstream, &effective));
    let mut pairs = Vec::new();
    for (index, upstream) in upstream.iter().enumerate() {
        let [base, effective] = [(&of_base, &base), (&of_effective, &effective)]
            .map(|(of, parts)| of[index].map(|index| parts[index]));
        pairs.push(Sides { base, effective, upstream: Some(*upstream) });
    }
    let (base, effective) = (rest(base, &of_base), rest(effective, &of_effective));
    let of_base = matches(&effective, &base);
    for (part, index) in effective.iter().zip(&of_base) {
        pairs.push(Sides { base: index.map(|index| base[index]), effective: Some(*part), upstream: None });
    }
    let alone = rest(base, &of_base).into_iter();
    pairs.extend(alone.map(|part| Sides { base: Some(part), effective: None, upstream: None }));
    pairs
}

fn rest<T>(parts: Vec<T>, taken: &[Option<usize>]) -> Vec<T> {
    let all = parts.into_iter().enumerate();
    all.filter(|(index, _)| !taken.contains(&Some(*index))).map(|(_, part)| part).collect()
}

/// Returns, for each of `left`, the index of the one in `right` that is most like it. A single one on each side always
/// belong together: the difference is inside.
fn matches(left: &[&Part<'_>], right: &[&Part<'_>]) -> Vec<Option<usize>> {
    if left.len() == 1 && right.len() == 1 {
        return vec![Some(0)];
    }
    let values: Vec<_> = right.iter().map(|part| values(part)).collect();
    let mut scored = Vec::new();
    for (index, one) in left.iter().enumerate() {
        let own = self::values(one);
        for (other_index, other) in right.iter().enumerate() {
            // Values that are listed tell apart what looks alike otherwise.
            let common = own.intersection(&values[other_index]).count();
            if let Some(likeness) = likeness(one, other) {
                scored.push((
                    Reverse(likeness + 8 * common as i64),
                    index.abs_diff(other_index),
                    index,
                    other_index,
                ));
            }
        }
    }
    scored.sort_unstable();
    let mut pairs = vec![None; left.len()];
    for (_, _, index, other) in scored {
        if pairs[index].is_none() && !pairs.contains(&Some(other)) {
            pairs[index] = Some(other);
        }
    }
    pairs
}

/// Scores how alike two alternatives are; `None` if they have no type in common. Two that no value fits are alike.
fn likeness(one: &Part<'_>, other: &Part<'_>) -> Option<i64> {
    let (types, others) = (one.types & !NULL, other.types & !NULL);
    if types != others && types & others == 0 {
        return None;
    }
    let fields = |part: &Part<'_>| -> BTreeSet<String> {
        part.children.keys().filter(|key| key.0 == "properties").map(|key| key.1.clone()).collect()
    };
    let (fields, other_fields) = (fields(one), fields(other));
    let shared = fields.intersection(&other_fields).count() as i64;
    let what = one.facts.keys().chain(other.facts.keys().filter(|what| !one.facts.contains_key(*what)));
    let constraint = |part: &Part<'_>, what| part.facts.get(what).map(|fact| fact.constraint.clone());
    let differing = what.filter(|what| constraint(one, **what) != constraint(other, **what)).count() as i64;
    Some(i64::from(types == others) + 2 * shared + 2 * i64::from(fields == other_fields) - differing)
}

/// Returns the values that an alternative lists, and those that its fields list, with their names.
fn values(part: &Part<'_>) -> BTreeSet<(String, String)> {
    let listed = |part: &Part<'_>| match part.facts.get("enum").map(|fact| &fact.constraint) {
        Some(Constraint::Choices(Some(values))) => values.clone(),
        _ => BTreeSet::new(),
    };
    let mut values: BTreeSet<_> = listed(part).into_iter().map(|value| (String::new(), value)).collect();
    for (key, child) in part.children.iter().filter(|(key, _)| presence(key).is_some()) {
        let schema = child.part.as_ref().and_then(|part| part.schema.as_ref());
        let first = schema.and_then(|schema| schema.resolve().alternatives.into_iter().next());
        let listed = first.iter().flat_map(listed);
        values.extend(listed.map(|value| (key.1.clone(), value)));
    }
    values
}
