//! Is the server the one that we mean? Encrypts the way to it, checks its certificate and its name, and says in plain words why no
//! connection came to be.
//!
//! The certificate is compared with `host` of the address. Whom to trust is said by a file of the council's (`record.trusted`), else by this machine.

use std::error::Error as _;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{CertificateError, ClientConfig, RootCertStore, crypto};
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;
use tokio_postgres_rustls::MakeRustlsConnect;

/// What encrypts, trusting these certificates (PEM), or those of this machine.
pub fn ready(trusted: Option<&[u8]>) -> Result<MakeRustlsConnect, String> {
    let roots = match trusted {
        Some(pem) => from_file(pem)?,
        None => of_this_machine()?,
    };
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| format!("the way to the database cannot be encrypted: {e}"))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn from_file(pem: &[u8]) -> Result<RootCertStore, String> {
    let refused = |why: String| {
        format!("`record.trusted`: {why}; it is a file of certificates that begin with `-----BEGIN CERTIFICATE-----`")
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|e| refused(format!("a certificate in it cannot be read: {e}")))?;
        roots.add(certificate).map_err(|e| refused(format!("a certificate in it cannot be read: {e}")))?;
    }
    if roots.is_empty() {
        return Err(refused("there is no certificate in it".into()));
    }
    Ok(roots)
}

fn of_this_machine() -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    // One of hundreds that cannot be read is no reason to trust nobody.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        let help = "install them (Debian: `ca-certificates`), or name a file of them in `record.trusted`";
        return Err(format!(
            "no certificates that this machine trusts were found, to check the database's with; {help}"
        ));
    }
    Ok(roots)
}

/// Why no connection to these servers came to be, and what helps.
pub fn why_not(error: &Error, servers: &str) -> String {
    let (cause, help) = if let Some(wrong) = certificate(error) {
        wrong
    } else if error.source().is_some_and(|cause| cause.to_string() == "server does not support TLS") {
        let help = "turn it on there (`ssl = on`); only where the network between encrypts by itself, set `record.encryption` to `none`";
        ("the server offers no encryption (TLS)".to_owned(), help)
    } else if let Some(refused) = error.as_db_error().filter(|e| is_sign_in(e.code())) {
        let help = "look at `user` and `password` in `record.postgres`, and at pg_hba.conf of the server";
        (format!("the server does not let Tandem in: {}", refused.message()), help)
    } else {
        return format!("the database cannot be reached: {servers}: {}", super::whole(error));
    };
    format!("the database cannot be reached: {servers}: {cause}; {help}")
}

fn is_sign_in(code: &SqlState) -> bool {
    [SqlState::INVALID_PASSWORD, SqlState::INVALID_AUTHORIZATION_SPECIFICATION].contains(code)
}

/// What is wrong with the certificate, where that is it.
fn certificate(error: &Error) -> Option<(String, &'static str)> {
    let beneath = error.source()?.downcast_ref::<std::io::Error>()?.get_ref()?;
    let rustls::Error::InvalidCertificate(wrong) = beneath.downcast_ref::<rustls::Error>()? else { return None };
    let renew = "have it renewed there, and look whether the clocks of both machines are right";
    Some(match wrong {
        CertificateError::UnknownIssuer => {
            let help = "name in `record.trusted` the file with the certificate of whoever vouches for it: who runs the server has it";
            ("the server's certificate was given by nobody whom Tandem trusts".to_owned(), help)
        }
        CertificateError::NotValidForNameContext { presented, .. } => {
            // They come as `DnsName("db.example.org")`.
            let bare = |name: &String| name.split(['(', '"', ')']).rfind(|part| !part.is_empty()).map(str::to_owned);
            let names: Vec<String> = presented.iter().filter_map(bare).collect();
            let names = if names.is_empty() { "no name (subjectAltName)".to_owned() } else { names.join(", ") };
            let help =
                "give as `host` in `record.postgres` a name that it has; `hostaddr` beside it says where that is";
            (format!("the server's certificate is for another: it has {names}"), help)
        }
        CertificateError::ExpiredContext { .. } => ("the server's certificate has expired".to_owned(), renew),
        CertificateError::NotValidYetContext { .. } => ("the server's certificate is not valid yet".to_owned(), renew),
        other => (format!("the server's certificate is not accepted: {other}"), "have another made for the server"),
    })
}
