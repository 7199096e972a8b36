# Where Lull is. The scripts of the tarball have this in them where they say "#include".

readonly unit=/etc/systemd/system/lull.service
readonly launcher=../lib/lull/bin/lull

# nft and groupadd live in sbin, which is not on the path of everybody who became root.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

say() {
  printf 'lull: %s\n' "$*"
}

die() {
  say "$@" >&2
  exit 1
}

has_systemd() {
  [ -d /run/systemd/system ]
}

# is_packaged: whether dpkg has put Lull on this host.
is_packaged() {
  grep -qsxF /usr/lib/lull/bin/lull /var/lib/dpkg/info/lull.list
}

# unit_prefix: prints where the programs are that the unit starts; nothing without a unit.
unit_prefix() {
  [ ! -r "$unit" ] || sed -n 's|^ExecStart=\(/.*\)/bin/lull daemon.*|\1|p' "$unit" | head -n 1
}

# take_prefix DIR: sets prefix, and home for the programs in it.
take_prefix() {
  case $1 in
    /*[!A-Za-z0-9/._-]*) die "--prefix: take letters, digits and / . _ - only; not $1" ;;
    *//* | */./* | */../* | */. | */..) die "--prefix wants a path without '.', '..' and '//'; not $1" ;;
    /?*) prefix=${1%/} ;;
    *) die "--prefix wants an absolute path; not $1" ;;
  esac
  home=$prefix/lib/lull
}

# is_ours LINK: whether it is the command that install.sh has made.
is_ours() {
  [ "$(readlink "$1" || true)" = "$launcher" ]
}

# remove_empty: of the folders on standard input those that hold nothing, inner ones first.
remove_empty() {
  LC_ALL=C sort -r | while IFS= read -r folder; do
    [ ! -d "$folder" ] || rmdir --ignore-fail-on-non-empty -- "$folder" || true
  done
}
