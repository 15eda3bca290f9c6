//! What does the request look like on which it breaks? One line, in the words of the schema.
//!
//! Comes from the solver as a request with its facts; goes out as text: of what is yes or no only what is yes is named.

use std::fmt;

use cedar_policy::{Authorizer, Decision, EntityUid, EvalResult, PolicySet};
use cedar_policy_symcc::Env;

/// A request, with the facts that it was found with.
pub struct Example(pub(crate) Env);

impl Example {
    /// What Cedar itself answers.
    pub(crate) fn answer(&self, policies: &PolicySet) -> Decision {
        Authorizer::new().is_authorized(&self.0.request, policies, &self.0.entities).decision()
    }

    /// The facts of something, `service csc, standing head, active`.
    fn facts(&self, of: &EntityUid) -> String {
        let Some(entity) = self.0.entities.get(of) else { return "-".to_owned() };
        let mut facts: Vec<String> = entity.attrs().filter_map(|(name, value)| fact(name, value.ok()?)).collect();
        facts.sort();
        if facts.is_empty() { "-".to_owned() } else { facts.join(", ") }
    }
}

fn fact(name: &str, value: EvalResult) -> Option<String> {
    match value {
        EvalResult::Bool(false) => None,
        EvalResult::Bool(true) => Some(name.to_owned()),
        EvalResult::EntityUid(uid) => Some(format!("{name} {}", uid.id().unescaped())),
        other => Some(format!("{name} {other}")),
    }
}

impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let request = &self.0.request;
        if let Some(action) = request.action() {
            write!(f, "{}", action.id().unescaped())?;
        }
        for of in [request.principal(), request.resource()].into_iter().flatten() {
            write!(f, "; {}: {}", of.type_name(), self.facts(of))?;
        }
        let context = request.context();
        let asked = |name: &str| context.and_then(|c| c.get(name));
        for name in ["tie", "token"] {
            if let Some(EvalResult::EntityUid(of)) = asked(name) {
                write!(f, "; {name}: {}", self.facts(&of))?;
            }
        }
        let rest = ["fresh", "own_authority", "about_self"].into_iter().filter_map(|name| fact(name, asked(name)?));
        write!(f, "; {}", rest.collect::<Vec<_>>().join(", "))
    }
}
