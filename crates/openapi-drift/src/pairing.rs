//! Pairing the alternatives of schemas. Their order has no meaning.

use std::{cmp::Reverse, collections::BTreeSet};

use crate::{
    comparison::Parts,
    constraint::Constraint,
    part::Part,
    schema::Schema,
    sides::Sides,
    types::{NULL, Types},
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
    let [left_profiles, right_profiles] =
        [left, right].map(|parts| parts.iter().map(|part| Profile::of(part)));
    let right_profiles: Vec<Profile> = right_profiles.collect();
    let mut scored = Vec::new();
    for (index, one) in left_profiles.enumerate() {
        for (other_index, other) in
            right_profiles.iter().enumerate().filter(|(_, other)| one.is_related(other))
        {
            scored.push((Reverse(one.likeness(other)), index.abs_diff(other_index), index, other_index));
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

/// The features of an alternative that it is recognized by.
struct Profile {
    /// The types, null aside.
    types: Types,
    /// The values that it lists, and those that its fields list.
    values: BTreeSet<String>,
    fields: BTreeSet<String>,
    constraints: BTreeSet<String>,
}

impl Profile {
    fn of(part: &Part<'_>) -> Self {
        let types = part.types & !NULL;
        let constraints =
            part.facts.iter().map(|(what, fact)| format!("{what} {:?}", fact.constraint)).collect();
        let mut profile = Self { types, values: values("", part), fields: BTreeSet::new(), constraints };
        for ((_, name), child) in part.children.iter().filter(|((keyword, _), _)| *keyword == "properties") {
            profile.fields.insert(name.clone());
            let schema = child.part.as_ref().and_then(|part| part.schema.as_ref());
            if let Some(first) = schema.and_then(|schema| schema.resolve().alternatives.into_iter().next()) {
                profile.values.extend(values(name, &first));
            }
        }
        profile
    }

    /// Returns `true` if they have a type in common. Two that no value fits are alike.
    fn is_related(&self, other: &Self) -> bool {
        self.types == other.types || self.types & other.types != 0
    }

    /// Scores how alike they are. Values tell apart what looks alike otherwise, then fields, then other constraints.
    fn likeness(&self, other: &Self) -> [i64; 4] {
        let common = |one: &BTreeSet<String>, other| one.intersection(other).count() as i64;
        let fields = common(&self.fields, &other.fields);
        let differing = (self.fields.len() + other.fields.len()) as i64 - 2 * fields;
        let constraints = common(&self.constraints, &other.constraints);
        [common(&self.values, &other.values), fields, -differing, constraints]
    }
}

fn values(name: &str, part: &Part<'_>) -> BTreeSet<String> {
    match part.facts.get("enum").map(|fact| &fact.constraint) {
        Some(Constraint::Choices(Some(values))) => {
            values.iter().map(|value| format!("{name} {value}")).collect()
        }
        _ => BTreeSet::new(),
    }
}
