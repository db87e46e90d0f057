# Bookkeeping of ./ax test: every suite adds to the totals and prints one line; a suite that ran no test has failed.

ax_passed=0 ax_failed=0 ax_skipped=0
ax_failed_suites=()
ax_failures=() # name and reason of each failed test, told again at the end
ax_second=()   # what failed once and then passed by itself: on a busy machine, by chance, or for a reason to look for
AX_REPORTS=$AX_ROOT/build/reports

# ax_record TITLE LOGNAME START PASSED FAILED SKIPPED STATUS
ax_record() {
    local title=$1 log=$2 start=$3 passed=$4 failed=$5 skipped=$6 status=$7 word=ok note
    # A runner may fail without a failed test: a crash after the last one, a leak, an unhandled rejection.
    if ((status != 0 && failed == 0)); then failed=1; fi
    note="$passed passed, $failed failed"
    ((skipped == 0)) || note+=", $skipped skipped"
    if ((passed + failed == 0)); then
        failed=1 note="ran no test"
    fi
    ((failed == 0)) || word=FAIL
    ax_result "$word" "$title" "$note" "$start"
    ax_passed=$((ax_passed + passed)) ax_failed=$((ax_failed + failed)) ax_skipped=$((ax_skipped + skipped))
    if ((failed)); then
        ax_failed_suites+=("$title")
        ax_show_log "$log"
    fi
    ((failed == 0))
}

# Long logs are cut by whoever shows them: what failed is told again in a few lines, where everybody looks.
ax_remember_failures() { # TITLE LOGNAME FORMAT REPORT
    local lines
    lines=$(node tools/ax/counts.mjs "$3" "$4" --failed)
    # Every test passed and the runner failed: its own words stand in the log.
    [[ -n $lines ]] || lines=$(grep -m 1 -A 12 -E 'Unhandled|ERROR: |Error:' "$AX_LOGS/$2.log" || tail -n 12 "$AX_LOGS/$2.log")
    ax_failures+=("$1:" "  ${lines//$'\n'/$'\n'  }")
}

# A check without tests of its own inside counts as one test.
ax_check_suite() { # NAME TITLE COMMAND...
    local name=$1 title=$2 start
    shift 2
    ax_wanted "$name" || return 0
    start=$(ax_now)
    AX_LIMIT=${AX_LIMIT:-900} ax_try "$title" "test-$name" "$@"
    ax_record "$title" "test-$name" "$start" $((ax_status == 0)) $((ax_status != 0)) 0 "$ax_status" || true
}

# A runner that writes a report, which it finds in $AX_REPORT.
ax_report_suite() { # NAME TITLE FORMAT COMMAND...
    local name=$1 title=$2 format=$3 start counts passed
    shift 3
    ax_wanted "$name" || return 0
    start=$(ax_now)
    export AX_REPORT=$AX_REPORTS/$name
    rm -f "$AX_REPORT"
    AX_LIMIT=${AX_LIMIT:-900} ax_try "$title" "test-$name" "$@"
    counts=$(node tools/ax/counts.mjs "$format" "$AX_REPORT")
    if ((ax_status != 0)) && [[ $format == tap ]]; then
        ax_try_again "$title" "test-$name" tap "$AX_REPORT" ax_node_tests
    fi
    # shellcheck disable=SC2086 # three numbers
    ax_record "$title" "test-$name" "$start" $counts "$ax_status" ||
        ax_remember_failures "$title" "test-$name" "$format" "$AX_REPORT"
}

# What failed gets one more try, by itself, and is told at the end. Sets `counts` and `ax_status` if that passed.
ax_try_again() { # TITLE LOGNAME FORMAT REPORT COMMAND...
    local title=$1 log=$2 format=$3 report=$4 names first failed skipped
    shift 4
    names=$(node tools/ax/counts.mjs "$format" "$report" --again)
    [[ -n $names ]] || return 0
    first=$(node tools/ax/counts.mjs "$format" "$report" --failed)
    mv "$AX_LOGS/$log.log" "$AX_LOGS/$log.first.log"
    # shellcheck disable=SC2086 # files or one filter
    AX_REPORT=$report.again AX_LIMIT=${AX_LIMIT:-900} ax_try "$title, again" "$log" "$@" $names
    if ((ax_status != 0)); then
        cat "$AX_LOGS/$log.log" >>"$AX_LOGS/$log.first.log"
        mv "$AX_LOGS/$log.first.log" "$AX_LOGS/$log.log"
        return 0
    fi
    read -r passed failed skipped <<<"$counts"
    counts="$((passed + failed)) 0 $skipped"
    ax_second+=("$title:" "  ${first//$'\n'/$'\n'  }")
}

# One binary: its output to the log, its report, its exit status and its duration to files.
ax_run_gtest() { # BINARY NAME
    local start status=0
    start=$(ax_now)
    timeout --foreground -k 10 "${AX_BINARY_LIMIT:-600}" "$1" --gtest_brief=1 --gtest_color=no \
        "--gtest_output=json:$AX_REPORTS/$2" >"$AX_LOGS/$2.log" 2>&1 </dev/null || status=$?
    ((status != 124)) || echo "ax: stopped after ${AX_BINARY_LIMIT:-600} s, the limit of one binary" >>"$AX_LOGS/$2.log"
    echo "$status $(($(ax_now) - start))" >"$AX_REPORTS/status/$2"
    echo "$2 ended with $status after $(ax_since "$start")" # for the ticker
}

ax_gtest_again() { # BINARY FILTER
    timeout --foreground -k 10 "${AX_BINARY_LIMIT:-600}" "$1" --gtest_brief=1 --gtest_color=no "--gtest_filter=$2"
}

ax_run_gtests() { # BINARY...
    local binary running=0
    for binary in "$@"; do
        if ((running >= $(nproc))); then
            wait -n || true
            running=$((running - 1))
        fi
        ax_run_gtest "$binary" "${binary##*/}" &
        running=$((running + 1))
    done
    wait
}

# Every gtest binary, as many at once as there are cores; the results are told in order of the names.
ax_gtest_suites() { # BINARY...
    local binary name counts status took passed
    rm -rf "$AX_REPORTS/status" && mkdir -p "$AX_REPORTS/status"
    for binary in "$@"; do rm -f "$AX_REPORTS/${binary##*/}"; done
    ax_try "unit tests" unit ax_run_gtests "$@"
    for binary in "$@"; do
        name=${binary##*/}
        read -r status took <"$AX_REPORTS/status/$name"
        counts=$(node tools/ax/counts.mjs gtest "$AX_REPORTS/$name")
        if ((status != 0)); then
            ax_status=$status
            ax_try_again "unit: ${name#test_}" "$name" gtest "$AX_REPORTS/$name" ax_gtest_again "$binary"
            status=$ax_status
        fi
        # shellcheck disable=SC2086 # three numbers
        ax_record "unit: ${name#test_}" "$name" $(($(ax_now) - took)) $counts "$status" ||
            ax_remember_failures "unit: ${name#test_}" "$name" gtest "$AX_REPORTS/$name"
    done
}
