# Of windows and of state. The maintainer scripts of the package and the scripts of
# the tarball have this in them where they say "#include".

readonly lull_state=/var/lib/lull

# open_windows LULL: the lines of `lull windows` about those that have not ended;
# fails where no daemon answers.
open_windows() {
  windows=$(timeout 30 "$1" windows --limit 500 2>/dev/null) || return 1
  printf '%s\n' "$windows" | awk '
    /^There have been no windows/ { next }
    $1 == "ID" { table = 1; next }
    !table || $4 !~ /^(done|refused|aborted|rolled-back)/'
}

# daemon_runs: whether systemd says so.
daemon_runs() {
  [ -d /run/systemd/system ] && systemctl --quiet is-active lull.service
}

# refuse_open_windows LULL: a stack would be left with its door closed, and nobody
# there to open it. A daemon that runs and gives no answer may have such a window.
refuse_open_windows() {
  [ "${LULL_REMOVE_ANYWAY:-}" != 1 ] || return 0
  if ! unended=$(open_windows "$1"); then
    daemon_runs || return 0
    cat >&2 <<REFUSED
lull: it is not removed, for its daemon runs and does not answer 'lull windows', so that
windows may be open; nothing was touched. If its socket is another one than
/etc/lull/lull.yml says, name it in LULL_SOCKET; if it is frozen, 'systemctl restart lull'.
To remove it all the same, and leave doors as they are, set LULL_REMOVE_ANYWAY=1.
REFUSED
    exit 1
  fi
  [ -n "$unended" ] || return 0
  cat >&2 <<REFUSED
lull: it is not removed, for windows are open; nothing was touched:
$unended
'lull show ID' says how each can be ended. To remove it all the same, and leave
the doors of these stacks as they are, set LULL_REMOVE_ANYWAY=1.
REFUSED
  exit 1
}

# purge_state: removes the journal and what belongs to it. Rollback points are a
# person's data, and stay.
purge_state() {
  rm -f -- "$lull_state"/lull.db "$lull_state"/lull.db-wal "$lull_state"/lull.db-shm \
    "$lull_state"/lull.db-journal "$lull_state"/lull-v*.db "$lull_state"/lull-v*.db.partial \
    "$lull_state"/lull.lock
  rm -rf -- "$lull_state/native" "$lull_state/by-hand" "$lull_state/restic" /run/lull
  for left in "$lull_state/points" "$lull_state"; do
    [ ! -d "$left" ] || rmdir --ignore-fail-on-non-empty -- "$left"
  done
  [ ! -d "$lull_state" ] || echo "lull: rollback points stay in $lull_state/points, and the images that" \
    "they keep (docker images 'lull-pin/*'): remove them when you don't need them any more" >&2
}
