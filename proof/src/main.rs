//! `cargo run --manifest-path proof/Cargo.toml`: proves every property of `properties/` of the policies that the gate has.
//!
//! A line for each; where one does not hold, the request on which it breaks. With a folder of earlier policies behind it: what may be done now
//! that could not be done before. Exit status 1 where a property does not hold, or more may be done.

use std::path::Path;
use std::process::ExitCode;

use cedar_policy::{PolicySet, Schema};
use tandem_proof::{Example, Kind, Prover, policies, properties, signed_in, texts};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<ExitCode> {
    let (schema, _) = Schema::from_cedarschema_str(gate::SCHEMA.1)?;
    let shipped = policies(&schema, gate::POLICIES)?;
    let properties = properties(&schema, &Path::new(env!("CARGO_MANIFEST_DIR")).join("properties"))?;
    let mut prover = Prover::new(schema.clone()).await?;
    if let Some(folder) = std::env::args_os().nth(1) {
        return opened(&mut prover, &schema, &shipped, Path::new(&folder)).await;
    }
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

/// What may be done now that could not be done with the policies of a folder: for each kind of request one, where there is any.
async fn opened(prover: &mut Prover, schema: &Schema, shipped: &PolicySet, folder: &Path) -> anyhow::Result<ExitCode> {
    let read = texts(folder)?;
    let earlier: Vec<_> = read.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
    let (now, then) = (prover.formulas(shipped)?, prover.formulas(&policies(schema, &earlier)?)?);
    let opened = prover.opens(&now, &then).await?;
    for example in &opened {
        println!("permitted now, and not before: {example}");
    }
    println!("{} of {} kinds of request permit more than before", opened.len(), prover.kinds());
    Ok(if opened.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
                println!("NOT PROVED  {asked_by:8} {says}\n            it breaks on this: {example}");
            }
        }
    }
}
