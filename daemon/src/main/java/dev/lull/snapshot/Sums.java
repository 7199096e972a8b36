package dev.lull.snapshot;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
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
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A file that {@code sha256sum --check} reads in the point's folder: the hashes of files of a tree
 * of the point, some or all. Which ones it has is in the file alone.
 *
 * @param point its folder
 * @param tree within it
 * @param file the sums, within it
 */
record Sums(Path point, String tree, String file) {
    private static final int MOST_TOLD = 5;

    /** Begins the new file. */
    Writer writer(LongConsumer read) throws IOException {
        return new Writer(read);
    }

    /** Hashes files as they are in the point. */
    final class Writer implements AutoCloseable {
        private final MessageDigest digest = Digests.sha256();
        private final Contents contents;
        private final FileChannel channel;
        private final OutputStream out;

        private Writer(LongConsumer read) throws IOException {
            contents = new Contents(point.resolve(tree), read);
            channel = Durable.create(point.resolve(file));
            out =
                    new BufferedOutputStream(
                            new DigestOutputStream(Channels.newOutputStream(channel), digest));
        }

        /** Adds one. */
        void add(String name) throws IOException {
            String sha256 =
                    contents.sha256(name)
                            .orElseThrow(() ->
                                    new IOException(
                                            Names.told(tree + "/" + name) + " can't be read"));
            String line = new SumsLine(sha256, tree + "/" + name).print();
            out.write(line.getBytes(StandardCharsets.ISO_8859_1));
        }

        /**
         * Writes them down to the disk.
         *
         * @return the hash of the file, hex
         */
        String end() throws IOException {
            out.flush();
            channel.force(true);
            return Digests.hex(digest);
        }

        @Override
        public void close() throws IOException {
            try (contents;
                    channel) {
                out.flush();
            }
        }
    }

    /** Reads the files in the point again: which of them are not what they were. */
    List<String> problems(LongConsumer read) throws IOException {
        return check(
                point.resolve(tree),
                tree + "/",
                ": its content has changed (sha256 differs)",
                read);
    }

    /** Names the files of a folder like the tree whose content is another. */
    List<String> differencesFrom(Path folder, LongConsumer read) throws IOException {
        return check(folder, "", ": its content is not what was kept", read);
    }

    private List<String> check(Path folder, String before, String other, LongConsumer read)
            throws IOException {
        List<String> told = new ArrayList<>();
        try (Contents contents = new Contents(folder, read);
                BufferedReader lines = lines()) {
            String line = lines.readLine();
            while (line != null && told.size() < MOST_TOLD) {
                SumsLine sum = line(line);
                String name = sum.name().substring(tree.length() + 1);
                Optional<String> sha256 = contents.sha256(name);
                if (!sha256.equals(Optional.of(sum.sha256()))) {
                    told.add(
                            Names.told(before + name)
                                    + (sha256.isPresent() ? other : ": missing, or can't be read"));
                }
                line = lines.readLine();
            }
        }
        return told;
    }

    private SumsLine line(String text) throws IOException {
        try {
            SumsLine line = SumsLine.read(text);
            if (line.name().startsWith(tree + "/")) {
                return line;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
        throw new IOException(file + " is damaged: it names a file that is not in " + tree);
    }

    private BufferedReader lines() throws IOException {
        return new BufferedReader(
                new InputStreamReader(
                        Files.newInputStream(point.resolve(file)), StandardCharsets.ISO_8859_1));
    }

    /** How many files it has the hashes of. */
    long count() throws IOException {
        long[] count = new long[1];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(point.resolve(file)))) {
            new LineCount(n -> count[0] = n).readFrom(in);
        }
        return count[0];
    }
}
