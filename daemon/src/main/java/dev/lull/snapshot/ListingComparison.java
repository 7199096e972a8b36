package dev.lull.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * What two listings differ in: first everything saved is told, then everything that is there now.
 * Pure. It remembers each saved name.
 */
final class ListingComparison {
    private final Map<String, FileEntry> saved = new HashMap<>();
    private final Group overwritten = new Group();
    private final Group removed = new Group();

    void saved(FileEntry entry) {
        saved.put(entry.name(), entry);
    }

    void present(FileEntry entry) {
        if (entry.isSocket()) {
            return;
        }
        FileEntry was = saved.remove(entry.name());
        if (was == null) {
            removed.add(entry);
        } else if (!was.looksLike(entry)) {
            overwritten.add(was);
        }
    }

    /** When everything was told. */
    VolumeChanges changes() {
        Group returning = new Group();
        saved.values().forEach(returning::add);
        return new VolumeChanges(returning.names(), overwritten.names(), removed.names());
    }

    private static final class Group {
        private final TreeSet<String> first = new TreeSet<>();
        private long count;
        private long bytes;

        void add(FileEntry entry) {
            count++;
            bytes += entry.bytes();
            first.add(shown(entry.name()));
            if (first.size() > VolumeChanges.TOLD) {
                first.pollLast();
            }
        }

        /** Names are text to people, and mostly are. */
        private static String shown(String name) {
            return name.isEmpty()
                    ? "."
                    : new String(
                            name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }

        VolumeChanges.Names names() {
            return new VolumeChanges.Names(count, bytes, first.stream().toList());
        }
    }
}
