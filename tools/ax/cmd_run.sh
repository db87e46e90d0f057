# ./ax run: install, build, serve. Ctrl-C stops the server, which has replaced this script by then.

# What is not said here is for .env, the environment and the server's own defaults (127.0.0.1:8000, ./data) to say.
ax_cmd_run() {
    local demo=(--demo) options=() data
    while (($#)); do
        case $1 in
            --listen=* | --data=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" && continue ;;
            --listen) options+=(--listen "${2:?--listen HOST:PORT}") && shift ;;
            --data)
                data=${2:?--data DIR} && shift
                [[ $data == /* ]] || data=$AX_CALLED_FROM/$data
                options+=(--data "$data")
                ;;
            --no-demo) demo=() ;;
            --debug) export AX_DEBUG_TOOLBAR=true ;;
            -h | --help) source tools/ax/cmd_help.sh && ax_cmd_help && return ;;
            *) ax_die "usage: ./ax run [--listen HOST:PORT] [--data DIR] [--no-demo] [--debug]" ;;
        esac
        shift
    done
    ax_title "AspireX"
    ax_need_packages "${ax_packages_run[@]}"
    ax_need_node
    ax_need_web_packages
    ax_build_server release aspirex
    ax_build_web
    exec build/release/aspirex serve "${demo[@]}" "${options[@]}"
}
