# The server by CMake and Ninja, the client by Vite. Both do nothing when nothing changed.

# ax_compile PRESET TARGET...: configures once, then leaves it to Ninja to notice changes, new files included.
ax_compile() {
    local preset=$1
    shift
    # Objects can be shared by clones in different places: every path inside them is relative to the root. The rest is what ccache
    # wants to hear about precompiled headers (server/precompiled.cmake).
    export CCACHE_BASEDIR=$AX_ROOT CCACHE_NOHASHDIR=1 CCACHE_PCH_EXTSUM=1 CCACHE_SLOPPINESS=pch_defines,time_macros
    if [[ ! -f build/$preset/build.ninja || CMakePresets.json -nt build/$preset/build.ninja ]]; then
        cmake --preset "$preset" || return
    fi
    ninja -C "build/$preset" -j "${AX_JOBS:-$(nproc)}" "$@"
}

ax_build_server() { # PRESET TARGET...
    ax_step "server ($1)" "build-$1" ax_compile "$@"
}

ax_web_inputs_hash() {
    {
        find web -path web/node_modules -prune -o -path web/dist -prune -o -path web/e2e -prune -o \
            -path web/test-results -prune -o -path web/playwright-report -prune -o -type f -print0
        printf 'tools/node/package-lock.json\0'
    } | ax_hash_files
}

ax_bundle_web() {
    (cd web && npm run build) && printf '%s\n' "$1" >build/web.stamp
}

ax_build_web() {
    local want have=
    want=$(ax_web_inputs_hash)
    [[ ! -f build/web.stamp || ! -f web/dist/index.html ]] || have=$(<build/web.stamp)
    [[ $want == "$have" ]] || ax_step "web client" build-web ax_bundle_web "$want"
}
