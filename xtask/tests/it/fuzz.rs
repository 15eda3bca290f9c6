//! The seeds of the fuzz targets are made before the targets run.

use std::path::Path;

use xtask::fuzz::seed;

/// A tree with this script for the seeds.
fn tree(name: &str, script: &str) -> std::path::PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&root);
    std::fs::create_dir_all(root.join("fuzz")).unwrap();
    std::fs::write(root.join("fuzz/seed.sh"), script).unwrap();
    root
}

#[test]
fn the_script_of_the_tree_makes_them() {
    let root = tree("seeds", "set -eu\ncd \"$(dirname \"$0\")/..\"\nmkdir -p fuzz/corpus\necho one >fuzz/corpus/one\n");
    seed(&root).unwrap();
    assert_eq!(std::fs::read_to_string(root.join("fuzz/corpus/one")).unwrap(), "one\n");
}

#[test]
fn seeds_that_cannot_be_made_are_told_of() {
    let root = tree("no_seeds", "exit 3\n");
    assert!(seed(&root).unwrap_err().to_string().ends_with("fuzz/seed.sh: the seeds cannot be made"));
}
