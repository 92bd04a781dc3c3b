//! Descriptions as they stand on disk: reading them, naming places in them, correcting them.

pub mod load;
pub mod overlay;
pub mod pointer;

pub use load::load;
pub use overlay::Overlay;
pub use pointer::Pointer;
