package dev.lull.snapshot;

import dev.lull.stack.ShellWord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How what is kept in one file is packed: by zstd, and then encrypted if that is wanted. What a
 * file is packed with shows in its name, so that older ones are read as well.
 */
public record Packing(Compression compression, Optional<Encryption> encryption) {
    /** By zstd as a disk is fast; not encrypted. */
    public static final Packing STANDARD = new Packing(Compression.STANDARD, Optional.empty());

    private static final String ENDING = ".zst";
    private static final List<String> UNZSTD =
            List.of("zstd", "--quiet", "--decompress", "--stdout");
    private static final byte[] PROBE = "lull".getBytes(StandardCharsets.US_ASCII);

    /** What the names of such files end in. */
    String ending() {
        return ENDING + encryption.map(Encryption::ending).orElse("");
    }

    /** The programs that pack a stream. */
    List<Tool> pack() {
        List<Tool> tools = new ArrayList<>();
        tools.add(Tool.of(compression.command()));
        encryption.ifPresent(e -> tools.add(Tool.of(e.encrypt())));
        return tools;
    }

    /**
     * The programs that unpack the content of a file.
     *
     * @param file whose name says what it is packed with
     * @throws ToolException if it is encrypted in a way that this host has no key for
     */
    List<Tool> unpack(Path file) throws ToolException {
        return encryption(file)
                .map(e -> List.of(Tool.of(e.decrypt()), Tool.of(UNZSTD)))
                .orElse(List.of(Tool.of(UNZSTD)));
    }

    /**
     * The same, which read the file themselves.
     *
     * @throws ToolException likewise
     */
    List<Tool> unpackFrom(Path file) throws ToolException {
        List<Tool> tools = new ArrayList<>(unpack(file));
        List<String> first = new ArrayList<>(tools.getFirst().argv());
        first.addAll(List.of("--", file.toString()));
        tools.set(0, Tool.of(first));
        return tools;
    }

    /** The command line by which a person writes what is in a file to a pipe. */
    String unpackByHand(String file) {
        String zstd = "zstd --decompress --stdout";
        return encryption
                .filter(_ -> isEncrypted(file))
                .map(e -> e.decryptByHand() + " " + ShellWord.quote(file) + " | " + zstd)
                .orElse(zstd + " " + ShellWord.quote(file));
    }

    /** Whether a file of this name is encrypted. */
    static boolean isEncrypted(String file) {
        return !file.endsWith(ENDING);
    }

    /** How a file is encrypted; empty if it is not. */
    Optional<Encryption> encryption(Path file) throws ToolException {
        String name = String.valueOf(file.getFileName());
        if (!isEncrypted(name)) {
            return Optional.empty();
        }
        if (encryption.filter(e -> name.endsWith(ENDING + e.ending())).isEmpty()) {
            throw new ToolException(
                    name
                            + " is encrypted, and this Lull has no key for it: name one with"
                            + " snapshot.encryption in its configuration");
        }
        return encryption;
    }

    /**
     * Tries whether what is packed could be read again here.
     *
     * @return what is in the way, or empty
     */
    Optional<String> problem() throws InterruptedException {
        try {
            byte[][] read = {{}};
            List<Tool> thereAndBack = new ArrayList<>(pack());
            thereAndBack.addAll(unpack(Path.of(ending())));
            Pipeline.run(thereAndBack, out -> out.write(PROBE), in -> read[0] = in.readAllBytes());
            return Arrays.equals(read[0], PROBE)
                    ? Optional.empty()
                    : Optional.of("what was packed for a trial came back as something else");
        } catch (IOException e) {
            Points.passOn(e);
            return Optional.of(Points.words(e));
        }
    }
}
