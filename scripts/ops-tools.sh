#!/usr/bin/env bash
# Installs promtool, which checks ops/alerts.yml and the metrics, on Debian and its kin
# where it is missing. It comes in the package prometheus, of which nothing else is
# taken: no server is installed, let alone started.
set -euo pipefail

command -v promtool >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
  echo "please install promtool" >&2
  exit 1
fi
root=()
[ "$(id -u)" = 0 ] || root=(sudo)
"${root[@]}" apt-get update -q
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -q prometheus
dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x ./usr/bin/promtool
"${root[@]}" install -m 755 usr/bin/promtool /usr/local/bin/promtool
promtool --version
