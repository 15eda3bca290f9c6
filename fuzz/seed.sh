#!/bin/sh
# Fills fuzz/corpus/ with seeds: the worked journeys, the shipped sections, the good files of the readers' own tests, and what is kept for feeds.
set -eu
cd "$(dirname "$0")/.."
mkdir -p fuzz/corpus/journey fuzz/corpus/protocol

for file in protocols/*/journeys/*.yaml crates/journey/tests/good/*.yaml crates/journey/tests/good/*.json; do
    cp "$file" "fuzz/corpus/journey/$(echo "$file" | tr / -)"
done

# Every section becomes one of the authority `example`; what it names in other sections is left out.
for file in protocols/*/*.yaml crates/protocol/tests/good/*.yaml; do
    case "$file" in */protocol.yaml | */head-* | */facts-* | */vocabulary-*) continue ;; esac
    authority=$(basename "$(dirname "$file")")
    sed -e "s/$authority-/example-/g" -e '/^  see-also:/d' -e '/^  same-as:/d' "$file" \
        >"fuzz/corpus/protocol/$(echo "$file" | tr / -)"
done

# What is kept for what reads feeds is ready to begin with.
for folder in crates/feeds/tests/corpus/*; do
    mkdir -p "fuzz/corpus/$(basename "$folder")"
    cp "$folder"/* "fuzz/corpus/$(basename "$folder")/"
done

echo "$(ls fuzz/corpus/journey | wc -l) journeys, $(ls fuzz/corpus/protocol | wc -l) sections, $(ls crates/feeds/tests/corpus/* | grep -c -e seed -e way -e fault) for feeds"
