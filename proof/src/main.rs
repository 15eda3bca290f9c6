//! `cargo run --manifest-path proof/Cargo.toml`: proves every property of `properties/` of the policies that the gate has.
//!
//! A line for each; where one does not hold, the request on which it breaks. Exit status 1 where any does not.

use std::path::Path;
use std::process::ExitCode;

use cedar_policy::Schema;
use tandem_proof::{Example, Kind, Prover, policies, properties, signed_in};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<ExitCode> {
    let (schema, _) = Schema::from_cedarschema_str(gate::SCHEMA.1)?;
    let shipped = policies(&schema, gate::POLICIES)?;
    let properties = properties(&schema, &Path::new(env!("CARGO_MANIFEST_DIR")).join("properties"))?;
    let mut prover = Prover::new(schema.clone())?;
    let mut told = Told::default();

    told.tell("R5", "never: one of the policies cannot be evaluated", prover.fails(&shipped).await?);
    let formulas = prover.formulas(&shipped)?;
    for property in &properties {
        let word = match property.kind {
            Kind::Never => "never",
            Kind::Always => "always",
        };
        let broken = prover.breaks(&formulas, property.kind, &prover.formulas(&property.requests)?).await?;
        told.tell(&property.asked_by, &format!("{word}: {}", property.says), broken);
    }
    let owner = prover.formulas(&signed_in(gate::POLICIES)?)?;
    let more = prover.opens(&formulas, &owner).await?.into_iter().next();
    told.tell("R12", "never: a token does what its owner may not who signs in and gives the second factor", more);

    let (policies, kinds) = (shipped.policies().count(), prover.kinds());
    println!("\n{} proved, {} not: of {policies} policies, for {kinds} kinds of request", told.proved, told.not);
    Ok(if told.not == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[derive(Default)]
struct Told {
    proved: usize,
    not: usize,
}

impl Told {
    fn tell(&mut self, asked_by: &str, says: &str, broken: Option<Example>) {
        match broken {
            None => {
                self.proved += 1;
                println!("proved      {asked_by:8} {says}");
            }
            Some(example) => {
                self.not += 1;
                println!("NOT PROVED  {asked_by:8} {says}\n            permitted or refused all the same: {example}");
            }
        }
    }
}
