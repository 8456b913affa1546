# Sourced by ./tateyoko and ./test: makes sure that .venv holds what this checkout needs.
#
#   prepare_environment GROUP...    groups of [dependency-groups] in pyproject.toml besides the project itself
#
# Sets $venv_python. The usual call costs one checksum: only when pyproject.toml, constraints.txt, tools/environment.py or the place of the
# checkout has changed since the last installation does tools/environment.py install anything.
# The caller has set $root to the checkout.

# A Python 3.11 or newer: $PYTHON if it is set, else the first that runs.
find_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3 python python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    echo "tateyoko: needs Python 3.11 or newer, and found none; set PYTHON to its path" >&2
    return 1
}

# What an installation depends on, in one line: what is installed, how, and the place of the checkout.
environment_stamp() {
    printf '%s %s\n' "$(cat "$root/pyproject.toml" "$root/constraints.txt" "$root/tools/environment.py" | cksum)" "$root"
}

prepare_environment() {
    venv_python=$root/.venv/bin/python
    # Bytecode is kept inside .venv, out of the sources, also where the machine is set to write none: without it every
    # start would compile seven hundred modules again, which takes seconds.
    unset PYTHONDONTWRITEBYTECODE
    export PYTHONPYCACHEPREFIX="$root/.venv/bytecode"
    wanted=$(environment_stamp)
    ready=yes
    for group in project "$@"; do
        stamp=$root/.venv/.installed-$group
        [ -x "$venv_python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] || ready=no
    done
    [ "$ready" = yes ] && return 0
    python=$(find_python) || return 2
    "$python" "$root/tools/environment.py" --stamp "$wanted" "$@"
}
