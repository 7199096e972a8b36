#!/bin/sh
# Installs Lull on a host with systemd, or brings an installed one up to date; may be
# run again at any time. On Debian and Ubuntu take the package instead.
#
#   ./install.sh [--prefix DIR] [--no-start]
#
# --prefix DIR  where programs go: DIR/lib/lull, DIR/bin/lull, DIR/share (where they
#               are already, otherwise /usr/local). Configuration is in /etc/lull,
#               state in /var/lib/lull.
# --no-start    neither start the daemon nor have it started with the host
set -eu
# Root's own may keep what is made here from those that may ask the daemon.
umask 022

wanted=
start=yes

#include tarball/places.sh

while [ $# -gt 0 ]; do
  case $1 in
    --prefix)
      [ $# -gt 1 ] || die "--prefix wants a directory"
      take_prefix "$2"
      wanted=yes
      shift
      ;;
    --no-start) start=no ;;
    *) die "usage: install.sh [--prefix DIR] [--no-start]" ;;
  esac
  shift
done

here=$(cd -- "$(dirname -- "$0")" && pwd)
there=$(unit_prefix)
readonly here there
[ "$wanted" = yes ] || take_prefix "${there:-/usr/local}"

# --- Looking: nothing is touched -------------------------------------------

look() {
  [ "$(id -u)" = 0 ] || die "run it as root"
  [ -x "$here/lull/runtime/bin/java" ] || die "$here is not an unpacked tarball of Lull: there is no lull/runtime in it"
  look_for_others
  look_for_tools
  LULL_CONFIG=/dev/null "$here/lull/bin/lull" --version >/dev/null 2>&1 ||
    die "the Java runtime in $here/lull does not run here: it is for another processor, needs a newer glibc," \
      "or $here is mounted noexec. Nothing was installed"
  command -v docker >/dev/null || say "there is no docker command yet: Lull needs one, with the Compose plugin"
}

look_for_others() {
  ! is_packaged || die "the package of Lull is installed (/usr/lib/lull): go on with packages, or remove it first" \
    "('apt remove lull'). Nothing was installed"
  [ "${there:-$prefix}" = "$prefix" ] || die "Lull is installed in $there already: leave --prefix out to bring" \
    "that up to date, or remove it first ($here/uninstall.sh). Nothing was installed"
  if [ -e "$prefix/bin/lull" ] || [ -L "$prefix/bin/lull" ]; then
    is_ours "$prefix/bin/lull" || die "$prefix/bin/lull is there already, and is not Lull's: move it away, or take" \
      "another --prefix. Nothing was installed"
  fi
}

look_for_tools() {
  missing=
  for tool in nft:nftables nsenter:util-linux setpriv:util-linux tar:tar zstd:zstd find:findutils \
    cmp:diffutils awk:gawk; do
    command -v "${tool%:*}" >/dev/null || missing="${missing:+$missing, }${tool%:*} (${tool#*:})"
  done
  [ -z "$missing" ] || die "this host has no $missing, which Lull needs: install what is in brackets, as your" \
    "distribution calls it. Nothing was installed"
}

# --- Copying: what is installed is not touched -----------------------------

# shared: the files that go into DIR/share; blanks are in none of their names.
shared() {
  (cd "$here/share" && find . -type f) | sed 's|^\./||'
}

