//! `tandem man`: a page for the program and one for each command, each by itself.

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
    let list = tandem(["man", "--list"]);
    assert_eq!((list.status, list.err.as_str()), (0, ""));
    assert_eq!(list.out.lines().collect::<Vec<_>>(), expected);
    assert!(expected.contains(&"tandem-protocol-check".to_owned()), "{expected:?}");
    for page in &expected {
        let came = tandem(["man", page]);
        assert_eq!((came.status, came.err.as_str()), (0, ""));
        let titles: Vec<&str> = came.out.lines().filter_map(|line| line.strip_prefix(".TH ")).collect();
        assert_eq!(titles.len(), 1, "{titles:?}");
        assert!(titles[0].starts_with(&format!("{page} 1 ")), "{titles:?}");
        assert!(!came.out.contains(".SH EXTRA"), "{}", came.out);
    }
}

#[test]
fn a_page_is_named_as_its_command_is_typed() {
    let page = tandem(["man", "protocol", "show"]);
    assert!(page.out.contains("\n.TH tandem-protocol-show 1 "), "{}", page.out);
    assert_eq!(page, tandem(["man", "tandem-protocol-show"]));
    assert_eq!(tandem(["man"]), tandem(["man", "tandem"]));
    let came = tandem(["man", "shwo"]);
    assert_eq!((came.status, came.out.as_str()), (2, ""));
    assert!(
        came.err.starts_with("there is no page `tandem-shwo` in the manual\n    help: there are: tandem, "),
        "{}",
        came.err
    );
}

/// An example is copied from the page: it is neither filled nor hyphenated, and its hyphens and quotes are those that a shell knows.
#[test]
fn examples_stand_as_they_are_typed() {
    let page = tandem(["man", "duties"]).out;
    let examples = page.split(".SH EXAMPLES\n.nf\n").nth(1).and_then(|rest| rest.split(".fi\n").next()).unwrap();
    let typed = examples.replace("\\-", "-").replace("\\(aq", "'");
    let line = "tandem duties child.yaml --format json | jq '.duties[] | select(.state == \"overdue\")'";
    assert!(typed.lines().any(|l| l == line), "{examples}");
    assert!(tandem(["man"]).out.contains("\n.SH \"EXIT STATUS\"\n0 all is well;"));
}
