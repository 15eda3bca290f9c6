//! Does the tree have the shape that ARCHITECTURE.md says it has?
//!
//! Each check is a pure function of the tree: names and texts in, problems out. `cargo test` runs them all on this tree, so that structure
//! fails a test and not a review.

mod documents;
mod manifests;
mod paper;
mod private;
mod scan;
mod sources;

use std::path::Path;

use crate::tree::{Problem, Tree};

/// One check of the tree.
pub type Check = fn(&Tree) -> Vec<Problem>;

/// Every check, with what it makes sure of.
pub const CHECKS: [(&str, Check); 17] = [
    ("a crate uses only crates with a smaller number", manifests::smaller_numbers),
    ("every outside library has one home", manifests::homes),
    ("manifests take licence, edition and lints from the workspace", manifests::from_the_workspace),
    ("every module opens with what it answers, in at most 12 lines", sources::headers),
    ("no file is longer than 600 lines", sources::length),
    ("no authority is named in Rust: it is data", sources::authorities),
    ("no I/O in the crates that compute", sources::no_io),
    ("no `unsafe`", sources::no_unsafe),
    ("nothing left to do in the code", sources::nothing_left),
    ("every authority's folder is whole", paper::folders),
    ("sections stand in printed order under their printed number", paper::sections),
    ("clauses carry their own authority's name", paper::ids),
    ("no real person's particulars in the paper", private::particulars),
    ("nothing in the made-up boroughs could be somebody's", private::made_up),
    ("the house's documents and licences are there", documents::there),
    ("decisions take one page each", documents::decisions),
    ("what the documents name is there", documents::names),
];

/// Everything that is wrong with a tree, in order of file and line.
pub fn problems(tree: &Tree) -> Vec<Problem> {
    let mut all: Vec<Problem> = CHECKS.iter().flat_map(|(_, check)| check(tree)).collect();
    all.sort();
    all.dedup();
    all
}

/// Makes every check on the tree under a folder and prints one line for each; says whether all is well.
pub fn run(root: &Path) -> anyhow::Result<bool> {
    let tree = Tree::open(root)?;
    let mut failed = 0;
    for (name, check) in CHECKS {
        let problems = check(&tree);
        println!("{} {name}", if problems.is_empty() { "ok     " } else { "FAILED " });
        for problem in &problems {
            println!("        {}", problem.to_string().replace('\n', "\n        "));
        }
        failed += usize::from(!problems.is_empty());
    }
    println!("shape: {} passed, {failed} failed", CHECKS.len() - failed);
    Ok(failed == 0)
}
