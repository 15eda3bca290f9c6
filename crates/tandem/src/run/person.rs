//! `tandem person`: what cannot be done from within. `add` lets somebody in, above all the first administrator; `name` names a senior manager in
//! a restricted record of which nobody who is named is here any longer.

use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::{Args, Subcommand};
use protocol::refusal::{cut, did_you_mean_of};
use record::{Account, Naming, StaffEntry};
use web::secrets;

use crate::run::clock;
use crate::run::keep::pass;
use crate::run::serve::{Opened, wait};
use crate::run::settings::Where;
use crate::text;

/// Who is to be let in.
#[derive(Debug, Args)]
pub struct PersonArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Adds a person with an account; prints their first password and second factor, once.
    #[command(
        after_help = "Example:\n  tandem person add --settings /etc/tandem/tandem.toml --authority AUTHORITY \\\n    \
        --name 'Rowan Adeyemi' --sign-in rowan.adeyemi@council.example --standing administrator\n\n\
        The administrator adds everybody else on the pages."
    )]
    Add(AddArgs),
    /// Names a senior manager in a restricted record that nobody named in it can lift any longer.
    #[command(
        after_help = "Example:\n  tandem person name --settings /etc/tandem/tandem.toml --child 1f2e3d4c5b6a7988 --person 0a1b2c3d \\\n    \
        --reason 'The director of children’s services asked for it on 3 June'\n\n\
        Do it on a written word from above the senior managers: one of them may have been left out of the record on purpose.\n\
        The reason stands in the log and on the page."
    )]
    Name(NameArgs),
}

#[derive(Debug, Args)]
struct NameArgs {
    /// The child's record, by its id: it stands in its addresses.
    #[arg(long)]
    child: String,
    /// The senior manager, by their id: it stands in the address of their page under Teams and people.
    #[arg(long)]
    person: String,
    /// On whose word, and why.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    settings: Where,
}

impl NameArgs {
    async fn name(self) -> anyhow::Result<ExitCode> {
        let Opened { gate, record, .. } = self.settings.open().await?;
        let pass = pass(&gate, "person", "")?;
        let naming = Naming { child: self.child, person: self.person, reason: self.reason };
        let naming = gate.admit_other(&pass, naming).map_err(|refused| anyhow!("{}", refused.reason))?;
        record.name_in(naming, clock::now()).await?;
        text::print("Named. They open the record under its address, and decide there who else is named.\n")?;
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Debug, Args)]
struct AddArgs {
    /// The authority, as its protocol is called.
    #[arg(long)]
    authority: String,
    /// The name, as colleagues know it.
    #[arg(long)]
    name: String,
    /// The work e-mail address, which is the name to sign in with.
    #[arg(long, value_name = "E-MAIL")]
    sign_in: String,
    /// The service: yjs, csc or authority.
    #[arg(long, default_value = "authority")]
    service: String,
    /// The post: administrator, manager, practitioner…
    #[arg(long, default_value = "administrator")]
    standing: String,
    /// A role of the vocabulary that they fill; several may be given.
    #[arg(long = "role", value_name = "ROLE")]
    roles: Vec<String>,
    /// A team they work in, by its id; several may be given.
    #[arg(long = "team", value_name = "TEAM")]
    teams: Vec<String>,
    #[command(flatten)]
    settings: Where,
}

impl PersonArgs {
    /// Does it.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Add(add) => wait(add.add()),
            What::Name(name) => wait(name.name()),
        }
    }
}

impl AddArgs {
    async fn add(self) -> anyhow::Result<ExitCode> {
        let opened = self.settings.open().await?;
        self.check(&opened)?;
        let Opened { settings, gate, record } = opened;
        let sign_in = self.sign_in.trim().to_lowercase();
        if record.account(&sign_in).await?.is_some() {
            bail!("--sign-in: somebody signs in with this name already");
        }
        let fresh = || Some((secrets::fresh_id().ok()?, secrets::fresh_password().ok()?, secrets::fresh_totp().ok()?));
        let (id, password, totp) = fresh().ok_or_else(|| anyhow!("the machine gives no random numbers"))?;
        let pass = pass(&gate, "person", &self.authority)?;
        let person = StaffEntry::Person {
            id: id.clone(),
            name: self.name.trim().to_owned(),
            service: self.service,
            standing: self.standing,
            roles: self.roles,
            teams: self.teams,
            leads: Vec::new(),
            telephone: String::new(),
            email: sign_in.clone(),
            active: true,
        };
        let refused = |refused: gate::Refused| anyhow!("{}", refused.reason);
        let now = clock::now();
        let version = record.staff(&self.authority).await?.version;
        let kept = record.keep_staff(gate.admit_other(&pass, vec![person]).map_err(refused)?, version, now).await?;
        if let Err(error) = &kept.given_back {
            eprintln!(
                "A child of somebody who has left could not be given back to its team: {error}. It is tried again by the clock."
            );
        }
        let account = Account {
            person: id,
            authority: self.authority,
            sign_in: sign_in.clone(),
            password: secrets::hash_password(&password)?,
            totp: totp.clone(),
            totp_step: 0,
            failed: 0,
            locked_until: 0,
            first_until: now + secrets::FIRST,
        };
        record.let_in(gate.admit_other(&pass, account).map_err(refused)?, kept.version, now).await?;
        text::print(&format!(
            "Added. This is printed once and kept nowhere in the clear:\n\n  address        {}/sign-in\n  sign-in name   {sign_in}\n  \
             password       {password}\n  second factor  {totp}\n                 {}\n\nHand them over in person. The password counts \
             for 14 days, and is changed at the first sign-in.\n",
            settings.web.base,
            secrets::otpauth(&totp, &sign_in).unwrap_or_default(),
        ))?;
        Ok(ExitCode::SUCCESS)
    }

    fn check(&self, opened: &Opened) -> anyhow::Result<()> {
        let protocols = opened.record.book().protocols;
        let names: Vec<&str> = protocols.authorities.keys().map(String::as_str).collect();
        if !names.contains(&self.authority.as_str()) {
            let help =
                did_you_mean_of(&self.authority, names.iter().copied(), "the authorities are").unwrap_or_default();
            bail!("--authority: there is no protocol of `{}`\n    help: {help}", cut(&self.authority));
        }
        let vocabulary = &protocols.vocabulary;
        if let Some(role) = self.roles.iter().find(|role| vocabulary.role_id(role).is_none()) {
            bail!("--role: `{}` is no role\n    help: `tandem protocol words` finds the roles", cut(role));
        }
        if self.name.trim().is_empty() || !self.sign_in.contains('@') {
            bail!("--name and --sign-in: a name and an e-mail address are needed");
        }
        Ok(())
    }
}
