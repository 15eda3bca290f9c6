//! What an author is told of: each case with the exact words.

use protocol::check::{About, remarks};

use crate::shelf::shelf;

/// Everything said of clauses, on one line each: what it is about, the line, what is so, and what it rests on.
fn check(clauses: &str, expected: &[&str]) {
    check_beside("", clauses, &[], None, expected);
}

fn check_beside(head: &str, clauses: &str, more: &[(&str, &str)], as_at: Option<&str>, expected: &[&str]) {
    let protocols = shelf(head, clauses, more);
    let protocol = protocols.latest("anyshire").unwrap();
    let said: Vec<String> = remarks(protocol, &protocols, as_at.map(|day| day.parse().unwrap()))
        .iter()
        .map(|r| {
            let details: String = r.details.iter().map(|d| format!(" | {d}")).collect();
            format!("{}:{} {}: {}{details}", r.file, r.line, r.about.word(), r.says)
        })
        .collect();
    assert_eq!(said, expected);
}

/// A duty on an event, with further lines.
fn duty(id: &str, on: &str, more: &str) -> String {
    format!(
        "- id: anyshire-{id}\n  para: \"1\"\n  kind: duty\n  on: {on}\n  owner: social-worker\n  says: Do it.\n{more}"
    )
}

#[test]
fn a_condition_that_can_never_hold() {
    for condition in [
        "age < 10 && age > 12",
        "looked_after && care_bases == []",
        "looked_after && age >= 18",
        "jointly_open && !open_to_csc",
        "remanded == 'yda' && !in_custody",
        "csc_plan == 'child-in-need' && csc_plan == 'child-protection'",
        "under_care_order && !looked_after && age < 18",
        "missed('anyshire-1b') && !missed('anyshire-1b') && !done('anyshire-1b')",
        "false",
    ] {
        let condition = condition.replace("care_bases == []", "!('s20' in care_bases) && care_bases == ['s20']");
        let clauses = duty("1a", "remanded-yda", &format!("  if: \"{condition}\"\n")) + &duty("1b", "charged", "");
        check(&clauses, &[&format!("anyshire/01-all.yaml:4 never holds: `{condition}` can never hold")]);
    }
}

#[test]
fn a_condition_that_always_holds() {
    for condition in [
        "age < 17 || age >= 17",
        "open_to_csc || !jointly_open",
        "'s20' in care_bases || !('s20' in care_bases)",
        "true",
    ] {
        let clauses = duty("1a", "remanded-yda", &format!("  if: \"{condition}\"\n"));
        check(&clauses, &[&format!("anyshire/01-all.yaml:4 always holds: `{condition}` always holds")]);
    }
}

#[test]
fn what_sets_a_clause_off_narrows_its_condition() {
    let core_group = "{meeting-called: {meeting: core-group}}";
    check(
        &duty("1a", core_group, "  if: trigger.meeting == 'strategy-meeting'\n"),
        &["anyshire/01-all.yaml:4 never holds: `trigger.meeting == 'strategy-meeting'` can never hold"],
    );
    check(
        &duty("1a", core_group, "  if: trigger.meeting == 'core-group'\n"),
        &["anyshire/01-all.yaml:4 always holds: `trigger.meeting == 'core-group'` always holds"],
    );
    check(&duty("1a", "[charged, bailed]", "  if: trigger.event == 'bailed'\n"), &[]);
    check(
        &duty("1a", "{referral-made: {from: police}}", "  if: trigger.from == 'court'\n"),
        &["anyshire/01-all.yaml:4 never holds: `trigger.from == 'court'` can never hold"],
    );
}

#[test]
fn whether_the_event_says_anything_can_go_either_way() {
    let given = |on: &str, condition: &str, expected: &[&str]| {
        check(&duty("1a", on, &format!("  if: \"{condition}\"\n")), expected);
    };
    given("arrested", "has(trigger.parent_can_attend) && !trigger.parent_can_attend", &[]);
    given("arrested", "has(trigger.parent_can_attend)", &[]);
    // Said by the event that sets it off, or bound to be said.
    given(
        "{arrested: {parent_can_attend: true}}",
        "has(trigger.parent_can_attend)",
        &["anyshire/01-all.yaml:4 always holds: `has(trigger.parent_can_attend)` always holds"],
    );
    given(
        "arrested",
        "!has(trigger.parent_can_attend) && trigger.parent_can_attend",
        &[
            "anyshire/01-all.yaml:4 never holds: `!has(trigger.parent_can_attend) && trigger.parent_can_attend` can never hold",
        ],
    );
}

