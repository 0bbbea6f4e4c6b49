#!/usr/bin/env bash
# Puts the readers that tests hold releases to into `.readers`, a virtual environment of Python (3.11 or newer).
set -euo pipefail
cd "$(dirname "$0")"
environment=../../.readers
python3 -m venv --clear "$environment"
"$environment/bin/pip" install --quiet --no-compile --disable-pip-version-check -r requirements.txt
"$environment/bin/pip" install --quiet --no-compile --disable-pip-version-check --no-deps --ignore-requires-python -r schemas.txt
