//! What is to be proved, and of which policies?
//!
//! A property is a policy of `properties/`, with a sentence: `@never` names requests that must not be permitted, `@always` requests that must be.
//! A file is refused where a word of it is not the schema's, as the policies themselves are.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use cedar_policy::{Policy, PolicyId, PolicySet, Schema, ValidationMode, Validator};

/// Whether the requests that a property names are never permitted, or always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// None of them may be permitted.
    Never,
    /// All of them must be.
    Always,
}

/// Something that must hold of the policies.
#[derive(Debug, Clone)]
pub struct Property {
    /// A short name.
    pub id: String,
    /// Never or always.
    pub kind: Kind,
    /// What is proved, in a sentence that goes on after `never:` or `always:`.
    pub says: String,
    /// The requirement that asks for it (docs of safety: R1 to R60).
    pub asked_by: String,
    /// The requests that it is about: those that this permits.
    pub requests: PolicySet,
}

/// Policies from texts, each file with its name, as the gate reads them: strictly, and no warning is passed over.
pub fn policies(schema: &Schema, files: &[(&str, &str)]) -> anyhow::Result<PolicySet> {
    let all = together(files)?;
    let read = Validator::new(schema.clone()).validate(&all, ValidationMode::Strict);
    if let Some(error) = read.validation_errors().next() {
        bail!("{error}");
    }
    if let Some(warning) = read.validation_warnings().next() {
        bail!("{warning}");
    }
    Ok(all)
}

/// The same policies as they would answer somebody who shows no token and has just given the second factor.
pub fn signed_in(files: &[(&str, &str)]) -> anyhow::Result<PolicySet> {
    let changed: Vec<(&str, String)> = files
        .iter()
        .map(|(file, text)| (*file, text.replace("context.token.used", "false").replace("context.fresh", "true")))
        .collect();
    let changed: Vec<(&str, &str)> = changed.iter().map(|(file, text)| (*file, text.as_str())).collect();
    together(&changed)
}

fn together(files: &[(&str, &str)]) -> anyhow::Result<PolicySet> {
    let mut all = PolicySet::new();
    for (file, text) in files {
        let found: PolicySet = text.parse().with_context(|| format!("{file}: it cannot be read"))?;
        for (n, policy) in found.policies().enumerate() {
            all.add(policy.new_id(PolicyId::new(format!("{file}#{:02}", n + 1))))?;
        }
    }
    Ok(all)
}

/// The Cedar files of a folder, in order of their names, each with its name.
pub fn texts(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{}: it cannot be opened", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|e| e == "cedar"));
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).with_context(|| format!("{}: it cannot be read", path.display()))?;
        Ok((path.display().to_string(), text))
    };
    paths.into_iter().map(read).collect()
}

/// The properties of a folder, in order of their files.
pub fn properties(schema: &Schema, folder: &Path) -> anyhow::Result<Vec<Property>> {
    let mut all: Vec<Property> = Vec::new();
    for (file, text) in texts(folder)? {
        // In the order of the file: what Cedar hands out is in no order.
        let read = policies(schema, &[(&file, &text)])?;
        let mut found = read.policies().map(property).collect::<anyhow::Result<Vec<_>>>()?;
        found.sort_by_key(|property| text.find(&format!("@id(\"{}\")", property.id)));
        all.extend(found);
    }
    Ok(all)
}

fn property(policy: &Policy) -> anyhow::Result<Property> {
    let word = |name: &str| policy.annotation(name).map(str::to_owned);
    let (kind, says) = match (word("never"), word("always")) {
        (Some(says), None) => (Kind::Never, says),
        (None, Some(says)) => (Kind::Always, says),
        _ => bail!("{}: a property says @never(\"…\") or @always(\"…\")", policy.id()),
    };
    let id = word("id").with_context(|| format!("{}: a property has a name, @id(\"…\")", policy.id()))?;
    let asked_by = word("for").with_context(|| format!("{id}: a property says who asks for it, @for(\"R1\")"))?;
    Ok(Property { id, kind, says, asked_by, requests: PolicySet::from_policies([policy.clone()])? })
}
