# Sets up a Debian 12 machine: packages of the system, Node, and the locked npm packages. Everything
# that is already there is left alone, so that a second run costs nothing.

BUILD_PACKAGES=(
  clang-19 lld-19 libclang-rt-19-dev llvm-19 cmake ninja-build ccache pkg-config git ca-certificates python3 procps
  libboost1.81-dev libboost-url1.81-dev libboost-json1.81-dev libboost-system1.81-dev libboost-context1.81-dev
  libgrpc++-dev protobuf-compiler protobuf-compiler-grpc libprotobuf-dev libprotoc-dev
  libpq-dev libsqlite3-dev libsecp256k1-dev libsodium-dev libssl-dev libutf8proc-dev libcurl4-openssl-dev
  prometheus-cpp-dev libspdlog-dev nlohmann-json3-dev libsimdjson-dev libcli11-dev libtomlplusplus-dev
  libqrencode-dev libzxcvbn-dev curl iproute2
)
TEST_PACKAGES=(
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev libcrypto++-dev valgrind
  postgresql-15 python3-aiosmtpd chromium fonts-dejavu-core openssl
)
LINT_PACKAGES=(clang-format-19 clang-tidy-19 python3)

# need_packages NAME… — installs those that are missing, in one call.
need_packages() {
  local missing=() name
  for name in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || die "missing packages, and this is no Debian system: ${missing[*]}"
  step "installing ${#missing[@]} packages of the system"
  quietly "$LOGS/apt-update.log" as_root apt-get update
  # The server of PostgreSQL is wanted as a program for tests, not as a running cluster.
  quietly "$LOGS/apt-install.log" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

NODE_WANTED=20.19.0
NODE_PINNED=20.19.5

node_serves() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    [ "$(printf '%s\n%s\n' "$NODE_WANTED" "$(node --version | tr -d v)" | sort -V | head -n 1)" = "$NODE_WANTED" ]
}

# need_node — Node >= 20.19; Debian's own is older, so where it must one is brought as an npm package.
need_node() {
  local own=$COFFER_ROOT/.cache/node
  [ -x "$own/node_modules/node/bin/node" ] && export PATH="$own/node_modules/node/bin:$PATH"
  node_serves && return
  need_packages nodejs npm
  node_serves && return
  step "bringing Node $NODE_PINNED (found $(node --version))"
  mkdir -p "$own"
  quietly "$LOGS/node.log" npm install --prefix "$own" --no-audit --no-fund "node@$NODE_PINNED"
  export PATH="$own/node_modules/node/bin:$PATH"
  node_serves || die "Node $NODE_WANTED or newer is needed; found $(node --version)"
}

# need_npm DIR — `npm ci` unless the lockfile has not changed since the last time.
need_npm() {
  local dir=$1 stamp=$1/node_modules/.coffer-lock
  need_node
  cmp -s "$dir/package-lock.json" "$stamp" && return
  step "installing the npm packages of $dir"
  quietly "$LOGS/npm-${dir//\//-}.log" npm ci --prefix "$dir" --no-audit --no-fund
  cp "$dir/package-lock.json" "$stamp"
}
