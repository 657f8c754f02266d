# `up --split`: the same program as four processes, gateway · identity · signer · the rest, each with a certificate of
# its own and a database of its own on one PostgreSQL.

POSTGRES_BIN=/usr/lib/postgresql/15/bin

# services_of PROCESS — what runs in it, separated by commas.
services_of() {
  case "$1" in
    core*) printf 'chains,jsonrpc,streams,transactions,wallets' ;;
    *) printf '%s' "$1" ;;
  esac
}

# as_postgres COMMAND… — PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups "$@")
  else
    "$@"
  fi
}

# postgres_home DATA — where the databases of a data directory lie: where PostgreSQL's own user may enter, and with a
# path short enough for a socket.
postgres_home() { printf '/var/tmp/coffer-postgres-%s' "$(printf '%s' "$1" | sha256sum | cut -c1-16)"; }

postgres_runs() { [ -d "$1/data" ] && as_postgres "$POSTGRES_BIN/pg_ctl" --pgdata "$1/data" status >/dev/null 2>&1; }

# start_postgres DATA — makes the cluster when it is missing and starts it; sets POSTGRES_HOME.
start_postgres() {
  need_packages postgresql-15
  POSTGRES_HOME=$(postgres_home "$1")
  postgres_runs "$POSTGRES_HOME" && return
  mkdir -p "$POSTGRES_HOME"
  chmod 700 "$POSTGRES_HOME"
  [ "$(id -u)" -ne 0 ] || chown postgres: "$POSTGRES_HOME"
  step "starting PostgreSQL in $POSTGRES_HOME"
  [ -f "$POSTGRES_HOME/data/PG_VERSION" ] || quietly "$1/postgres.log" as_postgres "$POSTGRES_BIN/initdb" \
    --pgdata="$POSTGRES_HOME/data" --username=coffer --auth=trust --encoding=UTF8 --locale=C
  quietly "$1/postgres.log" as_postgres "$POSTGRES_BIN/pg_ctl" --pgdata="$POSTGRES_HOME/data" --log="$POSTGRES_HOME/log" \
    --options="-k $POSTGRES_HOME -c listen_addresses= -c max_connections=200" --wait start
}

# stop_postgres DATA — asks it to end what runs and stop.
stop_postgres() {
  local home
  home=$(postgres_home "$1")
  postgres_runs "$home" || return 0
  step "stopping PostgreSQL"
  as_postgres "$POSTGRES_BIN/pg_ctl" --pgdata="$home/data" --mode=fast --wait stop >/dev/null || true
}

# prepare_process DATA NAME — its folder, its certificate, its database.
prepare_process() {
  local home=$1/$2
  mkdir -p "$home"
  chmod 700 "$home"
  # The services are words of one argument each.
  # shellcheck disable=SC2046
  build/coffer pki issue --dir "$1/pki" --out "$home/pki" --days 365 $(services_of "$2" | tr , ' ') >/dev/null
  as_postgres "$POSTGRES_BIN/psql" --host="$POSTGRES_HOME" --username=coffer --dbname=postgres --quiet \
    --command="CREATE DATABASE coffer_$(database_of "$2")" >/dev/null 2>&1 || true
  (umask 077 && printf 'host=%s user=coffer dbname=coffer_%s\n' "$POSTGRES_HOME" "$(database_of "$2")" >"$home/postgres-url")
}

# database_of PROCESS — replicas share one.
database_of() {
  case "$1" in
    core*) printf 'core' ;;
    *) printf '%s' "$1" ;;
  esac
}

# peer_flags NAME — where the services are that run elsewhere; PORT_OF is set by start_split.
peer_flags() {
  local process service
  for process in "${!PORT_OF[@]}"; do
    [ "$(database_of "$process")" = "$(database_of "$1")" ] && continue
    for service in $(services_of "$process" | tr , ' '); do
      printf -- '--peer\n%s=127.0.0.1:%s\n' "$service" "${PORT_OF[$process]}"
    done
  done
}

# start_split DATA REPLICAS — that many of the rest, on one database; sets SERVER_PID to the gateway's.
start_split() {
  local name flags port=$((20000 + RANDOM % 10000)) processes=(signer identity)
  declare -gA PORT_OF=()
  for name in $(seq "$2"); do processes+=("core-$name"); done
  start_postgres "$1"
  [ -f "$1/pki/ca.key" ] || build/coffer pki init --dir "$1/pki" >/dev/null
  # Below the ports that the system gives to connections.
  for name in "${processes[@]}"; do
    port=$(free_port $((port + 1)))
    PORT_OF[$name]=$port
  done
  processes+=(gateway)
  step "starting ${#processes[@]} processes"
  for name in "${processes[@]}"; do
    prepare_process "$1" "$name"
    mapfile -t flags < <(peer_flags "$name")
    flags+=(--services "$(services_of "$name")" --data "$1/$name" "${DEVNET_FLAGS[@]}")
    case "$name" in
      gateway) flags+=(--port "$PORT" --web "$COFFER_ROOT/web/dist" --postgres-url-file "$1/$name/postgres-url") ;;
      signer) flags+=(--signer-postgres-url-file "$1/$name/postgres-url") ;;
      *) flags+=(--postgres-url-file "$1/$name/postgres-url") ;;
    esac
    [ "$name" = gateway ] || flags+=(--listen-grpc "127.0.0.1:${PORT_OF[$name]}")
    launch "$name" "$1/$name/server.log" serve --profile development "${flags[@]}"
  done
  ln -sfn identity/admin-link "$1/admin-link"
}

# stop_split DATA — who is asked first stops first.
stop_split() {
  local home
  for home in "$1"/gateway "$1"/core-* "$1"/identity "$1"/signer; do
    [ ! -d "$home" ] || stop_process "$home/pid" "${home##*/}"
  done
  stop_postgres "$1"
}
