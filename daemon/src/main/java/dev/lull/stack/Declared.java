package dev.lull.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What the compose files of a stack say, as Compose itself resolves them. Holds no environment
 * values.
 *
 * @param directory the project directory
 * @param files the compose files, in Compose's order
 * @param further files that those include or extend
 * @param envFiles given with {@code --env-file}, and the {@code .env} that Compose finds by itself
 * @param settings the mapping under {@code x-lull}
 * @param services sorted by name
 */
public record Declared(
        StackName name,
        Path directory,
        List<Path> files,
        List<Path> further,
        List<Path> envFiles,
        Map<String, Object> settings,
        List<DeclaredService> services) {
    public Declared {
        files = List.copyOf(files);
        further = List.copyOf(further);
        envFiles = List.copyOf(envFiles);
        settings = Map.copyOf(settings);
        services = List.copyOf(services);
    }

    /** The same, with what its images' references name now. */
    public Declared withImageIds(UnaryOperator<String> idOf) {
        return with(services.stream().map(s -> s.withImageId(idOf.apply(s.image()))).toList());
    }

    /** The same with these services alone. */
    public Declared with(List<DeclaredService> others) {
        return new Declared(name, directory, files, further, envFiles, settings, others);
    }

    /** Every file that says something of the stack, as far as Lull can see. */
    public List<Path> allFiles() {
        return Stream.of(
                        files.stream(),
                        further.stream(),
                        envFiles.stream(),
                        services.stream().flatMap(s -> s.envFiles().stream()))
                .flatMap(s -> s)
                .map(p -> p.toAbsolutePath().normalize())
                .distinct()
                .toList();
    }

    public Optional<DeclaredService> service(ServiceName service) {
        return services.stream().filter(s -> s.name().equals(service)).findFirst();
    }

    /**
     * What the files say of one service.
     *
     * @param image the reference, also where the image is built
     * @param imageId what the reference names on this host; empty while nobody has looked, or it is
     *     not here
     * @param built whether there is a {@code build:} section
     * @param labels all of them
     * @param networkMode {@code host}, {@code service:x}, …, or empty
     * @param networks names as Docker knows them
     * @param ports TCP ports of the container that it exposes or publishes
     * @param publishes whether it publishes ports on the host
     * @param hostPorts those of the host that it publishes; without ranges and chosen ones
     * @param replicas how many there should be
     * @param stopGrace how long it may take to stop before it is killed
     * @param configHash Compose's hash of its definition
     * @param needs the services that Compose makes along with it, if they differ
     * @param envFiles its {@code env_file} entries
     */
    public record DeclaredService(
            ServiceName name,
            String image,
            String imageId,
            boolean built,
            Map<String, String> labels,
            String networkMode,
            List<String> networks,
            NavigableSet<Integer> ports,
            boolean publishes,
            List<HostPort> hostPorts,
            int replicas,
            Duration stopGrace,
            String configHash,
            List<ServiceName> needs,
            List<Path> envFiles) {
        public DeclaredService {
            labels = Map.copyOf(labels);
            networks = List.copyOf(networks);
            ports = new TreeSet<>(ports);
            hostPorts = List.copyOf(hostPorts);
            needs = List.copyOf(needs);
            envFiles = List.copyOf(envFiles);
        }

        /** The same, with what its reference names now. */
        public DeclaredService withImageId(String id) {
            return new DeclaredService(
                    name,
                    image,
                    id,
                    built,
                    labels,
                    networkMode,
                    networks,
                    ports,
                    publishes,
                    hostPorts,
                    replicas,
                    stopGrace,
                    configHash,
                    needs,
                    envFiles);
        }
    }
}
