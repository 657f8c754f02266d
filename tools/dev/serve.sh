# `up` and `down`: the server on a data directory, with its development chains.

# parse_serve_options ARG… — sets DETACH, PORT, DATA, WITH_DEVNET, SPLIT, REPLICAS.
parse_serve_options() {
  DETACH=0 PORT=3000 DATA=data WITH_DEVNET=1 SPLIT=0 REPLICAS=1
  while [ $# -gt 0 ]; do
    case "$1" in
      --detach) DETACH=1 ;;
      --no-devnet) WITH_DEVNET=0 ;;
      --split) SPLIT=1 ;;
      --port | --data | --replicas)
        [ $# -ge 2 ] || die "$1 needs a value"
        case "$1" in
          --port) PORT=$2 ;;
          --data) DATA=$2 ;;
          --replicas) REPLICAS=$2 ;;
        esac
        shift
        ;;
      *) die "unknown option: $1" ;;
    esac
    shift
  done
  [[ $PORT =~ ^[0-9]+$ ]] && [ "$PORT" -ge 1 ] && [ "$PORT" -le 65535 ] || die "--port must be 1–65535, not '$PORT'"
  DATA=$(absolute "$DATA")
}

# refuse_busy_port — names the process that has the port.
refuse_busy_port() {
  local holder
  holder=$(ss -Hltnp "sport = :$PORT" | sed -n 's/.*users:((\(.*\)))/\1/p' | head -n 1)
  [ -z "$(ss -Hltn "sport = :$PORT")" ] || die "port $PORT is taken by ${holder:-another process}; choose another with --port"
}

# launch NAME LOG ARG… — starts build/coffer with these arguments and remembers it for dev.json; sets SERVER_PID.
launch() {
  local name=$1 log=$2
  shift 2
  setsid "$COFFER_ROOT/build/coffer" "$@" >>"$log" 2>&1 </dev/null &
  SERVER_PID=$!
  python3 -c 'import json, sys; a = sys.argv; print(json.dumps({"name": a[1], "pid": int(a[2]), "log": a[3], "serve": a[4:]}))' \
    "$name" "$SERVER_PID" "$log" "$COFFER_ROOT/build/coffer" "$@" >>"$DATA/processes.jsonl"
}

write_dev_json() {
  DEV_URL=http://127.0.0.1:$PORT DEV_DATA=$DATA DEV_PID=$SERVER_PID DEV_CHAIN=${ETHEREUM_PORT:-} \
    DEV_CHAIN_PID=${ETHEREUM_PID:-} DEV_CHAIN_ID=$ETHEREUM_CHAIN_ID \
    DEV_POSTGRES=${POSTGRES_HOME:-} python3 - "$DATA/dev.json" <<'PYTHON'
import json, os, pathlib, sys

e = os.environ
link = pathlib.Path(e["DEV_DATA"], "admin-link")
processes = [json.loads(line) for line in pathlib.Path(e["DEV_DATA"], "processes.jsonl").read_text().splitlines()]
document = {
    "url": e["DEV_URL"],
    "pid": int(e["DEV_PID"]),
    "data": e["DEV_DATA"],
    "admin_link": f'{e["DEV_URL"]}/#admin={link.read_text().strip()}' if link.exists() else None,
    "serve": processes[-1]["serve"],
    "processes": processes,
    "postgres": e["DEV_POSTGRES"] or None,
    "networks": {},
}
if e["DEV_CHAIN"]:
    document["networks"]["ethereum"] = {
        "rpc": f'http://127.0.0.1:{e["DEV_CHAIN"]}',
        "chain_id": int(e["DEV_CHAIN_ID"]),
        "pid": int(e["DEV_CHAIN_PID"]),
    }
path = pathlib.Path(sys.argv[1])
path.with_suffix(".new").write_text(json.dumps(document, indent=2) + "\n")
path.with_suffix(".new").replace(path)
PYTHON
}

# wait_ready — until /health/ready answers 200, while the server lives.
wait_ready() {
  local waited
  for waited in $(seq 300); do
    curl -sf -m 2 "http://127.0.0.1:$PORT/health/ready" >/dev/null && return
    alive "$SERVER_PID" || { tail -n 20 "$LOG" >&2; die "the server did not start (log: $LOG)"; }
    sleep 0.1
  done
  die "the server is not ready after 30 s (log: $LOG)"
}

say_where() {
  say
  say "  Web        http://127.0.0.1:$PORT"
  [ -f "$DATA/admin-link" ] && say "  First admin http://127.0.0.1:$PORT/#admin=$(cat "$DATA/admin-link")   (30 minutes, once)"
  say "  API        http://127.0.0.1:$PORT/v1    documents: http://127.0.0.1:$PORT/docs"
  say "  Data       $DATA"
  [ "$DETACH" -eq 1 ] && say "  Stop       ./dev down --data $DATA" || say "  Stop       Ctrl-C"
  say
}

cmd_up() {
  parse_serve_options "$@"
  if alive "$(recorded "$DATA/pid")" || alive "$(recorded "$DATA/gateway/pid")"; then
    die "a server already runs on $DATA; stop it with ./dev down --data $DATA"
  fi
  build_program
  build_web
  refuse_busy_port
  mkdir -p "$DATA"
  chmod 700 "$DATA"
  rm -f "$DATA/dev.json" "$DATA/processes.jsonl"
  # What was started before is not left behind when something does not come up.
  trap 'cmd_down --data "$DATA" >/dev/null' EXIT
  DEVNET_FLAGS=()
  if [ "$WITH_DEVNET" -eq 1 ]; then
    start_ethereum "$DATA"
    DEVNET_FLAGS=(--devnet "ethereum=http://127.0.0.1:$ETHEREUM_PORT")
  fi
  if [ "$SPLIT" -eq 1 ]; then
    LOG=$DATA/gateway/server.log
    start_split "$DATA" "$REPLICAS"
  else
    LOG=$DATA/server.log
    step "starting the server on port $PORT"
    launch coffer "$LOG" serve --profile development --data "$DATA" --port "$PORT" --web "$COFFER_ROOT/web/dist" \
      "${DEVNET_FLAGS[@]}"
  fi
  wait_ready
  trap - EXIT
  write_dev_json
  step "ready"
  say_where
  [ "$DETACH" -eq 1 ] && return
  trap 'trap - INT TERM; cmd_down --data "$DATA"; exit 0' INT TERM
  tail -n 0 -f "$LOG" --pid="$SERVER_PID" &
  wait $!
  cmd_down --data "$DATA"
}

cmd_down() {
  parse_serve_options "$@"
  stop_process "$DATA/pid" "the server"
  stop_split "$DATA"
  stop_process "$DATA/devnet/ethereum/pid" "the development chain"
  rm -f "$DATA/dev.json"
  step "stopped"
}
