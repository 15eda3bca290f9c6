//! Do the proofs have teeth? For each property one change of the policies on which the solver finds a request; and no policy can be left out
//! without a property falling.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

mod teeth;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cedar_policy::{PolicySet, Schema};
use tandem_proof::{Formulas, Property, Prover, policies, properties, signed_in};

/// Everything that a test leans on.
struct Bench {
    schema: Schema,
    shipped: PolicySet,
    properties: BTreeMap<String, (Property, Formulas)>,
    prover: Prover,
}

impl Bench {
    async fn new() -> Bench {
        let (schema, _) = Schema::from_cedarschema_str(gate::SCHEMA.1).unwrap();
        let prover = Prover::new(schema.clone()).await.unwrap();
        let read = properties(&schema, &Path::new(env!("CARGO_MANIFEST_DIR")).join("properties")).unwrap();
        let count = read.len();
        let formulas = |p: Property| (p.id.clone(), (p.clone(), prover.formulas(&p.requests).unwrap()));
        let properties: BTreeMap<_, _> = read.into_iter().map(formulas).collect();
        assert_eq!(properties.len(), count, "two properties have one name");
        Bench { shipped: policies(&schema, gate::POLICIES).unwrap(), schema, properties, prover }
    }

    /// The policies without the one in which these words stand, and its name.
    fn without(&self, words: &str) -> (String, PolicySet) {
        let is_it = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ").contains(words);
        let (gone, left): (Vec<_>, Vec<_>) = self.shipped.policies().cloned().partition(|p| is_it(p.to_string()));
        let [gone] = gone.as_slice() else { panic!("{} policies have the words `{words}`", gone.len()) };
        (gone.id().to_string(), PolicySet::from_policies(left).unwrap())
    }

    /// The policies and one more.
    fn with(&self, more: &str) -> PolicySet {
        let more = policies(&self.schema, &[("more.cedar", more)]).unwrap();
        PolicySet::from_policies(self.shipped.policies().chain(more.policies()).cloned()).unwrap()
    }

    /// The request on which a property breaks.
    async fn broken(&mut self, property: &str, changed: &PolicySet) -> Option<String> {
        let changed = self.prover.formulas(changed).unwrap();
        let (found, named) = self.properties.get(property).unwrap_or_else(|| panic!("there is no `{property}`"));
        self.prover.breaks(&changed, found.kind, named).await.unwrap().map(|example| example.to_string())
    }
}

#[tokio::test]
async fn each_policy_that_is_left_out_breaks_a_property() {
    let mut bench = Bench::new().await;
    let mut seen = BTreeSet::new();
    for (words, falling) in teeth::WITHOUT {
        let (gone, less) = bench.without(words);
        seen.insert(gone);
        for falls in falling {
            let found = bench.broken(falls, &less).await;
            assert!(found.is_some(), "without `{words}`, `{falls}` is proved all the same");
        }
    }
    assert_eq!(seen.len(), bench.shipped.policies().count(), "each policy has a line");
}

#[tokio::test]
async fn each_wrong_permit_breaks_its_property() {
    let mut bench = Bench::new().await;
    for (falls, permit) in teeth::WITH {
        let more = bench.with(&format!("permit(principal, action {permit};"));
        assert!(bench.broken(falls, &more).await.is_some(), "with `{permit}`, `{falls}` is proved all the same");
    }
}

#[tokio::test]
async fn each_property_has_teeth() {
    let bitten = teeth::WITHOUT.iter().flat_map(|(_, falling)| falling.iter().copied());
    let bitten: BTreeSet<&str> = bitten.chain(teeth::WITH.iter().map(|(falls, _)| *falls)).collect();
    let all: BTreeSet<String> = Bench::new().await.properties.into_keys().collect();
    assert_eq!(all.iter().map(String::as_str).collect::<BTreeSet<_>>(), bitten);
}

#[tokio::test]
async fn the_request_on_which_it_breaks_is_told_in_one_line() {
    let mut bench = Bench::new().await;
    let (_, less) = bench.without("@says(\"the record is restricted to named people\")");
    let found = bench.broken("restricted", &less).await.unwrap();
    assert!(found.contains("; Child: ") && found.contains("restricted; tie: ") && !found.contains("named"), "{found}");
}

#[tokio::test]
async fn a_policy_that_can_fail_is_found() {
    let mut bench = Bench::new().await;
    let more = bench.with(
        "forbid(principal, action == Action::\"see-child\", resource is Child) when { 9223372036854775807 + 1 == 0 };",
    );
    assert!(bench.prover.fails(&more).await.unwrap().unwrap().to_string().starts_with("see-child; "));
}

#[tokio::test]
async fn a_token_that_does_more_than_its_owner_is_found() {
    let mut bench = Bench::new().await;
    let more =
        "permit(principal, action == Action::\"see-counts\", resource is Authority) when { context.token.used };";
    let files: Vec<_> = gate::POLICIES.iter().copied().chain([("more.cedar", more)]).collect();
    let formulas = bench.prover.formulas(&bench.with(more)).unwrap();
    let owner = bench.prover.formulas(&signed_in(&files).unwrap()).unwrap();
    let found = bench.prover.opens(&formulas, &owner).await.unwrap();
    let [found] = found.as_slice() else { panic!("{} kinds of request", found.len()) };
    assert!(found.to_string().starts_with("see-counts; ") && found.to_string().contains("used"), "{found}");
}
