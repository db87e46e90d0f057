# ./ax setup: everything that building, running, testing and linting need.

ax_cmd_setup() {
    local packages=("${ax_packages_run[@]}")
    case ${1:-} in
        --run) ;;
        "") packages+=("${ax_packages_test[@]}" "${ax_packages_lint[@]}") ;;
        *) ax_die "usage: ./ax setup [--run]" ;;
    esac
    ax_title "Setting up"
    ax_need_packages "${packages[@]}"
    ax_need_node
    ax_need_web_packages
    ax_say "  Everything is installed."
}
