#!/usr/bin/env bash
# Runs the fuzz targets of the tree for some seconds each: scripts/fuzz.sh [SECONDS
# [NAMES]], 10 seconds and all of them where nothing is said; NAMES is an extended regular
# expression of whole names. What a fuzzer finds is kept under testdata/fuzz, where go
# test runs it from then on.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-10}
names=${2:-Fuzz[A-Za-z0-9_]*}
out=$(mktemp)
trap 'rm -f "$out"' EXIT

# The clock can stop a fuzzer in the middle of an input, which go test reports as a
# failure of its own. It is told from a finding by being all that was said.
stopped_by_clock() {
  ! grep -q 'Failing input written' "$out" &&
    [ "$(sed -n '/^--- FAIL: Fuzz/,/^FAIL/p' "$out" | sed -e 1d -e '/^FAIL/,$d' | sed 's/^ *//' | sort -u)" = "context deadline exceeded" ]
}

count=0
while IFS=: read -r file line; do
  package=./$(dirname "${file#./}")
  target=$(sed 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/' <<<"$line")
  if ! go test "$package" -run '^$' -fuzz "^$target\$" -fuzztime "${seconds}s" -fuzzminimizetime 10x >"$out" 2>&1 && ! stopped_by_clock; then
    cat "$out"
    echo "$package $target failed"
    exit 1
  fi
  printf '%-28s %-22s %s\n' "$package" "$target" "$(grep '^fuzz: elapsed' "$out" | tail -1 | cut -d, -f2-)"
  count=$((count + 1))
done < <(grep -rHE "^func ($names)\(" --include='*_test.go' --exclude-dir=node_modules . | sort)
if [ "$count" -eq 0 ]; then
  echo "no fuzz targets were found"
  exit 1
fi
echo "$count targets, ${seconds} s each, found nothing"
