//! `tandem journey FILE…`: checks journeys against what they expect.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use calendar::Moment;
use clap::Args;
use duties::{Answer, Engine};
use journey::{Journey, Timeline};
use protocol::Protocols;

use crate::cli::From;
use crate::text::{self, Progress};

/// So many journeys can take longer than one waits in silence.
const MANY: usize = 200;

/// What to check.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  tandem journey protocols/enfield/journeys/*.yaml")]
pub struct JourneyArgs {
    /// The journeys; a folder stands for every .yaml file in it.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    from: From,
}

/// A journey that was read, and the moments it asks for.
pub struct Asked {
    /// The journey.
    pub journey: Journey,
    /// The moment asked for.
    pub as_at: Moment,
    /// With what had been recorded by then.
    pub as_known_at: Option<Moment>,
}

/// Reads one journey; what is wrong with it is an error that says where and why.
pub fn read(
    path: &Path,
    from: &From,
    protocols: &Protocols,
    as_at: Option<Moment>,
    as_known_at: Option<Moment>,
) -> anyhow::Result<Asked> {
    let name = path.display().to_string();
    let bytes = crate::files::bytes(path)?;
    let journey = journey::read(&name, &bytes, &protocols.vocabulary)
        .map_err(|refusals| anyhow!("{}", refusals.to_string().trim_end()))?;
    if let Err(missing) = duties::check_authorities(&journey.under, protocols) {
        let line = line_of(&missing.name, &name, &bytes).map_or(String::new(), |line| format!(":{line}"));
        let other = if from.protocols.is_none() { "; --protocols DIR reads those of another folder" } else { "" };
        bail!("{name}{line}: {}{other}", crate::protocol::no_protocol(&missing.name, &missing.known));
    }
    let Some(at) = as_at.or(journey.as_at) else {
        bail!("{name}: the journey does not say as at when\n    help: write `as_at: 2026-04-01`, or give --as-at");
    };
    let as_known_at = as_known_at.or(journey.as_known_at);
    if let Err(refusals) = duties::check(&journey, at, protocols) {
        bail!("{}", refusals.to_string().trim_end());
    }
    Ok(Asked { as_at: at, as_known_at, journey })
}

/// The line in which a journey names an authority.
fn line_of(authority: &str, name: &str, bytes: &[u8]) -> Option<usize> {
    let root = protocol::yaml::read_bytes(name, bytes).ok()?;
    let node = root.get("protocol")?;
    let parts = ["home", "host"].into_iter().filter_map(|part| node.get(part));
    parts.chain([node]).find(|n| n.text() == Some(authority)).map(|n| n.line)
}

impl Asked {
    /// The timeline as it stood.
    pub fn timeline(&self) -> Timeline {
        self.journey.timeline(self.as_at, self.as_known_at)
    }

    /// What follows.
    pub fn answer<'a>(&self, engine: &'a Engine<'_>, timeline: &'a Timeline) -> Answer<'a> {
        engine.answer(&self.journey.under, timeline, self.as_known_at)
    }
}

impl JourneyArgs {
    /// Checks them all.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let protocols = self.from.read()?;
        let engine = Engine::new(&protocols);
        let paths = listed(&self.files)?;
        let progress = Progress::of(paths.len(), MANY);
        let (mut said, mut refused, mut failed) = (String::new(), Vec::new(), 0);
        for (n, path) in paths.iter().enumerate() {
            progress.at(n, &path.display().to_string());
            match check(path, &self.from, &protocols, &engine) {
                Ok(None) => said += &format!("ok      {} (it expects nothing)\n", path.display()),
                Ok(Some(unmet)) => {
                    failed += usize::from(!unmet.is_empty());
                    said += if unmet.is_empty() { "ok      " } else { "FAILED  " };
                    said += &format!("{}\n", path.display());
                    said.extend(unmet.iter().map(|one| format!("        {one}\n")));
                }
                Err(error) => refused.push(format!("{error:#}")),
            }
        }
        drop(progress);
        // Nothing is said of the others before every file was read: where one cannot be used, standard output stays empty.
        if !refused.is_empty() {
            bail!(
                "{}\n{} of {}",
                refused.join("\n"),
                refused.len(),
                text::count(paths.len(), "file cannot be used", "files cannot be used")
            );
        }
        text::print(&format!("{said}{} passed, {failed} failed\n", paths.len() - failed))?;
        Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

/// The files named, folders opened, in order.
fn listed(files: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut list = Vec::new();
    for file in files {
        if file.is_dir() {
            let mut inside: Vec<PathBuf> = std::fs::read_dir(file)
                .map_err(|error| crate::files::unopened(file, &error))?
                .filter_map(|e| e.ok().map(|e| e.path()))
                .filter(|p| p.extension().is_some_and(|e| e == "yaml" || e == "json"))
                .collect();
            if inside.is_empty() {
                bail!(
                    "{}: there is no .yaml file in this folder\n    help: a folder stands for the journeys in it, not for those in \
                     the folders below",
                    file.display()
                );
            }
            inside.sort();
            list.extend(inside);
        } else {
            list.push(file.clone());
        }
    }
    Ok(list)
}

/// What of a journey's `expect` does not hold; nothing where it has none.
fn check(path: &Path, from: &From, protocols: &Protocols, engine: &Engine<'_>) -> anyhow::Result<Option<Vec<String>>> {
    let asked = read(path, from, protocols, None, None)?;
    let Some(expect) = &asked.journey.expect else { return Ok(None) };
    for (clause, line) in duties::expect::clauses(expect) {
        if protocols.clause(&clause).is_none() && clause != "record-incomplete" {
            bail!("{}:{line}: `{clause}` is no clause of any protocol", path.display());
        }
    }
    let timeline = asked.timeline();
    let output = duties::output::json(&asked.answer(engine, &timeline));
    let unmet = duties::expect::unmet(expect, &output);
    Ok(Some(unmet.into_iter().map(|u| format!("line {}: {}", u.line, u.what)).collect()))
}
