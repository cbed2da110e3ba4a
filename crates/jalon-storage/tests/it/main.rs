//! The store, on SQLite always and on PostgreSQL when `TEST_DATABASE_URL` says where (`eval "$(scripts/postgres.sh)"`).
//! With `REQUIRE_POSTGRES=1` a missing address is a failure, so that no run can pass by forgetting it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so and stop")]

mod backup;
mod bench;
mod durability;
mod house;
mod ledger;
mod load;
mod migration;
mod s3;
