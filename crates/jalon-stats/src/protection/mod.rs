//! A table becomes one whose numbers do not tell of persons: noise by cell keys.
