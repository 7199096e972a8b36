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
    private static final int DEVICE = 2;
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

    /**
     * What a place lies on: the device that all mounts of a file system have, and its type. On
     * btrfs each subvolume shows a device of its own, and this is the one behind them.
     */
    static String fileSystem(Path place) throws IOException {
        Path real = place.toRealPath();
        Path nearest = Path.of("/");
        String fileSystem = "";
        for (String line : Files.readAllLines(TABLE, StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split(" ", -1);
            Path point = Path.of(unescape(fields[MOUNT_POINT]));
            if (real.startsWith(point) && point.startsWith(nearest)) {
                nearest = point;
                int type = List.of(fields).indexOf("-") + 1;
                fileSystem = fields[DEVICE] + " " + fields[type];
            }
        }
        return fileSystem;
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
