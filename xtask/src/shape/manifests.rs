//! Who may use whom? The manifests against the dependency rule and the list of homes.
//!
//! Reads the few forms of TOML that a manifest of this workspace has, line by line: `name = …`, `name.workspace = true` and
//! `[dependencies.name]`.

use crate::tree::{Problem, Tree};

/// The crates by number: each may use only those with a smaller one. The tools stand outside.
pub const NUMBERS: [(&str, u8); 11] = [
    ("calendar", 1),
    ("protocol", 2),
    ("journey", 3),
    ("duties", 4),
    ("gate", 4),
    ("matching", 4),
    ("feeds", 5),
    ("record", 6),
    ("exchange", 7),
    ("web", 8),
    ("tandem", 9),
];

/// Tools for ourselves, no part of the program: they may use every crate, and no crate uses them.
pub const TOOLS: [&str; 3] = ["bench", "load", "xtask"];

/// Outside libraries, and the crates in which each is at home. What only tests use (`[dev-dependencies]`) is free.
pub const HOMES: [(&str, &[&str]); 56] = [
    ("jiff", &["calendar"]),
    ("saphyr-parser", &["protocol"]),
    ("serde", &["calendar", "protocol", "feeds", "record", "web", "tandem"]),
    ("postcard", &["protocol"]),
    ("serde_json", &["duties", "feeds", "record", "exchange", "web", "tandem"]),
    ("cedar-policy", &["gate"]),
    ("futures-util", &["tandem"]),
    ("rusqlite", &["record"]),
    ("tokio-postgres", &["record"]),
    ("deadpool-postgres", &["record"]),
    ("tokio-postgres-rustls", &["record"]),
    ("rustls", &["record"]),
    ("rustls-native-certs", &["record"]),
    ("quick_cache", &["record"]),
    ("rphonetic", &["matching", "record"]),
    ("strsim", &["matching", "record"]),
    ("indexmap", &["matching"]),
    ("unicode-normalization", &["matching"]),
    ("csv", &["feeds"]),
    ("quick-xml", &["feeds"]),
    ("calamine", &["feeds"]),
    ("rust_xlsxwriter", &["feeds"]),
    ("zip", &["feeds"]),
    ("encoding_rs", &["feeds"]),
    ("getrandom", &["record", "web"]),
    ("data-encoding", &["record", "web"]),
    ("sha2", &["record", "web"]),
    ("hmac", &["record"]),
    ("tokio", &["record", "exchange", "web", "tandem"]),
    ("lettre", &["exchange"]),
    ("icalendar", &["exchange"]),
    ("tracing", &["exchange", "web", "tandem"]),
    ("axum", &["web"]),
    ("hyper", &["web"]),
    ("hyper-util", &["web"]),
    ("tower", &["web"]),
    ("tokio-io-timeout", &["web"]),
    ("askama", &["web"]),
    ("utoipa", &["web"]),
    ("form_urlencoded", &["web"]),
    ("metrics", &["web"]),
    ("metrics-exporter-prometheus", &["web"]),
    ("argon2", &["web"]),
    ("totp-rs", &["web"]),
    ("subtle", &["web"]),
    ("qrcode", &["web"]),
    ("mimalloc", &["tandem"]),
    ("rustix", &["tandem"]),
    ("libc", &["tandem"]),
    ("seccompiler", &["tandem"]),
    ("clap", &["tandem"]),
    ("clap_complete", &["tandem"]),
    ("clap_mangen", &["tandem"]),
    ("toml", &["feeds", "tandem"]),
    ("tracing-subscriber", &["tandem"]),
    ("anyhow", &["tandem"]),
];

/// A line of a manifest under `[dependencies]` or the like.
struct Use<'t> {
    file: &'t str,
    line: usize,
    by: &'t str,
    name: &'t str,
    for_tests: bool,
}

/// Every use in every manifest of a crate.
fn uses(tree: &Tree) -> Vec<Use<'_>> {
    let mut list = Vec::new();
    for (file, by, text) in manifests(tree) {
        let mut section = "";
        for (n, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            let header = line.strip_prefix('[').and_then(|l| l.strip_suffix(']'));
            // `[dependencies.jiff]` names its library in the header.
            let name = match header {
                Some(header) => {
                    section = header;
                    header.split_once("dependencies.").map(|(_, name)| name)
                }
                None if section.ends_with("dependencies") => {
                    line.split(['=', '.', ' ']).next().filter(|n| !n.is_empty())
                }
                None => None,
            };
            if let Some(name) = name {
                let for_tests = section.contains("dev-dependencies");
                list.push(Use { file, line: n + 1, by, name: name.trim_matches('"'), for_tests });
            }
        }
    }
    list
}

