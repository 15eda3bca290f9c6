//! By hand: what breaks when a policy is left out, and which wrong policy breaks what nothing that is left out does.

/// Words that stand in one policy alone, and properties that fall without it.
pub const WITHOUT: [(&str, &[&str]); 46] = [
    ("@says(\"nothing ties you to this child\")", &["no-tie", "once-named"]),
    ("permit(principal, action in [Action::\"see-child\", Action::\"see-why\"]", &["tied", "named", "night"]),
    (
        "permit(principal, action in [Action::\"record-event\", Action::\"mark-done\", Action::\"tick-note\"]",
        &["allocated", "night"],
    ),
    ("action in [Action::\"correct-event\", Action::\"edit-details\", Action::\"export-journey\", Action::\"restrict\"]", &["one-duty"]),
    ("permit(principal, action == Action::\"correct-event\"", &["allocated"]),
    ("permit(principal, action == Action::\"set-aside\"", &["allocated"]),
    ("permit(principal, action == Action::\"edit-details\"", &["allocated"]),
    ("permit(principal, action == Action::\"allocate\"", &["night", "leads"]),
    ("permit(principal, action == Action::\"restrict\"", &["lifted"]),
    ("permit(principal, action == Action::\"see-looks\"", &["leads"]),
    ("permit(principal, action == Action::\"export-journey\"", &["journey-out"]),
    (
        "permit(principal, action in [Action::\"read-identity\", Action::\"read-joint\"], resource is Child)",
        &["tied", "named", "night"],
    ),
    ("permit(principal, action == Action::\"read-youth-justice\"", &["allocated", "jointly"]),
    ("permit(principal, action == Action::\"read-care\"", &["allocated", "jointly"]),
    ("permit(principal, action == Action::\"read-health\"", &["allocated"]),
    ("permit(principal, action == Action::\"read-third-party\"", &["allocated"]),
    ("permit(principal, action == Action::\"read-court-restricted\"", &["conducts"]),
    ("permit(principal, action == Action::\"read-staff\"", &["leads"]),
    ("when { principal.service == Service::\"yjs\" && [RecordedBy", &["heard"]),
    ("when { principal.service == Service::\"csc\" && [RecordedBy", &["heard"]),
    ("when { principal.service == Service::\"authority\" && [RecordedBy", &["heard"]),
    ("@says(\"business support records what both services do together, and nothing else\")", &["support-writes"]),
    ("@says(\"you may not read what you would correct\")", &["unread"]),
    ("@says(\"you no longer work here\")", &["left"]),
    ("@says(\"it belongs to another authority\")", &["other-authority"]),
    ("@says(\"the token is not made for reading\")", &["without-read"]),
    ("@says(\"the token is not made for writing\")", &["without-write"]),
    ("@says(\"the token is not made for taking journeys out\")", &["without-export"]),
    ("@says(\"a token cannot do this; sign in\")", &["without-read", "without-write", "themselves"]),
    ("@says(\"give your second factor again\")", &["second-factor"]),
    ("action in [ Action::\"read-help\", Action::\"see-my-duties\"", &["own-things"]),
    ("permit(principal, action in [Action::\"remind\", Action::\"import\", Action::\"export\", Action::\"keep-installation\"]", &["by-itself"]),
    ("resource is Installation ) when", &["by-itself"]),
    ("permit(principal, action == Action::\"write-event\"", &["by-itself"]),
    ("@says(\"the record is restricted to named people\")", &["restricted"]),
    ("permit(principal, action == Action::\"see-staff\"", &["own-things"]),
    ("permit(principal, action == Action::\"keep-staff\"", &["staff-kept"]),
    ("permit(principal, action == Action::\"see-team\"", &["team-seen"]),
    ("permit(principal, action == Action::\"find-child\"", &["search-first"]),
    ("permit(principal, action == Action::\"start-record\"", &["search-first"]),
    ("permit(principal, action == Action::\"ask-known\"", &["known-asked"]),
    ("permit(principal, action == Action::\"guard-known\"", &["known-asked"]),
    ("permit(principal, action in [Action::\"see-feeds\", Action::\"decide-pairs\"]", &["feeds-kept"]),
    ("permit(principal, action == Action::\"export-caseload\"", &["feeds-kept"]),
    ("permit(principal, action in [Action::\"try-journey\", Action::\"read-protocol\"]", &["own-things"]),
    ("permit(principal, action == Action::\"see-counts\"", &["team-seen"]),
];

/// A property, and a permit that somebody might write in good faith and that breaks it. What stands after `permit(principal, action`.
pub const WITH: [(&str, &str); 23] = [
    // A slip of the pen: everybody but the chair.
    ("no-records", "== Action::\"see-child\", resource is Child) when { principal.standing != Standing::\"chair\" }"),
    ("who-restricts", "== Action::\"restrict\", resource is Child) when { context.tie.leads }"),
    // Heads of any service.
    ("team-work", "== Action::\"see-team\", resource is Team) when { principal.standing == Standing::\"head\" }"),
    (
        "search",
        "== Action::\"find-child\", resource is Authority) when { principal.standing != Standing::\"program\" }",
    ),
    // Jointly open asked of nobody.
    (
        "youth-justice",
        "== Action::\"read-youth-justice\", resource is Child) when { principal.service == Service::\"csc\" }",
    ),
    ("care", "== Action::\"read-care\", resource is Child) when { context.tie.team }"),
    ("beside-the-two", "== Action::\"read-third-party\", resource is Child) when { context.tie.allocated }"),
    ("support-reads", "== Action::\"read-health\", resource is Child) when { context.tie.allocated }"),
    ("health", "== Action::\"read-health\", resource is Child) when { context.tie.cover }"),
    ("third-party", "== Action::\"read-third-party\", resource is Child) when { context.tie.team }"),
    // Leads, but is not asked for the post.
    ("staff-facts", "== Action::\"read-staff\", resource is Child) when { context.tie.leads }"),
    (
        "court",
        "== Action::\"read-court-restricted\", resource is Child) when { principal.standing == Standing::\"reviewing\" }",
    ),
    (
        "court-near",
        "== Action::\"read-court-restricted\", resource is Child) when { principal.service == Service::\"csc\" }",
    ),
    (
        "other-service",
        "== Action::\"write-event\", resource is Event) when { principal.standing == Standing::\"manager\" }",
    ),
    ("chair", "== Action::\"record-event\", resource is Child) when { context.tie.allocated }"),
    ("allocates", "== Action::\"allocate\", resource is Child) when { principal.standing == Standing::\"duty\" }"),
    ("who-looked", "== Action::\"see-looks\", resource is Child) when { principal.standing == Standing::\"head\" }"),
    (
        "own-rights",
        "== Action::\"keep-staff\", resource is Staff) when { principal.standing == Standing::\"administrator\" }",
    ),
    (
        "who-keeps-staff",
        "== Action::\"keep-staff\", resource is Staff) when { principal.standing == Standing::\"head\" && !context.about_self }",
    ),
    (
        "installation",
        "== Action::\"read-identity\", resource is Installation) when { principal.standing == Standing::\"data\" }",
    ),
    // A panel's chair works with no child.
    (
        "who-asks",
        "== Action::\"ask-known\", resource is Authority) when { principal.service == Service::\"yjs\" }",
    ),
    (
        "who-joins",
        "== Action::\"decide-pairs\", resource is Authority) when { principal.standing != Standing::\"program\" }",
    ),
    ("program", "== Action::\"see-staff\", resource is Staff) when { context.own_authority }"),
];
