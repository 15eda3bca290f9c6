//! Styles and scripts, by names that change with what is in them.

use axum::http::header;

use crate::ask::Open;
use crate::assets::{CACHE_CONTROL, asset};
use crate::problem::Problem;
use crate::reply::Reply;

/// A file of the styles or scripts.
pub async fn file(open: Open) -> Result<Reply, Problem> {
    let name = open.names.get("file").map_or("", String::as_str);
    let found = asset(&format!("/assets/{name}")).ok_or_else(Problem::not_found)?;
    Ok(Reply::of(found.content_type, found.bytes.to_vec()).with(header::CACHE_CONTROL, CACHE_CONTROL))
}
