# Measuring: each figure is a ratio to a peer or to a limit in the same interleaved run.

cmd_bench() {
  need_packages "${BUILD_PACKAGES[@]}" libbenchmark-dev libcrypto++-dev wrk
  build_preset release
  python3 bench/run.py "$@"
}
