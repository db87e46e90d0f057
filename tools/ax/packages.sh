# Debian packages, by purpose. Only missing ones are installed; when none is missing nothing but dpkg-query runs.

# Compile and run the server.
ax_packages_run=(
    ca-certificates tzdata
    clang-19 lld-19 cmake ninja-build ccache pkgconf libstdc++-12-dev
    libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
    libsqlite3-dev libpq-dev libargon2-dev libssl-dev libcurl4-openssl-dev zlib1g-dev
    libhowardhinnant-date-dev libfmt-dev libspdlog-dev
    libvips-dev libseccomp-dev
)
# Sanitizers with readable stacks, test frameworks, the real services that tests start, a browser.
ax_packages_test=(
    libclang-rt-19-dev llvm-19 libgtest-dev libgmock-dev
    postgresql-15 pgbouncer redis-server sqlite3 curl openssl chromium util-linux procps nginx haproxy python3-websockets python3-yaml prometheus clamav-daemon
)
ax_packages_lint=(clang-tidy-19 clang-format-19)
# nginx, ws and socket.io are what we are measured against; the last two build a module of theirs.
ax_packages_bench=(nginx wrk postgresql-15 util-linux procps make python3)
# Only to fetch the pinned Node.js: see node.sh.
ax_packages_npm=(nodejs npm)

# Prints those of its arguments that are not installed.
ax_missing_packages() {
    local installed name
    installed=" $(dpkg-query -W -f '${db:Status-Status}/${Package} ' "$@" 2>/dev/null || true)"
    for name in "$@"; do
        [[ $installed == *" installed/$name "* ]] || printf '%s\n' "$name"
    done
}

ax_as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo -n "$@"
    fi
}

# Nothing that gets installed may start a service by itself: ./ax starts what a test needs, with its own data. The
# policy stands only during the installation, and one that the machine already has is left alone.
ax_install_now() {
    local policy=/usr/sbin/policy-rc.d cluster=/etc/postgresql-common/createcluster.conf made=0 status=0 options=()
    # A throw-away machine need not sync every file to disk.
    [[ -z ${CI:-} ]] || options+=(-o Dpkg::Options::=--force-unsafe-io)
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' | ax_as_root tee "$policy" >/dev/null && ax_as_root chmod 755 "$policy" && made=1
    fi
    if [[ " $* " == *" postgresql-"* && ! -e $cluster ]]; then
        ax_as_root mkdir -p "${cluster%/*}" &&
            printf '# Written by AspireX before PostgreSQL was installed: its tests use clusters of their own.\ncreate_main_cluster = false\n' |
            ax_as_root tee "$cluster" >/dev/null
    fi
    ax_as_root env DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true \
        apt-get -y -q --no-install-recommends -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold \
        "${options[@]}" install "$@" || status=$?
    ((!made)) || ax_as_root rm -f "$policy"
    return "$status"
}

ax_update_lists() {
    ax_as_root apt-get -q update
}

# The package lists are fetched again when they are older than a day or name a version that is gone.
ax_install() {
    local fresh
    fresh=$(find /var/lib/apt/lists -maxdepth 1 -name '*Packages*' -mmin -1440 2>/dev/null | head -n 1)
    if [[ -z $fresh ]]; then
        ax_update_lists || echo "the package lists could not be updated; going on with those at hand"
    fi
    ax_install_now "$@" && return
    [[ -n $fresh ]] && ax_update_lists && ax_install_now "$@"
}

# ax_need_packages NAME...: installs the missing ones, as root or by sudo.
ax_need_packages() {
    local missing
    mapfile -t missing < <(ax_missing_packages "$@")
    ((${#missing[@]})) || return 0
    if ((EUID != 0)); then
        command -v sudo >/dev/null || ax_die "these packages are missing, and only root or sudo can install them: ${missing[*]}"
        sudo -v || ax_die "sudo was refused; these packages are missing: ${missing[*]}"
    fi
    ax_step "packages (${#missing[@]} to install)" packages ax_install "${missing[@]}"
}
