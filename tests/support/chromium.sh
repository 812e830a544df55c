#!/usr/bin/env bash
# Make sure that there is a Chromium for the tests in a browser: CHROMIUM=path names one, else one on the path is taken,
# else Debian's is installed. Prints nothing when all is well but what it installs.
set -euo pipefail

names="chromium chromium-browser google-chrome google-chrome-stable"
if [ -n "${CHROMIUM:-}" ]; then
  "$CHROMIUM" --version > /dev/null || { echo "CHROMIUM=$CHROMIUM does not start"; exit 1; }
  exit 0
fi
for name in $names; do command -v "$name" > /dev/null && exit 0; done

as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get > /dev/null && { [ -z "$as_root" ] || $as_root true 2> /dev/null; }; then
  echo "installing chromium with apt ..."
  { $as_root apt-get update -qq && $as_root apt-get install -qq -y --no-install-recommends chromium; } > /dev/null
else
  echo "the tests in a browser need Chromium, and found none of: $names"
  echo "install one, or name one: CHROMIUM=/path/to/chromium make test-all"
  exit 1
fi
