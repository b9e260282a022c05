# shellcheck shell=bash
# What runs the programs of Tests/Clients: a Python with the libraries that its requirements.txt
# pins, in a virtual environment of its own, and a browser. Sourced after script.sh and packages.sh.

clients_python= # set by prepare_clients

want_clients() {
    want python3-venv "runs clients that nobody here wrote" python3 -c 'import ensurepip, venv'
}

# Only where the system's package is the browser itself, and not a way to fetch one.
want_browser() {
    grep -qsx 'ID=debian' /etc/os-release || return 0
    want chromium "shows the login and consent pages as people see them" command -v chromium
}

# Sets clients_python. The environment is made once for each list of pins and each Python; where
# that fails, as without the package index, clients_python names nothing and its tests fail.
prepare_clients() {
    # shellcheck disable=SC2154  # script.sh sets root.
    local folder pins="$root/Tests/Clients/requirements.txt"
    folder=$root/.build/clients-$( (cat "$pins" && python3 --version) | sha256sum | cut -c 1-12)
    clients_python=$folder/bin/python3
    [[ ! -e $folder/complete ]] || return 0
    say "installing the libraries of Tests/Clients"
    rm -rf "$folder"
    if python3 -m venv "$folder" && install_clients "$pins"; then
        touch "$folder/complete"
    else
        rm -rf "$folder"
        say "the libraries of Tests/Clients could not be installed: the tests with them will fail"
    fi
}

install_clients() {
    "$clients_python" -m pip install --quiet --no-input --disable-pip-version-check \
        --no-deps --only-binary :all: --requirement "$1" >&2
}
