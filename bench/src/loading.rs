//! Reading the protocols.

use std::fmt::Write as _;

use duties::Engine;
use protocol::Protocols;

use crate::measure::seconds;

/// All protocols and the floor: from YAML, packed, and made ready.
pub fn print(out: &mut String, protocols: &Protocols) -> anyhow::Result<()> {
    let files = protocol::shipped::files();
    let bytes: usize = files.iter().map(|f| f.bytes.len()).sum();
    let packed = protocol::packed::pack(protocols)?;
    let read = seconds(|| drop(protocol::read(&files)));
    let unpack = seconds(|| drop(protocol::packed::unpack(&packed)));
    let ready = seconds(|| drop(Engine::new(protocols)));
    writeln!(out, "## Loading\n\nAll five protocols and the floor.\n")?;
    writeln!(out, "| from | size | ms |\n| --- | ---: | ---: |")?;
    writeln!(
        out,
        "| YAML, as `--protocols` and the build read it | {:.1} MB | {:.1} |",
        bytes as f64 / 1e6,
        read * 1e3
    )?;
    writeln!(out, "| packed, as the program has it | {:.1} MB | {:.1} |", packed.len() as f64 / 1e6, unpack * 1e3)?;
    writeln!(out, "| and made ready, from either | | {:.1} |\n", ready * 1e3)?;
    Ok(())
}
