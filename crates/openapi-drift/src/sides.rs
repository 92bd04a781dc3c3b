//! The three documents of a comparison, side by side.

use std::collections::BTreeSet;

use indexmap::IndexMap;

/// A value for each of the three documents.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sides<T> {
    /// Our document without its overlay.
    pub base: T,
    /// Our document with its overlay applied.
    pub effective: T,
    /// Upstream's document.
    pub upstream: T,
}

impl<T> Sides<T> {
    /// Maps each side.
    pub fn map<U>(&self, mut map: impl FnMut(&T) -> U) -> Sides<U> {
        Sides { base: map(&self.base), effective: map(&self.effective), upstream: map(&self.upstream) }
    }

    /// Pairs each side with that of `other`.
    pub fn zip<'a, U>(&'a self, other: &'a Sides<U>) -> Sides<(&'a T, &'a U)> {
        Sides {
            base: (&self.base, &other.base),
            effective: (&self.effective, &other.effective),
            upstream: (&self.upstream, &other.upstream),
        }
    }

    /// Iterates over the three, ours first.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        [&self.base, &self.effective, &self.upstream].into_iter()
    }
}

impl<T> Sides<Option<T>> {
    /// Maps each side that is there.
    pub fn and_then<U>(&self, mut map: impl FnMut(&T) -> Option<U>) -> Sides<Option<U>> {
        self.map(|side| side.as_ref().and_then(&mut map))
    }

    /// Fills in the sides that are missing.
    pub fn or(self, other: Self) -> Self {
        Self {
            base: self.base.or(other.base),
            effective: self.effective.or(other.effective),
            upstream: self.upstream.or(other.upstream),
        }
    }

    /// Returns our side as callers see it: with the overlay, or without where the overlay has removed the place.
    pub fn ours(&self) -> Option<&T> {
        self.effective.as_ref().or(self.base.as_ref())
    }

    /// Returns `true` if upstream and one of our sides are there.
    pub fn is_comparable(&self) -> bool {
        self.upstream.is_some() && self.ours().is_some()
    }
}

impl<T> Sides<Option<IndexMap<String, T>>> {
    /// Returns the names on all sides, sorted, each once.
    pub fn names(&self) -> BTreeSet<&str> {
        self.iter().flatten().flat_map(IndexMap::keys).map(String::as_str).collect()
    }
}
