# Shared by the commands of packaging: finds a JDK and builds what is missing. Sourced; needs root and target.
# shellcheck shell=bash disable=SC2154

fail() {
    printf '%s\n' "✗ $*" >&2
    exit 1
}

on_terminal=false
if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; then on_terminal=true; fi

# Java -----------------------------------------------------------------------------------------------------------------

find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java="$JAVA_HOME/bin/java"
        [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it. Point it to a JDK 17 or newer."
    else
        java="$(command -v java || true)"
        [ -n "$java" ] || fail "No java found. Install a JDK 17 or newer, or set JAVA_HOME to one."
    fi
    local version
    version="$("$java" -version 2>&1 | sed -n 's/^.* version "\(1\.\)\{0,1\}\([0-9]*\).*$/\2/p' | head -n 1)"
    [ -n "$version" ] || fail "$java does not run. Set JAVA_HOME to a JDK 17 or newer."
    [ "$version" -ge 17 ] || fail "A JDK 17 or newer is needed. Found: Java $version ($java). Set JAVA_HOME to a newer one."
}

# Build ----------------------------------------------------------------------------------------------------------------

# Whether the module, or one of the downloads $@ of packaging/target, is missing or older than a source.
needs_build() {
    [ -e "$target/built" ] || return 0
    local download
    for download in "$@"; do
        compgen -G "$root/packaging/target/$download" >/dev/null || return 0
    done
    [ -n "$(find "$root" \( -name target -o -name .git -o -path '*/src/test' \) -prune -o \
        -type f \( -path '*/src/main/*' -o -path '*/src/assembly/*' -o -name pom.xml \) -newer "$target/built" -print -quit)" ]
}

progress() {
    if $on_terminal; then printf '\r\033[K   %s' "$1"; else printf '   %s\n' "$1"; fi
}

# Builds the module $1 and what it needs; $2 is what that downloads.
build() {
    if [ -n "${JAVA_HOME:-}" ]; then javac="$JAVA_HOME/bin/javac"; else javac="$(command -v javac || true)"; fi
    [ -n "$javac" ] && [ -x "$javac" ] || fail "$java belongs to a runtime without a compiler. Set JAVA_HOME to a JDK 17 or newer."
    mkdir -p "$target" 2>/dev/null && : 2>/dev/null >"$target/build.log" ||
        fail "Nothing can be written to $target: is the disk full, or the checkout not yours?"

    echo "Building Freshet (the first time, this downloads $2)"
    (cd "$root" && exec ./mvnw -B -Pfast -DskipTests -pl "$1" -am package) >"$target/build.log" 2>&1 </dev/null &
    local maven=$! step="" now
    trap 'kill "$maven" 2>/dev/null; wait "$maven" 2>/dev/null; exit 143' TERM HUP
    while kill -0 "$maven" 2>/dev/null; do
        now="$(sed -n 's/^\[INFO\] Building \(.*\) [0-9][^ ]* *\(\[[0-9]*\/[0-9]*\]\)$/\2 \1/p' "$target/build.log" | tail -n 1)"
        if [ -n "$now" ] && [ "$now" != "$step" ]; then
            progress "$now"
            step="$now"
        fi
        sleep 0.3
    done
    trap - TERM HUP
    if $on_terminal; then printf '\r\033[K'; fi
    if ! wait "$maven"; then
        if grep -q 'No space left on device' "$target/build.log"; then
            fail "The disk is full: the build needs about 1 GB for $root and the Maven repository. Log: $target/build.log"
        fi
        grep -m 5 '^\[ERROR\]' "$target/build.log" >&2 || tail -n 5 "$target/build.log" >&2
        fail "The build failed. Log: $target/build.log"
    fi
}
