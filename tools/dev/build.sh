# Building: the program through its CMake preset, the web app through npm.

# build_preset PRESET [TARGET…] — configures when needed and builds.
build_preset() {
  local preset=$1 dir
  shift
  case "$preset" in
    dev) dir=build ;;
    asan-ubsan) dir=build-asan ;;
    domain-only) dir=build-domain ;;
    *) dir=build-$preset ;;
  esac
  # Two checkouts on one machine share what the compiler cache holds.
  export CCACHE_BASEDIR=$COFFER_ROOT CCACHE_NOHASHDIR=1
  [ -f "$dir/build.ninja" ] || quietly "$LOGS/configure-$preset.log" cmake --preset "$preset"
  step "building ($preset)"
  quietly "$LOGS/build-$preset.log" cmake --build "$dir" ${1:+--target "$@"}
}

# newer_than STAMP PATH… — whether any source below the paths is newer than the stamp. The folder that a build fills is
# no source: it changes after the stamp, and everything would be built again each time. Nor are tests.
newer_than() {
  local stamp=$1
  shift
  [ ! -e "$stamp" ] || [ -n "$(find "$@" \( -name node_modules -o -name dist -o -name e2e -o -name test \) -prune -o -newer "$stamp" -print -quit)" ]
}

build_web() {
  newer_than web/dist/index.html web api/openapi.json || return 0
  need_npm web
  step "building the web app"
  quietly "$LOGS/web.log" npm --prefix web run build
}

build_program() {
  need_packages "${BUILD_PACKAGES[@]}"
  build_preset dev coffer
}

cmd_build() {
  [ $# -eq 0 ] || die "build takes no arguments"
  build_program
  build_web
  step "built build/coffer and web/dist"
}
