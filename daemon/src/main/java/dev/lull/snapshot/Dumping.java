package dev.lull.snapshot;

import dev.lull.stack.Durations;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The dump of one data store, on its way into a rollback point and out of it: a stream of any
 * length, packed. Nothing of it is held in memory.
 */
final class Dumping {
    private static final int KEPT_MESSAGES = 5;

    private final Path folder;
    private final Packing packing;
    private final Consumer<String> progress;

    /**
     * @param folder of the point
     * @param packing of this host
     */
    Dumping(Path folder, Packing packing, Consumer<String> progress) {
        this.folder = folder;
        this.packing = packing;
        this.progress = progress;
    }

    /**
     * Dumps a store, down to the disk, reads that back and has it checked.
     *
     * @throws SnapshotException.Failed if the command fails or writes nothing, or what it wrote is
     *     not a whole dump
     */
    SavedDump write(DumpSource source) throws IOException, InterruptedException {
        long start = System.nanoTime();
        String label = "dump of " + source.service();
        String file = "dumps/" + source.service() + ".dump" + packing.ending();
        Durable.folders(folder.resolve("dumps"));
        LongConsumer shown = new Progress(label, source.expected(), progress)::at;
        MessageDigest digest = Digests.sha256();
        long[] packed = new long[1];
        long[] dumped = new long[1];
        try (FileChannel channel = Durable.create(folder.resolve(file))) {
            OutputStream out = Channels.newOutputStream(channel);
            Pipeline.run(
                    packing.pack(),
                    to -> dumped[0] = dump(source, to, shown),
                    in -> packed[0] = Digests.copy(in, out, digest));
            channel.force(true);
        }
        SavedDump saved =
                new SavedDump(
                        source.service(),
                        source.how(),
                        file,
                        packed[0],
                        Digests.hex(digest),
                        dumped[0],
                        source.restore(),
                        source.check(),
                        source.instead());
        prove(saved, source.commands());
        progress.accept(told(saved, Duration.ofNanos(System.nanoTime() - start)));
        return saved;
    }

    private static String told(SavedDump saved, Duration took) {
        return "dump of "
                + saved.service()
                + ": "
                + Progress.size(saved.contentBytes())
                + " kept as "
                + Progress.size(saved.bytes())
                + (saved.check().isEmpty() ? ", read back, " : ", read back and checked, ")
                + Durations.print(took);
    }

    private static long dump(DumpSource source, OutputStream to, LongConsumer shown)
            throws IOException {
        Counted out = new Counted(to, shown);
        Messages messages = new Messages();
        int code =
                source.commands().run(source.dump(), InputStream.nullInputStream(), out, messages);
        if (code != 0) {
            throw new SnapshotException.Failed(
                    source.service()
                            + " could not be dumped with "
                            + source.how()
                            + ": exited with "
                            + code
                            + messages.told());
        }
        if (out.bytes == 0) {
            throw new SnapshotException.Failed(
                    source.service()
                            + " could not be dumped with "
                            + source.how()
                            + ": it exited with 0 and wrote nothing"
                            + messages.told());
        }
        return out.bytes;
    }

    /** Read back it is what was written, and its own tool takes it for whole. */
    private void prove(SavedDump saved, StoreCommands commands)
            throws IOException, InterruptedException {
        String label = "dump of " + saved.service();
        Messages messages = new Messages();
        int[] code = new int[1];
        long read =
                read(
                        saved,
                        label + ", checking",
                        in -> {
                            if (!saved.check().isEmpty()) {
                                OutputStream nowhere = OutputStream.nullOutputStream();
                                code[0] = commands.run(saved.check(), in, nowhere, messages);
                            }
                        });
        if (read != saved.contentBytes()) {
            throw new SnapshotException.Failed(
                    label + ": read back it is not what was written: check the disk");
        }
        if (code[0] != 0) {
            throw new SnapshotException.Failed(
                    label
                            + " is not whole: its check exited with "
                            + code[0]
                            + messages.told()
                            + ". The dump command exited with 0 all the same");
        }
    }

    /** What is done with a dump. */
    private interface Use {
        void of(InputStream in) throws IOException;
    }

