package dev.lull.snapshot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** GNU tar with all metadata, packed. Everything blocks, and takes the same memory for any size. */
final class Archive {
    /** What makes tar keep everything; the same for writing and reading. */
    static final List<String> EXACTLY =
            List.of("--numeric-owner", "--xattrs", "--xattrs-include=*", "--acls");

    /** What makes tar put everything back. */
    static final List<String> AS_IT_WAS = List.of("--same-owner", "--preserve-permissions");

    /** In blocks: what a pipe holds, instead of a sixth of it. Any tar reads it. */
    private static final int FACTOR = 128;

    private static final long RECORD = FACTOR * 512L;
    private static final List<String> STEADILY =
            List.of(
                    "--blocking-factor=" + FACTOR,
                    "--checkpoint=40",
                    "--checkpoint-action=echo=at record %u");
    private static final Pattern CHECKPOINT = Pattern.compile("tar: at record (\\d+)");
    private static final Pattern DIFFERENCE =
            Pattern.compile(".*: (.* differs?|Not linked to .*|Warning: .*)");

    private Archive() {}

    /**
     * Writes a new archive of a folder, down to the disk.
     *
     * @param progress is told the bytes of tar's stream so far
     */
    static void write(Path folder, Path archive, Packing packing, LongConsumer progress)
            throws IOException, InterruptedException {
        List<String> tar = new ArrayList<>(List.of("tar", "--create", "--file=-"));
        tar.addAll(EXACTLY);
        tar.addAll(List.of("--sparse", "--format=posix"));
        tar.addAll(STEADILY);
        tar.addAll(List.of("--directory=" + folder, "."));
        List<Tool> tools = new ArrayList<>(List.of(new Tool(tar, checkpoints(progress))));
        tools.addAll(packing.pack());
        try (FileChannel channel = Durable.create(archive)) {
            Pipeline.run(tools, archive);
            channel.force(true);
        }
    }

    /**
     * What reading an archive back and comparing it with a folder showed.
     *
     * @param bytes of the file that were read and went into its hash
     */
    record Comparison(long bytes, String sha256, long entries, List<String> differences) {}

    /**
     * Reads an archive back, once: for its hash, and to compare it with a folder, contents byte for
     * byte. What is in the folder and not in the archive shows in the number of entries only.
     */
    static Comparison readBack(Path archive, Path folder, Packing packing, LongConsumer progress)
            throws IOException, InterruptedException {
        MessageDigest digest = Digests.sha256();
        long[] bytes = new long[1];
        Comparison compared =
                compare(
                        packing.unpack(archive),
                        out -> {
                            try (InputStream in = Files.newInputStream(archive)) {
                                bytes[0] = Digests.copy(in, out, digest);
                            }
                        },
                        folder,
                        progress);
        return new Comparison(
                bytes[0], Digests.hex(digest), compared.entries(), compared.differences());
    }

    /** Compares one whose hash is known with a folder, likewise. */
    static List<String> differences(
            Path archive, Path folder, Packing packing, LongConsumer progress)
            throws IOException, InterruptedException {
        return compare(packing.unpackFrom(archive), null, folder, progress).differences();
    }

    private static Comparison compare(
            List<Tool> unpack,
            Pipeline.@Nullable Source archive,
            Path folder,
            LongConsumer progress)
            throws IOException, InterruptedException {
        List<String> tar = new ArrayList<>(List.of("tar", "--compare", "--verbose", "--file=-"));
        tar.addAll(EXACTLY);
        tar.addAll(STEADILY);
        tar.add("--directory=" + folder);
        Lines lines = new Lines();
        List<String> trouble = new ArrayList<>();
        try {
            Pipeline.run(
                    and(unpack, new Tool(tar, checkpoints(progress))), archive, lines::readFrom);
        } catch (ToolException e) {
            trouble.addAll(lines.differences);
            if (trouble.isEmpty()) {
                trouble.add(String.valueOf(e.getMessage()));
            }
        }
        return new Comparison(0, "", lines.entries, trouble);
    }

    /**
     * What tar prints while it compares: each name on a line (it escapes newlines), and trouble.
     */
    private static final class Lines {
        private static final int MOST = 5;
        private final List<String> differences = new ArrayList<>();
        private long entries;

        void readFrom(InputStream in) throws IOException {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                entries++;
                if (differences.size() < MOST && DIFFERENCE.matcher(line).matches()) {
                    differences.add(line);
                }
            }
        }
    }

    /** Tells every entry of an archive; contents are read past. */
    static void list(
            Path archive, Packing packing, Consumer<FileEntry> entries, LongConsumer progress)
            throws IOException, InterruptedException {
        List<String> tar = new ArrayList<>(List.of("tar", "--file=-"));
        tar.addAll(TarLine.OPTIONS);
        tar.addAll(STEADILY);
        Pipeline.run(
                and(packing.unpackFrom(archive), new Tool(tar, checkpoints(progress))),
                null,
                in -> {
                    BufferedReader lines =
                            new BufferedReader(
                                    new InputStreamReader(in, StandardCharsets.ISO_8859_1));
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        entries.accept(TarLine.read(line));
                    }
                });
    }

    /** Puts everything in an archive into an empty folder. */
    static void extract(Path archive, Path into, Packing packing, LongConsumer progress)
            throws IOException, InterruptedException {
        List<String> tar = new ArrayList<>(List.of("tar", "--extract", "--file=-"));
        tar.addAll(EXACTLY);
        tar.addAll(AS_IT_WAS);
        tar.add("--sparse");
        tar.addAll(STEADILY);
        tar.add("--directory=" + into);
        Pipeline.run(
                and(packing.unpackFrom(archive), new Tool(tar, checkpoints(progress))),
                null,
                in -> in.transferTo(OutputStream.nullOutputStream()));
    }

    /**
     * Unpacks a file to nowhere.
     *
     * @param progress is told the bytes of tar's stream so far
     * @throws ToolException if that can't be done, with the tool's own words
     */
    static void unpack(Path archive, Packing packing, LongConsumer progress)
            throws IOException, InterruptedException {
        Pipeline.run(packing.unpackFrom(archive), null, in -> drain(in, progress));
    }

    private static void drain(InputStream in, LongConsumer progress) throws IOException {
        byte[] buffer = new byte[Digests.BUFFER];
        long done = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            done += n;
            progress.accept(done);
        }
    }

    private static List<Tool> and(List<Tool> tools, Tool last) {
        return Stream.concat(tools.stream(), Stream.of(last)).toList();
    }

    private static Predicate<String> checkpoints(LongConsumer progress) {
        return line -> {
            Matcher m = CHECKPOINT.matcher(line);
            if (m.matches()) {
                progress.accept(Long.parseLong(m.group(1)) * RECORD);
                return true;
            }
            return line.endsWith(": socket ignored");
        };
    }
}
