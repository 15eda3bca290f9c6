//! The dependency rule and the homes of outside libraries.

use super::check;

const RULE: &str = "a crate uses only crates with a smaller number";
const HOMES: &str = "every outside library has one home";
const WORKSPACE: &str = "manifests take licence, edition and lints from the workspace";

#[test]
fn a_smaller_number_may_be_used() {
    let duties = "[package]\nname = \"duties\"\n\n[dependencies]\ncalendar.workspace = true\njourney = { path = \"../journey\" }\n";
    check(RULE, &[("crates/duties/Cargo.toml", duties)], &[]);
}

#[test]
fn a_larger_number_may_not_even_in_tests() {
    let calendar = "[package]\nname = \"calendar\"\n[dependencies]\nprotocol.workspace = true\n[dev-dependencies.duties]\nworkspace = true\n";
    check(
        RULE,
        &[("crates/calendar/Cargo.toml", calendar)],
        &[
            "crates/calendar/Cargo.toml:4: `calendar` (1) may not use `protocol` (2)",
            "crates/calendar/Cargo.toml:5: `calendar` (1) may not use `duties` (4)",
        ],
    );
}

#[test]
fn the_two_fours_do_not_know_each_other() {
    let gate = "[package]\nname = \"gate\"\n[dependencies]\nduties.workspace = true\n";
    check(
        RULE,
        &[("crates/gate/Cargo.toml", gate)],
        &["crates/gate/Cargo.toml:4: `gate` (4) may not use `duties` (4)"],
    );
}

#[test]
fn a_crate_without_a_number_and_one_under_another_name() {
    let files = [
        ("crates/common/Cargo.toml", "[package]\nname = \"common\"\n"),
        ("crates/journey/Cargo.toml", "[package]\nname = \"journeys\"\n"),
    ];
    let expected = [
        "crates/common/Cargo.toml:0: `common` has no number",
        "crates/journey/Cargo.toml:0: the crate is not called `journey`, as its folder is",
    ];
    check(RULE, &files, &expected);
}

#[test]
fn tools_may_use_every_crate_and_no_crate_uses_them() {
    let files = [
        ("xtask/Cargo.toml", "[package]\nname = \"xtask\"\n[dependencies]\nduties.workspace = true\nanyhow = \"1\"\n"),
        (
            "crates/tandem/Cargo.toml",
            "[package]\nname = \"tandem\"\n[dependencies]\nxtask = { path = \"../../xtask\" }\n",
        ),
    ];
    check(RULE, &files, &["crates/tandem/Cargo.toml:4: `xtask` is no part of the program"]);
}

#[test]
fn a_library_is_used_at_home_only() {
    let files = [
        ("crates/calendar/Cargo.toml", "[dependencies]\njiff.workspace = true\n"),
        (
            "crates/duties/Cargo.toml",
            "[dependencies] # none but these\njiff.workspace = true\n[dependencies.rand]\nversion = \"1\"\n",
        ),
        ("crates/journey/Cargo.toml", "[dev-dependencies]\nproptest.workspace = true\n"),
    ];
    let expected = [
        "crates/duties/Cargo.toml:2: `jiff` is used in `duties`; its home is `calendar`",
        "crates/duties/Cargo.toml:3: `rand` has no home",
    ];
    check(HOMES, &files, &expected);
}

#[test]
fn what_the_workspace_says_is_not_said_again() {
    let good = "[package]\nedition.workspace = true\nlicense.workspace = true\npublish.workspace = true\n[lints]\nworkspace = true\n";
    let bad = "[package]\nedition = \"2021\"\nlicense.workspace = true\npublish.workspace = true\n";
    let files = [("crates/calendar/Cargo.toml", good), ("crates/journey/Cargo.toml", bad)];
    let expected = [
        "crates/journey/Cargo.toml:0: `edition.workspace = true` is missing",
        "crates/journey/Cargo.toml:0: the crate takes no lints from the workspace",
    ];
    check(WORKSPACE, &files, &expected);
}
