//! `tandem man`: a page for the program and one for each command.

use crate::run::tandem;

/// The commands that a help text lists, `help` left out.
fn listed(arguments: &[&str]) -> Vec<String> {
    let help = tandem(arguments.iter().copied().chain(["--help"])).out;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = commands.filter(|line| line.starts_with("  ") && !line.starts_with("    "));
    names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_has_its_page() {
    let mut expected = vec!["tandem".to_owned()];
    for command in listed(&[]) {
        expected.push(format!("tandem-{command}"));
        expected.extend(listed(&[&command]).iter().map(|below| format!("tandem-{command}-{below}")));
    }
    let came = tandem(["man"]);
    assert_eq!((came.status, came.err.as_str()), (0, ""));
    let titles = came.out.lines().filter_map(|line| line.strip_prefix(".TH "));
    let titles: Vec<&str> = titles.filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(titles, expected);
    assert!(expected.contains(&"tandem-protocol-check".to_owned()), "{expected:?}");
}
