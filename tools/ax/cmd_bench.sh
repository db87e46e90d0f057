# ./ax bench: measures the release binary beside nginx on the same machine; results go to bench/RESULTS.md.

ax_cmd_bench() {
    ax_title "Benchmarks"
    ax_need_packages "${ax_packages_run[@]}" "${ax_packages_bench[@]}"
    ax_need_node
    ax_need_web_packages
    ax_build_server release
    ax_build_web
    export AX_BINARY=${AX_BINARY:-$AX_ROOT/build/release/aspirex} AX_WEB_DIR=${AX_WEB_DIR:-$AX_ROOT/web/dist}
    exec bench/run "$@"
}
