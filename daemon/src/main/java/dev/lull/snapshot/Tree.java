package dev.lull.snapshot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A look at every name of a tree, as {@code find} tells it: any bytes may be in a name, and any
 * depth is fine. Takes the same memory for any number of files (hard-linked ones apart: 16 bytes).
 *
 * @param shape of the tree
 * @param sockets in it, which the shape does not count; the first {@value #MOST_NAMED} of them
 */
record Tree(Shape shape, List<String> sockets) {
    static final int MOST_NAMED = 1000;
    private static final String FORMAT =
            "%y\\0%m\\0%U\\0%G\\0%s\\0%b\\0%n\\0%D\\0%i\\0%T@\\0%l\\0%P\\0";
    private static final int LONGEST_FOR_XATTRS = 3000; // beside the root, within PATH_MAX

    /** Looks at the tree below (and with) a folder. */
    static Tree of(Path folder) throws IOException, InterruptedException {
        return of(folder, _ -> {});
    }

    /**
     * The same.
     *
     * @param names is told how many it has looked at so far
     */
    static Tree of(Path folder, LongConsumer names) throws IOException, InterruptedException {
        return of(folder, names, (_, _) -> {});
    }

    /** What is told of the regular files that a look comes by, one at a time. */
    interface Files {
        /**
         * Takes one.
         *
         * @param name within the tree; each char is a byte
         */
        void add(String name, long size) throws IOException;
    }

    /** The same; the files are told each of those that it comes by. */
    static Tree of(Path folder, LongConsumer names, Files each)
            throws IOException, InterruptedException {
        try (Xattrs xattrs = new Xattrs()) {
            Look look = new Look(bytes(folder), xattrs, names, each);
            Pipeline.run(
                    List.of(Tool.of(List.of("find", folder.toString(), "-printf", FORMAT))),
                    null,
                    look::readFrom);
            return look.tree();
        }
    }

    /**
     * Regular files of a tree.
     *
     * @param files their names
     * @param bytes of content; holes count as zeros, a hard-linked file once
     */
    record Content(long files, long bytes) {}

    /**
     * Of a tree that is in use: a file that goes meanwhile does not count.
     *
     * @param names is told how many it has looked at so far
     */
    static Content content(Path live, LongConsumer names) throws IOException, InterruptedException {
        List<String> find =
                List.of(
                        "find",
                        live.toString(),
                        "-ignore_readdir_race",
                        "-type",
                        "f",
                        "-printf",
                        "%s %n %D %i\\n");
        LongSet linked = new LongSet();
        long[] sum = new long[2];
        Pipeline.run(
                List.of(Tool.of(find)),
                null,
                in -> {
                    BufferedReader lines =
                            new BufferedReader(
                                    new InputStreamReader(in, StandardCharsets.US_ASCII));
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        String[] words = line.split(" ", 4);
                        long identity =
                                identity(Long.parseLong(words[3]), Long.parseLong(words[2]));
                        names.accept(++sum[0]);
                        if (words[1].equals("1") || linked.add(identity)) {
                            sum[1] += Long.parseLong(words[0]);
                        }
                    }
                });
        return new Content(sum[0], sum[1]);
    }

    private static long identity(long inode, long device) {
        return inode ^ (device * 0x9E3779B97F4A7C15L);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A path as the kernel takes it. */
    static byte[] bytes(Path folder) {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        return folder.toString().getBytes(Charset.forName(encoding));
    }

    /** One name. Each char of its texts is a byte. */
    private record Entry(
            char type,
            String mode,
            String uid,
            String gid,
            long size,
            long blocks,
            long links,
            long device,
            long inode,
            String modified,
            String target,
            String path) {}

    private static final class Look {
        private final byte[] root;
        private final Xattrs xattrs;
        private final LongConsumer names;
        private final Files each;
        private final MessageDigest sha256 = Digests.sha256();
        private final LongSet linked = new LongSet();
        private final List<String> sockets = new ArrayList<>();
        private final long[] sum = new long[4];
        private long files;
        private long folders;
        private long symlinks;
        private long others;
        private long bytes;
        private long allocated;

        Look(byte[] root, Xattrs xattrs, LongConsumer names, Files each) {
            this.each = each;
            this.root = root;
            this.xattrs = xattrs;
            this.names = names;
        }

        void readFrom(InputStream in) throws IOException {
            FindOutput found = new FindOutput(in);
            for (long n = 1; found.hasNext(); n++) {
                add(entry(found));
                names.accept(n);
            }
        }

        private static Entry entry(FindOutput found) throws IOException {
            return new Entry(
                    found.field().charAt(0),
                    found.field(),
                    found.field(),
                    found.field(),
                    found.number(),
                    found.number(),
                    found.number(),
                    found.number(),
                    found.number(),
                    found.time(),
                    found.field(),
                    found.field());
        }

        private void add(Entry e) throws IOException {
            switch (e.type()) {
                case 's' -> {
                    if (sockets.size() < MOST_NAMED) {
                        sockets.add(new String(bytes(e.path()), StandardCharsets.UTF_8));
                    }
                    return;
                }
                case 'f' -> files++;
                case 'd' -> folders++;
                case 'l' -> symlinks++;
                default -> others++;
            }
            if (e.type() == 'f'
                    && (e.links() == 1 || linked.add(identity(e.inode(), e.device())))) {
                bytes += e.size();
                allocated += e.blocks() * 512;
            }
            digest(e);
            if (e.type() == 'f') {
                each.add(e.path(), e.size());
            }
        }

        /** The sum of the entries' hashes does not depend on the order that find came by them. */
        private void digest(Entry e) throws IOException {
            update(bytes(String.valueOf(e.type())));
            update(bytes(e.mode()));
            update(bytes(e.uid()));
            update(bytes(e.gid()));
            update(bytes(e.type() == 'f' ? String.valueOf(e.size()) : ""));
            update(bytes(e.modified()));
            update(bytes(e.target()));
            update(bytes(e.path()));
            if (e.path().length() <= LONGEST_FOR_XATTRS) {
                for (Map.Entry<String, byte[]> x :
                        xattrs.of(absolute(bytes(e.path()))).entrySet()) {
                    update(bytes(x.getKey()));
                    update(x.getValue());
                }
            }
            ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
            for (int i = 0; i < sum.length; i++) {
                sum[i] += hash.getLong();
            }
        }

        private void update(byte[] text) {
            sha256.update(ByteBuffer.allocate(4).putInt(text.length).flip());
            sha256.update(text);
        }

        private byte[] absolute(byte[] path) {
            return ByteBuffer.allocate(root.length + 1 + path.length)
                    .put(root)
                    .put((byte) '/')
                    .put(path)
                    .array();
        }

        Tree tree() {
            ByteBuffer digest = ByteBuffer.allocate(32);
            for (long part : sum) {
                digest.putLong(part);
            }
            String hex = HexFormat.of().formatHex(digest.array());
            sockets.sort(null);
            return new Tree(
                    new Shape(files, folders, symlinks, others, bytes, allocated, hex), sockets);
        }
    }
}