# absent_folders: those that are not there yet for what will lie in them.
absent_folders() {
  for path in "$home" "$prefix/bin/lull" "$unit" /etc/sysusers.d/lull.conf /etc/tmpfiles.d/lull.conf \
    $(shared | sed "s|^|$prefix/share/|"); do
    while path=${path%/*} && [ -n "$path" ] && [ ! -d "$path" ]; do
      printf '%s/\n' "$path"
    done
  done
}

# placed: what an uninstall.sh, or a newer install.sh, takes away again: files in
# DIR/share, and folders, with a slash behind them, that were not there before.
placed() {
  {
    printf '%s\n' "$absent"
    shared | sed "s|^|$prefix/share/|"
    [ ! -r "$home/placed" ] || grep '/$' "$home/placed"
  } | sed '/^$/d' | LC_ALL=C sort -u
}

stopped=no
absent=

# Whatever has failed, what ran runs again: its windows wait for it.
leave() {
  code=$?
  trap - EXIT
  rm -rf "$home.new"
  if [ "$code" != 0 ]; then
    [ -d "$home" ] || [ ! -d "$home.old" ] || mv "$home.old" "$home"
    [ -d "$home" ] || printf '%s\n' "$absent" | remove_empty
    if [ "$stopped" = yes ]; then
      systemctl daemon-reload || true
      systemctl start lull.service || true
    fi
    say "it was not done to the end: run install.sh again, or $here/uninstall.sh" >&2
  fi
  exit "$code"
}

copy_programs() {
  absent=$(absent_folders)
  trap leave EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  # One that was killed between its two steps.
  [ -d "$home" ] || [ ! -d "$home.old" ] || mv "$home.old" "$home"
  rm -rf "$home.new" "$home.old"
  mkdir -p "$prefix/lib"
  cp -a "$here/lull" "$home.new"
  cp -a "$here/uninstall.sh" "$here/copyright" "$home.new/"
  cp -a "$here/etc/lull.yml" "$home.new/lull.yml.shipped"
  placed >"$home.new/placed"
  # Whoever has unpacked it, with whatever umask.
  chown -R 0:0 "$home.new"
  chmod -R u+w,go-w,a+rX "$home.new"
}

# --- Doing -----------------------------------------------------------------

# One that is about to start, or to be started again, is not left on files that are
# being replaced.
stop_daemon() {
  has_systemd || return 0
  case $(systemctl show -p ActiveState lull.service) in
    ActiveState=inactive | ActiveState=failed) return 0 ;;
  esac
  stopped=yes
  systemctl stop lull.service
}

put_programs() {
  [ ! -d "$home" ] || mv "$home" "$home.old"
  mv "$home.new" "$home"
  mkdir -p "$prefix/bin"
  ln -sfn "$launcher" "$prefix/bin/lull"
  for file in $(shared); do
    mkdir -p "$prefix/share/${file%/*}"
    install -m 644 "$here/share/$file" "$prefix/share/$file"
  done
  [ ! -r "$home.old/placed" ] || grep -v '/$' "$home.old/placed" | grep -vxF -f "$home/placed" |
    while IFS= read -r file; do rm -f -- "$file"; done
}

same() {
  cmp -s "$1" "$2" 2>/dev/null
}

# A file that somebody has changed is not touched: the new one goes beside it, if
# it is another one than the last time.
put_configuration() {
  config=/etc/lull/lull.yml
  shipped=$home/lull.yml.shipped
  shipped_before=$home.old/lull.yml.shipped
  mkdir -p /etc/lull
  if [ ! -e "$config" ] || same "$config" "$shipped_before"; then
    install -m 644 "$shipped" "$config"
  elif ! same "$shipped" "$config" && ! same "$shipped" "$shipped_before"; then
    install -m 644 "$shipped" "$config.new"
    say "$config was changed and is left as it is; the new one is $config.new"
  fi
}

is_new=yes
put_service() {
  [ ! -e "$unit" ] || is_new=no
  mkdir -p /etc/sysusers.d /etc/tmpfiles.d "${unit%/*}"
  install -m 644 "$here/systemd/lull.sysusers" /etc/sysusers.d/lull.conf
  install -m 644 "$here/systemd/lull.tmpfiles" /etc/tmpfiles.d/lull.conf
  sed "s|/usr/bin/lull|$prefix/bin/lull|" "$here/systemd/lull.service" >"$unit.new"
  mv "$unit.new" "$unit"
  if command -v systemd-sysusers >/dev/null; then
    systemd-sysusers lull.conf
  elif ! getent group lull >/dev/null; then
    groupadd --system lull
  fi
  if command -v systemd-tmpfiles >/dev/null; then
    systemd-tmpfiles --create lull.conf || true
  else
    mkdir -p /var/lib/lull /run/lull
    chmod 700 /var/lib/lull
    chgrp lull /run/lull
    chmod 2750 /run/lull
  fi
}

# SELinux: what was copied has the labels of where it came from.
relabel() {
  ! command -v restorecon >/dev/null ||
    restorecon -R "$home" "$prefix/bin/lull" /etc/lull "$unit" || true
}

# What somebody has disabled stays so, unless it ran all the same: then a window may
# be open.
start_daemon() {
  command=lull
  [ "$(command -v lull || true)" = "$prefix/bin/lull" ] || command=$prefix/bin/lull
  if ! has_systemd; then
    say "there is no systemd here: start the daemon with '$command daemon', as root"
    return
  fi
  systemctl daemon-reload
  [ "$is_new$start" != yesyes ] || systemctl --quiet enable lull.service
  if [ "$stopped" = yes ] || { [ "$start" = yes ] && systemctl --quiet is-enabled lull.service; }; then
    trap - EXIT
    systemctl start lull.service || die "all is in its place, and the daemon does not start: 'journalctl -u lull'" \
      "says why; then 'systemctl start lull'"
    say "the daemon runs: 'systemctl status lull', '$command stacks'"
  else
    say "the daemon is not started: 'systemctl enable --now lull' starts it, now and with the host"
  fi
}

look
copy_programs
stop_daemon
put_programs
put_configuration
put_service
rm -rf "$home.old"
relabel
start_daemon
say "$("$prefix/bin/lull" --version) is installed in $home; $home/uninstall.sh removes it"
