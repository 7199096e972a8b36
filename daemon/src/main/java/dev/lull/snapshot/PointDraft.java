package dev.lull.snapshot;

import dev.lull.stack.StackName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What a rollback point is to be made of.
 *
 * @param id of the point
 * @param stack it belongs to
 * @param window that takes it
 * @param why the change, and what for in a person's words: {@code update: to v2}
 * @param by who started the window
 * @param at when the stack was quiet
 * @param images one a service
 * @param specs one a replica
 * @param definitions one a network and one a volume of the stack, kept elsewhere or not
 * @param volumes with folders that are quiet; names are unique
 * @param dumps of data stores that run; one a service
 * @param leftOut data of the stack's that are not in it, a sentence each
 * @param files compose files, env files and single files that are bind mounts; absolute, unique
 * @param compose the words that call Compose for this stack, up to its verb
 * @param certificate the quiet certificate, JSON
 */
public record PointDraft(
        PointId id,
        StackName stack,
        String window,
        String why,
        String by,
        Instant at,
        List<PinnedImage> images,
        List<ContainerSpec> specs,
        List<Definition> definitions,
        List<VolumeSource> volumes,
        List<DumpSource> dumps,
        List<String> leftOut,
        List<Path> files,
        List<String> compose,
        String certificate) {
    public PointDraft {
        images = List.copyOf(images);
        specs = unique("replica", List.copyOf(specs), ContainerSpec::replica);
        definitions = unique("definition", List.copyOf(definitions), Definition::toString);
        volumes = unique("volume", List.copyOf(volumes), VolumeSource::name);
        dumps = unique("dump", List.copyOf(dumps), d -> d.service().value());
        leftOut = List.copyOf(leftOut);
        compose = List.copyOf(compose);
        files = unique("file", List.copyOf(files), Path::toString);
        for (Path file : files) {
            if (!file.isAbsolute() || !file.equals(file.normalize())) {
                throw new IllegalArgumentException("not an absolute, normal path: " + file);
            }
        }
        Json.checkObject("certificate", certificate);
    }

    /** One of a stack that has no data store to be dumped. */
    public PointDraft(
            PointId id,
            StackName stack,
            String window,
            String why,
            String by,
            Instant at,
            List<PinnedImage> images,
            List<ContainerSpec> specs,
            List<Definition> definitions,
            List<VolumeSource> volumes,
            List<String> leftOut,
            List<Path> files,
            List<String> compose,
            String certificate) {
        this(
                id,
                stack,
                window,
                why,
                by,
                at,
                images,
                specs,
                definitions,
                volumes,
                List.of(),
                leftOut,
                files,
                compose,
                certificate);
    }

    private static <T> List<T> unique(String what, List<T> things, Function<T, String> name) {
        Set<String> seen = new HashSet<>();
        for (T thing : things) {
            if (!seen.add(name.apply(thing))) {
                throw new IllegalArgumentException(what + " given twice: " + name.apply(thing));
            }
        }
        return things;
    }
}
