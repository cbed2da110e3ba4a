//! Extracts become typed, coded datasets, with a report of every fault.
