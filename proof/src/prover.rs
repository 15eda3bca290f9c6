//! Is there a request on which it breaks?
//!
//! For every kind of request of the schema (an action with what it is done to) the solver is asked for one. A request that it finds is put to
//! Cedar itself before it is believed; where it cannot decide, that is an error and no proof.

use std::path::Path;

use anyhow::{Context, ensure};
use cedar_policy::{Authorizer, Decision, PolicySet, RequestEnv, Schema};
use cedar_policy_symcc::solver::{LocalSolver, Solver};
use cedar_policy_symcc::{CedarSymCompiler, CompiledPolicy, CompiledPolicySet};
use tokio::process::Command;

use crate::example::Example;
use crate::property::Kind;

/// The one that asks the solver.
pub struct Prover {
    schema: Schema,
    requests: Vec<RequestEnv>,
    compiler: CedarSymCompiler<LocalSolver>,
}

/// Policies, and for each kind of request the formula that they are.
pub struct Formulas {
    policies: PolicySet,
    of: Vec<CompiledPolicySet>,
}

impl Prover {
    /// With the program that `CVC5` names, else with `solver.py`.
    pub async fn new(schema: Schema) -> anyhow::Result<Prover> {
        let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("solver.py").into();
        let program = std::env::var_os("CVC5").unwrap_or_else(own);
        let mut command = Command::new(&program);
        let solver = LocalSolver::from_command(command.args(["--lang", "smt", "--tlimit-per=300000"]));
        let mut solver = solver.with_context(|| format!("{} cannot be started", program.display()))?;
        solver.check_sat().await.context("the solver gives no answer: `pip install cvc5==1.4.2` (proof/README.md)")?;
        let mut requests: Vec<RequestEnv> = schema.request_envs().collect();
        requests.sort_by_key(|env| (env.action().to_string(), env.resource().to_string()));
        Ok(Prover { schema, requests, compiler: CedarSymCompiler::new(solver)? })
    }

    /// How many kinds of request there are.
    pub fn kinds(&self) -> usize {
        self.requests.len()
    }

    /// The formulas of policies.
    pub fn formulas(&self, policies: &PolicySet) -> anyhow::Result<Formulas> {
        let compile = |env| Ok(CompiledPolicySet::compile(policies, env, &self.schema)?);
        let of = self.requests.iter().map(compile).collect::<anyhow::Result<_>>()?;
        Ok(Formulas { policies: policies.clone(), of })
    }

    /// A request on which one of the policies cannot be evaluated, with the policy.
    pub async fn fails(&mut self, policies: &PolicySet) -> anyhow::Result<Option<Example>> {
        for env in &self.requests {
            for policy in policies.policies() {
                let formula = CompiledPolicy::compile(policy, env, &self.schema)?;
                if let Some(found) = self.compiler.check_never_errors_with_counterexample_opt(&formula).await? {
                    let answer = Authorizer::new().is_authorized(&found.request, policies, &found.entities);
                    ensure!(answer.diagnostics().errors().next().is_some(), "the solver's request does not fail");
                    return Ok(Some(Example(found)));
                }
            }
        }
        Ok(None)
    }

    /// A request on which a property does not hold of these policies.
    /// `named` are the formulas of its requests.
    pub async fn breaks(
        &mut self,
        policies: &Formulas,
        kind: Kind,
        named: &Formulas,
    ) -> anyhow::Result<Option<Example>> {
        let wrong = match kind {
            Kind::Never => Decision::Allow,
            Kind::Always => Decision::Deny,
        };
        for (policies_here, named_here) in policies.of.iter().zip(&named.of) {
            let asked = match kind {
                Kind::Never => self.compiler.check_disjoint_with_counterexample_opt(policies_here, named_here).await?,
                Kind::Always => self.compiler.check_implies_with_counterexample_opt(named_here, policies_here).await?,
            };
            if let Some(found) = asked {
                let example = Example(found);
                ensure!(
                    example.answer(&policies.policies) == wrong && example.answer(&named.policies) == Decision::Allow,
                    "the solver's request does not break it: {example}"
                );
                return Ok(Some(example));
            }
        }
        Ok(None)
    }

    /// For each kind of request, one that the first policies permit and the others do not.
    pub async fn opens(&mut self, policies: &Formulas, others: &Formulas) -> anyhow::Result<Vec<Example>> {
        let mut all = Vec::new();
        for (here, there) in policies.of.iter().zip(&others.of) {
            if let Some(found) = self.compiler.check_implies_with_counterexample_opt(here, there).await? {
                let example = Example(found);
                ensure!(
                    example.answer(&policies.policies) == Decision::Allow
                        && example.answer(&others.policies) == Decision::Deny,
                    "the solver's request is not opened: {example}"
                );
                all.push(example);
            }
        }
        Ok(all)
    }
}
