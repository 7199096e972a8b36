package dev.lull.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A whole point beside what one taken now would be made of. */
final class PointComparison {
    private final Path folder;
    private final PointDraft draft;
    private final Stores stores;
    private final Consumer<String> progress;

    /**
     * Prepares a comparison.
     *
     * @param folder of the point, which is there
     * @param draft of the point as it would be taken now
     */
    PointComparison(Path folder, PointDraft draft, Stores stores, Consumer<String> progress) {
        this.folder = folder;
        this.draft = draft;
        this.stores = stores;
        this.progress = progress;
    }

    /**
     * What is not the same, or damaged; empty when the point may stand for one taken now.
     *
     * @throws SnapshotException.Refused if it is the point of another stack, or of a later Lull
     */
    List<String> differences() throws InterruptedException {
        RollbackPoint point;
        try {
            point = Manifest.read(folder);
        } catch (IOException e) {
            return List.of(Points.words(e));
        }
        if (!point.stack().equals(draft.stack())) {
            throw new SnapshotException.Refused(
                    "rollback point " + draft.id() + " is one of stack " + point.stack());
        }
        List<String> differences = new ArrayList<>(ofRecords(point));
        for (RollbackPoint.Part part : point.parts().toList()) {
            Parts.problem(folder, part, n -> {}).ifPresent(differences::add);
        }
        for (SavedVolume volume : point.volumes()) {
            if (differences.isEmpty()) {
                ofVolume(volume).ifPresent(differences::add);
            }
        }
        return differences;
    }

    /** What is cheap to see. */
    private List<String> ofRecords(RollbackPoint point) {
        List<String> differences = new ArrayList<>();
        if (!Json.same(point.certificate(), draft.certificate())) {
            differences.add("the quiet certificate is a newer one");
        }
        if (!point.images().equals(draft.images())) {
            differences.add("the images differ");
        }
        if (!specs(point).equals(specs())) {
            differences.add("the containers differ");
        }
        if (!definitions(point).equals(definitions())) {
            differences.add("the networks or volumes are made otherwise");
        }
        if (!volumes(point.volumes()).equals(sources())) {
            differences.add("the volumes are others");
        }
        if (!point.dumps().isEmpty() || !draft.dumps().isEmpty()) {
            differences.add("what is in a data store can't be compared with a dump");
        }
        if (!point.leftOut().equals(draft.leftOut())) {
            differences.add("what is left out differs");
        }
        List<Path> files = point.files().stream().map(SavedFile::path).toList();
        if (!files.equals(draft.files()) || !point.files().stream().allMatch(this::isAsSaved)) {
            differences.add("a compose or env file differs");
        }
        return differences;
    }

    private static Map<String, String> specs(RollbackPoint point) {
        return point.specs().stream()
                .collect(Collectors.toMap(SavedSpec::replica, SavedSpec::sha256));
    }

    private Map<String, String> specs() {
        return draft.specs().stream()
                .collect(
                        Collectors.toMap(
                                ContainerSpec::replica,
                                s -> Digests.of(s.rawInspect().getBytes(StandardCharsets.UTF_8))));
    }

    private static Map<String, String> definitions(RollbackPoint point) {
        return point.definitions().stream()
                .collect(Collectors.toMap(d -> d.kind() + d.name(), SavedDefinition::sha256));
    }

    private Map<String, String> definitions() {
        return draft.definitions().stream()
                .collect(
                        Collectors.toMap(
                                d -> d.kind() + d.name(),
                                d -> Digests.of(d.json().getBytes(StandardCharsets.UTF_8))));
    }

    private static Map<String, String> volumes(List<SavedVolume> volumes) {
        return volumes.stream()
                .collect(Collectors.toMap(SavedVolume::name, v -> v.kind() + " at " + v.data()));
    }

    private Map<String, String> sources() {
        Function<VolumeSource, String> place = v -> v.kind() + " at " + real(v.data());
        return draft.volumes().stream().collect(Collectors.toMap(VolumeSource::name, place));
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder;
        }
    }

    private boolean isAsSaved(SavedFile saved) {
        try {
            return Digests.of(Files.readAllBytes(saved.path())).equals(saved.sha256());
        } catch (IOException e) {
            return false;
        }
    }

    private Gauge gauge(String what, long bytes, SavedVolume saved) {
        return Gauge.of(what, bytes, saved.entries(), progress);
    }

    private Optional<String> ofVolume(SavedVolume saved) throws InterruptedException {
        String label = "volume " + saved.name();
        Store store = stores.of(saved);
        try {
            List<String> damage =
                    store.problems(
                            folder,
                            saved,
                            gauge(label + ", checking", store.toRead(folder, saved), saved));
            List<String> differences =
                    damage.isEmpty()
                            ? store.differences(
                                    folder,
                                    saved,
                                    saved.data(),
                                    gauge(label + ", comparing", store.total(folder, saved), saved))
                            : damage;
            return differences.stream().findFirst().map(d -> label + ": " + d);
        } catch (IOException e) {
            return Optional.of(label + ": " + Points.words(e));
        }
    }
}
