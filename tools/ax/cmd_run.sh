# ./ax run: install, build, serve. Ctrl-C stops the server, which has replaced this script by then.

ax_cmd_run() {
    local listen=127.0.0.1:8000 data=$AX_ROOT/data demo=(--demo) more=()
    while (($#)); do
        case $1 in
            --listen) listen=${2:?--listen HOST:PORT} && shift ;;
            --listen=*) listen=${1#*=} ;;
            --data) data=${2:?--data DIR} && shift ;;
            --data=*) data=${1#*=} ;;
            --no-demo) demo=() ;;
            -h | --help) source tools/ax/cmd_help.sh && ax_cmd_help && return ;;
            *) more+=("$1") ;;
        esac
        shift
    done
    ax_title "AspireX"
    ax_need_packages "${ax_packages_run[@]}"
    ax_need_node
    ax_need_web_packages
    ax_build_server release aspirex
    ax_build_web
    export AX_WEB_DIR=${AX_WEB_DIR:-$AX_ROOT/web/dist}
    exec build/release/aspirex serve --data "$data" --listen "$listen" "${demo[@]}" "${more[@]}"
}
