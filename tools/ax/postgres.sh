# A private PostgreSQL for the tests: its own files in a temporary folder, a unix socket and a free loopback port.
# AX_TEST_POSTGRES names it. It is thrown away at the end, so nothing is synced to disk.

AX_PG_BIN=/usr/lib/postgresql/15/bin
ax_pg_home=

# initdb refuses to run as root: there the package's own user owns the cluster.
ax_as_postgres() {
    if ((EUID == 0)); then
        setpriv --reuid=postgres --regid=postgres --clear-groups env HOME="$ax_pg_home" "$@"
    else
        "$@"
    fi
}

ax_create_cluster() {
    if ((EUID == 0)); then chown postgres:postgres "$ax_pg_home"; fi
    (cd "$ax_pg_home" && ax_as_postgres "$AX_PG_BIN/initdb" -D "$ax_pg_home/data" -U aspirex --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync --no-instructions)
}

# The port is taken by trying: PostgreSQL itself says whether it could bind.
ax_launch_cluster() {
    local port try
    for try in 1 2 3 4 5 6 7 8; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        if (cd "$ax_pg_home" && ax_as_postgres "$AX_PG_BIN/pg_ctl" -D "$ax_pg_home/data" -w -t 30 -s \
            -l "$ax_pg_home/server.log" start -o "-p $port -c listen_addresses=127.0.0.1 \
            -c unix_socket_directories=$ax_pg_home -c fsync=off -c full_page_writes=off -c synchronous_commit=off \
            -c max_connections=400 -c shared_buffers=128MB -c dynamic_shared_memory_type=mmap"); then
            echo "$port" >"$ax_pg_home/port"
            ax_as_postgres "$AX_PG_BIN/createdb" -h 127.0.0.1 -p "$port" -U aspirex aspirex
            return
        fi
        tail -n 3 "$ax_pg_home/server.log"
    done
    return 1
}

ax_start_postgres() {
    ax_pg_home=$(mktemp -d "${TMPDIR:-/tmp}/ax-postgres.XXXXXX")
    ax_create_and_launch() { ax_create_cluster && ax_launch_cluster; }
    ax_step "PostgreSQL" postgres ax_create_and_launch
    export AX_REQUIRE_POSTGRES=1 # a test that finds no server fails instead of skipping
    AX_TEST_POSTGRES="postgresql://aspirex@127.0.0.1:$(<"$ax_pg_home/port")/aspirex"
    export AX_TEST_POSTGRES
}

ax_stop_postgres() {
    [[ -n $ax_pg_home ]] || return 0
    (cd / && ax_as_postgres "$AX_PG_BIN/pg_ctl" -D "$ax_pg_home/data" -m immediate -s -t 15 stop) >/dev/null 2>&1 || true
    cp "$ax_pg_home/server.log" "$AX_LOGS/postgres-server.log" 2>/dev/null || true
    rm -rf "$ax_pg_home"
    ax_pg_home=
}
