package dev.lull.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Databases whose commands Lull knows. The commands are scripts of its own that run in the store's
 * container, by its own tools; nothing of anybody's input is in them. They are in the resources, by
 * the preset's name and what they are for.
 */
enum Preset {
    POSTGRES(
            "pg_dumpall",
            "a checkpoint",
            "postgres postgresql postgis pgvector timescaledb timescaledb-ha"),
    MARIADB("mariadb-dump", "its tables were flushed", "mariadb"),
    MYSQL("mysqldump", "its tables were flushed", "mysql mysql-server percona-server"),
    REDIS("redis-cli --rdb", "it has saved", "redis valkey"),
    /** Files of a service that is stopped anyway: there is nothing to run. */
    SQLITE("", "", "");

    private final String tool;
    private final String before;

    /** Last parts of their names, with blanks between. */
    private final String images;

    Preset(String tool, String before, String images) {
        this.tool = tool;
        this.before = before;
        this.images = images;
    }

    private boolean isOf(String name) {
        return List.of(images.split(" ", -1)).contains(name);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(Preset::label).toList();
    }

    static Optional<Preset> named(String label) {
        return Arrays.stream(values()).filter(p -> p.label().equals(label)).findFirst();
    }

    /**
     * The one that an image tells by its name.
     *
     * @param reference e.g. {@code registry.example/library/postgres:17@sha256:…}
     */
    static Optional<Preset> ofImage(String reference) {
        String path = reference.replaceFirst("@.*", "");
        String name = path.substring(path.lastIndexOf('/') + 1).replaceFirst(":.*", "");
        return name.isEmpty()
                ? Optional.empty()
                : Arrays.stream(values()).filter(p -> p.isOf(name)).findFirst();
    }

    /** What dumps it, for people. */
    String tool() {
        return tool;
    }

    /** What makes its files whole while it runs, for people. */
    String before() {
        return before;
    }

    /**
     * What does this to it.
     *
     * @param what {@code dump}, {@code restore}, {@code check}, {@code before} or {@code after}
     */
    Optional<Command> command(String what) {
        // What MySQL's tools are called decides the script itself.
        String family = this == MYSQL ? MARIADB.label() : label();
        try (InputStream script =
                Preset.class.getResourceAsStream("preset/" + family + "-" + what + ".sh")) {
            return script == null
                    ? Optional.empty()
                    : Optional.of(
                            new Command(
                                    List.of(
                                            "sh",
                                            "-c",
                                            new String(
                                                    script.readAllBytes(),
                                                    StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
