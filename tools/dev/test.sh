# Testing: one part after another, each ending with its runner's own summary.

# run_ctest DIR [ARG…] — the unit tests of one build.
run_ctest() {
  local dir=$1
  shift
  ctest --test-dir "$dir" --output-on-failure --no-tests=error -j 2 "$@"
}

test_unit() {
  need_npm devnet
  build_preset dev
  step "unit tests"
  run_ctest build
}

test_sanitized() {
  need_npm devnet
  build_preset "$1"
  step "unit tests ($1)"
  run_ctest "build-${1%%-*}"
}

# The layers that read bytes from outside; `--asan` runs the services under the sanitizers too.
test_sanitized_ground() {
  build_preset asan-ubsan tests_of_base tests_of_domain tests_of_platform
  step "unit tests of base, domain and platform (asan-ubsan)"
  run_ctest build-asan -L '^(base|domain|platform)$'
}

test_domain() {
  build_preset domain-only
  step "base and domain alone"
  run_ctest build-domain
}

test_sdk() {
  need_npm sdk/typescript
  step "SDK"
  npm --prefix sdk/typescript test
}

test_constant_time() {
  build_preset dev coffer_constant_time_test
  step "secrets decide neither branches nor addresses"
  run_ctest build -R '^constant-time$'
}

test_oracles() {
  need_npm tests/oracles
  build_preset dev coffer-tool
  step "coffer tool against other libraries"
  COFFER_ORACLE_CASES=${COFFER_ORACLE_CASES:-100} npm --prefix tests/oracles test -- "$@"
}

test_web() {
  need_npm web
  step "web app"
  npm --prefix web test
}

# The system's Chromium on the real server, and on every screen in every state.
test_browser() {
  need_npm web
  need_npm devnet
  build_program
  build_web
  step "web app in a browser"
  npm --prefix web run test:browser -- "$@"
}

test_flows() {
  need_npm sdk/typescript
  need_npm tests/flows
  need_npm devnet
  build_program
  build_web
  step "flows over the public API"
  npm --prefix tests/flows test -- "$@"
}

test_fuzz() {
  build_preset fuzz fuzzers
  local program name corpus seeds
  for program in build-fuzz/bin/fuzz_*; do
    name=${program##*/fuzz_}
    corpus=build-fuzz/corpus/$name
    mkdir -p "$corpus"
    seeds=tests/fuzz/$name
    [ -d "$seeds" ] || seeds=$corpus
    step "fuzzing $name for ${FUZZ_SECONDS:-60} s"
    # What is found grows in the build folder; the seeds in the tree stay as they are.
    quietly "$LOGS/fuzz_$name.log" "$program" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=10 -rss_limit_mb=2048 \
      -artifact_prefix="$LOGS/" "$corpus" "$seeds"
  done
}

# test_filtered FILTER — unit tests and flows whose name holds the filter.
test_filtered() {
  build_preset dev
  ctest --test-dir build --output-on-failure --no-tests=ignore -j 2 -R "$1"
  test_flows -t "$1"
}

cmd_test() {
  need_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
  case "${1:-}" in
    --unit) test_unit ;;
    --asan) test_sanitized asan-ubsan ;;
    --tsan) test_sanitized tsan ;;
    --domain) test_domain ;;
    --constant-time) test_constant_time ;;
    --oracles) shift && test_oracles "$@" ;;
    --sdk) test_sdk ;;
    --web) test_web ;;
    --browser) shift && test_browser "$@" ;;
    --flows) shift && test_flows "$@" ;;
    --topology)
      [ "${2:-}" = split ] || [ "${2:-}" = one ] || die "--topology must be one or split"
      export COFFER_TOPOLOGY=$2
      shift 2
      test_flows "$@"
      ;;
    --fuzz) test_fuzz ;;
    --*) die "unknown option: $1" ;;
    "")
      test_unit
      test_sanitized_ground
      test_domain
      test_oracles
      test_sdk
      test_web
      test_flows
      ;;
    *) test_filtered "$1" ;;
  esac
}
