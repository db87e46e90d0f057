# ./ax bench [http|realtime [WORD]|scale [WORD]|telemetry|lighthouse [PATH…]]: measures the release binary beside nginx, ws and socket.io on the same
# machine, or its public pages with Lighthouse; results go to bench/RESULTS.md.

# better-sqlite3 is compiled against the headers of our own Node.js: nothing prebuilt is fetched.
ax_need_reference_packages() {
    local headers=("$AX_NODE_HOME"/node_modules/node-linux-*)
    CC=clang-19 CXX=clang++-19 npm_config_nodedir=${headers[0]} npm_config_build_from_source=true \
        ax_need_npm_packages bench/reference "reference packages"
}

ax_bench_lighthouse() {
    ax_need_packages "${ax_packages_run[@]}" chromium
    ax_need_node
    ax_need_web_packages
    ax_need_npm_packages bench/lighthouse "Lighthouse"
    [[ -n ${AX_BINARY:-} ]] || ax_build_server release aspirex
    ax_build_web
    export AX_BINARY=${AX_BINARY:-$AX_ROOT/build/release/aspirex} AX_WEB_DIR=${AX_WEB_DIR:-$AX_ROOT/web/dist}
    exec bench/run lighthouse "$@"
}

ax_cmd_bench() {
    ax_title "Benchmarks"
    if [[ ${1:-} == lighthouse ]]; then ax_bench_lighthouse "${@:2}"; fi
    ax_need_packages "${ax_packages_run[@]}" "${ax_packages_bench[@]}"
    ax_need_node
    ax_need_web_packages
    ax_need_reference_packages
    ax_build_server release
    ax_step "load generator" build-load ax_compile release socket_load
    ax_build_web
    export AX_BINARY=${AX_BINARY:-$AX_ROOT/build/release/aspirex} AX_WEB_DIR=${AX_WEB_DIR:-$AX_ROOT/web/dist}
    exec bench/run "$@"
}
