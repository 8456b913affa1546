# Everyday commands; `just` alone lists them. Nothing here is needed to use the project.

python := ".venv/bin/python"

[private]
default:
    @just --list

# the default tests, in parallel; arguments go to pytest
test *args:
    ./test {{ args }}

# ruff, mypy and the import contracts
lint:
    {{ python }} -m ruff check .
    {{ python }} -m ruff format --check .
    {{ python }} -m mypy
    {{ python }} -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

# format, and apply safe fixes
fix:
    {{ python }} -m ruff format .
    {{ python }} -m ruff check --fix .

# write every generated page, schema and figure anew
refresh:
    tools/refresh_documents

# the tests that need the system's Chromium
browser *args:
    ./test -m browser {{ args }}

# the statistical suites, minutes long
slow *args:
    tools/slow {{ args }}

# the performance bars, ours and our peers'
bench *args:
    ./tateyoko bench {{ args }}

# exactly what continuous integration runs
ci:
    .ci/run
