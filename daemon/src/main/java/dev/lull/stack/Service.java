package dev.lull.stack;

import dev.lull.stack.Declared.DeclaredService;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One service of a stack: what the files say and what runs.
 *
 * @param declared empty when the compose files don't name it any more
 * @param replicas its containers, sorted; without one-offs
 * @param closing what the labels on the containers say (the file's, when there is no container):
 *     how what runs now is closed
 * @param opening what the labels in the file say (the containers', when the file has lost it): how
 *     what comes next is checked and opened
 */
public record Service(
        ServiceName name,
        Optional<DeclaredService> declared,
        List<Observed> replicas,
        ServiceSettings closing,
        ServiceSettings opening) {
    public Service {
        replicas = List.copyOf(replicas);
    }

    /** Its role; {@code none} without a label. */
    public Role role() {
        return opening.role().or(closing::role).orElse(Role.NONE);
    }

    public List<Observed> running() {
        return replicas.stream().filter(Observed::running).toList();
    }

    /** Whether the file says something else than what the containers were created from. */
    public boolean differs() {
        return declared.isEmpty()
                || replicas.isEmpty()
                || hasOtherImage()
                || replicas.stream()
                        .anyMatch(r -> !r.configHash().equals(declared.get().configHash()));
    }

    /** Whether the same reference names another image than when the containers were created. */
    boolean hasOtherImage() {
        String now = declared.map(DeclaredService::imageId).orElse("");
        return !now.isEmpty() && replicas.stream().anyMatch(r -> !r.imageId().equals(now));
    }

    /**
     * Whether its containers would be made from another image.
     *
     * @param wanted the reference that they are to be made from, if not the file's
     */
    public boolean changesImage(Optional<String> wanted) {
        Optional<String> file = wanted.or(() -> declared.map(DeclaredService::image));
        boolean moved = wanted.isEmpty() && hasOtherImage();
        return file.isPresent()
                && (moved || replicas.stream().anyMatch(r -> !r.image().equals(file.get())));
    }

    /**
     * The reference that its containers were made from. Docker lists the image's id alone when that
     * has another tag, or none, by now; then only the file can tell, as long as it says the same.
     */
    public Optional<String> madeFrom() {
        return replicas.stream()
                .findFirst()
                .flatMap(r ->
                        r.image().startsWith("sha256:")
                                ? declared.filter(d -> d.configHash().equals(r.configHash()))
                                        .map(DeclaredService::image)
                                : Optional.of(r.image()));
    }

    /** The labels of the file, or of the containers when the file has lost it. */
    Map<String, String> labels() {
        return declared.map(DeclaredService::labels)
                .or(() -> replicas.stream().findFirst().map(Observed::labels))
                .orElse(Map.of());
    }
}
