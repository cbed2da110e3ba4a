//! Disclosure control of tables: a table in, a judged and protected table out.
//!
//! 1. [`table`]: cells over dimensions with hierarchies; [`system`]: tables of one source and every sum they state
//! 2. [`primary`]: which cells are sensitive, and how wide an estimate of each must stay
//! 3. [`suppress`]: which further cells to withhold
//! 4. [`rounding`]: the other way, all values to multiples of a base
//! 5. [`audit`]: what an outsider could still learn; the only way to an [`audit::Audited`], which may be published
//!
//! [`complete`] finds numbers for cells that a table was handed in without.
//! [`collapse`] proposes coarser categories, [`compare`] sets methods side by side on one table.
//!
//! Pure: no input or output, no clock, no randomness; threads only share work, and the result does not depend on them.
//! The crate fences the solver HiGHS (`solver.rs`). Methods, sources and limits: `docs/disclosure-control.md`.

pub mod accumulate;
pub mod amount;
mod attack;
mod attacks;
pub mod audit;
pub mod bounds;
pub mod collapse;
pub mod compare;
pub mod complete;
pub mod dimension;
pub mod fault;
pub mod primary;
mod proof;
mod reduction;
pub mod rounding;
pub mod scaled;
mod solver;
pub mod stop;
pub mod suppress;
pub mod system;
pub mod table;
mod threads;
