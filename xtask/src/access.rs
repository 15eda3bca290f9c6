//! Writes the table of access anew: `access/who-may-see-what.txt`, from the classes and policies beside it and from the list of addresses.
//!
//! A test of `web` compares the file; this is how it is brought up to date before a change of a policy or a new address is read and agreed.

use std::path::Path;

use anyhow::{Context, anyhow};
use gate::Gate;

/// Writes the file; says that all is well.
pub fn run(root: &Path) -> anyhow::Result<bool> {
    let protocols = protocol::read(&protocol::shipped::files()).map_err(|refusals| anyhow!("{refusals}"))?;
    let gate = Gate::shipped(&protocols.vocabulary).map_err(|refusals| anyhow!("{refusals}"))?;
    let path = root.join("access/who-may-see-what.txt");
    std::fs::write(&path, gate::table(&gate, &protocols.vocabulary, &web::routes::addresses()))
        .with_context(|| format!("{}: cannot be written", path.display()))?;
    println!("access: {} is up to date", path.display());
    Ok(true)
}
