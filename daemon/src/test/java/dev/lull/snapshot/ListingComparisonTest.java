package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.snapshot.VolumeChanges.Names;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListingComparisonTest {
    private static final String NOON = "1700000000.000000000";
    private static final String LATER = "1700000000.000000001";

    private static FileEntry file(String name, long size) {
        return new FileEntry(name, "-rw-r-----", "70/70", size, NOON, "");
    }

    private static FileEntry folder(String name, String time) {
        return new FileEntry(name, "drwxr-x---", "70/70", 4096, time, "");
    }

    private static VolumeChanges between(List<FileEntry> saved, List<FileEntry> present) {
        ListingComparison comparison = new ListingComparison();
        saved.forEach(comparison::saved);
        present.forEach(comparison::present);
        return comparison.changes();
    }

    @Test
    void what_is_gone_comes_back_what_differs_is_overwritten_what_came_since_is_removed() {
        VolumeChanges changes =
                between(
                        List.of(
                                folder("", NOON),
                                file("gone", 1),
                                file("same", 2),
                                file("rows", 4)),
                        List.of(
                                folder("", LATER),
                                file("same", 2),
                                file("rows", 8),
                                file("new", 16)));

        assertThat(changes.returning()).isEqualTo(new Names(1, 1, List.of("gone")));
        assertThat(changes.overwritten()).isEqualTo(new Names(1, 4, List.of("rows")));
        assertThat(changes.removed()).isEqualTo(new Names(1, 16, List.of("new")));
        assertThat(changes.none()).isFalse();
    }

    @Test
    void nothing_changes_where_everything_looks_alike() {
        List<FileEntry> all = List.of(folder("", NOON), file("a", 1), file("b", 2));
        assertThat(between(all, all.reversed())).isEqualTo(VolumeChanges.NONE);
        assertThat(VolumeChanges.NONE.none()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "-rw-r--r--, 70/70, 5, 1700000000.000000000, ''",
        "-rw-r-----, 70/71, 5, 1700000000.000000000, ''",
        "-rw-r-----, 70/70, 6, 1700000000.000000000, ''",
        "-rw-r-----, 70/70, 5, 1700000000.000000001, ''",
        "drw-r-----, 70/70, 5, 1700000000.000000000, ''",
        "lrw-r-----, 70/70, 5, 1700000000.000000000, elsewhere",
    })
    void each_thing_that_a_listing_shows_counts(
            String mode, String owner, long size, String time, String target) {
        FileEntry now = new FileEntry("rows", mode, owner, size, time, target);
        assertThat(between(List.of(file("rows", 5)), List.of(now)).overwritten())
                .isEqualTo(new Names(1, 5, List.of("rows")));
    }

    @Test
    void the_time_of_a_folder_and_the_size_of_a_link_do_not_count() {
        assertThat(between(List.of(folder("d", NOON)), List.of(folder("d", LATER))).none())
                .isTrue();
        assertThat(
                        between(List.of(file("hard", FileEntry.UNKNOWN)), List.of(file("hard", 7)))
                                .none())
                .isTrue();
    }

    @Test
    void a_hard_link_may_be_one_to_a_symbolic_link_and_never_to_a_folder() {
        FileEntry saved = new FileEntry("too", "-rwxrwxrwx", "70/70", FileEntry.UNKNOWN, NOON, "");
        FileEntry now = new FileEntry("too", "lrwxrwxrwx", "70/70", 7, NOON, "nowhere");
        assertThat(between(List.of(saved), List.of(now)).none()).isTrue();
        FileEntry later = new FileEntry("too", "lrwxrwxrwx", "70/70", 7, LATER, "nowhere");
        assertThat(between(List.of(saved), List.of(later)).overwritten().first())
                .containsExactly("too");
        FileEntry folder = new FileEntry("too", "drwxrwxrwx", "70/70", 0, NOON, "");
        assertThat(between(List.of(saved), List.of(folder)).overwritten().first())
                .containsExactly("too");
    }

    @Test
    void a_socket_is_nobodys_loss() {
        FileEntry socket = new FileEntry("db.sock", "srwxrwxrwx", "70/70", 0, NOON, "");
        assertThat(between(List.of(), List.of(socket)).none()).isTrue();
    }

    @Test
    void the_first_names_are_told_as_text_and_the_root_as_a_dot() {
        List<FileEntry> many =
                IntStream.range(0, 100).mapToObj(n -> file("n" + (100 + n), 1)).toList();
        assertThat(between(List.of(), many).removed())
                .isEqualTo(new Names(100, 100, List.of("n100", "n101", "n102", "n103", "n104")));
        assertThat(between(List.of(file("caf\u00c3\u00a9", 1)), List.of()).returning().first())
                .containsExactly("café");
        assertThat(between(List.of(folder("", NOON)), List.of(file("", 1))).overwritten().first())
                .containsExactly(".");
    }

    @Test
    void parts_add_up() {
        VolumeChanges one = between(List.of(file("a", 1), file("c", 1)), List.of());
        VolumeChanges other = between(List.of(file("b", 2)), List.of(file("d", 4)));
        VolumeChanges both = one.and(other);
        assertThat(both.returning()).isEqualTo(new Names(3, 4, List.of("a", "b", "c")));
        assertThat(both.removed()).isEqualTo(new Names(1, 4, List.of("d")));
    }
}
