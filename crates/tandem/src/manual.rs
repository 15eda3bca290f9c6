//! `tandem man [COMMAND…]`: one page of the manual, as `man` reads it.
//!
//! The page comes from the definitions in `cli`, as the help does; what the help says at its end becomes sections of its own here, so that
//! an example is printed as it is typed.

use std::process::ExitCode;

use anyhow::anyhow;
use clap::builder::Resettable;
use clap::{Args, Command, CommandFactory as _};

use crate::text;

/// Which page.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  tandem man | man -l -\n  tandem man protocol show > tandem-protocol-show.1\n  \
    for page in $(tandem man --list); do tandem man $page > $page.1; done")]
pub struct ManArgs {
    /// The command whose page is printed; without one, that of the program.
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
    /// Name the pages instead, one a line.
    #[arg(long, conflicts_with = "command")]
    list: bool,
}

impl ManArgs {
    /// Prints the page.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let mut program = crate::cli::Cli::command().disable_help_subcommand(true);
        // Gives each command its whole name: `tandem-protocol-check`.
        program.build();
        let mut all = Vec::new();
        pages(&program, &mut all);
        if self.list {
            let names: Vec<String> = all.iter().map(|page| format!("{}\n", name(page))).collect();
            text::print(&names.concat())?;
            return Ok(ExitCode::SUCCESS);
        }
        let asked = self.command.join("-");
        let wanted = match asked.strip_prefix("tandem").unwrap_or(&asked).trim_start_matches('-') {
            "" => "tandem".to_owned(),
            below => format!("tandem-{below}"),
        };
        let page = all.iter().find(|page| name(page) == wanted).ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|page| name(page)).collect();
            anyhow!("there is no page `{wanted}` in the manual\n    help: there are: {}", names.join(", "))
        })?;
        text::print(&printed(page)?)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn name(page: &Command) -> &str {
    page.get_display_name().unwrap_or_else(|| page.get_name())
}

/// A command, then those below it; what the program starts by itself has no page.
fn pages<'c>(command: &'c Command, all: &mut Vec<&'c Command>) {
    all.push(command);
    command.get_subcommands().filter(|below| !below.is_hide_set()).for_each(|below| pages(below, all));
}

fn printed(page: &Command) -> anyhow::Result<String> {
    let last = page.get_after_help().map(ToString::to_string).unwrap_or_default();
    let bare = page.clone().after_help(Resettable::Reset).version(Resettable::Reset);
    let mut roff = Vec::new();
    clap_mangen::Man::new(bare).source(concat!("tandem ", env!("CARGO_PKG_VERSION"))).render(&mut roff)?;
    let mut out = String::from_utf8_lossy(&roff).into_owned();
    for paragraph in last.split("\n\n") {
        if let Some((_, examples)) = paragraph.split_once('\n').filter(|(head, _)| head.starts_with("Example")) {
            let lines: Vec<String> = examples.lines().map(|line| format!("{}\n", escaped(line.trim_start()))).collect();
            out.push_str(&format!(".SH EXAMPLES\n.nf\n{}.fi\n", lines.concat()));
        } else if let Some(status) = paragraph.strip_prefix("Exit status: ") {
            out.push_str(&format!(".SH \"EXIT STATUS\"\n{}\n", escaped(status)));
        } else if !paragraph.is_empty() {
            out.push_str(&format!(".SH NOTES\n{}\n", escaped(paragraph)));
        }
    }
    Ok(out)
}

/// A line that is printed as it stands: hyphens that can be copied, straight quotes, no request at its beginning.
fn escaped(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq").replace('`', "\\(ga");
    let line = line.replace('^', "\\(ha").replace('~', "\\(ti");
    if line.starts_with('.') { format!("\\&{line}") } else { line }
}
