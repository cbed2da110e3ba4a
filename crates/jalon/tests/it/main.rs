//! The program itself, started as its users start it: over HTTP, on the command line, with a real mail server.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod api;
mod bulk;
mod calculations;
mod command;
mod counted;
mod cycle;
mod handover;
mod house;
mod kill;
mod levels;
mod mail;
mod maps;
mod pages;
mod private;
mod refusals;
mod reporting;
mod reuse;
mod statistics_command;
mod values;
mod views;
mod web;
