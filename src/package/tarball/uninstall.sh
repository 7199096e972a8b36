#!/bin/sh
# Removes what install.sh has installed. May be run again.
#
#   PREFIX/lib/lull/uninstall.sh [--prefix DIR] [--purge]
#
# --prefix DIR  where it was installed (where this script lies, or else where the
#               unit has it, or /usr/local)
# --purge       also the configuration and the journal. Rollback points stay.
set -eu

wanted=
purge=no

#include state.sh
#include tarball/places.sh

while [ $# -gt 0 ]; do
  case $1 in
    --prefix)
      [ $# -gt 1 ] || die "--prefix wants a directory"
      take_prefix "$2"
      wanted=yes
      shift
      ;;
    --purge) purge=yes ;;
    *) die "usage: uninstall.sh [--prefix DIR] [--purge]" ;;
  esac
  shift
done

here=$(cd -- "$(dirname -- "$0")" && pwd)
there=$(unit_prefix)
readonly here there
if [ "$wanted" != yes ]; then
  case $here in
    */lib/lull) take_prefix "${here%/lib/lull}" ;;
    *) take_prefix "${there:-/usr/local}" ;;
  esac
fi

look() {
  [ "$(id -u)" = 0 ] || die "run it as root"
  ! is_packaged || die "the package of Lull is installed: 'apt remove lull' first, and run this again if there is" \
    "more than that. Nothing was touched"
  [ "${there:-$prefix}" = "$prefix" ] || die "Lull is installed in $there, and not in $prefix: say --prefix $there." \
    "Nothing was touched"
  [ ! -x "$home/bin/lull" ] || refuse_open_windows "$home/bin/lull"
}

remove_service() {
  if has_systemd && [ -e "$unit" ]; then
    systemctl --quiet disable --now lull.service || true
  fi
  rm -f "$unit" /etc/sysusers.d/lull.conf /etc/tmpfiles.d/lull.conf
  if has_systemd; then
    systemctl daemon-reload
    systemctl reset-failed lull.service 2>/dev/null || true
  fi
}

remove_programs() {
  placed=$(cat "$home/placed" 2>/dev/null || true)
  printf '%s\n' "$placed" | sed '/^$/d; /\/$/d' | while IFS= read -r file; do rm -f -- "$file"; done
  ! is_ours "$prefix/bin/lull" || rm -f "$prefix/bin/lull"
  rm -rf "$home" "$home.new" "$home.old"
  printf '%s\n' "$placed" | sed -n '/\/$/p' | remove_empty
}

look
if [ "$purge" != yes ] && [ ! -e "$home" ] && [ ! -e "$unit" ]; then
  say "there is no Lull in $prefix"
  exit 0
fi
remove_service
remove_programs
if [ "$purge" = yes ]; then
  rm -f /etc/lull/lull.yml /etc/lull/lull.yml.new
  [ ! -d /etc/lull ] || rmdir --ignore-fail-on-non-empty /etc/lull
  purge_state
  ! getent group lull >/dev/null || groupdel lull || true
  say "removed, with its configuration and its journal"
else
  say "removed; /etc/lull and /var/lib/lull are left as they are: uninstall.sh --purge of the tarball removes them too"
fi
