#!/usr/bin/env bash
# Looks for known vulnerabilities in what the program is built from: its modules and the
# standard library of Go. It fails where one concerns code that we call, where a module
# was withdrawn by its authors, and where the database cannot be reached, since nothing
# is known then. EVIDENCE_STORE_VULNDB may say otherwise:
#
#   (not set)       https://vuln.go.dev has to be reached
#   if-reachable    where it cannot be reached, say so and go on: for machines without a
#                   way out, whose results have to be checked again elsewhere
#   a URL           another copy of the database, such as file:///srv/vulndb
set -euo pipefail
cd "$(dirname "$0")/.."
db=${EVIDENCE_STORE_VULNDB:-https://vuln.go.dev}
lenient=
if [ "$db" = if-reachable ]; then db=https://vuln.go.dev lenient=yes; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
go build -modfile=tools/go.mod -o "$work/govulncheck" golang.org/x/vuln/cmd/govulncheck

# A check that finds nothing proves little unless it can find something: in a made-up
# database a function that the program calls is vulnerable.
planted="$work/planted"
mkdir -p "$planted/index" "$planted/ID"
echo '{"modified":"2026-01-01T00:00:00Z"}' >"$planted/index/db.json"
echo '[{"path":"github.com/gorilla/mux","vulns":[{"id":"GO-0000-0001","modified":"2026-01-01T00:00:00Z"}]}]' >"$planted/index/modules.json"
cat >"$planted/ID/GO-0000-0001.json" <<'JSON'
{"schema_version":"1.3.1","id":"GO-0000-0001","modified":"2026-01-01T00:00:00Z","published":"2026-01-01T00:00:00Z",
 "summary":"Made up to test the test","details":"Made up.","affected":[{"package":{"name":"github.com/gorilla/mux","ecosystem":"Go"},
 "ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}],
 "ecosystem_specific":{"imports":[{"path":"github.com/gorilla/mux","symbols":["NewRouter"]}]}}],
 "database_specific":{"url":"https://pkg.go.dev/vuln/GO-0000-0001"}}
JSON
status=0
"$work/govulncheck" -db "file://$planted" ./... >"$work/out" 2>&1 || status=$?
if [ "$status" != 3 ] || ! grep -q 'GO-0000-0001' "$work/out"; then
  cat "$work/out"
  echo "govulncheck did not find the vulnerability that was planted, so it finds none (exit code $status)."
  exit 1
fi

echo "modules that their authors withdrew or gave up:"
go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}' ./... | sort -u >"$work/modules"
xargs go list -m -u -retracted -f '{{with .Retracted}}{{$.Path}} {{$.Version}}: withdrawn: {{.}}{{end}}{{with .Deprecated}}{{$.Path}}: given up: {{.}}{{end}}' \
  <"$work/modules" >"$work/withdrawn"
sed -i '/^$/d' "$work/withdrawn"
cat "$work/withdrawn"
if [ -s "$work/withdrawn" ]; then exit 1; fi
echo "none of $(wc -l <"$work/modules")"

echo "known vulnerabilities, by $db:"
status=0
"$work/govulncheck" -db "$db" -show version ./... >"$work/out" 2>&1 || status=$?
cat "$work/out"
if [ "$status" = 1 ] && grep -q 'fetching vulnerabilities' "$work/out"; then
  echo "NOT CHECKED: the database cannot be reached from here. Run scripts/vulncheck.sh where it can."
  if [ "$lenient" ]; then exit 0; fi
  echo "Nothing is known then, so this is a failure. EVIDENCE_STORE_VULNDB=if-reachable goes on all the same."
fi
exit "$status"
