# The development chains: processes of their own, so that the server can be stopped and started
# without them noticing. Their state lies in the data directory.

ANVIL=devnet/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil
ETHEREUM_CHAIN_ID=31337

# alive PID — whether the process runs.
alive() { [ -n "${1:-}" ] && kill -0 "$1" 2>/dev/null; }

# recorded FILE — the process id in a file, empty when there is none.
recorded() { [ -f "$1" ] && cat "$1" || true; }

# free_port FROM — the first port at or after FROM on which nothing listens.
free_port() {
  local port=$1
  while [ -n "$(ss -Hltn "sport = :$port")" ]; do port=$((port + 1)); done
  printf '%s' "$port"
}

# rpc_answers PORT — whether a node answers JSON-RPC there.
rpc_answers() {
  curl -sf -m 2 -H 'content-type: application/json' -d '{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}' \
    "http://127.0.0.1:$1" >/dev/null
}

# start_ethereum DATA — starts anvil unless it runs; sets ETHEREUM_PORT and ETHEREUM_PID.
start_ethereum() {
  local data=$1 home=$1/devnet/ethereum
  mkdir -p "$home"
  ETHEREUM_PID=$(recorded "$home/pid")
  ETHEREUM_PORT=$(recorded "$home/port")
  if alive "$ETHEREUM_PID" && rpc_answers "$ETHEREUM_PORT"; then return; fi
  need_npm devnet
  local try
  for try in 1 2 3; do
    # Another chain may take the port between the look and the start; then the next one is tried.
    ETHEREUM_PORT=$(free_port "${ETHEREUM_PORT:-8545}")
    step "starting the development chain on port $ETHEREUM_PORT"
    launch_ethereum "$home" && return
    ETHEREUM_PORT=$((ETHEREUM_PORT + 1 + RANDOM % 50))
  done
  tail -n 20 "$home/log" >&2
  die "the development chain did not start (log: $home/log)"
}

# launch_ethereum HOME — starts anvil on ETHEREUM_PORT and waits until it answers.
launch_ethereum() {
  local home=$1 waited
  # A second a block: confirmations are felt as on a real network, and bursts do not starve it.
  setsid "$COFFER_ROOT/$ANVIL" --host 127.0.0.1 --port "$ETHEREUM_PORT" --chain-id "$ETHEREUM_CHAIN_ID" \
    --block-time 1 --slots-in-an-epoch 1 --state "$home/state.json" --state-interval 30 --silent \
    >"$home/log" 2>&1 </dev/null &
  ETHEREUM_PID=$!
  printf '%s' "$ETHEREUM_PID" >"$home/pid"
  printf '%s' "$ETHEREUM_PORT" >"$home/port"
  for waited in $(seq 100); do
    alive "$ETHEREUM_PID" || return 1
    rpc_answers "$ETHEREUM_PORT" && sleep 0.1 && alive "$ETHEREUM_PID" && return 0
    sleep 0.1
  done
  kill "$ETHEREUM_PID" 2>/dev/null || true
  return 1
}

# stop_process PIDFILE NAME — asks, waits up to 15 s, then insists. Never fails.
stop_process() {
  local pid waited
  pid=$(recorded "$1")
  rm -f "$1"
  alive "$pid" || return 0
  step "stopping $2 (process $pid)"
  kill -TERM "$pid" 2>/dev/null || true
  for waited in $(seq 150); do
    alive "$pid" || return 0
    sleep 0.1
  done
  kill -KILL "$pid" 2>/dev/null || true
}
