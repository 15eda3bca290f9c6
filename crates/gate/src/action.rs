//! What can be asked for. Every address, job, export and command names one of these; there is no other way in.

/// What an action is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One child's record.
    Child,
    /// A team and its work.
    Team,
    /// The people and teams of an authority.
    Staff,
    /// The authority itself: what is the same for everybody who works there.
    Authority,
    /// The person's own things: their list, their drafts, their sessions.
    Own,
    /// The whole installation: commands and jobs.
    Installation,
}

macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal on $kind:ident;)+) => {
        /// Something that a person, a job or a command wants to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Action { $($(#[doc = $doc])+ $name,)+ }

        impl Action {
            /// All of them.
            pub const ALL: &'static [Action] = &[$(Action::$name,)+];

            /// The word in policies, in the table of access and in the log of looks.
            pub const fn word(self) -> &'static str {
                match self { $(Action::$name => $word,)+ }
            }

            /// What it is done to.
            pub const fn kind(self) -> Kind {
                match self { $(Action::$name => Kind::$kind,)+ }
            }

            /// In words, for the table and for a refusal.
            pub const fn means(self) -> &'static str {
                match self { $(Action::$name => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

actions! {
    /// see a child's page, the duties and the timeline
    SeeChild = "see-child" on Child;
    /// see why a duty is owed
    SeeWhy = "see-why" on Child;
    /// record what happened
    RecordEvent = "record-event" on Child;
    /// correct or take back what was recorded
    CorrectEvent = "correct-event" on Child;
    /// say that a duty is done
    MarkDone = "mark-done" on Child;
    /// set a duty aside, with a reason
    SetAside = "set-aside" on Child;
    /// tick that a note has been put into a case system
    TickNote = "tick-note" on Child;
    /// change what is kept about who the child is and who is around them
    EditDetails = "edit-details" on Child;
    /// allocate a worker or a team
    Allocate = "allocate" on Child;
    /// restrict a record to named people
    Restrict = "restrict" on Child;
    /// see who has looked at a record
    SeeLooks = "see-looks" on Child;
    /// take a child's journey out as a file
    ExportJourney = "export-journey" on Child;
    /// find a child
    FindChild = "find-child" on Authority;
    /// start a record
    StartRecord = "start-record" on Authority;
    /// ask whether a child is known to the other service
    AskKnown = "ask-known" on Authority;
    /// deal with questions that could not be answered
    GuardKnown = "guard-known" on Authority;
    /// see how good what the two systems say is, and what waits
    SeeFeeds = "see-feeds" on Authority;
    /// say which children of the two systems are one
    DecidePairs = "decide-pairs" on Authority;
    /// take the joint caseload out as a file
    ExportCaseload = "export-caseload" on Authority;
    /// ask what would be owed in a journey that is not on record
    TryJourney = "try-journey" on Authority;
    /// read the protocol
    ReadProtocol = "read-protocol" on Authority;
    /// read help and what is new
    ReadHelp = "read-help" on Own;
    /// see one's own duties
    SeeMyDuties = "see-my-duties" on Own;
    /// keep one's own drafts
    KeepDrafts = "keep-drafts" on Own;
    /// make and end one's own tokens
    KeepTokens = "keep-tokens" on Own;
    /// change one's own numbers and calendar address
    KeepAccount = "keep-account" on Own;
    /// change one's own password and second factor
    KeepFactors = "keep-factors" on Own;
    /// see the work of a team
    SeeTeam = "see-team" on Team;
    /// see the people and teams
    SeeStaff = "see-staff" on Staff;
    /// change the people and teams
    KeepStaff = "keep-staff" on Staff;
    /// see how many duties are met and late, without names
    SeeCounts = "see-counts" on Authority;
    /// work out reminders and send them
    Remind = "remind" on Installation;
    /// take in the files of the services' own systems
    Import = "import" on Installation;
    /// take an authority's children out as tables
    Export = "export" on Installation;
    /// look after the installation: back up, restore, rebuild, verify
    KeepInstallation = "keep-installation" on Installation;
}

impl Action {
    /// The action by which alone an event of this name is recorded, where it has one of its own.
    pub fn door_of(event: &str) -> Option<Action> {
        match event {
            "duty-not-needed" => Some(Action::SetAside),
            "worker-allocated" => Some(Action::Allocate),
            _ => None,
        }
    }

    /// Whether an event of this name can be recorded by someone who was permitted this.
    pub(crate) fn records(self, event: &str) -> bool {
        // Setting a duty aside and allocating have rules of their own, so they do not come in by the door of every other event.
        match self {
            Action::RecordEvent => Action::door_of(event).is_none(),
            Action::MarkDone => ["duty-done", "recorded"].contains(&event),
            Action::SetAside => event == "duty-not-needed",
            Action::TickNote => event == "recorded",
            Action::Allocate => event == "worker-allocated",
            Action::CorrectEvent | Action::StartRecord | Action::Import | Action::KeepInstallation => true,
            _ => false,
        }
    }

    /// Whether it changes something that is no event.
    pub(crate) const fn keeps(self) -> bool {
        matches!(
            self,
            Action::TickNote
                | Action::EditDetails
                | Action::Allocate
                | Action::Restrict
                | Action::StartRecord
                | Action::GuardKnown
                | Action::DecidePairs
                | Action::KeepDrafts
                | Action::KeepTokens
                | Action::KeepAccount
                | Action::KeepFactors
                | Action::KeepStaff
                | Action::Remind
                | Action::Import
                | Action::KeepInstallation
        )
    }
}