    /**
     * Unpacks a dump, and reads what nobody did.
     *
     * @return its bytes
     */
    private long read(SavedDump saved, String label, Use use)
            throws IOException, InterruptedException {
        LongConsumer shown = new Progress(label, saved.contentBytes(), progress)::at;
        MessageDigest digest = Digests.sha256();
        long[] bytes = new long[1];
        Pipeline.run(
                packing.unpack(folder.resolve(saved.file())),
                out -> {
                    try (InputStream in = Files.newInputStream(folder.resolve(saved.file()))) {
                        Digests.copy(in, out, digest);
                    }
                },
                in -> {
                    CountedInput counted = new CountedInput(in, shown);
                    use.of(counted);
                    counted.transferTo(OutputStream.nullOutputStream());
                    bytes[0] = counted.bytes;
                });
        if (!Digests.hex(digest).equals(saved.sha256())) {
            throw new SnapshotException.Failed(
                    label + ": its file is not what was written: check the disk");
        }
        return bytes[0];
    }

    /** A whole file is worth nothing without its key: what is wrong if it can't be unpacked. */
    Optional<String> locked(SavedDump saved) throws InterruptedException {
        try {
            read(saved, "dump of " + saved.service() + ", decrypting", in -> {});
            return Optional.empty();
        } catch (IOException e) {
            Points.passOn(e);
            return Optional.of(saved.file() + ": can't be decrypted: " + Points.words(e));
        }
    }

    /**
     * Plays a dump back into its store.
     *
     * @throws SnapshotException.Damaged if it can't be trusted; nothing was touched
     * @throws SnapshotException.Failed if the command failed: what is in the store is not whole
     */
    void play(SavedDump saved, StoreCommands commands) throws InterruptedException {
        String label = "dump of " + saved.service();
        Optional<String> problem = problem(saved);
        if (problem.isPresent()) {
            throw new SnapshotException.Damaged(
                    label + ": " + problem.get() + "; nothing of it was restored");
        }
        Messages messages = new Messages();
        int[] code = new int[1];
        try {
            read(
                    saved,
                    label + ", restoring",
                    in -> {
                        OutputStream nowhere = OutputStream.nullOutputStream();
                        code[0] = commands.run(saved.restore(), in, nowhere, messages);
                    });
        } catch (IOException e) {
            Points.passOn(e);
            throw new SnapshotException.Failed(
                    label + " was not restored whole: " + Points.words(e), e);
        }
        if (code[0] != 0) {
            throw new SnapshotException.Failed(
                    label
                            + " was not restored whole: its restore command exited with "
                            + code[0]
                            + messages.told()
                            + ". It may be begun again");
        }
    }

    /** A command that restores may begin with taking away what is there, before it reads. */
    private Optional<String> problem(SavedDump saved) throws InterruptedException {
        RollbackPoint.Part part =
                new RollbackPoint.Part(saved.file(), saved.bytes(), saved.sha256());
        String label = "dump of " + saved.service() + ", verifying";
        Optional<String> problem =
                Parts.problem(folder, part, new Progress(label, saved.bytes(), progress)::at);
        return problem.isPresent() || !Packing.isEncrypted(saved.file()) ? problem : locked(saved);
    }

    /** The last lines of what a command said. */
    private static final class Messages implements Consumer<String> {
        private final Deque<String> last = new ArrayDeque<>();

        @Override
        public synchronized void accept(String line) {
            if (!line.isBlank()) {
                last.addLast(line.strip());
                if (last.size() > KEPT_MESSAGES) {
                    last.removeFirst();
                }
            }
        }

        synchronized String told() {
            return last.isEmpty() ? "" : ": " + String.join("; ", last);
        }
    }

    private static final class Counted extends FilterOutputStream {
        private final LongConsumer shown;
        private long bytes;

        Counted(OutputStream out, LongConsumer shown) {
            super(out);
            this.shown = shown;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] piece, int from, int length) throws IOException {
            out.write(piece, from, length);
            bytes += length;
            shown.accept(bytes);
        }
    }

    private static final class CountedInput extends FilterInputStream {
        private final LongConsumer shown;
        private long bytes;

        CountedInput(InputStream in, LongConsumer shown) {
            super(in);
            this.shown = shown;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] piece, int from, int length) throws IOException {
            int n = in.read(piece, from, length);
            bytes += Math.max(0, n);
            shown.accept(bytes);
            return n;
        }
    }
}
