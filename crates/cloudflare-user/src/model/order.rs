//! How lists are sorted and filtered.

use api_runtime::open_enum;

use super::open_schema;

open_enum! {
    /// Which end of a list comes first.
    pub enum SortDirection {
        /// The smallest or oldest first.
        Ascending = "asc",
        /// The largest or newest first.
        Descending = "desc",
    }
}

open_enum! {
    /// What a list of organizations is sorted by.
    pub enum OrganizationOrder {
        /// The organization's id.
        Id = "id",
        /// The organization's name.
        Name = "name",
        /// Whether the user has joined.
        Status = "status",
    }
}

open_enum! {
    /// How many of several filters an item has to pass.
    pub enum Match {
        /// One of them.
        Any = "any",
        /// All of them.
        All = "all",
    }
}

open_schema!(SortDirection, OrganizationOrder, Match);
