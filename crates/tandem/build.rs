//! Reads the shipped protocols while the program is built, and packs what came of them for `files.rs`.
//!
//! The reader is the program's own (`protocol::read`), so what is packed cannot differ from what the files say. A file that is refused
//! stops the build, with its name, line and cause.

use std::path::PathBuf;

use anyhow::{Context as _, anyhow};

fn main() -> anyhow::Result<()> {
    // The files are part of the crate `protocol`: where one changes, this is built and run again.
    println!("cargo::rerun-if-changed=build.rs");
    let protocols = protocol::read(&protocol::shipped::files())
        .map_err(|refusals| anyhow!("a shipped protocol is refused\n{refusals}"))?;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").context("cargo names no OUT_DIR")?);
    std::fs::write(out.join("protocols.packed"), protocol::packed::pack(&protocols)?)?;
    Ok(())
}