#[test]
fn conditions_that_can_hold_and_can_fail_are_let_be() {
    for condition in
        ["age < 17", "looked_after && age < 17", "before.looked_after && !looked_after", "owed('anyshire-1b')"]
    {
        let clauses = duty("1a", "remanded-yda", &format!("  if: {condition}\n")) + &duty("1b", "charged", "");
        check(&clauses, &[]);
    }
}

#[test]
fn too_many_cases_are_given_up_with_a_note() {
    let names = [
        "has_social_worker",
        "has_yjs_worker",
        "has_personal_adviser",
        "has_iro",
        "host_yjs_involved",
        "was_ever_open_to_csc",
        "was_ever_open_to_yjs",
        "is_missing",
        "sibling_open_to_csc",
        "gang_affected",
        "in_proceedings",
        "charged_before",
        "sentenced_to_custody",
        "strategy_meeting_held",
        "looked_after_review_held",
        "open_to_early_help",
        "hsb_concern_seen",
    ];
    let condition = names.join(" || ");
    check(
        &duty("1a", "charged", &format!("  if: {condition}\n")),
        &[&format!("anyshire/01-all.yaml:4 not judged: `{condition}` was not judged: it has 131072 cases")],
    );
}

const MEETING: &str = "  shown-by: {meeting-held: {meeting: core-group}}\n";

#[test]
fn two_duties_of_one_service_that_count_differently() {
    let soon = format!("  if: age < 17\n  due: within 5 working days of charged\n{MEETING}");
    let late = format!("  if: age > 15\n  due: within 10 working days of charged\n{MEETING}");
    let never_together = late.replace("age > 15", "age > 16");
    check(
        &(duty("1a", "charged", &soon) + &duty("1b", "charged", &late)),
        &[
            "anyshire/01-all.yaml:4 clash: anyshire-1a and anyshire-1b are shown done by the same and count differently \
           | anyshire-1a: within 5 working days of charged | anyshire-1b: within 10 working days of charged \
           | both are owed where age is 16",
        ],
    );
    check(&(duty("1a", "charged", &soon) + &duty("1b", "charged", &never_together)), &[]);
    // Another event, another evidence, another service, or said to be the same matter: no clash.
    check(&(duty("1a", "charged", &soon) + &duty("1b", "bailed", &late)), &[]);
    let other_meeting = late.replace("core-group", "strategy-meeting");
    check(&(duty("1a", "charged", &soon) + &duty("1b", "charged", &other_meeting)), &[]);
    let other_owner = duty("1b", "charged", &late).replace("social-worker", "yjs-case-manager");
    check(&(duty("1a", "charged", &soon) + &other_owner), &[]);
    let named = late + "  see-also: [anyshire-1a]\n";
    check(&(duty("1a", "charged", &soon) + &duty("1b", "charged", &named)), &[]);
}

#[test]
fn a_group_that_leaves_a_case_open() {
    let young = format!("  if: looked_after && age < 14\n{MEETING}");
    let old = format!("  if: looked_after && age > 15\n{MEETING}");
    let rest = format!("  if: looked_after && age in_the_middle\n{MEETING}")
        .replace("age in_the_middle", "age >= 14 && age <= 15");
    // That both ask for a child who is looked after is what the group is about, and leaves no case open.
    check(
        &(duty("1a", "charged", &young) + &duty("1b", "charged", &old)),
        &[
            "anyshire/01-all.yaml:4 gap: anyshire-1a and anyshire-1b share `charged` and their evidence, and none is owed in some case \
           | for example where age is 14 to 15; care bases: others than those named",
        ],
    );
    check(&(duty("1a", "charged", &young) + &duty("1b", "charged", &old) + &duty("1c", "charged", &rest)), &[]);
}

