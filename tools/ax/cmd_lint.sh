# ./ax lint: formatting and static analysis. Findings of all four tools are shown before it fails.

ax_cpp_sources() { find server -name node_modules -prune -o \( -name '*.h' -o -name '*.cpp' \) -print0; }
ax_check_format() { ax_cpp_sources | xargs -0r -n 64 -P "$(nproc)" clang-format-19 --dry-run -Werror; }
ax_fix_format() { ax_cpp_sources | xargs -0r clang-format-19 -i && (cd web && npm run format); }
# Headers that the build generates have to exist before clang-tidy can read what includes them.
ax_configure_dev() { ax_compile dev ax_migrations; }

ax_cmd_lint() {
    local fix=0 wanted=() failed=0
    while (($#)); do
        case $1 in
            --fix) fix=1 ;;
            -*) ax_die "usage: ./ax lint [--fix] [PART_OF_A_PATH…]" ;;
            *) wanted+=("$1") ;;
        esac
        shift
    done
    ax_title "Linting"
    ax_need_packages "${ax_packages_run[@]}" "${ax_packages_test[@]}" "${ax_packages_lint[@]}"
    ax_need_node
    ax_need_web_packages
    ((!fix)) || ax_step "format" lint-fix ax_fix_format
    ax_lint_one() { # TITLE LOGNAME COMMAND...
        local start
        start=$(ax_now)
        ax_try "$@"
        if ((ax_status == 0)); then
            ax_result ok "$1" "$(tail -n 1 "$AX_LOGS/$2.log" | cut -c1-60)" "$start"
        else
            ax_result FAIL "$1" "" "$start"
            ax_show_log "$2"
            failed=1
        fi
    }
    ax_lint_one "clang-format" lint-format ax_check_format
    ax_lint_one "web: biome" lint-biome npm --prefix web run lint
    ax_lint_one "web: tsc" lint-tsc npm --prefix web run check
    ax_step "configure" build-dev ax_configure_dev
    ax_lint_one "clang-tidy" lint-tidy node tools/lib/tidy.mjs build/dev "${wanted[@]}"
    ((failed == 0)) || exit 1
}
