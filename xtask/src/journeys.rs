//! Has every clause that needs one a worked journey?
//!
//! A clause with a clock, and a rule that an event sets off, must be named under `expect` by some journey in `protocols/*/journeys/`.
//! Whether what is expected then holds is for `tandem journey`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, anyhow};
use protocol::clause::Clock;
use protocol::yaml::Node;
use protocol::{Became, Clause, Protocols, SourceFile};

/// How a clause is named by the journeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// Nowhere.
    Nowhere,
    /// Only as absent.
    Absent,
    /// As owed, or as found.
    Expected,
}

/// What one protocol's clauses have.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Duties with a clock, and how many of them a journey names.
    pub clocks: (usize, usize),
    /// Rules that yield a finding, and how many of them a journey names.
    pub rules: (usize, usize),
    /// Duties without a clock, and how many of them a journey names: for information.
    pub undated: (usize, usize),
    /// The clauses that no journey names, with file and line.
    pub unnamed: Vec<String>,
    /// The clauses that journeys name only as absent.
    pub only_absent: Vec<String>,
    /// The duties without a clock that no journey names.
    pub undated_unnamed: Vec<String>,
}

/// Tallies every protocol; a journey is its file's name and text.
pub fn tally(protocols: &Protocols, journeys: &[SourceFile]) -> anyhow::Result<BTreeMap<String, Tally>> {
    let named = named(protocols, journeys)?;
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for protocol in protocols.authorities.values().flatten().chain(&protocols.statute) {
        let tally = tallies.entry(protocol.authority.clone()).or_default();
        for clause in &protocol.clauses {
            let how = named.get(clause.id.as_str()).copied().unwrap_or(Named::Nowhere);
            tally.add(clause, how);
        }
    }
    Ok(tallies)
}

impl Tally {
    fn add(&mut self, clause: &Clause, how: Named) {
        let (count, unnamed) = match clause.became() {
            Became::Finding => (&mut self.rules, &mut self.unnamed),
            Became::Duty if has_clock(clause) => (&mut self.clocks, &mut self.unnamed),
            Became::Duty => (&mut self.undated, &mut self.undated_unnamed),
            _ => return,
        };
        count.0 += 1;
        count.1 += usize::from(how != Named::Nowhere);
        match how {
            Named::Nowhere => unnamed.push(format!("{} ({}:{})", clause.id, clause.file, clause.line)),
            Named::Absent => self.only_absent.push(clause.id.clone()),
            Named::Expected => {}
        }
    }
}

/// Whether a clause counts time for a child.
fn has_clock(clause: &Clause) -> bool {
    !matches!(clause.due.as_ref().map(|d| &d.clock), None | Some(Clock::OnCalendar(..)))
}

/// Every clause that a journey names, and how.
fn named(protocols: &Protocols, journeys: &[SourceFile]) -> anyhow::Result<BTreeMap<String, Named>> {
    let mut named: BTreeMap<String, Named> = BTreeMap::new();
    for file in journeys {
        let journey = journey::read(&file.path, &file.bytes, &protocols.vocabulary)
            .map_err(|refusals| anyhow!("{}", refusals.to_string().trim_end()))?;
        let Some(expect) = &journey.expect else { continue };
        let lists =
            [(&expect.duties, Named::Expected), (&expect.findings, Named::Expected), (&expect.absent, Named::Absent)];
        for (entries, how) in lists {
            for id in entries.iter().filter_map(clause_of) {
                let known = named.entry(id.to_owned()).or_insert(how);
                *known = (*known).max(how);
            }
        }
    }
    Ok(named)
}

/// The clause that an entry of `expect` names.
fn clause_of(entry: &Node) -> Option<&str> {
    entry.get("clause").unwrap_or(entry).text()
}

/// Tallies the tree's own protocols and journeys, and prints what is missing; says whether nothing is.
pub fn run(root: &Path) -> anyhow::Result<bool> {
    let (mut files, mut journeys) = (Vec::new(), Vec::new());
    collect(&root.join("protocols"), "", &mut files, &mut journeys)?;
    let protocols = protocol::read(&files).map_err(|refusals| anyhow!("{}", refusals.to_string().trim_end()))?;
    let tallies = tally(&protocols, &journeys)?;
    let width = tallies.keys().map(String::len).max().unwrap_or(0);
    let mut missing = 0;
    println!("{} worked journeys; named by one of them:", journeys.len());
    for (name, tally) in &tallies {
        let ((clocks, clocked), (rules, ruled), (undated, told)) = (tally.clocks, tally.rules, tally.undated);
        println!(
            "{name:width$}  clauses with a clock {clocked:3} of {clocks:3}   rules with a finding {ruled:3} of {rules:3}   \
             (duties without a clock {told:3} of {undated:3})"
        );
        missing += tally.unnamed.len();
        let list =
            |what: &str, clauses: &[String]| clauses.iter().for_each(|c| println!("{:width$}    {what} {c}", ""));
        list("FAILED  no journey names", &tally.unnamed);
        list("only as absent:", &tally.only_absent);
        list("no journey names, and it has no clock:", &tally.undated_unnamed);
    }
    println!("journeys: {missing} clauses that need one have none");
    Ok(missing == 0)
}

/// The files of the paper and the worked journeys under a folder.
fn collect(
    folder: &Path,
    below: &str,
    files: &mut Vec<SourceFile>,
    journeys: &mut Vec<SourceFile>,
) -> anyhow::Result<()> {
    let mut entries = std::fs::read_dir(folder)
        .with_context(|| format!("{}: cannot be opened", folder.display()))?
        .collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for path in entries.iter().map(std::fs::DirEntry::path) {
        let Some(name) = path.file_name().and_then(|n| n.to_str()) else { continue };
        let inside = if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
        if path.is_dir() {
            collect(&path, &inside, files, journeys)?;
        } else if name.ends_with(".yaml") {
            let bytes = std::fs::read(&path).with_context(|| format!("{inside}: cannot be read"))?;
            let is_journey = below.ends_with("/journeys");
            let list = if is_journey { &mut *journeys } else { &mut *files };
            list.push(SourceFile { path: inside, bytes });
        }
    }
    Ok(())
}
