#!/usr/bin/env bash
# Founds the sample district in the folder $1 and imports both editions of its register.
set -euo pipefail
export GUATU_HOME=$1
folder=$(cd "$(dirname "$0")/.." && pwd)
guatu=$folder/.venv/bin/guatu
rm -rf "$1"
"$guatu" init --name "青沂区（示例）" --crs EPSG:4548 --currency CNY
for edition in 2026-03 2026-06; do
    "$guatu" import plots "$folder/docs/examples/acquisition_$edition.csv" \
        --register acquisition --mapping "$folder/docs/examples/acquisition.toml" --apply
done
