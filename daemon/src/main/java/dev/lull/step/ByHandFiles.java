package dev.lull.step;

import static dev.lull.stack.ShellWord.quote;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Raw specs in files that only Lull's user can read, for commands that must not show them.
 *
 * @param socket of the engine
 * @param folder of one window, made where it is missing
 */
record ByHandFiles(Path socket, Path folder) {
    /**
     * Puts the spec into a file.
     *
     * @param kind {@code containers}, {@code networks} or {@code volumes}
     * @return the command that makes the thing of it
     */
    List<String> create(String kind, String name, String spec) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
        Path file = folder.resolve(kind).resolve(encoded + ".json");
        if (!written(file, spec)) {
            return List.of("# " + file + " can't be written: make room there, and ask again.");
        }
        String query = kind.equals("containers") ? "?name=" + encoded : "";
        return List.of(
                "curl --fail --silent --show-error --unix-socket "
                        + quote(socket.toString())
                        + " --header 'Content-Type: application/json' --data "
                        + quote("@" + file)
                        + " "
                        + quote("http://docker/" + kind + "/create" + query));
    }

    private static boolean written(Path file, String text) {
        try {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Files.writeString(file, text);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
