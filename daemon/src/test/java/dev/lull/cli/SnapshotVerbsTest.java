package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rollback points are listed, read again, restored and removed. */
final class SnapshotVerbsTest extends OnCommandLine {
    @Test
    void a_rollback_point_is_restored_on_its_stack() {
        assertThat(lull("snapshots")).isZero();
        assertThat(out()).contains("gb-1   guestbook  1", "4.8 MiB", "guestbook_db (archive)");
        assertThat(lull("restore", "gb-1", "--yes")).isZero();
        assertThat(out()).contains("return to rollback point gb-1");
        assertThat(lull("restore", "gb-2", "--yes")).isEqualTo(8);
    }

    @Test
    void a_dry_run_of_a_restore_says_what_would_change_and_opens_nothing() {
        assertThat(lull("restore", "gb-1", "--dry-run")).as(err.toString()).isZero();
        assertThat(out())
                .contains("What restoring gb-1 would change on guestbook. Nothing was touched.")
                .contains(": 3h12m of writes would be lost.")
                .contains("Volume guestbook_db\n  7 would come back (1.0 KiB): a, b, c, d, e, …\n")
                .contains("  1 would be overwritten (5 B): rows\n")
                .doesNotContain("would be removed (", "\u001b");
        assertThat(said())
                .contains("/srv/guestbook/.env differs and would be overwritten")
                .contains("/srv/guestbook/x.yaml is gone and would come back")
                .contains("guestbook-db-1 is the one of the point and stays")
                .contains("guestbook-app-1 would be made again: guestbook:1 (1) instead of")
                .contains("guestbook-app-2 came since and would be removed: guestbook:2 (2)")
                .contains("- contents were not read")
                .contains("gb-1 is whole: every file of it was read");
        assertThat(daemon.windows().all()).isEmpty();
    }

    @Test
    void a_dry_run_of_what_can_not_be_restored_ends_with_3() {
        assertThat(lull("restore", "gb-0", "--dry-run")).isEqualTo(3);
        assertThat(out())
                .contains("gb-0 can't be restored as things are:")
                .contains("  - volumes/guestbook_db.tar.zst: missing");
        assertThat(lull("restore", "gb-9", "--dry-run")).isEqualTo(8);
        assertThat(err.toString()).contains("there is no rollback point 'gb-9'");
        out.getBuffer().setLength(0);
        assertThat(lull("restore", "gb-0", "--dry-run", "--json")).isEqualTo(3);
        assertThat(out()).startsWith("{\"type\":\"dry-run\",\"id\":\"gb-0\"").contains("obstacles");
    }

    @Test
    void a_point_is_read_again_and_one_that_is_damaged_ends_with_3() {
        assertThat(lull("snapshots", "verify", "gb-1")).as(err.toString()).isZero();
        assertThat(out())
                .contains("verifying gb-1: 2.4 MiB of 4.8 MiB (50 %), 1.2 MiB/s")
                .contains("gb-1 is whole: 4.8 MiB read, all as its manifest says");

        assertThat(lull("snapshots", "verify", "gb-0")).isEqualTo(3);
        assertThat(out())
                .contains("gb-0 is damaged, and Lull will not restore it:")
                .contains("  - volumes/guestbook_db.tar.zst is 3 bytes too short");

        assertThat(lull("snapshots", "verify", "gb-9")).isEqualTo(8);
        assertThat(err.toString()).contains("there is no rollback point 'gb-9'");
    }

    @Test
    void old_points_are_removed_by_their_retention_or_by_name() {
        assertThat(lull("snapshots", "prune", "--dry-run")).isZero();
        assertThat(out())
                .contains("would go: gb-0, 4.8 MiB: more than x-lull.retention keeps")
                .contains("4.8 MiB would be free again.");
        assertThat(lull("snapshots", "delete", "gb-0")).isEqualTo(9);
        assertThat(err.toString()).contains("nothing was touched. Say --yes");
        assertThat(lull("snapshots", "delete", "gb-1", "--yes")).isEqualTo(6);
        assertThat(err.toString()).contains("a window that has not ended");

        assertThat(lull("snapshots", "prune", "guestbook")).isZero();
        assertThat(out()).contains("removed: gb-0", "4.8 MiB are free again.");
        assertThat(lull("snapshots", "prune")).isZero();
        assertThat(out()).contains("There is nothing to remove");
        assertThat(lull("snapshots", "prune", "nobody")).isEqualTo(8);
        assertThat(lull("snapshots", "delete", "gb-0", "--yes")).isEqualTo(8);
    }

    @Test
    void a_point_is_removed_by_name() {
        assertThat(lull("snapshots", "delete", "gb-0", "--yes")).isZero();
        assertThat(out()).contains("Removed gb-0.");
        assertThat(lull("snapshots", "prune", "--json")).isZero();
        assertThat(out()).contains("{\"dryRun\":false,\"removed\":[]}");
    }

    @Test
    void what_can_not_be_read_as_a_point_is_named_and_not_restored() {
        assertThat(lull("snapshots")).isZero();
        assertThat(out()).contains("Not to be restored: gb-torn: manifest.json is not there");

        assertThat(lull("restore", "gb-torn", "--yes")).isEqualTo(3);
        assertThat(err.toString()).contains("can't be read", "manifest.json is not there");
    }
}
