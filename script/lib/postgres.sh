# shellcheck shell=bash
# PostgreSQL's programs, and a throw-away cluster of our own to test against.
# The system's clusters are never used. Sourced after script.sh.

postgres_version_min=15
postgres_bin= # set by require_postgres
cluster=      # set by start_cluster, as is
cluster_url=

# Prints the folder of the newest PostgreSQL that is new enough; fails when there is none.
find_postgres() {
    local folder version
    while read -r folder; do
        [[ -x $folder/postgres && -x $folder/initdb && -x $folder/pg_ctl ]] || continue
        version=$("$folder/postgres" --version | sed -nE 's/^[^0-9]*([0-9]+).*/\1/p')
        ((${version:-0} >= postgres_version_min)) || continue
        printf '%s\n' "$folder"
        return
    done < <(postgres_folders)
    return 1
}

postgres_folders() {
    printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort --reverse
    dirname "$(command -v postgres || echo /usr/bin/postgres)"
}

require_postgres() {
    postgres_bin=$(find_postgres) || die \
        "PostgreSQL $postgres_version_min or later is needed and this system's package is older:" \
        "see https://www.postgresql.org/download/linux/"
}

# PostgreSQL refuses to run as root; Debian's package brings a user for it.
as_postgres() {
    if ((EUID == 0)); then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# folder_for_postgres FOLDER: makes the folder and prints its real path, where the server can
# work. The user postgres can enter nothing below /root, nor what a strict umask closed; the
# folder is then a link to one elsewhere.
folder_for_postgres() {
    local folder=$1 elsewhere
    [[ -L $folder && ! -e $folder ]] && rm "$folder"
    mkdir -p "$folder"
    if ((EUID == 0)); then
        chmod go+x "$folder"
        if ! as_postgres test -x "$(cd "$folder" && pwd -P)"; then
            rmdir "$folder" 2>/dev/null ||
                die "the user postgres cannot reach $folder: choose another folder"
            elsewhere=$(mktemp -d /var/tmp/postern.XXXXXX)
            chmod go+x "$elsewhere"
            ln -s "$elsewhere" "$folder"
            say "the user postgres cannot reach $folder: it is now a link to $elsewhere"
        fi
    fi
    (cd "$folder" && pwd -P)
}

# Starts a cluster that listens on a Unix socket in its own folder and nowhere else, and sets
# `cluster`, its folder, and `cluster_url`. Its data need not survive, so nothing is flushed to the disk.
# Call stop_cluster in an EXIT trap.
start_cluster() {
    # Not TMPDIR: a socket's path has at most 107 bytes, and `postgres` must reach the folder.
    cluster=$(mktemp -d /tmp/postern-test.XXXXXX)
    ((EUID == 0)) && chown postgres: "$cluster"
    # shellcheck disable=SC2034  # Read by those who source this.
    cluster_url="postgresql://postgres@/postgres?host=$cluster&port=5432"
    say "starting PostgreSQL in $cluster"
    as_postgres "$postgres_bin/initdb" --pgdata "$cluster/data" --username postgres \
        --auth trust --encoding UTF8 --locale C.UTF-8 --no-sync >"$cluster/log" 2>&1 ||
        cluster_failed
    local settings="-c listen_addresses= -c unix_socket_directories=$cluster -c port=5432"
    settings+=" -c max_connections=200 -c fsync=off -c full_page_writes=off"
    as_postgres "$postgres_bin/pg_ctl" start --pgdata "$cluster/data" --wait --timeout 120 \
        --log "$cluster/data/server.log" --options "$settings" >>"$cluster/log" 2>&1 ||
        cluster_failed
}

cluster_failed() {
    tail -n 40 "$cluster/log" "$cluster/data/server.log" >&2 2>/dev/null || true
    die "PostgreSQL did not start"
}

# Stops the cluster and removes it; does nothing when none was started.
stop_cluster() {
    [[ -n $cluster ]] || return 0
    if [[ -e $cluster/data/postmaster.pid ]]; then
        as_postgres "$postgres_bin/pg_ctl" stop --pgdata "$cluster/data" --mode immediate \
            --wait >/dev/null 2>&1 || say "PostgreSQL in $cluster did not stop"
    fi
    rm -rf "$cluster"
    cluster=
}
