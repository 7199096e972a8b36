# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # much of this is read by those that source it, or set by them
# What the tests of the packages share: a clean Debian in a container, with systemd as
# its first process, without a network, with an engine of its own; and what a user does
# and sees there. Where systemd can't be the first process, the daemon is started by
# hand. Sourced after lib.sh, not run; 'here' is the folder of both.

readonly root=$here/../..
readonly host_image=lull-testbed/host
readonly sources_label=dev.lull.testbed.sources
readonly label=dev.lull.test
readonly name=lulltest-$$-${0##*/}
# Where something might be left, but for what dpkg, systemd and Docker keep there.
readonly looked_at='/etc /usr /opt /root /var/lib /var/cache /var/log /run /tmp /var/tmp'
readonly not_looked_at='^/(usr/share/man/|etc/(group|gshadow|ld.so.cache)|var/lib/(dpkg|docker|containerd|apt|systemd/(timers|random-seed|catalog|linger|pstore))(/|$)|var/cache/|run/(systemd|docker|containerd|udev|dbus|log|user|lock|initctl|xtables.lock)|var/log/(journal|private|apt|dpkg\.log|alternatives\.log|lastlog|wtmp|btmp|by-hand-)|(var/)?tmp/systemd-private-)'
# What a daemon and an engine that are started by hand say.
readonly lull_log=/var/log/by-hand-lull dockerd_log=/var/log/by-hand-dockerd

work=
title=
has_systemd=

# --- What is asserted ------------------------------------------------------

fail() {
  printf 'not ok - %s: %s\n' "$title" "$1"
  ! inside true 2>/dev/null || inside journalctl --no-pager -u lull -n 40 2>/dev/null || true
  exit 1
}

case_of() {
  [ -z "$title" ] || printf 'ok - %s\n' "$title"
  title=$1
}

note() {
  printf '# %s\n' "$1"
}

# refuses WORDS COMMAND…: it fails, and says so.
refuses() {
  local words=$1
  shift
  ! "$@" >"$work/said" 2>&1 || fail "it does not refuse, and says: $(cat "$work/said")"
  grep -qF -- "$words" "$work/said" || fail "it does not say '$words', but: $(cat "$work/said")"
}

# --- The host --------------------------------------------------------------

inside() {
  docker exec "$name" "$@"
}

# until_true SECONDS COMMAND…: in the container.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until inside "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.3
  done
}

leave() {
  local code=$?
  [ -z "$work" ] || rm -rf "$work"
  if [ "${KEEP:-}" = 1 ]; then
    say "the container goes on: docker exec -it $name bash"
  else
    # Its own containers first: their cgroups are the host's.
    timeout 60 docker exec "$name" sh -c 'docker ps -aq | xargs -r docker rm -f' >/dev/null 2>&1 || true
    docker rm -f -v "$name" >/dev/null 2>&1 || true
  fi
  exit "$code"
}

