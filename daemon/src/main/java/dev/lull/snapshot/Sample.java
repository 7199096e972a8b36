package dev.lull.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    /** Of the tree below a folder. */
    static Sample of(Path folder) throws IOException, InterruptedException {
        Draw draw = new Draw();
        Pipeline.run(
                List.of(
                        Tool.of(
                                List.of(
                                        "find",
                                        folder.toString(),
                                        "-type",
                                        "f",
                                        "-printf",
                                        "%s %P\\0"))),
                null,
                in -> Names.read(in, draw::add));
        return draw.sample();
    }

    /**
     * Hashes the files.
     *
     * @param folder to work in
     * @param tree within it; empty if it is the folder itself
     * @param sink is given the lines as {@code sha256sum} prints them, in the order of the names
     */
    void hash(Path folder, String tree, Pipeline.Sink sink)
            throws IOException, InterruptedException {
        String prefix = tree.isEmpty() ? "" : tree + "/";
        List<String> argv = new ArrayList<>(List.of("env", "--chdir=" + folder));
        argv.addAll(List.of("xargs", "--null", "--no-run-if-empty"));
        argv.addAll(Spawner.tied(List.of("sha256sum", "--")));
        Pipeline.run(
                List.of(Tool.of(argv)),
                out -> {
                    for (String name : names) {
                        out.write((prefix + name + "\0").getBytes(StandardCharsets.ISO_8859_1));
                    }
                },
                sink);
    }

    /** The files whose names have the lowest hashes, and of those the ones that fit. */
    private static final class Draw {
        private final TreeMap<String, File> lowest = new TreeMap<>();

        private record File(long size, String name) {}

        void add(String line) {
            int blank = line.indexOf(' ');
            long size = Long.parseLong(line.substring(0, blank));
            if (size <= BUDGET) {
                String name = line.substring(blank + 1);
                lowest.put(
                        Digests.of(name.getBytes(StandardCharsets.ISO_8859_1)),
                        new File(size, name));
                if (lowest.size() > MOST_FILES) {
                    lowest.pollLastEntry();
                }
            }
        }

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
