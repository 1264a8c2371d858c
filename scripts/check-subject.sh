#!/bin/sh
# Refuse a commit whose subject is longer than 72 characters or ends with a full stop; "$1" is the message's file.
set -eu
subject=$(grep -v '^#' "$1" | sed -n 1p)
length=$(printf %s "$subject" | LC_ALL=C.UTF-8 wc -m)
if [ "$length" -gt 72 ]; then
    echo "The subject has $length characters: say it in 72, and the rest in the body." >&2
    exit 1
fi
case $subject in
*.) echo "The subject ends with a full stop: leave it out." >&2 && exit 1 ;;
'') echo "The subject is empty: say in the imperative what the commit does." >&2 && exit 1 ;;
esac
