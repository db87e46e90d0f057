# ./ax fuzz [TARGET|all] [SECONDS]: libFuzzer with sanitizers; what breaks something is left in build/fuzz/found/TARGET.

ax_fuzz_one() { # TARGET SECONDS
    local target=$1 corpus=build/fuzz/corpus/$1 found=build/fuzz/found/$1
    mkdir -p "$corpus" "$found"
    "build/fuzz/bin/fuzz_$target" -max_total_time="$2" -timeout=10 -rss_limit_mb=2048 -max_len=16384 -print_final_stats=1 \
        -artifact_prefix="$found/" "$corpus" "server/tests/corpus/$target"
}

ax_cmd_fuzz() {
    local wanted=${1:-all} seconds=${2:-60} targets=() source target failed=0
    [[ $seconds =~ ^[0-9]+$ ]] || ax_die "usage: ./ax fuzz [TARGET|all] [SECONDS]"
    for source in server/fuzz/*_fuzz.cpp; do
        target=$(basename "$source" _fuzz.cpp)
        if [[ $wanted == all || $wanted == "$target" ]]; then targets+=("$target"); fi
    done
    ((${#targets[@]})) || ax_die "no such target: $wanted; there are: $(basename -s _fuzz.cpp server/fuzz/*_fuzz.cpp | xargs)"
    ax_title "Fuzzing"
    ax_need_packages "${ax_packages_run[@]}" "${ax_packages_test[@]}"
    ax_build_server fuzz "${targets[@]/#/fuzz_}"
    export ASAN_SYMBOLIZER_PATH=${ASAN_SYMBOLIZER_PATH:-/usr/bin/llvm-symbolizer-19}
    for target in "${targets[@]}"; do
        local start
        start=$(ax_now)
        AX_LIMIT=$((seconds + 120)) ax_try "$target" "fuzz-$target" ax_fuzz_one "$target" "$seconds"
        if ((ax_status == 0)); then
            ax_result ok "$target" "$(grep -o 'number_of_executed_units: *[0-9]*' "$AX_LOGS/fuzz-$target.log" | grep -o '[0-9]*$') runs" "$start"
        else
            ax_result FAIL "$target" "build/fuzz/found/$target: make it a seed, then mend it" "$start"
            ax_show_log "fuzz-$target"
            failed=1
        fi
    done
    ((failed == 0)) || exit 1
}
