#!/usr/bin/env bash
# Installs the linters that we measure beside, by their public names, into a folder (default: benchmarks/.work/peers).
# A peer that cannot be installed is left out, and said so; benchmarks/run.py then measures without it.
set -euo pipefail
folder=${1:-"$(dirname "${BASH_SOURCE[0]}")/.work/peers"}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

python3 -m venv "$folder/python"
"$folder/python/bin/python" -m pip install --quiet rumdl ||
    echo 'rumdl could not be installed: it is left out' >&2

if command -v npm >/dev/null; then
    npm install --silent --no-audit --no-fund --prefix "$folder/node" markdownlint-cli2 ||
        echo 'markdownlint-cli2 could not be installed: it is left out' >&2
else
    echo 'no npm: markdownlint-cli2 is left out' >&2
fi
