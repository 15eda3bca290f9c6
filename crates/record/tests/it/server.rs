//! A PostgreSQL server for the tests: one for all of them, in a folder of its own, on a socket of its own. It ends with the tests, however
//! they end: a shell holds it that waits for the end of our side of a pipe.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use tokio::sync::Mutex;

const HOLD: &str = r#"
set -e
dir=$(mktemp -d /tmp/tandem-record-XXXXXX)
trap 'pg_ctl -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM HUP
initdb -D "$dir/data" -U tandem -A trust -E UTF8 --locale-provider=icu --icu-locale=en-GB --locale=C.UTF-8 >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
cat >>"$dir/data/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '$dir'
max_connections = 300
shared_buffers = 64MB
synchronous_commit = off
checkpoint_timeout = 1h
max_wal_size = 8GB
END
if [ -n "$1" ]; then
    mkdir "$dir/keys"
    cd "$dir/keys"
    new="openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    $new -subj "/CN=Whoever vouches for it" -keyout own.key -out own.pem 2>/dev/null
    $new -subj "/CN=db.example.org" -addext subjectAltName=DNS:db.example.org -addext basicConstraints=critical,CA:FALSE \
        -CA own.pem -CAkey own.key -keyout db.key -out db.pem 2>/dev/null
    chmod 600 db.key
    cat >>"$dir/data/postgresql.conf" <<END
listen_addresses = '127.0.0.1'
port = $1
ssl = on
ssl_cert_file = '$dir/keys/db.pem'
ssl_key_file = '$dir/keys/db.key'
END
    echo "hostssl all all 127.0.0.1/32 scram-sha-256" >"$dir/hba"
    echo "local all all trust" >>"$dir/hba"
    mv "$dir/hba" "$dir/data/pg_hba.conf"
fi
pg_ctl -D "$dir/data" -w -l "$dir/log" start >/dev/null 2>&1 || { cat "$dir/log" >&2; exit 1; }
echo "$dir"
cat >/dev/null
"#;

/// A server that runs.
pub struct Server {
    folder: PathBuf,
    bin: PathBuf,
    /// Where it listens on this machine, encrypted; nothing where it has a socket alone.
    pub port: Option<u16>,
    // Its standard input is the pipe that ends with us.
    _held: Child,
}

/// The one for all tests; nothing where it was said that there is none.
pub fn shared() -> Option<&'static Server> {
    static SHARED: OnceLock<Option<Server>> = OnceLock::new();
    SHARED.get_or_init(start).as_ref()
}

/// One for a test alone, that it may stop and start; nothing where it was said that there is none.
pub fn start() -> Option<Server> {
    start_at(None)
}

/// One for a test alone, which lets in whoever comes by way of this machine's network encrypted and with a password. Its certificate is for
/// `db.example.org`.
pub fn start_encrypted() -> Option<Server> {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    start_at(Some(port))
}

fn start_at(port: Option<u16>) -> Option<Server> {
    if std::env::var_os("TANDEM_WITHOUT_POSTGRES").is_some_and(|v| v == "1") {
        eprintln!("not tried on PostgreSQL: TANDEM_WITHOUT_POSTGRES=1");
        return None;
    }
    let bin = bin().expect("PostgreSQL is needed: install Debian's `postgresql` (or set TANDEM_WITHOUT_POSTGRES=1)");
    let mut held = as_nobody_special(&bin, "sh")
        .args(["-c", HOLD, "sh"])
        .arg(port.map_or(String::new(), |port| port.to_string()))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut line = String::new();
    BufReader::new(held.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(!line.is_empty(), "PostgreSQL did not start; what it said stands above");
    Some(Server { folder: PathBuf::from(line.trim()), bin, port, _held: held })
}

/// PostgreSQL refuses to run as root.
fn as_nobody_special(bin: &Path, program: &str) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout == b"0\n");
    let mut command = if root { Command::new("runuser") } else { Command::new(program) };
    if root {
        command.args(["-u", "postgres", "--", program]);
    }
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{}:{path}", bin.display())).env("LC_ALL", "C.UTF-8").current_dir("/");
    command
}

/// The newest there is.
fn bin() -> Option<PathBuf> {
    let installed =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut all: Vec<PathBuf> =
        std::env::split_paths(&path).chain(installed).filter(|b| b.join("initdb").is_file()).collect();
    all.sort();
    all.pop()
}

impl Server {
    /// The address of a database on it.
    pub fn address(&self, database: &str) -> String {
        let port = self.port.unwrap_or(5432);
        format!("host={} port={port} user=tandem dbname={database}", self.folder.display())
    }

    /// The certificate of whoever vouches for it.
    pub fn vouching(&self) -> Vec<u8> {
        std::fs::read(self.folder.join("keys/own.pem")).unwrap()
    }

    /// Makes a database of this name.
    pub async fn make(&self, database: &str) {
        static TURN: Mutex<()> = Mutex::const_new(());
        let sql = format!("CREATE DATABASE {database}");
        let _turn = TURN.lock().await;
        run(&self.address("postgres"), &sql).await;
    }

    /// Stops it and starts it again.
    pub fn restart(&self) {
        let data = self.folder.join("data");
        let said = as_nobody_special(&self.bin, "pg_ctl")
            .arg("-D")
            .arg(&data)
            .args(["-m", "fast", "-w", "-l", "/dev/null", "restart"])
            .output()
            .unwrap();
        assert!(said.status.success(), "{said:?}");
    }
}

/// Runs SQL as a database administrator, and gives the rows as texts.
pub async fn run(address: &str, sql: &str) -> Vec<Vec<String>> {
    let (client, connection) = tokio_postgres::connect(address, tokio_postgres::NoTls).await.unwrap();
    let driven = tokio::spawn(connection);
    let said = client.simple_query(sql).await.unwrap_or_else(|e| panic!("{sql}: {:?}", e.as_db_error()));
    drop(client);
    driven.await.unwrap().unwrap();
    let row = |m| if let tokio_postgres::SimpleQueryMessage::Row(row) = m { Some(row) } else { None };
    let text =
        |row: tokio_postgres::SimpleQueryRow| (0..row.len()).map(|n| row.get(n).unwrap_or("").to_owned()).collect();
    said.into_iter().filter_map(row).map(text).collect()
}
