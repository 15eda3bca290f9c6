//! Where do the pages' styles and scripts come from? The components of GOV.UK and the Ministry of Justice are installed as the lock file
//! says, and our styles, which lean on theirs, become one file.
//!
//! In go `package.json`, its lock file, `styles/` and our script; out come `tandem.css` and `tandem.js` in cargo's folder for what is built, and
//! the place of the components for the tests. Nothing is written into the tree; nothing is installed twice from one lock file.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const PACKAGES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];
const OWN_SCRIPT: &str = "src/scripts/tandem.js";

fn main() {
    if let Err(problem) = build() {
        eprintln!("{problem}");
        std::process::exit(1);
    }
}

fn build() -> Result<(), String> {
    for watched in PACKAGES.iter().chain(&["build.rs", "styles", OWN_SCRIPT]) {
        println!("cargo::rerun-if-changed={watched}");
    }
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|_| "cargo names no folder for what is built".to_owned())?);
    let npm = out.join("npm");
    install(&npm)?;
    let components = npm.join("node_modules/govuk-frontend/dist/govuk");
    println!("cargo::rustc-env=GOVUK_FRONTEND={}", components.display());
    script(&components.join("govuk-frontend.min.js"), &out.join("tandem.js"))?;
    let sass = npm.join("node_modules/sass/sass.js");
    let folder = env::current_dir().map_err(|e| format!("the crate's folder is not there: {e}"))?;
    let mut command = Command::new("node");
    command.arg(sass).args(["--style=compressed", "--no-source-map", "--quiet-deps", "--load-path"]);
    // MoJ's styles name GOV.UK's from the folder above.
    command
        .arg(npm.join("node_modules"))
        .arg("--load-path")
        .arg(&npm)
        .arg(folder.join("styles/tandem.scss"))
        .arg(out.join("tandem.css"));
    run(&mut command, "the styles could not be made from styles/tandem.scss")
}

/// The packages of the lock file, unless they are there already.
fn install(npm: &Path) -> Result<(), String> {
    let read = |path: &Path| fs::read(path).map_err(|e| format!("{} cannot be read: {e}", path.display()));
    let wanted = PACKAGES.iter().map(|name| read(Path::new(name))).collect::<Result<Vec<_>, _>>()?.concat();
    let installed = npm.join("installed");
    if fs::read(&installed).is_ok_and(|of| of == wanted) {
        return Ok(());
    }
    fs::create_dir_all(npm).map_err(|e| format!("{} cannot be made: {e}", npm.display()))?;
    for name in PACKAGES {
        copy(Path::new(name), &npm.join(name))?;
    }
    let mut command = Command::new("npm");
    command.args(["ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]).current_dir(npm);
    run(&mut command, "the packages of crates/web/package-lock.json could not be installed")?;
    fs::write(&installed, wanted).map_err(|e| format!("{} cannot be written: {e}", installed.display()))
}

/// Theirs, then ours, as one module: ours calls theirs by name, and a page loads one file.
fn script(theirs: &Path, to: &Path) -> Result<(), String> {
    let read = |path: &Path| fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}", path.display()));
    let (theirs, ours) = (read(theirs)?, read(Path::new(OWN_SCRIPT))?);
    let theirs = theirs.split("//# sourceMappingURL").next().unwrap_or_default();
    fs::write(to, format!("{theirs}\n{ours}")).map_err(|e| format!("{} cannot be written: {e}", to.display()))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let copied = fs::copy(from, to);
    copied.map(|_| ()).map_err(|e| format!("{} cannot be copied to {}: {e}", from.display(), to.display()))
}

/// Runs a program to its end; what it said stands in the error.
fn run(command: &mut Command, cause: &str) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|e| {
        format!(
            "{cause}: `{program}` does not start ({e}).\nInstall Node.js 20.19 or later with npm (nodejs.org, or your \
             system's packages) and build again."
        )
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    Err(format!("{cause}: `{program}` said\n{said}"))
}
