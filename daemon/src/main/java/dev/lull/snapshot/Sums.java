package dev.lull.snapshot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A file that {@code sha256sum --check} reads in the point's folder: the hashes of a {@link Sample}
 * of a tree of the point.
 *
 * @param point its folder
 * @param tree within it
 * @param file the sums, within it
 */
record Sums(Path point, String tree, String file) {
    private static final int MOST_TOLD = 5;
    private static final String FAILED = ": FAILED";
    private static final String BLANKS = "  ";

    /**
     * Hashes the files of a sample as they are in the point, into the new file, down to the disk.
     *
     * @return the hash of that file, hex
     */
    String write(Sample sample) throws IOException, InterruptedException {
        MessageDigest digest = Digests.sha256();
        try (FileChannel channel = Durable.create(point.resolve(file))) {
            OutputStream out = Channels.newOutputStream(channel);
            sample.hash(point, tree, in -> Digests.copy(in, out, digest));
            channel.force(true);
        }
        return Digests.hex(digest);
    }

    /** Reads the files in the point again: which of them are not what they were. */
    List<String> problems() throws IOException, InterruptedException {
        if (Files.size(point.resolve(file)) == 0) {
            return List.of(); // sha256sum would take that for damage.
        }
        List<String> check =
                List.of("env", "--chdir=" + point, "sha256sum", "--check", "--quiet", "--", file);
        List<String> problems = new ArrayList<>();
        try {
            Pipeline.run(
                    List.of(Tool.of(check)),
                    null,
                    in -> lines(in, line -> addProblem(line, problems)));
        } catch (ToolException e) {
            if (problems.isEmpty()) {
                problems.add(file + ": " + e.getMessage());
            }
        }
        return problems;
    }

    private static void addProblem(String line, List<String> problems) {
        int end = line.lastIndexOf(FAILED);
        if (end >= 0 && problems.size() < MOST_TOLD) {
            problems.add(
                    Names.told(line.substring(0, end))
                            + (line.endsWith(FAILED)
                                    ? ": its content has changed (sha256 differs)"
                                    : ": missing, or can't be read"));
        }
    }

    /** Names the files of a folder like the tree whose content is another. */
    List<String> differencesFrom(Path folder) throws IOException, InterruptedException {
        Map<String, String> kept = new HashMap<>();
        try (InputStream in = Files.newInputStream(point.resolve(file))) {
            lines(in, line -> add(line, tree + "/", kept));
        }
        Map<String, String> there = new HashMap<>();
        Sample.of(folder).hash(folder, "", in -> lines(in, line -> add(line, "", there)));
        TreeSet<String> names = new TreeSet<>(kept.keySet());
        names.addAll(there.keySet());
        return names.stream()
                .filter(n -> !kept.getOrDefault(n, "").equals(there.getOrDefault(n, "")))
                .limit(MOST_TOLD)
                .map(n -> Names.told(n) + ": its content is not what was kept")
                .toList();
    }

    /** The hash of a name that had to be escaped begins with a backslash, here as there. */
    private static void add(String line, String prefix, Map<String, String> hashes) {
        int blanks = line.indexOf(BLANKS);
        String name = line.substring(blanks + BLANKS.length());
        hashes.put(name.substring(prefix.length()), line.substring(0, blanks));
    }

    private static void lines(InputStream in, Consumer<String> each) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            each.accept(line);
        }
    }
}
