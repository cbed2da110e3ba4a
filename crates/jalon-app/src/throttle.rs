//! Slows guessing down without letting anybody lock somebody else out.
//!
//! Failures are counted per account *and* address: an attacker elsewhere cannot spend the owner's attempts.
//! A second, wider count per address stops one machine from trying many accounts.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use sha2::{Digest, Sha256};

use crate::lock;

const WINDOW_SECONDS: i64 = 900;
const FAILURES_PER_ACCOUNT_AND_ADDRESS: u32 = 8;
const FAILURES_PER_ADDRESS: u32 = 60;
/// Above this many counters the expired ones are dropped.
const SWEEP_ABOVE: usize = 10_000;

/// Counts failures in memory; a restart forgives.
#[derive(Debug, Default)]
pub struct Throttle {
    counters: Mutex<HashMap<[u8; 32], (i64, u32)>>,
}

impl Throttle {
    /// The seconds to wait before another attempt, if any.
    pub fn wait(&self, account: &str, address: IpAddr, now: i64) -> Option<u64> {
        let counters = lock(&self.counters);
        let over = |key: [u8; 32], limit: u32| {
            let (since, count) = counters.get(&key).copied()?;
            let left = since + WINDOW_SECONDS - now;
            (count >= limit && left > 0).then(|| left.unsigned_abs())
        };
        over(key(account, address), FAILURES_PER_ACCOUNT_AND_ADDRESS).or_else(|| over(key("", address), FAILURES_PER_ADDRESS))
    }

    pub fn failed(&self, account: &str, address: IpAddr, now: i64) {
        let mut counters = lock(&self.counters);
        if counters.len() > SWEEP_ABOVE {
            counters.retain(|_, (since, _)| *since + WINDOW_SECONDS > now);
        }
        for key in [key(account, address), key("", address)] {
            let counter = counters.entry(key).or_insert((now, 0));
            if counter.0 + WINDOW_SECONDS <= now {
                *counter = (now, 0);
            }
            counter.1 += 1;
        }
    }

    pub fn succeeded(&self, account: &str, address: IpAddr) {
        lock(&self.counters).remove(&key(account, address));
    }
}

/// Digests, so that neither addresses nor accounts lie about in memory dumps.
fn key(account: &str, address: IpAddr) -> [u8; 32] {
    Sha256::digest(format!("{}|{address}", account.trim().to_lowercase())).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_is_slowed_and_nobody_else_is_locked_out() {
        let throttle = Throttle::default();
        let (attacker, owner) = ("203.0.113.7".parse().expect("an address"), "198.51.100.2".parse().expect("an address"));
        for _ in 0..FAILURES_PER_ACCOUNT_AND_ADDRESS {
            assert_eq!(throttle.wait("lead@example.org", attacker, 100), None);
            throttle.failed("lead@example.org", attacker, 100);
        }
        assert_eq!(throttle.wait("lead@example.org", attacker, 100), Some(900));
        assert_eq!(throttle.wait("lead@example.org", owner, 100), None);
        assert_eq!(throttle.wait("lead@example.org", attacker, 1001), None);
    }
}