/// The law with one duty in it.
fn law(due: &str, confidence: &str) -> Vec<(&'static str, String)> {
    let head = "authority: statute\ntitle: The law\nedition: today\nservices: {}\nsystems: {}\nclosures: []\n";
    let settings = crate::shelf::SETTINGS;
    let clause = format!(
        "section: A\nheading: Act\nclauses:\n- id: statute-a1\n  para: \"A1\"\n  kind: duty\n  instrument: An Act\n  provision: section 1\n  \
         extent: England\n  level: statute\n  confidence: {confidence}\n  on: charged\n  owner: csc\n  says: Do it.\n{due}"
    );
    vec![("statute/protocol.yaml", format!("{head}{settings}")), ("statute/a.yaml", clause)]
}

fn beside_law(local: &str, floor: &str, expected: &[&str]) {
    let line = |due: &str| if due.is_empty() { String::new() } else { format!("  due: {due}\n") };
    let files = law(&line(floor), "sure");
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let clause = duty("1a", "charged", &(line(local) + "  same-as: [statute-a1]\n"));
    check_beside("", &clause, &files, None, expected);
}

#[test]
fn a_clause_weaker_or_stronger_than_the_law() {
    beside_law(
        "within 20 working days of charged",
        "within 10 working days of charged",
        &[
            "anyshire/01-all.yaml:4 weaker than the law: anyshire-1a beside statute-a1: it falls later (from Wed 1 January 2025: Wed 29 \
           January 2025 beside Wed 15 January 2025) | anyshire-1a: within 20 working days of charged (anyshire/01-all.yaml:4) \
           | statute-a1: within 10 working days of charged (statute/a.yaml:4)",
        ],
    );
    // Ten working days are at least twelve days, counted from a Sunday, and more from any other day.
    beside_law(
        "within 12 days of charged",
        "within 10 working days of charged",
        &[
            "anyshire/01-all.yaml:4 stronger than the law: anyshire-1a beside statute-a1: it falls sooner (from Wed 1 January 2025: \
           Mon 13 January 2025 beside Wed 15 January 2025) | anyshire-1a: within 12 days of charged (anyshire/01-all.yaml:4) \
           | statute-a1: within 10 working days of charged (statute/a.yaml:4)",
        ],
    );
    // Fourteen days look the same and are not: from a Saturday the tenth working day is a Friday, thirteen days later.
    beside_law(
        "within 14 days of charged",
        "within 10 working days of charged",
        &[
            "anyshire/01-all.yaml:4 weaker than the law: anyshire-1a beside statute-a1: it falls later (from Sat 4 January 2025: \
           Sat 18 January 2025 beside Fri 17 January 2025) | anyshire-1a: within 14 days of charged (anyshire/01-all.yaml:4) \
           | statute-a1: within 10 working days of charged (statute/a.yaml:4)",
        ],
    );
}

#[test]
fn a_clause_without_a_time_beside_the_law() {
    let beside = |floor: &str, why: &str, clock: &str| {
        beside_law(
            "",
            floor,
            &[&format!(
                "anyshire/01-all.yaml:4 weaker than the law: anyshire-1a beside statute-a1: {why} | anyshire-1a: no time given \
                 (anyshire/01-all.yaml:4) | statute-a1: {clock} (statute/a.yaml:4)"
            )],
        );
    };
    let soon = "as soon as possible after charged";
    beside("within 2 days of charged", "it gives no date where the law gives one", "within 2 days of charged");
    beside(soon, "it gives no time where the law says as soon as possible", soon);
    beside_law(
        "within 2 days of charged",
        "",
        &[
            "anyshire/01-all.yaml:4 stronger than the law: anyshire-1a beside statute-a1: it gives a date where the law gives none \
           | anyshire-1a: within 2 days of charged (anyshire/01-all.yaml:4) | statute-a1: no time given (statute/a.yaml:4)",
        ],
    );
    // The same clock, and clocks that count from different things.
    beside_law("within 2 weeks of charged", "within 14 days of charged", &[]);
    beside_law("within 2 days of bailed", "within 1 day of charged", &[]);
}

