# Measuring: each figure is a ratio to a peer or to a limit in the same interleaved run (bench/README.md).

# cmd_bench [GROUP…] [--rounds N] [--json] — builds what the named groups need, quietly, and prints their table.
cmd_bench() {
  local groups=" $* " targets=()
  [[ $groups == *" server"* ]] || targets+=(bench_domain)
  [[ $groups == *" domain"* ]] || targets+=(coffer)
  need_packages "${BUILD_PACKAGES[@]}" libbenchmark-dev libcrypto++-dev wrk nginx-light >&2
  need_npm bench/peers >&2
  need_npm devnet >&2
  build_preset release ${targets[@]+"${targets[@]}"} >&2
  python3 bench/run.py "$@"
}
