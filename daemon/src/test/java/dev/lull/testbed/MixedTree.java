package dev.lull.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A tree of small and large files, every other of them text, the rest bytes that nothing can
 * compress. The same each time it is made.
 *
 * @param root its folder
 * @param files how many
 * @param bytes of all of them
 */
record MixedTree(Path root, int files, long bytes) {
    private static final int FILES_A_FOLDER = 100;
    private static final int WORDS = 4096;

    /** How much the sizes differ: half of the files have a ninth of the bytes. */
    private static final double SPREAD = 1.2;

    /** Makes one in a new folder. */
    static MixedTree make(Path root, int files, long bytes) throws IOException {
        SplittableRandom random = new SplittableRandom(42);
        byte[][] words = words(random);
        double[] weights = new double[files];
        double sum = 0;
        for (int i = 0; i < files; i++) {
            weights[i] = Math.exp(SPREAD * random.nextGaussian());
            sum += weights[i];
        }
        long left = bytes;
        for (int i = 0; i < files; i++) {
            long share = Math.min(left, (long) (bytes * weights[i] / sum));
            byte[] content = new byte[Math.toIntExact(i < files - 1 ? share : left)];
            left -= content.length;
            if (i % 2 == 0) {
                write(content, words, random);
            } else {
                random.nextBytes(content);
            }
            Path folder = root.resolve("folder" + i / FILES_A_FOLDER);
            Files.createDirectories(folder);
            Files.write(folder.resolve("file" + i), content);
        }
        return new MixedTree(root, files, bytes);
    }

    private static byte[][] words(SplittableRandom random) {
        byte[][] words = new byte[WORDS][];
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = random.nextInt(3, 11); length > 0; length--) {
                word.append((char) random.nextInt('a', 'z' + 1));
            }
            words[i] = word.append(' ').toString().getBytes(StandardCharsets.US_ASCII);
        }
        return words;
    }

    private static void write(byte[] content, byte[][] words, SplittableRandom random) {
        int at = 0;
        while (at < content.length) {
            byte[] word = words[random.nextInt(WORDS)];
            int length = Math.min(word.length, content.length - at);
            System.arraycopy(word, 0, content, at, length);
            at += length;
        }
    }

    /** Its size, for a table. */
    String words() {
        return String.format(Locale.ROOT, "%d MiB in %,d files", bytes >> 20, files);
    }
}
