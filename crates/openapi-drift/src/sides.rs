//! The three documents that a comparison looks at, side by side.

/// What each of the three documents has at one place: our description as it stands in `openapi.yaml`, the same with
/// its overlay applied, and the vendor's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sides<T> {
    /// In `openapi.yaml`.
    pub base: T,
    /// With the overlay applied.
    pub effective: T,
    /// In the vendor's document.
    pub upstream: T,
}

impl<T> Sides<T> {
    /// Reads something from each side.
    pub fn map<U>(&self, mut read: impl FnMut(&T) -> U) -> Sides<U> {
        Sides { base: read(&self.base), effective: read(&self.effective), upstream: read(&self.upstream) }
    }

    /// The three, ours first.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        [&self.base, &self.effective, &self.upstream].into_iter()
    }
}

impl<T> Sides<Option<T>> {
    /// Reads something from each side that is there.
    pub fn and_then<U>(&self, mut read: impl FnMut(&T) -> Option<U>) -> Sides<Option<U>> {
        self.map(|side| side.as_ref().and_then(&mut read))
    }

    /// These, or where one is missing, the other's.
    pub fn or(self, other: Self) -> Self {
        Self {
            base: self.base.or(other.base),
            effective: self.effective.or(other.effective),
            upstream: self.upstream.or(other.upstream),
        }
    }

    /// Our side as callers see it: with the overlay, or without where the overlay has taken the place out.
    pub fn ours(&self) -> Option<&T> {
        self.effective.as_ref().or(self.base.as_ref())
    }

    /// Whether there is anything to compare: upstream and a side of ours.
    pub fn comparable(&self) -> bool {
        self.upstream.is_some() && self.ours().is_some()
    }
}
