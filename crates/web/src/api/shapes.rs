//! The shapes of what is asked and answered, as the document describes them. What stands in them is `docs/contract.md`'s.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Text to look for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// Words of a name, a date of birth, or a number of either service's system.
    #[schema(max_length = 200)]
    pub text: String,
    /// How many at most.
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next` of an earlier answer.
    pub cursor: Option<String>,
}

/// Whether a child is known: three things that the asker must have, and why they ask.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownAsked {
    /// First name; of several, the first is enough.
    #[schema(min_length = 1, max_length = 100, example = "Ash")]
    pub given: String,
    /// Family name.
    #[schema(min_length = 1, max_length = 100, example = "Brindle")]
    pub family: String,
    /// Date of birth.
    #[schema(format = Date, example = "2010-05-04")]
    pub born: String,
    /// Why: `allocated`, `referral`, `arrest`, `court`, `concern`, `moved` or `closing`.
    #[schema(pattern = "^(allocated|referral|arrest|court|concern|moved|closing)$", example = "arrest")]
    pub reason: String,
}

/// What may be told.
#[derive(Debug, Serialize, ToSchema)]
pub struct KnownAnswer {
    /// The services that work with a child of this name and date of birth now. None says nothing: neither that there is no such child nor that there
    /// is one.
    pub known: Vec<KnownTo>,
    /// Whom to ring in any case.
    pub ring: Vec<KnownTo>,
}

/// A service, and whom to ring there.
#[derive(Debug, Serialize, ToSchema)]
pub struct KnownTo {
    /// `yjs` or `csc`.
    pub service: String,
    /// The team that stands in for it, with its number where that is known.
    pub ring: String,
}

/// Children that were found, and that the token's owner may see.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundChildren {
    pub children: Vec<FoundChild>,
    /// Where the next page begins; null on the last.
    #[schema(required)]
    pub next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FoundChild {
    /// The record's id.
    pub child: String,
    pub given: String,
    pub family: String,
    #[schema(format = Date)]
    pub born: String,
    pub version: u64,
}

/// A child, as far as the token's owner may read.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChildShown {
    /// The record's id.
    pub child: String,
    /// What a write is based on; also in the header `ETag`.
    pub version: u64,
    /// The child's own authority.
    pub authority: String,
    /// The authority of the place where the child is, where it is another.
    #[schema(required)]
    pub host: Option<String>,
    pub given: Option<String>,
    pub family: Option<String>,
    pub known_as: Option<String>,
    #[schema(format = Date)]
    pub born: Option<String>,
    pub sex: Option<String>,
    pub ethnicity: Option<String>,
    /// The numbers in the two services' own systems.
    pub numbers: Option<NumbersShown>,
    pub open_to_yjs: bool,
    pub open_to_csc: bool,
    /// Who works with the child.
    pub involved: Vec<PlaceShown>,
    pub network: Option<Vec<ContactShown>>,
    /// Brothers and sisters who have a record here that the token's owner may see.
    pub siblings: Option<Vec<String>>,
    pub warnings: Option<Vec<String>>,
    /// The status, as the contract has it; null where it rests on facts that the token's owner may not read.
    #[schema(required, value_type = Option<BTreeMap<String, Value>>)]
    pub status: Option<Value>,
    /// Fields that are there and not for the token's owner, or that rest on what is not.
    pub withheld: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NumbersShown {
    pub yjs: Option<String>,
    pub csc: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceShown {
    /// `yjs`, `csc` or `authority`.
    pub service: String,
    pub authority: String,
    pub team: String,
    pub person: String,
    pub role: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ContactShown {
    pub relation: String,
    pub name: String,
    #[schema(required)]
    pub telephone: Option<String>,
}

/// What `tandem duties --format json` prints (docs/output.md).
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    pub protocol: Under,
    /// With offset and zone.
    pub as_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_known_at: Option<String>,
    /// Null where it rests on facts that the token's owner may not read.
    #[schema(required, value_type = Option<BTreeMap<String, Value>>)]
    pub status: Option<Map<String, Value>>,
    pub duties: Vec<Duty>,
    pub findings: Vec<Finding>,
    /// What of the journey was not looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<BTreeMap<String, Value>>)]
    pub not_looked_at: Option<Map<String, Value>>,
    /// What rests on facts that the token's owner may not read: `status`, `findings`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<String>,
}

/// An authority, or the child's own and that of the place where the child is.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Under {
    One(String),
    Two { home: String, host: String },
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    pub id: String,
    pub clause: String,
    /// `home`, `host` or `statute`.
    pub under: String,
    pub title: String,
    #[schema(required)]
    pub owner: Option<String>,
    #[schema(required)]
    pub counterpart: Option<String>,
    /// What set it off; null where that is not for the token's owner to read.
    #[schema(required)]
    pub trigger: Option<Trigger>,
    /// A day, or a day and a time in London.
    #[schema(required)]
    pub due: Option<String>,
    pub urgent: bool,
    pub assumed: bool,
    pub order: bool,
    pub occurrence: u32,
    #[schema(required)]
    pub sooner: Option<Sooner>,
    pub state: StateWord,
    #[schema(required)]
    pub done_at: Option<String>,
    #[schema(required)]
    pub done_by: Option<u32>,
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unanswered: Option<Vec<Asked>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<String>,
    pub why: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StateWord {
    Open,
    Overdue,
    Done,
    DoneLate,
    Ended,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    pub event: String,
    pub at: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sooner {
    pub clause: String,
    pub due: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    pub question: String,
    pub text: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    pub clause: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
    #[schema(required)]
    pub trigger: Option<Trigger>,
    pub question: String,
    /// True, false, a word, a number, or null for not known.
    #[schema(required)]
    pub value: Value,
    pub why: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<bool>,
}

/// Duties of several children, soonest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyList {
    pub duties: Vec<ListedDuty>,
    /// Where the next page begins; null on the last.
    #[schema(required)]
    pub next: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListedDuty {
    /// The child's record.
    pub child: String,
    pub id: String,
    pub clause: String,
    pub title: String,
    /// The role that owes it.
    pub owner: String,
    #[schema(required)]
    pub due: Option<String>,
    pub urgent: bool,
    pub state: &'static str,
}

/// Events to be kept, all or none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Events {
    #[schema(min_items = 1, max_items = 100)]
    pub events: Vec<Event>,
}

/// An event in the contract's form (docs/contract.md, A journey). Where `known` is left out, both services knew when it happened; what
/// `corrects` must say when each was told of the correction.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Where it is left out, the answer's key and the event's place make one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub id: Option<String>,
    /// A day, or a day and a time in London.
    pub at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<Known>,
    /// A word of the vocabulary; left out where it `retracts`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    #[serde(rename = "with", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<BTreeMap<String, Value>>)]
    pub with: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrects: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retracts: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follows: Option<String>,
}

/// When it became known: to both services, or to each.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Known {
    Both(String),
    Each(KnownEach),
}

/// A service that is left out has not been told.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownEach {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yjs: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csc: Option<String>,
}

/// That a duty was carried out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// The clause's id.
    pub clause: String,
    /// When: a day, or a day and a time in London.
    pub at: String,
    /// Which one, where there are several.
    #[schema(minimum = 1)]
    pub occurrence: Option<u32>,
    /// The role that did it, where a duty binds both services.
    pub by: Option<String>,
    #[schema(max_length = 4000)]
    pub note: Option<String>,
    pub known: Option<Known>,
}

/// That it was kept, and what it led to.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Kept {
    /// The record's version now; also in the header `ETag`.
    pub version: u64,
    /// It had been kept before, under the same key: what it led to was told then.
    pub repeated: bool,
    /// Owed now, and not before.
    pub started: Vec<ListedDuty>,
    /// No longer owed.
    pub ended: Vec<ListedDuty>,
    /// Shown to be done.
    pub done: Vec<ListedDuty>,
    /// Due on another day, or owed again: as they now are.
    pub moved: Vec<ListedDuty>,
    /// What lies the wrong way round in what was sent, by its field: a next hearing before the remand, a release before the sentence. It is
    /// kept all the same, for the record may have begun late; where it is not right, send a correction. Empty where it had been kept before.
    pub warnings: Vec<FieldWrong>,
}

/// A journey of the contract, as far as the token's owner may read.
#[derive(Debug, Serialize, ToSchema)]
pub struct JourneyShown {
    pub protocol: Under,
    #[schema(value_type = BTreeMap<String, Value>)]
    pub child: Map<String, Value>,
    #[schema(value_type = Vec<BTreeMap<String, Value>>)]
    pub events: Vec<Map<String, Value>>,
}

/// A protocol, and what its clauses say in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProtocolShown {
    pub authority: String,
    pub sections: Vec<SectionShown>,
    pub clauses: Vec<ClauseInShort>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SectionShown {
    pub number: String,
    pub heading: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ClauseInShort {
    pub id: String,
    pub para: String,
    /// What the program does with it: a duty, a finding, and so on.
    pub became: &'static str,
    pub says: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ClauseShown {
    pub id: String,
    pub para: String,
    pub kind: &'static str,
    /// What the program does with it: a duty, a finding, and so on.
    pub became: &'static str,
    pub says: String,
    pub items: Vec<String>,
    #[schema(required)]
    pub owner: Option<String>,
    #[schema(required)]
    pub towards: Option<String>,
    /// When it applies, as written.
    #[schema(required)]
    pub condition: Option<String>,
    /// By when, as worded.
    #[schema(required)]
    pub due: Option<String>,
    pub asks: Vec<Asked>,
    pub same_as: Vec<String>,
    pub see_also: Vec<String>,
    #[schema(required)]
    pub note: Option<String>,
}

/// The agreed words.
#[derive(Debug, Serialize, ToSchema)]
pub struct Words {
    pub events: Vec<EventWord>,
    pub roles: Vec<RoleWord>,
    /// The values of each enumeration.
    pub enumerations: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct EventWord {
    pub name: String,
    pub means: String,
    pub recorded_by: String,
    /// How the program works it out; null where a person records it.
    #[schema(required)]
    pub derived: Option<String>,
    pub attributes: Vec<AttributeWord>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AttributeWord {
    pub name: String,
    #[serde(rename = "type")]
    pub of: String,
    pub required: bool,
    pub means: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RoleWord {
    pub name: String,
    pub means: String,
    /// `yjs`, `csc`, `both` or `third`.
    pub service: &'static str,
}

/// Something that went wrong (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemShown {
    #[serde(rename = "type")]
    pub of: String,
    pub title: String,
    pub status: u16,
    /// What it means and what to do.
    pub detail: String,
    /// What is wrong with each field.
    pub errors: Option<Vec<FieldWrong>>,
    /// The record's version now, where somebody else has written to it.
    pub version: Option<u64>,
}

/// A field of what was sent, and what is said of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldWrong {
    pub field: String,
    pub detail: String,
}
