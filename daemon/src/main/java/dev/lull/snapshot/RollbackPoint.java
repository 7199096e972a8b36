package dev.lull.snapshot;

import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole, verified rollback point: what its {@code manifest.json} says. It holds no secrets; those
 * are in the files that it names.
 *
 * @param format of the manifest, {@value #FORMAT}
 * @param id of the point
 * @param stack it belongs to
 * @param window that took it
 * @param why the change, and what for in a person's words, if that was said: {@code update: to v2}.
 *     Early ones have only the change
 * @param by who started the window
 * @param at when the stack was quiet
 * @param created when the point was whole
 * @param verified when its copies were last compared with the volumes, entry by entry
 * @param bytes that it takes up at the most, without the manifest
 * @param restoreByHand commands, in order, to be run in the point's folder
 * @param images one a service
 * @param volumes and the stores that they are kept in
 * @param dumps of data stores whose files are not among the volumes
 * @param leftOut data of the stack's that are not in it, a sentence each
 * @param specs one a replica
 * @param definitions one a network and one a volume of the stack
 * @param files compose and env files
 * @param certificate the quiet certificate, JSON
 */
public record RollbackPoint(
        int format,
        PointId id,
        StackName stack,
        String window,
        String why,
        String by,
        Instant at,
        Instant created,
        Instant verified,
        long bytes,
        List<String> restoreByHand,
        List<PinnedImage> images,
        List<SavedVolume> volumes,
        List<SavedDump> dumps,
        List<String> leftOut,
        List<SavedSpec> specs,
        List<SavedDefinition> definitions,
        List<SavedFile> files,
        String certificate) {
    /** The manifests that this Lull writes, and the latest that it reads. */
    public static final int FORMAT = 1;

    public RollbackPoint {
        restoreByHand = List.copyOf(restoreByHand);
        images = List.copyOf(images);
        volumes = List.copyOf(volumes);
        dumps = List.copyOf(dumps);
        leftOut = List.copyOf(leftOut);
        specs = List.copyOf(specs);
        definitions = List.copyOf(definitions);
        files = List.copyOf(files);
    }

    /** The volume of this name, if it is in the point. */
    public Optional<SavedVolume> volume(String name) {
        return volumes.stream().filter(v -> v.name().equals(name)).findFirst();
    }

    /** The dump of this service's store, if there is one. */
    public Optional<SavedDump> dump(ServiceName service) {
        return dumps.stream().filter(d -> d.service().equals(service)).findFirst();
    }

    /** Content of all volumes, as it was on the host, and of all dumps. */
    public long contentBytes() {
        return volumes.stream().mapToLong(SavedVolume::contentBytes).sum()
                + dumps.stream().mapToLong(SavedDump::contentBytes).sum();
    }

    /** What the manifest vouches for beside the volumes. */
    Stream<Part> parts() {
        return Stream.of(
                        dumps.stream().map(d -> new Part(d.file(), d.bytes(), d.sha256())),
                        specs.stream().map(s -> new Part(s.file(), s.bytes(), s.sha256())),
                        definitions.stream().map(d -> new Part(d.file(), d.bytes(), d.sha256())),
                        files.stream().map(f -> new Part(f.file(), f.bytes(), f.sha256())))
                .flatMap(parts -> parts);
    }

    /** A file of the point with what it must be. */
    record Part(String file, long bytes, String sha256) {}
}
