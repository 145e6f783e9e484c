#!/usr/bin/env bash
# Installs what the browser tests need and Go does not bring: on Debian and its kin
# Chromium, Java and npm where they are missing, and the packages of tools/package.json.
set -euo pipefail
cd "$(dirname "$0")/../tools"

wanted=()
command -v chromium >/dev/null || command -v google-chrome >/dev/null || wanted+=(chromium)
command -v java >/dev/null || wanted+=(default-jre-headless)
command -v npm >/dev/null || wanted+=(nodejs npm)
if [ ${#wanted[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "please install ${wanted[*]}" >&2
    exit 1
  fi
  root=()
  [ "$(id -u)" = 0 ] || root=(sudo)
  "${root[@]}" apt-get update -q
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${wanted[@]}"
fi

# A package's own script would fetch a Java of its own.
npm ci --ignore-scripts --no-audit --no-fund
