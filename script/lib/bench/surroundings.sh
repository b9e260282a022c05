# shellcheck shell=bash
# What the benchmark runs in: a folder, a durable cluster, nginx, and the process of the rounds.
# Sourced after script.sh, postgres.sh and packages.sh.

# shellcheck disable=SC2154  # `root` and `postgres_bin` are set there.

folder= # set by make_folder
nginx=  # set by find_nginx
rounds= # the process of run_rounds

# Ten thousand connections take as many descriptors on each side.
raise_descriptor_limit() {
    local needed=12000
    (($(ulimit -n) >= needed)) && return
    ulimit -n "$needed" 2>/dev/null && return
    as_root prlimit --pid $$ --nofile="$needed:$needed" ||
        die "10,000 connections need $needed open files: ulimit -n says $(ulimit -n)"
}

make_folder() {
    folder=$(mktemp -d /var/tmp/postern-bench.XXXXXX)
    chmod go+x "$folder"
}

remove_folder() { [[ -z $folder ]] || rm -rf "$folder"; }

# The package would start a server and enable it: without one, its program is unpacked instead.
find_nginx() {
    nginx=$(PATH=$PATH:/usr/sbin command -v nginx) && return
    say "unpacking: nginx (the server to compare with; it is not installed)"
    (
        cd "$folder"
        apt-get -qq download nginx || { as_root apt-get -qq update && apt-get -qq download nginx; }
        dpkg-deb --extract nginx_*.deb nginx
    ) >&2 || die "could not get nginx"
    nginx=$folder/nginx/usr/sbin/nginx
    "$nginx" -v 2>/dev/null || die "the nginx package does not run by itself: please install it"
}

# Starts a cluster as start_cluster does, but on the disk's own file system and durable: what is
# measured is what a production server would do.
start_durable_cluster() {
    cluster=$(mktemp -d /var/tmp/postern-bench-db.XXXXXX)
    ((EUID == 0)) && chown postgres: "$cluster"
    say "starting PostgreSQL in $cluster"
    as_postgres "$postgres_bin/initdb" --pgdata "$cluster/data" --username postgres \
        --auth trust --encoding UTF8 --locale C.UTF-8 >"$cluster/log" 2>&1 || cluster_failed
    cat >>"$cluster/data/postgresql.conf" <<-END
		listen_addresses = ''
		unix_socket_directories = '$cluster'
		port = 5432
		max_connections = 200
		shared_buffers = 512MB
		jit = off
		fsync = on
		synchronous_commit = on
		autovacuum = on
		# Checkpoints would fall into one side's rounds and not the other's.
		max_wal_size = 8GB
		checkpoint_timeout = 1h
	END
    as_postgres "$postgres_bin/pg_ctl" start --pgdata "$cluster/data" --wait --timeout 60 \
        --log "$cluster/data/server.log" >>"$cluster/log" 2>&1 || cluster_failed
}

# In the background, because a shell's traps wait for what runs in front.
run_rounds() {
    timeout --kill-after 30 40m python3 -B "$root/script/lib/bench" "$@" &
    rounds=$!
    local status=0
    wait "$rounds" || status=$?
    rounds=
    return "$status"
}

# Ends the rounds, which end what they started; for traps.
stop_rounds() {
    [[ -n $rounds ]] || return 0
    kill -TERM "$rounds" 2>/dev/null || true
    wait "$rounds" 2>/dev/null || true
    rounds=
}
