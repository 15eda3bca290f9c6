//! The seeds of the fuzz targets are made before the targets run; and where they cannot run, a loop of our own does for feeds.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use xtask::fuzz::{loops, seed};

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

/// How many of these targets did not stand, where this script stands for the loop.
fn failed(name: &str, script: &str, targets: &[&str]) -> usize {
    let root = tree(name, "");
    let (program, finds) = (root.join("loop"), root.join("finds"));
    std::fs::create_dir_all(&finds).unwrap();
    std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    loops(&program, &finds, targets.iter().map(|&target| target.to_owned()).collect(), 1)
}

#[test]
fn each_target_has_a_loop_with_an_end_to_its_memory() {
    let script = r#"echo "$2 $(ulimit -v)" >"$3/$1""#;
    assert_eq!(failed("loops", script, &["feed-a", "feed-b", "feed-c"]), 0);
    let finds = Path::new(env!("CARGO_TARGET_TMPDIR")).join("loops/finds");
    for target in ["feed-a", "feed-b", "feed-c"] {
        assert_eq!(std::fs::read_to_string(finds.join(target)).unwrap(), "1 1048576\n");
    }
}

#[test]
fn a_loop_that_finds_something_or_is_killed_did_not_stand() {
    let script = r#"case "$1" in feed-good) ;; feed-find) exit 1 ;; *) kill -9 $$ ;; esac"#;
    assert_eq!(failed("finds", script, &["feed-good", "feed-find", "feed-killed"]), 2);
    assert_eq!(loops(Path::new("/nowhere"), Path::new("/nowhere"), vec!["feed-a".into()], 1), 1);
}
