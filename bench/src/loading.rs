//! Reading the protocols.

use std::fmt::Write as _;

use protocol::Protocols;

use crate::measure::seconds;

/// All protocols and the floor, from YAML.
pub fn print(out: &mut String, protocols: &Protocols) -> anyhow::Result<()> {
    let files = protocol::shipped::files();
    let read = seconds(|| drop(protocol::read(&files)));
    let ready = seconds(|| drop(duties::Engine::new(protocols)));
    let bytes: usize = files.iter().map(|f| f.bytes.len()).sum();
    writeln!(
        out,
        "## Loading\n\nAll five protocols and the floor from YAML ({:.1} MB): {:.1} ms; made ready to be asked: {:.1} ms.\n",
        bytes as f64 / 1e6,
        read * 1e3,
        ready * 1e3
    )?;
    Ok(())
}
