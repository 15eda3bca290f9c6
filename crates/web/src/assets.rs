//! Which files belong to the pages, and under which address is each fetched?
//!
//! In comes the path of an address; out goes the file that was built in. The address holds a hash of the file, so that a browser may keep it
//! for good and a new file is fetched at once. Nothing is read from a disk.

use std::sync::LazyLock;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// What a browser is told of each file: it never changes.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

/// A file of the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its address: `/assets/tandem-….css`.
    pub path: String,
    /// What it is.
    pub content_type: &'static str,
    /// The file.
    pub bytes: &'static [u8],
}

impl Asset {
    fn new(name: &str, ending: &str, content_type: &'static str, bytes: &'static [u8]) -> Asset {
        let hash = HEXLOWER.encode(&Sha256::digest(bytes));
        let hash: String = hash.chars().take(16).collect();
        Asset { path: format!("/assets/{name}-{hash}.{ending}"), content_type, bytes }
    }
}

/// The styles of every page.
pub static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/tandem.css"));
    Asset::new("tandem", "css", "text/css; charset=utf-8", bytes)
});

/// What a script adds to every page.
pub static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/tandem.js"));
    Asset::new("tandem", "js", "text/javascript; charset=utf-8", bytes)
});

/// The sign in a browser's tab.
pub static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("tandem", "svg", "image/svg+xml", include_bytes!("../styles/tandem.svg")));

/// The file with this address, if there is one.
pub fn asset(path: &str) -> Option<Asset> {
    [&STYLE, &SCRIPT, &ICON].into_iter().find(|asset| asset.path == path).map(|asset| (**asset).clone())
}
