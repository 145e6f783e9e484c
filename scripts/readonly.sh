#!/usr/bin/env bash
# Shows that the program needs no rights: as user 65534, without any capability, on a file
# system that is read-only but for one folder, it builds its index, answers, and takes up
# an edit of its corpus. Needs Linux and root, which it gives away.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "$(id -u)" != 0 ] || ! command -v unshare >/dev/null || ! command -v setpriv >/dev/null; then
  echo "this needs root, unshare and setpriv"
  exit 1
fi
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
chmod 755 "$work"
go build -o "$work/evidence-store" ./cmd/evidence-store
cp -r corpus "$work/corpus"
mkdir "$work/state"
chown 65534:65534 "$work/state"
printf 'corpus = "corpus"\n[server]\naddr = "127.0.0.1:0"\n[index]\nsettle = "100ms"\nscan = "1s"\n[log]\nformat = "json"\n' >"$work/config.toml"

# The folder becomes a mount of its own, so that it stays as it is when all others turn
# read-only. The shell in there ends by becoming the program.
inside='
mount --bind "$1/state" "$1/state"
while read -r _ at _; do
  at=$(printf "%b" "$at")
  [ "$at" = "$1/state" ] || mount -o remount,bind,ro "$at" 2>/dev/null || true
done </proc/self/mounts
cd "$1"
exec setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
  env -i PATH=/usr/bin:/bin bash -c "
    for at in / /tmp /var/tmp /dev/shm . corpus corpus/reviews; do
      if (: >\$at/written) 2>/dev/null; then echo \"\$at can be written\" >&2; exit 3; fi
    done
    exec ./evidence-store serve --data state"
'
unshare --mount --propagation private bash -c "$inside" inside "$work" >"$work/out" 2>"$work/log" &
server=$!
until grep -q 'answers on' "$work/out"; do
  kill -0 "$server" 2>/dev/null || { cat "$work/log"; echo "the program ended"; exit 1; }
  sleep 0.1
done
address=$(sed -n 's/.*answers on //p' "$work/out")
status() { sed -n 's/^\(Uid\|CapEff\|CapBnd\|NoNewPrivs\):[[:space:]]*/\1 /p' "/proc/$server/status" | tr '\n\t' '; '; }
echo "runs as: $(status)"
for want in 'Uid 65534 65534 65534 65534;' 'CapEff 0000000000000000;' 'CapBnd 0000000000000000;' 'NoNewPrivs 1;'; do
  case $(status) in *"$want"*) ;; *) echo "not $want"; exit 1 ;; esac
done

# A fresh clone has no programme about zeppelins; an edit brings them in.
asked() { curl -fsS "$address/api/v1/search?q=zeppelins" | grep -o '"total":[0-9]*'; }
curl -fsS "$address/api/v1/search?q=gran" | grep -q '"total":[1-9]'
before=$(asked)
review=$(ls "$work"/corpus/reviews/*.md | head -1)
printf '\nZeppelins zeppelins zeppelins.\n' >>"$review"
for _ in $(seq 300); do
  after=$(asked)
  [ "$after" = "$before" ] || break
  sleep 0.1
done
echo "zeppelins before the edit $before, after it $after"
if [ "$after" = "$before" ]; then
  tail -5 "$work/log"
  echo "the edit was not taken up"
  exit 1
fi
written=$(find "$work" -newer "$work/config.toml" -type f ! -path "$work/state/*" ! -name out ! -name log ! -path "$review")
if [ -n "$written" ]; then
  echo "written outside the folder: $written"
  exit 1
fi
echo "written in the one folder only: $(find "$work/state" -type f | wc -l) files"
