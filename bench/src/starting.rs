//! The whole command, from its start to its end.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use protocol::Protocols;

use crate::measure::{median_and_most, sibling};

/// How many times the whole command is started.
const STARTS: usize = 20;
/// The journey that it is started on, below the folder of protocols.
const JOURNEY: &str = "enfield/journeys/8.7e-planning-meeting-over-christmas.yaml";

/// The command as a person starts it: a process of its own each time, beside one that only starts and ends.
pub fn print(out: &mut String, _protocols: &Protocols) -> anyhow::Result<()> {
    let program = sibling("tandem")?;
    writeln!(out, "## The whole command\n")?;
    if !program.is_file() {
        writeln!(out, "Not timed: the program is not built (`cargo build --release`).\n")?;
        return Ok(());
    }
    let journey = Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocols").join(JOURNEY);
    writeln!(out, "{STARTS} processes, each from its start to its end, all five protocols and the floor loaded.\n")?;
    writeln!(out, "| command | median ms | longest ms |\n| --- | ---: | ---: |")?;
    for (name, arguments) in [
        ("tandem duties FILE", vec!["duties".as_ref(), journey.as_os_str()]),
        ("tandem --version", vec!["--version".as_ref()]),
    ] {
        let mut failed = 0;
        let (median, most) = median_and_most(STARTS, || {
            let run = Command::new(&program).args(&arguments).stdout(Stdio::null()).status();
            failed += usize::from(!run.is_ok_and(|status| status.success()));
        });
        anyhow::ensure!(failed == 0, "`{name}` failed {failed} times");
        writeln!(out, "| `{name}` | {:.1} | {:.1} |", median * 1e3, most * 1e3)?;
    }
    out.push('\n');
    Ok(())
}
