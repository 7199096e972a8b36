package dev.lull.snapshot;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands that restore a point without Lull, for a person with a shell. A line that begins
 * with {@code #} explains.
 */
final class ByHand {
    private ByHand() {}

    static List<String> of(
            PointDraft draft, List<SavedVolume> volumes, List<SavedFile> files, String sums) {
        String compose = "docker compose --project-name " + draft.stack();
        List<String> lines = new ArrayList<>();
        lines.add("# As root, in the folder of this file. First, is it whole?");
        lines.add("sha256sum --check " + sums);
        lines.add("# Stop what uses the volumes.");
        lines.add(compose + " stop");
        lines.add("# The compose and env files.");
        files.forEach(f -> lines.add(file(f)));
        lines.add("# The images, by the tags that keep them; on another host, from a registry.");
        draft.images().forEach(i -> lines.add(image(i)));
        lines.add("# Missing volumes and containers (in the folder of the compose file).");
        lines.add(compose + " create");
        lines.add("# The data. This removes what is in the volumes now.");
        volumes.forEach(v -> lines.addAll(volume(v)));
        lines.add("# Open again (in the folder of the compose file).");
        lines.add(compose + " up --detach");
        return lines;
    }

    private static String file(SavedFile f) {
        return "install -D --mode="
                + f.mode()
                + " --owner="
                + f.uid()
                + " --group="
                + f.gid()
                + " "
                + quote(f.file())
                + " "
                + quote(f.path().toString());
    }

    private static String image(PinnedImage i) {
        String local = "docker tag " + quote(i.pin()) + " " + quote(i.reference());
        if (i.digests().isEmpty()) {
            return local;
        }
        String digest = quote(i.digests().getFirst());
        return local
                + " || { docker pull "
                + digest
                + " && docker tag "
                + digest
                + " "
                + quote(i.reference())
                + "; }";
    }

    private static List<String> volume(SavedVolume v) {
        String folder =
                switch (v.kind()) {
                    case VOLUME ->
                            "$(docker volume inspect --format '{{.Mountpoint}}' "
                                    + quote(v.name())
                                    + ")";
                    case DEVICE, BIND -> quote(v.data().toString());
                };
        return List.of(
                "dir=" + folder + " && test -d \"$dir\" && find \"$dir\" -mindepth 1 -delete",
                "zstd --decompress --stdout "
                        + quote(v.file())
                        + " | tar --extract --file=- "
                        + String.join(" ", Archive.EXACTLY).replace("*", "'*'")
                        + " "
                        + String.join(" ", Archive.AS_IT_WAS)
                        + " --sparse --directory=\"$dir\"");
    }

    private static String quote(String word) {
        boolean plain = word.matches("[A-Za-z0-9_./:@%+=,-]+");
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
