package dev.lull.snapshot;

import dev.lull.stack.ShellWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The commands that restore a point without Lull, for a person with a shell. A line that begins
 * with {@code #} explains.
 *
 * <p>The compose files of a point may be edited for the update already, so a file of its own sets
 * the images: an old version on old data, never a new one.
 */
final class ByHand {
    private static final String IMAGES = "images-as-they-were.json";

    private final Stores stores;

    ByHand(Stores stores) {
        this.stores = stores;
    }

    List<String> of(
            PointDraft draft,
            List<SavedVolume> volumes,
            List<SavedDump> dumps,
            List<SavedFile> files,
            String sums) {
        String compose =
                draft.compose().stream().map(ShellWord::quote).collect(Collectors.joining(" "))
                        + " -f "
                        + IMAGES;
        List<String> lines = new ArrayList<>();
        lines.add("# As root, in the folder of this file. First, is it whole?");
        lines.add("sha256sum --check " + sums);
        volumes.forEach(v -> lines.addAll(stores.of(v).checkByHand(v)));
        lines.add("# The compose and env files, as they were when the window began.");
        files.forEach(f -> lines.add(file(f)));
        lines.add("# The images, by the tags that keep them; on another host, from a registry.");
        draft.images().forEach(i -> lines.add(image(i)));
        lines.add("echo " + ShellWord.quote(Json.line(images(draft))) + " > " + IMAGES);
        lines.add("# Stop what uses the volumes.");
        lines.add(compose + " stop");
        lines.add("# Missing volumes, and containers of those images.");
        lines.add(compose + " create");
        lines.add("# The data. This removes what is in the volumes now.");
        volumes.forEach(v -> lines.addAll(volume(v)));
        if (!dumps.isEmpty()) {
            lines.add("# The dumps, into their data stores, which must answer by then.");
        }
        dumps.forEach(d -> lines.addAll(dump(d, compose)));
        lines.add("# Open again.");
        lines.add(compose + " up --detach");
        lines.add(
                "# If the compose files were edited for the update already, undo that before the"
                        + " next 'docker compose up' without "
                        + IMAGES
                        + ": it would put the new version on the old data.");
        return lines;
    }

    private List<String> dump(SavedDump d, String compose) {
        String service = ShellWord.quote(d.service().value());
        return List.of(
                compose + " up --detach --wait --no-deps " + service,
                stores.packing().unpackByHand(d.file())
                        + " | "
                        + d.play(compose + " exec -T " + service));
    }

    private static String file(SavedFile f) {
        return "install -D --mode="
                + f.mode()
                + " --owner="
                + f.uid()
                + " --group="
                + f.gid()
                + " "
                + ShellWord.quote(f.file())
                + " "
                + ShellWord.quote(f.path().toString());
    }

    private static String image(PinnedImage i) {
        String local = "docker image inspect --format '{{.Id}}' " + ShellWord.quote(i.pin());
        if (i.digests().isEmpty()) {
            return local;
        }
        String digest = ShellWord.quote(i.digests().getFirst());
        return local
                + " || { docker pull "
                + digest
                + " && docker tag "
                + digest
                + " "
                + ShellWord.quote(i.pin())
                + "; }";
    }

    /** A compose file; JSON is YAML. */
    private static Map<String, Object> images(PointDraft draft) {
        Map<String, Object> services = new TreeMap<>();
        draft.images()
                .forEach(i ->
                        services.put(
                                i.service().value(),
                                Map.of("image", i.pin(), "pull_policy", "never")));
        return Map.of("services", services);
    }

    private List<String> volume(SavedVolume v) {
        String folder =
                switch (v.kind()) {
                    case VOLUME ->
                            "$(docker volume inspect --format '{{.Mountpoint}}' "
                                    + ShellWord.quote(v.name())
                                    + ")";
                    case DEVICE, BIND -> ShellWord.quote(v.data().toString());
                };
        return List.of(
                "dir=" + folder + " && test -d \"$dir\" && find \"$dir\" -mindepth 1 -delete",
                stores.of(v).extractByHand(v));
    }
}
