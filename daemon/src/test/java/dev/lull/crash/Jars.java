package dev.lull.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/** This process's class path as jars: classes of folders can't be in a shared archive. */
final class Jars {
    private Jars() {}

    /**
     * The class path with each folder packed.
     *
     * @param folder where the jars are put
     */
    static String of(Path folder) {
        ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
        AtomicInteger number = new AtomicInteger();
        return Arrays.stream(System.getProperty("java.class.path").split(":", -1))
                .map(Path::of)
                .filter(Files::exists)
                .map(p -> Files.isDirectory(p) ? pack(jar, p, folder, number.incrementAndGet()) : p)
                .map(p -> p.toAbsolutePath().toString())
                .collect(Collectors.joining(":"));
    }

    private static Path pack(ToolProvider jar, Path classes, Path target, int number) {
        Path packed = target.resolve("classes" + number + ".jar");
        int code =
                jar.run(
                        System.out,
                        System.err,
                        "--create",
                        "--no-compress",
                        "--file",
                        packed.toString(),
                        "-C",
                        classes.toString(),
                        ".");
        if (code != 0) {
            throw new IllegalStateException("can't pack " + classes);
        }
        return packed;
    }
}
