package dev.lull.docker;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.lull.stack.ServiceName;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A compose file in which the image of a service can be changed, and nothing else: comments, order
 * and layout stay as the person wrote them.
 *
 * @param path of the file
 */
public record ComposeFile(Path path) {
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

    /**
     * The file in which a service's image is to be changed: the last one that names the service, as
     * Compose merges them.
     *
     * @throws EngineException.Permanent when no file names it
     */
    public static ComposeFile naming(List<Path> files, ServiceName service) {
        return files.reversed().stream()
                .map(ComposeFile::new)
                .filter(f -> f.service(service).isPresent())
                .findFirst()
                .orElseThrow(
                        () -> new EngineException.Permanent("no compose file names " + service));
    }

    /**
     * Makes it so that the file names this image for the service: in the place of its own {@code
     * image:}, or before its first key, where it wins over what is merged in. Written beside and
     * renamed, with the file's mode and owner; durable on return.
     *
     * @param before is told the digest of the new content before the file is replaced
     * @throws EngineException.Permanent when the image stands behind a YAML alias
     */
    public void setImage(ServiceName service, String reference, Consumer<String> before) {
        MappingNode own = service(service).orElseThrow();
        String text = read();
        Optional<Node> image = child(own, "image");
        if (image.isPresent() && image.get() instanceof ScalarNode scalar) {
            if (scalar.getValue().equals(reference)) {
                return;
            }
            refuseAlias(service, own, scalar);
            int start = offset(text, scalar.getStartMark().getIndex());
            int end = offset(text, scalar.getEndMark().getIndex());
            text = text.substring(0, start) + quoted(reference) + text.substring(end);
        } else {
            Node first = own.getValue().getFirst().getKeyNode();
            int start = offset(text, first.getStartMark().getIndex());
            String separator =
                    own.getFlowStyle() == DumperOptions.FlowStyle.FLOW
                            ? ", "
                            : "\n" + " ".repeat(first.getStartMark().getColumn());
            text =
                    text.substring(0, start)
                            + "image: "
                            + quoted(reference)
                            + separator
                            + text.substring(start);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        before.accept(digest(bytes));
        replace(bytes);
    }

    private void refuseAlias(ServiceName service, MappingNode own, ScalarNode image) {
        int at = image.getStartMark().getIndex();
        if (at < own.getStartMark().getIndex() || at > own.getEndMark().getIndex()) {
            throw new EngineException.Permanent(
                    path
                            + ": the image of "
                            + service
                            + " is a YAML alias that may serve other services too: change it there"
                            + " by hand, then run the update without --image");
        }
    }

    /** SHA-256 of the file as it is, hex; empty when there is none. */
    public Optional<String> digest() {
        try {
            return Optional.of(digest(Files.readAllBytes(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new EngineException.Permanent(path + " can't be read: " + e.getMessage(), e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SnakeYAML counts code points, Java strings count chars. */
    private static int offset(String text, int codePoints) {
        return text.offsetByCodePoints(0, codePoints);
    }

    private static String quoted(String reference) {
        return '"' + reference.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "$$") + '"';
    }

    private Optional<MappingNode> service(ServiceName service) {
        return child(parse(), "services")
                .flatMap(services -> child(services, service.value()))
                .filter(MappingNode.class::isInstance)
                .map(MappingNode.class::cast)
                .filter(own -> !own.getValue().isEmpty());
    }

    private Node parse() {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions()))
                    .compose(new StringReader(read()));
        } catch (YAMLException e) {
            throw new EngineException.Permanent(path + " can't be read as YAML: " + e.getMessage());
        }
    }

    /** The value of a key of the mapping itself, not of one merged into it. */
    private static Optional<Node> child(Node node, String key) {
        if (!(node instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode k && k.getValue().equals(key)) {
                return Optional.of(tuple.getValueNode());
            }
        }
        return Optional.empty();
    }

    private String read() {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new EngineException.Permanent(path + " can't be read: " + e.getMessage(), e);
        }
    }

    /** A link stays one: what it leads to is replaced. */
    private void replace(byte[] bytes) {
        try {
            Path file = path.toRealPath();
            Path folder = file.resolveSibling("");
            Path temp = Files.createTempFile(folder, beside(file) + "-", ".tmp", NO_ATTRIBUTES);
            try {
                write(temp, file, bytes);
                Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temp);
            }
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw new EngineException.Permanent(path + " can't be written: " + e.getMessage(), e);
        }
    }

    private static String beside(Path file) {
        return ".lull-" + file.getFileName();
    }

    /**
     * Removes what writes of this file have left beside it that a crash cut short. Only while
     * nobody writes it.
     *
     * @throws EngineException.Permanent when it can't be
     */
    public void tidy() {
        try {
            Path file = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            Path folder = file.resolveSibling("");
            if (!Files.isDirectory(folder)) {
                return;
            }
            Pattern ours = Pattern.compile(Pattern.quote(beside(file)) + "(-\\d+\\.tmp)?");
            try (DirectoryStream<Path> left =
                    Files.newDirectoryStream(
                            folder,
                            p ->
                                    ours.matcher(String.valueOf(p.getFileName())).matches()
                                            && Files.isRegularFile(p, NOFOLLOW_LINKS))) {
                for (Path each : left) {
                    Files.delete(each);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new EngineException.Permanent(
                    "what is left beside " + path + " can't be removed: " + e.getMessage(), e);
        }
    }

    private static void write(Path temp, Path like, byte[] bytes) throws IOException {
        for (String attribute : List.of("unix:mode", "unix:uid", "unix:gid")) {
            Files.setAttribute(temp, attribute, Files.getAttribute(like, attribute));
        }
        try (FileChannel channel = FileChannel.open(temp, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            // A disk that is nearly full takes a part, and says nothing until the next write.
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }
}
