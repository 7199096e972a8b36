package dev.lull.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The two files at the top of a point: what is in it, and the hash of everything, itself too. */
final class Manifest {
    private Manifest() {}

    static void write(Path folder, RollbackPoint point, Stores stores) throws IOException {
        byte[] json = Json.write(point);
        StringBuilder sums = new StringBuilder();
        point.volumes().forEach(v -> sums.append(line(v.sha256(), stores.of(v).hashed(v))));
        point.parts().forEach(p -> sums.append(line(p.sha256(), p.file())));
        sums.append(line(Digests.of(json), Points.MANIFEST));
        Durable.write(folder.resolve(Points.MANIFEST), json);
        Durable.write(
                folder.resolve(Points.SUMS), sums.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a manifest.
     *
     * @throws IOException if it is missing, damaged or of a later format, in words for people
     */
    static RollbackPoint read(Path folder) throws IOException {
        return readAs(folder.getFileName().toString(), folder);
    }

    /** Likewise, of a point whose folder has another name for now. */
    static RollbackPoint readAs(String id, Path folder) throws IOException {
        RollbackPoint point = readAnywhere(folder);
        if (!point.id().value().equals(id)) {
            throw new IOException(
                    Points.MANIFEST + ": is of point " + point.id() + ", in a folder of another");
        }
        return point;
    }

    /** Likewise, whatever its folder is called. */
    static RollbackPoint readAnywhere(Path folder) throws IOException {
        byte[] json = read(folder, Points.MANIFEST);
        RollbackPoint point;
        try {
            point = Json.read(json);
        } catch (IOException e) {
            throw new IOException(Points.MANIFEST + ": " + e.getMessage(), e);
        }
        List<String> sums =
                new String(read(folder, Points.SUMS), StandardCharsets.UTF_8).lines().toList();
        if (!sums.contains(line(Digests.of(json), Points.MANIFEST).strip())) {
            throw new IOException(
                    Points.MANIFEST + ": is not what " + Points.SUMS + " says: damaged");
        }
        return point;
    }

    private static byte[] read(Path folder, String name) throws IOException {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (NoSuchFileException e) {
            throw new IOException(name + ": missing", e);
        }
    }

    /** As {@code sha256sum} writes it: a name with a backslash or newline is escaped. */
    private static String line(String sha256, String file) {
        String escaped = file.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (escaped.equals(file) ? "" : "\\") + sha256 + "  " + escaped + "\n";
    }
}
