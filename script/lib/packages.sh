# shellcheck shell=bash
# Finds out what the system lacks, says what it is for, and installs it. Debian and Ubuntu;
# elsewhere it names what to install. Nothing is asked, nothing present is touched.
# Sourced after script.sh and postgres.sh.

wanted=()

# want PACKAGE REASON PROBE…: the package is missing when the probe fails.
want() {
    local package=$1 reason=$2
    shift 2
    "$@" >/dev/null 2>&1 && return
    wanted+=("$package")
    say "missing: $package ($reason)"
}

# What building Postern and running it beside a private database takes.
want_postern() {
    want pkg-config "tells the compiler where libraries are" command -v pkg-config
    want libpq-dev "PostgreSQL's client library, which Postern links" find_libpq
    want libcrypt-dev "the system's crypt, which Postern links for bcrypt" find_libcrypt
    want libgd-dev "libgd, which Postern draws logos with, once there is one to draw" find_libgd
    want postgresql "a database server of Postern's own; the system's is not used" find_postgres
}

find_libpq() { pkg-config --exists libpq; }

find_libgd() { pkg-config --exists gdlib; }

find_libcrypt() { pkg-config --exists libcrypt; }

# Installs what was wanted and is missing.
install_wanted() {
    ((${#wanted[@]} > 0)) || return 0
    command -v apt-get >/dev/null || die "no apt-get here: please install ${wanted[*]} by hand"
    say "installing: ${wanted[*]}"
    if [[ " ${wanted[*]} " == *" postgresql "* ]]; then
        without_system_cluster install_packages
    else
        install_packages
    fi
    wanted=()
}

# The package lists are often fresh enough, and fetching them is slow: only on failure.
install_packages() {
    apt_get install "${wanted[@]}" && return
    say "updating the package lists and trying again"
    apt_get update
    apt_get install "${wanted[@]}" || die "could not install ${wanted[*]}"
}

apt_get() {
    local verb=$1
    shift
    local options=(-qq -o DPkg::Lock::Timeout=120)
    [[ $verb == install ]] && options+=(--yes --no-install-recommends)
    as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" "$verb" "$@" >&2 </dev/null
}

as_root() {
    if ((EUID == 0)); then
        "$@"
    elif ! command -v sudo >/dev/null; then
        die "neither root nor sudo: please install ${wanted[*]} first"
    elif [[ -t 0 && -z ${CI:-} ]]; then
        sudo "$@"
    else
        sudo --non-interactive "$@"
    fi
}

# Debian's server package creates and starts a cluster when it is installed. Nobody asked for
# one, so this installation, and no later one, goes without.
without_system_cluster() {
    local folder=/etc/postgresql-common/createcluster.d status=0
    local setting=$folder/postern-no-cluster.conf
    as_root mkdir -p "$folder"
    as_root sh -c "echo 'create_main_cluster = false' >'$setting'"
    ("$@") || status=$?
    as_root rm -f "$setting"
    return "$status"
}
