# ./ax build: the release binary build/release/aspirex and the client web/dist.

# The slowest compilations of the last builds, from Ninja's own log: nothing of ours should take above 10 s.
ax_build_times() { # PRESET
    ax_title "Slowest sources (seconds)"
    awk -F '\t' '/^#/ {next} $4 ~ /\.o$/ {t[$4] = ($2 - $1) / 1000} END {for (o in t) printf "%7.1f  %s\n", t[o], o}' \
        "build/$1/.ninja_log" | sort -rn | head -n 20
}

ax_cmd_build() {
    local preset=release times=0
    while (($#)); do
        case $1 in
            --preset) preset=${2:?--preset NAME} && shift ;;
            --times) times=1 ;;
            *) ax_die "usage: ./ax build [--preset release|dev|tsan] [--times]" ;;
        esac
        shift
    done
    ax_title "Building"
    ax_need_packages "${ax_packages_run[@]}"
    [[ $preset == release ]] || ax_need_packages "${ax_packages_test[@]}"
    ax_need_node
    ax_need_web_packages
    ax_build_server "$preset"
    ax_build_web
    ((!times)) || ax_build_times "$preset"
    ax_say "  build/$preset/aspirex and web/dist are up to date."
}