/// Each manifest of a crate, with the crate's folder.
fn manifests(tree: &Tree) -> impl Iterator<Item = (&str, &str, &str)> {
    tree.under("").filter_map(|(path, text)| {
        let folder = path.strip_suffix("/Cargo.toml")?;
        let name = folder.strip_prefix("crates/").or(TOOLS.contains(&folder).then_some(folder))?;
        (!name.contains('/')).then_some((path, name, text))
    })
}

fn number(name: &str) -> Option<u8> {
    NUMBERS.iter().find(|(n, _)| *n == name).map(|(_, number)| *number)
}

/// A crate uses only crates with a smaller number, in its tests too.
pub fn smaller_numbers(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (file, folder, text) in manifests(tree) {
        if !TOOLS.contains(&folder) && number(folder).is_none() {
            let known = NUMBERS.map(|(name, _)| name).join(", ");
            problems.push(
                Problem::at(file, 0, format!("`{folder}` has no number")).help(format!("the crates are: {known}")),
            );
        }
        if !text.lines().any(|l| l.replace(' ', "") == format!("name=\"{folder}\"")) {
            problems.push(Problem::at(file, 0, format!("the crate is not called `{folder}`, as its folder is")));
        }
    }
    for one in uses(tree).iter().filter(|u| !TOOLS.contains(&u.by)) {
        if TOOLS.contains(&one.name) {
            problems.push(Problem::at(one.file, one.line, format!("`{}` is no part of the program", one.name)));
        }
        if let (Some(own), Some(other)) = (number(one.by), number(one.name))
            && other >= own
        {
            let cause = format!("`{}` ({own}) may not use `{}` ({other})", one.by, one.name);
            problems
                .push(Problem::at(one.file, one.line, cause).help("a crate uses only crates with a smaller number"));
        }
    }
    problems
}

/// Every outside library is on the list, and used only at home.
pub fn homes(tree: &Tree) -> Vec<Problem> {
    let is_outside = |name: &str| number(name).is_none() && !TOOLS.contains(&name);
    let outside = uses(tree).into_iter().filter(|u| !u.for_tests && !TOOLS.contains(&u.by) && is_outside(u.name));
    let mut problems = Vec::new();
    for one in outside {
        match HOMES.iter().find(|(name, _)| *name == one.name) {
            Some((_, homes)) if homes.contains(&one.by) => {}
            Some((_, homes)) => {
                let cause = format!("`{}` is used in `{}`; its home is `{}`", one.name, one.by, homes.join("`, `"));
                problems.push(Problem::at(one.file, one.line, cause));
            }
            None => {
                let help = "give it one in `HOMES` (xtask/src/shape/manifests.rs), with a reason in the commit";
                problems.push(Problem::at(one.file, one.line, format!("`{}` has no home", one.name)).help(help));
            }
        }
    }
    problems
}

/// Licence, edition and lints are said once, in the workspace.
pub fn from_the_workspace(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (file, _, text) in manifests(tree) {
        let lines: Vec<String> = text.lines().map(|l| l.replace(' ', "")).collect();
        for key in ["edition.workspace=true", "license.workspace=true", "publish.workspace=true"] {
            if !lines.iter().any(|l| l == key) {
                problems.push(Problem::at(file, 0, format!("`{}` is missing", key.replace('=', " = "))));
            }
        }
        let linted = lines.windows(2).any(|two| matches!(two, [a, b] if a == "[lints]" && b == "workspace=true"));
        if !linted {
            problems.push(
                Problem::at(file, 0, "the crate takes no lints from the workspace").help("[lints]\nworkspace = true"),
            );
        }
    }
    if tree.get("Cargo.toml").is_some_and(|text| !text.contains("license = \"MIT OR Apache-2.0\"")) {
        problems.push(Problem::at("Cargo.toml", 0, "the workspace is not `MIT OR Apache-2.0`"));
    }
    problems
}
