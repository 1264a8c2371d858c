#!/bin/sh
# Says in one line what to install where Python is too old or its venv is incomplete (Debian ships it apart).
python=$1
if ! command -v "$python" >/dev/null 2>&1; then
    echo "winnow needs Python 3.11 or newer, and there is no $python here. On Debian: apt-get install python3 python3-venv" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "winnow needs Python 3.11 or newer, and $python is $("$python" -V 2>&1). Name a newer one: make PYTHON=python3.11 ..." >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    echo "This Python has no complete venv module. On Debian: apt-get install python3-venv" >&2
    exit 1
fi