# Slim images keep manuals away, and services from being started.
host_sources() {
  cat <<DOCKERFILE
FROM $base_image
RUN rm -f /etc/dpkg/dpkg.cfg.d/* /usr/sbin/policy-rc.d \
 && apt-get update \
 && apt-get install -y --no-install-recommends systemd systemd-sysv dbus ca-certificates curl openssl \
      procps xz-utils nftables zstd docker.io iptables \
 && rm -rf /var/lib/apt/lists/*
CMD ["/lib/systemd/systemd"]
DOCKERFILE
}

# Where what it is made of has changed, it is built again.
build_host() {
  local sources built
  sources=$({
    docker image inspect --format '{{.Id}}' "$base_image"
    host_sources
  } | sha256sum | cut -c1-64)
  built=$(docker image inspect --format "{{index .Config.Labels \"$sources_label\"}}" "$host_image" 2>/dev/null || true)
  [ "$built" != "$sources" ] || return 0
  say "building $host_image"
  host_sources | DOCKER_BUILDKIT=0 docker build -q -t "$host_image" --label "$sources_label=$sources" - >/dev/null
}

run_host() {
  docker run -d --name "$name" --label "$label=$$" --network none --hostname lulltest \
    --cap-add SYS_ADMIN --cap-add NET_ADMIN --cap-add SYS_PTRACE --cap-add DAC_READ_SEARCH --cap-add MKNOD \
    --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined \
    --tmpfs /run --tmpfs /run/lock --tmpfs /tmp:exec \
    -v /sys/fs/cgroup:/sys/fs/cgroup:rw --cgroupns=host -v /var/lib/docker "$host_image" "$@" >/dev/null
}

# Sets has_systemd: whether that is the first process; otherwise the container idles.
start_host() {
  run_host
  if until_true 30 sh -c 'systemctl is-system-running | grep -qE "running|degraded"'; then
    has_systemd=yes
    return
  fi
  has_systemd=
  docker rm -f -v "$name" >/dev/null
  run_host sleep infinity
}

start_engine() {
  if [ -n "$has_systemd" ]; then
    inside systemctl -q unmask --runtime docker.service docker.socket
    inside systemctl start docker
  else
    docker exec -d "$name" sh -c "exec dockerd >$dockerd_log 2>&1"
  fi
  until_true 60 docker version
}

# Where systemd has it, nobody can start it then: the unit of Lull would.
stop_engine() {
  if [ -n "$has_systemd" ]; then
    inside systemctl -q mask --runtime --now docker.socket docker.service
  else
    inside sh -c 'kill "$(cat /var/run/docker.pid)"'
  fi
  until_true 60 sh -c '! docker version'
}

# What a user has: Compose, the example, and its images, which come from the engine here.
bring_example() {
  local plugin
  plugin=$(docker info --format '{{range .ClientInfo.Plugins}}{{if eq .Name "compose"}}{{.Path}}{{end}}{{end}}')
  inside mkdir -p /usr/local/lib/docker/cli-plugins /srv
  docker cp -q "$(readlink -f "$plugin")" "$name:/usr/local/lib/docker/cli-plugins/docker-compose"
  docker cp -q "$root/compose-examples/single" "$name:/srv/single"
  docker save lull-single:1 lull-single:2 lull-testbed/nginx:latest |
    docker exec -i "$name" docker load >/dev/null
  inside sh -c 'cd /srv/single && docker compose up -d --no-build' >/dev/null 2>&1
  until_true 60 curl -fsS -o /dev/null http://127.0.0.1:8090/healthz
}

# Sets work, a folder here; what was made goes when the test ends.
begin() {
  work=$(mktemp -d)
  trap leave EXIT
  "$here/images"
  build_host
}

# The container with engine and example; and what lies in it without Lull.
bring_up() {
  case_of ""
  start_host
  if [ -n "$has_systemd" ]; then
    note "systemd is the first process"
  else
    note "systemd can't be the first process here: the daemon is started by hand"
  fi
  case_of "an engine runs in the container"
  start_engine || fail "dockerd does not start"
  bring_example || fail "the example does not come up"
  files >"$work/before"
  things >"$work/things"
}

files() {
  # shellcheck disable=SC2086 # several folders
  inside sh -c "find $looked_at -xdev 2>/dev/null | LC_ALL=C sort" | grep -vE "$not_looked_at" || true
}

# left_but PATTERN: what lies in it now and did not before, but for what is expected.
left_but() {
  files >"$work/after"
  LC_ALL=C comm -13 "$work/before" "$work/after" | grep -vE "$1" || true
}

# What is in the engine, and in the kernel, and is no file.
things() {
  {
    inside docker ps -a --format 'container {{.Names}}'
    inside docker network ls --format 'network {{.Name}}'
    inside docker volume ls --format 'volume {{.Name}}'
    inside docker image ls --format 'image {{.Repository}}:{{.Tag}}'
    inside nft list tables
  } | LC_ALL=C sort
}

# newest PATTERN: the newest file of that name under target/, if there is one.
newest() {
  find "$root/target" -maxdepth 1 -name "$1" -printf '%T@ %p\n' 2>/dev/null |
    sort -n | tail -n 1 | cut -d' ' -f2- || true
}

# --- Lull, as its user has it ----------------------------------------------

# Whether the daemon answers, or will in twenty seconds.
answers() {
  until_true 20 sh -c 'lull version | grep -q "^daemon [0-9]"'
}

start_lull() {
  if [ -n "$has_systemd" ]; then
    inside systemctl start lull
  else
    docker exec -d "$name" sh -c "exec lull daemon >>$lull_log 2>&1"
  fi
  answers
}

stop_lull() {
  if [ -n "$has_systemd" ]; then
    inside systemctl stop lull
  else
    inside sh -c 'kill -TERM "$(pgrep -f [d]ev.lull.app.Main)"'
    until_true 15 sh -c '! pgrep -f [d]ev.lull.app.Main'
  fi
}

# It must have ended by itself: one that took too long systemd has killed.
stop_in_time() {
  local begun=$SECONDS
  stop_lull
  if [ -z "$has_systemd" ]; then
    [ $((SECONDS - begun)) -le 10 ] || fail "it took $((SECONDS - begun)) s"
    return 0
  fi
  [ "$(inside systemctl show -P TimeoutStopUSec lull)" = 10s ] || fail "it may take longer"
  [ "$(inside systemctl show -P Result lull)" = success ] || fail "it was: $(inside systemctl show -P Result lull)"
  [ "$(inside systemctl show -P ExecMainCode lull)" = 1 ] || fail "a signal has ended it"
}

pid() {
  if [ -n "$has_systemd" ]; then
    inside systemctl show -P MainPID lull
  else
    inside pgrep -f 'dev.lull.app.Main daemon'
  fi
}

# said WORDS [PID]: its log has them, or will in ten seconds. The log of the unit is also
# what 'lull config check' says at a reload: that of a process is the daemon's alone.
said() {
  local log="cat $lull_log"
  [ -z "$has_systemd" ] || log="journalctl --no-pager -o cat -u lull${2:+ _PID=$2}"
  until_true 10 sh -c "$log | grep -qF -- '$1'"
}

# configure SED…: edits the configuration.
configure() {
  inside sed -i "$@" /etc/lull/lull.yml
}

state_of() {
  inside lull windows | awk -v id="$1" '$1 == id { for (i = 4; i <= 7; i++) printf "%s ", $i }'
}

# step_runs ID STEP: that step of a window runs, or will in a minute.
step_runs() {
  until_true 60 sh -c "lull show $1 --json | tr '{' '\n' | grep -F '\"step\":\"$2\"' | grep -qF '\"status\":\"running\"'"
}

visitor_meets() {
  [ "$(inside curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8090/)" = "$1" ]
}

# --- Cases that both have --------------------------------------------------

# Of an installed one: who may open what of it, and its configuration.
is_in_order() {
  answers || fail "no daemon answers"
  [ "$(inside stat -c '%a %G' /run/lull/lull.sock)" = "660 lull" ] || fail "$(inside ls -la /run/lull)"
  [ "$(inside stat -c %a /var/lib/lull)" = 700 ] || fail "others may look into /var/lib/lull"
  inside lull config check >/dev/null || fail "the shipped configuration has mistakes"
}

# uses_cache FILE: Java has taken the AOT cache.
uses_cache() {
  inside grep -qF "$1" "/proc/$(pid)/maps" || fail "the AOT cache is not in use"
}

unit() {
  [ -n "$has_systemd" ] || return 0
  case_of "the unit has no mistake, is enabled, and its daemon is watched"
  local said
  said=$(inside systemd-analyze verify --man=no lull.service 2>&1) || fail "$said"
  ! grep -q 'lull' <<<"$said" || fail "$said"
  inside systemctl -q is-enabled lull || fail "it does not start with the host"
  [ "$(inside systemctl show -P NRestarts lull)" = 0 ] || fail "it was started again"
}

first_window() {
  case_of "a first window updates an example"
  configure 's|^#page_image: .*|page_image: lull-testbed/nginx:latest|'
  stop_lull
  start_lull || fail "it does not start again"
  inside lull run single --image app=lull-single:2 --yes >"$work/window" 2>&1 || fail "$(cat "$work/window")"
  [[ $(inside curl -fsS http://127.0.0.1:8090/version) == *2* ]] || fail "version 2 does not answer"
  visitor_meets 200 || fail "visitors are not in"
}

# One that waits for a person, until 'lull reopen'.
open_window() {
  inside lull run single --change none --expect 30m --yes >"$work/window" 2>&1 || fail "$(cat "$work/window")"
  visitor_meets 503 || fail "the door is not closed"
}

# reopened ID
reopened() {
  inside lull reopen "$1" --wait >"$work/window" 2>&1 || fail "$(cat "$work/window")"
  visitor_meets 200 || fail "visitors are not in"
}

# What stays after a purge is a person's own.
is_purged() {
  local left
  left=$(left_but '^/var/lib/lull(/points(/.*)?)?$')
  [ -z "$left" ] || fail "it leaves $left"
  things >"$work/things.after"
  left=$(LC_ALL=C comm -13 "$work/things" "$work/things.after" |
    grep -vE '^(image lull-pin/single-app:.*|network single_lull_backstage)$' || true)
  [ -z "$left" ] || fail "it leaves $left"
  grep -q '^image lull-pin/' "$work/things.after" || fail "the images of the rollback points are gone"
  inside sh -c 'ls /var/lib/lull/points | grep -q single-' || fail "the rollback points are gone"
  ! inside getent group lull >/dev/null || fail "the group stays"
  visitor_meets 200 || fail "visitors are not in"
}
