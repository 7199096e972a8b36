# shellcheck shell=bash
# shellcheck disable=SC2034 # much of this is read by those that source it
# Shared by the scripts of the test bed. Sourced, not run.

readonly min_java=25
readonly min_engine=20.10
readonly min_api=1.41
readonly min_compose=2.26
readonly base_image=debian:bookworm-slim

readonly default_host=unix:///var/run/docker.sock

# What setup started is noted here, so that teardown ends that and nothing else.
readonly run_dir=/run/lull-testbed
readonly engine_record=$run_dir/engine
readonly engine_log=/var/log/lull-testbed-dockerd.log

# nft, ip and dockerd live in sbin, which is not on everybody's path.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# Messages go to stderr: stdout belongs to the command that runs on the test bed.
say() {
  printf 'testbed: %s\n' "$*" >&2
}

die() {
  say "$@"
  exit 1
}

is_root() {
  [ "$(id -u)" = 0 ]
}

# at_least WANTED FOUND: whether version FOUND is WANTED or newer.
at_least() {
  printf '%s\n%s\n' "$1" "$2" | sort -C -V
}

make_run_dir() {
  [ -d "$run_dir" ] || mkdir -m 700 "$run_dir"
}

have() {
  command -v "$1" >/dev/null 2>&1
}

# apt_install PACKAGE…: never removes a package, and never upgrades one of these
# that is there. What apt says is shown only if it fails.
apt_install() {
  local output
  say "installing: $*"
  if ! output=$(DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends --no-remove \
    --no-upgrade -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install "$@" </dev/null 2>&1); then
    printf '%s\n' "$output" >&2
    die "apt-get could not install: $*"
  fi
}

# --- The JDK ---------------------------------------------------------------

# java_major HOME: the major version of the JDK at HOME; fails if it is none.
java_major() {
  local line
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  line=$(grep -m1 '^JAVA_VERSION=' "$1/release") || return 1
  line=${line#*\"}
  printf '%s\n' "${line%%[!0-9]*}"
}

# find_jdk: prints the home of a JDK that is new enough: JAVA_HOME's if it is,
# else one under /usr/lib/jvm, else the one on the path.
find_jdk() {
  local home major javac
  javac=$(command -v javac || true)
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*"$min_java"* /usr/lib/jvm/* \
    "${javac:+$(dirname "$(dirname "$(readlink -f "$javac")")")}"; do
    if [ -n "$home" ] && major=$(java_major "$home") && [ "$major" -ge "$min_java" ]; then
      printf '%s\n' "$home"
      return
    fi
  done
  return 1
}

# --- The engine ------------------------------------------------------------

# engine_api: the newest API version the engine speaks; fails if none answers.
engine_api() {
  timeout 20 docker version --format '{{.Server.APIVersion}}' 2>/dev/null
}

# engine_host: where the docker command finds its engine (contexts included).
engine_host() {
  if [ -n "${DOCKER_HOST:-}" ]; then
    printf '%s\n' "$DOCKER_HOST"
  else
    docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null ||
      printf '%s\n' "$default_host"
  fi
}

has_image() {
  docker image inspect "$1" >/dev/null 2>&1
}

# --- Processes, by their id and nothing else -------------------------------

# started_at PID: the kernel's start time of a process, which tells it from a
# later one that was given the same id. Fails if there is no such process.
started_at() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The name in parentheses may hold anything; the start time is 20th after it.
  read -r -a stat <<<"${stat##*) }"
  [ "${stat[0]}" != Z ] || return 1
  printf '%s\n' "${stat[19]}"
}

# is_alive PIDFILE: whether the process that it names is there. (Not a zombie,
# for which dockerd would take it if the first process is slow to collect it.)
is_alive() {
  [ -r "$1" ] && started_at "$(<"$1")" >/dev/null
}

# is_running PID START: whether that very process is still there.
is_running() {
  [ "$(started_at "$1")" = "$2" ]
}

# run_detached LOG COMMAND…: runs it apart from this terminal and shell, with no
# open file of ours (a lock that someone holds around us must not live on in it).
# The process becomes COMMAND itself, and its id is in $detached.
run_detached() {
  local log=$1 fd
  shift
  (
    for fd in /proc/self/fd/*; do
      fd=${fd##*/}
      [ "$fd" -le 2 ] || eval "exec $fd>&-"
    done
    exec setsid "$@" </dev/null >>"$log" 2>&1
  ) &
  detached=$!
}

# wait_gone PID START SECONDS: waits until that process has ended.
wait_gone() {
  local end=$((SECONDS + $3))
  while is_running "$1" "$2"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}

# stop_dockerd PID START: ends a dockerd in order, by force after a minute, and
# the containerd that it started with it.
stop_dockerd() {
  local pid=$1 start=$2 child children=()
  is_running "$pid" "$start" || return 0
  for child in $(pgrep -P "$pid" || true); do
    children+=("$child" "$(started_at "$child" || true)")
  done
  kill -TERM "$pid" 2>/dev/null || true
  if ! wait_gone "$pid" "$start" 60; then
    say "dockerd (pid $pid) did not end within 60 s; killing it"
    kill -KILL "$pid" 2>/dev/null || true
  fi
  set -- ${children[@]+"${children[@]}"}
  while [ $# -ge 2 ]; do
    wait_gone "$1" "$2" 10 || kill -KILL "$1" 2>/dev/null || true
    shift 2
  done
}
