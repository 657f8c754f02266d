# Style as a test.

cmd_lint() {
  [ $# -eq 0 ] || die "lint takes no arguments"
  need_packages "${LINT_PACKAGES[@]}"
  step "lint"
  python3 -m unittest discover --quiet --start-directory tools/lint/rules --top-level-directory tools/lint --pattern '*_test.py'
  python3 tools/lint/lint.py
}

cmd_format() {
  need_packages "${LINT_PACKAGES[@]}"
  git ls-files -co --exclude-standard -- '*.h' '*.cc' | xargs -r clang-format-19 -i
  need_packages "${BUILD_PACKAGES[@]}"
  build_preset dev contract
  step "formatted"
}
