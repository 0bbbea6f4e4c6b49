#!/usr/bin/env bash
# Puts the readers that tests hold releases to into `.readers`, a virtual environment of Python (3.11 or newer).
set -euo pipefail
cd "$(dirname "$0")"
environment=../../.readers
# Only what is whole is taken for installed.
python3 -m venv --clear "$environment.new"
pip() { "$environment.new/bin/python" -m pip install --quiet --no-compile --disable-pip-version-check -c constraints.txt "$@"; }
pip -r requirements.txt
pip --no-deps --ignore-requires-python -r schemas.txt
rm -rf "$environment"
mv "$environment.new" "$environment"
