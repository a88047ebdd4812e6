//! Remote files: from local servers that speak as the real ones do, and fail as they do.

mod bundles;
mod clock;
mod fetched;
mod guarded;
mod hub;
mod hub_stats;
mod server;
mod shared;
mod stores;
mod tls;

pub(crate) use clock::Clockwork;
pub(crate) use server::{Answer, Asked, Server};
