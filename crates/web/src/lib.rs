//! What does a worker see?
//!
//! Pages made on the server, and the API. A request comes in at one of the addresses of [`routes::ALL`], goes down one road (`answer`), and
//! leaves as a page, a redirect or JSON. No page opens the record without the pass that the road gave it; none reads a clock; none holds
//! SQL, a policy or a rule of a protocol.

mod answer;
mod api;
mod app;
mod ask;
pub mod assets;
mod clauses;
mod fields;
mod form;
pub mod layout;
mod limits;
mod metrics;
mod operations;
mod order;
mod owed;
mod pages;
pub mod parts;
mod problem;
mod readable;
mod reply;
pub mod routes;
mod serve;
mod session;
mod sign_in;
mod telephone;
mod worklist;

pub use app::{App, Clock, Settings, moment};
pub use routes::router;
pub use serve::{Bounds, serve};
pub use sign_in::secrets;