#[test]
fn once_beside_again_and_again() {
    beside_law(
        "within 1 week of charged",
        "within 1 week of charged, then every 6 weeks until proceedings-ended",
        &[
            "anyshire/01-all.yaml:4 weaker than the law: anyshire-1a beside statute-a1: it is done once where the law asks for it again and \
           again | anyshire-1a: within 1 week of charged (anyshire/01-all.yaml:4) \
           | statute-a1: within 1 week of charged, then every 6 weeks until proceedings-ended (statute/a.yaml:4)",
        ],
    );
}

#[test]
fn counting_from_being_told_is_weaker() {
    beside_law(
        "within 1 week of knowing of charged",
        "within 1 week of charged",
        &[
            "anyshire/01-all.yaml:4 weaker than the law: anyshire-1a beside statute-a1: it counts only from when the owner was told \
           | anyshire-1a: within 1 week of knowing of charged (anyshire/01-all.yaml:4) \
           | statute-a1: within 1 week of charged (statute/a.yaml:4)",
        ],
    );
}

#[test]
fn a_paper_past_its_own_review_date() {
    let head = "in-force: {from: 2019-03-20, to: 2022-03-20}\nreview-by: 2021-03-20\n";
    let clauses = duty("1a", "charged", "");
    check_beside(head, &clauses, &[], None, &[]);
    check_beside(head, &clauses, &[], Some("2021-03-20"), &[]);
    check_beside(
        head,
        &clauses,
        &[],
        Some("2022-03-21"),
        &[
            "anyshire/protocol.yaml:0 review passed: its own review date, Sat 20 March 2021, passed 366 days before",
            "anyshire/protocol.yaml:0 not in force: it was in force until Sun 20 March 2022",
        ],
    );
}

#[test]
fn what_nobody_uses() {
    let head = format!(
        "{}  meeting: {{is: 3 months, assumed: true, why: no figure}}\n  panel: {{is: 1 week, assumed: true, why: no figure}}\n\
         facts:\n  used: {{means: used, seen: charged}}\n  inner: {{means: inner, is: used}}\n  lonely: {{means: lonely, is: inner}}\n",
        crate::shelf::SETTINGS
    );
    let clauses = duty("1a", "charged", "  due: within [panel] of charged\n  if: inner\n");
    check_beside(
        &head,
        &clauses,
        &[],
        None,
        &[
            "anyshire/protocol.yaml:0 unused setting: no deadline uses the setting `as-soon-as-possible`",
            "anyshire/protocol.yaml:0 unused setting: no deadline uses the setting `meeting`",
        ],
    );
}

#[test]
fn the_shipped_protocols_hold_no_dead_condition() {
    let protocols = protocol::read(&protocol::shipped::files()).unwrap();
    let dead = [About::NeverHolds, About::AlwaysHolds, About::TooManyCases, About::UnusedQuestion];
    for protocol in protocols.authorities.values().flatten().chain(&protocols.statute) {
        let said: Vec<String> = remarks(protocol, &protocols, None)
            .into_iter()
            .filter(|r| dead.contains(&r.about))
            .map(|r| r.says)
            .collect();
        assert_eq!(said, [] as [&str; 0], "{}", protocol.authority);
    }
}

#[test]
fn words_for_a_condition() {
    use protocol::check::in_words::Words;
    let said = |condition: &str| {
        let asks = if condition.contains("asked.need") { "  asks: {need: Is there need?}\n" } else { "" };
        let clauses = duty("1a", "charged", &format!("  if: \"{condition}\"\n{asks}"));
        let protocols = shelf("", &clauses, &[]);
        let protocol = protocols.latest("anyshire").unwrap();
        let clause = protocol.clause("1a").unwrap();
        let words = Words { vocabulary: &protocols.vocabulary, facts: &protocol.facts };
        words.condition(&clause.condition.as_ref().unwrap().expr, &clause.asks)
    };
    assert_eq!(said("looked_after && age < 17"), "the child is looked after, and the child's age is under 17");
    assert_eq!(
        said("!open_to_csc || asked.need"),
        "it is not so that social care works with the child, or the answer to “Is there need?” is yes"
    );
    assert_eq!(
        said("!(looked_after || csc_plan in ['child-in-need', 'child-protection'])"),
        "it is not so that the child is looked after, and the footing of social care's work is none of child-in-need or child-protection"
    );
}
