//! This tree itself: structure fails a test, not a review.

use std::path::Path;

use xtask::Tree;
use xtask::shape::problems;

#[test]
fn is_in_shape() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let tree = Tree::open(root).unwrap();
    assert!(tree.rust().count() > 30, "the tree was not found");
    let problems: Vec<String> = problems(&tree).iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
