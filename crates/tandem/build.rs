//! Reads the shipped protocols while the program is built, and packs what came of them for `files.rs`.
//!
//! The reader is the program's own (`protocol::read`), so what is packed cannot differ from what the files say. A file that is refused
//! stops the build, with its name, line and cause.

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    // The files are part of the crate `protocol`: where one changes, this is built and run again.
    println!("cargo::rerun-if-changed=build.rs");
    let protocols = match protocol::read(&protocol::shipped::files()) {
        Ok(protocols) => protocols,
        Err(refusals) => {
            for line in refusals.to_string().lines() {
                println!("cargo::error={line}");
            }
            return Ok(());
        }
    };
    let packed = protocol::packed::pack(&protocols).map_err(std::io::Error::other)?;
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    std::fs::write(out.join("protocols.packed"), packed)
}
