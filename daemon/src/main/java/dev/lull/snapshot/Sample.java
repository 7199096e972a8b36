package dev.lull.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Some files of a tree, for their content to be hashed: always the same ones for the same tree,
 * spread over all of it, and all of them if they are few. They are taken in the order of the hash
 * of their names, each whole or not at all, as long as they fit into {@value #BUDGET} bytes; the
 * smallest counts {@value #LEAST}.
 *
 * @param names within the tree; each char is a byte
 */
record Sample(List<String> names) {
    /** Content of a sample, at the most. */
    static final long BUDGET = 64L << 20;

    private static final long LEAST = 8 << 10;
    private static final int MOST_FILES = (int) (BUDGET / LEAST);

    Sample {
        names = List.copyOf(names);
    }

    /** The files whose names have the lowest hashes, and of those the ones that fit. */
    static final class Draw implements Tree.Files {
        private final TreeMap<String, File> lowest = new TreeMap<>();

        private record File(long size, String name) {}

        @Override
        public void add(String name, long size) {
            if (size <= BUDGET) {
                lowest.put(
                        Digests.of(name.getBytes(StandardCharsets.ISO_8859_1)),
                        new File(size, name));
                if (lowest.size() > MOST_FILES) {
                    lowest.pollLastEntry();
                }
            }
        }

        /** When all were added. */
        Sample sample() {
            long left = BUDGET;
            List<String> names = new ArrayList<>();
            for (File file : lowest.values()) {
                long counted = Math.max(file.size(), LEAST);
                if (counted <= left) {
                    left -= counted;
                    names.add(file.name());
                }
            }
            return new Sample(names);
        }
    }
}
