#!/bin/sh
# Removes what install.sh has installed. May be run again.
#
#   PREFIX/lib/lull/uninstall.sh [--prefix DIR] [--purge]
#
# --prefix DIR  where it was installed (where this script lies, or /usr/local)
# --purge       also the configuration and the journal. Rollback points stay.
set -eu

purge=no

#include state.sh

say() {
  printf 'lull: %s\n' "$*"
}

die() {
  say "$@" >&2
  exit 1
}

here=$(cd -- "$(dirname -- "$0")" && pwd)
case $here in
  */lib/lull) prefix=${here%/lib/lull} ;;
  *) prefix=/usr/local ;;
esac
while [ $# -gt 0 ]; do
  case $1 in
    --prefix)
      [ $# -gt 1 ] || die "--prefix wants a directory"
      prefix=${2%/}
      shift
      ;;
    --purge) purge=yes ;;
    *) die "usage: uninstall.sh [--prefix DIR] [--purge]" ;;
  esac
  shift
done
readonly prefix home=$prefix/lib/lull

remove_programs() {
  if [ -d /run/systemd/system ]; then
    systemctl disable --now lull.service 2>/dev/null || true
  fi
  rm -f /etc/systemd/system/lull.service /etc/sysusers.d/lull.conf /etc/tmpfiles.d/lull.conf
  [ ! -d /run/systemd/system ] || systemctl daemon-reload
  rm -f "$prefix/share/man/man1/lull.1.gz" "$prefix/share/man/man5/lull.yml.5.gz" \
    "$prefix/share/man/man7/lull-labels.7.gz" "$prefix/share/bash-completion/completions/lull" \
    "$prefix/share/fish/vendor_completions.d/lull.fish"
  if [ "$(readlink "$prefix/bin/lull" || true)" = ../lib/lull/bin/lull ]; then
    rm -f "$prefix/bin/lull"
  fi
  rm -rf "$home" "$home.new" "$home.old"
}

[ "$(id -u)" = 0 ] || die "run it as root"
[ ! -e /var/lib/dpkg/info/lull.list ] || [ "$prefix" != /usr ] || die "this is the package's: 'apt remove lull'"
[ ! -x "$home/bin/lull" ] || refuse_open_windows "$home/bin/lull"
remove_programs
if [ "$purge" = yes ]; then
  rm -f /etc/lull/lull.yml /etc/lull/lull.yml.new
  [ ! -d /etc/lull ] || rmdir --ignore-fail-on-non-empty /etc/lull
  purge_state
  ! getent group lull >/dev/null || groupdel lull || true
  say "removed, with its configuration and its journal"
else
  say "removed; /etc/lull and /var/lib/lull are left as they are (--purge)"
fi
