//! A specification and a dataset become a table, exact and independent of order.
