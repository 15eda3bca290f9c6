# Every everyday command, one line each. `just` alone lists them. What is longer is an xtask (`cargo run -p xtask`).

# Lists these
default:
    @just --list --unsorted

# Format, lints, shape, a journey for every clause that needs one, licences, and the protocols themselves
check:
    cargo fmt --all --check && cargo clippy --workspace --all-targets -- -D warnings && cargo run -q -p xtask -- shape && cargo run -q -p xtask -- journeys && cargo run -q -p xtask -- licences && cargo run -q -- protocol check

# Every test
test:
    cargo test --workspace

# Every worked journey against what it expects
journeys *FILES='protocols/*/journeys':
    cargo run -q --release -- journey {{FILES}}

# Every printed clause, and what carries it out
coverage:
    cargo run -q --release -- protocol coverage

# The figures of docs/benchmarks.md, with the machine they were taken on
bench:
    cargo build --release -p tandem -p bench && cargo run --release -p bench -- --write --whole-nation --peers target/peers && bench/shares >> docs/benchmarks.md

# The same child, found: beside Splink and recordlinkage
bench-match *FOLDER:
    bench/match {{FOLDER}}

# The web application with five made-up boroughs
demo *ARGS:
    cargo run --release -- demo {{ARGS}}

# The pictures of the pages in docs/pictures, made again
pictures:
    cargo test -p tandem --test browser -- --ignored pictures

# How long an answer takes, with a large record and fifty people at work
load *ARGS:
    cargo run --release -p load -- {{ARGS}}

# Whether the time of a known-to check tells what its answer does not
load-known *ARGS:
    cargo run --release -p load -- --known {{ARGS}}

# Who may see what, made again
access:
    cargo run -q -p xtask -- access

# The documentation of the crates
docs:
    cargo doc --workspace --no-deps --document-private-items

# What CI runs
ci:
    .ci/run
