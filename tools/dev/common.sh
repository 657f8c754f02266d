# What every command of ./dev uses: words on the screen, and running things as root.

if [ -t 1 ]; then BOLD=$'\e[1m' RED=$'\e[31m' RESET=$'\e[0m'; else BOLD='' RED='' RESET=''; fi
STARTED=$(date +%s)

# step TEXT — one line of progress with the seconds since the start.
step() { printf '%s[%4ds]%s %s\n' "$BOLD" "$(($(date +%s) - STARTED))" "$RESET" "$*"; }
say() { printf '%s\n' "$*"; }
die() {
  printf '%serror:%s %s\n' "$RED" "$RESET" "$*" >&2
  exit 1
}

# as_root COMMAND… — directly as root, else through sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "this needs root: run './dev' as root or install sudo ($*)"
  fi
}

# quietly LOG COMMAND… — runs with output in LOG; shows its end if it fails.
quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    die "failed: $* (whole output: $log)"
  fi
}

LOGS=$COFFER_ROOT/build/logs

# absolute PATH — without asking that it exists.
absolute() { case "$1" in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$COFFER_ROOT" "$1" ;; esac; }
