package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Image;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.snapshot.PinnedImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The images of a rollback point, as this host knows them. By its id, or by its digest: engines
 * with another image store call the same image by another id
 * (https://docs.docker.com/engine/storage/containerd/).
 */
final class SavedImages {
    private final Engine engine;
    private final List<PinnedImage> images;

    SavedImages(Engine engine, List<PinnedImage> images) {
        this.engine = engine;
        this.images = List.copyOf(images);
    }

    /** The image, if it is here. */
    Optional<Image> find(PinnedImage image) {
        return Stream.concat(Stream.of(image.imageId()), image.digests().stream())
                .flatMap(reference -> engine.image(reference).stream())
                .findFirst();
    }

    /** What to make a container of: its reference, if that still names its image, else the id. */
    String of(Inspect saved) {
        String id = id(saved);
        boolean same = engine.image(saved.image()).filter(i -> i.id().equals(id)).isPresent();
        return same ? saved.image() : id;
    }

    private String id(Inspect saved) {
        return images.stream()
                .filter(i -> i.service().equals(StackContainers.replica(saved).service()))
                .filter(i -> i.imageId().equals(saved.imageId()))
                .findFirst()
                .flatMap(this::find)
                .map(Image::id)
                .orElse(saved.imageId());
    }
}
