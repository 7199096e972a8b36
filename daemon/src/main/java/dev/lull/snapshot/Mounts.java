package dev.lull.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file systems mounted inside a folder. A container that mounts the folder sees them too. */
final class Mounts {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;

    private Mounts() {}

    /** Their places, relative to the folder, sorted. */
    static List<String> inside(Path folder) throws IOException {
        String top = folder.toRealPath() + "/";
        List<String> inside = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE, StandardCharsets.ISO_8859_1)) {
            String place = unescape(line.split(" ", MOUNT_POINT + 2)[MOUNT_POINT]);
            if (place.startsWith(top)) {
                inside.add(place.substring(top.length()));
            }
        }
        return inside.stream().distinct().sorted().toList();
    }

    /** The kernel writes a blank as {@code \040}. */
    private static String unescape(String field) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 3 < field.length()) {
                bytes.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
