package dev.lull.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Network namespaces of containers, named by the host's process id of a process in them. Needs root
 * and the commands {@code nsenter} and {@code nft} of the host; nothing in the container.
 */
final class Netns {
    private static final Path PROC = Path.of("/proc");

    private Netns() {}

    /** A process id may be given to another process, one of the host: never touch the host. */
    static boolean isTheHosts(long pid) {
        Optional<Path> its = of(pid);
        return its.isPresent() && its.equals(of(ProcessHandle.current().pid()));
    }

    static boolean isThere(long pid) {
        return of(pid).isPresent();
    }

    /** Has nft apply a script there, as one transaction; nothing for a process that has gone. */
    static void nft(long pid, String script) {
        if (!isThere(pid)) {
            return;
        }
        List<String> argv = List.of("nsenter", "--net=/proc/" + pid + "/ns/net", "nft", "-f", "-");
        HostCommand.Result result = HostCommand.run(argv, script);
        if (!result.isOk() && isThere(pid)) {
            throw new DoorException.Permanent(
                    "nft could not do it in the network of process "
                            + pid
                            + "; does the daemon run as root? "
                            + result.output().strip());
        }
    }

    /** Empty when the process has gone. */
    private static Optional<Path> of(long pid) {
        try {
            return Optional.of(Files.readSymbolicLink(PROC.resolve(pid + "/ns/net")));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException e) {
            throw new DoorException.Permanent(
                    "can't look at the network of process "
                            + pid
                            + "; does the daemon run as root?",
                    e);
        }
    }
}
