#!/bin/sh
# Installs Lull on a host with systemd, or brings an installed one up to date; may be
# run again at any time. On Debian and Ubuntu take the package instead.
#
#   ./install.sh [--prefix DIR] [--no-start]
#
# --prefix DIR  where programs go: DIR/lib/lull, DIR/bin/lull, DIR/share
#               (/usr/local). Configuration is in /etc/lull, state in /var/lib/lull.
# --no-start    neither start the daemon nor have it started with the host
set -eu

prefix=/usr/local
start=yes

#include state.sh

say() {
  printf 'lull: %s\n' "$*"
}

die() {
  say "$@" >&2
  exit 1
}

while [ $# -gt 0 ]; do
  case $1 in
    --prefix)
      [ $# -gt 1 ] || die "--prefix wants a directory"
      prefix=$2
      shift
      ;;
    --no-start) start=no ;;
    *) die "usage: install.sh [--prefix DIR] [--no-start]" ;;
  esac
  shift
done
case $prefix in
  /*[!A-Za-z0-9/._-]*) die "--prefix: take letters, digits and / . _ - only; not $prefix" ;;
  /?*) prefix=${prefix%/} ;;
  *) die "--prefix wants an absolute path; not $prefix" ;;
esac

here=$(cd -- "$(dirname -- "$0")" && pwd)
home=$prefix/lib/lull
readonly here prefix home

has_systemd() {
  [ -d /run/systemd/system ]
}

# --- Looking: nothing is touched -------------------------------------------

look() {
  [ "$(id -u)" = 0 ] || die "run it as root"
  [ -x "$here/lull/runtime/bin/java" ] || die "$here is not an unpacked tarball of Lull: there is no lull/runtime in it"
  if [ "$prefix" != /usr ] && [ -x /usr/lib/lull/bin/lull ]; then
    die "the package of Lull is installed already (/usr/lib/lull): remove it first, or go on with packages"
  fi
  missing=
  for tool in nft nsenter setpriv tar zstd find; do
    command -v "$tool" >/dev/null || missing="$missing $tool"
  done
  [ -z "$missing" ] || die "this host has no command$missing: install nftables, util-linux, tar, zstd and findutils," \
    "as your distribution calls them. Nothing was installed"
  LULL_CONFIG=/dev/null "$here/lull/bin/lull" --version >/dev/null 2>&1 ||
    die "the Java runtime in $here/lull does not run here: it is for another processor, needs a newer glibc," \
      "or $here is mounted noexec. Nothing was installed"
  command -v docker >/dev/null || say "there is no docker command yet: Lull needs one, with the Compose plugin"
}

# --- Doing -----------------------------------------------------------------

was_running=no
is_new=yes
stop_daemon() {
  [ ! -e /etc/systemd/system/lull.service ] || is_new=no
  if has_systemd && systemctl --quiet is-active lull.service; then
    was_running=yes
    systemctl stop lull.service
  fi
}

# The new one is whole before it takes the place of the old one.
put_programs() {
  mkdir -p "$prefix/lib" "$prefix/bin"
  rm -rf "$home.new" "$home.old"
  cp -a "$here/lull" "$home.new"
  cp -a "$here/uninstall.sh" "$here/copyright" "$home.new/"
  cp -a "$here/etc/lull.yml" "$home.new/lull.yml.shipped"
  chown -R 0:0 "$home.new"
  put_configuration
  [ ! -d "$home" ] || mv "$home" "$home.old"
  mv "$home.new" "$home"
  rm -rf "$home.old"
  ln -sfn ../lib/lull/bin/lull "$prefix/bin/lull"
  (cd "$here/share" && find . -type f) | while IFS= read -r file; do
    mkdir -p "$prefix/share/${file%/*}"
    install -m 644 "$here/share/$file" "$prefix/share/$file"
  done
}

# A file that somebody has changed is not touched: the new one goes beside it, if
# it is another one than the last time.
put_configuration() {
  mkdir -p /etc/lull
  if [ ! -e /etc/lull/lull.yml ] || cmp -s /etc/lull/lull.yml "$home/lull.yml.shipped"; then
    install -m 644 "$here/etc/lull.yml" /etc/lull/lull.yml
  elif ! cmp -s "$here/etc/lull.yml" "$home/lull.yml.shipped"; then
    install -m 644 "$here/etc/lull.yml" /etc/lull/lull.yml.new
    say "/etc/lull/lull.yml was changed and is left as it is; the new one is /etc/lull/lull.yml.new"
  fi
}

put_service() {
  mkdir -p /etc/sysusers.d /etc/tmpfiles.d /etc/systemd/system
  install -m 644 "$here/systemd/lull.sysusers" /etc/sysusers.d/lull.conf
  install -m 644 "$here/systemd/lull.tmpfiles" /etc/tmpfiles.d/lull.conf
  sed "s|/usr/bin/lull|$prefix/bin/lull|" "$here/systemd/lull.service" >/etc/systemd/system/lull.service.new
  chmod 644 /etc/systemd/system/lull.service.new
  mv /etc/systemd/system/lull.service.new /etc/systemd/system/lull.service
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
    restorecon -R "$home" "$prefix/bin/lull" /etc/lull /etc/systemd/system/lull.service || true
}

# What somebody has disabled stays so, unless it ran all the same: then a window may
# be open.
start_daemon() {
  if ! has_systemd; then
    say "there is no systemd here: start the daemon with '$prefix/bin/lull daemon', as root"
    return
  fi
  systemctl daemon-reload
  if [ "$is_new$start" = yesyes ]; then
    systemctl enable lull.service
  fi
  if [ "$was_running" = yes ] || { [ "$start" = yes ] && systemctl --quiet is-enabled lull.service; }; then
    systemctl start lull.service
    say "the daemon runs: 'systemctl status lull', 'lull stacks'"
  fi
}

look
stop_daemon
put_programs
put_service
relabel
start_daemon
say "$("$prefix/bin/lull" --version) is installed in $home; $home/uninstall.sh removes it"
