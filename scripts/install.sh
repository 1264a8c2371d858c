#!/bin/sh
# install.sh PYTHON LOCK: install what the lock names, by hash alone; show how it goes, and say how long it took.
python=$1
lock=$2
# Those that other systems or Pythons get are left out; the lock names them too.
total=$(grep '^[a-z0-9].*==' "$lock" | grep -vc "sys_platform == 'win32'\|os_name == 'nt'\|>= '3.12'\|< '3.11.3'")
terminal=
[ -t 2 ] && terminal=yes
echo "Installing the $total packages of $lock: one to three minutes, once ..." >&2
start=$(date +%s)
{
    "$python" -m pip install --disable-pip-version-check --progress-bar off --require-hashes -r "$lock"
    echo "exit $?"
} | awk -v total="$total" -v terminal="$terminal" '
    function show(words) {
        if (terminal) printf "\r\033[K%s", words > "/dev/stderr"
        else print words > "/dev/stderr"
        fflush("/dev/stderr")
    }
    # Without a terminal a line every ten packages is enough.
    /^(Collecting|Requirement already satisfied)/ {
        name = $0
        sub(/^(Collecting|Requirement already satisfied:) /, "", name)
        sub(/[=; ].*/, "", name)
        if (terminal || ++seen % 10 == 0) show("  " (terminal ? ++seen : seen) " of " total ": " name)
    }
    /^Installing collected packages/ { show("  unpacking ...") }
    /^exit / { code = $2 }
    END {
        if (terminal) printf "\r\033[K" > "/dev/stderr"
        exit code
    }' || exit 1
echo "Installed in $(($(date +%s) - start)) s." >&2
