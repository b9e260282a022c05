# shellcheck shell=bash
# The compiler and how Postern is built: every script and the container image use these
# options, so that one build folder serves them all. Sourced after script.sh.

swift_version_min=6.2
tests_running= # the process of run_tests

# SwiftPM drops `-warnings-as-errors` for dependencies: their warnings are not ours to mend.
debug_options=(
    --package-path "$root"
    --explicit-target-dependency-import-check error
    -Xswiftc -warnings-as-errors
)

# The Swift runtime is linked into the program, which then runs where no toolchain is. What the
# others are for: docs/adr/0014-release-options.md.
release_options=(
    --package-path "$root"
    --configuration release
    --static-swift-stdlib
    -Xswiftc -cross-module-optimization
    -Xswiftc -enforce-exclusivity=unchecked
    -Xswiftc -use-ld=lld
    -Xlinker -z -Xlinker pack-relative-relocs
    -Xlinker "--version-script=$root/script/lib/exports.map"
)

require_swift() {
    local install="see https://www.swift.org/install/linux/"
    command -v swift >/dev/null || die "Swift $swift_version_min or later is needed: $install"
    local version
    version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9.]+).*/\1/p;T;q')
    printf '%s\n' "$swift_version_min" "${version:-0}" | sort --version-sort --check=quiet ||
        die "Swift $swift_version_min or later is needed, this is ${version:-unknown}: $install"
}

# Builds everything for testing.
build_tests() { swift build "${debug_options[@]}" --build-tests >&2; }

# run_tests MINUTES OPTION…: runs what build_tests built; options as for `swift test`.
# In the background, because a shell's traps wait for what runs in front. SIGINT, because it is
# the one signal on which SwiftPM takes the process that runs the tests with it.
run_tests() {
    local minutes=$1
    shift
    timeout --signal INT --kill-after 10 "${minutes}m" \
        swift test "${debug_options[@]}" --skip-build --disable-xctest "$@" &
    tests_running=$!
    local status=0
    wait "$tests_running" || status=$?
    tests_running=
    ((status != 124)) || say "the tests were ended: $minutes minutes were up"
    return "$status"
}

# Ends a run that a signal interrupted; for traps.
stop_tests() {
    [[ -n $tests_running ]] || return 0
    kill -INT "$tests_running" 2>/dev/null || true
    wait "$tests_running" 2>/dev/null || true
    tests_running=
}

# Builds the `postern` program; release_program is where it lies then.
build_release() { swift build "${release_options[@]}" --product postern >&2; }

release_program() { printf '%s/postern\n' "$(swift build "${release_options[@]}" --show-bin-path)"; }
