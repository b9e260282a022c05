# shellcheck shell=bash
# What every script here begins with: the checkout's root, a voice, and its own help text.
# Sourced, never run.

set -euo pipefail
shopt -s inherit_errexit

# shellcheck disable=SC2034  # Read by those who source this.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Progress and complaints go to standard error; standard output belongs to what a script runs.
say() { printf '%s\n' "$*" >&2; }

# die MESSAGE: the script failed.
die() {
    say "${0##*/}: $*"
    exit 1
}

# misused MESSAGE: the caller erred; 2 is the status for that everywhere in Postern.
misused() {
    say "${0##*/}: $* (--help shows the options)"
    exit 2
}

# Prints the comment that opens the running script: its help text.
print_help() {
    sed -n '2,/^[^#]/{/^#/!q; s/^# \{0,1\}//p}' "$0"
}
