# ./ax test: everything that decides whether a change may land.

source tools/ax/suites.sh
source tools/ax/postgres.sh
source tools/ax/cmd_contract.sh

ax_only=
ax_fast=0
ax_suites=(modules sizes tools contract unit web-lint web-types web-unit web-budget blackbox e2e)

ax_wanted() { [[ -z $ax_only || $ax_only == "$1" ]]; }
ax_wants_any() {
    local name
    for name in "$@"; do
        if ax_wanted "$name"; then return 0; fi
    done
    return 1
}

ax_node_tests() {
    node --test --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=tap --test-reporter-destination="$AX_REPORT" "$@"
}
ax_vitest() { (cd web && npm run test -- --retry=1 --reporter=default --reporter=json "--outputFile.json=$AX_REPORT"); }
ax_playwright() { (cd web && PLAYWRIGHT_JSON_OUTPUT_NAME=$AX_REPORT npm run e2e -- --retries=1 --reporter=list,json); }
ax_npm_script() { (cd web && npm run "$1"); }

# Suites that need no server.
ax_test_sources() {
    ax_check_suite modules "module edges" node tools/check_modules
    ax_check_suite sizes "file sizes" node tools/check_sizes
    ax_report_suite tools "tools" tap ax_node_tests tools/*/*.test.mjs
}

ax_test_server() {
    local binaries=(build/dev/bin/test_*)
    [[ -x ${binaries[0]} ]] || ax_die "no test binaries in build/dev/bin"
    if [[ $ax_only == test_* ]]; then binaries=("build/dev/bin/$ax_only"); fi
    ax_check_suite contract "contract" ax_check_contract build/dev/aspirex
    if [[ $ax_only == test_* ]] || ax_wanted unit; then ax_gtest_suites "${binaries[@]}"; fi
}

ax_test_web() {
    ax_check_suite web-lint "web: lint" ax_npm_script lint
    ax_check_suite web-types "web: types" ax_npm_script check
    ax_report_suite web-unit "web: unit" vitest ax_vitest
    ((ax_fast)) || ax_check_suite web-budget "web: bundle budget" ax_npm_script budget
}

# The same sanitized binary as seen from outside: over raw sockets, and by a person in a browser.
ax_test_whole() {
    export AX_BINARY=$AX_ROOT/build/dev/aspirex AX_WEB_DIR=$AX_ROOT/web/dist
    AX_LIMIT=2100 ax_report_suite blackbox "black box" tap ax_node_tests server/tests/blackbox/*.test.mjs
    AX_LIMIT=2400 ax_report_suite e2e "browser" playwright ax_playwright
}

ax_test_usage() { ax_die "usage: ./ax test [--fast] [--only SUITE], SUITE is test_MODULE or one of: ${ax_suites[*]}"; }

ax_test_options() {
    while (($#)); do
        case $1 in
            --fast) ax_fast=1 ;;
            --only) ax_only=${2:-} && shift ;;
            --only=*) ax_only=${1#*=} ;;
            *) ax_test_usage ;;
        esac
        shift || ax_test_usage
    done
    [[ -z $ax_only || $ax_only == test_* || " ${ax_suites[*]} " == *" $ax_only "* ]] || ax_test_usage
}

ax_test_prepare() {
    ax_title "Preparing"
    ax_need_packages "${ax_packages_run[@]}" "${ax_packages_test[@]}"
    ax_need_node
    if ax_wants_any web-lint web-types web-unit web-budget blackbox e2e; then ax_need_web_packages; fi
    if ((!ax_fast)) && ax_wanted blackbox; then ax_need_blackbox_packages; fi
    if [[ $ax_only == test_* ]]; then
        ax_build_server dev "$ax_only"
    elif ax_wants_any contract unit blackbox e2e; then
        ax_build_server dev
    fi
    if ((!ax_fast)) && ax_wants_any web-budget blackbox e2e; then ax_build_web; fi
    if ((!ax_fast)) && { [[ $ax_only == test_* ]] || ax_wants_any unit blackbox; }; then ax_start_postgres; fi
}

ax_cmd_test() {
    ax_test_options "$@"
    mkdir -p "$AX_REPORTS"
    ax_cleanup() { ax_stop_postgres; }
    export ASAN_OPTIONS=${ASAN_OPTIONS:-abort_on_error=0:detect_stack_use_after_return=1:strict_string_checks=1}
    export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
    export ASAN_SYMBOLIZER_PATH=${ASAN_SYMBOLIZER_PATH:-/usr/bin/llvm-symbolizer-19}
    ax_test_prepare

    ax_title "Testing"
    ax_test_sources
    if [[ $ax_only == test_* ]] || ax_wants_any contract unit; then ax_test_server; fi
    ax_test_web
    if ((!ax_fast)); then ax_test_whole; fi

    ax_stop_postgres
    if ((${#ax_second[@]})); then
        ax_say "Passed only when tried again:"
        printf '%s\n' "${ax_second[@]}"
    fi
    if ((ax_failed)); then
        printf '%s\n' "${ax_failures[@]}"
        ax_say "Failed: $(IFS=,; echo "${ax_failed_suites[*]}")"
    fi
    ((ax_skipped == 0)) || ax_say "Skipped: $ax_skipped"
    ax_say "$ax_passed passed, $ax_failed failed"
    ((ax_failed == 0 && ax_passed > 0))
}
