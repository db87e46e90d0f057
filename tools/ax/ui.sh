# Progress: one line per step with its time. The whole output of a step goes to build/logs/, and is shown if it fails.

AX_LOGS=$AX_ROOT/build/logs
mkdir -p "$AX_LOGS"
AX_LOG_LINES=${AX_LOG_LINES:-400} # of a failed step, so that one broken build does not bury its first error

if [[ -t 1 && ${TERM:-dumb} != dumb ]]; then
    ax_tty=1 ax_bold=$'\e[1m' ax_green=$'\e[32m' ax_red=$'\e[31m' ax_dim=$'\e[2m' ax_plain=$'\e[0m'
else
    ax_tty=0 ax_bold='' ax_green='' ax_red='' ax_dim='' ax_plain=''
fi

# Logs are files: no colours in them.
export NO_COLOR=1

ax_say() { printf '%s\n' "$*"; }
ax_title() { printf '%s%s%s\n' "$ax_bold" "$*" "$ax_plain"; }
ax_die() {
    printf '%sax: %s%s\n' "$ax_red" "$*" "$ax_plain" >&2
    exit 1
}

ax_now() { printf '%s' "${EPOCHREALTIME/./}"; }

# Seconds with one decimal since the microsecond stamp $1.
ax_since() {
    local tenths=$((($(ax_now) - $1) / 100000))
    printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# ax_result ok|FAIL TITLE NOTE START
ax_result() {
    local color=$ax_green
    [[ $1 == ok ]] || color=$ax_red
    ((!ax_tty)) || printf '\r\e[K'
    printf '  %s%-4s%s %-42s %-28s %s%9s%s\n' "$color" "$1" "$ax_plain" "$2" "$3" "$ax_dim" "$(ax_since "$4")" "$ax_plain"
}

# Shows that a long step is alive: on a terminal a line that is redrawn, elsewhere a line every half a minute.
# Ends a step that is over its limit (seconds, 0 = none), with all that it started.
ax_ticker() { # TITLE LOG START LIMIT GROUP
    local pause=0.5 last
    ((ax_tty)) || pause=5
    local next=30000000
    while :; do
        # Redirected, so that this sleep never holds a reader of our output once the step is over.
        sleep "$pause" </dev/null >/dev/null 2>&1
        local passed=$(($(ax_now) - $3))
        if (($4 > 0 && passed > $4 * 1000000)); then
            printf '\nax: stopped after %d s, the limit of this step\n' "$4" >>"$2"
            kill -TERM -- "-$5" 2>/dev/null
            sleep 5 </dev/null >/dev/null 2>&1
            kill -KILL -- "-$5" 2>/dev/null
            return
        fi
        ((ax_tty || passed >= next)) || continue
        next=$((passed + 30000000))
        last=$(tail -c 400 "$2" 2>/dev/null | tr '\r' '\n' | grep -v '^ *$' | tail -n 1 | tr -cd '[:print:]') || true
        if ((ax_tty)); then
            printf '\r\e[K  ..   %-28s %s%9s  %.60s%s' "$1" "$ax_dim" "$(ax_since "$3")" "$last" "$ax_plain"
        else
            printf '  ..   %s: %s, %.90s\n' "$1" "$(ax_since "$3")" "$last"
        fi
    done
}

# ax_try TITLE LOGNAME COMMAND...: runs the command with its output in the log; sets ax_status and prints nothing.
# The command gets a process group of its own, so that Ctrl-C and the limit AX_LIMIT end all that it started.
ax_group=
ax_try() {
    local title=$1 log=$AX_LOGS/$2.log start ticker
    shift 2
    start=$(ax_now)
    : >"$log"
    set -m
    "$@" >"$log" 2>&1 </dev/null &
    ax_group=$!
    set +m
    ax_ticker "$title" "$log" "$start" "${AX_LIMIT:-0}" "$ax_group" &
    ticker=$!
    ax_status=0
    wait "$ax_group" 2>/dev/null || ax_status=$?
    ax_group=
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    ((!ax_tty)) || printf '\r\e[K'
}

# What must not outlive this script; commands add their own by redefining ax_cleanup.
ax_cleanup() { :; }
ax_on_exit() {
    local status=$?
    trap - EXIT
    trap '' INT TERM
    if [[ -n $ax_group ]]; then kill -TERM -- "-$ax_group" 2>/dev/null || true; fi
    ax_cleanup
    # shellcheck disable=SC2046 # pids
    kill $(jobs -p) 2>/dev/null || true
    exit "$status"
}
trap ax_on_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

ax_show_log() {
    local log=$AX_LOGS/$1.log lines
    lines=$(wc -l <"$log")
    ((lines <= AX_LOG_LINES)) || ax_say "       (the last $AX_LOG_LINES of $lines lines; all of it: ${log#"$AX_ROOT"/})"
    tail -n "$AX_LOG_LINES" "$log" | sed 's/^/       /'
}

# ax_step TITLE LOGNAME COMMAND...: as ax_try, prints the outcome, and ends the run when the command failed.
ax_step() {
    local start
    start=$(ax_now)
    ax_try "$@"
    if ((ax_status == 0)); then
        ax_result ok "$1" "" "$start"
    else
        ax_result FAIL "$1" "exit $ax_status" "$start"
        ax_show_log "$2"
        exit 1
    fi
}

# One line of hex for the contents and names of the files on standard input (NUL-separated).
ax_hash_files() { LC_ALL=C sort -z | xargs -0r sha1sum | sha1sum | cut -d' ' -f1; }
